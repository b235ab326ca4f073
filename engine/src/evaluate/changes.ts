/** A tuple's subject, relation and object as strings. */
export interface Triple {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

/** A tuple to be written or deleted. */
export interface Change {
  readonly kind: "add" | "remove";
  readonly tuple: Triple;
}

/** Sets of changes, each of which is sufficient; smallest first. */
export type Alternatives = readonly (readonly Change[])[];

/** No change is necessary. */
export const NOTHING: Alternatives = [[]];
/** No change is sufficient. */
export const IMPOSSIBLE: Alternatives = [];

/** Alternatives that are retained, and changes of one alternative. */
const MAX_ALTERNATIVES = 24;
const MAX_CHANGES = 5;

/** Union: any of these is sufficient. */
export function anyOf(alternatives: readonly Alternatives[]): Alternatives {
  return smallest(alternatives.flat());
}

/** Combinations that satisfy all of these. */
export function allOf(alternatives: readonly Alternatives[]): Alternatives {
  let combined = NOTHING;
  for (const next of alternatives) {
    combined = smallest(combined.flatMap((one) => next.map((other) => distinct([...one, ...other]))));
  }
  return combined;
}

/** Proper subsets of a set of changes, including the empty one. */
export function* properParts(changes: readonly Change[]): Generator<readonly Change[]> {
  for (let mask = 0; mask < 2 ** changes.length - 1; mask++) {
    yield changes.filter((_, i) => (mask >> i) & 1);
  }
}

export function keyOf({ kind, tuple }: Change): string {
  return `${kind} ${tuple.subject} ${tuple.relation} ${tuple.object}`;
}

function smallest(sets: readonly (readonly Change[])[]): Alternatives {
  const unique = new Map(sets.map((set) => [set.map(keyOf).sort().join("\n"), set]));
  const kept = [...unique.values()].filter((set) => set.length <= MAX_CHANGES);
  return kept.sort((a, b) => a.length - b.length).slice(0, MAX_ALTERNATIVES);
}

function distinct(changes: readonly Change[]): readonly Change[] {
  return [...new Map(changes.map((change) => [keyOf(change), change])).values()];
}
