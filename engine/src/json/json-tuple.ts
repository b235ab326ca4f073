import { parseTuple, type Tuple } from "../tuple.ts";
import { invalidRow, readContext, readTime } from "../tuple-file/optional-fields.ts";
import { repeatedKey } from "./repeated-key.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Characters of a value that a message quotes. */
const MAX_SHOWN = 60;

/** Parses JSON. Throws for what isn't JSON, and for an object that has a field twice. */
export function parseStrictly(json: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw invalidRow("The row is not valid JSON.");
  }
  const repeated = repeatedKey(json);
  if (repeated !== undefined) throw invalidRow(`The field ${shown(repeated)} appears twice.`);
  return value;
}

/**
 * The tuple of an object in OpenFGA's form, with `expires_at` as an additional field. Fields that are null count as
 * absent, as in the JSON of protobuf.
 *
 * Source: openfga/api, `TupleKey` of openfga.proto.
 */
export function readJsonTuple(value: unknown): Tuple {
  const { user, relation, object, condition, expires_at: expiresAt } = fieldsOf(value, "The row", TUPLE_FIELDS);
  return {
    ...parseTuple({
      subject: textOf(user, "user"),
      relation: textOf(relation, "relation"),
      object: textOf(object, "object"),
    }),
    ...(condition !== undefined && readCondition(condition)),
    ...(expiresAt !== undefined && { expiresAt: readExpiry(expiresAt) }),
  };
}

/** The tuple of an item of OpenFGA's Read: `{ "key": {…}, "timestamp": "…" }`. */
export function readJsonItem(value: unknown): Tuple {
  const { key } = fieldsOf(value, "The row", ["key", "timestamp"]);
  if (key === undefined) throw invalidRow("The row has no field key.");
  return readJsonTuple(key);
}

const TUPLE_FIELDS = ["user", "relation", "object", "condition", "expires_at"];

function readCondition(value: unknown): Pick<Tuple, "condition" | "context"> {
  const { name, context } = fieldsOf(value, "The condition", ["name", "context"]);
  return { condition: textOf(name, "condition.name"), ...(context !== undefined && readContext(context)) };
}

function readExpiry(value: unknown): number {
  if (typeof value === "string" || Number.isInteger(value)) return readTime(`${value}`);
  throw invalidRow("The field expires_at is not text: write 2030-01-31T12:00:00Z.");
}

function fieldsOf(value: unknown, what: string, known: readonly string[]): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalidRow(`${what} is not an object.`);
  }
  const fields = Object.entries(value).filter(([, field]) => field !== null);
  const unknown = fields.find(([name]) => !known.includes(name));
  if (unknown !== undefined) {
    throw invalidRow(`${what} has an unknown field ${shown(unknown[0])}; the fields are ${known.join(", ")}.`);
  }
  return Object.fromEntries(fields);
}

function textOf(value: unknown, name: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw invalidRow(value === undefined ? `The field ${name} is missing.` : `The field ${name} is not text.`);
}

function shown(name: string): string {
  return JSON.stringify(name.length > MAX_SHOWN ? `${name.slice(0, MAX_SHOWN).toWellFormed()}…` : name);
}
