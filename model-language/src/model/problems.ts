import { EngineError, type ModelDefinition } from "@cf-auth/engine";
import { MAX_NESTING } from "../limits.ts";

/** What is wrong with a model, and where: line and column count from 1, the column in UTF-16 units. */
export interface ModelProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** Of a modular model. */
  readonly file?: string;
}

export interface ParsedModel {
  readonly definition: ModelDefinition;
  /** What is accepted and probably not meant. */
  readonly warnings: readonly ModelProblem[];
}

export interface ParseOptions {
  /** Refuses a relation that depends on its own absence, which is a warning otherwise. */
  readonly strict?: boolean;
}

export const TOO_DEEP = `brackets are nested more than ${MAX_NESTING} deep`;

/** An error with all problems, in the order of the files and their lines. */
export function invalidModel(found: readonly ModelProblem[]): EngineError {
  const problems = inOrder(found);
  const [first] = problems;
  const place = first ? `${first.file ? `${first.file}, line` : "Line"} ${first.line}: ${first.message}` : "";
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  return new EngineError("invalid_model", `${place}${more}`, { problems });
}

/** In the order of the files and their lines. */
export function inOrder(problems: readonly ModelProblem[]): ModelProblem[] {
  const byFile = (a: ModelProblem, b: ModelProblem) => ((a.file ?? "") < (b.file ?? "") ? -1 : 1);
  return problems.toSorted((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : byFile(a, b)));
}

/**
 * Runs a function of OpenFGA's library: its result, or what it complains about. The library's errors carry a list of
 * errors with positions that count from 0.
 */
export function attempt<T>(read: () => T, file?: string): { result?: T; problems: ModelProblem[] } {
  try {
    return { result: read(), problems: [] };
  } catch (error) {
    if (!(error instanceof Error && "errors" in error && Array.isArray(error.errors))) throw error;
    return { problems: error.errors.map((single: LibraryError) => problemOf(single, file)) };
  }
}

interface LibraryError {
  readonly message: string;
  readonly msg?: string;
  readonly line?: { readonly start: number };
  readonly column?: { readonly start: number };
  readonly file?: string;
}

function problemOf(error: LibraryError, given: string | undefined): ModelProblem {
  const file = error.file ?? given;
  // A line that the library looked for and did not find is -1.
  const line = Math.max(error.line?.start ?? 0, 0) + 1;
  const place = { line, column: (error.column?.start ?? 0) + 1 };
  return { ...place, message: error.msg ?? error.message, ...(file !== undefined && { file }) };
}
