import { COST, type Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import { CONDITIONAL, FALSE, type Value } from "./value.ts";

/** What a list has found, before it is sorted and cut into pages. */
export interface Listing {
  /** Node numbers of one type, in no order, each once. */
  readonly nodes: ArrayLike<number>;
  /** Those of them that depend on what is not known. */
  readonly conditional: ReadonlySet<number>;
}

export const NONE: ReadonlySet<number> = new Set();

/** Of the candidates those that hold or may hold. */
export function* listed(candidates: Iterable<number>, meter: Meter, decide: (node: number) => Value): Steps<Listing> {
  const nodes: number[] = [];
  const conditional = new Set<number>();
  for (const node of candidates) {
    meter.work += COST.row;
    if (meter.isDue) yield;
    const value = decide(node);
    if (value === FALSE) continue;
    nodes.push(node);
    if (value === CONDITIONAL) conditional.add(node);
  }
  return { nodes, conditional };
}
