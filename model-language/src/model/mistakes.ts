import { SyntaxMistake } from "./problems.ts";
import type { Name } from "./syntax.ts";
import { shown, type Token, type Tokens } from "./tokens.ts";

const KEYWORDS: readonly string[] = "and or from with in condition relations define true false null".split(" ");
/** Reserved words: not allowed as names of types and relations; `self` and `this` are words of OpenFGA's API. */
const RESERVED: ReadonlySet<string> = new Set([...KEYWORDS, "self", "this"]);
/** Words that can't follow `with`, although a type may have the name. */
export const NO_CONDITION: ReadonlySet<string> = new Set([
  ...KEYWORDS,
  ..."model module schema extend type relation".split(" "),
]);
export const MIXED = '"or", "and" and "but not" are mixed: put brackets around one of them, as in (a or b) but not c';
export const NOT_FIRST = "an assignment such as [user] comes first, and once: write [user, team#member] or editor";
export const NO_SUBJECTS = "the brackets are empty: name who may be assigned, as in [user]";

export function mistake(message: string, { start }: Token): SyntaxMistake {
  return new SyntaxMistake(message, start);
}

export function operatorAt({ kind, text }: Token): "or" | "and" | "but not" | undefined {
  if (kind === "but not") return kind;
  return kind === "word" && (text === "or" || text === "and") ? text : undefined;
}

export function unknownDeclaration(token: Token): string {
  if (token.text === "model" || token.text === "module" || token.text === "schema") {
    return `"${token.text}" is allowed once, at the beginning of a file`;
  }
  return `unexpected ${shown(token)}: a line starts with "type", "relations", "define" or "condition"`;
}

/** Hints for the syntax of other languages. */
const HINTS: Readonly<Record<string, string>> = {
  "|": 'write "or"',
  "+": 'write "or"',
  "&": 'write "and"',
  "-": 'write "but not"',
  "!": 'write "but not"',
  "/": "a comment starts with #",
  "{": "lines need no braces",
  "=": "write a colon",
};

export function hintFor(token: Token): string {
  const hint = Object.hasOwn(HINTS, token.text) ? HINTS[token.text] : undefined;
  if (hint !== undefined) return `: ${hint}`;
  return token.kind === "word" ? ": names have no blanks" : "";
}

/** Characters of a name, as in OpenFGA for types and relations. Messages never quote more of a text. */
const MAX_LENGTHS = { module: 254, type: 254, relation: 50, condition: 256, parameter: 256 } as const;
type Named = keyof typeof MAX_LENGTHS;

/** Reads a name. Throws a `SyntaxMistake` if the next token isn't one or is reserved. */
export function readName(tokens: Tokens, of: "module" | "type" | "relation"): Name {
  const token = tokens.next;
  if (token.kind !== "word") {
    const isAssignment = token.kind === "[" && of === "relation";
    throw mistake(isAssignment ? NOT_FIRST : `expected the name of a ${of}, not ${shown(token)}`, token);
  }
  if (RESERVED.has(token.text)) {
    throw mistake(`"${token.text}" is a reserved word: choose another name for the ${of}`, token);
  }
  return takeName(tokens, of);
}

/** Takes the next token, a word, as a name. Throws a `SyntaxMistake` if it is too long. */
export function takeName(tokens: Tokens, of: Named): Name {
  const token = tokens.take();
  const { length } = token.text;
  if (length <= MAX_LENGTHS[of]) return { text: token.text, at: token.start };
  throw mistake(`the name of the ${of} has ${length} characters, more than ${MAX_LENGTHS[of]}`, token);
}
