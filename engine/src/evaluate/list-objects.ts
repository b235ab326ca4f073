import type { Numbers } from "../graph/arrays.ts";
import type { Partition } from "../graph/partition.ts";
import type { Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import type { Budget } from "./budget.ts";
import type { Evaluator } from "./evaluator.ts";
import { type Listing, listed, NONE } from "./listing.ts";
import type { Program, Rule, Store } from "./program.ts";
import { Reverse } from "./reverse.ts";
import { Spread } from "./spread.ts";
import type { Subject } from "./subject.ts";

/**
 * Objects to which the subject has or may have the rule's relation, unordered. Complete, or throws `depth_limit_exceeded`
 * or `work_limit_exceeded`. `UNKNOWN` represents the subject's own object if the graph has never seen it.
 */
export function* listObjects(
  program: Program,
  evaluator: Evaluator,
  budget: Budget,
  subject: Subject,
  target: Rule,
): Steps<Listing> {
  const { objects, certain } = yield* reachedObjects(program, evaluator.meter, budget, subject, target);
  if (certain) return { nodes: objects, conditional: NONE, excluded: NONE };
  evaluator.begin(subject);
  return yield* listed(objects, evaluator.meter, (object) => {
    evaluator.renew();
    return evaluator.listed(target, object);
  });
}

/**
 * Objects to which the subject may have the relation, found by a walk from the subject. If the target is pure and
 * the walk met plain tuples only, the result is `certain`. The walk ends after `enough` objects.
 */
export function* reachedObjects(
  program: Program,
  meter: Meter,
  budget: Budget,
  subject: Subject,
  target: Rule,
  enough = Number.POSITIVE_INFINITY,
): Steps<{ objects: Numbers; certain: boolean }> {
  const reached = new Reached(new Reverse(program, target), program.rules, new Spread(budget, meter));
  const objects = yield* reached.from(subject, target, enough);
  return { objects, certain: target.pure && !reached.metSpecial };
}

class Reached {
  /** Whether expiring or conditional tuples were crossed. */
  metSpecial = false;
  private readonly reverse: Reverse;
  private readonly rules: readonly Rule[];
  private readonly spread: Spread;

  constructor(reverse: Reverse, rules: readonly Rule[], spread: Spread) {
    this.reverse = reverse;
    this.rules = rules;
    this.spread = spread;
  }

  *from(subject: Subject, target: Rule, enough: number): Steps<Numbers> {
    this.start(subject);
    const follow = (rule: number, object: number) => {
      const across = this.reverse.consequences[rule]?.across ?? [];
      for (const { store, rule: next } of across) this.cross(store, object, next, this.rules[rule]);
    };
    yield* this.spread.run(follow, target, enough);
    return this.spread.objectsOf(target);
  }

  private start(subject: Subject): void {
    if (subject.rule >= 0 && this.reverse.consequences[subject.rule] !== undefined) {
      this.reach(this.rules[subject.rule], subject.index, undefined);
    }
    for (const rule of this.reverse.starts) {
      this.cross(rule.stored[subject.kind], subject.index, rule, undefined);
      if (subject.wildcardKind >= 0) this.cross(rule.stored[subject.wildcardKind], 0, rule, undefined);
    }
  }

  private cross(store: Store | undefined, subject: number, rule: Rule, from: Rule | undefined): void {
    if (store === undefined) return;
    if (store.plain !== undefined) this.crossInto(store.plain, subject, rule, from);
    for (const { partition } of store.special) {
      if (this.crossInto(partition, subject, rule, from)) this.metSpecial = true;
    }
  }

  /** Returns whether there was any tuple. */
  private crossInto({ objects }: Partition, subject: number, rule: Rule, from: Rule | undefined): boolean {
    return this.spread.each(objects, subject, (object) => this.reach(rule, object, from));
  }

  private reach(rule: Rule, object: number, from: Rule | undefined): void {
    if (!this.spread.reach(rule, object, from)) return;
    for (const next of this.reverse.consequences[rule.id]?.same ?? []) this.reach(next, object, next);
  }
}
