import { globSync } from "node:fs";
import { join } from "node:path";
import { compileModel } from "@cf-auth/engine";
import { compileCondition, parseModel, textOfDefinition } from "@cf-auth/model-language";
import { expect, it } from "vitest";
import { readSuite } from "../src/index.ts";
import { definitionOf } from "../src/model.ts";

const DATA = join(import.meta.dirname, "../data");
const FILES = globSync(["*.yaml", "stores/*/store.fga.yaml"], { cwd: DATA });

it.each(FILES)("each model of %s compiles to the same in the language, as JSON text and as a JSON object", (file) => {
  const models = new Map(readSuite(join(DATA, file)).map(({ model }) => [JSON.stringify(model), model]));
  expect(models.size).toBeGreaterThan(0);
  for (const model of models.values()) {
    const definition = definitionOf(model);
    const compiled = compileModel(definition, compileCondition);
    for (const other of [JSON.stringify(definition), definition, textOfDefinition(definition)]) {
      const read = parseModel(other).definition;
      expect(read).toEqual(definition);
      const repeated = compileModel(read, compileCondition);
      expect(repeated.relations.map(relationText)).toEqual(compiled.relations.map(relationText));
    }
  }
});

/** A compiled relation, without what refers to other relations of the same model. */
function relationText({ id, name, type, direct }: ReturnType<typeof compileModel>["relations"][number]) {
  return [id, type.name, name, direct.length];
}
