import type { Tuple, TupleKey } from "@cf-auth/engine";
import type { ChangeEntry } from "./graph-service.ts";

/** Maximum number of checks in one batch. */
export const MAX_CHECKS = 10_000;

/** Maximum number of tuples in one write, including preconditions. */
export const MAX_CHANGES = 1000;

/** Maximum characters of the contexts of all tuples in one write. An import beyond it is stored as a snapshot. */
export const MAX_CHANGED_CHARACTERS = 1_000_000;

/**
 * Maximum number of kinds of stored tuples: a relation with a kind of subject, with or without a condition. Each kind takes
 * some KB of memory. Together with the kinds of the largest model they stay below the engine's limit for a type.
 */
export const MAX_STORED_KINDS = 16_000;

/** Maximum number of assertions of one version of the model, and of contextual tuples of each. */
export const MAX_ASSERTIONS = 100;
export const MAX_ASSERTION_TUPLES = 20;
/** Maximum bytes of the assertions of one version, as JSON. */
export const MAX_ASSERTION_BYTES = 64_000;

/** Maximum number of tuples on one page of an expanded tree. */
export const MAX_EXPANDED = 1000;

/** Maximum characters of a file of tuples in a request or a response. Larger graphs go through a file in R2. */
export const MAX_FILE_TEXT = 24 * 1024 * 1024;
/** Maximum characters of YAML, which takes the Worker most work: about 17,000 tuples. */
export const MAX_YAML = 1024 * 1024;

/** Maximum nesting depth of lists and objects in a context. */
export const MAX_CONTEXT_DEPTH = 20;

/** Maximum nesting depth of a model's JSON: a relation's rewrites are nested 50 deep, each in two or three levels. */
export const MAX_MODEL_DEPTH = 200;

/** Maximum number of entries in each list of `authz.model.diff`. */
export const MAX_LISTED = 100;

/** Characters of contexts or sources after which a page ends. */
export const PAGE_CHARACTERS = 1_000_000;

/** Total characters of the tuples' contexts. All other fields of a tuple are short. */
export function contextCharacters(tuples: Iterable<Partial<Tuple> | TupleKey | undefined>): number {
  let characters = 0;
  for (const tuple of tuples) if (tuple !== undefined && "context" in tuple) characters += tuple.context?.length ?? 0;
  return characters;
}

/** Whether this page of the log, requested with this limit, is the last one. */
export function isLastPage(entries: readonly ChangeEntry[], limit: number): boolean {
  return entries.length < limit && contextCharacters(entries.map(({ change }) => change?.tuple)) < PAGE_CHARACTERS;
}

/** Number of tuples on the page: the limit, or fewer if their contexts are long. */
export function pageLength(tuples: readonly Tuple[], limit: number): number {
  let characters = 0;
  for (let length = 0; length < Math.min(tuples.length, limit); length++) {
    characters += tuples[length]?.context?.length ?? 0;
    if (characters >= PAGE_CHARACTERS) return length + 1;
  }
  return Math.min(tuples.length, limit);
}
