import * as z from "zod";
import type { App } from "../app.ts";
import { endAllSessions } from "../auth/end-sessions.ts";
import { domainNameInput } from "../domain-names/input.ts";
import { AppError } from "../errors/app-error.ts";
import { planLimits, planSlug } from "../plans/inputs.ts";
import { visibleTo } from "../platform/permitted.ts";
import { t } from "../rpc/init.ts";
import { noInput } from "../rpc/no-input.ts";
import { cutPage, decodeCursor, encodeCursor, pageInput, pageOf } from "../rpc/paging.ts";
import { platformProcedure, procedure } from "../rpc/procedure.ts";
import {
  deleteTenant,
  moveTenant,
  restoreTenant,
  resumeTenant,
  setPlan,
  suspendTenant,
  updateTenant,
} from "./administer.ts";
import { changeSettings } from "./change-settings.ts";
import { createTenant } from "./create.ts";
import { searchTenants } from "./search.ts";
import { settingsChange, settingsOf, tenantSettings } from "./settings.ts";
import type { TenantRow } from "./store.ts";
import { isReservedSlug, SLUG_PATTERN, type Tenant } from "./tenant.ts";

const environment = z.enum(["live", "test"]);

const status = z.enum(["active", "suspended", "deleted"]);

const tenantOutput = z
  .object({
    id: z.string(),
    slug: z.string().describe("The tenant's short name, unique over the platform; it stays."),
    name: z.string(),
    host: z.string().nullable().describe("A host name of its own under which the tenant is served."),
    parentId: z.string().nullable().describe("The tenant that it stands below."),
    level: z.int().describe("How deep it stands: 1 without a parent, 5 at most."),
    status: status.describe("What it is for its users: its own state or, where that is worse, its parent's."),
    environment: environment.describe("A test tenant has test keys, fixed codes and a clock that can be moved."),
    plan: z.string().nullable().describe("The plan that it is on itself."),
    limits: planLimits.describe("What its plan, or that of a tenant above it, allows."),
    users: z.int().describe("How many users it has."),
    createdAt: z.date(),
    suspendedAt: z.date().nullable().describe("Since when it is suspended itself."),
    deletedAt: z.date().nullable().describe("Since when it is deleted itself."),
    purgeAt: z.date().nullable().describe("When what is left of it will be removed for good."),
  })
  .meta({ id: "Tenant", description: "A customer of the platform." });

const slug = z
  .string()
  .regex(SLUG_PATTERN, "Use lower-case letters, digits and hyphens, starting with a letter; at most 63.")
  .refine((value) => !isReservedSlug(value), "This slug is reserved.");

const searchPosition = z.tuple([z.enum(["name", "slug"]), z.string(), z.string()]);

const name = z.string().min(1).max(200);

