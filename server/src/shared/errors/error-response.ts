import { type AppError, errorData } from "./app-error.ts";
import { definitionOf } from "./catalog.ts";
import { retryAfter } from "./zz-errors--retry-after.ts";

/** The same shape as a procedure's errors, for paths that tRPC does not see; only JSON-RPC's number is left out. */
export function errorResponse(error: AppError, requestId: string, headers: Record<string, string> = {}): Response {
  const { status } = definitionOf(error.code);
  const body = { error: { json: { message: error.message, data: errorData(error, requestId) } } };
  return Response.json(body, { status, headers: { ...headers, ...retryAfter([error]) } });
}
