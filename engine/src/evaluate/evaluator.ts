import { doubled, type Numbers } from "../graph/arrays.ts";
import { COST, Meter } from "../work/meter.ts";
import { type Budget, depthExceeded, MAX_NESTING, nestingExceeded, type Pair, workExceeded } from "./budget.ts";
import { EvaluationContext } from "./evaluation-context.ts";
import type { Lookups } from "./lookups.ts";
import { NodeTable } from "./node-table.ts";
import type { Edge, Program, Rule, Special, Step } from "./program.ts";
import { isSubjectItself, NO_SUBJECT, type Subject } from "./subject.ts";
import { CONDITIONAL, FALSE, not, settled, TRUE, UNDEFINED, type Value } from "./value.ts";
import { Walk } from "./walk.ts";

/** State of a memo entry; from DECIDED on it is DECIDED plus its value. */
const UNTOUCHED = 0;
const IN_PROGRESS = 1;
const DECIDED = 2;
/** No position: deeper than any entry of the stack. */
const NO_POSITION = 0xffff_ffff;

/**
 * Decides relations with every operator, depth first.
 *
 * A relation of an object that is met again while it is being decided adds no evidence. It counts as false, or as
 * undefined if a subtracted operand lies in between. Results found on that assumption are provisional: they are
 * dropped if the assumed entry turns out otherwise.
 */
export class Evaluator {
  readonly evaluationContext: EvaluationContext;
  readonly meter: Meter;
  private readonly program: Program;
  private readonly budget: Budget;
  private readonly walk: Walk;
  private readonly memo = new NodeTable();
  private states: Numbers = new Uint32Array(64);
  /** Stack position by entry while in progress; afterwards the lowest position it assumes something about. */
  private positions: Numbers = new Uint32Array(64);
  /** Number of subtracted operands above the entry. */
  private negations: Numbers = new Uint32Array(64);
  /** Entries that assume something about an entry in progress. */
  private readonly provisional: number[] = [];
  private subject: Subject = NO_SUBJECT;
  private stackHeight = 0;
  private negation = 0;
  /** Lowest stack position that the current entry's operands assumed something about. */
  private lowest = NO_POSITION;
  /** Undefined values from cycles, and from the depth limit. */
  private undefinedCycles = 0;
  private depthCuts = 0;
  /** Last pair that exceeded the depth limit. */
  private cutAt: Pair | undefined;
  /** Pair at which relations nested too deeply, as opposed to tuples. */
  private nestedAt: Pair | undefined;

  /** `clock` returns milliseconds since 1970. */
  constructor(lookups: Lookups, budget: Budget, clock: () => number, meter = new Meter()) {
    this.program = lookups.program;
    this.budget = budget;
    this.meter = meter;
    this.evaluationContext = new EvaluationContext(this.program.graph, clock, meter);
    this.walk = new Walk(lookups, budget, this.evaluationContext, meter);
  }

  /** Restarts with a subject, after a change of the graph, or after `EvaluationContext.begin`. */
  begin(subject: Subject): void {
    this.meter.work += COST.query;
    this.renew();
    this.subject = subject;
    this.memo.clear();
    this.walk.begin(subject);
    if (this.provisional.length > 0) this.provisional.length = 0;
    this.stackHeight = 0;
    this.negation = 0;
    this.lowest = NO_POSITION;
  }

  /** Allows the next decision about the same subject as much work as the first. */
  renew(): void {
    this.meter.allow(this.budget.work);
  }

  /**
   * Whether the subject of `begin` has the relation: TRUE, FALSE or CONDITIONAL. Reuses earlier results. Throws
   * `depth_limit_exceeded`, `work_limit_exceeded` or the error of a condition if that leaves it undecided.
   */
  value(rule: Rule, object: number): Value {
    const value = this.likely(rule, object);
    if (value === CONDITIONAL && this.evaluationContext.failure !== undefined) throw this.evaluationContext.failure;
    return value;
  }

  /** As `value`, for one item of a list: a tuple that can't be evaluated makes it conditional. */
  listed(rule: Rule, object: number): Value {
    const value = this.likely(rule, object);
    if (value === CONDITIONAL && this.evaluationContext.requestFailure !== undefined)
      throw this.evaluationContext.requestFailure;
    return value;
  }

