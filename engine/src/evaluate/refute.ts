import { formatRewrite } from "../model/format.ts";
import type { Rewrite } from "../model/schema.ts";
import { COST } from "../work/meter.ts";
import type { Evaluator } from "./evaluator.ts";
import type { Names } from "./names.ts";
import type { Edge, Program, Rule, Step } from "./program.ts";
import type { Absence, Reason, Refuted } from "./proof.ts";
import { crossings } from "./rows.ts";
import type { Subject } from "./subject.ts";

/** Finds the reason why a step of a rule holds. */
type FindReason = (owner: Rule, step: Step, object: number) => Reason | undefined;
/** Whether a refutation may use that a step of a rule is false. */
type MayRest = (owner: Rule, step: Step, object: number) => boolean;
type ButNot = Step & { op: "butNot" };

interface RefutedPair {
  readonly rule: Rule;
  readonly object: number;
  readonly excluded: Reason[];
}

/** Relations of objects that are refuted together, by key. */
type Pairs = Map<string, RefutedPair>;

/** Basis of the absence of a step. */
interface Rest {
  readonly pairs: Pairs;
  /** Reasons why the step's own exclusions hold. */
  readonly excluded: Reason[];
}

/**
 * Refutes a step with a closed set: each relation of an object in it depends only on others of the set. The
 * evaluator finds all of them false, so the set closes.
 */
export class Refuter {
  private readonly program: Program;
  private readonly evaluator: Evaluator;
  private readonly subject: Subject;
  private readonly names: Names;
  private readonly findReason: FindReason;

  constructor(program: Program, evaluator: Evaluator, subject: Subject, names: Names, findReason: FindReason) {
    this.program = program;
    this.evaluator = evaluator;
    this.subject = subject;
    this.names = names;
    this.findReason = findReason;
  }

  /** Absence of the step, which is certainly false; undefined while a necessary reason is unavailable. */
  absence(owner: Rule, step: Step, rewrite: Rewrite, object: number): Absence | undefined {
    const reasonFor = this.reasonsOnce();
    // The first false operand may depend on the proof in progress; another one may not.
    const found =
      this.walk(owner, step, object, this.isFalse, reasonFor) ?? this.closedSet(owner, step, object, reasonFor);
    if (found === undefined) return undefined;
    const refuted = [...found.pairs.values()].map(({ rule, object: at, excluded }): Refuted => {
      const fact = { relation: rule.relation.name, object: this.names.of(rule, at) };
      return excluded.length === 0 ? fact : { ...fact, excluded };
    });
    const expression = formatRewrite(rewrite);
    return found.excluded.length === 0 ? { expression, refuted } : { expression, refuted, excluded: found.excluded };
  }

  private readonly isFalse: MayRest = (owner, step, object) => this.evaluator.isFalse(owner, step, object);

  /** Caches reasons: during one search, an unavailable reason stays unavailable. */
  private reasonsOnce(): FindReason {
    const reasons = new Map<Step, Map<number, Reason | undefined>>();
    return (owner, step, object) => {
      const known = reasons.get(step) ?? new Map<number, Reason | undefined>();
      reasons.set(step, known);
      if (!known.has(object)) known.set(object, this.findReason(owner, step, object));
      return known.get(object);
    };
  }

  /**
   * Examines everything that the step's absence may depend on, and drops what lacks a reason until the rest is
   * closed. Takes more work than the first false operands, and misses nothing. It uses the first operands that the
   * set refutes, as the verifier does.
   */
  private closedSet(owner: Rule, step: Step, object: number, reasonFor: FindReason): Rest | undefined {
    const alive = this.alternatives(owner, step, object);
    const closes: MayRest = (of, part, at) => {
      if (!this.isFalse(of, part, at)) return false;
      this.evaluator.meter.spend(COST.pair);
      switch (part.op) {
        case "or":
          return part.of.every((child) => closes(of, child, at));
        case "and":
          return part.of.some((child) => closes(of, child, at));
        case "butNot":
          return closes(of, part.base, at) || reasonFor(of, part.subtract, at) !== undefined;
        default:
          return this.dependencies(part, at).every((pair) => alive.has(keyOf(pair)));
      }
    };
    for (let before = -1; alive.size !== before; ) {
      before = alive.size;
      for (const [key, pair] of alive) if (!closes(pair.rule, pair.rule.step, pair.object)) alive.delete(key);
    }
    return closes(owner, step, object) ? this.walk(owner, step, object, closes, reasonFor) : undefined;
  }

