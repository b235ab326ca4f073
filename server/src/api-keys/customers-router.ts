import * as z from "zod";
import type { AppDeps } from "../pipeline/deps.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { timeInput } from "../shared/inputs/formats.ts";
import type { Tenant } from "../shared/tenant.ts";
import { changeKey, requireKey } from "./change.ts";
import { createKey } from "./create.ts";
import * as inputs from "./inputs.ts";
import { countedOf } from "./key-use.ts";
import { revokeKey } from "./revoke.ts";
import { rotateKey } from "./rotate.ts";
import type { ApiKeyRow } from "./store.ts";
import { customerKeyOutput, customerKeyView } from "./view.ts";

const family = "customers";

const properties = {
  scopes: inputs.ownScopes.optional(),
  metadata: inputs.metadata.optional(),
  allowedIpRanges: inputs.allowedIpRanges.optional(),
  limits: inputs.limits.optional(),
  enabled: inputs.enabled.optional(),
};

/** Keys that a tenant issues to its own customers. */
export const customersRouter = t.router({
  create: procedure({
    summary: "Issues a key to a customer of the tenant. The key itself is returned only once, and can't call this API.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "apiKeys.customers.create",
    admin: "keys",
  })
    .input(
      z.strictObject({
        name: inputs.name,
        ownerId: inputs.ownerId.optional(),
        prefix: inputs.prefix.optional(),
        expiresAt: timeInput.optional().describe("Expiry time of the key. Defaults to no expiry."),
        quota: inputs.quota.optional(),
        ...properties,
      }),
    )
    .output(z.object({ key: z.string(), apiKey: customerKeyOutput }))
    .mutation(async ({ ctx, input }) => {
      const requested = { ...input, kind: "customer" } as const;
      const audit = (id: string) => ctx.entry.withChange(input, id);
      const { key, row } = await createKey(ctx.app, ctx.tenant, ctx.caller, requested, audit);
      // A new key is unused. A request for its count could fail, and lose the key, which is returned only once.
      return { key, apiKey: customerKeyView(row, null, ctx.app.clock.now()) };
    }),

  get: procedure({
    summary: "Gets a customer's key and the remainder of its quota.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ id: inputs.keyId }))
    .output(customerKeyOutput)
    .query(async ({ ctx, input }) => {
      return await viewOf(ctx.app, ctx.tenant, await requireKey(ctx.app, ctx.tenant, family, input.id));
    }),

  list: procedure({
    summary: "Lists the keys of the tenant's customers, oldest first.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(
      z.strictObject({
        ownerId: inputs.ownerId.optional(),
        status: inputs.status,
        search: inputs.search,
        ...pageInput,
      }),
    )
    .output(z.object(pageOf(customerKeyOutput)))
    .query(async ({ ctx, input: { ownerId, status, search, cursor, limit } }) => {
      const now = ctx.app.clock.now();
      const filter = { state: status, search, after: decodeCursor(cursor, z.string()), limit: limit + 1, now };
      const rows = await ctx.app.apiKeys.list(ctx.tenant.id, { owner: ownerId }, filter);
      const left = await ctx.app.keyUsage(ctx.tenant.id).remainingOf(rows.map(countedOf), now.getTime());
      const all = rows.map((row, i) => ({ row, view: customerKeyView(row, left[i] ?? null, now) }));
      return cutPage(all, limit, { cursor: ({ row }) => row.id, item: ({ view }) => view });
    }),

  update: procedure({
    summary: "Updates a customer's key, from its next use on. A new quota counts from now on.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "apiKeys.customers.update",
    admin: "keys",
  })
    .input(
      z.strictObject({
        id: inputs.keyId,
        name: inputs.name.optional(),
        ownerId: inputs.ownerId.nullish(),
        expiresAt: timeInput.nullish().describe("Expiry time of the key; null for no expiry."),
        quota: inputs.quota.nullish(),
        ...properties,
      }),
    )
    .output(customerKeyOutput)
    .mutation(async ({ ctx, input: { id, ...requested } }) => {
      const row = await changeKey(ctx.app, ctx.tenant, ctx.caller, { family, id }, requested);
      return await viewOf(ctx.app, ctx.tenant, row);
    }),

  rotate: procedure({
    summary: "Rotates a customer's key: issues a new key with the same properties, which shares its limits and quota.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "apiKeys.customers.rotate",
    admin: "keys",
  })
    .input(inputs.rotation)
    .output(z.object({ key: z.string(), apiKey: customerKeyOutput, retiresAt: z.date() }))
    .mutation(async ({ ctx, input }) => {
      const { app, tenant, caller } = ctx;
      // Both keys share one count, so it is read before: afterwards a failure would lose the new key.
      const remaining = await remainingOf(app, tenant, await requireKey(app, tenant, family, input.id));
      const audit = (id: string) => ctx.entry.withChange(input, id);
      const { key, successor, retiresAt } = await rotateKey(app, tenant, caller, family, input, audit);
      return { key, apiKey: customerKeyView(successor, remaining, app.clock.now()), retiresAt };
    }),

  revoke: procedure({
    summary: "Revokes a customer's key immediately. Safe to repeat.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "apiKeys.customers.revoke",
  })
    .input(z.strictObject({ id: inputs.keyId }))
    .output(customerKeyOutput)
    .mutation(async ({ ctx, input }) => {
      const row = await requireKey(ctx.app, ctx.tenant, family, input.id);
      return await viewOf(ctx.app, ctx.tenant, await revokeKey(ctx.app, row, "revoked"));
    }),
});

async function viewOf(app: AppDeps, tenant: Tenant, row: ApiKeyRow) {
  return customerKeyView(row, await remainingOf(app, tenant, row), app.clock.now());
}

async function remainingOf({ keyUsage, clock }: AppDeps, tenant: Tenant, row: ApiKeyRow): Promise<number | null> {
  const [remaining = null] = await keyUsage(tenant.id).remainingOf([countedOf(row)], clock.now().getTime());
  return remaining;
}
