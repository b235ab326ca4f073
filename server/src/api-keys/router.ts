import * as z from "zod";
import { endSessionsOf } from "../auth/end-sessions.ts";
import { actorOf } from "../callers/caller.ts";
import { AppError } from "../errors/app-error.ts";
import { t } from "../rpc/init.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../rpc/paging.ts";
import { procedure } from "../rpc/procedure.ts";
import { requireSameEnvironment } from "../testing/environment.ts";
import { makeKey } from "./make.ts";
import type { ApiKeyRow } from "./store.ts";

const kind = z
  .enum(["publishable", "secret"])
  .describe("publishable: names the tenant, for browsers; secret: may do everything to the tenant, for servers.");
const mode = z.enum(["live", "test"]);

const keyOutput = z
  .object({
    id: z.string(),
    kind,
    mode,
    name: z.string(),
    hint: z.string().describe("The key's last four characters."),
    createdAt: z.date(),
    expiresAt: z.date().nullable(),
    revokedAt: z.date().nullable(),
  })
  .meta({ id: "ApiKey", description: "An API key of a tenant, without the key itself." });

export const apiKeysRouter = t.router({
  create: procedure({
    summary: "Creates an API key of the tenant; the key itself is shown this once.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "apiKeys.create",
  })
    .input(
      z.strictObject({
        kind,
        mode: mode.optional().describe("That of the tenant's environment, which is all it can be."),
        name: z.string().min(1).max(200),
        expiresAt: z.date().optional().describe("When the key stops working; never unless told."),
      }),
    )
    .output(z.object({ key: z.string(), apiKey: keyOutput }))
    .mutation(async ({ ctx, input }) => {
      const now = ctx.app.clock.now();
      if (input.expiresAt !== undefined && input.expiresAt <= now) {
        throw new AppError("invalid_input", { issues: [{ path: "expiresAt", message: "This time has passed." }] });
      }
      const mode = input.mode ?? ctx.tenant.environment;
      requireSameEnvironment({ mode }, ctx.tenant);
      const { key, row } = await makeKey({
        ...input,
        mode,
        tenantId: ctx.tenant.id,
        createdBy: actorOf(ctx.caller),
        expiresAt: input.expiresAt ?? null,
        now,
      });
      await ctx.app.apiKeys.create(row);
      return { key, apiKey: outputOf(row) };
    }),

  list: procedure({
    summary: "Lists the tenant's API keys, oldest first, revoked ones included.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject(pageInput))
    .output(z.object(pageOf(keyOutput)))
    .query(async ({ ctx, input }) => {
      const after = decodeCursor(input.cursor, z.string());
      const rows = await ctx.app.apiKeys.list(ctx.tenant.id, { after, limit: input.limit + 1 });
      return cutPage(rows, input.limit, { cursor: (row) => row.id, item: outputOf });
    }),

  revoke: procedure({
    summary: "Ends an API key at once, and the sessions that users opened with it. Safe to repeat.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "apiKeys.revoke",
  })
    .input(z.strictObject({ id: z.string().max(64) }))
    .output(keyOutput)
    .mutation(async ({ ctx, input }) => {
      const row = await ctx.app.apiKeys.revoke(ctx.tenant.id, input.id, ctx.app.clock.now());
      if (row === undefined) throw new AppError("key_not_found");
      await ctx.app.revocations(ctx.tenant.id).tenantChanged();
      await endSessionsOf(ctx.app, ctx.tenant.id, { key: row.id }, "key");
      return outputOf(row);
    }),
});

function outputOf({ id, kind, mode, name, hint, createdAt, expiresAt, revokedAt }: ApiKeyRow) {
  return { id, kind, mode, name, hint, createdAt, expiresAt, revokedAt };
}
