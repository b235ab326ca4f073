import * as z from "zod";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { platformProcedure, procedure, t } from "../pipeline/procedure.ts";
import { actorOf } from "../shared/caller.ts";
import { timeInput } from "../shared/inputs/formats.ts";
import { OWN_KINDS } from "./api-key.ts";
import { changeKey, requireKey } from "./change.ts";
import { createKey } from "./create.ts";
import { customersRouter } from "./customers-router.ts";
import * as inputs from "./inputs.ts";
import { reportLeak, revokeKey } from "./revoke.ts";
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
    summary: "Creates an API key for the tenant. The key itself is returned only once.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "apiKeys.create",
    admin: "keys",
  })
    .input(
      z.strictObject({
        kind: inputs.kind,
        mode: inputs.mode.optional().describe("Must be the mode of the tenant's environment, which it defaults to."),
        name: inputs.name,
        expiresAt: timeInput.optional().describe("Expiry time of the key. Defaults to no expiry."),
        ...properties,
      }),
    )
    .output(z.object({ key: z.string(), apiKey: keyOutput }))
    .mutation(async ({ ctx, input }) => {
      const audit = (id: string) => ctx.entry.withChange(input, id);
      const { key, row } = await createKey(ctx.app, ctx.tenant, ctx.caller, input, audit);
      return { key, apiKey: keyView(row) };
    }),

  get: procedure({
    summary: "Gets an API key of the tenant, without the key itself.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ id: inputs.keyId }))
    .output(keyOutput)
    .query(async ({ ctx, input }) => keyView(await requireKey(ctx.app, ctx.tenant, family, input.id))),

  list: procedure({
    summary: "Lists the tenant's API keys, oldest first, including those that have ended. Excludes customers' keys.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(
      z.strictObject({
        kinds: z.array(inputs.kind).max(3).optional().describe("Kinds to list. Defaults to all kinds."),
        status: inputs.status,
        search: inputs.search,
        ...pageInput,
      }),
    )
    .output(z.object(pageOf(keyOutput)))
    .query(async ({ ctx, input: { kinds = OWN_KINDS, status, search, cursor, limit } }) => {
      const after = decodeCursor(cursor, z.string());
      const filter = { state: status, search, after, limit: limit + 1, now: ctx.app.clock.now() };
      const rows = await ctx.app.apiKeys.list(ctx.tenant.id, { kinds }, filter);
      return cutPage(rows, limit, { cursor: (row) => row.id, item: keyView });
    }),

  update: procedure({
    summary: "Updates an API key, from the next call on. Omitted fields stay unchanged.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "apiKeys.update",
    admin: "keys",
  })
    .input(
      z.strictObject({
        id: inputs.keyId,
        name: inputs.name.optional(),
        expiresAt: timeInput.nullish().describe("Expiry time of the key; null for no expiry."),
        ...properties,
      }),
    )
    .output(keyOutput)
    .mutation(async ({ ctx, input: { id, ...requested } }) => {
      return keyView(await changeKey(ctx.app, ctx.tenant, ctx.caller, { family, id }, requested));
    }),

  rotate: procedure({
    summary:
      "Rotates an API key: creates a new key with the same properties, while the old key works for overlapSeconds.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "apiKeys.rotate",
    admin: "keys",
  })
    .input(inputs.rotation)
    .output(z.object({ key: z.string(), apiKey: keyOutput, retiresAt: z.date() }))
    .mutation(async ({ ctx, input }) => {
      const audit = (id: string) => ctx.entry.withChange(input, id);
      const { key, successor, retiresAt } = await rotateKey(ctx.app, ctx.tenant, ctx.caller, family, input, audit);
      return { key, apiKey: keyView(successor), retiresAt };
    }),

  revoke: procedure({
    summary: "Revokes an API key immediately and ends the sessions that were opened with it. Safe to repeat.",
    caller: ["secret", "admin", "platformKey"],
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
    summary: "Verifies a customer's key and counts the use. An invalid key is a result, not an error.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "checks",
    audit: "none",
  })
    .input(
      z.strictObject({
        key: z.string().max(4096).describe("The key that the customer sent."),
        scopes: inputs.ownScopes
          .default([])
          .describe("Scopes that the customer's request requires; the key must have all of them."),
        cost: z
          .int()
          .min(0)
          .max(1_000_000)
          .default(1)
          .describe("Units of quota that the request uses; 0 verifies without counting."),
        ip: z
          .string()
          .max(256)
          .optional()
          .describe("The customer's IP address, required for keys that have allowedIpRanges."),
      }),
    )
    .output(verificationOutput)
    .mutation(async ({ ctx, input }) => {
      const verification = await verifyKey(ctx.app, ctx.tenant, { ...input, ip: input.ip });
      return verificationView(verification, ctx.app.clock.now());
    }),

  reportLeak: platformProcedure({
    summary:
      "Reports a leaked API key and revokes it. Anyone may report a key; the result doesn't say whether it exists.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "apiKeys.reportLeak",
  })
    .input(
      z.strictObject({
        key: z.string().max(512),
        source: z
          .string()
          .min(1)
          .max(1000)
          .optional()
          .describe("Place where the key was found, such as a URL. The key's tenant can see it."),
      }),
    )
    .output(
      z.object({
        result: z
          .enum(["not_a_key", "publishable", "received"])
          .describe(
            "received: the text has the form of a key, whether or not the key exists. publishable: such keys are public and stay active.",
          ),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const origin = { actor: actorOf(ctx.caller), ip: ctx.request.ip, requestId: ctx.request.id };
      return { result: await reportLeak(ctx.app, { key: input.key, source: input.source ?? null }, origin) };
    }),

  customers: customersRouter,
});
