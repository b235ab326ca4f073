import type { Tuple, TupleKey } from "@cf-auth/engine";
import type { ChangeEntry } from "./graph-service.ts";

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
