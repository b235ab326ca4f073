import type { AppError } from "./app-error.ts";

/** The header Retry-After (RFC 9110 §10.2.3) for a response that holds these errors: the longest wait among them. */
export function retryAfter(errors: readonly AppError[]): Record<string, string> {
  const waits = errors.map(({ details }) => details.retryAfterSeconds).filter((wait) => typeof wait === "number");
  return waits.length === 0 ? {} : { "retry-after": `${Math.max(...waits)}` };
}
