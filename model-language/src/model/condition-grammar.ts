import type { ParameterType } from "@cf-auth/engine";
import { MAX_PARAMETERS } from "../limits.ts";
import { readExpression } from "./expression-text.ts";
import { mistake, takeName } from "./mistakes.ts";
import { SyntaxMistake } from "./problems.ts";
import type { Source } from "./source.ts";
import type { ConditionSyntax, Name } from "./syntax.ts";
import { shown, type Token, type TokenKind, type Tokens } from "./tokens.ts";

const SCALARS: readonly string[] = [
  ..."bool string int uint double duration timestamp ipaddress".split(" "),
  // OpenFGA supports it only in JSON models.
  "any",
];
const CONTAINERS: readonly string[] = ["list", "map"];
/** Reserved names of parameters and conditions: the types, except `any`, which is a type in this language only. */
const TYPES: ReadonlySet<string> = new Set([...SCALARS, ...CONTAINERS].filter((name) => name !== "any"));
const KNOWN = `${SCALARS.join(", ")}, list<…> or map<…>`;

/** Reads a condition: `condition name(parameter: type, …) { expression }`. */
export class ConditionParser {
  private readonly source: Source;
  private readonly tokens: Tokens;

  /** The next token must be `condition`. */
  constructor(source: Source, tokens: Tokens) {
    this.source = source;
    this.tokens = tokens;
  }

  /** Reads the condition and the offset after its closing brace. Throws a `SyntaxMistake`. */
  read(): { condition: ConditionSyntax; end: number } {
    this.tokens.take();
    const name = this.name("condition");
    const parameters = this.parameters(name.text);
    if (this.next.kind === "newline") throw mistake('write "{" on the line of the parameters', this.next);
    const open = this.expect("{", "the parameters");
    const { expression, end } = readExpression(this.source.text, open.end);
    return { condition: { source: this.source, name, parameters, expression }, end };
  }

  private parameters(condition: string): ConditionSyntax["parameters"] {
    const open = this.expect("(", `condition ${condition}`);
    const parameters: { name: Name; type: ParameterType }[] = [];
    for (;;) {
      this.requireSameLine();
      if (this.next.kind === ")" && parameters.length === 0) {
        throw mistake(
          `condition ${condition} has no parameters: it needs at least one, as in (now: timestamp)`,
          this.next,
        );
      }
      const name = this.name("parameter");
      if (parameters.some((other) => other.name.text === name.text)) {
        throw new SyntaxMistake(`parameter ${name.text} is defined twice`, name.at);
      }
      this.expect(":", `parameter ${name.text}`);
      parameters.push({ name, type: this.type() });
      if (parameters.length > MAX_PARAMETERS)
        throw mistake(`a condition has more than ${MAX_PARAMETERS} parameters`, open);
      this.requireSameLine();
      if (this.next.kind !== ",") break;
      this.tokens.take();
    }
    this.expect(")", "the parameters");
    return parameters;
  }

  private type(): ParameterType {
    const token = this.tokens.take();
    if (SCALARS.includes(token.text)) return typeNamed(token.text);
    if (!CONTAINERS.includes(token.text)) {
      throw mistake(`${shown(token)} is not a parameter type: write ${KNOWN}`, token);
    }
    const [open, item, close] = [this.tokens.take(), this.tokens.take(), this.tokens.take()];
    const isWhole = open.kind === "<" && close.kind === ">" && ![open, item, close].some(({ isSpaced }) => isSpaced);
    if (!isWhole || !SCALARS.includes(item.text)) {
      throw mistake(
        `write the type of the ${token.text}'s items, without spaces: ${token.text}<string>; not a list or map`,
        token,
      );
    }
    return { ...typeNamed(token.text), generic_types: [typeNamed(item.text)] };
  }

  private name(of: "condition" | "parameter"): Name {
    const { next } = this;
    if (next.kind !== "word") throw mistake(`expected the name of a ${of}, not ${shown(next)}`, next);
    if (/[/.]/.test(next.text)) throw mistake(`the name of a ${of} has letters, digits, _ and -`, next);
    if (TYPES.has(next.text)) throw mistake(`"${next.text}" is a type: choose another name for the ${of}`, next);
    return takeName(this.tokens, of);
  }

  private expect(kind: TokenKind, after: string): Token {
    const { next } = this;
    if (next.kind !== kind) throw mistake(`expected "${kind}" after ${after}, not ${shown(next)}`, next);
    return this.tokens.take();
  }

  private requireSameLine(): void {
    if (this.next.kind === "newline") throw mistake("write all parameters of a condition on one line", this.next);
  }

  private get next(): Token {
    return this.tokens.next;
  }
}

function typeNamed(name: string): ParameterType {
  return { type_name: `TYPE_NAME_${name.toUpperCase()}` };
}
