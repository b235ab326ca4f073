import { CfAuthError, type ErrorCode } from "../calls/error.ts";

/** A call may end a session by being refused for these. */
const ENDS_SESSION: readonly ErrorCode[] = ["session_ended", "user_banned"];
/** And an exchange of its refresh token also for these; the last is a browser that has no cookie any more. */
const ENDS_REFRESH: readonly ErrorCode[] = [
  ...ENDS_SESSION,
  "refresh_invalid",
  "refresh_reused",
  "reset_required",
  "tenant_suspended",
  "tenant_deleted",
  "unauthenticated",
];
/** Only of a session of the tenant that was asked; all else might be said of another tenant's, too. */
const ABOUT_OWN_TENANT: readonly ErrorCode[] = [...ENDS_SESSION, "refresh_reused", "reset_required"];
/** The access token opens nothing (any more), and the next one may. */
const EXPIRED_TOKEN: readonly ErrorCode[] = ["token_expired", "token_invalid"];

/**
 * What the service has said for good; undefined of what passes, and of what others have said: a network that is down, or one
 * that answers in the service's place. A fault of the service itself, such as a deployment that lacks a setting, passes.
 */
export function finalCodeOf(error: unknown): ErrorCode | undefined {
  if (!(error instanceof CfAuthError) || error.requestId === undefined) return undefined;
  return error.retryable || Number(error.status) >= 500 ? undefined : error.code;
}

export function endsSession(verdict: ErrorCode | undefined): boolean {
  return verdict !== undefined && ENDS_SESSION.includes(verdict);
}

export function endsRefresh(verdict: ErrorCode | undefined): boolean {
  return verdict !== undefined && ENDS_REFRESH.includes(verdict);
}

/** Whether the session that it is about has turned out to be of the tenant that was asked. */
export function isAboutOwnTenant(verdict: ErrorCode): boolean {
  return ABOUT_OWN_TENANT.includes(verdict);
}

export function isExpired(verdict: ErrorCode | undefined): boolean {
  return verdict !== undefined && EXPIRED_TOKEN.includes(verdict);
}
