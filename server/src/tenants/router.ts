import * as z from "zod";
import type { AppDeps } from "../pipeline/deps.ts";
import { cutPage, decodeCursor, encodeCursor, noInput, pageInput, pageOf } from "../pipeline/inputs.ts";
import { platformProcedure, procedure, t } from "../pipeline/procedure.ts";
import { planLimits, planSlug } from "../plans/plan.ts";
import { visibleTo } from "../platform/permitted.ts";
import { endAllSessions } from "../sessions/end-sessions.ts";
import { actorOf } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { domainNameInput } from "../shared/inputs/formats.ts";
import type { TenantRow } from "../shared/rows.ts";
import { isReservedSlug, SLUG_PATTERN, type Tenant } from "../shared/tenant.ts";
import { LOCATIONS, settingsChange, settingsOf, tenantSettings } from "../shared/tenant-settings.ts";
import {
  changeSettings,
  deleteTenant,
  moveTenant,
  restoreTenant,
  resumeTenant,
  setPlan,
  suspendTenant,
  updateTenant,
} from "./administer.ts";
import { createTenant } from "./create.ts";
import { logoRouter } from "./logo-router.ts";
import { searchTenants } from "./search.ts";

const environment = z.enum(["live", "test"]);

const status = z.enum(["active", "suspended", "deleted"]);

const tenantOutput = z
  .object({
    id: z.string(),
    slug: z.string().describe("Short name of the tenant, unique on the platform. It can't be changed."),
    name: z.string(),
    host: z.string().nullable().describe("The tenant's own host name; null if it has none."),
    parentId: z.string().nullable().describe("Id of the parent tenant; null if it has none."),
    level: z.int().describe("Level in the tree of tenants: 1 without a parent, at most 5."),
    status: status.describe("Effective status: the tenant's own or its ancestors', whichever is more restrictive."),
    environment: environment.describe("A test tenant has test keys, fixed codes and a clock that can be advanced."),
    plan: z.string().nullable().describe("Slug of the tenant's own plan; null if it has none."),
    limits: planLimits.describe("Limits of the tenant's plan, or of its nearest ancestor with a plan."),
    userCount: z.int().describe("Number of the tenant's users."),
    createdAt: z.date(),
    suspendedAt: z.date().nullable().describe("Time when the tenant itself was suspended; null if it isn't."),
    deletedAt: z.date().nullable().describe("Time when the tenant itself was deleted; null if it isn't."),
    purgeAt: z.date().nullable().describe("Time when the tenant's data will be purged; null if it isn't deleted."),
  })
  .meta({ id: "Tenant", description: "A tenant: a customer of the platform." });

const slug = z
  .string()
  .regex(SLUG_PATTERN, "Use lower-case letters, digits and hyphens, starting with a letter; at most 63.")
  .refine((value) => !isReservedSlug(value), "This slug is reserved.");

const searchPosition = z.tuple([z.enum(["name", "slug"]), z.string(), z.string()]);

const name = z.string().min(1).max(200);

