import { type CountedKey, type WindowState, waitOf } from "../api-keys/key-use.ts";
import { isStranger } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { clockOf } from "../shared/tenant-clock.ts";
import type { Context } from "./context.ts";
import type { Declaration } from "./declaration.ts";

/** A window, and what its limit is called where that is not just how long it is. */
export interface ShownWindow extends WindowState {
  readonly name?: string | undefined;
}

/**
 * Says in an answer which limits its plan and its key have and how it stands with them. The calls of a batch are decided on at once, in
 * no order, and the one that leaves least is told of.
 *
 * Source: draft-ietf-httpapi-ratelimit-headers-11; both are lists of structured fields (RFC 9651).
 */
export function showLimits(answer: Headers, windows: readonly ShownWindow[]): void {
  const shown = leftIn(answer);
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

/** What the answer says already, by policy. */
function leftIn(answer: Headers): Map<string, number> {
  const items = (answer.get("ratelimit") ?? "").matchAll(/("[^"]+");r=(\d+)/g);
  return new Map([...items].map(([, name = "", remaining]) => [name, Number(remaining)]));
}

type About = Pick<Declaration, "about">;

/**
 * Makes a call within what the tenant's plan allows and within the limits of the key that came with it, both counted
 * exactly, and says in the answer how it stands. To be called once the caller's rights have been checked.
 *
 * Whoever has credentials of their own is counted before the call. A stranger is anybody who has seen the tenant's name or
 * its public key: the limits are looked at before the call, and only a call that succeeds is counted, afterwards. Of
 * strangers who call at the same moment a few more may get through.
 *
 * Throws `rate_limited`.
 */
export async function withinExactLimits<Result extends { readonly ok: boolean }>(
  ctx: Context,
  about: About,
  call: () => Promise<Result>,
): Promise<Result> {
  const strange = isStranger(ctx.caller);
  const { wait } = await countUses(ctx, about, strange ? 0 : 1);
  if (wait !== undefined) throw new AppError("rate_limited", { retryAfterSeconds: wait });
  const result = await call();
  if (strange && result.ok) await countUses(ctx, about, 1);
  return result;
}

/** Counts so many uses, or just looks where it is none. How long to wait, if there is no room. */
async function countUses(ctx: Context, about: About, cost: 0 | 1): Promise<{ wait?: number | null }> {
  const { app, tenant, answer } = ctx;
  if (tenant === undefined) return {};
  const now = clockOf(app, tenant).now().getTime();
  const shown: ShownWindow[] = [];
  for (const { name, use } of usesOf(ctx, about)) {
    const decision = await app.keyUsage(tenant.id).countUse({ ...use, quota: null, cost, now });
    shown.push(...decision.windows.map((window) => ({ name, ...window })));
    showLimits(answer, shown);
    if (decision.outcome !== "allowed") return { wait: waitOf(decision) };
  }
  return {};
}

/** What a call counts as a use of: its key and, if it is about the tenant, the plan, which admins do not use up. */
function usesOf({ caller, tenant, keyUse }: Context, { about }: About): { name?: string; use: CountedKey }[] {
  const calls = caller.kind === "admin" || about !== "tenant" ? undefined : tenant?.limits.callsPerMinute;
  const limits = calls === undefined ? [] : [{ calls, perSeconds: 60 }];
  const plan = { name: "plan", use: { countsAs: "plan", limits, quota: null, quotaSerial: 0 } };
  return [...(limits.length > 0 ? [plan] : []), ...(keyUse === null ? [] : [{ use: keyUse }])];
}
