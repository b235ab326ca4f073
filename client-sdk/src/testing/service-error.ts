import { EngineError } from "@cf-auth/engine";
import { ERROR_CATALOG } from "../generated/error-catalog.ts";
import type { ServiceErrorCode } from "../generated/errors.ts";

/** An error of the service, before it is sent. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ServiceErrorCode, details: Readonly<Record<string, unknown>> = {}, message?: string) {
    super(message ?? ERROR_CATALOG[code].message);
    this.code = code;
    this.details = details;
  }

  /** The error response of the service. */
  response(requestId: string): Response {
    const { code, details, message } = this;
    const { status: httpStatus, action, retryable } = ERROR_CATALOG[code];
    const data = { code, httpStatus, action, retryable, requestId, details };
    const wait = details.retryAfterSeconds;
    const headers: HeadersInit = typeof wait === "number" ? { "retry-after": `${wait}` } : {};
    return Response.json({ error: { json: { message, code: -32000, data } } }, { status: httpStatus, headers });
  }
}

/** The service's error for a thrown value. Rethrows anything unexpected. */
export function serviceErrorOf(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  if (error instanceof EngineError) return new ServiceError(error.code, error.details, error.message);
  throw error;
}
