import { canonicalJson } from "../canonical.ts";
import type { Schema } from "../schemas.ts";
import { isSchemas, propertiesOf } from "../schemas.ts";
import type { Change, Direction } from "./change.ts";

/** The alternatives of a value: choices, types and enum members. */
export function alternativesOf(schema: Schema): Schema[] {
  const choices = schema.anyOf ?? schema.oneOf;
  if (isSchemas(choices)) return choices.flatMap(alternativesOf);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => ({ const: value }));
  if (Array.isArray(schema.type)) return schema.type.map((type) => ({ ...schema, type }));
  if ("const" in schema) return [{ const: schema.const }];
  if (schema.type === "null") return [{ type: "null" }];
  return [schema];
}

/** Tells dates from text: the SDK returns them as `Date`. */
export function kindOf(schema: Schema): string {
  if ("const" in schema) return "const";
  if (schema.format === "date-time") return "date";
  // An integer is a number with a limit: no fractions.
  if (schema.type === "integer") return "number";
  return typeof schema.type === "string" ? schema.type : "any";
}

/** Whether one alternative may be a changed version of the other: same schema name, same constants, or else same kind. */
export function resembles(before: Schema, after: Schema): boolean {
  if (typeof before.$ref === "string" || typeof after.$ref === "string") return before.$ref === after.$ref;
  if (kindOf(before) !== kindOf(after) || kindOf(before) === "const") return false;
  const [old, now] = [constantsOf(before), constantsOf(after)];
  return Object.keys(old).every((name) => now[name] === undefined || now[name] === old[name]);
}

function constantsOf(schema: Schema): Record<string, string> {
  const fields = Object.entries(propertiesOf(schema) ?? {}).filter(([, property]) => "const" in property);
  return Object.fromEntries(fields.map(([name, property]) => [name, canonicalJson(property.const)]));
}

export function goneAlternative(schema: Schema, direction: Direction, where: string): Change {
  // A value that is never missing any more breaks no code. A removed member is compared elsewhere.
  const kind = direction === "output" && schema.type === "null" ? "feature" : "breaking";
  return { kind, where, what: `is ${labelOf(schema)} no more` };
}

export function newAlternative(schema: Schema, direction: Direction, where: string): Change {
  if (direction === "input") return { kind: "feature", where, what: `may be ${labelOf(schema)}` };
  const member = "const" in schema || schema.type === "object" || typeof schema.$ref === "string";
  return member
    ? { kind: "feature", where, what: `may be ${labelOf(schema)}, which clients have to be ready for` }
    : { kind: "breaking", where, what: `may be ${labelOf(schema)}` };
}

export function typeChange(before: Schema, after: Schema, direction: Direction, where: string): Change {
  const widened = kindOf(direction === "input" ? after : before) === "any";
  return { kind: widened ? "feature" : "breaking", where, what: `was ${labelOf(before)} and is ${labelOf(after)}` };
}

function labelOf(schema: Schema): string {
  if (typeof schema.$ref === "string") return shapeName(schema.$ref);
  if ("const" in schema) return JSON.stringify(schema.const);
  const constants = Object.values(constantsOf(schema));
  return constants.length === 0 ? kindOf(schema) : `${kindOf(schema)} of ${constants.join(", ")}`;
}

export function shapeName(ref: string): string {
  return ref.replace("#/$defs/", "");
}
