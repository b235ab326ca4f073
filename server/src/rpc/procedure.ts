import type { Caller, CallerKind } from "../callers/caller.ts";
import { actorOf } from "../callers/caller.ts";
import { AppError } from "../errors/app-error.ts";
import { newId } from "../ports/ids.ts";
import { RATE_LIMIT_PERIOD_SECONDS, type RateLimitClass } from "../ports/rate-limits.ts";
import type { Tenant } from "../tenants/tenant.ts";
import type { Context } from "./context.ts";
import type { Declaration } from "./declaration.ts";
import { appErrorOf, toTrpcError } from "./error-shape.ts";
import { t } from "./init.ts";

/** The callers of the kinds that a procedure names. */
type CallerOf<Kinds extends readonly CallerKind[]> = Extract<Caller, { kind: Kinds[number] }>;

/** A procedure about one tenant: the one the request names. */
export function procedure<const Kinds extends readonly CallerKind[]>(declaration: Declaration<Kinds>) {
  return platformProcedure(declaration).use(async ({ ctx, next }) => await next({ ctx: { tenant: tenantOf(ctx) } }));
}

/** A procedure about the platform as a whole; `ctx.tenant` may be there but means nothing. */
export function platformProcedure<const Kinds extends readonly CallerKind[]>(declaration: Declaration<Kinds>) {
  return t.procedure
    .meta(declaration)
    .use(async ({ ctx, path, next }) => {
      const result = await next();
      if (result.ok) {
        await record(ctx, declaration, "ok");
        return result;
      }
      const error = appErrorOf(result.error);
      if (error.code === "internal") logFailure(ctx, path, result.error);
      await record(ctx, declaration, error.code);
      throw toTrpcError(error);
    })
    .use(async ({ ctx, next }) => {
      await requireWithinLimit(ctx, declaration.rateLimit);
      return await next({ ctx: { caller: requireCaller(ctx.caller, declaration.caller) } });
    });
}

function tenantOf(ctx: Context): Tenant {
  if (ctx.tenant === undefined) throw new AppError("tenant_required");
  return ctx.tenant;
}

function requireCaller<Kinds extends readonly CallerKind[]>(caller: Caller, kinds: Kinds): CallerOf<Kinds> {
  if (!kinds.includes(caller.kind)) {
    throw new AppError(caller.kind === "anonymous" ? "unauthenticated" : "forbidden", { callers: kinds });
  }
  // The line above leaves only these kinds, which TypeScript cannot follow through `includes`.
  return caller as CallerOf<Kinds>;
}

async function requireWithinLimit({ app, caller, request }: Context, limit: RateLimitClass): Promise<void> {
  // Guesses at credentials count by address, whoever claims to make them.
  const byAddress = limit === "credentials" || caller.kind === "anonymous";
  const key = byAddress ? addressGroup(request.ip) : actorOf(caller);
  if (await app.limits.allow(limit, key)) return;
  throw new AppError("rate_limited", { retryAfterSeconds: RATE_LIMIT_PERIOD_SECONDS });
}

/** IPv6 counts by /64, which is what one customer of a network commonly has. */
function addressGroup(ip: string): string {
  if (!ip.includes(":")) return ip;
  const [head = "", tail] = ip.split("::");
  const groups = head === "" ? [] : head.split(":");
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(":").filter(Boolean).length;
  const full = [...groups, ...Array<string>(Math.max(missing, 0)).fill("0"), ...(tail ? tail.split(":") : [])];
  return `${full.slice(0, 4).join(":")}::/64`;
}

/** Adds to the audit log. What was done stays done even if that fails, so a failure is logged and goes no further. */
async function record({ app, caller, tenant, request }: Context, { audit }: Declaration, outcome: string) {
  if (audit === "none") return;
  const at = app.clock.now();
  const event = { id: newId("evt", at), tenantId: tenant?.id ?? null, event: audit, actor: actorOf(caller), outcome };
  try {
    await app.audit.append({ ...event, ip: request.ip, requestId: request.id, at });
  } catch (error) {
    console.error(
      JSON.stringify({ level: "error", message: "An audit event was not written.", ...event, error: `${error}` }),
    );
  }
}

/** For the operators: the caller learns the request id and no more. */
function logFailure({ request }: Context, path: string, error: Error): void {
  const cause = error.cause instanceof Error ? error.cause : error;
  console.error(JSON.stringify({ level: "error", requestId: request.id, path, error: cause.stack ?? cause.message }));
}
