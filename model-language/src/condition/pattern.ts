import { RE2JS } from "re2js";
import { MAX_WORK, UNITS } from "../limits.ts";
import { memoize } from "../values/memoize.ts";

const compiled = memoize((source) => RE2JS.compile(source));

/**
 * A pattern of CEL's `matches`. Takes linear time: no pattern backtracks.
 * Source of the syntax: https://github.com/google/re2/wiki/Syntax
 */
export class Pattern {
  private readonly pattern: RE2JS;

  private constructor(pattern: RE2JS) {
    this.pattern = pattern;
  }

  /** Compiles a pattern. Throws if it is malformed, or before compiling if that would exceed the limit. */
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

/** Budget for all constant patterns of an expression: they are compiled once, within the limit of one evaluation. */
export function constantBudget(): (units: number) => void {
  let left = MAX_WORK;
  return (units) => {
    left -= units;
    if (left < 0) throw new Error("the patterns of the expression are too large");
  };
}

/** Cost of compiling, independent of the cache, so that no result depends on earlier queries. */
function compileCost(source: string): number {
  const classes = source.match(/\\[pP]/g)?.length ?? 0;
  return (
    source.length * UNITS.patternCharacter +
    classes * UNITS.patternClass +
    instructionsOf(source) * UNITS.patternInstruction
  );
}

/** A class, a quoted section, an escaped character, a bracket, a repetition, or a character. */
const TOKEN = /\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]?|\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\{(\d+)(?:,(\d*))?\}|[\s\S]/g;

/** Approximate number of compiled instructions, with repetitions expanded; never far too low. */
function instructionsOf(source: string): number {
  /** Instructions before each open bracket, and of the last item in it, to which a repetition applies. */
  const open: { before: number; last: number }[] = [];
  let before = 0;
  let last = 0;
  for (const [token, min, max] of source.matchAll(TOKEN)) {
    if (token === "(") {
      open.push({ before, last });
      before = 0;
      last = 2;
    } else if (token === ")") {
      const outer = open.pop() ?? { before: 0, last: 0 };
      last += before;
      before = outer.before + outer.last;
    } else if (min !== undefined) {
      last *= Math.max(Number(min), Number(max ?? 0), 1);
    } else {
      before += last;
      last = token.startsWith("\\Q") ? token.length : 1;
    }
    // Exceeds any limit: later tokens only increase it.
    if (before + last > MAX_WORK) return MAX_WORK;
  }
  return open.reduce((sum, outer) => sum + outer.before + outer.last, before + last);
}
