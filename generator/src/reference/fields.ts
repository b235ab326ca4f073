import type { Schema } from "../schemas.ts";
import { isRecord, isSchemas, propertiesOf, requiredOf } from "../schemas.ts";

/** A field of an input or an answer, as a row of a table. */
export interface Field {
  /** With those that it lies in: `writes[].expiresAt`. */
  readonly name: string;
  readonly type: string;
  /** The shapes that stand in its type. */
  readonly shapes: readonly string[];
  readonly required: boolean;
  /** What it is for, its default and its limits, as sentences. */
  readonly note: string;
}

/** The fields of an object, and below each those of what lies in it without a name of its own. */
export function fieldsOf(schema: Schema, within = ""): Field[] {
  return Object.entries(propertiesOf(schema) ?? {}).flatMap(([key, property]) => {
    const name = `${within}${key}`;
    const inner = innerObject(property);
    const field = {
      name,
      type: rowType(property),
      // Those of its own fields stand in their rows.
      shapes: inner === undefined ? shapesNamed(property) : [],
      required: requiredOf(schema).has(key),
      note: noteOf(property),
    };
    return inner === undefined ? [field] : [field, ...fieldsOf(inner.schema, `${name}${inner.lists}.`)];
  });
}

/** What a schema says of a value beside its type: description, default, limits. */
export function noteOf(schema: Schema): string {
  const description = typeof schema.description === "string" ? schema.description : "";
  const preset = "default" in schema ? `Default: \`${JSON.stringify(schema.default)}\`.` : "";
  return [description, preset, limitsOf(schema)].filter(Boolean).join(" ");
}

/** A type on one line. */
export function inlineType(schema: Schema): string {
  if (typeof schema.$ref === "string") return schema.$ref.replace("#/$defs/", "");
  if ("const" in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = choicesIn(schema);
  if (choices.length > 1) return [...new Set(choices.map(inlineType))].join(" | ");
  if (Array.isArray(schema.type)) return schema.type.map((type) => inlineType({ ...schema, type })).join(" | ");
  if (schema.type === "array") {
    // An array's schema has the schema of its items.
    const items = inlineType(schema.items as Schema);
    return items.includes(" | ") ? `(${items})[]` : `${items}[]`;
  }
  if (schema.type === "object") return objectType(schema);
  if (schema.format === "date-time") return "Date";
  return typeof schema.type === "string" ? schema.type : "any";
}

/** What a value may be, one of several, or the one thing that it is. */
function choicesIn(schema: Schema): Schema[] {
  const choices = schema.anyOf ?? schema.oneOf;
  return isSchemas(choices) ? choices.flatMap(choicesIn) : [schema];
}

/** The names of the shapes that stand in a schema itself, not in another shape. */
export function shapesNamed(schema: Schema): string[] {
  const names = [...JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name = ""]) => name);
  return [...new Set(names)];
}

function objectType(schema: Schema): string {
  const properties = propertiesOf(schema);
  if (properties === undefined) {
    // A record's schema has the schema of its values.
    return `Record<string, ${inlineType(schema.additionalProperties as Schema)}>`;
  }
  const required = requiredOf(schema);
  const members = Object.entries(properties).map(
    ([name, property]) => `${name}${required.has(name) ? "" : "?"}: ${inlineType(property)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join("; ")} }`;
}

/** As on one line, but an object whose fields have rows of their own is only said to be one. */
function rowType(schema: Schema): string {
  const inner = innerObject(schema);
  return inner === undefined ? inlineType(schema) : inlineType(schema).replace(inlineType(inner.schema), "object");
}

/** The one object that lies in a value, in lists or beside null, and how many lists it lies in. */
function innerObject(schema: Schema): { schema: Schema; lists: string } | undefined {
  if (propertiesOf(schema) !== undefined) return { schema, lists: "" };
  if (schema.type === "array" && isRecord(schema.items)) {
    const inner = innerObject(schema.items);
    return inner && { ...inner, lists: `[]${inner.lists}` };
  }
  const choices = choicesIn(schema);
  const others = choices.length > 1 ? choices.filter(({ type }) => type !== "null") : [];
  return others.length === 1 && others[0] !== undefined ? innerObject(others[0]) : undefined;
}

function limitsOf(schema: Schema): string {
  const { type, format } = schema;
  const items = isRecord(schema.items) ? schema.items : {};
  const limits = [
    rangeText(schema.minLength, schema.maxLength, "characters"),
    type === "integer" || type === "number" ? rangeText(schema.minimum, schema.maximum, "") : "",
    rangeText(schema.minItems, schema.maxItems, "items"),
    type === "array" ? rangeText(items.minLength, items.maxLength, "characters each") : "",
    format === "email" || format === "uri" ? `Format: ${format}.` : "",
    // The pattern of an address says no more than that it is one.
    typeof schema.pattern === "string" && format === undefined ? `Matches \`${schema.pattern}\`.` : "",
  ];
  return limits.filter(Boolean).join(" ");
}

function rangeText(least: unknown, most: unknown, unit: string): string {
  const count = (value: unknown) => Number(value).toLocaleString("en");
  const text = (range: string) => `${`${range} ${unit}`.trim()}.`;
  if (typeof least === "number" && least > 0 && typeof most === "number")
    return text(`${count(least)} to ${count(most)}`);
  if (typeof most === "number") return text(`At most ${count(most)}`);
  return typeof least === "number" ? text(`At least ${count(least)}`) : "";
}
