import { type AppError, errorData } from "./app-error.ts";
import { definitionOf } from "./catalog.ts";

/** The header Retry-After (RFC 9110 §10.2.3) for a response that holds these errors: the longest wait among them. */
export function retryAfter(errors: readonly AppError[]): Record<string, string> {
  const waits = errors.map(({ details }) => details.retryAfterSeconds).filter((wait) => typeof wait === "number");
  return waits.length === 0 ? {} : { "retry-after": `${Math.max(...waits)}` };
}

/** The same shape as a procedure's errors, for paths that tRPC does not see; only JSON-RPC's number is left out. */
export function errorResponse(error: AppError, requestId: string, headers: Record<string, string> = {}): Response {
  const { status } = definitionOf(error.code);
  const body = { error: { json: { message: error.message, data: errorData(error, requestId) } } };
  return Response.json(body, { status, headers: { ...headers, ...retryAfter([error]) } });
}