  /** All pairs that the step's absence may depend on. */
  private alternatives(owner: Rule, step: Step, object: number): Pairs {
    const pairs: Pairs = new Map();
    const explore = (of: Rule, part: Step, at: number): void => {
      if (!this.isFalse(of, part, at)) return;
      this.evaluator.meter.spend(COST.pair);
      switch (part.op) {
        case "or":
        case "and":
          for (const child of part.of) explore(of, child, at);
          break;
        case "butNot":
          explore(of, part.base, at);
          break;
        default:
          for (const pair of this.dependencies(part, at)) this.add(pairs, pair);
      }
    };
    explore(owner, step, object);
    // The map grows while it is read, until every pair has been looked at.
    for (const { rule, object: at } of pairs.values()) explore(rule, rule.step, at);
    return pairs;
  }

  /** Pairs that the step's absence depends on, using the first suitable operand. */
  private walk(owner: Rule, step: Step, object: number, may: MayRest, reasonFor: FindReason): Rest | undefined {
    const pairs: Pairs = new Map();
    const rest = (of: Rule, part: Step, at: number, excluded: Reason[]): boolean => {
      this.evaluator.meter.spend(COST.pair);
      switch (part.op) {
        case "or":
          return part.of.every((child) => rest(of, child, at, excluded));
        case "and": {
          const failing = part.of.find((child) => may(of, child, at));
          return failing !== undefined && rest(of, failing, at, excluded);
        }
        case "butNot":
          if (may(of, part.base, at)) return rest(of, part.base, at, excluded);
          return this.exclude(of, part, at, reasonFor, excluded);
        default:
          for (const pair of this.dependencies(part, at)) this.add(pairs, pair);
          return true;
      }
    };
    const own: Reason[] = [];
    if (!rest(owner, step, object, own)) return undefined;
    // The map grows while it is read, until every pair has been looked at.
    for (const { rule, object: at, excluded } of pairs.values()) {
      if (!rest(rule, rule.step, at, excluded)) return undefined;
    }
    return { pairs, excluded: own };
  }

  private exclude(owner: Rule, { subtract }: ButNot, object: number, reasonFor: FindReason, excluded: Reason[]) {
    const reason = reasonFor(owner, subtract, object);
    if (reason !== undefined) excluded.push(reason);
    return reason !== undefined;
  }

  private add(pairs: Pairs, pair: RefutedPair): void {
    // Costs as much as verifying it.
    this.evaluator.meter.spend(COST.words);
    const key = keyOf(pair);
    if (!pairs.has(key)) pairs.set(key, pair);
  }

  /** Relations of objects that the step, which has no operands, depends on. */
  private dependencies(step: Step & { op: "this" | "from" | "computed" }, object: number): RefutedPair[] {
    const across = (edges: readonly Edge[]) =>
      crossings(edges, object, this.evaluator.evaluationContext).map(({ rule, node }) => ({
        rule,
        object: node,
        excluded: [],
      }));
    const found =
      step.op === "computed"
        ? [{ rule: step.rule, object, excluded: [] }]
        : across(step.op === "this" ? step.usersets : step.parents);
    return found.filter(({ rule }) => this.program.reach[rule.id][this.subject.kind] === 1);
  }
}

function keyOf({ rule, object }: { readonly rule: Rule; readonly object: number }): string {
  return `${rule.id} ${object}`;
}
