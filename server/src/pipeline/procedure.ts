import { changeOf } from "../audit/change.ts";
import type { Permission } from "../platform/admin-model.ts";
import type { CallerKind } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import { inTimeOf } from "../shared/tenant-clock.ts";
import type { Declaration } from "./declaration.ts";
import { adminNeedOf } from "./declaration.ts";
import { appErrorOf, toTrpcError } from "./error-shape.ts";
import { withinExactLimits } from "./exact-limits.ts";
import { entryOf, logFailure, measure, record, requireCaller, tenantOf } from "./guard.ts";
import { keyed } from "./idempotency.ts";
import { t } from "./init.ts";
import { requireWithinLimit } from "./rate-limit.ts";
import { requireAdminMay } from "./require-admin-may.ts";

/** A procedure about one tenant, the one the request names, in that tenant's own time. */
export function procedure<const Kinds extends readonly CallerKind[]>(declaration: Declaration<Kinds>) {
  return platformProcedure({ ...declaration, about: "tenant" }).use(async ({ ctx, next }) => {
    const tenant = tenantOf(ctx);
    return await next({ ctx: { tenant, app: inTimeOf(ctx.app, tenant) } });
  });
}

/** A procedure about the platform as a whole; `ctx.tenant` may be there but means nothing. */
export function platformProcedure<const Kinds extends readonly CallerKind[]>(declaration: Declaration<Kinds>) {
  return (
    t.procedure
      .meta(declaration)
      // Nothing is as good as an empty object: a client may leave the body out, or send {}, {"json":{}} or {"json":null}.
      .use(async ({ getRawInput, next }) => await next({ getRawInput: async () => (await getRawInput()) ?? {} }))
      .use(async ({ ctx, path, getRawInput, next }) => {
        const startedAt = ctx.app.clock.now();
        const entry = entryOf(ctx, declaration);
        const result = await next({ ctx: { entry } });
        // A repeat is a call, but nothing has happened by it.
        const told = entry.isReplay ? { audit: "none" } : declaration;
        if (result.ok) {
          // What only reads is called most, and is not written down.
          if (told.audit !== "none") entry.addDetails(changeOf(await getRawInput(), result.data));
          await record(ctx, told, "ok", entry);
          measure(ctx, told, startedAt, "ok");
          return result;
        }
        const error = appErrorOf(result.error);
        measure(ctx, told, startedAt, error.code);
        if (error.code === "internal_error") logFailure(ctx, path, result.error);
        await record(ctx, told, error.code, entry);
        throw toTrpcError(error);
      })
      .use(async ({ ctx, path, type, getRawInput, next }) => {
        await requireWithinLimit(ctx, declaration.rateLimit, getRawInput);
        // There are no subscriptions: the router's walk refuses them.
        const call = { path, type: type === "query" ? type : "mutation" } as const;
        const caller = requireCaller(ctx.caller, declaration.caller, call);
        const again = await requireAdminMay(ctx, adminNeedOf(declaration, call.type), getRawInput);
        // Only now, so that nobody uses up a tenant's limits by calls that are refused for lack of rights.
        return await withinExactLimits(ctx, declaration, async () => {
          const proceed = async () => await next({ ctx: { caller, again } });
          const { key } = ctx.repeats;
          if (key === undefined || call.type === "query") return await proceed();
          return await keyed(ctx, { path, declaration, input: getRawInput }, key, proceed);
        });
      })
  );
}

/**
 * A procedure about a tenant's users, for its own servers and for platform admins. Throws `forbidden` for the platform's
 * own tenant: its users are the platform's admins, and not looked after like others.
 */
export function administering(summary: string, audit: string, admin?: Permission) {
  const declared = procedure({
    ...{ summary, caller: ["secret", "admin"], rateLimit: "standard", audit },
    ...(admin && { admin }),
  });
  return declared.use(async ({ ctx, next }) => {
    if (ctx.tenant.slug === PLATFORM_SLUG) throw new AppError("forbidden");
    return await next();
  });
}
