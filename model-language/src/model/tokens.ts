/** `but not` is one token; any other character is `other`. */
export type TokenKind = "word" | "number" | "but not" | "newline" | "end" | "other" | Punctuation;
type Punctuation = ":" | "," | "[" | "]" | "(" | ")" | "{" | "}" | "<" | ">" | "*" | "#";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Offsets into the text. */
  readonly start: number;
  readonly end: number;
  /** Whether there are blanks before it. */
  readonly isSpaced: boolean;
}

const BLANKS = /[ \t\f]*/y;
/** One or more line endings, with the blanks around them. */
const NEWLINE = /[ \t\f]*(?:\r?\n|\r)[ \t\f\r\n]*/y;
/**
 * Names in CEL have no dots and slashes; names of types and relations have no trailing hyphen. The longer match
 * counts.
 */
const NAME = /[A-Za-z_][A-Za-z0-9_-]*/y;
const EXTENDED_NAME = /[A-Za-z_][A-Za-z0-9_]*(?:[/.-][A-Za-z0-9_]+)*/y;
const NUMBER = /[0-9]+\.[0-9]+/y;
const PUNCTUATION: ReadonlySet<string> = new Set<Punctuation>([..."[](){}<>:,*#"] as Punctuation[]);

/**
 * Splits a model's text into tokens, with one token of lookahead.
 * Source of the lexical rules: openfga/language, OpenFGALexer.g4.
 */
export class Tokens {
  /** The next token. */
  next: Token;
  /** Tokens read so far. */
  count = 0;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
    this.next = this.scan(0);
  }

  take(): Token {
    const token = this.next;
    this.next = this.scan(token.end);
    return token;
  }

  /** Continues at another offset. */
  jump(offset: number): void {
    this.next = this.scan(offset);
  }

  /** The token after the next one. */
  peek(): Token {
    return this.scan(this.next.end);
  }

  private scan(at: number): Token {
    this.count++;
    const newline = matched(NEWLINE, this.text, at);
    if (newline !== "") return token("newline", newline, at, false);
    const start = at + matched(BLANKS, this.text, at).length;
    const isSpaced = start > at;
    const character = this.text.charAt(start);
    if (character === "") return token("end", "", start, isSpaced);
    if (PUNCTUATION.has(character)) return token(character as Punctuation, character, start, isSpaced);
    const word = longer(matched(NAME, this.text, start), matched(EXTENDED_NAME, this.text, start));
    if (word === "but" && this.text.startsWith("but not", start)) return token("but not", "but not", start, isSpaced);
    if (word !== "") return token("word", word, start, isSpaced);
    const number = matched(NUMBER, this.text, start);
    if (number !== "") return token("number", number, start, isSpaced);
    // Both halves of a surrogate pair.
    return token("other", String.fromCodePoint(this.text.codePointAt(start) ?? 0), start, isSpaced);
  }
}

function token(kind: TokenKind, text: string, start: number, isSpaced: boolean): Token {
  return { kind, text, start, end: start + text.length, isSpaced };
}

function matched(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

function longer(a: string, b: string): string {
  return a.length >= b.length ? a : b;
}

/** Name of a token in a message; invisible characters are named by code point. */
export function shown({ kind, text }: Token): string {
  if (kind === "end") return "the end of the text";
  if (kind === "newline") return "the end of the line";
  if (kind === "other" && !/^[!-~]$/.test(text)) return codePoint(text);
  return text.length > MAX_SHOWN ? `"${text.slice(0, MAX_SHOWN)}…"` : `"${text}"`;
}

/** Characters of a token that a message quotes. */
const MAX_SHOWN = 60;

/** A character in quotes and its code point; only the code point for an invisible one. */
export function codePoint(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const number = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
  const isVisible = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character);
  return isVisible ? `"${character}" (${number})` : `the invisible character ${number}`;
}
