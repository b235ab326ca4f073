import { type AppError, type ErrorData, errorData, retryAfter } from "./app-error.ts";
import { definitionOf } from "./catalog.ts";

/** The media type of error responses (RFC 9457 §3). */
export const PROBLEM = "application/problem+json";

/** The body of an error response (RFC 9457): its members, and our own. */
export interface Problem extends Omit<ErrorData, "httpStatus"> {
  /** Identifies the kind of problem: its entry in the list of errors. */
  readonly type: string;
  /** The same for each error with this code. */
  readonly title: string;
  readonly status: number;
  /** What happened this time. */
  readonly detail: string;
  /** The documentation of the error. */
  readonly docs: string;
}

/** An error as the body of a response. */
export function problemOf(error: AppError, requestId: string, origin: string): Problem {
  const { httpStatus: status, ...data } = errorData(error, requestId);
  const docs = `${origin}/errors#${error.code}`;
  return { type: docs, title: definitionOf(error.code).message, status, detail: error.message, ...data, docs };
}

/** Headers of an error response: a 401 names the scheme of credentials, a 405 the methods (RFC 9110 §15.5.2, §15.5.6). */
export function problemHeaders(error: AppError): Record<string, string> {
  const { status } = definitionOf(error.code);
  const { allowed } = error.details;
  return {
    "content-type": PROBLEM,
    ...(status === 401 && { "www-authenticate": "Bearer" }),
    ...(status === 405 && Array.isArray(allowed) && { allow: allowed.join(", ") }),
    ...retryAfter([error]),
  };
}

/** The response to an error, of every path but tRPC's. */
export function problemResponse(
  error: AppError,
  { id, origin }: { readonly id: string; readonly origin: string },
  headers: Record<string, string> = {},
): Response {
  const { status } = definitionOf(error.code);
  const body = JSON.stringify(problemOf(error, id, origin));
  return new Response(body, { status, headers: { ...headers, ...problemHeaders(error) } });
}
