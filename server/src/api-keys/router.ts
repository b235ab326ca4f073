import * as z from "zod";
import { actorOf } from "../callers/caller.ts";
import { timeInput } from "../inputs/time-input.ts";
import { EVERY_CALLER } from "../rpc/declaration.ts";
import { t } from "../rpc/init.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../rpc/paging.ts";
import { platformProcedure, procedure } from "../rpc/procedure.ts";
import { changeKey, requireKey } from "./change.ts";
import { createKey } from "./create.ts";
import { customersRouter } from "./customers-router.ts";
import * as inputs from "./inputs.ts";
import { reportLeak } from "./report-leak.ts";
import { revokeKey } from "./revoke.ts";
import { rotateKey } from "./rotate.ts";
import { verifyKey } from "./verify.ts";
import { keyOutput, keyView, verificationOutput, verificationView } from "./view.ts";

const family = "own";

const properties = {
  scopes: inputs.scopes.optional(),
  allowedOrigins: inputs.allowedOrigins.optional(),
  allowedIpRanges: inputs.allowedIpRanges.optional(),
  limits: inputs.limits.optional(),
  metadata: inputs.metadata.optional(),
};

export const apiKeysRouter = t.router({
  create: procedure({
    summary: "Creates an API key of the tenant; the key itself is shown this once.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "apiKeys.create",
    admin: "keys",
  })
    .input(
      z.strictObject({
        kind: inputs.kind,
        mode: inputs.mode.optional().describe("That of the tenant's environment, which is all it can be."),
        name: inputs.name,
        expiresAt: timeInput.optional().describe("When the key stops working; never unless told."),
        ...properties,
      }),
    )
    .output(z.object({ key: z.string(), apiKey: keyOutput }))
    .mutation(async ({ ctx, input }) => {
      const audit = (id: string) => ctx.entry.about(input, id);
      const { key, row } = await createKey(ctx.app, ctx.tenant, ctx.caller, input, audit);
      return { key, apiKey: keyView(row) };
    }),

  get: procedure({
    summary: "Shows an API key of the tenant, without the key itself.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ id: inputs.keyId }))
    .output(keyOutput)
    .query(async ({ ctx, input }) => keyView(await requireKey(ctx.app, ctx.tenant, family, input.id))),

  list: procedure({
    summary: "Lists the tenant's API keys, oldest first, those that have ended included. Customers' keys are apart.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(
      z.strictObject({
        kinds: z.array(inputs.kind).max(3).optional().describe("Of these kinds only."),
        state: inputs.state,
        search: inputs.search,
        ...pageInput,
      }),
    )
    .output(z.object(pageOf(keyOutput)))
    .query(async ({ ctx, input: { kinds, state, search, cursor, limit } }) => {
      const after = decodeCursor(cursor, z.string());
      const filter = { state, search, after, limit: limit + 1, now: ctx.app.clock.now() };
      const rows = await ctx.app.apiKeys.list(ctx.tenant.id, { kinds }, filter);
      return cutPage(rows, limit, { cursor: (row) => row.id, item: keyView });
    }),

  update: procedure({
    summary: "Changes an API key, from the next call on. What is left out stays.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "apiKeys.update",
    admin: "keys",
  })
    .input(
      z.strictObject({
        id: inputs.keyId,
        name: inputs.name.optional(),
        expiresAt: timeInput.nullish().describe("When the key stops working; null for never."),
        ...properties,
      }),
    )
    .output(keyOutput)
    .mutation(async ({ ctx, input: { id, ...wanted } }) => {
      return keyView(await changeKey(ctx.app, ctx.tenant, ctx.caller, { family, id }, wanted));
    }),

  rotate: procedure({
    summary: "Makes a successor of an API key with the same properties; the key works beside it for a while.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "apiKeys.rotate",
    admin: "keys",
  })
    .input(
      z.strictObject({
        id: inputs.keyId,
        overlapSeconds: inputs.overlapSeconds,
        expiresAt: z
          .date()
          .nullish()
          .describe("When the successor stops working; with the key unless told, null for never."),
      }),
    )
    .output(z.object({ key: z.string(), apiKey: keyOutput, retiresAt: z.date() }))
    .mutation(async ({ ctx, input }) => {
      const audit = (id: string) => ctx.entry.about(input, id);
      const { key, successor, retiresAt } = await rotateKey(ctx.app, ctx.tenant, ctx.caller, family, input, audit);
      return { key, apiKey: keyView(successor), retiresAt };
    }),

  revoke: procedure({
    summary: "Ends an API key at once, and the sessions that users opened with it. Safe to repeat.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "apiKeys.revoke",
  })
    .input(z.strictObject({ id: inputs.keyId }))
    .output(keyOutput)
    .mutation(async ({ ctx, input }) => {
      const row = await requireKey(ctx.app, ctx.tenant, family, input.id);
      return keyView(await revokeKey(ctx.app, row, "revoked"));
    }),

  verify: procedure({
    summary: "Says whether a customer's key is good for what is asked, and counts the use. A bad key is no error.",
    caller: ["secret", "admin"],
    rateLimit: "checks",
    audit: "none",
  })
    .input(
      z.strictObject({
        key: z.string().max(4096).describe("Whatever the customer came with."),
        scopes: inputs.ownScopes.default([]).describe("What the customer is about to do needs all of these."),
        cost: z
          .int()
          .min(0)
          .max(1_000_000)
          .default(1)
          .describe("How much of the quota it takes; 0 asks, and counts nothing."),
        ip: z
          .string()
          .max(256)
          .optional()
          .describe("Where the customer comes from, for keys that are bound to addresses."),
      }),
    )
    .output(verificationOutput)
    .mutation(async ({ ctx, input }) => {
      const verification = await verifyKey(ctx.app, ctx.tenant, { ...input, ip: input.ip });
      return verificationView(verification, ctx.app.clock.now());
    }),

  reportLeak: platformProcedure({
    summary: "Revokes a key that was found where it should not be. Anyone may report one, and learns nothing of it.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "apiKeys.reportLeak",
  })
    .input(
      z.strictObject({
        key: z.string().max(512),
        where: z
          .string()
          .min(1)
          .max(1000)
          .optional()
          .describe("Where it was found, such as a URL; its tenant is told."),
      }),
    )
    .output(
      z.object({
        result: z
          .enum(["not_a_key", "publishable", "received"])
          .describe(
            "What the text says by itself: received, whether or not there is such a key; publishable keys stay.",
          ),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const origin = { actor: actorOf(ctx.caller), ip: ctx.request.ip, requestId: ctx.request.id };
      return { result: await reportLeak(ctx.app, { key: input.key, where: input.where ?? null }, origin) };
    }),

  customers: customersRouter,
});
