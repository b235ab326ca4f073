import { MAX_NESTING, MAX_OPERANDS } from "../limits.ts";
import {
  hintFor,
  MIXED,
  mistake,
  NO_CONDITION,
  NO_SUBJECTS,
  NOT_FIRST,
  operatorAt,
  readName,
  takeName,
} from "./mistakes.ts";
import { SyntaxMistake } from "./problems.ts";
import type { Expression, SubjectSyntax } from "./syntax.ts";
import { shown, type Token, type Tokens } from "./tokens.ts";

/** Reads a relation's definition, up to the end of its line. */
export class RelationParser {
  private readonly tokens: Tokens;
  private operands = 0;

  constructor(tokens: Tokens) {
    this.tokens = tokens;
  }

  /** Throws a `SyntaxMistake`. */
  read(): Expression {
    const expression = this.expression(true, 0);
    this.requireEnd();
    return expression;
  }

  /** Reads operands of one operator; a direct assignment must come first. */
  private expression(mayAssign: boolean, depth: number): Expression {
    const first = this.operand(mayAssign, depth);
    const operator = operatorAt(this.next);
    if (operator === undefined) return first;
    if (!this.next.isSpaced) throw mistake(`write a blank before "${operator}"`, this.next);
    const operands = [first];
    while (operatorAt(this.next) === operator) {
      const { start } = this.take();
      if (operator === "but not" && operands.length === 2) throw new SyntaxMistake(MIXED, start);
      const { kind, isSpaced } = this.next;
      if (!isSpaced && kind !== "newline" && kind !== "end")
        throw mistake(`write a blank after "${operator}"`, this.next);
      operands.push(this.operand(false, depth));
    }
    if (operatorAt(this.next) !== undefined) throw mistake(MIXED, this.next);
    const [base, subtract] = operands;
    if (operator !== "but not" || base === undefined || subtract === undefined) {
      return { kind: operator === "and" ? "and" : "or", of: operands };
    }
    return { kind: "but not", base, subtract };
  }

  private operand(mayAssign: boolean, depth: number): Expression {
    const first = this.next;
    if (first.kind === "[") {
      if (!mayAssign) throw mistake(NOT_FIRST, first);
      return { kind: "direct", subjects: this.subjects() };
    }
    this.count(first);
    const operator = operatorAt(first);
    if (operator !== undefined) throw mistake(`"${operator}" needs a relation on both of its sides`, first);
    if (first.kind !== "(") return this.rewrite();
    if (depth === MAX_NESTING) throw mistake(`brackets are nested more than ${MAX_NESTING} deep`, first);
    this.take();
    const inner = this.expression(mayAssign, depth + 1);
    if (this.next.kind !== ")") throw mistake(`expected ")" before ${shown(this.next)}`, this.next);
    this.take();
    return inner;
  }

  private rewrite(): Expression {
    const relation = readName(this.tokens, "relation");
    if (this.next.text !== "from") return { kind: "computed", relation };
    this.take();
    const tupleset = readName(this.tokens, "relation");
    if (this.next.text === "from") {
      throw mistake('"from" follows one relation: give the first step a relation of its own', this.next);
    }
    return { kind: "from", relation, tupleset };
  }

  private subjects(): SubjectSyntax[] {
    const subjects: SubjectSyntax[] = [];
    do {
      this.take();
      this.count(this.next);
      this.skipNewline();
      if (this.next.kind === "]") {
        throw mistake(subjects.length === 0 ? NO_SUBJECTS : 'remove the comma before "]"', this.next);
      }
      subjects.push(this.subject());
      this.skipNewline();
    } while (this.next.kind === ",");
    const close = this.take();
    if (close.kind !== "]") throw mistake(`expected "," or "]" before ${shown(close)}`, close);
    return subjects;
  }

  private subject(): SubjectSyntax {
    const type = readName(this.tokens, "type");
    const isWildcard = this.next.kind === ":" && !this.next.isSpaced;
    if (isWildcard) {
      this.take();
      const star = this.take();
      if (star.kind !== "*" || star.isSpaced) {
        throw mistake(`after "${type.text}:" only * may follow; single subjects are stored as tuples`, star);
      }
    }
    const isUserset = this.next.kind === "#" && !isWildcard;
    if (isUserset) this.take();
    if (isUserset && this.next.isSpaced) throw mistake('write the relation right behind "#"', this.next);
    const relation = isUserset ? readName(this.tokens, "relation") : undefined;
    if (relation && this.next.kind === ":")
      throw mistake("a userset has no wildcard: write user:* or team#member", this.next);
    if (this.next.text !== "with") return { type, isWildcard, relation, condition: undefined };
    this.take();
    const condition = this.next;
    if (condition.kind !== "word" || NO_CONDITION.has(condition.text) || /[/.]/.test(condition.text)) {
      throw mistake(`${shown(condition)} after "with" is not a condition name`, condition);
    }
    return { type, isWildcard, relation, condition: takeName(this.tokens, "condition") };
  }

  private requireEnd(): void {
    const { next } = this;
    if (next.kind === "newline" || next.kind === "end") return;
    if (next.kind === "[") throw mistake(NOT_FIRST, next);
    if (next.text === "with") throw mistake('"with" goes inside the brackets: [user with condition]', next);
    if (next.kind === "word" && next.text === "but") throw mistake('write "but not" with one blank', next);
    throw mistake(`unexpected ${shown(next)}${hintFor(next)}`, next);
  }

  private count(operand: Token): void {
    if (++this.operands <= MAX_OPERANDS) return;
    throw mistake(`a relation has more than ${MAX_OPERANDS} operands: split it into several`, operand);
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
