import { field, isRecord, items } from "../src/value.ts";

/** The resource types that upload a Worker's code with its bindings. */
const UPLOADS = ["cloudflare:index/workerVersion:WorkerVersion", "cloudflare:index/workersScript:WorkersScript"];

export function isUpload(type: string): boolean {
  return UPLOADS.includes(type);
}

export function bindingsOf(props: unknown): readonly Readonly<Record<string, unknown>>[] {
  return items(field(props, "bindings")).filter(isRecord);
}

export function bindingNames(props: unknown): string[] {
  return bindingsOf(props).map(({ name }) => String(name));
}
