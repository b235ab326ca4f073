import { type Browser, issueTokens, type Mode } from "../sessions/cookies.ts";
import type { Tokens } from "../sessions/session.ts";
import type { SignInDeps } from "./deps.ts";
import { endReplacedSession } from "./logout.ts";

/** Runs work that opens a session, as `issueTokens` does. In cookie mode it replaces the session of the browser's cookie. */
export async function issueSession<Result extends Tokens>(
  browser: Browser & { readonly app: Pick<SignInDeps, "sessions" | "clock" | "refreshTokens" | "revocations"> },
  mode: Mode,
  work: () => Promise<Result>,
): Promise<Result> {
  const result = await issueTokens(browser, mode, work);
  if (mode === "cookie") await endReplacedSession(browser.app, browser);
  return result;
}
