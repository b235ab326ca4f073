import {
  canonicalJson,
  expirySeconds,
  formatObject,
  formatSubject,
  parseCsv,
  parseTuple,
  type Tuple,
} from "@cf-auth/engine";
import { parse } from "yaml";
import { FileError, type TupleText } from "../suite.ts";
import { contextField, fieldsOf, list, optionalText, textField } from "./fields.ts";

/** A tuple in YAML or JSON. */
export function tupleText(value: unknown, at: string): TupleText {
  const tuple = fieldsOf(value, at, ["user", "relation", "object", "condition", "expires_at"]);
  const expiry = optionalText(tuple, "expires_at");
  return {
    user: textField(tuple, "user"),
    relation: textField(tuple, "relation"),
    object: textField(tuple, "object"),
    ...(tuple.values.condition !== undefined && { condition: condition(tuple.values.condition, `${at}.condition`) }),
    ...(expiry !== undefined && { expires_at: expiry }),
  };
}

function condition(value: unknown, at: string) {
  const fields = fieldsOf(value, at, ["name", "context"]);
  return { name: textField(fields, "name"), ...contextField(fields) };
}

/** Reads a file of tuples; its extension selects the format. */
export function readTupleFile(name: string, content: string): TupleText[] {
  if (name.endsWith(".csv")) return [...parseCsv(content).tuples()].map(asText);
  if (name.endsWith(".jsonl"))
    return content
      .split("\n")
      .filter((line) => line.trim())
      .map((line, i) => tupleText(parse(line), `${name}, line ${i + 1}`));
  if (/\.(ya?ml|json)$/.test(name)) return list(parse(content), name, tupleText);
  throw new FileError(`${name} is not a file of tuples: use .yaml, .json, .jsonl or .csv.`);
}

/** Converts a tuple to the engine's form. Throws `malformed_*` and `invalid_expiry`. */
export function tupleOf({ user, relation, object, condition, expires_at: expiry }: TupleText): Tuple {
  const names = { subject: user, relation, object };
  const key = parseTuple(names);
  const expires = expiry === undefined ? {} : { expiresAt: expirySeconds(Date.parse(expiry), names) };
  if (condition === undefined) return { ...key, ...expires };
  const { name, context } = condition;
  return { ...key, condition: name, ...(context !== undefined && { context: canonicalJson(context) }), ...expires };
}

function asText(tuple: Tuple): TupleText {
  const { condition: name, context, expiresAt } = tuple;
  return {
    user: formatSubject(tuple),
    relation: tuple.relation,
    object: formatObject(tuple),
    // The engine stores contexts as JSON of objects.
    ...(name !== undefined && { condition: { name, ...(context !== undefined && { context: JSON.parse(context) }) } }),
    ...(expiresAt !== undefined && { expires_at: new Date(expiresAt * 1000).toISOString().replace(".000Z", "Z") }),
  };
}
