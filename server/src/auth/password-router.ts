import * as z from "zod";
import { attemptSourceOf } from "../rpc/client-of.ts";
import { EVERY_CALLER } from "../rpc/declaration.ts";
import { t } from "../rpc/init.ts";
import { procedure } from "../rpc/procedure.ts";
import { changePassword } from "./change-password.ts";
import {
  ACCEPTED,
  acceptedOutput,
  challengeInput,
  emailInput,
  freshPasswordInput,
  passwordInput,
  tokenInput,
} from "./inputs.ts";
import { forgotPassword, resetPassword } from "./reset-password.ts";

/** A user's password, which nobody but the user sets. */
export const passwordRouter = t.router({
  change: procedure({
    summary: "Changes the signed-in user's password. Ends their other sessions by default.",
    caller: ["user", "admin"],
    rateLimit: "credentials",
    audit: "auth.password.change",
  })
    .input(
      z.strictObject({
        currentPassword: freshPasswordInput,
        newPassword: passwordInput,
        endOtherSessions: z.boolean().default(true).describe("Whether to end the user's other sessions."),
        challenge: challengeInput,
      }),
    )
    .output(z.object({ endedSessionCount: z.int().min(0) }))
    .mutation(async ({ ctx, input: { challenge, ...input } }) => {
      const from = { guesser: attemptSourceOf(ctx), ip: ctx.request.ip };
      const { user, ended } = await changePassword(ctx.app, ctx.caller, { ...input, challenge }, from);
      ctx.entry.subject = user.id;
      return { endedSessionCount: ended };
    }),

  forgot: procedure({
    summary: "Sends a password reset link if the email belongs to a user.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "auth.password.forgot",
  })
    .input(z.strictObject({ email: emailInput }))
    .output(acceptedOutput)
    .mutation(async ({ ctx, input }) => {
      await forgotPassword(ctx.app, ctx.tenant, input.email);
      return ACCEPTED;
    }),

  reset: procedure({
    summary:
      "Sets a new password by the token of an emailed link, and ends all sessions. The user must sign in afterwards.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "auth.password.reset",
  })
    .input(z.strictObject({ token: tokenInput, password: passwordInput }))
    .output(z.object({ email: z.string().describe("The email to sign in with.") }))
    .mutation(async ({ ctx, input }) => {
      const user = await resetPassword(ctx.app, ctx.tenant, {
        ...{ ...input, ip: ctx.request.ip, source: attemptSourceOf(ctx) },
      });
      ctx.entry.subject = user.id;
      return { email: user.email };
    }),
});
