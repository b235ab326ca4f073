import type { Graph, Tuple } from "@cf-auth/engine";
import { AppError } from "../errors/app-error.ts";
import { MAX_STORED_KINDS } from "./limits.ts";
import type { GraphSettings } from "./settings.ts";

/**
 * Throws `tuple_limit_reached` where the graph would have tuples of too many kinds once these are written: every kind takes memory of
 * its own, and a type has room for so many only.
 */
export function requireFewKinds(graph: Graph, writes: readonly Tuple[], maximum = MAX_STORED_KINDS): void {
  // Most graphs are far from it, and are not looked through.
  if (graph.allPartitions().length + writes.length <= maximum) return;
  const stored = graph.allPartitions().filter(({ size }) => size > 0);
  const kinds = new Set(
    stored.map(({ kind: { objectType, relation, subjectType, subjectRelation, wildcard, condition } }) =>
      JSON.stringify([objectType.name, relation, subjectType.name, subjectRelation, wildcard, condition ?? null]),
    ),
  );
  for (const tuple of writes) kinds.add(kindOf(tuple));
  if (kinds.size <= maximum) return;
  const message = `The graph would have ${kinds.size} kinds of tuples, more than ${maximum}; nothing was changed.`;
  throw new AppError("tuple_limit_reached", { kinds: kinds.size, maxKinds: maximum }, message);
}

/** Throws `tuple_limit_reached` where so many tuples, or the memory of the graph, would be more than the tenant may have. */
export function requireRoom(tuples: number, graph: Graph, { maxTuples, maxBytes }: GraphSettings): void {
  if (tuples > maxTuples) {
    const message = `The graph would have ${tuples} tuples, more than ${maxTuples}; nothing was changed.`;
    throw new AppError("tuple_limit_reached", { tuples, maxTuples }, message);
  }
  const { bytes } = graph.stats();
  if (bytes > maxBytes) {
    const message = `The graph takes ${bytes} bytes of memory, more than ${maxBytes}; nothing was changed.`;
    throw new AppError("tuple_limit_reached", { bytes, maxBytes }, message);
  }
}

function kindOf({
  objectType,
  relation,
  subjectType,
  subjectId,
  subjectRelation,
  condition,
  expiresAt,
}: Tuple): string {
  // Those that only expire are a kind, too.
  const terms = condition ?? (expiresAt === undefined ? null : "");
  return JSON.stringify([objectType, relation, subjectType, subjectRelation, subjectId === "*", terms]);
}
