import { MAX_NESTING } from "../limits.ts";

/** Where something stands: line and column count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly file?: string;
}

export const BEGINNING: Place = { line: 1, column: 1 };

/** Finds the places of definitions, which OpenFGA's library does not keep. */
export class Source {
  private readonly lines: readonly string[];
  private readonly file: string | undefined;

  constructor(text: string, file?: string) {
    this.file = file;
    // What the library reads: comments and blanks at the end of a line are cut.
    this.lines = text
      .split("\n")
      .map((line) => (line.trimStart()[0] === "#" ? "" : (line.split(" #")[0] ?? "").trimEnd()));
  }

  /** Where a relation's brackets are nested deeper than the library reads in reasonable time. */
  tooDeep(): Place | undefined {
    for (const [index, text] of this.lines.entries()) {
      if (!/^\s*define\b/.test(text)) continue;
      let depth = 0;
      for (let column = 0; column < text.length; column++) {
        if (text[column] === "(" && ++depth > MAX_NESTING) return this.place(index, column);
        if (text[column] === ")") depth--;
      }
    }
    return undefined;
  }

  /** Of a type, whether defined or extended here, or of one of its relations. */
  definitionOf(type: string, relation?: string): Place | undefined {
    let current: string | undefined;
    for (const [index, text] of this.lines.entries()) {
      const [, opened] = /^\s*(?:extend\s+)?type\s+(\S+)/.exec(text) ?? [];
      current = opened ?? current;
      const [, defined] = /^\s*define\s+([^\s:]+)\s*:/.exec(text) ?? [];
      const isIt = current === type && (relation === undefined ? opened === type : defined === relation);
      if (isIt) return this.place(index, text.indexOf(relation ?? type, text.search(/type|define/) + 5));
    }
    return undefined;
  }

  /** Of a condition's name. */
  conditionOf(condition: string): Place | undefined {
    for (const [index, text] of this.lines.entries()) {
      const [head, name] = /^\s*condition\s+([^\s(]+)\s*\(/.exec(text) ?? [];
      if (head !== undefined && name === condition)
        return this.place(index, text.indexOf(name, head.indexOf("condition") + 9));
    }
    return undefined;
  }

  /** Of line and column of a condition's expression; of its name, where the expression is not found. */
  expressionOf(condition: string, expression: string, line: number, column: number): Place | undefined {
    const text = this.lines.join("\n");
    const head = new RegExp(`^[ \\t]*condition\\s+(?=${condition}\\s*\\()`, "m").exec(text);
    if (head === null) return undefined;
    const name = head.index + head[0].length;
    const start = text.indexOf(expression, text.indexOf("{", name));
    const before = text.slice(0, start === -1 ? name : start).split("\n");
    const from = { index: before.length - 1, column: before.at(-1)?.length ?? 0 };
    if (start === -1) return this.place(from.index, from.column);
    return this.place(from.index + line - 1, line === 1 ? from.column + column - 1 : column - 1);
  }

  private place(index: number, column: number): Place {
    return { line: index + 1, column: column + 1, ...(this.file !== undefined && { file: this.file }) };
  }
}
