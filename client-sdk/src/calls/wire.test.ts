import fc from "fast-check";
import SuperJSON from "superjson";
import { expect, it } from "vitest";
import { wire } from "./wire.ts";

/** Names that a careless reader stumbles over. */
const key = fc.oneof(fc.constantFrom("", ".", "a.b", "\\", "a\\.b", "0", "json", "toString", "key"), fc.string());
const { document } = fc.letrec<{ document: unknown }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.date({ noInvalidDate: true }),
    fc.array(tie("document"), { maxLength: 4 }),
    // superjson itself refuses the names that lead to prototypes.
    fc.dictionary(
      key.filter((name) => !["__proto__", "constructor", "prototype"].includes(name)),
      tie("document"),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
}));

/** Every input and output is an object. */
const input = document.filter((value) => typeof value === "object" && value !== null && !(value instanceof Date));

const sent = (value: unknown) => JSON.parse(JSON.stringify(value));

it("writes what superjson reads", () => {
  fc.assert(
    fc.property(input, (value) => {
      expect(SuperJSON.deserialize(sent(wire.serialize(value)))).toEqual(value);
    }),
    { numRuns: 1000 },
  );
});

it("reads what superjson writes", () => {
  fc.assert(
    fc.property(input, (value) => {
      expect(wire.deserialize(sent(SuperJSON.serialize(value)))).toEqual(value);
    }),
    { numRuns: 1000 },
  );
});

it("leaves out undefined values, and reads them from superjson's annotations", () => {
  expect(wire.serialize({ limit: undefined, after: new Date(0) })).toEqual({
    json: { limit: undefined, after: "1970-01-01T00:00:00.000Z" },
    meta: { values: { after: ["Date"] }, v: 1 },
  });
  expect(wire.deserialize(SuperJSON.serialize({ a: [undefined, 1], b: undefined }))).toEqual({ a: [undefined, 1] });
  expect(wire.deserialize(SuperJSON.serialize(undefined))).toBeUndefined();
  expect(wire.serialize(undefined)).toEqual({ json: undefined });
});

it("keeps every field name that a tenant can choose", () => {
  const json = JSON.parse('{"__proto__": {"at": "1970-01-01T00:00:00.000Z"}, "constructor": 1}');
  expect(Object.keys(Object(wire.serialize(json).json))).toEqual(["__proto__", "constructor"]);
});

it("modifies nothing outside the document, whatever the paths are", () => {
  const values = { "__proto__.polluted": ["Date"], "toString.name": ["Date"], "a.b.c": ["Date"], a: ["Map"] };
  expect(wire.deserialize({ json: { a: 1 }, meta: { values } })).toEqual({ a: 1 });
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  expect(Object.prototype.toString.name).toBe("toString");
});
