import * as z from "zod";
import { attemptSourceOf } from "../rpc/client-of.ts";
import { EVERY_CALLER } from "../rpc/declaration.ts";
import { t } from "../rpc/init.ts";
import { procedure } from "../rpc/procedure.ts";
import { beginEmailChange } from "./change-email.ts";
import { confirmEmail } from "./confirm-email.ts";
import {
  ACCEPTED,
  acceptedOutput,
  challengeInput,
  codeInput,
  emailInput,
  freshPasswordInput,
  tokenInput,
} from "./inputs.ts";
import { freshAccount } from "./own-account.ts";
import { resendVerification, verifyByCode } from "./verify-email.ts";

/** A user's address: that it is theirs, and that it becomes another. */
export const emailRouter = t.router({
  confirm: procedure({
    summary:
      "Verifies an email, or agrees to a change of it, by the token of the link in an email. Safe to repeat while that holds.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "auth.email.confirm",
  })
    .input(z.strictObject({ token: tokenInput }))
    .output(
      z.object({
        result: z
          .enum(["verified", "waiting", "changed"])
          .describe("waiting: a change of address is done once the link in the other letter has been followed too."),
        email: z.string().describe("The email that the user has now; while waiting, the one they will have."),
        alreadyConfirmed: z.boolean().describe("True where it was done before, so that nothing was changed now."),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { userId, ...confirmation } = await confirmEmail(ctx.app, ctx.tenant, input.token);
      ctx.entry.subject = userId;
      return confirmation;
    }),

  confirmCode: procedure({
    summary: "Verifies an address by the code in a letter.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "auth.email.confirmCode",
  })
    .input(z.strictObject({ email: emailInput, code: codeInput, challenge: challengeInput }))
    .output(z.object({ email: z.string() }))
    .mutation(async ({ ctx, input: { email, code, challenge } }) => {
      const user = await verifyByCode(ctx.app, ctx.tenant, { email, code, challenge, ip: attemptSourceOf(ctx) });
      ctx.entry.subject = user.id;
      return { email: user.email };
    }),

  resend: procedure({
    summary: "Sends another letter to verify an address, if it is a user's that is not verified.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "auth.email.resend",
  })
    .input(z.strictObject({ email: emailInput }))
    .output(acceptedOutput)
    .mutation(async ({ ctx, input }) => {
      await resendVerification(ctx.app, ctx.tenant, input.email);
      return ACCEPTED;
    }),

  change: procedure({
    summary:
      "Begins a change of the signed-in user's email: the new one, and the present one if it is verified, are sent a link to agree.",
    caller: ["user", "admin"],
    rateLimit: "credentials",
    audit: "auth.email.change",
  })
    .input(z.strictObject({ newEmail: emailInput, password: freshPasswordInput, challenge: challengeInput }))
    .output(acceptedOutput)
    .mutation(async ({ ctx, input: { newEmail, password, challenge } }) => {
      const { tenant, user } = await freshAccount(ctx.app, ctx.caller, {
        password,
        challenge,
        ip: attemptSourceOf(ctx),
      });
      ctx.entry.subject = user.id;
      await beginEmailChange(ctx.app, tenant, user, newEmail);
      return ACCEPTED;
    }),
});
