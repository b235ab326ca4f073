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
      "Confirms an email or a change of email by the token of an emailed link. Safe to repeat while the result holds.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "auth.email.confirm",
  })
    .input(z.strictObject({ token: tokenInput }))
    .output(
      z.object({
        result: z
          .enum(["verified", "waiting", "changed"])
          .describe(
            "verified: the email is verified. waiting: the change also needs the link in the other email. changed: the change is done.",
          ),
        email: z.string().describe("The user's email; while waiting, their future email."),
        alreadyConfirmed: z.boolean().describe("Whether this was confirmed before, so that nothing changed now."),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { userId, ...confirmation } = await confirmEmail(ctx.app, ctx.tenant, input.token);
      ctx.entry.subject = userId;
      return confirmation;
    }),

  confirmCode: procedure({
    summary: "Verifies an email by the code that was sent to it.",
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
    summary: "Resends the verification email if the email belongs to a user and is not verified.",
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
      "Starts a change of the signed-in user's email. Sends a confirmation link to the new email, and to the current one if it is verified.",
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
