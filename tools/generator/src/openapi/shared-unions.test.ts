import { expect, it } from "vitest";
import { nameSharedUnions } from "./shared-unions.ts";

const union = { anyOf: [{ type: "boolean" }, { const: "conditional" }] };
const object = (properties: object) => ({ type: "object", properties });

it("gives a union that several schemas have under one field name a component", () => {
  const $ref = { $ref: "#/components/schemas/Allowed" };
  expect(
    nameSharedUnions({
      Check: object({ allowed: union }),
      Batch: object({ results: { type: "array", items: object({ allowed: union }) } }),
    }),
  ).toEqual({
    Check: object({ allowed: $ref }),
    Batch: object({ results: { type: "array", items: object({ allowed: $ref }) } }),
    Allowed: union,
  });
});

it.each([
  ["occurs once", { Check: object({ allowed: union }) }],
  ["differs", { A: object({ value: union }), B: object({ value: { anyOf: [{ type: "string" }, { const: 1 }] } }) }],
  ["is a type or null", { A: object({ at: nullable() }), B: object({ at: nullable() }) }],
  ["would take another schema's name", { A: object({ b: union }), C: object({ b: union }), B: object({}) }],
])("leaves a union that %s", (_, schemas) => {
  expect(nameSharedUnions(schemas)).toEqual(schemas);
});

function nullable() {
  return { anyOf: [{ type: "string" }, { type: "null" }] };
}