export const tenantsRouter = t.router({
  create: platformProcedure({
    summary: "Creates a tenant with its first keys, which are shown this once.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "tenants.create",
  })
    .input(
      z.strictObject({
        slug,
        name,
        host: domainNameInput.optional(),
        parentId: z
          .string()
          .max(64)
          .optional()
          .describe("The tenant that it shall stand below; at the top unless told."),
        environment: environment.default("live").describe("It stays what it is created as; live unless told."),
      }),
    )
    .output(
      z.object({
        tenant: tenantOutput,
        publishableKey: z.string().describe("For browsers and apps: it names the tenant and opens nothing else."),
        secretKey: z.string().describe("For the tenant's servers: it may do everything to the tenant."),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const named = { ...input, host: input.host ?? null, parentId: input.parentId ?? null };
      const audit = (id: string) => ctx.entry.about(input, id);
      const { tenant, ...keys } = await createTenant(ctx.app, named, ctx.caller.userId, audit);
      return { tenant: outputOf(tenant), ...keys };
    }),

  get: procedure({
    summary: "Shows the tenant that the caller belongs to or names.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
    admin: "see",
  })
    .input(noInput)
    .output(tenantOutput)
    .query(async ({ ctx }) => {
      return outputOf(await named(ctx));
    }),

  update: procedure({
    summary: "Changes the tenant's name, or its host, which is for admins.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "tenants.update",
  })
    .input(
      z.strictObject({
        name: name.optional(),
        host: domainNameInput.nullable().optional().describe("Null where it is served under its slug alone."),
      }),
    )
    .output(tenantOutput)
    .mutation(async ({ ctx, input }) => {
      // Nobody checks whose a host is.
      if (input.host !== undefined && ctx.caller.kind !== "admin")
        throw new AppError("forbidden", { fields: ["host"] });
      return outputOf(await updateTenant(ctx.app, await named(ctx), input));
    }),

  suspend: procedure({
    summary: "Closes the tenant and all below it to all but admins, and ends their sessions. Safe to repeat.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "tenants.suspend",
  })
    .input(noInput)
    .output(tenantOutput)
    .mutation(async ({ ctx }) => outputOf(await suspendTenant(ctx.app, await named(ctx)))),

  resume: procedure({
    summary: "Opens a suspended tenant again; its users sign in anew. Safe to repeat.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "tenants.resume",
  })
    .input(noInput)
    .output(tenantOutput)
    .mutation(async ({ ctx }) => outputOf(await resumeTenant(ctx.app, await named(ctx)))),

  delete: procedure({
    summary: "Closes the tenant and all below it, and has them removed for good later; until then it can be restored.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "tenants.delete",
  })
    .input(
      z.strictObject({
        slug: z.string().max(63).describe("The tenant's slug, once more, so that no other is meant."),
        retentionDays: z.int().min(0).max(365).default(30).describe("So long it can be restored."),
      }),
    )
    .output(tenantOutput)
    .mutation(async ({ ctx, input }) => {
      if (input.slug !== ctx.tenant.slug) throw new AppError("tenant_mismatch");
      return outputOf(await deleteTenant(ctx.app, await named(ctx), input.retentionDays));
    }),

  restore: procedure({
    summary: "Takes back that the tenant was deleted. Safe to repeat.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "tenants.restore",
  })
    .input(noInput)
    .output(tenantOutput)
    .mutation(async ({ ctx }) => outputOf(await restoreTenant(ctx.app, await named(ctx)))),

  move: procedure({
    summary: "Puts the tenant, with all below it, below another; it inherits from there from now on.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "tenants.move",
    admin: { permission: "manage", on: "platform" },
  })
    .input(z.strictObject({ parentId: z.string().max(64).nullable().describe("Null for the top.") }))
    .output(tenantOutput)
    .mutation(async ({ ctx, input }) => outputOf(await moveTenant(ctx.app, await named(ctx), input.parentId))),

  setPlan: procedure({
    summary: "Puts the tenant on a plan, or on none: then it has what the tenant above it has.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "tenants.setPlan",
    admin: "billing",
  })
    .input(z.strictObject({ plan: planSlug.nullable() }))
    .output(tenantOutput)
    .mutation(async ({ ctx, input }) => outputOf(await setPlan(ctx.app, await named(ctx), input.plan))),

  sessions: t.router({
    endAll: procedure({
      summary:
        "Ends every session of the tenant's users, at once; they sign in anew. Whoever verifies tokens offline learns it when those end.",
      caller: ["secret", "admin"],
      rateLimit: "standard",
      audit: "tenants.sessions.endAll",
    })
      .input(noInput)
      .output(z.object({ ended: z.int().min(0).describe("How many sessions went on until now.") }))
      .mutation(async ({ ctx }) => ({ ended: await endAllSessions(ctx.app, ctx.tenant.id, "revoked") })),
  }),

  settings: t.router({
    get: procedure({
      summary:
        "Shows how the tenant's users sign in: what it has set, over what those above it have, over the defaults.",
      caller: ["secret", "admin"],
      rateLimit: "standard",
      audit: "none",
    })
      .input(noInput)
      .output(tenantSettings)
      .query(({ ctx }) => settingsOf(ctx.tenant)),

    update: procedure({
      summary: "Changes some of the tenant's settings; null returns one to what it inherits, or to its default.",
      caller: ["secret", "admin"],
      rateLimit: "standard",
      audit: "tenants.settings.update",
    })
      .input(settingsChange)
      .output(tenantSettings)
      .mutation(async ({ ctx, input }) => await changeSettings(ctx.app, ctx.tenant, input)),
  }),

  list: platformProcedure({
    summary: "Lists the platform's tenants: oldest first or, where they are searched, by name and then by slug.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "none",
    admin: { permission: "see", on: "listed" },
  })
    .input(
      z.strictObject({
        search: z.string().min(1).max(200).optional().describe("How the name or the slug begins; case means nothing."),
        status: status.optional(),
        environment: environment.optional(),
        parentId: z.string().max(64).optional().describe("Those right below this tenant."),
        ...pageInput,
      }),
    )
    .output(z.object(pageOf(tenantOutput)))
    .query(async ({ ctx, input: { search, cursor, limit, ...given } }) => {
      const filter = { ...given, visible: await visibleTo(ctx.app, ctx.caller) };
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

/** The whole row of the tenant that the request is about. */
async function named({ app, tenant }: { app: Pick<App, "tenants">; tenant: Pick<Tenant, "id"> }): Promise<TenantRow> {
  const row = await app.tenants.find(tenant.id);
  if (row === undefined) throw new AppError("tenant_not_found");
  return row;
}

function outputOf(row: TenantRow): z.infer<typeof tenantOutput> {
  const { id, slug, name, host, parentId, level, status, environment, plan, limits } = row;
  const { createdAt, suspendedAt, deletedAt, purgeAt, userCount: users } = row;
  const times = { createdAt, suspendedAt, deletedAt, purgeAt };
  return { id, slug, name, host, parentId, level, status, environment, plan, limits, users, ...times };
}