  /** As `value`, but a condition that failed may or may not hold. */
  likely(rule: Rule, object: number): Value {
    return settled(this.unsettled(rule, object));
  }

  /** As `likely`, but relations that depend on their own absence are UNDEFINED. */
  unsettled(rule: Rule, object: number): Value {
    this.depthCuts = 0;
    this.nestedAt = undefined;
    const value = this.rule(rule, object, 0);
    if (value === TRUE || value === FALSE || this.depthCuts === 0) return value;
    throw this.nestedAt === undefined ? depthExceeded(this.budget, this.cutAt) : nestingExceeded(this.nestedAt);
  }

  isTrue(rule: Rule, object: number): boolean {
    return this.likely(rule, object) === TRUE;
  }

  /** Whether one step of a rule certainly doesn't hold. */
  isFalse(owner: Rule, step: Step, object: number): boolean {
    return this.step(owner, step, object, 0) === FALSE;
  }

  private rule(rule: Rule, object: number, depth: number): Value {
    if (this.program.reach[rule.id][this.subject.kind] === 0) return FALSE;
    if (isSubjectItself(this.subject, rule, object)) return TRUE;
    if (!rule.pure) return this.decideOnce(rule, object, depth);
    const value = this.walk.from(rule, object, depth);
    return value === UNDEFINED ? this.cut(this.walk.cutAt) : value;
  }

  private decideOnce(rule: Rule, object: number, depth: number): Value {
    const entry = this.entry(rule.id, object);
    const state = this.states[entry];
    if (state === IN_PROGRESS) return this.meetAgain(entry);
    if (state >= DECIDED && this.mayReuse(entry)) {
      this.lowest = Math.min(this.lowest, this.positions[entry]);
      return state - DECIDED;
    }
    const { meter } = this;
    meter.work += COST.pair;
    if (meter.work > meter.limit) throw workExceeded(meter, { rule, object });
    if (this.stackHeight >= MAX_NESTING) {
      this.nestedAt = { rule, object };
      return this.cut({ rule, object });
    }
    return this.decide(entry, rule, object, depth);
  }

  /** A cycle: assumes nothing in favour of the relation. */
  private meetAgain(entry: number): Value {
    this.lowest = Math.min(this.lowest, this.positions[entry]);
    if (this.negations[entry] === this.negation) return FALSE;
    this.undefinedCycles++;
    return UNDEFINED;
  }

  /** Whether the value may be reused: a provisional one only under as many subtracted operands as before. */
  private mayReuse(entry: number): boolean {
    return this.positions[entry] === NO_POSITION || this.negations[entry] === this.negation;
  }

  private decide(entry: number, rule: Rule, object: number, depth: number): Value {
    const { lowest: outerLowest, undefinedCycles, depthCuts } = this;
    const firstProvisional = this.provisional.length;
    const position = this.stackHeight++;
    this.states[entry] = IN_PROGRESS;
    this.positions[entry] = position;
    this.negations[entry] = this.negation;
    this.lowest = NO_POSITION;
    const value = this.step(rule, rule.step, object, depth);
    this.stackHeight--;
    const assumed = this.lowest < position ? this.lowest : NO_POSITION;
    this.lowest = Math.min(outerLowest, assumed);

    const isFinal = value === FALSE && this.undefinedCycles === undefinedCycles;
    if (!isFinal) this.drop(firstProvisional);
    else if (assumed === NO_POSITION) this.settle(firstProvisional);

    this.states[entry] = DECIDED + value;
    // A true value assumes nothing in its favour, so it is final.
    this.positions[entry] = value === TRUE ? NO_POSITION : assumed;
    // A result cut by the depth limit may be decidable from a nearer object.
    if (value !== TRUE && value !== FALSE && this.depthCuts > depthCuts) this.states[entry] = UNTOUCHED;
    else if (this.positions[entry] !== NO_POSITION) this.provisional.push(entry);
    return value;
  }

  private step(owner: Rule, step: Step, object: number, depth: number): Value {
    this.meter.work += COST.row;
    switch (step.op) {
      case "this": {
        const named = this.named(owner, object);
        return named === TRUE ? TRUE : named | this.any(owner, step.usersets, object, depth);
      }
      case "computed":
        return this.rule(step.rule, object, depth);
      case "from":
        return this.any(owner, step.parents, object, depth);
      case "or":
        return this.or(owner, step.of, object, depth);
      case "and":
        return this.and(owner, step.of, object, depth);
      case "butNot":
        return this.butNot(owner, step, object, depth);
    }
  }

