import type { ServiceErrorCode } from "../generated/errors.ts";
import { CfAuthError, type ClientErrorCode } from "./error.ts";

/** The body of an error response. */
export interface WireError {
  readonly code: ServiceErrorCode;
  readonly httpStatus: number;
  readonly action: string;
  readonly retryable: boolean;
  readonly requestId: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The error of an error response. */
export function serviceError(message: string, { httpStatus: status, ...facts }: WireError): CfAuthError {
  return new CfAuthError({ ...facts, status, message });
}

/** A response that is not from the service. A truncated response has no status. */
export function badResponse(response?: Response): CfAuthError {
  const retryAfterSeconds = Number(response?.headers.get("retry-after") ?? Number.NaN);
  return new CfAuthError({
    code: "bad_response",
    message: "The response did not come from cf-auth, or was cut off.",
    status: response?.status,
    action: "Check that url is the address of the cf-auth service.",
    retryable: response === undefined || response.status >= 500,
    details: retryAfterSeconds >= 0 ? { retryAfterSeconds } : {},
  });
}

export function unreachable(cause: unknown): CfAuthError {
  return clientError(
    "network",
    "The service could not be reached.",
    "Check the url and the network, then try again.",
    cause,
  );
}

/** An error of a request that did not reach the service. */
export function clientError(code: ClientErrorCode, message: string, action: string, cause: unknown): CfAuthError {
  return new CfAuthError({ code, message, action, cause, retryable: code === "network" || code === "timeout" });
}

export function aborted(cause: unknown): CfAuthError {
  return clientError("aborted", "The call was aborted.", "Repeat the call without aborting its signal.", cause);
}

/** The wait that the service asks for, in milliseconds. */
export function retryAfterMs(error: unknown): number {
  const seconds = error instanceof CfAuthError ? error.details.retryAfterSeconds : undefined;
  return typeof seconds === "number" ? seconds * 1000 : 0;
}

export function isWireError(data: unknown): data is WireError {
  return typeof data === "object" && data !== null && "requestId" in data && "action" in data;
}
