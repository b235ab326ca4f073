import { EngineError } from "../errors.ts";
import { formatObject, formatSubject, parseTuple, type Tuple } from "../tuple.ts";
import { readContext, readTime } from "../tuple-file/optional-fields.ts";
import type { Column } from "./columns.ts";

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
    ...(context !== "" && readContext(parsed(context))),
    ...(expiresAt !== "" && { expiresAt: readTime(expiresAt) }),
  };
}

/** Undefined if it isn't JSON. */
function parsed(context: string): unknown {
  try {
    return JSON.parse(context);
  } catch {
    return undefined;
  }
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
