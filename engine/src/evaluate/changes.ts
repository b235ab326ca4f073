/** The three strings of a tuple. */
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

/** Sets of changes, each of which would do; smallest first. */
export type Alternatives = readonly (readonly Change[])[];

/** Nothing needs to change; nothing would help. */
export const NOTHING: Alternatives = [[]];
export const IMPOSSIBLE: Alternatives = [];

/** How many alternatives are carried along, and how many changes one may have. */
const MAX_ALTERNATIVES = 24;
const MAX_CHANGES = 5;

/** Whatever any of these would do. */
export function anyOf(alternatives: readonly Alternatives[]): Alternatives {
  return smallest(alternatives.flat());
}

/** What it takes to do all of these. */
export function allOf(alternatives: readonly Alternatives[]): Alternatives {
  let combined = NOTHING;
  for (const next of alternatives) {
    combined = smallest(combined.flatMap((one) => next.map((other) => distinct([...one, ...other]))));
  }
  return combined;
}

/** Every proper part of a set of changes, the empty one included. */
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
