import type { ConditionDefinition } from "./condition.ts";

/**
 * An authorization model in OpenFGA's JSON form, schema 1.1.
 * Source: openfga/api, `AuthorizationModel` of authzmodel.proto.
 */
export interface ModelDefinition {
  readonly schema_version: string;
  readonly type_definitions: readonly TypeDefinition[];
  readonly conditions?: Readonly<Record<string, ConditionDefinition>>;
}

export interface TypeDefinition {
  readonly type: string;
  readonly relations?: Readonly<Record<string, RewriteDefinition>>;
  readonly metadata?: {
    readonly relations?: Readonly<
      Record<string, { readonly directly_related_user_types?: readonly RestrictionDefinition[] }>
    >;
  } | null;
}

/** Kind of subject that a tuple of the relation may have. */
export interface RestrictionDefinition {
  readonly type: string;
  readonly relation?: string;
  readonly wildcard?: Readonly<Record<string, never>>;
  readonly condition?: string;
}

/** Rewrite of a relation: exactly one key is present. */
export interface RewriteDefinition {
  readonly this?: Readonly<Record<string, never>>;
  readonly computedUserset?: { readonly relation: string };
  readonly tupleToUserset?: {
    readonly tupleset: { readonly relation: string };
    readonly computedUserset: { readonly relation: string };
  };
  readonly union?: { readonly child: readonly RewriteDefinition[] };
  readonly intersection?: { readonly child: readonly RewriteDefinition[] };
  readonly difference?: { readonly base: RewriteDefinition; readonly subtract: RewriteDefinition };
}
