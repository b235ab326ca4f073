import * as z from "zod";
import { ACCEPTED, acceptedOutput } from "../accounts/inputs.ts";
import { ownAccount } from "../accounts/own-account.ts";
import { requiresSecondFactor } from "../factors/second-factor.ts";
import { attemptSourceOf } from "../pipeline/context.ts";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { noInput } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { confirmTotp, createBackupCodes, enrolling, removeTotp, sendFactorCode, startTotp } from "./enrol-factors.ts";
import { signInTokenInput } from "./inputs.ts";
import { begunSignIn } from "./step-up.ts";

const SIGNED_IN = ["user", "admin"] as const;

const backupCodes = z.array(z.string()).describe("Backup codes. They are shown once; each works once.");

const totpRouter = t.router({
  start: procedure({
    summary:
      "Starts to enrol an authenticator app. Requires a sign-in within the last 5 minutes, or the token of a sign-in that lacks a factor.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "auth.factors.totp.start",
  })
    .input(z.strictObject({ signInToken: signInTokenInput }))
    .output(
      z.object({
        secret: z.string().describe("The secret in base32, for typing it into the app."),
        uri: z.string().describe("The secret as an otpauth:// URI."),
        qrCode: z.string().describe("The URI as a QR code: an SVG image."),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const by = await enrolling(ctx.app, { ...ctx, ...input }, sourceOf(ctx));
      ctx.entry.subject = by.user.id;
      return await startTotp(ctx.app, by);
    }),

  confirm: procedure({
    summary: "Confirms an authenticator app by its first code. From then on each sign-in requires a second factor.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "auth.factors.totp.confirm",
  })
    .input(
      z.strictObject({ signInToken: signInTokenInput, code: z.string().min(1).max(32).describe("The app's code.") }),
    )
    .output(
      z.object({ backupCodes: backupCodes.describe("Backup codes, shown once; empty if the user has some left.") }),
    )
    .mutation(async ({ ctx, input: { code, signInToken } }) => {
      const by = await enrolling(ctx.app, { ...ctx, signInToken }, sourceOf(ctx));
      ctx.entry.subject = by.user.id;
      return { backupCodes: await confirmTotp(ctx.app, by, code, ctx.request.ip) };
    }),

  remove: procedure({
    summary: "Removes the signed-in user's authenticator app. Requires a sign-in within the last 5 minutes.",
    caller: SIGNED_IN,
    rateLimit: "credentials",
    audit: "auth.factors.totp.remove",
  })
    .input(noInput)
    .output(z.object({ removed: z.literal(true) }))
    .mutation(async ({ ctx }) => {
      const by = await enrolling(ctx.app, { ...ctx, signInToken: "" }, sourceOf(ctx));
      ctx.entry.subject = by.user.id;
      await removeTotp(ctx.app, by, ctx.request.ip);
      return { removed: true } as const;
    }),
});

/** Second factors of the signed-in user, or of one whose sign-in lacks a factor. */
export const factorsRouter = t.router({
  list: procedure({
    summary: "Lists the signed-in user's factors.",
    caller: SIGNED_IN,
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(
      z.object({
        required: z.boolean().describe("Whether the user must show a second factor to sign in."),
        totp: z
          .object({ createdAt: z.date(), lastUsedAt: z.date().nullable() })
          .nullable()
          .describe("The authenticator app; null if there is none."),
        passkeyCount: z.int().min(0),
        backupCodesLeft: z.int().min(0),
      }),
    )
    .query(async ({ ctx }) => {
      const { tenant, user } = await ownAccount(ctx.app, ctx.caller);
      const { totp, passkeys, backupCodesLeft } = await ctx.app.factors.enrolled(user);
      return {
        required: await requiresSecondFactor(ctx.app, tenant, user),
        totp: totp === undefined ? null : { createdAt: totp.createdAt, lastUsedAt: totp.lastUsedAt },
        passkeyCount: passkeys.length,
        backupCodesLeft,
      };
    }),

  totp: totpRouter,

  backupCodes: t.router({
    create: procedure({
      summary:
        "Creates new backup codes for the signed-in user; earlier ones stop working. Requires a sign-in within the last 5 minutes.",
      caller: SIGNED_IN,
      rateLimit: "credentials",
      audit: "auth.factors.backupCodes.create",
    })
      .input(noInput)
      .output(z.object({ codes: backupCodes }))
      .mutation(async ({ ctx }) => {
        const by = await enrolling(ctx.app, { ...ctx, signInToken: "" }, sourceOf(ctx));
        ctx.entry.subject = by.user.id;
        return { codes: [...(await createBackupCodes(ctx.app, by, ctx.request.ip))] };
      }),
  }),

  email: t.router({
    send: procedure({
      summary:
        "Emails a code for auth.stepUp to the signed-in user, or in a sign-in that lacks a factor. It works once, for 10 minutes.",
      caller: EVERY_CALLER,
      rateLimit: "credentials",
      audit: "auth.factors.email.send",
    })
      .input(z.strictObject({ signInToken: signInTokenInput }))
      .output(acceptedOutput)
      .mutation(async ({ ctx, input: { signInToken } }) => {
        if (signInToken !== "") {
          const { user } = await begunSignIn(ctx.app, ctx.tenant, signInToken);
          ctx.entry.subject = user.id;
          await sendFactorCode(ctx.app, ctx.tenant, { user, signInToken });
          return ACCEPTED;
        }
        if (!("sessionId" in ctx.caller)) throw new AppError("unauthenticated");
        const { tenant, user, session } = await ownAccount(ctx.app, ctx.caller);
        ctx.entry.subject = user.id;
        await sendFactorCode(ctx.app, tenant, { user, sessionId: session.id });
        return ACCEPTED;
      }),
  }),

  devices: t.router({
    forget: procedure({
      summary: "Ends the trust of all devices of the signed-in user. Safe to repeat.",
      caller: SIGNED_IN,
      rateLimit: "standard",
      audit: "auth.factors.devices.forget",
    })
      .input(noInput)
      .output(z.object({ forgottenCount: z.int().min(0) }))
      .mutation(async ({ ctx }) => {
        const { user } = await ownAccount(ctx.app, ctx.caller);
        ctx.entry.subject = user.id;
        return { forgottenCount: await ctx.app.trustedDevices.removeAll(user) };
      }),
  }),
});

function sourceOf(ctx: Parameters<typeof attemptSourceOf>[0]) {
  return { ip: attemptSourceOf(ctx), challenge: undefined };
}
