import { describe, expect, it } from "vitest";
import type { Schema } from "../schemas.ts";
import type { Direction, Kind } from "./change.ts";
import { SchemaDiff } from "./schema-diff.ts";

const changes = (before: Schema, after: Schema, direction: Direction, shapes = {}, now = shapes) =>
  new SchemaDiff(shapes, now).compare(before, after, direction, "it");
const kinds = (before: Schema, after: Schema, direction: Direction) =>
  changes(before, after, direction).map(({ kind }) => kind);

const text = { type: "string" };
const object = (properties: Record<string, Schema>, required: string[] = []) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const a = object({ a: text });

/** What a change is for what clients send, and for what they receive; empty where it is none. */
const cases: readonly [name: string, before: Schema, after: Schema, sent: Kind | "", received: Kind | ""][] = [
  ["nothing", a, a, "", ""],
  ["the order of keys", { type: "string", maxLength: 1 }, { maxLength: 1, type: "string" }, "", ""],
  ["a description", text, { ...text, description: "What it is." }, "fix", "fix"],
  ["a new field that has to be there", a, object({ a: text, b: text }, ["b"]), "breaking", "feature"],
  ["a new field that may be left out", a, object({ a: text, b: text }), "feature", "feature"],
  ["a field that is gone", object({ a: text, b: text }), a, "breaking", "breaking"],
  ["a field that has to be there", a, object({ a: text }, ["a"]), "breaking", "feature"],
  ["a field that may be left out", object({ a: text }, ["a"]), a, "feature", "breaking"],
  ["unknown fields taken", a, { ...a, additionalProperties: {} }, "feature", ""],
  ["unknown fields refused", { ...a, additionalProperties: {} }, a, "breaking", ""],
  ["a default", object({ a: { ...text, default: "x" } }), object({ a: { ...text, default: "y" } }), "breaking", ""],
  ["a default where there was none", a, object({ a: { ...text, default: "y" } }), "breaking", ""],
  ["another type", text, { type: "boolean" }, "breaking", "breaking"],
  ["text that becomes a date", text, { type: "string", format: "date-time" }, "breaking", "breaking"],
  ["anything at all", text, {}, "feature", "breaking"],
  ["no longer anything", {}, text, "breaking", "feature"],
  ["null besides", text, { anyOf: [text, { type: "null" }] }, "feature", "breaking"],
  ["null no more", { anyOf: [text, { type: "null" }] }, text, "breaking", "feature"],
  ["null besides, of types", text, { type: ["string", "null"] }, "feature", "breaking"],
  ["a new member", { type: "string", enum: ["a"] }, { type: "string", enum: ["a", "b"] }, "feature", "feature"],
  [
    "a member that is gone",
    { type: "string", enum: ["a", "b"] },
    { type: "string", enum: ["a"] },
    "breaking",
    "breaking",
  ],
  ["members in another order", { enum: ["a", "b"] }, { enum: ["b", "a"] }, "", ""],
  ["a constant", { const: "a" }, { const: "b" }, "breaking", "breaking"],
  ["a constant that becomes one of several", { const: "a" }, { enum: ["a", "b"] }, "feature", "feature"],
  ["members instead of any text", text, { enum: ["a"] }, "breaking", "breaking"],
  ["a lower maximum", { type: "integer", maximum: 9 }, { type: "integer", maximum: 8 }, "breaking", "fix"],
  ["a higher maximum", { type: "integer", maximum: 9 }, { type: "integer", maximum: 10 }, "feature", "fix"],
  ["a maximum where there was none", text, { ...text, maxLength: 9 }, "breaking", "fix"],
  ["no maximum any more", { ...text, maxLength: 9 }, text, "feature", "fix"],
  ["a higher minimum", { ...text, minLength: 1 }, { ...text, minLength: 2 }, "breaking", "fix"],
  ["a lower minimum", { ...text, minLength: 2 }, { ...text, minLength: 1 }, "feature", "fix"],
  ["another pattern", { ...text, pattern: "^a" }, { ...text, pattern: "^b" }, "breaking", "fix"],
  ["a check of our own where there was none", text, { ...text, "x-checks": [{ notBlank: true }] }, "breaking", "fix"],
  ["no check of our own any more", { ...text, "x-checks": [{ notBlank: true }] }, text, "feature", "fix"],
  ["a limit of items together", a, { ...a, "x-total": { of: ["a"], maximum: 9 } }, "breaking", "fix"],
  ["no pattern any more", { ...text, pattern: "^a" }, text, "feature", "fix"],
  ["whole numbers only", { type: "number" }, { type: "integer" }, "breaking", "fix"],
  ["fractions too", { type: "integer" }, { type: "number" }, "feature", "fix"],
  [
    "fewer items",
    { type: "array", items: text, maxItems: 9 },
    { type: "array", items: text, maxItems: 8 },
    "breaking",
    "fix",
  ],
  ["items", { type: "array", items: text }, { type: "array", items: { type: "null" } }, "breaking", "breaking"],
  [
    "values of a record",
    { type: "object", additionalProperties: text },
    { type: "object", additionalProperties: { ...text, maxLength: 3 } },
    "breaking",
    "fix",
  ],
  ["a record that becomes an object", { type: "object", additionalProperties: text }, a, "breaking", "breaking"],
  ["a field, deep", object({ x: object({ y: a }) }), object({ x: object({ y: object({}) }) }), "breaking", "breaking"],
];

