import * as z from "zod";
import { t } from "../rpc/init.ts";
import { noInput } from "../rpc/no-input.ts";
import { procedure } from "../rpc/procedure.ts";
import { replaceKeys, rotateKeys } from "./key-rotation.ts";
import type { SigningKeyRow } from "./signing-key-store.ts";

const keyOutput = z
  .object({
    kid: z.string().describe("As in the key set and in the header of tokens."),
    algorithm: z.enum(["EdDSA", "ES256"]),
    state: z
      .enum(["next", "active", "retiring"])
      .describe("next: published, signs nothing yet; active: signs; retiring: verifies what it signed."),
    createdAt: z.date(),
    statusSince: z.date(),
  })
  .meta({ id: "SigningKey", description: "A key that a tenant's access tokens are signed with." });

/** The tenant's keys for signing access tokens. */
export const keysRouter = t.router({
  list: procedure({
    summary: "Lists the keys that the tenant's access tokens are signed with.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(z.object({ keys: z.array(keyOutput) }))
    .query(async ({ ctx }) => ({ keys: (await ctx.app.signingKeyStore.list(ctx.tenant.id)).map(outputOf) })),

  rotate: procedure({
    summary: "Replaces the key that signs the tenant's access tokens.",
    caller: ["secret", "admin"],
    rateLimit: "standard",
    audit: "auth.keys.rotate",
  })
    .input(
      z.strictObject({
        compromised: z
          .boolean()
          .default(false)
          .describe(
            "Somebody else may have a key: drops all of them and signs with a new one at once. Tokens signed before are " +
              "refused here from now on, and by offline verifiers once they fetch the key set anew.",
          ),
      }),
    )
    .output(
      z.object({
        keys: z.array(keyOutput),
        rotatesAt: z
          .date()
          .describe("When another key signs: now, or as soon as it has been published for long enough."),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { keys, rotatesAt } = await (input.compromised ? replaceKeys : rotateKeys)(ctx.app, ctx.tenant);
      return { keys: keys.map(outputOf), rotatesAt };
    }),
});

function outputOf({ kid, algorithm, state, createdAt, statusSince }: SigningKeyRow) {
  return { kid, algorithm, state, createdAt, statusSince: statusSince ?? createdAt };
}
