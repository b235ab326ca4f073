import * as z from "zod";
import { modeInput, userView } from "../accounts/inputs.ts";
import { ownAccount } from "../accounts/own-account.ts";
import { attemptSourceOf, clientOf } from "../pipeline/context.ts";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { cutPage, decodeCursor, noInput, pageInput, pageOf } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { deviceOf } from "../sessions/session-view.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { enrolling } from "./enrol-factors.ts";
import { sessionOutput, signInTokenInput } from "./inputs.ts";
import { issueSession } from "./issue-session.ts";
import { removePasskey, renamePasskey } from "./passkeys/manage-passkeys.ts";
import { finishRegistration, startRegistration } from "./passkeys/register-passkey.ts";
import {
  assertionJson,
  challengeTokenInput,
  creationOutput,
  passkeyNameInput,
  passkeyOutput,
  passkeyView,
  registrationJson,
  requestOutput,
} from "./passkeys/schemas.ts";
import { finishPasskeySignIn, startPasskeySignIn, startPasskeyStepUp } from "./passkeys/use-passkey.ts";
import { begunSignIn } from "./step-up.ts";

const SIGNED_IN = ["user", "admin"] as const;
const SIGNING_IN = ["anonymous", "publishable", "secret"] as const;

const passkeyId = z.string().min(1).max(64).describe("The passkey's id, from auth.passkeys.list.");

function sourceOf(ctx: Parameters<typeof attemptSourceOf>[0]) {
  return { ip: attemptSourceOf(ctx), challenge: undefined };
}

