import type { ModelDefinition } from "@cf-auth/engine";
import { transformDSLToJSONObject } from "@openfga/syntax-transformer/dist/transformer/dsltojson.js";
import { validateDSL } from "@openfga/syntax-transformer/dist/validator/validate-dsl.js";
import { AppError } from "../errors/app-error.ts";

/** Where a model is wrong; line and column count from 1. */
export interface ModelProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Reads a model in OpenFGA's modelling language. Throws `invalid_model` with every problem and where it is. */
export function parseModel(source: string): ModelDefinition {
  try {
    validateDSL(source);
    // The library's type names OpenFGA's SDK, which is not installed; it writes the very form the engine reads.
    return transformDSLToJSONObject(source) as ModelDefinition;
  } catch (error) {
    const problems = problemsOf(error);
    const [first] = problems;
    if (first === undefined) throw error;
    throw new AppError("invalid_model", { problems }, `Line ${first.line}: ${first.message}`);
  }
}

/** The library's errors carry a list of errors with positions that count from 0. */
function problemsOf(error: unknown): ModelProblem[] {
  if (!(error instanceof Error && "errors" in error && Array.isArray(error.errors))) return [];
  return error.errors.map(({ msg, line, column }: LibraryProblem) => ({
    line: (line?.start ?? 0) + 1,
    column: (column?.start ?? 0) + 1,
    message: msg,
  }));
}

interface LibraryProblem {
  readonly msg: string;
  readonly line?: { readonly start: number };
  readonly column?: { readonly start: number };
}
