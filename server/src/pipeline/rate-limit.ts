import { isTrustedAddress } from "../attempts/count-attempt.ts";
import { RATE_LIMIT_PERIOD_SECONDS, type RateLimitClass } from "../ports/rate-limits.ts";
import { isServer, isStranger } from "../shared/caller.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { addressGroup, hasAddress } from "../shared/ip-address.ts";
import { clockOf } from "../shared/tenant-clock.ts";
import type { Context } from "./context.ts";
import type { AppDeps } from "./deps.ts";

/** A call before its rights are checked. */
type Call = Pick<Context, "caller" | "tenant"> & { readonly request: Pick<Context["request"], "ip"> };

/** One counter of the rate limits. */
export interface RateLimitCounter {
  /** The class whose limit the counter has. */
  readonly limit: RateLimitClass;
  readonly key: string;
}

/** An email has at most 320 characters (RFC 5321 §4.5.3.1). */
const MAX_EMAIL = 320;

/**
 * The counter that a call counts against.
 *
 * - Secret, restricted and platform keys count by key. They sign in users of other addresses, so their `credentials` calls have the limit
 *   of `standard`, in a counter of their own.
 * - Users and platform admins count by user.
 * - Publishable keys are public, so they count by IP address and tenant, as anonymous calls that name a tenant do. Nobody can
 *   use up a tenant's limit, or another tenant's limit at the same address.
 * - Anonymous calls without a tenant count by IP address.
 * - Workers of this account call without an IP address and for many people, so they count by tenant, with the limit of
 *   `standard`.
 */
export function counterOf({ caller, tenant, request: { ip } }: Call, limit: RateLimitClass): RateLimitCounter {
  const wider = limit === "credentials" ? "standard" : limit;
  if (isServer(caller) || caller.kind === "platformKey")
    return { limit: wider, key: keyOf(limit, wider, caller.keyId) };
  if (caller.kind === "user" || caller.kind === "admin") return { limit, key: caller.userId };
  if (tenant === undefined) return { limit, key: addressGroup(ip) };
  if (!hasAddress(ip)) return { limit: wider, key: keyOf(limit, wider, tenant.id) };
  return { limit, key: `${tenant.id} ${addressGroup(ip)}` };
}

function keyOf(limit: RateLimitClass, counter: RateLimitClass, key: string): string {
  return limit === counter ? key : `${limit} ${key}`;
}

/**
 * Counts a call. Throws `rate_limited`, except for an account that trusts this IP address: strangers who share the address
 * don't lock out its owner.
 */
export async function requireWithinRateLimit(
  ctx: Call & { readonly app: AppDeps },
  limit: RateLimitClass,
  input: () => Promise<unknown>,
): Promise<void> {
  const counter = counterOf(ctx, limit);
  if (await ctx.app.limits.allow(counter.limit, counter.key)) return;
  if (counter.limit === "credentials" && (await isTrustedHere(ctx, input))) return;
  throw new AppError("rate_limited", { retryAfterSeconds: RATE_LIMIT_PERIOD_SECONDS });
}

/** Whether a stranger's call names an account that trusts the IP address. Looked up at most as often as `standard` allows. */
async function isTrustedHere(
  { app, caller, tenant, request: { ip } }: Call & { readonly app: AppDeps },
  input: () => Promise<unknown>,
): Promise<boolean> {
  if (!isStranger(caller) || tenant === undefined || !hasAddress(ip)) return false;
  if (!(await app.limits.allow("standard", `trusted ${tenant.id} ${addressGroup(ip)}`))) return false;
  const account = accountIn(await input().catch(() => undefined));
  if (account === undefined) return false;
  return await isTrustedAddress(app, tenant, { account, ip, now: clockOf(app, tenant).now() });
}

/** The account that an unchecked input names, by its email. */
function accountIn(input: unknown): string | undefined {
  const email: unknown = Object(input).email;
  return typeof email === "string" && email.length <= MAX_EMAIL ? emailKey(email) : undefined;
}
