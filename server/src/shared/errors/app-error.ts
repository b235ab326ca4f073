import type { EngineError } from "@cf-auth/engine";
import { definitionOf, type ErrorCode } from "./catalog.ts";

/**
 * An expected failure, thrown by domain code. `message` and `details` are returned to the caller, so they must not contain
 * anything that the caller may not know.
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

  /** The next step for the caller. */
  get action(): string {
    return definitionOf(this.code).action;
  }
}

/** Converts an engine error, whose codes, messages and details are public. */
export function fromEngine(error: EngineError): AppError {
  return new AppError(error.code, error.details, error.message);
}

/** Fields of an error response besides its message. */
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

/** The header Retry-After (RFC 9110 §10.2.3) for a response with these errors: the maximum of their waits. */
export function retryAfter(errors: readonly AppError[]): Record<string, string> {
  const waits = errors.map(({ details }) => details.retryAfterSeconds).filter((wait) => typeof wait === "number");
  return waits.length === 0 ? {} : { "retry-after": `${Math.max(...waits)}` };
}
