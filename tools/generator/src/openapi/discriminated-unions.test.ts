import { expect, it } from "vitest";
import { nameVariants } from "./discriminated-unions.ts";

const variant = (kind: string, more = {}) => ({ type: "object", properties: { kind: { const: kind }, ...more } });

it("names the variants of a union by the field that tells them apart", () => {
  const both = { note: { const: "same" } };
  expect(nameVariants({ Step: { description: "A step.", oneOf: [variant("or", both), variant("but_not")] } })).toEqual({
    Step: {
      description: "A step.",
      oneOf: [{ $ref: "#/components/schemas/StepOr" }, { $ref: "#/components/schemas/StepButNot" }],
      discriminator: {
        propertyName: "kind",
        mapping: { or: "#/components/schemas/StepOr", but_not: "#/components/schemas/StepButNot" },
      },
    },
    StepOr: variant("or", both),
    StepButNot: variant("but_not"),
  });
});

it("leaves schemas that have no such field", () => {
  const schemas = { A: { oneOf: [variant("or"), { type: "string" }] }, B: { type: "object" } };
  expect(nameVariants(schemas)).toEqual(schemas);
});
