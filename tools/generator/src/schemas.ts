/** A JSON Schema, as zod writes it. */
export type Schema = { readonly [key: string]: unknown };

/** The properties of an object's schema, or undefined where it is not a plain object. */
export function propertiesOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  return schema.type === "object" && isRecord(schema.properties) ? schema.properties : undefined;
}

/** The names of the properties that an object's schema demands. */
export function requiredOf(schema: Schema): ReadonlySet<unknown> {
  return new Set(Array.isArray(schema.required) ? schema.required : []);
}

export function isSchemas(value: unknown): value is Schema[] {
  return Array.isArray(value) && value.every(isRecord);
}

export function isRecord(value: unknown): value is Record<string, Schema> {
  return typeof value === "object" && value !== null;
}

/** Whether a procedure returns a page of a list. */
export function isList(input: Schema | null, output: Schema): boolean {
  const result = propertiesOf(output) ?? {};
  return "items" in result && "nextCursor" in result && "cursor" in (propertiesOf(input ?? {}) ?? {});
}
