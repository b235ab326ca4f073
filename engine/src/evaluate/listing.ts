import { CONDITIONAL, FALSE, type Value } from "./value.ts";

/** What a list has found, before it is sorted and cut into pages. */
export interface Listing {
  /** Node numbers of one type, in no order, each once. */
  readonly nodes: ArrayLike<number>;
  /** Those of them that depend on what is not known. */
  readonly conditional: ReadonlySet<number>;
  /** Those of them that lack what everyone else of their type has. */
  readonly excluded: ReadonlySet<number>;
}

export const NONE: ReadonlySet<number> = new Set();

/** Of the candidates those that hold or may hold; `everyone` is whether all others do, and then those that do not, too. */
export function listed(
  candidates: Iterable<number>,
  decide: (node: number) => Value,
  everyone: Value = FALSE,
): Listing {
  const nodes: number[] = [];
  const conditional = new Set<number>();
  const excluded = new Set<number>();
  for (const node of candidates) {
    const value = decide(node);
    if (value === FALSE && everyone === FALSE) continue;
    nodes.push(node);
    if (value === CONDITIONAL) conditional.add(node);
    if (value === FALSE) excluded.add(node);
  }
  return { nodes, conditional, excluded };
}
