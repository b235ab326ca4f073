import type { ServiceErrorCode } from "../generated/errors.ts";

/** Error codes of the SDK itself: network failures, passkeys of the browser, offline verification, webhooks and middleware. */
export type ClientErrorCode =
  | "network"
  | "timeout"
  | "aborted"
  | "bad_response"
  | "no_websocket"
  | "passkeys_not_supported"
  | "passkey_cancelled"
  | "token_not_yet_valid"
  | "token_key_not_found"
  | "keys_unavailable"
  | "webhook_invalid"
  | "webhook_expired"
  | "redirect_failed"
  | "permission_denied"
  | "check_failed";

/** Every code of a `CfAuthError`. */
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
 * The error that every call throws. Branch on `code`.
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
  /** Stable error code. Branch on this. */
  readonly code: ErrorCode;
  /** HTTP status; undefined if no response came. */
  readonly status: number | undefined;
  /** The next step. */
  readonly action: string;
  /** Whether the same call may succeed later. The client has already retried it. */
  readonly retryable: boolean;
  /** Request id, for the service's logs and operators; undefined if no response came. */
  readonly requestId: string | undefined;
  /** Details; the fields depend on the code. */
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
