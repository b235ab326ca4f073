import type { EngineErrorCode } from "@cf-auth/engine";

const MALFORMED = ["malformed_subject", "malformed_object", "malformed_relation"] as const;
const NOT_IN_MODEL = ["unknown_type", "unknown_relation"] as const;
const REFUSED = [...MALFORMED, ...NOT_IN_MODEL, "subject_not_allowed", "invalid_context"] as const;

/** OpenFGA's code for an invalid request, and for a condition that lacks context. */
export const VALIDATION_ERROR = 2000;

/** The names of OpenFGA's codes, as its HTTP API writes them. */
export const CODE_NAMES: ReadonlyMap<number, string> = new Map([
  [VALIDATION_ERROR, "validation_error"],
  [2002, "authorization_model_resolution_too_complex"],
  [2012, "invalid_object_format"],
  [2021, "type_not_found"],
  [2022, "relation_not_found"],
  [2025, "invalid_user"],
  [2027, "invalid_tuple"],
]);

/**
 * Engine errors by OpenFGA's error code. Codes 2000 and 2027 cover several engine errors; the others are as narrow
 * as possible.
 * Source: openfga/api, `ErrorCode` of errors_ignore.proto; openfga/openfga, `pkg/server/errors`.
 */
export const ERROR_CODES: ReadonlyMap<number, readonly EngineErrorCode[]> = new Map<number, EngineErrorCode[]>([
  [VALIDATION_ERROR, [...REFUSED]], // validation_error
  [2002, ["depth_limit_exceeded"]], // authorization_model_resolution_too_complex
  [2012, ["malformed_object"]], // invalid_object_format
  [2021, ["unknown_type"]], // type_not_found
  [2022, ["unknown_relation"]], // relation_not_found
  [2025, ["malformed_subject"]], // invalid_user
  [2027, [...REFUSED]], // invalid_tuple: a contextual tuple
]);
