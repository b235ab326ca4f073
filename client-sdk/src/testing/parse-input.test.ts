import { describe, expect, it } from "vitest";
import type { InputSchema } from "./input-schema.ts";
import { parseInput } from "./parse-input.ts";

// That it agrees with zod is shown in tools/generator/src/emit-declarations.test.ts, and with the service, procedure by procedure, in
// tools/local/test/odd-inputs.test.ts.

describe("a check that JSON Schema has no keyword for", () => {
  const check = (rules: object, type = "string") =>
    ({ type, "x-checks": [{ message: "No.", ...rules }] }) as InputSchema;
  const fieldsOf = (rules: object): InputSchema => ({ properties: { a: {}, b: {} }, ...check(rules, "object") });

  it.each<[name: string, schema: InputSchema, good: unknown, bad: unknown]>([
    ["counts bytes", check({ maxBytes: 4 }), "ééa".slice(0, 2), "ééa"],
    ["wants whole characters", check({ wellFormed: true }), "😀", "\ud83d"],
    ["wants no control characters", check({ noControls: true }), "a b", "a\u0007b"],
    ["wants more than spaces", check({ notBlank: true }), " a ", " \u3000 "],
    ["wants JSON of eight levels", check({ json: true }, "object"), { a: [[1]] }, { a: [[[[[[[[1]]]]]]]] }],
    ["counts bytes of JSON", check({ maxJsonBytes: 9 }, "object"), { a: 1 }, { aaaaa: 1 }],
    ["wants no more levels", check({ maxDepth: 2 }, "object"), { a: [1] }, { a: [[1]] }],
    [
      "wants at most one field",
      fieldsOf({ fields: { of: ["a", "b"], atMost: 1 } }),
      { a: false, b: 1 },
      { a: 1, b: 2 },
    ],
    ["wants exactly one field", fieldsOf({ fields: { of: ["a", "b"], atLeast: 1, atMost: 1 } }), { a: 1 }, {}],
    [
      "requires a field that another one requires",
      fieldsOf({ requires: ["a", "b"] }),
      { a: 1, b: true },
      { a: 1, b: false },
    ],
  ])("%s", (_, type, good, bad) => {
    expect(parseInput(type, good).issues).toEqual([]);
    expect(parseInput(type, bad).issues).toEqual([{ path: "", message: "No." }]);
  });
});

describe("a time", () => {
  const time: InputSchema = { type: "string", format: "date-time" };

  it("is a Date, or RFC 3339 text that becomes one", () => {
    expect(parseInput(time, new Date(5)).value).toEqual(new Date(5));
    expect(parseInput(time, "2026-01-31T12:00:00+02:00").value).toEqual(new Date("2026-01-31T10:00:00Z"));
    for (const wrong of ["2026-01-31", "soon", 5, null, new Date(Number.NaN)]) {
      expect(parseInput(time, wrong).issues).toHaveLength(1);
    }
  });
});

it("times in a map of free-form values stay text, also when nested", () => {
  const map = {
    type: "object",
    propertyNames: { type: "string" },
    additionalProperties: {},
    "x-times": "text",
  } as const;
  const at = new Date("2026-01-31T12:00:00Z");
  expect(parseInput(map, { now: at, all: [at, 1], by: { a: at } }).value).toEqual({
    now: at.toISOString(),
    all: [at.toISOString(), 1],
    by: { a: at.toISOString() },
  });
});
