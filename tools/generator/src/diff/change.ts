/**
 * What a change means for users of an older client. `breaking`: a call or a compilation may fail. `feature`: something is new and
 * nothing fails. `fix`: only descriptions, or limits that no client reaches, have changed.
 */
export type Kind = "breaking" | "feature" | "fix";

export interface Change {
  readonly kind: Kind;
  /** A procedure, schema, error or route, and within it a field: `authz.check input.subject`. */
  readonly where: string;
  readonly what: string;
}

/** Who sends a value. The service must accept what clients sent before, and return what they expect. */
export type Direction = "input" | "output";

const ORDER: readonly Kind[] = ["breaking", "feature", "fix"];

/** The most severe kind of the changes; undefined without changes. */
export function gravest(changes: readonly Change[]): Kind | undefined {
  return ORDER.find((kind) => changes.some((change) => change.kind === kind));
}

/** Sorted by severity, then by path. */
export function inOrder(changes: readonly Change[]): Change[] {
  return [...changes].sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.where < b.where ? -1 : Number(a.where > b.where)),
  );
}
