import { EngineError, type ModelDefinition } from "@cf-auth/engine";

/** Where something stands: line and column count from 1, the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** Of a modular model. */
  readonly file?: string;
}

export const BEGINNING: Position = { line: 1, column: 1 };

/** What is wrong with a model, and where. */
export interface ModelProblem extends Position {
  readonly message: string;
}

export interface ParsedModel {
  readonly definition: ModelDefinition;
  /** What is accepted and probably not meant: the first of it. */
  readonly warnings: readonly ModelProblem[];
}

export interface ParseOptions {
  /** Refuses a relation that depends on its own absence, and a file that is not listed, which are warnings otherwise. */
  readonly strict?: boolean;
}

/** A place where the text is not in the modelling language. */
export class SyntaxMistake extends Error {
  /** Offset into the text. */
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** How many problems are reported; a file of the wrong kind would have one a line. */
export const MAX_PROBLEMS = 100;

/** An error with the problems, in the order of the files and their lines. */
export function invalidModel(found: readonly ModelProblem[]): EngineError {
  const problems = inOrder(found);
  const [first] = problems;
  const place = first ? `${first.file ? `${first.file}, line` : "Line"} ${first.line}: ${first.message}` : "";
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  const details = { problems: problems.slice(0, MAX_PROBLEMS), problemCount: problems.length };
  return new EngineError("invalid_model", `${place}${more}`, details);
}

/** In the order of the files and their lines. */
export function inOrder(problems: readonly ModelProblem[]): ModelProblem[] {
  const byFile = (a: ModelProblem, b: ModelProblem) => ((a.file ?? "") < (b.file ?? "") ? -1 : 1);
  return problems.toSorted((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : byFile(a, b)));
}
