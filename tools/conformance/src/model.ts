import { compileModel, type Schema } from "@cf-auth/engine";
import { compileCondition, parseModel, parseModules } from "@cf-auth/model-language";
import type { ModelSource } from "./suite.ts";

/** Compiles a model from its source. Throws `invalid_model`. */
export function schemaOf(source: ModelSource): Schema {
  return compileModel(definitionOf(source), compileCondition);
}

/** The JSON form of a model. Throws `invalid_model`. */
export function definitionOf(source: ModelSource) {
  if (source.kind === "json") return source.definition;
  return (source.kind === "source" ? parseModel(source.text) : parseModules(source.files)).definition;
}
