import type { Context } from "hono";
import type { ErrorCode } from "../calls/error.ts";

/** What is answered instead of what was asked for. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly status: 401 | 403 | 503;
  readonly message: string;
  readonly action: string;
  readonly retryable: boolean;
  readonly requestId?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** The answer to a call that goes no further, in the shape of the service's own errors. */
export function errorResponse(
  c: Context,
  { message, status, ...refusal }: ErrorBody,
  headers: Record<string, string> = {},
) {
  // Where the app gives its requests ids, with hono's `requestId`, that is the one to ask about.
  const known: unknown = c.get("requestId");
  const requestId = refusal.requestId ?? (typeof known === "string" ? known : "");
  const data = { ...refusal, httpStatus: status, requestId, details: refusal.details ?? {} };
  return c.json({ error: { json: { message, data } } }, status, { ...headers, "cache-control": "no-store" });
}

/** Nobody is signed in: what to bring is said without calling it an error (RFC 6750 §3.1). */
export function unauthenticated(c: Context) {
  const message = "This needs a signed-in user.";
  const action = "Send an access token as Authorization: Bearer.";
  const refusal = { code: "unauthenticated", status: 401, retryable: false, message, action } as const;
  return errorResponse(c, refusal, { "www-authenticate": "Bearer" });
}
