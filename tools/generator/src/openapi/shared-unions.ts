import { isRecord, isSchemas, type Schema } from "../schemas.ts";

/**
 * Gives unions that several schemas have under the same field name one component, called like the field: `consistency` of each
 * query is a `Consistency`. Generated clients then have one type for all of them.
 */
export function nameSharedUnions(components: Readonly<Record<string, Schema>>): Record<string, Schema> {
  const found = new Map<string, string[]>();
  visitFields(components, (name, schema) => {
    if (isUnion(schema)) found.set(name, [...(found.get(name) ?? []), JSON.stringify(schema)]);
    return schema;
  });
  const shared = [...found].filter(
    ([name, texts]) => texts.length > 1 && new Set(texts).size === 1 && !(componentName(name) in components),
  );
  const text = new Map(shared.map(([name, [first = ""]]) => [name, first]));
  const changed = visitFields(components, (name, schema) =>
    text.has(name) && isUnion(schema) ? { $ref: `#/components/schemas/${componentName(name)}` } : schema,
  );
  const named = [...text].map(([name, schema]) => [componentName(name), JSON.parse(schema)]);
  return { ...(changed as Record<string, Schema>), ...Object.fromEntries(named) };
}

/** Whether a value has one of several types. Null or a type is the latter, optional. */
function isUnion({ anyOf }: Schema): boolean {
  return isSchemas(anyOf) && anyOf.filter(({ type }) => type !== "null").length > 1;
}

/** The value with each field's schema changed, from the inside out. */
function visitFields(value: unknown, change: (name: string, schema: Schema) => Schema, isFields = false): unknown {
  if (Array.isArray(value)) return value.map((item) => visitFields(item, change));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([name, item]) => {
    const inner = visitFields(item, change, name === "properties" && !isFields);
    return [name, isFields && isRecord(inner) ? change(name, inner) : inner];
  });
  return Object.fromEntries(entries);
}

function componentName(field: string): string {
  return `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}
