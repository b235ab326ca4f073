import { canonicalJson } from "../canonical.ts";
import type { Contract, ProcedureContract, RouteContract } from "../contract.ts";
import { type Change, type Direction, inOrder, type Kind } from "./change.ts";
import { SchemaDiff } from "./schema-diff.ts";

/** From the lowest to the highest limit. */
const RATE_LIMITS = ["credentials", "standard", "checks"];

/** The changes between two contracts, as a client of the older one sees them. */
export function contractChanges(before: Contract, after: Contract): Change[] {
  const diff = new SchemaDiff(before.schemas, after.schemas);
  return inOrder([
    ...pairs(byPath(before.procedures), byPath(after.procedures), (old, now) => procedureChanges(old, now, diff)),
    // Schema names are exported as types. Their fields are compared where they are used.
    ...pairs(before.schemas, after.schemas, () => []),
    ...pairs(before.errors, after.errors, errorChanges),
    ...pairs(byRoute(before.routes), byRoute(after.routes), routeChanges),
  ]);
}

function procedureChanges(before: ProcedureContract, after: ProcedureContract, diff: SchemaDiff): Change[] {
  const where = after.path;
  const say = (kind: Kind, what: string): Change => ({ kind, where, what });
  const parts: (Change | undefined)[] = [
    before.type === after.type ? undefined : say("breaking", `was a ${before.type} and is a ${after.type}`),
    before.summary === after.summary ? undefined : say("fix", "is described otherwise"),
    before.audit === after.audit
      ? undefined
      : say(
          after.audit === "none" ? "breaking" : "feature",
          `is recorded as ${after.audit}, and was as ${before.audit}`,
        ),
    before.auditedOutcomes === after.auditedOutcomes
      ? undefined
      : say(
          after.auditedOutcomes === "refused" ? "breaking" : "feature",
          `is recorded ${after.auditedOutcomes === "refused" ? "only where it is refused" : "with every outcome"}`,
        ),
    rateLimitChange(before, after),
    needChange(before, after),
  ];
  return [
    ...parts.filter((change) => change !== undefined),
    ...callerChanges(before, after, where),
    ...failureChanges(before, after, where),
    ...bodyChanges([before.input, after.input], "input", where, diff),
    ...bodyChanges([before.output, after.output], "output", where, diff),
  ];
}

function bodyChanges(
  [before, after]: readonly [ProcedureContract["input"], ProcedureContract["input"]],
  direction: Direction,
  path: string,
  diff: SchemaDiff,
): Change[] {
  const where = `${path} ${direction}`;
  if (before !== null && after !== null) return diff.compare(before, after, direction, where);
  if (before === after) return [];
  // The service refuses an object where it expects none, and none where it expects one.
  return [
    { kind: "breaking", where, what: after === null ? "is not taken any more" : "has to be given, if only as {}" },
  ];
}

function callerChanges(before: Callers, after: Callers, where: string): Change[] {
  return [
    ...before.caller
      .filter((kind) => !after.caller.includes(kind))
      .map((kind): Change => ({ kind: "breaking", where, what: `may not be called by ${kind} any more` })),
    ...after.caller
      .filter((kind) => !before.caller.includes(kind))
      .map((kind): Change => ({ kind: "feature", where, what: `may be called by ${kind}` })),
  ];
}

/** Another error code is like another value of a response: clients must expect it. */
function failureChanges({ errors: before }: ProcedureContract, { errors: after }: ProcedureContract, where: string) {
  const changes = (codes: readonly string[], others: readonly string[], kind: Kind, what: string) =>
    codes.filter((code) => !others.includes(code)).map((code): Change => ({ kind, where, what: `${what} ${code}` }));
  return [
    ...changes(after, before, "feature", "may fail with"),
    ...changes(before, after, "fix", "no longer fails with"),
  ];
}

interface Callers {
  readonly caller: readonly string[];
}

function rateLimitChange(before: ProcedureContract, after: ProcedureContract): Change | undefined {
  if (before.rateLimit === after.rateLimit) return undefined;
  const tighter = RATE_LIMITS.indexOf(after.rateLimit) < RATE_LIMITS.indexOf(before.rateLimit);
  const what = `is limited as ${after.rateLimit}, and was as ${before.rateLimit}`;
  return { kind: tighter ? "breaking" : "feature", where: after.path, what };
}

/** Roles decide which of two permissions more admins have, so any other permission breaks. */
function needChange(
  { admin: before, caller }: ProcedureContract,
  { admin: after, path }: ProcedureContract,
): Change | undefined {
  if (canonicalJson(before) === canonicalJson(after) || !caller.includes("admin")) return undefined;
  const said = (need: ProcedureContract["admin"]) => (need === null ? "nothing" : `${need.permission} (${need.on})`);
  const what = `needs ${said(after)} of an admin, and needed ${said(before)}`;
  return { kind: after === null ? "feature" : "breaking", where: path, what };
}

type ErrorContract = Contract["errors"][string];

function errorChanges(before: ErrorContract, after: ErrorContract, where: string): Change[] {
  const changes: Change[] = [];
  if (before.status !== after.status) {
    changes.push({ kind: "breaking", where, what: `has status ${after.status}, and had ${before.status}` });
  }
  if (before.retryable !== after.retryable) {
    changes.push({
      kind: "feature",
      where,
      what: after.retryable ? "may be tried again" : "is not worth trying again",
    });
  }
  if (before.message !== after.message || before.action !== after.action) {
    changes.push({ kind: "fix", where, what: "is described otherwise" });
  }
  return changes;
}

function routeChanges(before: RouteContract, after: RouteContract, where: string): Change[] {
  const wire = ({ parameters, takes, answers }: RouteContract) =>
    canonicalJson([
      parameters.map(({ name, in: location, pattern }) => [name, location, pattern]),
      takes ?? null,
      answers,
    ]);
  const words = ({ summary, parameters }: RouteContract) =>
    canonicalJson([summary, parameters.map(({ description }) => description)]);
  return [
    ...callerChanges(before, after, where),
    ...(wire(before) === wire(after)
      ? []
      : [{ kind: "breaking", where, what: "takes or answers something else" } as const]),
    ...(words(before) === words(after) ? [] : [{ kind: "fix", where, what: "is described otherwise" } as const]),
  ];
}

/** Removed, added and changed entries. */
function pairs<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
  compare: (before: T, after: T, name: string) => Change[],
): Change[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((where): Change[] => {
    const [old, now] = [before[where], after[where]];
    if (old === undefined) return [{ kind: "feature", where, what: "is new" }];
    if (now === undefined) return [{ kind: "breaking", where, what: "is gone" }];
    return compare(old, now, where);
  });
}

function byPath(procedures: readonly ProcedureContract[]): Record<string, ProcedureContract> {
  return Object.fromEntries(procedures.map((procedure) => [procedure.path, procedure]));
}

function byRoute(routes: readonly RouteContract[]): Record<string, RouteContract> {
  return Object.fromEntries(routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route]));
}
