import { EngineError } from "../errors.ts";
import { EXPIRY_RANGE, formatTime, isExpiry } from "../expiry.ts";
import { canonicalJson, isWellFormedJson, MAX_CONTEXT_LENGTH, nestingOf } from "../graph/contexts.ts";
import { formatObject, formatSubject, parseTuple, type Tuple } from "../tuple.ts";
import type { Column } from "./columns.ts";

/** Nesting of lists and objects in a context, as in the API. */
const MAX_CONTEXT_NESTING = 20;
const QUOTE = 0x22;
const COMMA = 0x2c;

/** Splits one record (RFC 4180), without its line ending, into fields. Throws `invalid_csv`. */
export function splitRecord(text: string): string[] {
  const fields: string[] = [];
  for (let at = 0; ; ) {
    const field = text.charCodeAt(at) === QUOTE ? quotedField(text, at) : plainField(text, at);
    fields.push(field.value);
    if (text.charCodeAt(field.end) !== COMMA) return fields;
    at = field.end + 1;
  }
}

/** Parses the tuple of a record. Throws `invalid_csv` and `malformed_*`. */
export function readRecord(columns: readonly Column[], fields: readonly string[]): Tuple {
  if (fields.length !== columns.length) {
    throw new EngineError("invalid_csv", `${fields.length} fields where the header has ${columns.length}.`);
  }
  const at = (column: Column) => fields[columns.indexOf(column)] ?? "";
  const suffix = at("subject_relation") === "" ? "" : `#${at("subject_relation")}`;
  const fact = parseTuple({
    subject: `${at("subject_type")}:${at("subject_id")}${suffix}`,
    relation: at("relation"),
    object: `${at("object_type")}:${at("object_id")}`,
  });
  // A colon in a type column would move into the id, and the export would write another tuple.
  if (fact.subjectType !== at("subject_type") || fact.objectType !== at("object_type")) {
    throw new EngineError("invalid_csv", `${formatSubject(fact)} or ${formatObject(fact)} has a colon in its type.`);
  }
  return { ...fact, ...readOptionalFields(at("condition"), at("context"), at("expires_at")) };
}

/** Warning for an id that starts with its own type: it was probably written as `user:anne` in a column of ids. */
export function repeatedType({ subjectType, subjectId, objectType, objectId }: Tuple): string | undefined {
  const isSubject = subjectId.startsWith(`${subjectType}:`);
  if (!isSubject && !objectId.startsWith(`${objectType}:`)) return undefined;
  const [column, type, id] = isSubject ? ["subject_id", subjectType, subjectId] : ["object_id", objectType, objectId];
  return `${column} ${id} repeats its type: the row is read as ${type}:${id}.`;
}

function readOptionalFields(condition: string, context: string, expiresAt: string) {
  if (context !== "" && condition === "") {
    throw new EngineError("invalid_csv", "The row has a context but no condition.");
  }
  return {
    ...(condition !== "" && { condition }),
    ...(context !== "" && { context: readContext(context) }),
    ...(expiresAt !== "" && { expiresAt: readTime(expiresAt) }),
  };
}

function readContext(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Falls through to the error below.
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new EngineError("invalid_csv", "The context is not a JSON object.");
  }
  if (nestingOf(value) > MAX_CONTEXT_NESTING) {
    throw new EngineError("invalid_csv", `The context is nested more than ${MAX_CONTEXT_NESTING} levels deep.`);
  }
  const canonical = canonicalJson(value);
  if (canonical.length > MAX_CONTEXT_LENGTH) {
    throw new EngineError("invalid_csv", `The context has more than ${MAX_CONTEXT_LENGTH} characters.`);
  }
  // Checked here, because ineffective rows may be stored without validation.
  if (!isWellFormedJson(canonical)) {
    throw new EngineError("invalid_csv", "The context has text that is not well-formed Unicode.");
  }
  return canonical;
}

/** Parses RFC 3339 in UTC, to the second, or seconds since 1970. */
function readTime(text: string): number {
  const isNumber = /^-?\d{1,15}$/.test(text);
  const seconds = isNumber ? Number(text) : Date.parse(text) / 1000;
  const written = isNumber ? `${seconds}` : Number.isInteger(seconds) ? formatTime(seconds) : undefined;
  // Text that formats differently is another day, another time zone, or not a time.
  if (text !== written) {
    const problem = "is not a time in UTC to the second: write 2030-01-31T12:00:00Z or seconds since 1970";
    throw new EngineError("invalid_csv", `expires_at ${JSON.stringify(text)} ${problem}.`);
  }
  if (!isExpiry(seconds)) {
    const problem = `is out of range: it ranges from ${EXPIRY_RANGE}. Leave it empty for a tuple that never expires`;
    throw new EngineError("invalid_csv", `expires_at ${JSON.stringify(text)} ${problem}.`);
  }
  return seconds;
}

interface Field {
  readonly value: string;
  readonly end: number;
}

function plainField(text: string, start: number): Field {
  const comma = text.indexOf(",", start);
  const end = comma < 0 ? text.length : comma;
  const value = text.slice(start, end);
  if (value.includes('"')) throw new EngineError("invalid_csv", "A quote inside a field that does not start with one.");
  return { value, end };
}

function quotedField(text: string, start: number): Field {
  let close = start + 1;
  for (; ; close += 2) {
    close = text.indexOf('"', close);
    if (close < 0) throw new EngineError("invalid_csv", "A quoted field has no end.");
    if (text.charCodeAt(close + 1) !== QUOTE) break;
  }
  const end = close + 1;
  if (end < text.length && text.charCodeAt(end) !== COMMA) {
    throw new EngineError("invalid_csv", "A field has text after its closing quote.");
  }
  return { value: text.slice(start + 1, close).replaceAll('""', '"'), end };
}
