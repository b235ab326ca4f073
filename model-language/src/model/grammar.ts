import { ConditionParser } from "./condition-grammar.ts";
import { hintFor, mistake, readName, unknownDeclaration } from "./mistakes.ts";
import { MAX_PROBLEMS, type ModelProblem, SyntaxMistake } from "./problems.ts";
import { RelationParser } from "./relation-grammar.ts";
import type { Source } from "./source.ts";
import type { ConditionSyntax, FileSyntax, RelationSyntax, TypeSyntax } from "./syntax.ts";
import { shown, type Token, Tokens } from "./tokens.ts";

/** Words that start a declaration: after a mistake, parsing continues at the next line that starts with one. */
const DECLARATIONS: ReadonlySet<string> = new Set(["type", "extend", "define", "condition"]);

/** Parsed file and its problems. */
export interface FileReading {
  /** Undefined if the header is invalid. */
  readonly file: FileSyntax | undefined;
  readonly problems: readonly ModelProblem[];
}

/**
 * Parses one file of a model, top down, in linear time. Yields the number of tokens of each declaration. Accepts
 * what OpenFGA's own parser accepts, and parameters of type `any`.
 * Source of the grammar: openfga/language, OpenFGAParser.g4.
 */
export function* readFile(source: Source): Generator<number, FileReading> {
  const parser = new FileParser(source);
  return yield* parser.read();
}

class FileParser {
  private readonly source: Source;
  private readonly tokens: Tokens;
  private readonly problems: ModelProblem[] = [];
  private readonly types: (TypeSyntax & { relations: RelationSyntax[] })[] = [];
  private readonly conditions: ConditionSyntax[] = [];

  constructor(source: Source) {
    this.source = source;
    this.tokens = new Tokens(source.text);
  }

  *read(): Generator<number, FileReading> {
    let header: FileSyntax["header"] | undefined;
    this.parseOrRecover(() => {
      header = this.header();
      return true;
    });
    if (header === undefined) return { file: undefined, problems: this.problems };
    let counted = 0;
    while (this.parseOrRecover(() => this.declaration())) {
      yield this.tokens.count - counted;
      counted = this.tokens.count;
    }
    const { source, types, conditions, problems } = this;
    return { file: { source, header, types, conditions }, problems };
  }

  /** Reads a part, and recovers from a mistake at the next declaration. Returns whether there is more to read. */
  private parseOrRecover(read: () => boolean): boolean {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SyntaxMistake)) throw error;
      this.problems.push({ ...this.source.position(error.at), message: error.message });
      return this.problems.length < MAX_PROBLEMS && this.recover(error.at);
    }
  }

  private recover(at: number): boolean {
    if (this.tokens.next.start < at) this.tokens.jump(at);
    const following = /(?:\n|\r)[ \t\f]*(?=(\w+))/g;
    following.lastIndex = this.tokens.next.start;
    for (let found = following.exec(this.source.text); found !== null; found = following.exec(this.source.text)) {
      if (!DECLARATIONS.has(found[1] ?? "")) continue;
      this.tokens.jump(found.index);
      return true;
    }
    return false;
  }

  private header(): FileSyntax["header"] {
    this.skipNewline();
    const first = this.next;
    if (first.text === "{") {
      throw mistake("the module is in JSON: write modules in the modelling language", first);
    }
    if (first.text === "module") {
      this.take();
      const name = readName(this.tokens, "module");
      if (/[/.]/.test(name.text)) {
        throw new SyntaxMistake("the name of a module has letters, digits, _ and -", name.at);
      }
      this.requireLineEnd(`module ${name.text}`);
      return { kind: "module", name };
    }
    if (first.text !== "model") {
      throw mistake(`the model starts with ${shown(first)}: start it with the lines "model" and "  schema 1.1"`, first);
    }
    this.take();
    if (this.next.kind !== "newline") throw mistake('write "schema 1.1" on the line after "model"', this.next);
    this.take();
    if (this.next.text !== "schema") throw mistake('write "schema 1.1" on the line after "model"', this.next);
    this.take();
    const version = this.take();
    if (version.kind !== "number") throw mistake('write the schema version as a number: "schema 1.1"', version);
    this.requireLineEnd(`schema ${version.text}`);
    return { kind: "model", name: { text: version.text, at: version.start } };
  }

  /** Reads a type, one of its relations or a condition. False at the end. */
  private declaration(): boolean {
    if (this.next.kind === "newline") this.take();
    else if (this.next.kind !== "end") throw mistake(`unexpected ${shown(this.next)}: start a new line`, this.next);
    const first = this.next;
    switch (first.text) {
      case "":
        return false;
      case "type":
      case "extend":
        this.type();
        return true;
      case "relations":
        throw mistake('"relations" is allowed once, on the line after its type', first);
      case "define":
        this.relation();
        return true;
      case "condition": {
        const { condition, end } = new ConditionParser(this.source, this.tokens).read();
        this.conditions.push(condition);
        this.tokens.jump(end);
        return true;
      }
      default:
        throw mistake(unknownDeclaration(first), first);
    }
  }

  private type(): void {
    const start = this.take();
    const isExtension = start.text === "extend";
    if (isExtension && this.take().text !== "type")
      throw mistake('write "extend type" and the name of the type', start);
    const name = readName(this.tokens, "type");
    if (this.conditions.length > 0) throw mistake("types come before conditions: move this type up", start);
    this.types.push({ source: this.source, name, isExtension, relations: [] });
    this.requireLineEnd(`type ${name.text}`);
    const first = this.tokens.peek();
    if (first.text === "define") throw mistake(`write "relations" on the line after type ${name.text}`, first);
    if (first.text !== "relations") return;
    this.take();
    this.take();
    this.requireLineEnd("relations");
    const second = this.tokens.peek();
    if (second.text === "define") return;
    if (second.kind === "word" && !DECLARATIONS.has(second.text)) {
      throw mistake(`unexpected ${shown(second)}: a relation starts with "define"`, second);
    }
    throw mistake(`type ${name.text} defines no relation: leave out "relations", or define one`, first);
  }

  private relation(): void {
    const first = this.take();
    const type = this.types.at(-1);
    if (type === undefined || this.conditions.length > 0) throw mistake('"define" must be below a type', first);
    const name = readName(this.tokens, "relation");
    if (this.next.kind !== ":") {
      const more = this.next.kind === "word" && this.next.text !== "as" ? "names have no blanks: write" : "write";
      throw mistake(`${more} a colon after the relation's name, as in "define ${name.text}: [user]"`, this.next);
    }
    this.take();
    const expression = new RelationParser(this.tokens).read();
    type.relations.push({ source: this.source, name, expression });
  }

  private requireLineEnd(after: string): void {
    const { next } = this;
    if (next.kind === "newline" || next.kind === "end") return;
    throw mistake(`unexpected ${shown(next)} after "${after}"${hintFor(next)}`, next);
  }

  private skipNewline(): void {
    if (this.next.kind === "newline") this.take();
  }

  private get next(): Token {
    return this.tokens.next;
  }

  private take(): Token {
    return this.tokens.take();
  }
}
