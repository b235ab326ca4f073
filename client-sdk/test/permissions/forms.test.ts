import { compileModel, type ModelDefinition } from "@cf-auth/engine";
import { compileCondition } from "@cf-auth/model-language";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import * as arbitrary from "../../../engine/test/arbitrary.ts";
import { emitModel } from "../../src/codegen/emit-model.ts";
import { compile } from "./compiler.ts";
import { definitionOf } from "./definitions.ts";
import { realModels } from "./real-models.ts";

const SAME = "type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;";

/** Hundreds of models take the compiler some seconds. */

/** A program that compiles only if both forms of each model have the same types. */
function programOf(models: readonly ModelDefinition[], compileIt = compileCondition): Record<string, string> {
  const sources: Record<string, string> = {};
  const tests = models.map((definition, i) => {
    sources[`generated-${i}.ts`] = emitModel(
      { source: "", definition, schema: compileModel(definition, compileIt) },
      "",
    );
    const written = JSON.stringify(definitionOf(definition));
    sources[`written-${i}.ts`] = `import { defineModel } from "@cf-auth/client";
export const model = defineModel(${written});
export type Model = typeof model extends { readonly "~types"?: infer Types } ? NonNullable<Types> : never;`;
    return `import type { Model as Generated${i} } from "./generated-${i}.ts";
import type { Model as Written${i} } from "./written-${i}.ts";
export const types${i}: Same<Generated${i}["types"], Written${i}["types"]> = true;
export const conditions${i}: Same<Generated${i}["conditions"], Written${i}["conditions"]> = true;`;
  });
  return { ...sources, "same.ts": [SAME, ...tests].join("\n") };
}

it("a model has the same types in both forms: real models", () => {
  // Several tests ask about one model.
  const models = new Map(realModels().map(({ definition }) => [JSON.stringify(definition), definition]));
  expect(models.size).toBeGreaterThan(50);
  expect(compile(programOf([...models.values()])).complaints).toEqual([]);
});

it("a model has the same types in both forms: random models", () => {
  const writable = arbitrary.model.filter((model) => {
    try {
      return definitionOf(model) !== undefined;
    } catch {
      return false;
    }
  });
  const models = fc.sample(writable, { numRuns: process.env.LONG_TESTS === "1" ? 60 : 20, seed: 1 });
  expect(compile(programOf(models, arbitrary.compileCondition)).complaints).toEqual([]);
});

it("finds forms that differ", () => {
  const [model] = realModels();
  const program = programOf(model ? [model.definition] : []);
  const twisted = program["generated-0.ts"]?.replace("subjects: ", 'subjects: "nobody" | ');
  expect(compile({ ...program, "generated-0.ts": twisted ?? "" }).complaints).toMatchObject([{ file: "same.ts" }]);
});
