import { AppError, retryAfter } from "../../shared/errors/app-error.ts";
import { definitionOf, type ErrorCode } from "../../shared/errors/catalog.ts";

/**
 * OpenFGA's error codes that this API uses.
 * Source: openfga/api, errors_ignore.proto; openfga/openfga, `pkg/server/errors`.
 */
export type OpenFgaCode =
  | "validation_error"
  | "authorization_model_not_found"
  | "latest_authorization_model_not_found"
  | "authorization_model_resolution_too_complex"
  | "invalid_write_input"
  | "cannot_allow_duplicate_tuples_in_one_request"
  | "invalid_continuation_token"
  | "query_string_type_continuation_token_mismatch"
  | "invalid_start_time"
  | "page_size_invalid"
  | "write_failed_due_to_invalid_input"
  | "type_not_found"
  | "relation_not_found"
  | "invalid_tuple"
  | "exceeded_entity_limit"
  | "invalid_authorization_model"
  | "throttled_timeout_error"
  | "bearer_token_missing"
  | "unauthenticated"
  | "forbidden"
  | "undefined_endpoint"
  | "unimplemented"
  | "store_id_not_found"
  | "resource_exhausted"
  | "Aborted"
  | "unavailable"
  | "internal_error";

/** The codes of errors that depend on the call. */
export type CodesOfCall = Readonly<Partial<Record<ErrorCode, OpenFgaCode>>>;

/** An error that only OpenFGA's API has. */
export class OpenFgaError extends AppError {
  readonly openFgaCode: OpenFgaCode;

  constructor(openFgaCode: OpenFgaCode, message: string, code: ErrorCode = "invalid_input") {
    super(code, {}, message);
    this.openFgaCode = openFgaCode;
  }
}

const CODES: CodesOfCall = {
  unauthenticated: "bearer_token_missing",
  procedure_not_found: "undefined_endpoint",
  method_not_allowed: "unimplemented",
  tenant_not_found: "store_id_not_found",
  body_too_large: "exceeded_entity_limit",
  batch_too_large: "exceeded_entity_limit",
  tuple_limit_reached: "exceeded_entity_limit",
  model_not_found: "latest_authorization_model_not_found",
  model_version_not_found: "authorization_model_not_found",
  invalid_model: "invalid_authorization_model",
  depth_limit_exceeded: "authorization_model_resolution_too_complex",
  work_limit_exceeded: "throttled_timeout_error",
  precondition_failed: "write_failed_due_to_invalid_input",
  duplicate_tuple: "cannot_allow_duplicate_tuples_in_one_request",
};

/** The codes of all other errors, by their HTTP status. */
const CODES_BY_STATUS: Readonly<Record<number, OpenFgaCode>> = {
  401: "unauthenticated",
  403: "forbidden",
  404: "undefined_endpoint",
  429: "resource_exhausted",
  500: "internal_error",
  503: "unavailable",
};

/** Each with its HTTP status and the number that gRPC has for it. Defaults to an invalid request: 400 and 3. */
const STATUS: Readonly<Partial<Record<OpenFgaCode, readonly [http: number, grpc: number]>>> = {
  throttled_timeout_error: [422, 8],
  bearer_token_missing: [401, 16],
  unauthenticated: [401, 16],
  forbidden: [403, 7],
  undefined_endpoint: [404, 5],
  unimplemented: [404, 12],
  store_id_not_found: [404, 5],
  resource_exhausted: [429, 8],
  Aborted: [409, 10],
  unavailable: [503, 14],
  internal_error: [500, 13],
};

const CONFLICTS: ReadonlySet<ErrorCode> = new Set(["idempotency_key_in_use", "idempotency_outcome_unknown"]);

/** OpenFGA's code of an error, in a call that may have codes of its own. */
export function openFgaCodeOf(error: AppError, codes: CodesOfCall = {}): OpenFgaCode {
  if (error instanceof OpenFgaError) return error.openFgaCode;
  if (isOfContextualTuple(error)) return "invalid_tuple";
  if (CONFLICTS.has(error.code)) return "Aborted";
  const { status } = definitionOf(error.code);
  return codes[error.code] ?? CODES[error.code] ?? CODES_BY_STATUS[status] ?? "validation_error";
}

function isOfContextualTuple({ details }: AppError): boolean {
  return details.contextualTuple !== undefined;
}

/** The message of an error: with what was wrong with each field, or with each line of a model. */
export function openFgaMessageOf({ code, message, details }: AppError): string {
  if (code === "invalid_input") return listed(message, details.issues, ({ path, message: text }) => `${path}: ${text}`);
  if (code === "invalid_model")
    return listed(
      message,
      details.problems,
      ({ line, pointer, message: text }) => `${pointer || `line ${line}`}: ${text}`,
    );
  if (code === "precondition_failed") return preconditionMessage(details);
  return message;
}

const MAX_SHOWN = 5;

function listed(message: string, items: unknown, describe: (item: Record<string, unknown>) => string): string {
  if (!Array.isArray(items) || items.length === 0) return message;
  return items.slice(0, MAX_SHOWN).map(describe).join("; ");
}

function preconditionMessage({ missing, present }: AppError["details"]): string {
  const { subject, relation, object } = Object(missing ?? present);
  const problem =
    missing === undefined ? "cannot write a tuple which already exists" : "cannot delete a tuple which does not exist";
  return `${problem}: user: '${subject}', relation: '${relation}', object: '${object}'`;
}

interface ErrorForm {
  readonly codes?: CodesOfCall;
  /** Whether the call answers with lines, where an error has the form of gRPC. */
  readonly isStreamed?: boolean;
}

/** The response to an error, as OpenFGA writes it. */
export function openFgaErrorResponse(error: AppError, { codes = {}, isStreamed = false }: ErrorForm = {}): Response {
  const code = openFgaCodeOf(error, codes);
  const message = openFgaMessageOf(error);
  const [status, grpc] = STATUS[code] ?? [400, 3];
  const body = isStreamed ? { error: { code: grpc, message, details: [] } } : { code, message };
  const challenge = status === 401 ? { "www-authenticate": "Bearer" } : {};
  return Response.json(body, { status, headers: { ...challenge, ...retryAfter([error]) } });
}
