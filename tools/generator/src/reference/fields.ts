import type { Schema } from "../schemas.ts";
import { isRecord, isSchemas, propertiesOf, requiredOf } from "../schemas.ts";

/** A field of a request or response, as a row of a table. */
export interface Field {
  /** Its path: `writes[].expiresAt`. */
  readonly name: string;
  readonly type: string;
  /** Names of the schemas in its type. */
  readonly shapes: readonly string[];
  readonly required: boolean;
  /** Purpose, default and limits, as sentences. */
  readonly note: string;
}

/** The fields of an object, each followed by the fields of the unnamed objects in it. */
export function fieldsOf(schema: Schema, within = ""): Field[] {
  return Object.entries(propertiesOf(schema) ?? {}).flatMap(([key, property]) => {
    const name = `${within}${key}`;
    const inner = innerObject(property);
    const field = {
      name,
      type: rowType(property),
      // The rows of its own fields list theirs.
      shapes: inner === undefined ? shapesNamed(property) : [],
      required: requiredOf(schema).has(key),
      note: noteOf(property),
    };
    return inner === undefined ? [field] : [field, ...fieldsOf(inner.schema, `${name}${inner.arrays}.`)];
  });
}

/** Description, default and limits of a schema. */
export function noteOf(schema: Schema): string {
  const description = typeof schema.description === "string" ? schema.description : "";
  const defaultsTo = "default" in schema ? `Defaults to \`${JSON.stringify(schema.default)}\`.` : "";
  return [description, defaultsTo, limitsOf(schema)].filter(Boolean).join(" ");
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

/** The alternatives of a schema, or the schema itself. */
function choicesIn(schema: Schema): Schema[] {
  const choices = schema.anyOf ?? schema.oneOf;
  return isSchemas(choices) ? choices.flatMap(choicesIn) : [schema];
}

/** Names of the schemas that a schema refers to directly. */
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

/** The type on one line, with `object` in place of an object whose fields have rows of their own. */
function rowType(schema: Schema): string {
  const inner = innerObject(schema);
  return inner === undefined ? inlineType(schema) : inlineType(schema).replace(inlineType(inner.schema), "object");
}

/** The one object in a value, whether in arrays or nullable, and one `[]` for each array around it. */
function innerObject(schema: Schema): { schema: Schema; arrays: string } | undefined {
  if (propertiesOf(schema) !== undefined) return { schema, arrays: "" };
  if (schema.type === "array" && isRecord(schema.items)) {
    const inner = innerObject(schema.items);
    return inner && { ...inner, arrays: `[]${inner.arrays}` };
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
    // The pattern of a known format adds nothing.
    typeof schema.pattern === "string" && format === undefined ? `Matches \`${schema.pattern}\`.` : "",
  ];
  return limits.filter(Boolean).join(" ");
}

function rangeText(min: unknown, max: unknown, unit: string): string {
  const count = (value: unknown) => Number(value).toLocaleString("en");
  const text = (range: string) => `${`${range} ${unit}`.trim()}.`;
  if (typeof min === "number" && min > 0 && typeof max === "number") return text(`${count(min)} to ${count(max)}`);
  if (typeof max === "number") return text(`At most ${count(max)}`);
  return typeof min === "number" ? text(`At least ${count(min)}`) : "";
}
