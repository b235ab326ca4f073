import { COST } from "../work/meter.ts";
import type { EvaluationContext } from "./evaluation-context.ts";
import type { Edge, Rule, Store } from "./program.ts";
import { FALSE, type Value } from "./value.ts";

/** A node that a tuple leads to, and the value of the tuple: TRUE or less. */
export interface Crossed {
  readonly store: Store;
  readonly rule: Rule;
  readonly node: number;
  readonly counts: Value;
}

/**
 * Nodes that an object's tuples lead to, if the tuples may count. Copied to a list, because visiting a node reads
 * other rows.
 */
export function crossings(edges: readonly Edge[], object: number, evaluationContext: EvaluationContext): Crossed[] {
  return edges.flatMap(({ store, rule }) => {
    const partitions = [...(store.plain ? [store.plain] : []), ...store.special.map(({ partition }) => partition)];
    const nodes = partitions.flatMap(({ subjects }) => {
      subjects.seek(object);
      // Each is looked up again below.
      evaluationContext.meter.spend((subjects.end - subjects.start) * COST.pair);
      return [...subjects.values.subarray(subjects.start, subjects.end)];
    });
    return nodes.flatMap((node) => {
      const counts = evaluationContext.valueOfTuple(store, object, node);
      return counts === FALSE ? [] : [{ store, rule, node, counts }];
    });
  });
}
