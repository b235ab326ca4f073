import type { Context } from "hono";
import type { ErrorCode } from "../calls/error.ts";

/** The error of a refused request. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly status: 401 | 403 | 503;
  readonly message: string;
  readonly action: string;
  readonly retryable: boolean;
  readonly requestId?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** The response to a refused request, in the form of the service's errors (RFC 9457). */
export function errorResponse(
  c: Context,
  { message, status, ...error }: ErrorBody,
  headers: Record<string, string> = {},
) {
  // Defaults to the app's own request id, from hono's `requestId` middleware.
  const own: unknown = c.get("requestId");
  const requestId = error.requestId ?? (typeof own === "string" ? own : "");
  const problem = { title: message, status, detail: message, ...error, requestId, details: error.details ?? {} };
  const type = { "content-type": "application/problem+json" };
  return c.json(problem, status, { ...headers, ...type, "cache-control": "no-store" });
}

/** The response to a request without a token: a challenge without an error code (RFC 6750 §3.1). */
export function unauthenticated(c: Context) {
  const message = "This request needs a signed-in user.";
  const action = "Sign in, and send the access token as Authorization: Bearer.";
  const error = { code: "unauthenticated", status: 401, retryable: false, message, action } as const;
  return errorResponse(c, error, { "www-authenticate": "Bearer" });
}
