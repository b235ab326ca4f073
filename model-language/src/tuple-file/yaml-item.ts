import { CST, isAlias, isMap, isScalar, isSeq, Lexer, type ParsedNode, parseDocument } from "yaml";

/** Brackets inside each other, and indicators on one line. A tuple needs 22: those of its context, and two above. */
const MAX_DEPTH = 24;
/** Parts of YAML that a tuple needs as little as JSON does. They can make a small text mean a large document. */
const REFUSED: ReadonlyMap<string | null, string> = new Map([
  ["anchor", "Anchors (&) aren't accepted: write the value out."],
  ["alias", "Aliases (*) aren't accepted: write the value out, or in quotes."],
  ["tag", "Tags (!) aren't accepted: leave the tag out, or write the value in quotes."],
  ["directive-line", "Directives (%) aren't accepted."],
]);
/** Tokens of the lexer, which bound the time of the parser: 8,000 take at most 100 ms, and those of a usual tuple 0.1 ms. */
export const MAX_YAML_TOKENS = 8_000;
/** The lexer's mark before the text of a plain or a block scalar. */
const SCALAR_MARK = "\u001f";
/** The lexer's marks: of a document, of an error inside brackets, and this one. */
const MARKS: ReadonlySet<string> = new Set(["\u0002", "\u0018", SCALAR_MARK]);

/** Thrown for an item that can't be read, with the number of lines before the mistake. */
export class YamlMistake extends Error {
  readonly lines: number;

  constructor(message: string, lines: number) {
    super(message);
    this.lines = lines;
  }
}

/** The JSON of a list in block style that has one item. Throws `YamlMistake`. */
export function jsonOfItem(text: string): string {
  requireSimple(text);
  // The library's own search for repeated keys takes quadratic time, and its schema `core` has neither times nor merges.
  const document = parseDocument(text, { schema: "core", uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) throw mistakeAt(text, error.pos[0], `The row is not valid YAML: ${error.message}`);
  const { contents } = document;
  if (!isSeq(contents) || contents.items.length !== 1) throw new YamlMistake("The row is not one item of a list.", 0);
  return JSON.stringify(jsonValue(contents.items[0] as ParsedNode | null, text));
}

/** Refuses what would take the parser too long, by the lexer's tokens, which take little. */
function requireSimple(text: string): void {
  let depth = 0;
  let indicators = 0;
  let offset = 0;
  let isScalarNext = false;
  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    const type = isScalarNext ? "scalar" : CST.tokenType(token);
    isScalarNext = token === SCALAR_MARK && !isScalarNext;
    const refused = REFUSED.get(type);
    if (refused !== undefined) throw mistakeAt(text, offset, refused);
    tokens++;
    if (tokens > MAX_YAML_TOKENS) throw mistakeAt(text, 0, `The row has more than ${MAX_YAML_TOKENS} tokens of YAML.`);
    if (type === "newline") indicators = 0;
    if (type === "flow-map-start" || type === "flow-seq-start") depth++;
    if (type === "flow-map-end" || type === "flow-seq-end") depth--;
    if (type === "seq-item-ind" || type === "explicit-key-ind" || (type === "map-value-ind" && depth === 0))
      indicators++;
    if (depth > MAX_DEPTH || indicators > MAX_DEPTH) {
      throw mistakeAt(text, offset, `The row is nested more than ${MAX_DEPTH} levels deep.`);
    }
    // The lexer's marks stand in no text.
    if (!MARKS.has(token)) offset += token.length;
  }
}

function jsonValue(node: ParsedNode | null, text: string): unknown {
  if (node === null) return null;
  const mistake = (reason: string) => mistakeAt(text, node.range[0], reason);
  if (isAlias(node)) throw mistake("Aliases (*) aren't accepted.");
  if (isSeq(node)) return node.items.map((item) => jsonValue(item as ParsedNode | null, text));
  if (isScalar(node)) {
    if (typeof node.value === "number" && !Number.isFinite(node.value)) {
      throw mistake("JSON has no form for this number.");
    }
    return node.value;
  }
  const names = new Set<string>();
  if (!isMap(node)) throw mistake("The value is neither a list, a mapping nor a scalar.");
  const entries = node.items.map(({ key, value }) => {
    const name = isScalar(key) ? `${key.value}` : undefined;
    if (name === undefined) throw mistake("The name of a field is not text.");
    if (names.has(name)) throw mistake(`The field ${JSON.stringify(name.slice(0, 60))} appears twice.`);
    names.add(name);
    return [name, jsonValue(value as ParsedNode | null, text)] as const;
  });
  return Object.fromEntries(entries);
}

function mistakeAt(text: string, offset: number, message: string): YamlMistake {
  return new YamlMistake(message, text.trimEnd().slice(0, offset).split("\n").length - 1);
}
