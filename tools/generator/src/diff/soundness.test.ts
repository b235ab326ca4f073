import fc from "fast-check";
import { expect, it } from "vitest";
import * as z from "zod";
import type { Schema } from "../schemas.ts";
import { isRecord, propertiesOf, requiredOf } from "../schemas.ts";
import { gravest } from "./change.ts";
import { SchemaDiff } from "./schema-diff.ts";

/** What the diff says is held against a validator that knows nothing of it: values of one schema, tried on the other. */
const RUNS = 3000;

const limit = fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined });
const leaf = fc.oneof(
  fc.record({ min: limit, max: limit }).map(({ min, max }) => sized("string", "Length", min, max)),
  fc.record({ min: limit, max: limit }).map(({ min, max }) => sized("integer", "imum", min, max)),
  fc.subarray(["a", "b", "c"], { minLength: 1 }).map((members): Schema => ({ type: "string", enum: members })),
  fc.constantFrom<Schema>(
    { const: "a" },
    { const: "d" },
    { type: "null" },
    { type: "boolean" },
    { type: "number" },
    {},
  ),
);
const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.tuple(leaf, leaf).map((anyOf): Schema => ({ anyOf })),
    fc
      .record({ items: tie("schema"), max: limit })
      .map(({ items, max }) => sized("array", "Items", undefined, max, { items })),
    fc.tuple(tie("schema"), tie("schema"), fc.subarray(["x", "y"]), fc.subarray(["x", "y"])).map(objectOf),
  ),
}));

function sized(type: string, unit: string, min?: number, max?: number, more: Schema = {}): Schema {
  const [low, high] = min !== undefined && max !== undefined && min > max ? [max, min] : [min, max];
  return {
    type,
    ...more,
    ...(low !== undefined && { [`min${unit}`]: low }),
    ...(high !== undefined && { [`max${unit}`]: high }),
  };
}

function objectOf([x, y, names, required]: [Schema, Schema, string[], string[]]): Schema {
  const properties = Object.fromEntries(Object.entries({ x, y }).filter(([name]) => names.includes(name)));
  return {
    type: "object",
    properties,
    required: required.filter((name) => names.includes(name)),
    additionalProperties: false,
  };
}

/** Values that a schema admits. */
function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  const { anyOf, type, minLength, maxLength, minimum, maximum, maxItems } = schema;
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map(valuesOf));
  if ("const" in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const between = (min: unknown, max: unknown, fallback: number) => ({
    min: typeof min === "number" ? min : 0,
    max: typeof max === "number" ? max : Math.max(fallback, Number(min ?? 0)),
  });
  const number = between(minimum, maximum, 5);
  const length = between(minLength, maxLength, 5);
  switch (type) {
    case "string":
      return fc.string({ unit: fc.constantFrom("a", "z"), minLength: length.min, maxLength: length.max });
    case "integer":
      return fc.integer(number);
    case "number":
      return fc.constantFrom(0, 0.5, 7);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      // An array's schema has the schema of its items.
      return fc.array(valuesOf(schema.items as Schema), { maxLength: between(0, maxItems, 3).max });
    case "object": {
      const fields = Object.entries(propertiesOf(schema) ?? {}).map(
        ([name, field]) => [name, valuesOf(field)] as const,
      );
      return fc.record(Object.fromEntries(fields), { requiredKeys: [...requiredOf(schema)].map(String) });
    }
    default:
      return fc.constantFrom("a", 1, null, { x: 1 });
  }
}

/** What a client's types say: no limits, and fields that it does not know may be there. */
function typeOf(schema: Schema): Schema {
  const kept = Object.entries(schema).filter(
    ([key]) => !/^(min|max)/.test(key) && key !== "additionalProperties" && key !== "properties" && key !== "required",
  );
  const plain = Object.fromEntries(kept.map(([key, part]) => [key, inner(part)]));
  const type = schema.type === "integer" ? { type: "number" } : {};
  const properties = propertiesOf(schema);
  if (properties === undefined) return { ...plain, ...type };
  const loose = Object.entries(properties).map(([name, field]) => [name, typeOf(field)]);
  return { ...plain, properties: Object.fromEntries(loose), required: [...requiredOf(schema)] };
}

function inner(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(inner);
  return isRecord(part) ? typeOf(part) : part;
}

// zod takes a JSON Schema of any kind; these are.
const admits = (schema: Schema, value: unknown) =>
  z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value).success;
const diff = (before: Schema, after: Schema, direction: "input" | "output") =>
  new SchemaDiff({}, {}).compare(before, after, direction, "it");
/** Two schemas that are likely to be alike. */
const pair = fc.oneof(
  fc.tuple(schema, schema),
  schema.chain((one) => fc.tuple(fc.constant(one), relatedTo(one))),
);

function relatedTo(base: Schema): fc.Arbitrary<Schema> {
  const properties = propertiesOf(base);
  if (properties === undefined) return fc.oneof(leaf, fc.constant<Schema>({ anyOf: [base, { type: "null" }] }));
  return fc
    .tuple(schema, fc.subarray(["x", "y"]), fc.subarray(["x", "y"]))
    .map(([other, names, required]) => objectOf([properties.x ?? other, properties.y ?? other, names, required]));
}

it("accepts old requests after every change that isn't breaking", () => {
  let harmless = 0;
  fc.assert(
    fc.property(
      pair.chain(([before, after]) => fc.tuple(fc.constant(before), fc.constant(after), valuesOf(before))),
      ([before, after, value]) => {
        if (gravest(diff(before, after, "input")) === "breaking") return;
        harmless++;
        expect([value, admits(after, value)]).toEqual([value, true]);
      },
    ),
    { numRuns: RUNS },
  );
  expect(harmless).toBeGreaterThan(RUNS / 20);
});

it("returns responses that old clients accept, except for announced additions", () => {
  let harmless = 0;
  fc.assert(
    fc.property(
      pair.chain(([before, after]) => fc.tuple(fc.constant(before), fc.constant(after), valuesOf(after))),
      ([before, after, value]) => {
        const found = diff(before, after, "output");
        if (gravest(found) === "breaking" || found.some(({ what }) => what.includes("ready for"))) return;
        harmless++;
        expect([value, admits(typeOf(before), value)]).toEqual([value, true]);
      },
    ),
    { numRuns: RUNS },
  );
  expect(harmless).toBeGreaterThan(RUNS / 20);
});

it("finds no difference between a schema and itself", () => {
  fc.assert(
    fc.property(schema, (one) => {
      expect([...diff(one, one, "input"), ...diff(one, one, "output")]).toEqual([]);
    }),
  );
});
