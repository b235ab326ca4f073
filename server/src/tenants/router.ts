import * as z from "zod";
import { AppError } from "../errors/app-error.ts";
import { t } from "../rpc/init.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../rpc/paging.ts";
import { platformProcedure, procedure } from "../rpc/procedure.ts";
import { changeSettings } from "./change-settings.ts";
import { createTenant } from "./create.ts";
import { settingsChange, settingsOf, tenantSettings } from "./settings.ts";
import type { TenantRow } from "./store.ts";
import { isReservedSlug, SLUG_PATTERN } from "./tenant.ts";

const environment = z.enum(["live", "test"]);

const tenantOutput = z
  .object({
    id: z.string(),
    slug: z.string().describe("The tenant's short name, unique over the platform."),
    name: z.string(),
    host: z.string().nullable().describe("A host name of its own under which the tenant is served."),
    status: z.enum(["active", "suspended"]),
    environment: environment.describe("A test tenant has test keys, fixed codes and a clock that can be moved."),
    createdAt: z.date(),
  })
  .meta({ id: "Tenant", description: "A customer of the platform." });

const slug = z
  .string()
  .regex(SLUG_PATTERN, "Use lower-case letters, digits and hyphens, starting with a letter; at most 63.")
  .refine((value) => !isReservedSlug(value), "This slug is reserved.");

const host = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, "Write a host name in lower case.");

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
        name: z.string().min(1).max(200),
        host: host.optional(),
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
      const request = { ...input, host: input.host ?? null, createdBy: ctx.caller.userId };
      const { tenant, ...keys } = await createTenant(ctx.app, request);
      return { tenant: outputOf(tenant), ...keys };
    }),

  get: procedure({
    summary: "Shows the tenant that the caller belongs to or names.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.void())
    .output(tenantOutput)
    .query(async ({ ctx }) => {
      const tenant = await ctx.app.tenants.find(ctx.tenant.id);
      if (tenant === undefined) throw new AppError("tenant_unknown");
      return outputOf(tenant);
    }),

  settings: t.router({
    get: procedure({
      summary: "Shows how the tenant's users sign in: what it has set, over the defaults.",
      caller: ["secret", "admin"],
      rateLimit: "standard",
      audit: "none",
    })
      .input(z.void())
      .output(tenantSettings)
      .query(({ ctx }) => settingsOf(ctx.tenant)),

    update: procedure({
      summary: "Changes some of the tenant's settings; null returns one to its default.",
      caller: ["secret", "admin"],
      rateLimit: "standard",
      audit: "tenants.settings.update",
    })
      .input(settingsChange)
      .output(tenantSettings)
      .mutation(async ({ ctx, input }) => await changeSettings(ctx.app, ctx.tenant.id, input)),
  }),

  list: platformProcedure({
    summary: "Lists the platform's tenants, oldest first.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject(pageInput))
    .output(z.object(pageOf(tenantOutput)))
    .query(async ({ ctx, input }) => {
      const after = decodeCursor(input.cursor, z.string());
      const rows = await ctx.app.tenants.list({ after, limit: input.limit + 1 });
      return cutPage(rows, input.limit, { cursor: (row) => row.id, item: outputOf });
    }),
});

function outputOf({ id, slug, name, host, status, environment, createdAt }: TenantRow) {
  return { id, slug, name, host, status, environment, createdAt };
}
