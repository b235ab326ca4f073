import { EngineError, type ModelDefinition } from "@cf-auth/engine";

/** Position in a source: line and column count from 1, the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** File of a modular model. */
  readonly file?: string;
}

export const BEGINNING: Position = { line: 1, column: 1 };

/** A problem of a model, with its position. */
export interface ModelProblem extends Position {
  readonly message: string;
  /** Position in a model in JSON, as a JSON pointer (RFC 6901). Line and column are 1 then. */
  readonly pointer?: string;
}

export interface ParsedModel {
  readonly definition: ModelDefinition;
  /** First warnings: parts that are valid and probably unintended. */
  readonly warnings: readonly ModelProblem[];
}

export interface ParseOptions {
  /**
   * Refuses relations that depend on their own absence, and files that aren't listed. Defaults to false: they are
   * warnings.
   */
  readonly strict?: boolean;
}

/** Thrown for a syntax error, with its position. */
export class SyntaxMistake extends Error {
  /** Offset into the text. */
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Problems that are reported; a file of the wrong format would have one per line. */
export const MAX_PROBLEMS = 100;

/** Creates an error with the problems, sorted by file and line. */
export function invalidModel(found: readonly ModelProblem[]): EngineError {
  const problems = inOrder(found);
  const [first] = problems;
  const position = first ? `${positionText(first)}: ${first.message}` : "";
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  const details = { problems: problems.slice(0, MAX_PROBLEMS), problemCount: problems.length };
  return new EngineError("invalid_model", `${position}${more}`, details);
}

function positionText({ file, line, pointer }: ModelProblem): string {
  if (pointer !== undefined && pointer !== "") return pointer;
  return `${file ? `${file}, line` : "Line"} ${line}`;
}

/** Sorts problems by file and line. */
export function inOrder(problems: readonly ModelProblem[]): ModelProblem[] {
  const byFile = (a: ModelProblem, b: ModelProblem) => ((a.file ?? "") < (b.file ?? "") ? -1 : 1);
  return problems.toSorted((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : byFile(a, b)));
}
