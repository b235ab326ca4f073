import { MAX_EXPRESSION_LENGTH } from "../limits.ts";
import { SyntaxMistake } from "./problems.ts";
import type { ExpressionText } from "./syntax.ts";

const RAW_STRINGS = [`"""[\\s\\S]*?"""`, `'''[\\s\\S]*?'''`, `"[^"\\n\\r]*"`, `'[^'\\n\\r]*'`];
const STRINGS = [
  `"""(?:[^\\\\]|\\\\[\\s\\S])*?"""`,
  `'''(?:[^\\\\]|\\\\[\\s\\S])*?'''`,
  `"(?:[^"\\\\\\n\\r]|\\\\[^\\n\\r])*"`,
  `'(?:[^'\\\\\\n\\r]|\\\\[^\\n\\r])*'`,
];
/** A piece of CEL: a comment, a string with its prefix, a name, text without these, or a single character. */
const PIECE = new RegExp(
  [
    "//[^\\n]*",
    `[bB]?[rR](?:${RAW_STRINGS.join("|")})`,
    `[bB]?(?:${STRINGS.join("|")})`,
    "[A-Za-z_][\\w-]*",
    `[^"'/}A-Za-z_]+`,
    "[\\s\\S]",
  ].join("|"),
  "y",
);

/**
 * Extracts a condition's expression without its comments, up to its closing brace: the first one outside of strings,
 * as in OpenFGA.
 */
export function readExpression(text: string, start: number): { expression: ExpressionText; end: number } {
  const pieces: { at: number; from: number }[] = [];
  let expression = "";
  let isCut = true;
  let hasBrace = false;
  for (let at = start; ; ) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(text)?.[0];
    if (piece === undefined) throw new SyntaxMistake('the condition has no end: write "}" behind it', start - 1);
    if (piece === "}") {
      if (hasBrace) throw new SyntaxMistake("the expression ends at its first }: a map cannot be written in it", at);
      return { expression: trimmed(expression, pieces), end: at + 1 };
    }
    if (piece === '"' || piece === "'") {
      throw new SyntaxMistake(
        "the string has no end on its line; # behind a blank begins a comment, even in a string",
        at,
      );
    }
    const isComment = piece.startsWith("//");
    if (!isComment) {
      hasBrace ||= /^[^"']*\{/.test(piece);
      if (isCut) pieces.push({ at: expression.length, from: at });
      expression += piece;
    }
    if (expression.length > MAX_EXPRESSION_LENGTH) {
      throw new SyntaxMistake(`the expression has more than ${MAX_EXPRESSION_LENGTH} characters`, start);
    }
    isCut = isComment;
    at += piece.length;
  }
}

function trimmed(text: string, pieces: readonly { at: number; from: number }[]): ExpressionText {
  const cut = text.length - text.trimStart().length;
  return { text: text.trim(), pieces: pieces.map(({ at, from }) => ({ at: at - cut, from })) };
}

/** Offset in the source of a position in the expression's text. */
export function offsetIn({ pieces }: ExpressionText, at: number): number {
  const piece = pieces.findLast((candidate) => candidate.at <= at) ?? pieces[0];
  return piece === undefined ? 0 : piece.from + (at - piece.at);
}
