import { sameConditionAndExpiry, type Tuple, type TupleKey } from "@cf-auth/engine";
import { AppError } from "../errors/app-error.ts";
import type { StoredChange } from "./graph-store.ts";
import { MAX_CHANGED_CHARACTERS } from "./limits.ts";
import { contextCharacters } from "./page-size.ts";
import { tripleOf } from "./tuple-text.ts";

/** Each fact once. Throws `conflicting_changes` for one that is given twice, on different terms. */
export function distinct<Key extends TupleKey>(tuples: readonly Key[]): Map<string, Key> {
  const found = new Map<string, Key>();
  for (const tuple of tuples) {
    const fact = JSON.stringify(tripleOf(tuple));
    const before = found.get(fact) ?? tuple;
    if (!sameConditionAndExpiry(before, tuple)) throw new AppError("conflicting_changes", { tuple: tripleOf(tuple) });
    found.set(fact, before);
  }
  return found;
}

/** Throws `batch_too_large` where their contexts are more than a revision keeps one by one. */
export function requireShortContexts(tuples: Iterable<Tuple>): void {
  const count = contextCharacters(tuples);
  if (count <= MAX_CHANGED_CHARACTERS) return;
  const message = `The contexts of the tuples have ${count} characters; at most ${MAX_CHANGED_CHARACTERS} are accepted.`;
  throw new AppError("batch_too_large", { count, maximum: MAX_CHANGED_CHARACTERS, of: "characters" }, message);
}

export function stored(writes: readonly Tuple[], deletes: readonly TupleKey[]): StoredChange[] {
  return [
    ...deletes.map((tuple) => ({ operation: "delete" as const, tuple })),
    ...writes.map((tuple) => ({ operation: "write" as const, tuple })),
  ];
}
