import { canonicalJson } from "../canonical.ts";
import type { Schema } from "../schemas.ts";
import { isSchemas, propertiesOf } from "../schemas.ts";
import type { Change, Direction } from "./change.ts";

/** What a value may be, one by one: choices, types and members are all alternatives. */
export function alternativesOf(schema: Schema): Schema[] {
  const choices = schema.anyOf ?? schema.oneOf;
  if (isSchemas(choices)) return choices.flatMap(alternativesOf);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => ({ const: value }));
  if (Array.isArray(schema.type)) return schema.type.map((type) => ({ ...schema, type }));
  if ("const" in schema) return [{ const: schema.const }];
  if (schema.type === "null") return [{ type: "null" }];
  return [schema];
}

/** In which dates differ from text: the SDK gives them as `Date`. */
export function kindOf(schema: Schema): string {
  if ("const" in schema) return "const";
  if (schema.format === "date-time") return "date";
  // A whole number is a number: that no fraction is taken is a limit.
  if (schema.type === "integer") return "number";
  return typeof schema.type === "string" ? schema.type : "any";
}

/** Whether two alternatives may be the same one, changed: shapes by name, objects by their constants, all else by kind. */
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
  // That nothing is missing any more breaks no code that was ready for it; a member that is gone is compared with somewhere.
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
