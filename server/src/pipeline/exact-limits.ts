import { type CountedKey, type WindowState, waitOf } from "../api-keys/key-use.ts";
import { isOperator, isStranger } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { clockOf } from "../shared/tenant-clock.ts";
import type { Context } from "./context.ts";
import type { Declaration } from "./declaration.ts";

/** A window with the name of its policy, which defaults to its length. */
export interface ShownWindow extends WindowState {
  readonly name?: string | undefined;
}

/**
 * Writes the limits of plan and key, and how much of each remains, into the response's headers. The calls of a batch run at the
 * same time in no order, so the least remainder is shown.
 *
 * Source: draft-ietf-httpapi-ratelimit-headers-11; both are lists of structured fields (RFC 9651).
 */
export function showLimits(answer: Headers, windows: readonly ShownWindow[]): void {
  const shown = remainingIn(answer);
  const policies = windows.map((window) => `${nameOf(window)};q=${window.calls};w=${window.perSeconds}`);
  const limits = windows.map((window) => {
    const name = nameOf(window);
    const remaining = Math.min(window.remaining, shown.get(name) ?? window.remaining);
    return `${name};r=${remaining};t=${window.resetAfterSeconds}`;
  });
  answer.set("ratelimit-policy", policies.join(", "));
  answer.set("ratelimit", limits.join(", "));
}

function nameOf({ name, perSeconds }: ShownWindow): string {
  return `"${name ?? `per-${perSeconds}s`}"`;
}

/** The remainders that the headers show already, by policy. */
function remainingIn(answer: Headers): Map<string, number> {
  const items = (answer.get("ratelimit") ?? "").matchAll(/("[^"]+");r=(\d+)/g);
  return new Map([...items].map(([, name = "", remaining]) => [name, Number(remaining)]));
}

type About = Pick<Declaration, "about">;

/**
 * Makes a call within the limits of the tenant's plan and of the caller's key, both counted exactly, and shows them in the
 * response. Runs after the rights.
 *
 * Callers with credentials of their own are counted before the call. Strangers know no more than the tenant's name or public
 * key: their limits are only read before the call, and only a call that succeeds is counted, after it. A few more strangers who
 * call at the same moment may pass.
 *
 * Throws `rate_limited`.
 */
export async function withinExactLimits<Result>(
  context: Context,
  about: About,
  call: () => Promise<Result>,
): Promise<Result> {
  const strange = isStranger(context.caller);
  const { wait } = await countUses(context, about, strange ? 0 : 1);
  if (wait !== undefined) throw new AppError("rate_limited", { retryAfterSeconds: wait });
  const result = await call();
  if (strange) await countUses(context, about, 1);
  return result;
}

/** Counts one use, or reads the limits at cost 0. Returns the seconds to wait if a limit is reached. */
async function countUses(context: Context, about: About, cost: 0 | 1): Promise<{ wait?: number | null }> {
  const { app, tenant, answer } = context;
  const now = (tenant === undefined ? app.clock : clockOf(app, tenant)).now().getTime();
  const shown: ShownWindow[] = [];
  for (const { name, use, owner } of usesOf(context, about)) {
    const decision = await app.keyUsage(owner).countUse({ ...use, quota: null, cost, now });
    shown.push(...decision.windows.map((window) => ({ name, ...window })));
    showLimits(answer, shown);
    if (decision.outcome !== "allowed") return { wait: waitOf(decision) };
  }
  return {};
}

interface Use {
  readonly name?: string;
  readonly use: CountedKey;
  /** The tenant in whose object it is counted. */
  readonly owner: string;
}

/**
 * The limits that a call uses: its key's and, if it is about the tenant, the plan's, which operators do not use. A platform key
 * counts once for all tenants that it names.
 */
function usesOf({ caller, tenant, keyUse }: Context, { about }: About): Use[] {
  const uses: Use[] = [];
  const calls = isOperator(caller) || about !== "tenant" ? undefined : tenant?.limits.callsPerMinute;
  if (tenant !== undefined && calls !== undefined) {
    const limits = [{ calls, perSeconds: 60 }];
    uses.push({ name: "plan", use: { countsAs: "plan", limits, quota: null, quotaSerial: 0 }, owner: tenant.id });
  }
  const owner = caller.kind === "platformKey" ? caller.tenantId : tenant?.id;
  if (keyUse !== null && owner !== undefined) uses.push({ use: keyUse, owner });
  return uses;
}
