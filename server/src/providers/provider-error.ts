import {
  AUTHORIZATION_RESPONSE_ERROR,
  AuthorizationResponseError,
  RESPONSE_BODY_ERROR,
  ResponseBodyError,
} from "oauth4webapi";
import { OutboundError } from "../ports/outbound.ts";
import { AppError } from "../shared/errors/app-error.ts";

const MAX_ERROR = 100;
const ACCESS_DENIED = "access_denied";

/**
 * The error of a sign-in at a provider, from whatever its protocol threw: `provider_unavailable`, `provider_cancelled`,
 * `provider_error` with the provider's own code, or `provider_response_invalid`.
 */
export function providerErrorOf(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof OutboundError) {
    return new AppError(error.reason === "too_large" ? "provider_response_invalid" : "provider_unavailable", {
      reason: error.reason,
    });
  }
  if (error instanceof AuthorizationResponseError && error.code === AUTHORIZATION_RESPONSE_ERROR) {
    if (error.error === ACCESS_DENIED) return new AppError("provider_cancelled");
    return new AppError("provider_error", { error: errorCode(error.error) });
  }
  if (error instanceof ResponseBodyError && error.code === RESPONSE_BODY_ERROR) {
    return new AppError("provider_error", { error: errorCode(error.error) });
  }
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string" && code.startsWith("OAUTH_")) {
    return new AppError("provider_response_invalid", { reason: code });
  }
  return error;
}

/** A code that a provider sent, as far as it has the characters of one (RFC 6749 §5.2). */
function errorCode(error: string): string {
  return error.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "").slice(0, MAX_ERROR);
}

/** Throws `provider_unavailable` for a response that says that the server failed, or is busy. */
export function requireAnswer(response: Response): Response {
  if (response.status >= 500 || response.status === 429) {
    throw new AppError("provider_unavailable", { reason: `status_${response.status}` });
  }
  return response;
}
