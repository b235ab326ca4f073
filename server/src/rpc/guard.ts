import { writeDown } from "../audit/write-down.ts";
import { addressGroup } from "../callers/address.ts";
import { actorOf, type Caller, type CallerKind } from "../callers/caller.ts";
import { AppError } from "../errors/app-error.ts";
import { failureText } from "../ports/database.ts";
import { RATE_LIMIT_PERIOD_SECONDS, type RateLimitClass } from "../ports/rate-limits.ts";
import type { Tenant } from "../tenants/tenant.ts";
import type { Context } from "./context.ts";
import type { Declaration } from "./declaration.ts";

/** The event of every way of signing in. */
const SIGN_IN = "auth.login";

/** The callers of the kinds that a procedure names. */
type CallerOf<Kinds extends readonly CallerKind[]> = Extract<Caller, { kind: Kinds[number] }>;

/** Throws `tenant_required`. */
export function tenantOf(ctx: Context): Tenant {
  if (ctx.tenant === undefined) throw new AppError("tenant_required");
  return ctx.tenant;
}

/** Throws `unauthenticated` or `forbidden` unless the caller is of one of the kinds. */
export function requireCaller<Kinds extends readonly CallerKind[]>(caller: Caller, kinds: Kinds): CallerOf<Kinds> {
  if (!kinds.includes(caller.kind)) {
    throw new AppError(caller.kind === "anonymous" ? "unauthenticated" : "forbidden", { callers: kinds });
  }
  // The line above leaves only these kinds, which TypeScript cannot follow through `includes`.
  return caller as CallerOf<Kinds>;
}

/** Throws `rate_limited`. */
export async function requireWithinLimit({ app, caller, request }: Context, limit: RateLimitClass): Promise<void> {
  // Guesses at credentials count by address, whoever claims to make them.
  const byAddress = limit === "credentials" || caller.kind === "anonymous";
  const key = byAddress ? addressGroup(request.ip) : actorOf(caller);
  if (await app.limits.allow(limit, key)) return;
  throw new AppError("rate_limited", { retryAfterSeconds: RATE_LIMIT_PERIOD_SECONDS });
}

/** Writes down that the procedure was called, and how it ended. */
export async function record(
  { app, caller, tenant, request }: Context,
  { audit }: Pick<Declaration, "audit">,
  outcome: string,
) {
  if (audit === "none") return;
  if (tenant !== undefined) app.meter.count(tenant.id, "events");
  const { ip, id: requestId } = request;
  await writeDown(app, { tenantId: tenant?.id ?? null, event: audit, actor: actorOf(caller), outcome, ip, requestId });
}

/** Counts a call as the tenant's. What names no tenant is counted nowhere. */
export function measure(
  { app, caller, tenant }: Context,
  { audit }: Pick<Declaration, "audit">,
  startedAt: Date,
  outcome: string,
): void {
  if (tenant === undefined) return;
  const failed = outcome !== "ok";
  app.meter.call(tenant.id, { milliseconds: app.clock.now().getTime() - startedAt.getTime(), failed });
  if (audit === SIGN_IN) app.meter.count(tenant.id, failed ? "failedLogins" : "logins");
  if (caller.kind === "user") app.meter.seen(tenant.id, caller.userId);
}

/** For the operators: the caller learns the request id and no more. */
export function logFailure({ request }: Context, path: string, error: Error): void {
  const cause = error.cause instanceof Error ? error.cause : error;
  console.error(JSON.stringify({ level: "error", requestId: request.id, path, error: failureText(cause) }));
}
