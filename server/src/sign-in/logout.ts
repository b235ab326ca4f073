import { type Browser, forgetCookie, refreshTokenOf } from "../sessions/cookies.ts";
import { endSessionsOf } from "../sessions/end-sessions.ts";
import type { Caller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { SignInDeps } from "./deps.ts";
import { sessionOf } from "./refresh.ts";

type Deps = Pick<SignInDeps, "sessions" | "clock" | "refreshTokens" | "revocations">;

/**
 * Ends the session of the refresh token, or else of the access token, or else of the cookie. Returns its id. Throws
 * `refresh_token_invalid`, `unauthenticated`, and what `requireOwnPage` throws.
 */
export async function logout(app: Deps, browser: Browser, caller: Caller, token: string) {
  const { id, tenantId } = await sessionToEnd(app, browser, caller, token);
  await endSessionsOf(app, tenantId, { session: id }, "logout");
  if ((await cookieSession(app, browser)) === id) forgetCookie(browser);
  return id;
}

/** Ends the session of a cookie that was just replaced: a browser has one session at a time (SECURITY rule 21). */
export async function endReplacedSession(app: Deps, browser: Browser): Promise<void> {
  const id = await cookieSession(app, browser);
  if (id !== undefined) await endSessionsOf(app, browser.tenant.id, { session: id }, "logout");
}

async function sessionToEnd(app: Deps, browser: Browser, caller: Caller, token: string) {
  if (token === "" && "sessionId" in caller) return { id: caller.sessionId, tenantId: caller.tenantId };
  if (token === "" && browser.cookie === undefined) throw new AppError("unauthenticated");
  const { session } = await sessionOf(app, browser.tenant, refreshTokenOf(browser, token).token);
  return session;
}

async function cookieSession({ refreshTokens }: Deps, { cookie }: Browser): Promise<string | undefined> {
  return cookie === undefined ? undefined : await refreshTokens.sessionOf(cookie);
}
