import { EngineError, type ModelDefinition } from "@cf-auth/engine";
import { type ModelProblem, type ModuleFile, parseModel, parseModules } from "@cf-auth/model-language";
import { type ModelFiles, modelText } from "./model-files.ts";

/** Problems of a model, as the service reports them. */
export interface ModelCheck {
  readonly valid: boolean;
  readonly problems: readonly ModelProblem[];
  readonly warnings: readonly ModelProblem[];
}

/** Validates a model with the service's parser. */
export function checkModel(files: ModelFiles, strict: boolean): ModelCheck {
  try {
    return { valid: true, problems: [], warnings: parsed(files, strict).warnings };
  } catch (error) {
    if (!(error instanceof EngineError && Array.isArray(error.details.problems))) throw error;
    return { valid: false, problems: error.details.problems, warnings: [] };
  }
}

/** The model's definition. Throws `invalid_model`. */
export function definitionOf(files: ModelFiles): ModelDefinition {
  return parsed(files, false).definition;
}

/** The definition of a model as the API returns it. Throws `invalid_model`. */
export function definitionOfText(text: string | ModuleFile[]): ModelDefinition {
  return parsedText(text, false).definition;
}

function parsed(files: ModelFiles, strict: boolean) {
  return parsedText(modelText(files), strict);
}

function parsedText(text: string | ModuleFile[], strict: boolean) {
  return typeof text === "string" ? parseModel(text, { strict }) : parseModules(text, { strict });
}