describe("a change of a schema", () => {
  it.each(cases)("%s", (_, before, after, sent, received) => {
    expect(kinds(before, after, "input")).toEqual(sent === "" ? [] : [sent]);
    expect(kinds(before, after, "output")).toEqual(received === "" ? [] : [received]);
  });

  it("has its path, and warns about new enum members", () => {
    const before = object({ x: { type: "array", items: object({ y: { enum: ["a"] } }) } });
    const after = object({ x: { type: "array", items: object({ y: { enum: ["a", "b"] } }) } });
    expect(changes(before, after, "output")).toEqual([
      { kind: "feature", where: "it.x[].y", what: 'may be "b", which clients have to be ready for' },
    ]);
  });
});

describe("a member of a union", () => {
  const circle = object({ kind: { const: "circle" }, r: text }, ["kind"]);
  const square = object({ kind: { const: "square" }, w: text }, ["kind"]);
  const either = { oneOf: [circle, square] };

  it("is matched by its constants at any position", () => {
    const wider = object({ kind: { const: "square" }, w: text, h: text }, ["kind"]);
    expect(changes(either, { oneOf: [wider, circle] }, "input")).toEqual([
      { kind: "feature", where: "it.h", what: "is new, and may be left out" },
    ]);
  });

  it("can be removed and added", () => {
    const line = object({ kind: { const: "line" } }, ["kind"]);
    expect(changes(either, { oneOf: [circle, line] }, "output")).toEqual([
      { kind: "breaking", where: "it", what: 'is object of "square" no more' },
      { kind: "feature", where: "it", what: 'may be object of "line", which clients have to be ready for' },
    ]);
  });
});

describe("a named schema", () => {
  const ref = { $ref: "#/$defs/Node" };
  const node = (more: Record<string, Schema> = {}) => ({ Node: object({ next: ref, ...more }) });

  it("is compared once if it is recursive", () => {
    const both = object({ one: ref, two: { anyOf: [ref, { type: "null" }] } });
    expect(changes(both, both, "output", node(), node({ value: text }))).toEqual([
      { kind: "feature", where: "Node (output).value", what: "is new" },
    ]);
  });

  it("is compared by structure if it gains or loses its name", () => {
    expect(changes(a, { $ref: "#/$defs/A" }, "input", {}, { A: a })).toEqual([]);
    expect(changes({ $ref: "#/$defs/A" }, object({}), "input", { A: a }, {})).toMatchObject([{ what: "is gone" }]);
  });
});
