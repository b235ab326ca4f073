import type { Clock } from "../ports/time.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import type { SessionRow } from "../shared/rows.ts";
import { type Page, requireOwnPage } from "../shared/same-site.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { Tokens } from "./session.ts";

/**
 * The cookie that holds a browser's refresh token, which scripts never see. `__Host-` has the browser insist on Secure, on
 * Path=/ and on no Domain, so that no other host, not even a subdomain, can set or read it. Strict, since nothing but
 * requests by pages of the same site uses it: no link that leads here needs it.
 */
const NAME = "__Host-session";
const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict";

/** The refresh token in a `Cookie` header. */
export function readSessionCookie(header: string | null): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (pair.slice(0, at).trim() === NAME) return pair.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

/** The `Set-Cookie` that keeps a refresh token as long as it is good. */
export function sessionCookie(refreshToken: string, expiresAt: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((expiresAt.getTime() - now.getTime()) / 1000));
  return `${NAME}=${refreshToken}; Max-Age=${seconds}; ${ATTRIBUTES}`;
}

/** The `Set-Cookie` that has the browser forget it. */
export const NO_SESSION_COOKIE = `${NAME}=; Max-Age=0; ${ATTRIBUTES}`;

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
const FINAL_ERRORS: readonly ErrorCode[] = ["refresh_token_invalid", "refresh_token_reused", "session_ended"];

/**
 * The refresh token that a call brings, in its input or in the cookie. Throws `unauthenticated` where there is none, and
 * whatever speaks against relying on the cookie.
 */
export function refreshTokenOf(browser: Browser, input: string): { token: string; mode: Mode } {
  if (input !== "") return { token: input, mode: "bearer" };
  requireOwnPage(browser.page, browser.tenant);
  if (browser.cookie === undefined) throw new AppError("unauthenticated");
  return { token: browser.cookie, mode: "cookie" };
}

/**
 * Does what gives tokens, and hands them over as the client wants them. In a cookie the refresh token is out of reach of
 * scripts; the access token, which is no opaque value and may name the user, is for memory alone (SECURITY rule 28).
 */
export async function issueTokens<Result extends Tokens>(
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
    if (error instanceof AppError && FINAL_ERRORS.includes(error.code)) forgetCookie(browser);
    throw error;
  }
}

/** Has the browser forget the cookie that came along, if any. */
export function forgetCookie({ cookie, answer }: Pick<Browser, "cookie" | "answer">): void {
  if (cookie !== undefined) answer.append("set-cookie", NO_SESSION_COOKIE);
}
