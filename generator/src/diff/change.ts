/**
 * What a change means for whoever has an older client: `breaking` where a call, or code that compiled, may fail; `feature`
 * where something is new and nothing fails; `fix` where only words, or limits that nobody meets, have changed.
 */
export type Kind = "breaking" | "feature" | "fix";

export interface Change {
  readonly kind: Kind;
  /** A procedure, shape, error or route, and within it a field: `authz.check input.subject`. */
  readonly where: string;
  readonly what: string;
}

/** Who sends a value: what clients send has to be taken as before, what they receive has to be as they expect it. */
export type Direction = "input" | "output";

const ORDER: readonly Kind[] = ["breaking", "feature", "fix"];

/** The gravest of some changes; undefined where there is none. */
export function gravest(changes: readonly Change[]): Kind | undefined {
  return ORDER.find((kind) => changes.some((change) => change.kind === kind));
}

/** In the order in which they matter, and within that by place. */
export function inOrder(changes: readonly Change[]): Change[] {
  return [...changes].sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.where < b.where ? -1 : Number(a.where > b.where)),
  );
}
