/** A binding of a Worker, as the API keeps it. */
export interface Binding {
  readonly type: string;
  readonly name: string;
  readonly text?: string;
  readonly databaseId?: string;
  readonly namespaceId?: string;
  readonly bucketName?: string;
  readonly className?: string;
  readonly simple?: { readonly limit: number; readonly period: number };
}

/** A version as it was uploaded: the very bytes that workerd is given. */
export interface Version {
  readonly id: string;
  readonly mainModule: string;
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  readonly bindings: readonly Binding[];
  readonly exports: Readonly<Record<string, unknown>>;
  readonly modules: readonly { readonly name: string; readonly contentType: string; readonly content: Buffer }[];
}
