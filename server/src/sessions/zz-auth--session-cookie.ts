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
