import { noteOf } from "./reference/fields.ts";
import type { Schema } from "./schemas.ts";
import { isSchemas, propertiesOf, requiredOf } from "./schemas.ts";

/** The TypeScript type of a JSON Schema of the kinds that zod writes. Throws on any other kind. */
export function typeText(schema: Schema, indent = ""): string {
  if (typeof schema.$ref === "string") return schema.$ref.replace("#/$defs/", "");
  if ("const" in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (isSchemas(choices)) return [...new Set(choices.map((choice) => typeText(choice, indent)))].join(" | ");
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeText({ ...schema, type }, indent)).join(" | ");
  switch (schema.type) {
    case "string":
      return schema.format === "date-time" ? "Date" : "string";
    case "number":
    case "integer":
      return "number";
    case "boolean":
    case "null":
      return schema.type;
    case "array":
      return arrayText(schema, indent);
    case "object":
      return objectText(schema, indent);
    default:
      // A schema without constraints allows any value.
      if (Object.keys(schema).every((key) => key === "description")) return "unknown";
      throw new Error(`There is no type for ${JSON.stringify(schema)}.`);
  }
}

/** The members of an interface, each with a doc comment from its schema. */
export function membersText(schema: Schema, indent: string): string {
  const required = requiredOf(schema);
  const members = Object.entries(propertiesOf(schema) ?? {}).map(([name, property]) => {
    const optional = required.has(name) ? "" : "?";
    const absent = required.has(name) ? "" : " | undefined";
    return `${commentText(noteOf(property), indent)}${indent}${name}${optional}: ${typeText(property, indent)}${absent};\n`;
  });
  return members.join("");
}

/** A doc comment, or nothing for an empty text. */
export function commentText(text: string, indent: string): string {
  return text === "" ? "" : `${indent}/** ${text.replaceAll("*/", "*\\/")} */\n`;
}

function arrayText(schema: Schema, indent: string): string {
  const items = schema.items as Schema; // An array's schema has the schema of its items.
  const compound = [items.anyOf, items.oneOf, items.enum].some(Array.isArray) || Array.isArray(items.type);
  return compound ? `Array<${typeText(items, indent)}>` : `${typeText(items, indent)}[]`;
}

function objectText(schema: Schema, indent: string): string {
  if (propertiesOf(schema) !== undefined) return `{\n${membersText(schema, `${indent}  `)}${indent}}`;
  // A record's schema has the schema of its values.
  return `Record<string, ${typeText(schema.additionalProperties as Schema, indent)}>`;
}
