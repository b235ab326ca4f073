import type { ModelProblem, Position } from "./problems.ts";
import { codePoint } from "./tokens.ts";

/** Text of one file of a model, with positions. */
export class Source {
  /** Text without comments and trailing blanks, as OpenFGA reads it. Offsets refer to it. */
  readonly text: string;
  readonly file: string | undefined;
  /** Offsets of the lines. */
  private readonly starts: number[] = [];

  /** Ignores a byte order mark at the beginning. */
  constructor(text: string, file?: string) {
    this.file = file;
    const lines = withoutMark(text).split("\n").map(withoutComment);
    let start = 0;
    for (const line of lines) {
      this.starts.push(start);
      start += line.length + 1;
    }
    this.text = lines.join("\n");
  }

  position(offset: number): Position {
    let line = 0;
    let after = this.starts.length;
    while (after - line > 1) {
      const middle = (line + after) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) line = middle;
      else after = middle;
    }
    const column = offset - (this.starts[line] ?? 0) + 1;
    return { line: line + 1, column, ...(this.file !== undefined && { file: this.file }) };
  }
}

/** Problem of a control character or a lone surrogate, in comments or not: no editor shows them. */
export function problemsOfText(text: string, file?: string): ModelProblem[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern searches for them.
  const at = withoutMark(text).search(/[\x00-\x08\x0b\x0e-\x1f\x7f]|\p{Surrogate}/u);
  if (at < 0) return [];
  const lines = withoutMark(text).slice(0, at).split("\n");
  const position = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  const message = `unexpected ${codePoint(withoutMark(text).charAt(at))}: remove it`;
  return [{ ...position, ...(file !== undefined && { file }), message }];
}

export function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** Removes a comment: a line that starts with #, or text from a # after a space. */
function withoutComment(line: string): string {
  if (line.trimStart().startsWith("#")) return "";
  const comment = line.indexOf(" #");
  return (comment < 0 ? line : line.slice(0, comment)).trimEnd();
}
