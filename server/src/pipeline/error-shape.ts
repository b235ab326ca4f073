import { EngineError } from "@cf-auth/engine";
import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { AppError, type ErrorData, errorData, fromEngine } from "../shared/errors/app-error.ts";
import { definitionOf, type ErrorCode } from "../shared/errors/catalog.ts";
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

/** tRPC's own refusals, before any procedure runs. */
const OWN_CODE: Partial<Record<TrpcCode, ErrorCode>> = {
  NOT_FOUND: "procedure_not_found",
  METHOD_NOT_SUPPORTED: "method_not_allowed",
  UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
  BAD_REQUEST: "invalid_json",
  // Of parameters that tRPC itself reads from the URL.
  PARSE_ERROR: "invalid_json",
};
const BATCH_REFUSAL = "Batch call exceeds maximum size";

/** The same error as tRPC takes it, so that the response has the right HTTP status. */
export function toTrpcError(error: AppError): TRPCError {
  return new TRPCError({ code: TRPC_CODE[definitionOf(error.code).status] ?? "INTERNAL_SERVER_ERROR", cause: error });
}

/** The expected failure behind whatever was thrown; `internal_error`, which tells nothing, for anything else. */
export function appErrorOf(error: TRPCError): AppError {
  if (error.cause instanceof AppError) return error.cause;
  if (error.cause instanceof EngineError) return fromEngine(error.cause);
  if (isOfWrongShape(error)) return invalidInput(error.cause);
  if (error.message === BATCH_REFUSAL) return batchTooLarge();
  return new AppError(OWN_CODE[error.code] ?? "internal_error");
}

function batchTooLarge(): AppError {
  const message = `The batch has more than ${MAX_BATCH_CALLS} calls.`;
  return new AppError("batch_too_large", { max: MAX_BATCH_CALLS, unit: "calls" }, message);
}

/** Whether the input was refused before anything was done; an answer of the wrong shape is a mistake of ours. */
export function isOfWrongShape(error: TRPCError): error is TRPCError & { readonly cause: ZodError } {
  return error.code === "BAD_REQUEST" && error.cause instanceof ZodError;
}

/** The same, of a call that was made from within. */
export function caughtAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return thrown instanceof TRPCError ? appErrorOf(thrown) : new AppError("internal_error");
}

/** What goes over the wire: our code and advice in place of tRPC's, and nothing of the cause. */
export function shapeOf(shape: { code: number }, error: TRPCError, requestId: string) {
  const found = appErrorOf(error);
  return { message: found.message, code: shape.code, data: errorData(found, requestId) satisfies ErrorData };
}

function invalidInput(error: ZodError): AppError {
  return new AppError("invalid_input", { issues: issuesOf(error) });
}