  /** Whether a tuple names the subject, or its type's wildcard. */
  private named(owner: Rule, object: number): Value {
    const { kind, index, wildcardKind } = this.subject;
    const own = owner.stored[kind];
    const value = own === undefined ? FALSE : this.evaluationContext.valueOfTuple(own, object, index);
    const everyone = wildcardKind < 0 ? undefined : owner.stored[wildcardKind];
    return value === TRUE || everyone === undefined
      ? value
      : value | this.evaluationContext.valueOfTuple(everyone, object, 0);
  }

  /** Whether the edges' rules hold for any node that the object's tuples lead to. */
  private any(owner: Rule, edges: readonly Edge[], object: number, depth: number): Value {
    let value: Value = FALSE;
    for (const { store, rule } of edges) {
      if (this.program.reach[rule.id][this.subject.kind] === 0) continue;
      const next = rule === owner ? depth : depth + 1;
      if (store.plain !== undefined) {
        store.plain.subjects.seek(object);
        const { values, start, end } = store.plain.subjects;
        for (let i = start; i < end; i++) {
          this.meter.work += COST.row;
          value |= this.across(rule, values[i], next);
          if (value === TRUE) return TRUE;
        }
      }
      for (const special of store.special) {
        value |= this.anySpecial(special, rule, object, next);
        if (value === TRUE) return TRUE;
      }
    }
    return value;
  }

  private anySpecial(special: Special, rule: Rule, object: number, depth: number): Value {
    if (special.partition.size === 0) return FALSE;
    let value: Value = FALSE;
    special.partition.subjects.seek(object);
    const { values, start, end } = special.partition.subjects;
    const count = end - start;
    for (let i = start; i < end && value !== TRUE; i++) {
      this.meter.work += COST.row;
      const counts = this.evaluationContext.valueAt(
        special,
        object,
        values[i],
        values[i + count],
        values[i + 2 * count],
      );
      if (counts !== FALSE) value |= counts & this.across(rule, values[i], depth);
    }
    return value;
  }

  private across(rule: Rule, object: number, depth: number): Value {
    return depth <= this.budget.depth ? this.rule(rule, object, depth) : this.cut({ rule, object });
  }

  private cut(at: Pair | undefined): Value {
    this.depthCuts++;
    this.cutAt = at;
    return UNDEFINED;
  }

  private or(owner: Rule, steps: readonly Step[], object: number, depth: number): Value {
    let value: Value = FALSE;
    for (const step of steps) {
      value |= this.step(owner, step, object, depth);
      if (value === TRUE) return TRUE;
    }
    return value;
  }

  private and(owner: Rule, steps: readonly Step[], object: number, depth: number): Value {
    let value: Value = TRUE;
    for (const step of steps) {
      value &= this.step(owner, step, object, depth);
      if (value === FALSE) return FALSE;
    }
    return value;
  }

  private butNot(owner: Rule, step: Step & { op: "butNot" }, object: number, depth: number): Value {
    const base = this.step(owner, step.base, object, depth);
    if (base === FALSE) return FALSE;
    this.negation++;
    const without = not(this.step(owner, step.subtract, object, depth));
    this.negation--;
    return base & without;
  }

  /** Memo entry of the pair; UNTOUCHED if it is new. */
  private entry(rule: number, object: number): number {
    const known = this.memo.count;
    const entry = this.memo.put(rule, object);
    if (entry === this.states.length) {
      this.states = doubled(this.states);
      this.positions = doubled(this.positions);
      this.negations = doubled(this.negations);
    }
    if (entry === known) this.states[entry] = UNTOUCHED;
    return entry;
  }

  /** Drops provisional entries from index `from` on: their assumption doesn't hold. */
  private drop(from: number): void {
    for (let i = from; i < this.provisional.length; i++) this.states[this.provisional[i]] = UNTOUCHED;
    this.provisional.length = from;
  }

  /** Makes provisional entries from index `from` on final: their assumption holds. */
  private settle(from: number): void {
    for (let i = from; i < this.provisional.length; i++) this.positions[this.provisional[i]] = NO_POSITION;
    this.provisional.length = from;
  }
}
