import { type MarkedToken, marked, type Token, type Tokens } from "marked";
import ts from "typescript";
import type { Kind } from "./words.ts";

/** A piece of text that people read, and where it begins. */
export interface Text {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly kind: Kind;
  readonly text: string;
}

/** The names, comments and strings of a TypeScript or JavaScript file. */
export function readSource(file: string, source: string): Text[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const texts: Text[] = [];
  const add = (kind: Kind, at: number, text: string) => {
    texts.push({ file, line: tree.getLineAndCharacterOfPosition(at).line + 1, kind, text });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      // Another package's names are not ours, and a path is read where the file is.
      const isOurs =
        node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) && /^\./.test(node.moduleSpecifier.text);
      if (!isOurs) return;
    }
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) add("name", node.getStart(tree), node.text);
    else if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      if (!/^\.{1,2}\//.test(node.text) && !isStored(file, node.text))
        add(isName(node.text) ? "name" : "prose", node.getStart(tree), node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  for (const { pos, text } of comments(tree)) add("prose", pos, text);
  return texts;
}

/** Whether a string names stored tables and columns, which only a migration changes. */
function isStored(file: string, text: string): boolean {
  return file === "drizzle/schema.ts"
    ? isName(text)
    : /\b(?:SELECT|RETURNING|INSERT|UPDATE|DELETE|CREATE TABLE|CREATE INDEX)\b/.test(text);
}

/** Whether a string is a name in code, such as a field or an error code, and no sentence. */
function isName(text: string): boolean {
  return /^[\w$.:#*-]+$/.test(text);
}

function comments(tree: ts.SourceFile): { pos: number; text: string }[] {
  const found = new Map<number, string>();
  const visit = (node: ts.Node): void => {
    if (node.getChildCount(tree) > 0) {
      node.getChildren(tree).forEach(visit);
      return;
    }
    const [start, end] = [node.getFullStart(), node.getEnd()];
    const ranges = [
      ...(ts.getLeadingCommentRanges(tree.text, start) ?? []),
      ...(ts.getTrailingCommentRanges(tree.text, end) ?? []),
    ];
    for (const range of ranges) found.set(range.pos, tree.text.slice(range.pos, range.end));
  };
  visit(tree);
  return [...found].map(([pos, text]) => ({ pos, text }));
}

/** A sentence, heading or table cell of a page. */
export interface Sentence {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** The sentences of a Markdown page. Code blocks are left out. */
export function readPage(file: string, page: string): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  for (const block of blocks(marked.lexer(page))) {
    const [first = ""] = block.text.split("\n");
    from = Math.max(from, page.indexOf(first, from));
    const line = page.slice(0, from).split("\n").length;
    const text = plainText(block.tokens ?? []);
    for (const { segment, index } of segmenter.segment(text.replaceAll("\n", " "))) {
      const sentence = segment.replaceAll(/\s+/g, " ").trim();
      if (sentence !== "")
        sentences.push({ file, line: line + text.slice(0, index).split("\n").length - 1, text: sentence });
    }
  }
  return sentences;
}

type Block = Tokens.Paragraph | Tokens.Heading | Tokens.Text | Tokens.TableCell;

/** Headings, paragraphs, list items and table cells, in their order. */
function* blocks(tokens: readonly Token[]): Generator<Block> {
  for (const token of tokens as MarkedToken[]) {
    if (token.type === "paragraph" || token.type === "heading" || token.type === "text") yield token;
    else if (token.type === "table") yield* [token.header, ...token.rows].flat();
    else if (token.type === "list") for (const item of token.items) yield* blocks(item.tokens);
    else if (token.type === "blockquote") yield* blocks(token.tokens);
  }
}

/**
 * The text as it is read. Code within a line stands for itself: its first letter is upper case, since a sentence may begin
 * with it, and a series of codes is one word. A link stands for its text.
 */
function plainText(tokens: readonly Token[]): string {
  return (tokens as MarkedToken[])
    .map((token, at) => {
      if (token.type === "html" || token.type === "image") return "";
      if (token.type === "br") return "\n";
      if (token.type === "codespan") return token.text.charAt(0).toUpperCase() + token.text.slice(1);
      const isBetweenCodes = tokens[at - 1]?.type === "codespan" && tokens[at + 1]?.type === "codespan";
      if (isBetweenCodes && token.raw.trim() === ",") return ",".padEnd(token.raw.length, "\u2060");
      return "tokens" in token && token.tokens ? plainText(token.tokens) : "text" in token ? token.text : token.raw;
    })
    .join("");
}
