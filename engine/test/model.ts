import { transformDSLToJSONObject } from "@openfga/syntax-transformer/dist/transformer/dsltojson.js";
import { compileModel, Engine, Graph, type ModelDefinition, parseTuple } from "../src/index.ts";

/** A model in the modelling language, without its header. */
export function definitionOf(types: string): ModelDefinition {
  return transformDSLToJSONObject(`model\n  schema 1.1\n${types}`) as ModelDefinition; // The library's own JSON form.
}

/** Splits a tuple written as `subject relation object`. */
export function tripleOf(text: string) {
  const [subject = "", relation = "", object = ""] = text.split(" ");
  return { subject, relation, object };
}

export function tupleOf(text: string) {
  return parseTuple(tripleOf(text));
}

/** An engine over a model and tuples, both as text. */
export function engineOf(types: string, tuples: readonly string[], budget?: { depth: number; work: number }) {
  const graph = Graph.from(tuples.map(tupleOf));
  return { graph, engine: new Engine(compileModel(definitionOf(types)), graph, budget && { budget }) };
}

/** Checks a query written as `subject relation object`. */
export function isAllowed(engine: Engine, text: string): boolean {
  const { subject, relation, object } = tripleOf(text);
  return engine.check(subject, relation, object).allowed === true;
}
