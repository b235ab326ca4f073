import * as z from "zod";
import {
  challengeInput,
  emailInput,
  modeInput,
  nameInput,
  passwordInput,
  refreshTokenInput,
  tokenInput,
  userOutput,
  userView,
} from "../accounts/inputs.ts";
import { register } from "../accounts/register.ts";
import { accountRouter, emailRouter, passwordRouter } from "../accounts/router.ts";
import { attemptSourceOf, type Context, clientOf } from "../pipeline/context.ts";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { noInput } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { identitiesRouter, signInProvidersRouter } from "../providers/sign-in-router.ts";
import { issueTokens, type Mode, refreshTokenOf, setDeviceCookie } from "../sessions/cookies.ts";
import { sessionsRouter } from "../sessions/router.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { checked } from "../shared/inputs/input-check.ts";
import { keysRouter } from "../tokens/router.ts";
import { exchangeAppCode } from "./app-codes.ts";
import { signInByCode, signInByLink, startEmailSignIn } from "./email-sign-in.ts";
import { factorsRouter } from "./factors-router.ts";
import { deviceTokenInput, sessionOutput, stepUpInput, tokensOutput } from "./inputs.ts";
import { issueSession } from "./issue-session.ts";
import { login } from "./login.ts";
import { logout } from "./logout.ts";
import { passkeysRouter } from "./passkeys-router.ts";
import { refresh } from "./refresh.ts";
import { type ShownFactor, stepUpSession, stepUpSignIn, trustDevice } from "./step-up.ts";

const checkedEmailSignIn = checked(
  checked(
    z.strictObject({
      email: emailInput.optional().describe("The email that the code was sent to."),
      code: z.string().min(1).max(32).optional().describe("The code in the email."),
      token: tokenInput.optional(),
      requestToken: z
        .string()
        .max(64)
        .default("")
        .describe("The requestToken of auth.emailSignIn.start. Not needed for a link if magicLinkAnyBrowser is on."),
      deviceToken: deviceTokenInput,
      challenge: challengeInput,
      mode: modeInput,
    }),
    { fields: { of: ["code", "token"], atLeast: 1, atMost: 1 } },
    "Set code and email, or token.",
  ),
  { requires: ["code", "email"] },
  "Set the email that the code was sent to.",
);

const requestTokenOutput = z
  .string()
  .describe("Keep it in this browser, and send it with the code or link. It alone signs nobody in.");

const checkedStepUp = checked(
  stepUpInput,
  { fields: { of: ["code", "password", "passkey"], atLeast: 0, atMost: 1 } },
  "Set one of code, password and passkey.",
);

/** The factor of an input. Throws `invalid_input` if it lacks a field of its method. */
function factorOf({ method, ...input }: z.output<typeof stepUpInput>): ShownFactor | undefined {
  const needed = <Value>(path: "code" | "password" | "challengeToken" | "passkey", value: Value | undefined): Value => {
    if (value !== undefined) return value;
    throw new AppError("invalid_input", { issues: [{ path, message: `The method ${method} needs it.` }] });
  };
  if (method === undefined) return undefined;
  if (method === "password") return { method, password: needed("password", input.password) };
  if (method !== "passkey") return { method, code: needed("code", input.code) };
  const passkey = needed("passkey", input.passkey);
  return { method, passkey, challengeToken: needed("challengeToken", input.challengeToken) };
}

/** The secret of a device that the user may trust, from the input, or in cookie mode from the browser. */
function deviceTokenOf(
  { deviceCookie }: Pick<Context, "deviceCookie">,
  { deviceToken, mode }: { readonly deviceToken?: string | undefined; readonly mode: Mode },
): string | undefined {
  return deviceToken ?? (mode === "cookie" ? deviceCookie : undefined);
}

