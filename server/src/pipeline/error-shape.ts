import { EngineError } from "@cf-auth/engine";
import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { log } from "../ports/logger.ts";
import { noteError } from "../ports/request-scope.ts";
import { AppError, type ErrorData, errorData, fromEngine } from "../shared/errors/app-error.ts";
import { definitionOf, type ErrorCode } from "../shared/errors/catalog.ts";
import { isOutage } from "../shared/outage.ts";
import { MAX_BATCH_CALLS } from "./body-limit.ts";
import { issuesOf } from "./input-issues.ts";

type TrpcCode = TRPCError["code"];

const TRPC_CODE: Record<number, TrpcCode> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_SUPPORTED",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  503: "SERVICE_UNAVAILABLE",
};

/** tRPC's own errors, before any procedure runs. */
const OWN_CODE: Partial<Record<TrpcCode, ErrorCode>> = {
  NOT_FOUND: "procedure_not_found",
  METHOD_NOT_SUPPORTED: "method_not_allowed",
  UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
  BAD_REQUEST: "invalid_json",
  // Of parameters that tRPC itself reads from the URL.
  PARSE_ERROR: "invalid_json",
};
/** Wait in seconds of a caller whose request met an outage: most end within seconds. */
const OUTAGE_WAIT_SECONDS = 5;
const BATCH_REFUSAL = "Batch call exceeds maximum size";

/** The TRPCError that gives the response this error's HTTP status. */
export function toTrpcError(error: AppError): TRPCError {
  return new TRPCError({ code: TRPC_CODE[definitionOf(error.code).status] ?? "INTERNAL_SERVER_ERROR", cause: error });
}

/** The AppError of anything thrown. Unexpected errors become `internal_error`, which tells the caller nothing. */
export function appErrorOf(thrown: unknown): AppError {
  const cause = thrown instanceof TRPCError ? thrown.cause : thrown;
  if (cause instanceof AppError) return cause;
  if (cause instanceof EngineError) return fromEngine(cause);
  if (isOutage(cause)) return new AppError("unavailable", { retryAfterSeconds: OUTAGE_WAIT_SECONDS });
  if (!(thrown instanceof TRPCError)) return new AppError("internal_error");
  if (isInvalidInput(thrown)) return new AppError("invalid_input", { issues: issuesOf(thrown.cause) });
  return thrown.message === BATCH_REFUSAL ? batchTooLarge() : new AppError(OWN_CODE[thrown.code] ?? "internal_error");
}

/** The AppError of anything thrown, which is logged for the operators if it was unexpected. */
export function mapError(thrown: unknown, requestId: string, path: string): AppError {
  const error = appErrorOf(thrown);
  const cause = thrown instanceof TRPCError ? (thrown.cause ?? thrown) : thrown;
  // An AppError was expected, or logged when it was made of an unexpected one.
  if (error.code === "internal_error" && cause !== error) {
    log("error", "A request failed unexpectedly.", { requestId, procedure: path, error: cause });
  }
  if (error.code === "unavailable" && cause !== error) {
    log("error", "A component failed during a request.", { requestId, procedure: path, error: cause });
  }
  return error;
}

function batchTooLarge(): AppError {
  const message = `The batch has more than ${MAX_BATCH_CALLS} calls.`;
  return new AppError("batch_too_large", { max: MAX_BATCH_CALLS, unit: "calls" }, message);
}

/** Whether an input failed validation, before any work. An output that fails it is an error of the service. */
export function isInvalidInput(thrown: unknown): thrown is TRPCError & { readonly cause: ZodError } {
  return thrown instanceof TRPCError && thrown.code === "BAD_REQUEST" && thrown.cause instanceof ZodError;
}

/** The error on the wire: our code and action in place of tRPC's, without its cause. */
export function shapeOf(shape: { code: number }, error: TRPCError, requestId: string) {
  const mapped = appErrorOf(error);
  noteError(mapped.code);
  return { message: mapped.message, code: shape.code, data: errorData(mapped, requestId) satisfies ErrorData };
}
