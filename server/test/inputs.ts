import * as fc from "fast-check";
import * as z from "zod";
import type { Declaration } from "../src/pipeline/declaration.ts";
import { noInput } from "../src/pipeline/inputs.ts";
import { appRouter } from "../src/router.ts";
import type { CallerKind } from "../src/shared/caller.ts";

/** Procedure of the router, for tests that walk all of them. */
export interface Procedure {
  readonly path: string;
  readonly input: z.ZodType;
  readonly callers: readonly CallerKind[];
  readonly type: "query" | "mutation";
  readonly declaration: Declaration;
}

/** Lists every procedure of the router with its input. */
export function procedures(): Procedure[] {
  // Flat at run time, by path; tRPC types it as nested.
  const flat = Object.entries(
    appRouter._def.procedures as unknown as Record<
      string,
      { _def: { type: Procedure["type"]; inputs: z.ZodType[]; meta: Declaration } }
    >,
  );
  return flat.map(([path, { _def }]) => ({
    path,
    input: _def.inputs[0] ?? noInput,
    callers: _def.meta.caller,
    type: _def.type,
    declaration: _def.meta,
  }));
}

type Schema = { readonly [key: string]: unknown };

/** Generates inputs that the type accepts, or almost: `text` for strings, and `anything` for values without a type. */
export function inputsOf(
  type: z.ZodType,
  text: fc.Arbitrary<string>,
  anything: fc.Arbitrary<unknown> = text,
): fc.Arbitrary<unknown> {
  const schema = z.toJSONSchema(type, { io: "input", unrepresentable: "any" });
  // zod's own type of it; a JSON Schema is a plain object.
  return valuesOf(schema as Schema, {
    text,
    anything,
    definitions: (schema.$defs ?? {}) as Record<string, Schema>,
    depth: DEPTH,
  });
}

const DEPTH = 3;
const TIME = fc.date({ min: new Date(0), max: new Date("2099-01-01"), noInvalidDate: true });

interface Surroundings {
  readonly text: fc.Arbitrary<string>;
  readonly anything: fc.Arbitrary<unknown>;
  readonly definitions: Readonly<Record<string, Schema>>;
  /** Remaining depth of nested shapes, including recursive ones. */
  readonly depth: number;
}

function valuesOf(schema: Schema, around: Surroundings): fc.Arbitrary<unknown> {
  const { type, format, enum: values, anyOf, oneOf, $ref } = schema as Record<string, unknown>;
  if (typeof $ref === "string") {
    const { definitions, depth } = around;
    if (depth === 0) return fc.constant(null);
    return valuesOf(definitions[$ref.split("/").at(-1) ?? ""] ?? {}, { ...around, depth: depth - 1 });
  }
  const choices = (anyOf ?? oneOf) as Schema[] | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valuesOf(choice, around)));
  if ("const" in schema) return fc.constant(schema.const);
  if (Array.isArray(values)) return fc.constantFrom(...values);
  if (format === "date-time")
    return fc.oneof(
      TIME,
      TIME.map((time) => time.toISOString()),
    );
  if (type === "object") return objectsOf(schema, around);
  if (type === "array")
    return fc.array(valuesOf((schema.items ?? {}) as Schema, around), { ...sizes(schema), maxLength: 3 });
  if (type === "boolean") return fc.boolean();
  if (type === "null") return fc.constant(null);
  if (type === "integer" || type === "number") return numbersOf(schema);
  return type === "string" ? textsOf(schema, around) : around.anything;
}

function objectsOf(schema: Schema, around: Surroundings): fc.Arbitrary<unknown> {
  const {
    properties = {},
    required = [],
    additionalProperties,
  } = schema as {
    properties?: Record<string, Schema>;
    required?: string[];
    additionalProperties?: Schema | boolean;
  };
  const fields = Object.entries(properties).map(([name, field]) => [name, valuesOf(field, around)] as const);
  if (fields.length > 0) return fc.record(Object.fromEntries(fields), { requiredKeys: required });
  if (additionalProperties === false) return fc.constantFrom(undefined, null, {});
  const values = typeof additionalProperties === "object" ? valuesOf(additionalProperties, around) : around.text;
  return fc.dictionary(around.text, values, { maxKeys: 2 });
}

function numbersOf({ minimum, maximum, exclusiveMinimum }: Schema): fc.Arbitrary<number> {
  const min = Number(minimum ?? exclusiveMinimum ?? 0);
  // Large numbers cause much work and test nothing more.
  return fc.integer({ min, max: Math.min(Number(maximum ?? 100_000), min + 100_000) });
}

function textsOf({ pattern, format, "x-reads": reads }: Schema, { text }: Surroundings): fc.Arbitrary<string> {
  if (format === "uri") return fc.constant("https://app.example.com/page");
  // Its pattern repeats what repeats: texts that match it would take minutes to be made.
  if (reads === "domain name") return fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: fc.domain() });
  if (typeof pattern !== "string" || format === "email") return text;
  return fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: fc.stringMatching(new RegExp(pattern)) });
}

function sizes({ minItems }: Schema): { minLength?: number } {
  return typeof minItems === "number" ? { minLength: minItems } : {};
}
