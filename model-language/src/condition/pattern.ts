import { RE2JS } from "re2js";
import { MAX_WORK, UNITS } from "../limits.ts";
import { remember } from "../values/memoize.ts";

const compiled = remember((source) => RE2JS.compile(source));

/**
 * A pattern of CEL's `matches`, which takes linear time: no pattern goes back over what it has read.
 * Source of the syntax: https://github.com/google/re2/wiki/Syntax
 */
export class Pattern {
  private readonly pattern: RE2JS;

  private constructor(pattern: RE2JS) {
    this.pattern = pattern;
  }

  /** Throws where the pattern is malformed, and before it is compiled where that would cost more than an evaluation may. */
  static compile(source: string, spend: (units: number) => void): Pattern {
    spend(compileCost(source));
    return new Pattern(compiled(source));
  }

  /** Whether the pattern is found anywhere in the text. */
  isIn(text: string, spend: (units: number) => void): boolean {
    spend(text.length * this.pattern.programSize() * UNITS.patternStep);
    return this.pattern.test(text);
  }
}

/** What may be spent on all patterns that an expression holds: they are compiled once, as long as an evaluation may take. */
export function constantBudget(): (units: number) => void {
  let left = MAX_WORK;
  return (units) => {
    left -= units;
    if (left < 0) throw new Error("the patterns of the expression are too large");
  };
}

/** The same whether or not it has been compiled before, so that no answer depends on what was asked earlier. */
function compileCost(source: string): number {
  const classes = source.match(/\\[pP]/g)?.length ?? 0;
  return (
    source.length * UNITS.patternCharacter +
    classes * UNITS.patternClass +
    instructionsOf(source) * UNITS.patternInstruction
  );
}

/** A class, what is quoted, an escaped character, a bracket, a repetition, or a character. */
const TOKEN = /\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]?|\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\{(\d+)(?:,(\d*))?\}|[\s\S]/g;

/** About as many as the pattern is compiled to, repetitions written out; never far less. */
function instructionsOf(source: string): number {
  /** What stands in each bracket that is open so far, and the last thing in it, which a repetition is about. */
  const open: { before: number; last: number }[] = [];
  let before = 0;
  let last = 0;
  for (const [token, least, most] of source.matchAll(TOKEN)) {
    if (token === "(") {
      open.push({ before, last });
      before = 0;
      last = 2;
    } else if (token === ")") {
      const outer = open.pop() ?? { before: 0, last: 0 };
      last += before;
      before = outer.before + outer.last;
    } else if (least !== undefined) {
      last *= Math.max(Number(least), Number(most ?? 0), 1);
    } else {
      before += last;
      last = token.startsWith("\\Q") ? token.length : 1;
    }
    // Beyond any bound: numbers would only become larger.
    if (before + last > MAX_WORK) return MAX_WORK;
  }
  return open.reduce((sum, outer) => sum + outer.before + outer.last, before + last);
}
