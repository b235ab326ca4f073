import { type Graph, lacking, sameTerms, type Tuple, type TupleKey } from "@cf-auth/engine";
import { AppError } from "../errors/app-error.ts";
import type { StoredChange } from "./graph-store.ts";
import { tripleOf } from "./tuple-text.ts";

/** A revision that changes more than this is kept as a snapshot, not line by line. */
export const MOST_LOGGED = 10_000;

/** Each fact once. Throws `conflicting_changes` for one that is given twice, on different terms. */
export function distinct<Key extends TupleKey>(tuples: readonly Key[]): Map<string, Key> {
  const found = new Map<string, Key>();
  for (const tuple of tuples) {
    const fact = JSON.stringify(tripleOf(tuple));
    const before = found.get(fact) ?? tuple;
    if (!sameTerms(before, tuple)) throw new AppError("conflicting_changes", { tuple: tripleOf(tuple) });
    found.set(fact, before);
  }
  return found;
}

/** As the log has them. */
export function logged(writes: readonly Tuple[], deletes: readonly TupleKey[]): StoredChange[] {
  return [
    ...deletes.map((tuple) => ({ operation: "delete" as const, tuple })),
    ...writes.map((tuple) => ({ operation: "write" as const, tuple })),
  ];
}

/** What an import changes: counted, and listed unless it is too much to be kept line by line. */
export function compare(graph: Graph, file: Graph, replace: boolean, now: number) {
  const most = MOST_LOGGED;
  const { count: added, tuples: writes } = lacking(graph, file, { onTerms: true, most });
  const { count: removed, tuples: deletes } = replace
    ? lacking(file, graph, { onTerms: false, most, now })
    : { count: 0, tuples: [] };
  return { added, removed, draft: added + removed <= most ? { writes, deletes } : undefined };
}
