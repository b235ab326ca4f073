import { canonicalJson, formatObject, formatSubject, parseCsv, parseTuple, type Tuple } from "@cf-auth/engine";
import { parse } from "yaml";
import { FileError, type TupleText } from "../suite.ts";
import { contextField, fieldsOf, list, textField } from "./fields.ts";

/** A tuple in YAML or JSON. */
export function tupleText(value: unknown, at: string): TupleText {
  const tuple = fieldsOf(value, at, ["user", "relation", "object", "condition"]);
  return {
    user: textField(tuple, "user"),
    relation: textField(tuple, "relation"),
    object: textField(tuple, "object"),
    ...(tuple.values.condition !== undefined && { condition: condition(tuple.values.condition, `${at}.condition`) }),
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

/** Converts a tuple to the engine's form. Throws `malformed_*`. */
export function tupleOf({ user, relation, object, condition }: TupleText): Tuple {
  const key = parseTuple({ subject: user, relation, object });
  if (condition === undefined) return key;
  const { name, context } = condition;
  return { ...key, condition: name, ...(context !== undefined && { context: canonicalJson(context) }) };
}

function asText(tuple: Tuple): TupleText {
  const { condition: name, context } = tuple;
  return {
    user: formatSubject(tuple),
    relation: tuple.relation,
    object: formatObject(tuple),
    // The engine stores contexts as JSON of objects.
    ...(name !== undefined && { condition: { name, ...(context !== undefined && { context: JSON.parse(context) }) } }),
  };
}
