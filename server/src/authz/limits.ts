import type { Tuple, TupleKey } from "@cf-auth/engine";
import type { ChangeEntry } from "./graph-service.ts";

/** Checks in one batch. */
export const MAX_CHECKS = 10_000;

/** Tuples in one write, preconditions counted. */
export const MAX_CHANGES = 1000;

/** Characters of the contexts of all tuples in one write. An import that changes more is kept as a whole. */
export const MAX_CHANGED_CHARACTERS = 1_000_000;

/**
 * Kinds of stored tuples: a relation with a kind of subject, under a condition or none. Each takes some KB of memory. With those
 * of the largest model they are fewer than a type can have (`MOST_SLOTS` of the engine).
 */
export const MAX_STORED_KINDS = 16_000;

/** Tuples on one page of an expanded tree. */
export const MAX_EXPANDED = 1000;

/** Characters of CSV in the body of a call or an answer. Without a bound, a graph goes through a file. */
export const MAX_CSV = 24 * 1024 * 1024;

/** Lists and objects inside each other in a context. */
export const MAX_CONTEXT_DEPTH = 20;

/** Tuples, relationships and kinds of invalid context that `authz.model.diff` lists, each. */
export const MAX_LISTED = 100;

/** A page of what may have long texts ends once it has so many characters of them. */
export const PAGE_CHARACTERS = 1_000_000;

/** Characters of the contexts of tuples; whatever else a tuple has is short. */
export function contextCharacters(tuples: Iterable<Partial<Tuple> | TupleKey | undefined>): number {
  let characters = 0;
  for (const tuple of tuples) if (tuple !== undefined && "context" in tuple) characters += tuple.context?.length ?? 0;
  return characters;
}

/** Whether the log has no more behind a page of it, for which so many entries were asked at most. */
export function isLastPage(entries: readonly ChangeEntry[], limit: number): boolean {
  return entries.length < limit && contextCharacters(entries.map(({ change }) => change?.tuple)) < PAGE_CHARACTERS;
}

/** How many of the tuples make a page: as many as the limit, unless their contexts are long. */
export function pageLength(tuples: readonly Tuple[], limit: number): number {
  let characters = 0;
  for (let length = 0; length < Math.min(tuples.length, limit); length++) {
    characters += tuples[length]?.context?.length ?? 0;
    if (characters >= PAGE_CHARACTERS) return length + 1;
  }
  return Math.min(tuples.length, limit);
}
