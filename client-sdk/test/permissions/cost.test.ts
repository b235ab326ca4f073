import { compileModel } from "@cf-auth/engine";
import { compileCondition, parseModel } from "@cf-auth/model-language";
import { describe, expect, it } from "vitest";
import { emitModel } from "../../src/codegen/emit-model.ts";
import type { Definition } from "../../src/permissions/definition.ts";
import { modelText } from "../../src/permissions/model-text.ts";
import { compile } from "./compiler.ts";

/** A model of 30 types with 170 relations: things within things within things, and here and there a condition. */
const AREAS = Array.from({ length: 28 }, (_, i) => i);
const RELATIONS = ["owner", "editor", "viewer", "blocked", "approver"];

const definition: Definition = {
  types: {
    user: {},
    team: { lead: ["user"], member: { or: [["user", "team#member"], "lead"] } },
    ...Object.fromEntries(AREAS.map((i) => [`area${i}`, i % 4 === 0 ? top() : within(i)])),
  },
  conditions: {
    at_hours: { parameters: { now: "timestamp", hours: "list<int>" }, expression: "now.getHours() in hours" },
  },
};

function top() {
  return {
    owner: ["user", "team#member"],
    editor: { or: [["user", "team#member"], "owner"] },
    viewer: { or: [["user", "user:*"], "editor"], butNot: "blocked" },
    blocked: ["user"],
    approver: { and: ["editor", "owner"] },
  } as const;
}

function within(i: number) {
  return {
    ...top(),
    parent: [`area${i - 1}`],
    editor: {
      or: [["user", i % 4 === 3 ? "team#member with at_hours" : "team#member"], "owner", "editor from parent"],
    },
    viewer: { or: [["user", "user:*"], "editor", "viewer from parent"], butNot: "blocked" },
  } as const;
}

const source = modelText(definition);
const schema = compileModel(parseModel(source).definition, compileCondition);
const models = {
  generated: emitModel({ source, definition: parseModel(source).definition, schema }, "model.fga"),
  written: `import { defineModel } from "@cf-auth/client";
export const model = defineModel(${JSON.stringify(definition)});`,
};

/** Asks about so many relations of so many areas, each as often as told. */
function program(areas: readonly number[], times: number): string {
  const checks = areas.flatMap((i) =>
    RELATIONS.map((relation) => {
      const context = i % 4 === 3 && relation !== "owner" && relation !== "blocked" ? ", context: {}" : "";
      return `await authz.check({ subject: "user:anne", relation: "${relation}", object: "area${i}:1"${context} });\n`;
    }),
  );
  return `import { createClient } from "@cf-auth/client";
import type { model } from "./model.ts";
const { authz } = createClient<typeof model>({ url: "https://auth.example.com" });
${Array(times).fill(checks.join("")).join("")}`;
}

/** Type instantiations; the budgets are what was measured and a quarter. */
describe.each([
  { form: "generated", nothing: 15, some: 3_200, repeated: 4_300, all: 16_000 },
  { form: "written", nothing: 15_000, some: 38_000, repeated: 40_000, all: 150_000 },
] as const)("what a model of 30 types costs the compiler: $form", ({ form, ...budget }) => {
  const cost = (main: string) => {
    const { complaints, instantiations } = compile({ "model.ts": models[form], "main.ts": main });
    expect(complaints).toEqual([]);
    return instantiations;
  };

  it("by itself", () => {
    expect(cost("")).toBeLessThan(budget.nothing);
  });

  it("with checks of 20 relations, once and 10 times", () => {
    const areas = AREAS.slice(0, 4);
    expect(cost(program(areas, 1))).toBeLessThan(budget.some);
    expect(cost(program(areas, 10))).toBeLessThan(budget.repeated);
  });

  it("with checks of all relations", () => {
    expect(cost(program(AREAS, 1))).toBeLessThan(budget.all);
  });
});

it("a client without a model costs no more", () => {
  const main = `import { createClient } from "@cf-auth/client";
await createClient({ url: "" }).authz.check({ subject: "a:b", relation: "c", object: "d:e" });`;
  expect(compile({ "main.ts": main }).instantiations).toBeLessThan(15);
});
