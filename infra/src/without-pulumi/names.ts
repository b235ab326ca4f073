import { nameFor, wordFor } from "../names.ts";
import type { WorkerConfig } from "../worker/config.ts";

/** Names of a stack's resources: the same as Pulumi's, so that a stack can adopt them. */
export interface ResourceNames {
  readonly worker: string;
  readonly database: string;
  readonly bucket: string;
  /** Titles of KV namespaces by binding. */
  readonly namespaces: ReadonlyMap<string, string>;
}

export function namesOf(stack: string, config: WorkerConfig): ResourceNames {
  return {
    worker: nameFor(stack),
    database: nameFor(stack),
    bucket: nameFor(stack, "files"),
    namespaces: new Map(config.kv_namespaces.map(({ binding }) => [binding, nameFor(stack, wordFor(binding))])),
  };
}
