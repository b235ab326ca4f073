import { CfAuthError, type ErrorCode } from "../calls/error.ts";

/** Errors of any call that end the session. */
const ENDS_SESSION: readonly ErrorCode[] = ["session_ended", "user_banned"];
/** Errors of a refresh that end the session; `unauthenticated` is a browser without a cookie. */
const ENDS_REFRESH: readonly ErrorCode[] = [
  ...ENDS_SESSION,
  "refresh_token_invalid",
  "refresh_token_reused",
  "password_reset_required",
  "tenant_suspended",
  "tenant_deleted",
  "unauthenticated",
];
/** Errors that prove that the session belongs to the called tenant. */
const ABOUT_OWN_TENANT: readonly ErrorCode[] = [...ENDS_SESSION, "refresh_token_reused", "password_reset_required"];
/** Errors after which a new access token may work. */
const EXPIRED_TOKEN: readonly ErrorCode[] = ["token_expired", "token_invalid"];

/**
 * The code of a final refusal by the service. Undefined for retryable errors, server errors (5xx), and errors that did not come from the
 * service, such as a network failure or a captive portal.
 */
export function finalCodeOf(error: unknown): ErrorCode | undefined {
  if (!(error instanceof CfAuthError) || error.requestId === undefined) return undefined;
  return error.retryable || Number(error.status) >= 500 ? undefined : error.code;
}

export function endsSession(code: ErrorCode | undefined): boolean {
  return code !== undefined && ENDS_SESSION.includes(code);
}

export function endsRefresh(code: ErrorCode | undefined): boolean {
  return code !== undefined && ENDS_REFRESH.includes(code);
}

/** Whether the error proves that the session belongs to the called tenant. */
export function isAboutOwnTenant(code: ErrorCode): boolean {
  return ABOUT_OWN_TENANT.includes(code);
}

export function isExpired(code: ErrorCode | undefined): boolean {
  return code !== undefined && EXPIRED_TOKEN.includes(code);
}
