import type { ServiceErrorCode } from "../generated/errors.ts";
import { CfAuthError, type ClientErrorCode } from "./error.ts";

/** What the service sends with an error. */
export interface WireError {
  readonly code: ServiceErrorCode;
  readonly httpStatus: number;
  readonly action: string;
  readonly retryable: boolean;
  readonly requestId: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** An error that the service answered with. */
export function serviceError(message: string, { httpStatus: status, ...facts }: WireError): CfAuthError {
  return new CfAuthError({ ...facts, status, message });
}

/** An answer that the service did not give; one that was cut off has no status. */
export function badResponse(response?: Response): CfAuthError {
  const retryAfterSeconds = Number(response?.headers.get("retry-after") ?? Number.NaN);
  return new CfAuthError({
    code: "bad_response",
    message: "The answer did not come from cf-auth, or was cut off.",
    status: response?.status,
    action: "Check the url.",
    retryable: response === undefined || response.status >= 500,
    details: retryAfterSeconds >= 0 ? { retryAfterSeconds } : {},
  });
}

export function unreachable(cause: unknown): CfAuthError {
  return clientError("network", "The service could not be reached.", "Check the url and the network.", cause);
}

/** A failure that never reached the service. */
export function clientError(code: ClientErrorCode, message: string, action: string, cause: unknown): CfAuthError {
  return new CfAuthError({ code, message, action, cause, retryable: code === "network" || code === "timeout" });
}

export function aborted(cause: unknown): CfAuthError {
  return clientError("aborted", "The call was aborted.", "Call again.", cause);
}

/** How long the service asks to be left alone, in milliseconds. */
export function retryAfterMs(error: unknown): number {
  const seconds = error instanceof CfAuthError ? error.details.retryAfterSeconds : undefined;
  return typeof seconds === "number" ? seconds * 1000 : 0;
}

export function isWireError(data: unknown): data is WireError {
  return typeof data === "object" && data !== null && "requestId" in data && "action" in data;
}
