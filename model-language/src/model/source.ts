import type { ModelProblem, Position } from "./problems.ts";
import { codePoint } from "./tokens.ts";

/** The text of one file of a model, and where in it something stands. */
export class Source {
  /** As OpenFGA reads it: without comments and blanks at the ends of lines. Offsets into it are what places are made of. */
  readonly text: string;
  readonly file: string | undefined;
  /** Where each line starts. */
  private readonly starts: number[] = [];

  /** A byte order mark at the beginning is no part of the text. */
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

/** Control characters besides the ends of lines, and halves of surrogate pairs: no editor shows them, in comments or not. */
export function problemsOfText(text: string, file?: string): ModelProblem[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const at = withoutMark(text).search(/[\x00-\x08\x0b\x0e-\x1f\x7f]|\p{Surrogate}/u);
  if (at < 0) return [];
  const lines = withoutMark(text).slice(0, at).split("\n");
  const place = { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  const message = `unexpected ${codePoint(withoutMark(text).charAt(at))}: remove it`;
  return [{ ...place, ...(file !== undefined && { file }), message }];
}

export function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** A line that starts with # is a comment, and so is what follows a # behind a space. */
function withoutComment(line: string): string {
  if (line.trimStart().startsWith("#")) return "";
  const comment = line.indexOf(" #");
  return (comment < 0 ? line : line.slice(0, comment)).trimEnd();
}
