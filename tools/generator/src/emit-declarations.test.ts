import * as fc from "fast-check";
import { expect, it } from "vitest";
import * as z from "zod";
import type { InputSchema } from "../../../client-sdk/src/testing/input-schema.ts";
import { parseInput } from "../../../client-sdk/src/testing/parse-input.ts";
import { isRfc3339 } from "../../../client-sdk/src/testing/rfc-3339.ts";
import { issuesOf } from "../../../server/src/pipeline/input-issues.ts";
import { readContract } from "./contract.ts";
import { emitDeclarations } from "./emit-declarations.ts";

// The SDK's in-memory tenant parses inputs by the schemas that are emitted for it, without zod.

/** What the service does: zod itself, and its issues in the service's words. */
function byZod(type: z.ZodType, input: unknown) {
  const { success, data, error } = type.safeParse(input);
  const issues = success ? [] : issuesOf(error);
  return { value: success ? data : undefined, issues };
}

const shape = z.strictObject({
  text: z.string().min(2).max(4),
  whole: z.int().min(1).max(10).default(7),
  share: z.number().max(1).optional(),
  flag: z.boolean().optional(),
  kind: z.enum(["a", "b"]).optional(),
  only: z.literal("x").optional(),
  maybe: z.string().max(2).nullable().optional(),
  list: z
    .array(z.strictObject({ id: z.string() }))
    .max(2)
    .default([]),
  some: z.array(z.string()).min(2).optional(),
  either: z.union([z.string().max(2), z.array(z.string()).max(1), z.strictObject({ at: z.string() })]).optional(),
  map: z.record(z.string().max(3), z.unknown()).optional(),
  tagged: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("one"), n: z.int() }),
      z.strictObject({ kind: z.literal("two") }),
    ])
    .optional(),
});
const schema = z.toJSONSchema(shape, { io: "input" }) as InputSchema;

const part = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    1,
    7,
    11,
    -1,
    1.5,
    2 ** 53,
    "",
    "a",
    "x",
    "abc",
    "abcde",
    "😀😀",
    "😀😀😀",
    [],
    {},
  ),
  fc.constantFrom<unknown>(
    { kind: "one", n: 1 },
    { kind: "two" },
    { kind: "three" },
    { kind: "one", n: "1" },
    { at: "x" },
  ),
  fc.constantFrom<unknown>(["a"], ["a", "b"], [{ id: "a" }], [{ id: 1 }, {}, 5], { at: "x", more: 1 }, { long_: 1 }),
);
const input = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.dictionary(fc.constantFrom(...Object.keys(shape.shape), "extra", "more"), part, {
      noNullPrototype: true,
    }),
  },
  { weight: 1, arbitrary: part },
);

it("parses and refuses an input like zod, with its messages", () => {
  let taken = 0;
  fc.assert(
    fc.property(input, (example) => {
      const { value, issues } = parseInput(schema, example);
      const expected = byZod(shape, example);
      expect(issues).toEqual(expected.issues);
      if (issues.length > 0) return;
      taken++;
      expect(value).toEqual(expected.value);
    }),
    { numRuns: 5000, examples: [[{ text: "abc" }], [{ text: "abc", list: [{ id: "a" }], maybe: null, share: 0.5 }]] },
  );
  expect(taken).toBeGreaterThan(1);
});

it("accepts the same times as zod", () => {
  const rfc3339 = z.iso.datetime({ offset: true });
  const number = (min: number, max: number, digits: number) =>
    fc.integer({ min, max }).map((value) => `${value}`.padStart(digits, "0"));
  const text = fc
    .tuple(
      ...[number(1000, 2200, 4), number(0, 13, 2), number(0, 32, 2), number(0, 25, 2), number(0, 61, 2)],
      fc.constantFrom("", ":00", ":59", ":60", ":00.5", ":00."),
      fc.constantFrom("Z", "z", "", "+00:00", "-23:59", "+24:00", "+0100"),
    )
    .map(([year, month, day, hour, minute, rest, zone]) => `${year}-${month}-${day}T${hour}:${minute}${rest}${zone}`);
  fc.assert(
    fc.property(fc.oneof(text, fc.string()), (example) => {
      expect(isRfc3339(example)).toBe(rfc3339.safeParse(example).success);
    }),
    { numRuns: 20_000, examples: [["2024-02-29T00:00:00Z"], ["2100-02-29T00:00:00Z"], ["2000-02-29T00:00:00Z"]] },
  );
});

/** Keywords of `InputSchema` (client-sdk/src/testing/input-schema.ts), all of which the parser knows. */
const KEYWORDS =
  "type $ref const enum anyOf oneOf default minLength maxLength pattern format minimum maximum exclusiveMinimum items minItems maxItems properties required propertyNames additionalProperties x-checks x-message x-reads x-times x-total";

it("uses only schema keywords that the parser supports", () => {
  const known = new Set(KEYWORDS.split(" "));
  const { procedures, schemas } = readContract();
  const strange = new Set<string>();
  const look = (schema: object) => {
    for (const [key, value] of Object.entries(schema)) {
      if (key === "description") continue;
      if (!known.has(key)) strange.add(key);
      if (key === "properties") for (const property of Object.values<object>(value)) look(property);
      else if (["items", "propertyNames", "additionalProperties"].includes(key)) look(Object(value));
      else if (key === "anyOf" || key === "oneOf") for (const choice of value) look(choice);
    }
  };
  for (const { input } of procedures) look(input ?? {});
  for (const schema of Object.values(schemas)) look(schema);
  expect([...strange]).toEqual([]);
});

it("emits schemas without descriptions", () => {
  const text = emitDeclarations(readContract());
  expect(text).not.toContain('"description":');
  expect(text).toContain('"maximum":1000,');
});
