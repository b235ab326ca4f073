import * as z from "zod";
import { attemptSourceOf } from "../pipeline/context.ts";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { noInput } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { forgetCookie } from "../sessions/cookies.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { deleteUser } from "../users/delete-user.ts";
import { confirmEmail, startEmailChange } from "./change-email.ts";
import { changePassword, forgotPassword, resetPassword } from "./change-password.ts";
import { accountExport, exportAccount } from "./export-account.ts";
import {
  ACCEPTED,
  acceptedOutput,
  challengeInput,
  codeInput,
  currentPasswordInput,
  emailInput,
  nameInput,
  nameKey,
  passwordInput,
  reauthenticationInput,
  registrationTokenInput,
  resetTokenOutput,
  tokenInput,
  userOutput,
  userView,
} from "./inputs.ts";
import { ownAccount, reauthenticate } from "./own-account.ts";
import { resendVerification, verifyByCode } from "./verify-email.ts";

/** Procedures for the own account of a user. */
export const accountRouter = t.router({
  update: procedure({
    summary: "Updates the signed-in user's profile.",
    caller: ["user", "admin"],
    rateLimit: "standard",
    audit: "auth.account.update",
  })
    .input(z.strictObject({ name: nameInput.nullable().describe("The user's name; null to remove it.") }))
    .output(z.object({ user: userOutput }))
    .mutation(async ({ ctx, input: { name } }) => {
      ctx.entry.subject = ctx.caller.userId;
      const user = await ctx.app.users.rename(ctx.caller, { name, nameKey: nameKey(name) });
      if (user === undefined) throw new AppError("session_ended");
      return { user: userView(user) };
    }),

  export: procedure({
    summary: "Exports all data stored about the signed-in user.",
    caller: ["user", "admin"],
    rateLimit: "credentials",
    audit: "auth.account.export",
  })
    .input(noInput)
    .output(accountExport)
    .query(async ({ ctx }) => {
      const { user } = await ownAccount(ctx.app, ctx.caller);
      ctx.entry.subject = user.id;
      return await exportAccount(ctx.app, user);
    }),

  delete: procedure({
    summary: "Deletes the signed-in user and all their personal data. It can't be undone.",
    caller: ["user"],
    rateLimit: "credentials",
    audit: "auth.account.delete",
  })
    .input(z.strictObject({ password: reauthenticationInput, challenge: challengeInput }))
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(async ({ ctx, input: { password, challenge } }) => {
      const { user } = await reauthenticate(ctx.app, ctx.caller, { password, challenge, ip: attemptSourceOf(ctx) });
      ctx.entry.subject = user.id;
      await deleteUser(ctx.app, user.tenantId, user.id);
      forgetCookie(ctx);
      return { deleted: true } as const;
    }),
});

/** Procedures that verify and change a user's email. */
export const emailRouter = t.router({
  confirm: procedure({
    summary:
      "Confirms an email or a change of email by the token of an emailed link. Safe to repeat while the result holds.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "auth.email.confirm",
  })
    .input(z.strictObject({ token: tokenInput, registrationToken: registrationTokenInput }))
    .output(
      z.object({
        resetToken: resetTokenOutput,
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
      const { userId, ...confirmation } = await confirmEmail(ctx.app, ctx.tenant, { ...input, ip: ctx.request.ip });
      ctx.entry.subject = userId;
      return confirmation;
    }),

  confirmCode: procedure({
    summary: "Verifies an email by the code that was sent to it.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "auth.email.confirmCode",
  })
    .input(
      z.strictObject({
        email: emailInput,
        code: codeInput,
        registrationToken: registrationTokenInput,
        challenge: challengeInput,
      }),
    )
    .output(z.object({ email: z.string(), resetToken: resetTokenOutput }))
    .mutation(async ({ ctx, input: { challenge, ...input } }) => {
      const source = { ip: attemptSourceOf(ctx), requestIp: ctx.request.ip };
      const { user, resetToken } = await verifyByCode(ctx.app, ctx.tenant, { ...input, challenge, ...source });
      ctx.entry.subject = user.id;
      return { email: user.email, resetToken };
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
    .input(z.strictObject({ newEmail: emailInput, password: reauthenticationInput, challenge: challengeInput }))
    .output(acceptedOutput)
    .mutation(async ({ ctx, input: { newEmail, password, challenge } }) => {
      const { tenant, user } = await reauthenticate(ctx.app, ctx.caller, {
        password,
        challenge,
        ip: attemptSourceOf(ctx),
      });
      ctx.entry.subject = user.id;
      await startEmailChange(ctx.app, tenant, user, newEmail);
      return ACCEPTED;
    }),
});

/** Procedures for a user's password, which only the user sets. */
export const passwordRouter = t.router({
  change: procedure({
    summary: "Changes the signed-in user's password. Ends their other sessions by default.",
    caller: ["user", "admin"],
    rateLimit: "credentials",
    audit: "auth.password.change",
  })
    .input(
      z.strictObject({
        currentPassword: currentPasswordInput
          .optional()
          .describe("The user's current password. Leave it out for a user without one, who sets their first."),
        newPassword: passwordInput,
        endOtherSessions: z.boolean().default(true).describe("Whether to end the user's other sessions."),
        challenge: challengeInput,
      }),
    )
    .output(z.object({ endedSessionCount: z.int().min(0) }))
    .mutation(async ({ ctx, input: { challenge, ...input } }) => {
      const from = { attemptSource: attemptSourceOf(ctx), ip: ctx.request.ip };
      const { currentPassword, ...rest } = input;
      const change = { ...rest, currentPassword, challenge };
      const { user, ended } = await changePassword(ctx.app, ctx.caller, change, from);
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
