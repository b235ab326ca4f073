import * as z from "zod";
import {
  challengeInput,
  emailInput,
  modeInput,
  nameInput,
  passwordInput,
  refreshTokenInput,
  userOutput,
  userView,
} from "../accounts/inputs.ts";
import { register } from "../accounts/register.ts";
import { accountRouter, emailRouter, passwordRouter } from "../accounts/router.ts";
import { attemptSourceOf, clientOf } from "../pipeline/context.ts";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { noInput } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { issueTokens, refreshTokenOf } from "../sessions/cookies.ts";
import { sessionsRouter } from "../sessions/router.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { keysRouter } from "../tokens/router.ts";
import { login } from "./login.ts";
import { endReplacedSession, logout } from "./logout.ts";
import { refresh } from "./refresh.ts";

const tokens = {
  accessToken: z.string().describe("A JSON Web Token (RFC 9068). Send it as Authorization: Bearer."),
  accessTokenExpiresAt: z.date(),
  refreshToken: z.string().describe("Refresh token, valid once. Empty in cookie mode, where the browser stores it."),
  refreshTokenExpiresAt: z.date().describe("Expiry time of the refresh token if it isn't used before."),
};

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
      }),
    )
    .mutation(async ({ ctx, input }) => ({
      next: await register(ctx.app, ctx.tenant, { ...input, name: input.name ?? null }),
    })),

  login: procedure({
    summary: "Signs a user in with email and password, and opens a session.",
    caller: ["anonymous", "publishable", "secret"],
    rateLimit: "credentials",
    audit: "auth.login",
  })
    .input(z.strictObject({ email: emailInput, password: passwordInput, challenge: challengeInput, mode: modeInput }))
    .output(z.object({ user: userOutput, ...tokens }))
    .mutation(async ({ ctx, input: { mode, ...input } }) => {
      const request = { ...input, challenge: input.challenge, ip: attemptSourceOf(ctx) };
      const work = () => login(ctx.app, ctx.tenant, clientOf(ctx, mode), { ...request, entry: ctx.entry });
      const { user, ...rest } = await issueTokens(ctx, mode, work);
      if (mode === "cookie") await endReplacedSession(ctx.app, ctx);
      return { user: userView(user), ...rest };
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
    .output(z.object(tokens))
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

  account: accountRouter,
  email: emailRouter,
  password: passwordRouter,
  sessions: sessionsRouter,
  keys: keysRouter,
});