export const tenantsRouter = t.router({
  create: platformProcedure({
    summary: "Creates a tenant with its first API keys, which are returned only once.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "tenants.create",
  })
    .input(
      z.strictObject({
        slug,
        name,
        host: domainNameInput.optional(),
        parentId: z.string().max(64).optional().describe("Id of the parent tenant. Defaults to none."),
        environment: environment.default("live").describe("Environment of the tenant, which can't be changed."),
        location: z
          .enum(LOCATIONS)
          .optional()
          .describe(
            "Region near which its Durable Objects are created, which can't be changed later. Defaults to the parent's setting, or to the region of the first request.",
          ),
      }),
    )
    .output(
      z.object({
        tenant: tenantOutput,
        publishableKey: z.string().describe("Publishable key for browsers and apps; it only identifies the tenant."),
        secretKey: z.string().describe("Secret key for the tenant's servers, with full access to the tenant."),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const tenantInput = { ...input, host: input.host ?? null, parentId: input.parentId ?? null };
      const audit = (id: string) => ctx.entry.withChange(input, id);
      // Its slug may be one of a tenant that isn't restored yet.
      if (await ctx.app.restores.isRestoringEverything()) throw new AppError("restore_in_progress");
      const { tenant, ...keys } = await createTenant(ctx.app, tenantInput, actorOf(ctx.caller), audit);
      return { tenant: outputOf(tenant), ...keys };
    }),

  get: procedure({
    summary: "Gets the tenant that the caller belongs to or names.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
    admin: "see",
  })
    .input(noInput)
    .output(tenantOutput)
    .query(async ({ ctx }) => {
      return outputOf(await rowOf(ctx));
    }),

  update: procedure({
    summary: "Updates the tenant's name or host. Only admins may change the host.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "tenants.update",
  })
    .input(
      z.strictObject({
        name: name.optional(),
        host: domainNameInput
          .nullable()
          .optional()
          .describe("The tenant's own host; null to serve it under its slug only."),
      }),
    )
    .output(tenantOutput)
    .mutation(async ({ ctx, input }) => {
      // Only admins: the ownership of a host isn't verified.
      if (input.host !== undefined && ctx.caller.kind !== "admin")
        throw new AppError("forbidden", { fields: ["host"] });
      return outputOf(await updateTenant(ctx.app, await rowOf(ctx), input));
    }),

  suspend: procedure({
    summary: "Suspends the tenant and its descendants: only admins keep access, and all sessions end. Safe to repeat.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "tenants.suspend",
  })
    .input(noInput)
    .output(tenantOutput)
    .mutation(async ({ ctx }) => outputOf(await suspendTenant(ctx.app, await rowOf(ctx)))),

  resume: procedure({
    summary: "Resumes a suspended tenant. Its users must sign in again. Safe to repeat.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "tenants.resume",
  })
    .input(noInput)
    .output(tenantOutput)
    .mutation(async ({ ctx }) => outputOf(await resumeTenant(ctx.app, await rowOf(ctx)))),

  delete: procedure({
    summary: "Deletes the tenant and its descendants. They can be restored until they are purged.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "tenants.delete",
  })
    .input(
      z.strictObject({
        slug: z.string().max(63).describe("The tenant's slug, as confirmation."),
        retentionDays: z.int().min(0).max(365).default(30).describe("Days for which the tenant can be restored."),
      }),
    )
    .output(tenantOutput)
    .mutation(async ({ ctx, input }) => {
      if (input.slug !== ctx.tenant.slug) throw new AppError("tenant_mismatch");
      return outputOf(await deleteTenant(ctx.app, await rowOf(ctx), input.retentionDays));
    }),

  restore: procedure({
    summary: "Restores a deleted tenant. Safe to repeat.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "tenants.restore",
  })
    .input(noInput)
    .output(tenantOutput)
    .mutation(async ({ ctx }) => outputOf(await restoreTenant(ctx.app, await rowOf(ctx)))),

  move: procedure({
    summary: "Moves the tenant with its descendants to another parent, from which it inherits from now on.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "tenants.move",
    admin: { permission: "manage", on: "platform" },
  })
    .input(z.strictObject({ parentId: z.string().max(64).nullable().describe("Id of the new parent; null for none.") }))
    .output(tenantOutput)
    .mutation(async ({ ctx, input }) => outputOf(await moveTenant(ctx.app, await rowOf(ctx), input.parentId))),

  setPlan: procedure({
    summary: "Sets the tenant's plan. Without a plan, the tenant inherits its parent's limits.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "tenants.setPlan",
    admin: "billing",
  })
    .input(z.strictObject({ plan: planSlug.nullable() }))
    .output(tenantOutput)
    .mutation(async ({ ctx, input }) => outputOf(await setPlan(ctx.app, await rowOf(ctx), input.plan))),

  sessions: t.router({
    endAll: procedure({
      summary:
        "Ends all sessions of the tenant's users immediately. Offline verifiers accept issued access tokens until these expire.",
      caller: ["secret", "admin", "platformKey"],
      rateLimit: "standard",
      audit: "tenants.sessions.endAll",
    })
      .input(noInput)
      .output(z.object({ endedCount: z.int().min(0).describe("Number of sessions that were ended.") }))
      .mutation(async ({ ctx }) => ({ endedCount: await endAllSessions(ctx.app, ctx.tenant.id, "revoked") })),
  }),

  settings: t.router({
    get: procedure({
      summary: "Gets the tenant's sign-in settings: its own values, then its ancestors', then the defaults.",
      caller: ["secret", "admin", "platformKey"],
      rateLimit: "standard",
      audit: "none",
    })
      .input(noInput)
      .output(tenantSettings)
      .query(({ ctx }) => settingsOf(ctx.tenant)),

    update: procedure({
      summary: "Updates the tenant's settings. null resets one to the inherited or default value.",
      caller: ["secret", "admin", "platformKey"],
      rateLimit: "standard",
      audit: "tenants.settings.update",
    })
      .input(settingsChange)
      .output(tenantSettings)
      .mutation(async ({ ctx, input }) => await changeSettings(ctx.app, ctx.tenant, input)),
  }),

  logo: logoRouter,

  list: platformProcedure({
    summary: "Lists the platform's tenants, oldest first; search results by name, then by slug.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
    admin: { permission: "see", on: "listed" },
  })
    .input(
      z.strictObject({
        search: z.string().min(1).max(200).optional().describe("Prefix of the name or the slug; case doesn't matter."),
        status: status.optional(),
        environment: environment.optional(),
        parentId: z.string().max(64).optional().describe("Only direct children of this tenant."),
        ...pageInput,
      }),
    )
    .output(z.object(pageOf(tenantOutput)))
    .query(async ({ ctx, input: { search, cursor, limit, ...filters } }) => {
      const filter = { ...filters, visible: await visibleTo(ctx.app, ctx.caller) };
      if (search !== undefined) {
        const from = decodeCursor(cursor, searchPosition);
        const { items, next } = await searchTenants(ctx.app, filter, { search, from, limit });
        return { items: items.map(outputOf), nextCursor: next === undefined ? null : encodeCursor(next) };
      }
      const after = decodeCursor(cursor, z.string());
      const rows = await ctx.app.tenants.list(filter, { after, limit: limit + 1 });
      return cutPage(rows, limit, { cursor: (row) => row.id, item: outputOf });
    }),
});

/** The full row of the request's tenant. */
async function rowOf({
  app,
  tenant,
}: {
  app: Pick<AppDeps, "tenants">;
  tenant: Pick<Tenant, "id">;
}): Promise<TenantRow> {
  const row = await app.tenants.find(tenant.id);
  if (row === undefined) throw new AppError("tenant_not_found");
  return row;
}

function outputOf(row: TenantRow): z.infer<typeof tenantOutput> {
  const { id, slug, name, host, parentId, level, status, environment, plan, limits } = row;
  const { createdAt, suspendedAt, deletedAt, purgeAt, userCount } = row;
  const times = { createdAt, suspendedAt, deletedAt, purgeAt };
  return { id, slug, name, host, parentId, level, status, environment, plan, limits, userCount, ...times };
}
