import type { EngineError } from "@cf-auth/engine";
import { definitionOf, type ErrorCode } from "./catalog.ts";

/**
 * An expected failure, thrown by domain code. `message` and `details` reach the caller, so they hold nothing
 * that the caller may not know.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, details: Record<string, unknown> = {}, message: string = definitionOf(code).message) {
    super(message);
    this.code = code;
    this.details = details;
  }

  /** What the reader can do about it. */
  get action(): string {
    return definitionOf(this.code).action;
  }
}

/** The engine's errors have codes of ours, and messages and details for the caller. */
export function fromEngine(error: EngineError): AppError {
  return new AppError(error.code, error.details, error.message);
}

/** What an error looks like on the wire, beside its message. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly httpStatus: number;
  readonly action: string;
  readonly retryable: boolean;
  readonly requestId: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export function errorData(error: AppError, requestId: string): ErrorData {
  const { status, action, retryable } = definitionOf(error.code);
  return {
    code: error.code,
    httpStatus: status,
    action,
    retryable: retryable ?? false,
    requestId,
    details: error.details,
  };
}

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