/** Passkeys and security keys (WebAuthn Level 3). */
export const passkeysRouter = t.router({
  list: procedure({
    summary: "Lists the signed-in user's passkeys, oldest first. A user has at most 20.",
    caller: SIGNED_IN,
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject(pageInput))
    .output(z.object(pageOf(passkeyOutput)))
    .query(async ({ ctx, input }) => {
      const after = decodeCursor(input.cursor, z.string()) ?? "";
      const { user } = await ownAccount(ctx.app, ctx.caller);
      const { passkeys } = await ctx.app.factors.enrolled(user);
      const rest = passkeys.filter(({ id }) => id > after);
      return cutPage(rest, input.limit, { cursor: ({ id }) => id, item: passkeyView });
    }),

  rename: procedure({
    summary: "Renames one of the signed-in user's passkeys.",
    caller: SIGNED_IN,
    rateLimit: "standard",
    audit: "auth.passkeys.rename",
  })
    .input(z.strictObject({ id: passkeyId, name: passkeyNameInput }))
    .output(z.object({ passkey: passkeyOutput }))
    .mutation(async ({ ctx, input }) => {
      const { user } = await ownAccount(ctx.app, ctx.caller);
      ctx.entry.subject = user.id;
      return { passkey: passkeyView(await renamePasskey(ctx.app, user, input)) };
    }),

  remove: procedure({
    summary:
      "Removes one of the signed-in user's passkeys, unless it is the last way to sign in. Requires a sign-in within the last 5 minutes.",
    caller: SIGNED_IN,
    rateLimit: "credentials",
    audit: "auth.passkeys.remove",
  })
    .input(z.strictObject({ id: passkeyId }))
    .output(z.object({ removed: z.literal(true) }))
    .mutation(async ({ ctx, input: { id } }) => {
      const by = await enrolling(ctx.app, { ...ctx, signInToken: "" }, sourceOf(ctx));
      ctx.entry.subject = by.user.id;
      await removePasskey(ctx.app, by, id, ctx.request.ip);
      return { removed: true } as const;
    }),

  register: t.router({
    start: procedure({
      summary:
        "Starts to register a passkey. Requires a sign-in within the last 5 minutes, or the token of a sign-in that lacks a factor.",
      caller: EVERY_CALLER,
      rateLimit: "credentials",
      audit: "auth.passkeys.register.start",
    })
      .input(z.strictObject({ signInToken: signInTokenInput }))
      .output(creationOutput)
      .mutation(async ({ ctx, input }) => {
        const by = await enrolling(ctx.app, { ...ctx, ...input }, sourceOf(ctx));
        ctx.entry.subject = by.user.id;
        return await startRegistration(ctx.app, by);
      }),

    finish: procedure({
      summary: "Registers the passkey that an authenticator created. It counts as shown in this session or sign-in.",
      caller: EVERY_CALLER,
      rateLimit: "credentials",
      audit: "auth.passkeys.register.finish",
    })
      .input(
        z.strictObject({
          signInToken: signInTokenInput,
          challengeToken: challengeTokenInput,
          passkey: registrationJson,
          name: passkeyNameInput.optional().describe("A name for it. Defaults to the browser and its system."),
        }),
      )
      .output(
        z.object({
          passkey: passkeyOutput,
          backupCodes: z
            .array(z.string())
            .describe("Backup codes, shown once; empty if the user has some left. Each works once."),
        }),
      )
      .mutation(async ({ ctx, input: { signInToken, name, ...input } }) => {
        const by = await enrolling(ctx.app, { ...ctx, signInToken }, sourceOf(ctx));
        ctx.entry.subject = by.user.id;
        const { ip, userAgent } = ctx.request;
        const registration = { ...input, name: name ?? deviceOf(userAgent), ip };
        const { passkey, backupCodes } = await finishRegistration(ctx.app, by, registration);
        ctx.entry.details = { passkeyId: passkey.id };
        return { passkey: passkeyView(passkey), backupCodes: [...backupCodes] };
      }),
  }),

  signIn: t.router({
    start: procedure({
      summary: "Starts a sign-in with a passkey, without an email. Also for a browser's autofill (conditional UI).",
      caller: SIGNING_IN,
      // A page with autofill starts one whenever it is loaded, and nothing is tried yet.
      rateLimit: "standard",
      audit: "auth.passkeys.signIn.start",
      auditedOutcomes: "refused",
    })
      .input(noInput)
      .output(requestOutput)
      .mutation(async ({ ctx }) => await startPasskeySignIn(ctx.app, ctx.tenant)),

    finish: procedure({
      summary: "Signs in with a passkey that has verified its user, by a PIN or biometrics, and opens a session.",
      caller: SIGNING_IN,
      rateLimit: "credentials",
      audit: "auth.passkeys.signIn.finish",
      isSignIn: true,
    })
      .input(z.strictObject({ challengeToken: challengeTokenInput, passkey: assertionJson, mode: modeInput }))
      .output(sessionOutput)
      .mutation(async ({ ctx, input: { mode, ...used } }) => {
        const work = () => finishPasskeySignIn(ctx.app, ctx.tenant, clientOf(ctx, mode), { ...used, entry: ctx.entry });
        const { user, ...rest } = await issueSession(ctx, mode, work);
        return { user: userView(user), ...rest };
      }),
  }),

  stepUp: t.router({
    start: procedure({
      summary: "Starts to show a passkey to auth.stepUp: of the signed-in user, or in a sign-in that lacks a factor.",
      caller: EVERY_CALLER,
      rateLimit: "credentials",
      audit: "auth.passkeys.stepUp.start",
    })
      .input(z.strictObject({ signInToken: signInTokenInput }))
      .output(requestOutput)
      .mutation(async ({ ctx, input: { signInToken } }) => {
        if (signInToken !== "") {
          const { user } = await begunSignIn(ctx.app, ctx.tenant, signInToken);
          ctx.entry.subject = user.id;
          return await startPasskeyStepUp(ctx.app, ctx.tenant, { user, owner: { signInToken } });
        }
        if (!("sessionId" in ctx.caller)) throw new AppError("unauthenticated");
        const { tenant, user, session } = await ownAccount(ctx.app, ctx.caller);
        ctx.entry.subject = user.id;
        return await startPasskeyStepUp(ctx.app, tenant, { user, owner: { sessionId: session.id } });
      }),
  }),
});
