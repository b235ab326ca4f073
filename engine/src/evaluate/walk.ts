import { doubled, lowerBound, type Numbers } from "../graph/arrays.ts";
import { countOf, LONG, slotOf } from "../graph/rows.ts";
import { COST, type Meter } from "../work/meter.ts";
import { type Budget, type Pair, workExceeded } from "./budget.ts";
import type { EvaluationContext } from "./evaluation-context.ts";
import { Frontier } from "./frontier.ts";
import type { Lookups } from "./lookups.ts";
import { Memberships } from "./memberships.ts";
import { NodeTable } from "./node-table.ts";
import type { Plans, Use } from "./plan.ts";
import type { Program, Rule, Special } from "./program.ts";
import { NO_SUBJECT, type Subject } from "./subject.ts";
import { FALSE, TRUE, UNDEFINED, type Value } from "./value.ts";

/**
 * Decides pure rules (unions only) breadth first. Each (rule, object) is visited once, cycles end by themselves, and
 * the subject is found at the smallest depth. An object's rows are read once, in memory order. Rules that nest in
 * themselves only are looked up instead (`Memberships`).
 *
 * Within one evaluation, nodes of unsuccessful walks stay marked, so no later walk repeats them.
 */
export class Walk {
  private readonly program: Program;
  private readonly budget: Budget;
  private readonly meter: Meter;
  private readonly evaluationContext: EvaluationContext;
  private readonly plans: Plans;
  private readonly memberships: Memberships;
  private readonly seen = new NodeTable();
  /** Last walk that visited the pair, by pair number in `seen`; 0 for none. */
  private seenBy: Numbers = new Uint32Array(64);
  /** 1 for a walk that ended without the subject, by walk number. */
  private barren = new Uint8Array(64);
  private walk = 0;
  private subject: Subject = NO_SUBJECT;
  private level = new Frontier();
  private nextLevel = new Frontier();
  /** Whether the current level is the deepest allowed, and a pair of it with more below. */
  private atLimit = false;
  cutAt: Pair | undefined;

  constructor(
    { program, plans, nestings }: Lookups,
    budget: Budget,
    evaluationContext: EvaluationContext,
    meter: Meter,
  ) {
    this.program = program;
    this.budget = budget;
    this.meter = meter;
    this.evaluationContext = evaluationContext;
    this.plans = plans;
    this.memberships = new Memberships(nestings, plans, evaluationContext, meter);
  }

  begin(subject: Subject): void {
    this.subject = subject;
    this.memberships.begin(subject);
    this.seen.clear();
    this.walk = 0;
  }

  /**
   * Decides the rule for the object. `depth` is the number of tuples that led here. UNDEFINED if the depth limit
   * ends the search.
   */
  from(rule: Rule, object: number, depth: number): Value {
    this.spend(COST.pair, rule, object);
    if (++this.walk === this.barren.length) this.barren = grown(this.barren);
    this.barren[this.walk] = 0;
    this.level.length = 0;
    this.cutAt = undefined;
    const value = this.search(rule, object, depth);
    if (value === FALSE) this.barren[this.walk] = 1;
    return value;
  }

  private search(rule: Rule, object: number, depth: number): Value {
    const membership = this.memberships.of(rule);
    if (membership !== undefined) return membership.has(object) ? TRUE : FALSE;
    this.queue(rule, object, this.level);
    for (let hops = depth; this.level.length > 0; hops++) {
      this.atLimit = hops >= this.budget.depth;
      this.nextLevel.length = 0;
      // Objects of the same rule join the current level: nesting doesn't count as depth.
      for (let i = 0; i < this.level.length; i++) {
        if (this.look(this.program.rules[this.level.rules[i]], this.level.objects[i])) return TRUE;
      }
      [this.level, this.nextLevel] = [this.nextLevel, this.level];
    }
    return this.cutAt === undefined ? FALSE : UNDEFINED;
  }

  /** Reads the object's rows. Returns whether one names the subject, and queues the others' targets. */
  private look(rule: Rule, object: number): boolean {
    const { index, kind, rule: userset } = this.subject;
    const plan = this.plans.of(rule, kind);
    if (userset >= 0 && object === index && plan.flat.rules.includes(userset)) return true;
    const { slots } = plan;
    const { asObject } = rule.nodes;
    asObject.open(object);
    const { words, end } = asObject;
    for (let at = asObject.start; at < end; ) {
      this.meter.work += COST.row;
      const header = words[at++];
      const count = header < LONG ? countOf(header) : words[at++];
      const slot = slotOf(header);
      const use = slot < slots.length ? slots[slot] : undefined;
      if (use !== undefined) {
        if (use.names && this.isNamed(use, object, words, at, count, index)) return true;
        if (use.everyone && (use.special === undefined || this.counts(use.special, object, words, at, count)))
          return true;
        if (use.leads.length > 0 && this.follow(rule, object, use, words, at, count)) return true;
      }
      at += count * (1 + asObject.widths[slot]);
    }
    return false;
  }

  private isNamed(
    { special }: Use,
    object: number,
    words: Numbers,
    start: number,
    count: number,
    subject: number,
  ): boolean {
    const at = lowerBound(words, start, start + count, subject);
    if (at === start + count || words[at] !== subject) return false;
    return special === undefined || this.counts(special, object, words, at, count);
  }

  /** Whether the expiring or conditional tuple at index `at` of a row counts. */
  private counts(special: Special, object: number, words: Numbers, at: number, count: number): boolean {
    return (
      this.evaluationContext.valueAt(special, object, words[at], words[at + count], words[at + 2 * count]) === TRUE
    );
  }

  /** Whether one of the row's tuples leads to the subject; queues the rest. */
  private follow(from: Rule, object: number, use: Use, words: Numbers, start: number, count: number): boolean {
    for (const rule of use.leads) {
      this.spend(count * COST.row, from, object);
      const free = rule === from;
      const membership = this.memberships.of(rule);
      for (let at = start; at < start + count; at++) {
        if (use.special !== undefined && !this.counts(use.special, object, words, at, count)) continue;
        if (this.atLimit && !free) this.cutAt = { rule: from, object };
        else if (membership === undefined) this.queue(rule, words[at], free ? this.level : this.nextLevel);
        else if (membership.has(words[at])) return true;
      }
    }
    return false;
  }

  /** Queues the pair unless it was visited. */
  private queue(rule: Rule, object: number, level: Frontier): void {
    if (!this.mark(rule.id, object)) return;
    this.spend(COST.pair, rule, object);
    this.memberships.walked(rule);
    level.push(rule.id, object);
  }

  private spend(units: number, rule: Rule, object: number): void {
    const { meter } = this;
    meter.work += units;
    if (meter.work > meter.limit) throw workExceeded(meter, { rule, object });
  }

  /** Marks the pair. Returns whether this walk still has to visit it. */
  private mark(rule: number, object: number): boolean {
    const known = this.seen.count;
    const pair = this.seen.put(rule, object);
    if (pair === this.seenBy.length) this.seenBy = doubled(this.seenBy);
    const by = pair === known ? 0 : this.seenBy[pair];
    if (by === this.walk || this.barren[by] === 1) return false;
    this.seenBy[pair] = this.walk;
    return true;
  }
}

function grown(flags: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * flags.length);
  larger.set(flags);
  return larger;
}