export const authRouter = t.router({
  register: procedure({
    summary: "Registers a user of the tenant with email and password, and sends a verification email.",
    caller: ["anonymous", "publishable", "secret"],
    rateLimit: "credentials",
    audit: "auth.register",
  })
    .input(z.strictObject({ email: emailInput, password: passwordInput, name: nameInput.optional() }))
    .output(
      z.object({
        next: z
          .enum(["login", "verify_email"])
          .describe(
            "The next step, the same whether or not the email was free. Only the email's owner is notified which it was.",
          ),
        registrationToken: z
          .string()
          .describe(
            "Send it with auth.email.confirm or auth.email.confirmCode, so that the password stays. Without it, the password is removed when the email is confirmed, because a stranger may have registered.",
          ),
      }),
    )
    .mutation(async ({ ctx, input }) => await register(ctx.app, ctx.tenant, { ...input, name: input.name ?? null })),

  login: procedure({
    summary: "Signs a user in with email and password, and opens a session.",
    caller: ["anonymous", "publishable", "secret"],
    rateLimit: "credentials",
    audit: "auth.login",
    isSignIn: true,
  })
    .input(
      z.strictObject({
        email: emailInput,
        password: passwordInput,
        deviceToken: deviceTokenInput,
        challenge: challengeInput,
        mode: modeInput,
      }),
    )
    .output(sessionOutput)
    .mutation(async ({ ctx, input: { mode, ...input } }) => {
      const deviceToken = deviceTokenOf(ctx, { ...input, mode });
      const request = { ...input, deviceToken, challenge: input.challenge, ip: attemptSourceOf(ctx) };
      const work = () => login(ctx.app, ctx.tenant, clientOf(ctx, mode), { ...request, entry: ctx.entry });
      const { user, ...rest } = await issueSession(ctx, mode, work);
      return { user: userView(user), ...rest };
    }),

  emailSignIn: t.router({
    start: procedure({
      summary: "Emails a code or a link that signs in, or signs up where the tenant allows it.",
      caller: ["anonymous", "publishable", "secret"],
      rateLimit: "credentials",
      audit: "auth.emailSignIn.start",
    })
      .input(
        z.strictObject({
          email: emailInput,
          use: z.enum(["code", "link"]).default("code").describe("code: digits to type. link: a magic link."),
        }),
      )
      .output(
        z.object({
          requestToken: requestTokenOutput,
          expiresAt: z.date().describe("Time until which the code or link works."),
        }),
      )
      .mutation(async ({ ctx, input }) => {
        return await startEmailSignIn(ctx.app, ctx.tenant, { ...input, source: attemptSourceOf(ctx) });
      }),

    complete: procedure({
      summary:
        "Signs in, or up, by an emailed code or link, and opens a session. A link works in the browser that asked for it.",
      caller: ["anonymous", "publishable", "secret"],
      rateLimit: "credentials",
      audit: "auth.emailSignIn.complete",
      isSignIn: true,
    })
      .input(checkedEmailSignIn)
      .output(sessionOutput)
      .mutation(async ({ ctx, input }) => {
        const { mode, email, code, token, requestToken, challenge } = input;
        const client = clientOf(ctx, mode);
        const deviceToken = deviceTokenOf(ctx, input);
        const of = { requestToken, deviceToken, entry: ctx.entry };
        const { user, ...rest } = await issueSession(ctx, mode, async () => {
          if (token !== undefined) return await signInByLink(ctx.app, ctx.tenant, client, { ...of, token });
          const source = { ip: attemptSourceOf(ctx), challenge };
          // The input's check requires both without a token.
          const typed = { email: email ?? "", code: code ?? "" };
          return await signInByCode(ctx.app, ctx.tenant, client, { ...of, ...typed, ...source });
        });
        return { user: userView(user), ...rest };
      }),
  }),

  exchangeCode: procedure({
    summary: "Exchanges the one-time code of the hosted pages for a session, with the app's PKCE verifier.",
    caller: ["publishable"],
    rateLimit: "credentials",
    audit: "auth.exchangeCode",
  })
    .input(
      z.strictObject({
        code: z.string().min(1).max(128).describe("The code in the query of the return URL."),
        codeVerifier: z.string().min(43).max(128).describe("The verifier whose challenge the sign-in began with."),
        returnUrl: z.string().min(1).max(1000).describe("The return URL that the sign-in began with."),
        mode: modeInput,
      }),
    )
    .output(sessionOutput)
    .mutation(async ({ ctx, input: { mode, ...exchange } }) => {
      const work = () => exchangeAppCode(ctx.app, ctx.tenant, clientOf(ctx, mode), { ...exchange, entry: ctx.entry });
      const { user, ...rest } = await issueSession(ctx, mode, work);
      return { user: userView(user), ...rest };
    }),

  stepUp: procedure({
    summary:
      "Shows another factor: completes a sign-in after the error factor_required, or adds the factor to a session. Returns new tokens.",
    caller: EVERY_CALLER,
    rateLimit: "credentials",
    audit: "auth.stepUp",
  })
    .input(checkedStepUp)
    .output(
      sessionOutput.extend({
        deviceToken: z
          .string()
          .nullable()
          .describe("Secret of the trusted device, for the next auth.login; null in cookie mode or without one."),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { signInToken, trustDevice: trusts } = input;
      const shown = { factor: factorOf(input), source: { ip: attemptSourceOf(ctx), challenge: input.challenge } };
      const isNew = signInToken !== "";
      ctx.entry.isSignIn = isNew;
      const { token, mode } = isNew ? { token: "", mode: input.mode } : refreshTokenOf(ctx, input.refreshToken);
      const client = { ...clientOf(ctx, mode), requestId: ctx.request.id, entry: ctx.entry };
      const { user, factors, ...tokens } = isNew
        ? await issueSession(ctx, mode, () => stepUpSignIn(ctx.app, ctx.tenant, client, { ...shown, signInToken }))
        : await issueTokens(ctx, mode, () =>
            stepUpSession(ctx.app, ctx.tenant, client, { ...shown, refreshToken: token }),
          );
      const device = trusts ? await trustDevice(ctx.app, ctx.tenant, { user, factors }, client) : undefined;
      if (device !== undefined && mode === "cookie") setDeviceCookie(ctx, device);
      return { user: userView(user), ...tokens, deviceToken: mode === "bearer" ? (device?.token ?? null) : null };
    }),

  refresh: procedure({
    summary:
      "Exchanges a refresh token, from the input or the cookie, for a new access token and the next refresh token.",
    caller: EVERY_CALLER,
    rateLimit: "standard",
    audit: "auth.refresh",
    // The session has the time of its last refresh. Events of each would fill the database.
    auditedOutcomes: "refused",
  })
    .input(z.strictObject({ refreshToken: refreshTokenInput }))
    .output(z.object(tokensOutput))
    .mutation(async ({ ctx, input }) => {
      const { token, mode } = refreshTokenOf(ctx, input.refreshToken);
      const client = { ...clientOf(ctx, mode), requestId: ctx.request.id, entry: ctx.entry };
      return await issueTokens(ctx, mode, () => refresh(ctx.app, ctx.tenant, client, token));
    }),

  logout: procedure({
    summary: "Signs out: ends the session of the refresh token, the access token or the cookie. Safe to repeat.",
    caller: EVERY_CALLER,
    rateLimit: "standard",
    audit: "auth.logout",
  })
    .input(z.strictObject({ refreshToken: refreshTokenInput }))
    .output(z.object({ sessionId: z.string() }))
    .mutation(async ({ ctx, input }) => ({
      sessionId: await logout(ctx.app, ctx, ctx.caller, input.refreshToken),
    })),

  me: procedure({
    summary: "Gets the signed-in user.",
    caller: ["user", "admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(z.object({ user: userOutput, sessionId: z.string() }))
    .query(async ({ ctx }) => {
      const user = await ctx.app.auth.findUser(ctx.caller.userId);
      if (user === undefined) throw new AppError("session_ended");
      return { user: userView(user), sessionId: ctx.caller.sessionId };
    }),

  factors: factorsRouter,
  passkeys: passkeysRouter,
  providers: signInProvidersRouter,
  identities: identitiesRouter,
  account: accountRouter,
  email: emailRouter,
  password: passwordRouter,
  sessions: sessionsRouter,
  keys: keysRouter,
});
