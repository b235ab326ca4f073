import { CfAuthError, type ErrorCode } from "../calls/error.ts";

/** A call may end a session by being refused for these. */
const OVER: readonly ErrorCode[] = ["session_ended", "user_banned"];
/** And an exchange of its refresh token also for these; the last is a browser that has no cookie any more. */
const OVER_FOR_GOOD: readonly ErrorCode[] = [
  ...OVER,
  "refresh_token_invalid",
  "refresh_token_reused",
  "password_reset_required",
  "tenant_suspended",
  "tenant_deleted",
  "unauthenticated",
];
/** Only of a session of the tenant that was asked; all else might be said of another tenant's, too. */
const OF_ITS_TENANT: readonly ErrorCode[] = [...OVER, "refresh_token_reused", "password_reset_required"];
/** The access token opens nothing (any more), and the next one may. */
const EXPIRED: readonly ErrorCode[] = ["token_expired", "token_invalid"];

/**
 * What the service has said for good; undefined of what passes, and of what others have said: a network that is down, or one
 * that answers in the service's place. A fault of the service itself, such as a deployment that lacks a setting, passes.
 */
export function verdictOf(error: unknown): ErrorCode | undefined {
  if (!(error instanceof CfAuthError) || error.requestId === undefined) return undefined;
  return error.retryable || Number(error.status) >= 500 ? undefined : error.code;
}

export function isOver(verdict: ErrorCode | undefined): boolean {
  return verdict !== undefined && OVER.includes(verdict);
}

export function isOverForGood(verdict: ErrorCode | undefined): boolean {
  return verdict !== undefined && OVER_FOR_GOOD.includes(verdict);
}

/** Whether the session that it is about has turned out to be of the tenant that was asked. */
export function saysWhose(verdict: ErrorCode): boolean {
  return OF_ITS_TENANT.includes(verdict);
}

export function isExpired(verdict: ErrorCode | undefined): boolean {
  return verdict !== undefined && EXPIRED.includes(verdict);
}
