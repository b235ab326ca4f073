import { compileModel } from "@cf-auth/engine";
import { compileCondition, parseModel } from "@cf-auth/model-language";
import { describe, expect, it } from "vitest";
import { conditionsBehind } from "../../src/codegen/conditions.ts";
import { subjectsOf } from "../../src/codegen/subjects.ts";
import { modelText } from "../../src/permissions/model-text.ts";
import { definitionOf } from "./definitions.ts";
import { realModels } from "./real-models.ts";

const models = realModels();
const schemaOf = (model: (typeof models)[number]) => compileModel(model.definition, compileCondition);

it("finds test models", () => {
  expect(models.length).toBeGreaterThan(60);
});

describe("a model written in TypeScript", () => {
  it.each(models)("equals the model in the modelling language: $name", ({ definition }) => {
    expect(parseModel(modelText(definitionOf(definition))).definition).toEqual(definition);
  });
});

describe("every asserted subject is in the derived types", () => {
  it.each(models.filter(({ assertions }) => assertions.length > 0))("$name", (model) => {
    const schema = schemaOf(model);
    const subjects = subjectsOf(schema);
    for (const assertion of model.assertions) {
      if (assertion.kind !== "check" || assertion.expected !== true) continue;
      const relation = schema.types.get(assertion.object.split(":")[0] ?? "")?.relations.get(assertion.relation);
      expect(relation && subjects.get(relation)).toContain(kindOf(assertion.subject));
    }
  });
});

it("finds a condition for every conditional assertion", () => {
  const lacking = models.flatMap((model) => {
    const schema = schemaOf(model);
    return model.assertions.flatMap((assertion) => {
      // OpenFGA's number for what it cannot answer, of which context that is not given is one kind.
      const isLacking = typeof assertion.expected === "object" && "errorCode" in assertion.expected;
      if (assertion.kind !== "check" || !isLacking || assertion.context !== undefined) return [];
      const relation = schema.types.get(assertion.object.split(":")[0] ?? "")?.relations.get(assertion.relation);
      return relation && schema.conditions.size > 0 ? [[...conditionsBehind(relation, subjectsOf(schema))]] : [];
    });
  });
  expect(lacking.length).toBeGreaterThan(0);
  expect(lacking).not.toContainEqual([]);
});

function kindOf(subject: string): string {
  const [, type = "", id = "", relation] = /^([^:]+):([^#]+)(#.+)?$/.exec(subject) ?? [];
  return id === "*" ? `${type}:*` : `${type}${relation ?? ""}`;
}
