import * as z from "zod";
import { noInput } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { replaceKeys, restoreKeys, rotateKeys } from "./key-rotation.ts";
import type { SigningKeyRow } from "./signing-key-store.ts";

const keyOutput = z
  .object({
    kid: z.string().describe("Id of the key in the key set and in the header of tokens."),
    algorithm: z.enum(["EdDSA", "ES256"]),
    status: z
      .enum(["next", "active", "retiring"])
      .describe("next: published, but not signing yet. active: signing. retiring: only verifies earlier tokens."),
    createdAt: z.date(),
    statusSince: z.date(),
  })
  .meta({ id: "SigningKey", description: "A signing key of a tenant's access tokens." });

/** The tenant's keys for signing access tokens. */
export const keysRouter = t.router({
  list: procedure({
    summary: "Lists the signing keys of the tenant's access tokens.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(z.object({ keys: z.array(keyOutput) }))
    .query(async ({ ctx }) => ({ keys: (await ctx.app.signingKeyStore.list(ctx.tenant.id)).map(outputOf) })),

  rotate: procedure({
    summary: "Rotates the signing key of the tenant's access tokens.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "auth.keys.rotate",
  })
    .input(
      z.strictObject({
        compromised: z
          .boolean()
          .default(false)
          .describe(
            "Drops all keys and signs with a new one immediately, because a key may be compromised. This service refuses earlier tokens from now on; offline verifiers do once they refetch the key set.",
          ),
      }),
    )
    .output(
      z.object({
        keys: z.array(keyOutput),
        rotatesAt: z
          .date()
          .describe("Time from which the new key signs: now, or once it has been published long enough."),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { keys, rotatesAt } = await (input.compromised ? replaceKeys : rotateKeys)(ctx.app, ctx.tenant);
      return { keys: keys.map(outputOf), rotatesAt };
    }),

  restore: procedure({
    summary:
      "Takes back the latest rotation of the signing key: cancels a requested one, or has the previous key sign again for 16 minutes after its replacement. Tokens stay valid.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "auth.keys.restore",
  })
    .input(noInput)
    .output(
      z.object({
        keys: z.array(keyOutput),
        restored: z.boolean().describe("False if there was no rotation to take back."),
      }),
    )
    .mutation(async ({ ctx }) => {
      const { keys, restored } = await restoreKeys(ctx.app, ctx.tenant);
      return { keys: keys.map(outputOf), restored };
    }),
});

function outputOf({ kid, algorithm, state, createdAt, statusSince }: SigningKeyRow) {
  return { kid, algorithm, status: state, createdAt, statusSince: statusSince ?? createdAt };
}
