/** A procedure as far as a scope can name it. */
export interface ScopedCall {
  /** Such as `authz.graph.export`. */
  readonly path: string;
  readonly type: "query" | "mutation";
}

/** Everything of a family: `authz.*`. What only reads in it: `authz:read`; of everything: `*:read`. */
const WHOLE = ".*";
const READING = ":read";

/**
 * What a restricted key may be allowed, as the procedures' own declarations say: each that a secret key may call, by its
 * path, by a family that it is in, or as one of those that only read.
 */
export class Scopes {
  private readonly calls: ReadonlyMap<string, ScopedCall>;
  /** Every scope there is, sorted. */
  readonly all: readonly string[];

  constructor(calls: readonly ScopedCall[]) {
    this.calls = new Map(calls.map((call) => [call.path, call]));
    this.all = [...new Set(calls.flatMap(scopesOf))].sort();
  }

  /** Those that do not exist. */
  unknownOf(scopes: readonly string[]): string[] {
    return scopes.filter((scope) => !this.all.includes(scope));
  }

  /**
   * Those of `wanted` that go further than `held`. A family is more than all that is in it today, since a procedure that
   * is added to it belongs to it too.
   */
  beyond(granted: readonly string[], requested: readonly string[]): string[] {
    return requested.filter((scope) => !granted.some((own) => own === scope || this.includes(own, scope)));
  }

  private includes(own: string, scope: string): boolean {
    const call = this.calls.get(scope);
    if (call !== undefined) return isAllowed([own], call);
    const family = familyOf(scope);
    if (family === undefined) return false;
    if (own.endsWith(WHOLE)) return isIn(family, familyOf(own) ?? "");
    return (
      own.endsWith(READING) && scope.endsWith(READING) && (own === `*${READING}` || isIn(family, familyOf(own) ?? ""))
    );
  }
}

/** Whether one of the scopes lets the procedure be called. */
export function isAllowed(scopes: readonly string[], { path, type }: ScopedCall): boolean {
  return scopes.some((scope) => {
    if (scope === path) return true;
    if (scope.endsWith(WHOLE)) return path.startsWith(scope.slice(0, -1));
    if (!scope.endsWith(READING) || type !== "query") return false;
    return scope === `*${READING}` || path.startsWith(`${scope.slice(0, -READING.length)}.`);
  });
}

function scopesOf({ path, type }: ScopedCall): string[] {
  const parts = path.split(".");
  const families = parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("."));
  const whole = families.map((family) => family + WHOLE);
  const reading = type === "query" ? [...families, "*"].map((family) => family + READING) : [];
  return [path, ...whole, ...reading];
}

/** Of `authz.graph.*` and `authz.graph:read`, `authz.graph`. */
function familyOf(scope: string): string | undefined {
  const suffix = [WHOLE, READING].find((end) => scope.endsWith(end));
  return suffix === undefined ? undefined : scope.slice(0, -suffix.length);
}

function isIn(family: string, other: string): boolean {
  return family === other || family.startsWith(`${other}.`);
}
