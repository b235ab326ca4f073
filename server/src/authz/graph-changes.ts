import { type Engine, type Graph, hasExpired, lacking, type Tuple, type TupleKey } from "@cf-auth/engine";
import type { StoredChange } from "./graph-store.ts";
import { tripleOf } from "./tuple-text.ts";

/** A revision that changes more than this is kept as a snapshot, not line by line. */
export const MOST_LOGGED = 10_000;

/** By what they state: of a fact that repeats, the last stays. */
export function distinct<Key extends TupleKey>(tuples: readonly Key[]): Map<string, Key> {
  return new Map(tuples.map((tuple) => [JSON.stringify(tripleOf(tuple)), tuple]));
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

/** Tuples that the model does not allow, but for those that have expired. */
export function countInert(engine: Engine, graph: Graph, now: number): number {
  let count = 0;
  for (const tuple of graph.tuples()) if (!engine.allows(tuple) && !hasExpired(tuple, now)) count++;
  return count;
}
