/** Error codes for models, tuples, queries and files. Stable: callers and clients branch on them. */
export type EngineErrorCode =
  | "malformed_subject"
  | "malformed_object"
  | "malformed_relation"
  | "unknown_type"
  | "unknown_relation"
  | "subject_not_allowed"
  | "invalid_model"
  | "invalid_csv"
  | "invalid_tuple_file"
  | "invalid_context"
  | "invalid_expiry"
  | "too_many_contextual_tuples"
  | "duplicate_tuple"
  | "invalid_snapshot"
  | "depth_limit_exceeded"
  | "work_limit_exceeded";

/** Thrown for every error the engine expects. `details` is plain data, safe to show to the caller. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly code: EngineErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: EngineErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
