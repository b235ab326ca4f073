import type { Clock } from "../ports/time.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import type { SessionRow } from "../shared/rows.ts";
import { type BrowserRequest, requireSameSite } from "../shared/same-site.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { Tokens } from "./session.ts";

/**
 * The cookie of a browser's refresh token, which scripts can't read. `__Host-` requires Secure, Path=/ and no Domain, so
 * no other host, including subdomains, can set or read it. Strict, because only pages of the same site use it.
 */
const NAME = "__Host-session";
const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Strict";

/** The secret of a trusted device, which outlasts sessions. */
const DEVICE = "__Host-device";

/** The refresh token in a `Cookie` header. */
export function readSessionCookie(header: string | null): string | undefined {
  return readCookie(header, NAME);
}

/** Whether a `Set-Cookie` is about the refresh token. */
export function isSessionCookie(set: string): boolean {
  return set.startsWith(`${NAME}=`);
}

/** The secret of a trusted device in a `Cookie` header. */
export function readDeviceCookie(header: string | null): string | undefined {
  return readCookie(header, DEVICE);
}

/** A cookie's value in a `Cookie` header; undefined if it is absent or empty. */
export function readCookie(header: string | null, name: string): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

/** The `Set-Cookie` that stores a refresh token until it expires. */
export function sessionCookie(refreshToken: string, expiresAt: Date, now: Date): string {
  return cookieUntil(NAME, refreshToken, expiresAt, now);
}

function cookieUntil(name: string, value: string, expiresAt: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((expiresAt.getTime() - now.getTime()) / 1000));
  return `${name}=${value}; Max-Age=${seconds}; ${ATTRIBUTES}`;
}

/** The `Set-Cookie` that deletes the cookie. */
export const NO_SESSION_COOKIE = `${NAME}=; Max-Age=0; ${ATTRIBUTES}`;

/** A request that a browser may have sent, and the headers of its response. */
export interface Browser {
  readonly app: { readonly clock: Clock };
  readonly tenant: Tenant;
  readonly page: BrowserRequest;
  readonly cookie: string | undefined;
  readonly answer: Headers;
}

/** The storage of a client's refresh token: the client itself, or a cookie. */
export type Mode = SessionRow["mode"];

/** Errors after which a session's cookie is useless. */
const FINAL_ERRORS: readonly ErrorCode[] = ["refresh_token_invalid", "refresh_token_reused", "session_ended"];

/**
 * The refresh token of a call, from its input or the cookie. Throws `unauthenticated` if there is none, and what
 * `requireOwnPage` throws.
 */
export function refreshTokenOf(browser: Browser, input: string): { token: string; mode: Mode } {
  if (input !== "") return { token: input, mode: "bearer" };
  requireSameSite(browser.page, browser.tenant);
  if (browser.cookie === undefined) throw new AppError("unauthenticated");
  return { token: browser.cookie, mode: "cookie" };
}

/**
 * Runs work that issues tokens, and returns them as the client's mode requires. In cookie mode the refresh token is out of
 * scripts' reach. The access token isn't opaque and may name the user, so it is never stored in a cookie (SECURITY rule
 * 28).
 */
export async function issueTokens<Result extends Tokens>(
  browser: Browser,
  mode: Mode,
  work: () => Promise<Result>,
): Promise<Result> {
  if (mode === "bearer") return await work();
  requireSameSite(browser.page, browser.tenant);
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

/** Stores the secret of a trusted device. */
export function setDeviceCookie(
  { answer, app }: Pick<Browser, "answer" | "app">,
  { token, expiresAt }: { readonly token: string; readonly expiresAt: Date },
): void {
  answer.append("set-cookie", cookieUntil(DEVICE, token, expiresAt, app.clock.now()));
}

/** Deletes the cookie that the request sent, if any. */
export function forgetCookie({ cookie, answer }: Pick<Browser, "cookie" | "answer">): void {
  if (cookie !== undefined) answer.append("set-cookie", NO_SESSION_COOKIE);
}
