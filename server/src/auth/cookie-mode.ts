import { AppError } from "../errors/app-error.ts";
import type { ErrorCode } from "../errors/catalog.ts";
import type { Clock } from "../ports/clock.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { type Page, requireOwnPage } from "./own-page.ts";
import type { Tokens } from "./session.ts";
import { NO_SESSION_COOKIE, sessionCookie } from "./session-cookie.ts";
import type { SessionRow } from "./session-store.ts";

/** A request that a browser may have made, and the headers of its answer. */
export interface Browser {
  readonly app: { readonly clock: Clock };
  readonly tenant: Tenant;
  readonly page: Page;
  readonly cookie: string | undefined;
  readonly answer: Headers;
}

/** Where a client's refresh token is. */
export type Mode = SessionRow["mode"];

/** Ends of a session after which its cookie is of no use. */
const FINAL: readonly ErrorCode[] = ["refresh_token_invalid", "refresh_token_reused", "session_ended"];

/**
 * The refresh token that a call brings, in its input or in the cookie. Throws `unauthenticated` where there is none, and
 * whatever speaks against relying on the cookie.
 */
export function refreshTokenOf(browser: Browser, given: string): { token: string; mode: Mode } {
  if (given !== "") return { token: given, mode: "bearer" };
  requireOwnPage(browser.page, browser.tenant);
  if (browser.cookie === undefined) throw new AppError("unauthenticated");
  return { token: browser.cookie, mode: "cookie" };
}

/**
 * Does what gives tokens, and hands them over as the client wants them. In a cookie the refresh token is out of reach of
 * scripts; the access token, which is no opaque value and may name the user, is for memory alone (SECURITY rule 28).
 */
export async function handOver<Result extends Tokens>(
  browser: Browser,
  mode: Mode,
  work: () => Promise<Result>,
): Promise<Result> {
  if (mode === "bearer") return await work();
  requireOwnPage(browser.page, browser.tenant);
  try {
    const result = await work();
    const { refreshToken, refreshTokenExpiresAt } = result;
    const cookie = sessionCookie(refreshToken, refreshTokenExpiresAt, browser.app.clock.now());
    browser.answer.append("set-cookie", cookie);
    return { ...result, refreshToken: "" };
  } catch (error) {
    if (error instanceof AppError && FINAL.includes(error.code)) forgetCookie(browser);
    throw error;
  }
}

/** Has the browser forget the cookie that came along, if any. */
export function forgetCookie({ cookie, answer }: Pick<Browser, "cookie" | "answer">): void {
  if (cookie !== undefined) answer.append("set-cookie", NO_SESSION_COOKIE);
}
