import * as z from "zod";
import { cutPage, decodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { platformProcedure, t } from "../pipeline/procedure.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { timeInput } from "../shared/inputs/formats.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import { changeKey, requireKey } from "./change.ts";
import { createKey } from "./create.ts";
import type { ApiKeysDeps } from "./deps.ts";
import * as inputs from "./inputs.ts";
import { revokeKey } from "./revoke.ts";
import { rotateKey } from "./rotate.ts";
import { platformKeyOutput, platformKeyView } from "./view.ts";

const family = "platform";

/** Only admins: a platform key can't create or change platform keys. */
const declared = { caller: ["admin"], rateLimit: "standard" } as const;

const properties = {
  allowedIpRanges: inputs.allowedIpRanges.optional(),
  limits: inputs.limits.optional(),
  metadata: inputs.metadata.optional(),
};

type Deps = Pick<ApiKeysDeps, "clock"> & { readonly tenants: { find(name: string): Promise<Tenant | undefined> } };

async function platformOf({ tenants }: Deps): Promise<Tenant> {
  const platform = await tenants.find(PLATFORM_SLUG);
  // The calling admin is a user of it.
  if (platform === undefined) throw new AppError("tenant_not_found");
  return platform;
}

/** Keys of programs that act on the platform and its tenants, such as a provisioning service or a metrics collector. */
export const platformKeysRouter = t.router({
  create: platformProcedure({
    ...declared,
    summary:
      "Creates a platform key, with which a program calls the API for any tenant within its scopes. The key itself is returned only once.",
    audit: "platform.keys.create",
  })
    .input(
      z.strictObject({
        name: inputs.name,
        scopes: inputs.platformScopes,
        expiresAt: timeInput.optional().describe("Expiry time of the key. Defaults to no expiry."),
        ...properties,
      }),
    )
    .output(z.object({ key: z.string(), platformKey: platformKeyOutput }))
    .mutation(async ({ ctx: { app, caller, entry }, input }) => {
      const audit = (id: string) => entry.withChange(input, id);
      const requested = { ...input, kind: "platform" } as const;
      const { key, row } = await createKey(app, await platformOf(app), caller, requested, audit);
      return { key, platformKey: platformKeyView(row) };
    }),

  get: platformProcedure({ ...declared, summary: "Gets a platform key, without the key itself.", audit: "none" })
    .input(z.strictObject({ id: inputs.keyId }))
    .output(platformKeyOutput)
    .query(async ({ ctx: { app }, input }) => {
      return platformKeyView(await requireKey(app, await platformOf(app), family, input.id));
    }),

  list: platformProcedure({
    ...declared,
    summary: "Lists the platform's keys, oldest first, including those that have ended.",
    audit: "none",
  })
    .input(z.strictObject({ status: inputs.status, search: inputs.search, ...pageInput }))
    .output(z.object(pageOf(platformKeyOutput)))
    .query(async ({ ctx: { app, caller }, input: { status, search, cursor, limit } }) => {
      const after = decodeCursor(cursor, z.string());
      const filter = { state: status, search, after, limit: limit + 1, now: app.clock.now() };
      const rows = await app.apiKeys.list(caller.tenantId, { kinds: ["platform"] }, filter);
      return cutPage(rows, limit, { cursor: (row) => row.id, item: platformKeyView });
    }),

  update: platformProcedure({
    ...declared,
    summary: "Updates a platform key, from the next call on. Omitted fields stay unchanged.",
    audit: "platform.keys.update",
  })
    .input(
      z.strictObject({
        id: inputs.keyId,
        name: inputs.name.optional(),
        scopes: inputs.platformScopes.optional(),
        expiresAt: timeInput.nullish().describe("Expiry time of the key; null for no expiry."),
        ...properties,
      }),
    )
    .output(platformKeyOutput)
    .mutation(async ({ ctx: { app, caller }, input: { id, ...requested } }) => {
      return platformKeyView(await changeKey(app, await platformOf(app), caller, { family, id }, requested));
    }),

  rotate: platformProcedure({
    ...declared,
    summary:
      "Rotates a platform key: creates a new key with the same properties, while the old key works for overlapSeconds.",
    audit: "platform.keys.rotate",
  })
    .input(inputs.rotation)
    .output(z.object({ key: z.string(), platformKey: platformKeyOutput, retiresAt: z.date() }))
    .mutation(async ({ ctx: { app, caller, entry }, input }) => {
      const audit = (id: string) => entry.withChange(input, id);
      const { key, successor, retiresAt } = await rotateKey(app, await platformOf(app), caller, family, input, audit);
      return { key, platformKey: platformKeyView(successor), retiresAt };
    }),

  revoke: platformProcedure({
    ...declared,
    summary: "Revokes a platform key immediately. Safe to repeat.",
    audit: "platform.keys.revoke",
  })
    .input(z.strictObject({ id: inputs.keyId }))
    .output(platformKeyOutput)
    .mutation(async ({ ctx: { app }, input }) => {
      const row = await requireKey(app, await platformOf(app), family, input.id);
      return platformKeyView(await revokeKey(app, row, "revoked"));
    }),
});
