import { doubled, lowerBound, type Numbers } from "../graph/arrays.ts";
import type { NodeType } from "../graph/partition.ts";
import { countOf, LONG, slotOf } from "../graph/rows.ts";
import { COST, type Meter } from "../work/meter.ts";
import type { EvaluationContext } from "./evaluation-context.ts";
import type { Layout } from "./nesting.ts";
import type { Nestings } from "./nestings.ts";
import type { Plan, Plans, Source } from "./plan.ts";
import type { Rule } from "./program.ts";
import { NO_SUBJECT, type Subject } from "./subject.ts";
import { TRUE } from "./value.ts";

/** If more objects name the subject, walking is cheaper than collecting them. */
const MANY = 2000;

/**
 * Membership of one subject in objects of rules that nest in themselves only. Found without a walk, from the objects
 * that name the subject and the nesting above them.
 */
export class Memberships {
  private readonly nestings: Nestings;
  private readonly plans: Plans;
  private readonly evaluationContext: EvaluationContext;
  private readonly meter: Meter;
  /** Cache by rule id. */
  private readonly memberships: (Membership | undefined)[] = [];
  private subject: Subject = NO_SUBJECT;
  private query = 0;

  constructor(nestings: Nestings, plans: Plans, evaluationContext: EvaluationContext, meter: Meter) {
    this.nestings = nestings;
    this.plans = plans;
    this.evaluationContext = evaluationContext;
    this.meter = meter;
  }

  begin(subject: Subject): void {
    this.subject = subject;
    this.query++;
  }

  /** Membership for the rule's relation; undefined if it has to be walked. */
  of(rule: Rule): Membership | undefined {
    if (!this.nestings.has(rule)) return undefined;
    let membership = this.memberships[rule.id];
    if (membership === undefined) {
      membership = new Membership();
      this.memberships[rule.id] = membership;
    }
    if (membership.query !== this.query) this.open(rule, membership);
    return membership.covered ? membership : undefined;
  }

  /** Counts an object of the rule that had to be walked. */
  walked(rule: Rule): void {
    this.nestings.walked(rule);
  }

  private open(rule: Rule, membership: Membership): void {
    const layout = this.nestings.layoutOf(rule, this.meter);
    membership.begin(this.query, layout);
    if (layout !== undefined) membership.covered = this.gather(this.plans.of(rule, this.subject.kind), membership);
  }

  /**
   * Collects the objects that name the subject or its wildcard, and the subject's own if it is a userset of the
   * rule. False if they are too many.
   */
  private gather({ flat, named, everyone }: Plan, membership: Membership): boolean {
    const { index, rule, nodes } = this.subject;
    if (rule >= 0 && flat.rules.includes(rule)) membership.add(index);
    const few = this.gatherFrom(nodes, index, named, membership);
    if (!few || (everyone.length > 0 && !this.gatherFrom(nodes, 0, everyone, membership))) return false;
    membership.sortEntries();
    return true;
  }

  private gatherFrom(
    { asSubject }: NodeType,
    subject: number,
    sources: readonly (Source | undefined)[],
    membership: Membership,
  ): boolean {
    asSubject.open(subject);
    const { words, end } = asSubject;
    for (let at = asSubject.start; at < end; ) {
      const header = words[at++];
      const count = header < LONG ? countOf(header) : words[at++];
      const slot = slotOf(header);
      const source = slot < sources.length ? sources[slot] : undefined;
      if (source !== undefined) {
        if (membership.count + count > MANY) return false;
        this.meter.work += count * COST.row;
        for (let i = at; i < at + count; i++) {
          if (source.certain || this.evaluationContext.valueOfTuple(source.store, words[i], subject) === TRUE)
            membership.add(words[i]);
        }
      }
      at += count;
    }
    return true;
  }
}

/** Objects that name one subject, and the objects that contain them. */
export class Membership {
  query = 0;
  covered = false;
  /** Layout at the start of the query: it is valid for the tuples that the query sees. */
  private layout: Layout | undefined;
  /** Objects outside of any nesting. */
  private alone: Numbers = new Uint32Array(8);
  private aloneCount = 0;
  /** Nesting numbers of the other objects. */
  private numbers: Numbers = new Uint32Array(8);
  private numberCount = 0;

  begin(query: number, layout: Layout | undefined): void {
    this.query = query;
    this.layout = layout;
    this.covered = false;
    this.aloneCount = 0;
    this.numberCount = 0;
  }

  /** Number of objects. */
  get count(): number {
    return this.aloneCount + this.numberCount;
  }

  /** Adds an object. Call `sortEntries` after the last. */
  add(object: number): void {
    const number = this.layout?.numberOf(object) ?? 0;
    if (number === 0) {
      if (this.aloneCount === this.alone.length) this.alone = doubled(this.alone);
      this.alone[this.aloneCount++] = object;
    } else {
      if (this.numberCount === this.numbers.length) this.numbers = doubled(this.numbers);
      this.numbers[this.numberCount++] = number;
    }
  }

  sortEntries(): void {
    sort(this.alone, this.aloneCount);
    sort(this.numbers, this.numberCount);
  }

  /** Whether the subject has the relation to the object. */
  has(object: number): boolean {
    const { layout, alone, aloneCount } = this;
    if (this.numberCount > 0 && layout?.containsAny(object, this.numbers, this.numberCount) === true) return true;
    const at = lowerBound(alone, 0, aloneCount, object);
    return at < aloneCount && alone[at] === object;
  }
}

/** Up to this length, insertion sort is faster than the built-in sort. */
const FEW = 32;

function sort(numbers: Numbers, count: number): void {
  if (count > FEW) {
    numbers.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const number = numbers[i];
    let at = i;
    for (; at > 0 && numbers[at - 1] > number; at--) numbers[at] = numbers[at - 1];
    numbers[at] = number;
  }
}
