/** The part of a procedure that scopes refer to. */
export interface ScopedCall {
  /** Path of the procedure, such as `authz.graph.export`. */
  readonly path: string;
  readonly type: "query" | "mutation";
}

/** Suffix for a whole family, `authz.*`; and for its reads, `authz:read`, or all reads, `*:read`. */
const WHOLE = ".*";
const READING = ":read";

/**
 * The scopes that keys of a kind can have, derived from the procedures that they may call: those of secret keys for restricted
 * ones. A scope is a procedure's path, a family of procedures, or the reads of a family.
 */
export class Scopes {
  private readonly calls: ReadonlyMap<string, ScopedCall>;
  /** Every scope, sorted. */
  readonly all: readonly string[];

  constructor(calls: readonly ScopedCall[]) {
    this.calls = new Map(calls.map((call) => [call.path, call]));
    this.all = [...new Set(calls.flatMap(scopesOf))].sort();
  }

  /** The scopes that don't exist. */
  unknownOf(scopes: readonly string[]): string[] {
    return scopes.filter((scope) => !this.all.includes(scope));
  }

  /**
   * The requested scopes that exceed the granted ones. A family exceeds its procedures of today, because it also grants
   * those that are added later.
   */
  beyond(granted: readonly string[], requested: readonly string[]): string[] {
    return requested.filter((scope) => !granted.some((own) => own === scope || this.includes(own, scope)));
  }

  private includes(own: string, scope: string): boolean {
    const call = this.calls.get(scope);
    if (call !== undefined) return isAllowed([own], call);
    const family = familyOf(scope);
    if (family === undefined) return false;
    if (isWhole(own)) return isIn(family, familyOf(own) ?? "");
    return (
      own.endsWith(READING) && scope.endsWith(READING) && (own === `*${READING}` || isIn(family, familyOf(own) ?? ""))
    );
  }
}

/** True if one of the scopes allows the procedure. */
export function isAllowed(scopes: readonly string[], { path, type }: ScopedCall): boolean {
  return scopes.some((scope) => {
    if (scope === path) return true;
    if (isWhole(scope)) return path.startsWith(scope.slice(0, -1));
    if (!scope.endsWith(READING) || type !== "query") return false;
    return scope === `*${READING}` || path.startsWith(`${scope.slice(0, -READING.length)}.`);
  });
}

/** Whether the scope is a whole family, such as `authz.*`. */
export function isWhole(scope: string): boolean {
  return scope.endsWith(WHOLE);
}

function scopesOf({ path, type }: ScopedCall): string[] {
  const parts = path.split(".");
  const families = parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("."));
  const whole = families.map((family) => family + WHOLE);
  const reading = type === "query" ? [...families, "*"].map((family) => family + READING) : [];
  return [path, ...whole, ...reading];
}

/** `authz.graph` for both `authz.graph.*` and `authz.graph:read`. */
function familyOf(scope: string): string | undefined {
  const suffix = [WHOLE, READING].find((end) => scope.endsWith(end));
  return suffix === undefined ? undefined : scope.slice(0, -suffix.length);
}

function isIn(family: string, other: string): boolean {
  return family === other || family.startsWith(`${other}.`);
}
