import { COST, type Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import { CONDITIONAL, FALSE, type Value } from "./value.ts";

/** Result of a list before sorting and paging. */
export interface Listing {
  /** Node numbers of one type, unordered, without repeats. */
  readonly nodes: ArrayLike<number>;
  /** Nodes among them that depend on missing context. */
  readonly conditional: ReadonlySet<number>;
  /** Nodes among them that lack what the wildcard of their type has. */
  readonly excluded: ReadonlySet<number>;
}

export const NONE: ReadonlySet<number> = new Set();

/**
 * Candidates that hold or may hold. If the wildcard holds (`everyone`), candidates that don't are listed as
 * excluded.
 */
export function* listed(
  candidates: Iterable<number>,
  meter: Meter,
  decide: (node: number) => Value,
  everyone: Value = FALSE,
): Steps<Listing> {
  const nodes: number[] = [];
  const conditional = new Set<number>();
  const excluded = new Set<number>();
  for (const node of candidates) {
    meter.work += COST.row;
    if (meter.isDue) yield;
    const value = decide(node);
    if (value === FALSE && everyone === FALSE) continue;
    nodes.push(node);
    if (value === CONDITIONAL) conditional.add(node);
    if (value === FALSE) excluded.add(node);
  }
  return { nodes, conditional, excluded };
}
