import type { ModelDefinition } from "@cf-auth/engine";
import { transformDSLToJSONObject } from "@openfga/syntax-transformer/dist/transformer/dsltojson.js";
import { validateJSON } from "@openfga/syntax-transformer/dist/validator/validate-dsl.js";
import { examine, refuseEntangled } from "./examine.ts";
import { Source } from "./places.ts";
import { attempt, invalidModel, type ModelProblem, type ParsedModel, type ParseOptions, TOO_DEEP } from "./problems.ts";

/**
 * Reads a model in OpenFGA's modelling language. Throws `invalid_model` with `details.problems`, which are every
 * `ModelProblem` there is; where the syntax is wrong, nothing else is looked at.
 *
 * Source of the language: https://openfga.dev/docs/configuration-language
 */
export function parseModel(source: string, options: ParseOptions = {}): ParsedModel {
  const text = new Source(source);
  const deep = text.tooDeep();
  if (deep) throw invalidModel([{ ...deep, message: TOO_DEEP }]);
  const { result, problems } = attempt(() => transformDSLToJSONObject(source));
  if (result === undefined) throw invalidModel(problems);
  // The library's type names OpenFGA's SDK, which is not installed; it writes the very form the engine reads.
  const definition = { ...(result as ModelDefinition), type_definitions: result.type_definitions ?? [] };
  refuseEntangled(definition, [text]);
  return examine(
    definition,
    [text],
    validate(() => validateJSON(result, {}, source)),
    options,
  );
}

/**
 * The library's validator fails itself where "from" leads through a relation with a condition: then the engine's own
 * rules stand alone.
 */
function validate(run: () => void): readonly ModelProblem[] {
  try {
    return attempt(run).problems;
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}
