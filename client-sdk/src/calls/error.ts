import type { ServiceErrorCode } from "../generated/errors.ts";

/** Failures that never reached the service or came back from something else, and what is found out without asking it. */
export type ClientErrorCode =
  | "network"
  | "timeout"
  | "aborted"
  | "bad_response"
  | "no_websocket"
  | "token_not_yet_valid"
  | "token_key_not_found"
  | "keys_unavailable"
  | "permission_denied"
  | "check_failed";

export type ErrorCode = ServiceErrorCode | ClientErrorCode;

interface ErrorFacts {
  readonly code: ErrorCode;
  readonly message: string;
  readonly status?: number | undefined;
  readonly action: string;
  readonly retryable: boolean;
  readonly requestId?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

/**
 * The one error that every call throws.
 *
 * @example
 * try {
 *   await cfauth.auth.login({ email, password });
 * } catch (error) {
 *   if (error instanceof CfAuthError && error.code === "invalid_credentials") showHint();
 *   else throw error;
 * }
 */
export class CfAuthError extends Error {
  override readonly name = "CfAuthError";
  /** Stable; branch on this. */
  readonly code: ErrorCode;
  /** The HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
  /** What to do next. */
  readonly action: string;
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable: boolean;
  /** What to tell the service's operators; undefined where no answer came. */
  readonly requestId: string | undefined;
  /** More about this failure; which fields there are depends on the code. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(facts: ErrorFacts) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = facts.code;
    this.status = facts.status;
    this.action = facts.action;
    this.retryable = facts.retryable;
    this.requestId = facts.requestId;
    this.details = facts.details ?? {};
  }
}
