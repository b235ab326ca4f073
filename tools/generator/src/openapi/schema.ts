import type { Contract } from "../contract.ts";
import type { Schema } from "../schemas.ts";

/** A schema as a component of the document, with its references, and without the keywords that only our own SDK reads. */
export function componentOf(schema: Schema): Schema {
  return rewrite(schema, (part) => {
    const standard = Object.fromEntries(Object.entries(part).filter(([keyword]) => !keyword.startsWith("x-")));
    if (typeof standard.$ref !== "string") return standard;
    return { ...standard, $ref: standard.$ref.replace("#/$defs/", "#/components/schemas/") };
  });
}

/** A response's schema: fields may be added at any time, so it allows unknown ones. */
export function responseComponentOf(schema: Schema): Schema {
  return rewrite(componentOf(schema), (part) => {
    const { additionalProperties, ...rest } = part;
    return additionalProperties === false ? rest : part;
  });
}

/** Names of the schemas that these refer to, directly or through others. */
export function shapesIn(
  schemas: readonly (Schema | null)[],
  { schemas: shapes }: Pick<Contract, "schemas">,
): Set<string> {
  const found = new Set<string>();
  const look = (value: unknown) => {
    for (const [, name = ""] of JSON.stringify(value).matchAll(/"#\/\$defs\/(\w+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      look(shapes[name] ?? null);
    }
  };
  look(schemas);
  return found;
}

/** The same schema with each schema in it changed, from the inside out. */
function rewrite(schema: Schema, change: (part: Schema) => Schema): Schema {
  const inner = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inner);
    return typeof value === "object" && value !== null ? rewrite(value as Schema, change) : value;
  };
  return change(Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inner(value)])));
}
