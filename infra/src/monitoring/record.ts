/** Fields that monitors read, by the type of their values. A dot leads into an object; `length` counts a list. */
const FIELDS = {
  level: "string",
  message: "string",
  procedure: "string",
  status: "number",
  outcome: "string",
  durationMs: "number",
  job: "string",
  failure: "string",
  "counts.lost.length": "number",
  // Of Cloudflare's own record of an invocation, which has no JSON of the Worker.
  "invocation.handler": "string",
  "invocation.outcome": "string",
} as const;

export type Field = keyof typeof FIELDS;
type FieldOf<Type extends string> = { [Name in Field]: (typeof FIELDS)[Name] extends Type ? Name : never }[Field];
export type TextField = FieldOf<"string">;
export type NumberField = FieldOf<"number">;

/** A log record: the JSON that the Worker wrote, and the time in milliseconds since 1970 at which it was logged. */
export interface LogRecord {
  readonly at: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Empty for a record without the field. */
export function textOf({ fields }: LogRecord, field: TextField): string {
  const value = valueAt(fields, field);
  return value === undefined || value === null ? "" : String(value);
}

/** Undefined for a record without the field, which matches no condition on a number. */
export function numberOf({ fields }: LogRecord, field: NumberField): number | undefined {
  const value = valueAt(fields, field);
  return typeof value === "number" ? value : undefined;
}

function valueAt(fields: unknown, path: string): unknown {
  let value = fields;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    // An object or a list that was parsed from JSON.
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}
