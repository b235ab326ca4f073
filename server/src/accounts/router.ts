import * as z from "zod";
import { attemptSourceOf } from "../pipeline/context.ts";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { t } from "../pipeline/init.ts";
import { noInput } from "../pipeline/inputs.ts";
import { procedure } from "../pipeline/procedure.ts";
import { forgetCookie } from "../sessions/cookies.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { deleteUser } from "../users/delete-user.ts";
import { beginEmailChange, confirmEmail } from "./change-email.ts";
import { changePassword, forgotPassword, resetPassword } from "./change-password.ts";
import { accountExport, exportAccount } from "./export-account.ts";
import {
  ACCEPTED,
  acceptedOutput,
  challengeInput,
  codeInput,
  emailInput,
  freshPasswordInput,
  nameInput,
  nameKey,
  passwordInput,
  tokenInput,
  userOutput,
  userView,
} from "./inputs.ts";
import { freshAccount, ownAccount } from "./own-account.ts";
import { resendVerification, verifyByCode } from "./verify-email.ts";

/** What users do with their own accounts. */
export const accountRouter = t.router({
  update: procedure({
    summary: "Changes the signed-in user's profile.",
    caller: ["user", "admin"],
    rateLimit: "standard",
    audit: "auth.account.update",
  })
    .input(z.strictObject({ name: nameInput.nullable().describe("Null for none.") }))
    .output(z.object({ user: userOutput }))
    .mutation(async ({ ctx, input: { name } }) => {
      ctx.entry.subject = ctx.caller.userId;
      const user = await ctx.app.users.rename(ctx.caller, { name, nameKey: nameKey(name) });
      if (user === undefined) throw new AppError("session_ended");
      return { user: userView(user) };
    }),

  export: procedure({
    summary: "Gives the signed-in user all that is held about them.",
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
    summary: "Deletes the signed-in user with all that is personal. It cannot be undone.",
    caller: ["user"],
    rateLimit: "credentials",
    audit: "auth.account.delete",
  })
    .input(z.strictObject({ password: freshPasswordInput, challenge: challengeInput }))
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(async ({ ctx, input: { password, challenge } }) => {
      const { user } = await freshAccount(ctx.app, ctx.caller, { password, challenge, ip: attemptSourceOf(ctx) });
      ctx.entry.subject = user.id;
      await deleteUser(ctx.app, user.tenantId, user.id);
      forgetCookie(ctx);
      return { deleted: true } as const;
    }),
});

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
        alreadyDone: z.boolean().describe("True where it was done before, so that nothing was changed now."),
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

/** A user's password, which nobody but the user sets. */
export const passwordRouter = t.router({
  change: procedure({
    summary: "Changes the signed-in user's password, and ends their other sessions unless told not to.",
    caller: ["user", "admin"],
    rateLimit: "credentials",
    audit: "auth.password.change",
  })
    .input(
      z.strictObject({
        currentPassword: freshPasswordInput,
        newPassword: passwordInput,
        endOtherSessions: z.boolean().default(true).describe("Whether to sign out everywhere else."),
        challenge: challengeInput,
      }),
    )
    .output(z.object({ endedSessions: z.int().min(0) }))
    .mutation(async ({ ctx, input: { challenge, ...input } }) => {
      const from = { guesser: attemptSourceOf(ctx), ip: ctx.request.ip };
      const { user, ended } = await changePassword(ctx.app, ctx.caller, { ...input, challenge }, from);
      ctx.entry.subject = user.id;
      return { endedSessions: ended };
    }),

  forgot: procedure({
    summary: "Sends a link to choose a new password to an address, if it is a user's.",
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
    summary: "Sets a new password by the token of the link in a letter, and ends all sessions; it signs nobody in.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "auth.password.reset",
  })
    .input(z.strictObject({ token: tokenInput, password: passwordInput }))
    .output(z.object({ email: z.string().describe("The address to sign in with.") }))
    .mutation(async ({ ctx, input }) => {
      const user = await resetPassword(ctx.app, ctx.tenant, {
        ...{ ...input, ip: ctx.request.ip, source: attemptSourceOf(ctx) },
      });
      ctx.entry.subject = user.id;
      return { email: user.email };
    }),
});
