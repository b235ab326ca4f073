/** A word, a quoted name, a literal or a sign. Only words can be keywords. */
export interface Token {
  readonly kind: "word" | "name" | "literal" | "sign";
  /** Without quotes; words in upper case. */
  readonly text: string;
}

export interface Statement {
  /** Line on which it begins, from 1. */
  readonly line: number;
  readonly tokens: readonly Token[];
}

export interface Sql {
  /** In order. Statements of a trigger's body follow its head as separate statements. */
  readonly statements: readonly Statement[];
  /** Text after `--`, trimmed. Block comments are not included. */
  readonly comments: readonly string[];
}

/**
 * SQLite's tokens (https://www.sqlite.org/draft/tokenreq.html), as far as they distinguish statements, names and
 * literals.
 */
const TOKEN =
  /(?<space>\s+)|--(?<comment>[^\n]*)|(?<block>\/\*[\s\S]*?(?:\*\/|$))|(?<literal>(?:\bx)?'(?:[^']|'')*(?:'|$)|\d[\w.]*)|(?<name>"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$))|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<sign>.)/giuy;

/** Tokenizes SQL, so that comments, names and literals aren't taken for keywords or for each other. */
export function readSql(sql: string): Sql {
  const statements: Statement[] = [];
  const comments: string[] = [];
  let line = 1;
  let begun = 1;
  let tokens: Token[] = [];
  const end = () => {
    if (tokens.length > 0) statements.push({ line: begun, tokens });
    tokens = [];
  };
  for (const { 0: text, groups = {} } of sql.matchAll(TOKEN)) {
    const { comment, block, space } = groups;
    if (comment !== undefined) comments.push(comment.trim());
    // Drizzle's separator between statements is a comment to SQLite.
    if (text === ";" || comment?.startsWith("> statement-breakpoint")) end();
    else if (comment === undefined && block === undefined && space === undefined) {
      if (tokens.length === 0) begun = line;
      tokens.push(tokenOf(text, groups));
      if (isTriggersHead(tokens)) end();
    }
    line += text.split("\n").length - 1;
  }
  end();
  return { statements, comments };
}

function tokenOf(text: string, { literal, name, word }: Readonly<Record<string, string | undefined>>): Token {
  if (word !== undefined) return { kind: "word", text: text.toUpperCase() };
  if (name !== undefined) return { kind: "name", text: text.slice(1, -1) };
  return { kind: literal === undefined ? "sign" : "literal", text };
}

/** `CREATE TRIGGER … BEGIN`: separate statements follow, up to `END`. */
function isTriggersHead(tokens: readonly Token[]): boolean {
  if (!isWord(tokens.at(-1), "BEGIN")) return false;
  return isWord(tokens[0], "CREATE") && tokens.slice(1, 3).some((token) => isWord(token, "TRIGGER"));
}

export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === "word" && words.includes(token.text);
}

/** Name of a token as SQLite compares names: case-insensitively. Literals may be names, too. */
export function nameOf(token: Token | undefined): string {
  return (token?.text ?? "").replace(/^'|'$/g, "").toLowerCase();
}

export function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === "sign" && token.text === sign;
}

/** Whether the words occur in sequence. */
export function followed(tokens: readonly Token[], ...words: readonly string[]): boolean {
  return tokens.some((_, at) => words.every((word, i) => isWord(tokens[at + i], word)));
}

/** Name after a word, such as TABLE; `IF NOT EXISTS` may precede it. */
export function nameAfter(tokens: readonly Token[], word: string): string {
  const rest = tokens.slice(tokens.findIndex((token) => isWord(token, word)) + 1);
  return nameOf(isWord(rest[0], "IF") && isWord(rest[1], "NOT") ? rest[3] : rest[0]);
}

/** Tokens outside of parentheses. */
export function topLevel(tokens: readonly Token[]): Token[] {
  let depth = 0;
  return tokens.filter((token) => {
    if (isSign(token, "(")) depth++;
    const isOutside = depth === 0;
    if (isSign(token, ")")) depth--;
    return isOutside;
  });
}
