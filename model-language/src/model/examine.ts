import {
  type Condition,
  type ConditionDefinition,
  compileModel,
  EngineError,
  type ModelDefinition,
  type Schema,
} from "@cf-auth/engine";
import { compileCondition } from "../condition/compile.ts";
import { entangled, TOO_ENTANGLED } from "./entangled.ts";
import { recursiveThroughNegation } from "./negation.ts";
import { BEGINNING, type Place, type Source } from "./places.ts";
import { inOrder, invalidModel, type ModelProblem, type ParsedModel, type ParseOptions } from "./problems.ts";
import { mismatchedParameters } from "./shared-parameters.ts";

/**
 * Adds what OpenFGA's library does not look at: conditions, the engine's own rules and recursion through negation.
 * Throws `invalid_model` with every problem, those already found among them.
 */
export function examine(
  definition: ModelDefinition,
  sources: readonly Source[],
  found: readonly ModelProblem[],
  { strict = false }: ParseOptions,
): ParsedModel {
  const problems = [...found, ...problemsOfConditions(Object.values(definition.conditions ?? {}), sources)];
  const { schema, complaints } = compile(definition);
  for (const message of complaints) {
    const place = placeOf(message, sources);
    // The library may have complained about the same, in other words.
    const isKnown = place
      ? found.some(({ line, file }) => line === place.line && file === place.file)
      : found.length > 0;
    if (!isKnown) problems.push({ ...(place ?? BEGINNING), message });
  }
  const recursion = schema ? warningsOf(schema, sources) : [];
  if (strict) problems.push(...recursion);
  if (problems.length > 0) throw invalidModel(problems);
  return { definition, warnings: inOrder([...recursion, ...mismatches(definition, sources)]) };
}

/** Throws `invalid_model` for what OpenFGA's validator would take too long over: to be called before it. */
export function refuseEntangled(definition: ModelDefinition, sources: readonly Source[]): void {
  const found = entangled(definition);
  if (found === undefined) return;
  const { type, relation } = found;
  const place = first(sources, (source) => source.definitionOf(type, relation)) ?? BEGINNING;
  throw invalidModel([{ ...place, message: TOO_ENTANGLED }]);
}

/** Where the conditions do not compile. */
export function problemsOfConditions(
  conditions: readonly ConditionDefinition[],
  sources: readonly Source[],
): ModelProblem[] {
  return conditions.flatMap((condition) => {
    try {
      compileCondition(condition);
      return [];
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const { name, expression } = condition;
      const { problem, line, column } = error.details;
      const find = (source: Source) => source.expressionOf(name, expression, Number(line), Number(column));
      return [{ ...(first(sources, find) ?? BEGINNING), message: `condition ${name}: ${problem}` }];
    }
  });
}

/** What the engine says; the conditions have been compiled before and are none of its business. */
function compile(definition: ModelDefinition): { schema?: Schema; complaints: readonly string[] } {
  const unused: Omit<Condition, "name"> = { parameters: [], evaluate: () => ({ met: false }), validate: () => {} };
  try {
    return { schema: compileModel(definition, ({ name }) => ({ name, ...unused })), complaints: [] };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { problems } = error.details;
    return { complaints: Array.isArray(problems) ? problems : [error.message] };
  }
}

/** The engine names the type and relation that it complains about. */
function placeOf(message: string, sources: readonly Source[]): Place | undefined {
  const [, type = "", relation] = /^(?:type )?([^\s#]+)(?:#([^\s:]+):)?/.exec(message) ?? [];
  return first(sources, (source) => source.definitionOf(type, relation));
}

function warningsOf(schema: Schema, sources: readonly Source[]): ModelProblem[] {
  return recursiveThroughNegation(schema).map(({ type, name }) => ({
    ...(first(sources, (source) => source.definitionOf(type.name, name)) ?? BEGINNING),
    message: `${type.name}#${name} depends on itself through what "but not" subtracts`,
  }));
}

function mismatches({ conditions = {} }: ModelDefinition, sources: readonly Source[]): ModelProblem[] {
  return mismatchedParameters(Object.values(conditions)).map(({ condition, message }) => ({
    ...(first(sources, (source) => source.conditionOf(condition)) ?? BEGINNING),
    message,
  }));
}

function first(sources: readonly Source[], find: (source: Source) => Place | undefined): Place | undefined {
  for (const source of sources) {
    const place = find(source);
    if (place !== undefined) return place;
  }
  return undefined;
}
