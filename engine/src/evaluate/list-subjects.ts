import type { Budget } from "./budget.ts";
import type { Evaluator } from "./evaluator.ts";
import type { Edge, Program, Rule, Step, Store } from "./program.ts";
import { Spread } from "./spread.ts";
import type { SubjectKind } from "./subject.ts";
import { FALSE, TRUE, type Value } from "./value.ts";

/** A listed subject by its number; undefined for everyone of the type. */
export interface ListedSubject {
  readonly subject: number | undefined;
  /** TRUE or CONDITIONAL. */
  readonly value: Value;
}

/**
 * The subjects of a kind that have or may have the rule's relation to the object, in no order. A subject is listed
 * when a tuple on the way names it; whom only a wildcard covers, that stands for. Complete, or an error:
 * `depth_exceeded`, `work_exceeded`.
 */
export function* listSubjects(
  program: Program,
  evaluator: Evaluator,
  budget: Budget,
  kind: SubjectKind,
  target: Rule,
  object: number,
): Generator<ListedSubject> {
  const named = new Named(program, budget, kind);
  named.from(target, object);
  const certain = target.pure && !named.metSpecial;
  for (const subject of named.subjects) {
    evaluator.begin({ ...kind, index: subject });
    const value = certain ? TRUE : evaluator.value(target, object);
    if (value !== FALSE) yield { subject, value };
  }
  if (!named.everyone) return;
  evaluator.begin({ ...kind, kind: kind.wildcardKind, wildcardKind: -1, index: 0 });
  const value = certain ? TRUE : evaluator.value(target, object);
  if (value !== FALSE) yield { subject: undefined, value };
}

/** Walks from an object to everything its relation can depend on, and collects the subjects met. */
class Named {
  readonly subjects = new Set<number>();
  everyone = false;
  /** Whether tuples were met that only count at times. */
  metSpecial = false;
  private readonly program: Program;
  private readonly kind: SubjectKind;
  private readonly spread: Spread;

  constructor(program: Program, budget: Budget, kind: SubjectKind) {
    this.program = program;
    this.kind = kind;
    this.spread = new Spread(budget);
  }

  from(target: Rule, object: number): void {
    this.visit(target, object, undefined);
    this.spread.run((id, at) => {
      const rule = this.program.rules[id];
      for (const edge of edgesOf(rule.step)) this.follow(edge, at, rule);
    });
  }

  private visit(rule: Rule, object: number, from: Rule | undefined): void {
    const { kind, wildcardKind, rule: userset } = this.kind;
    const reach = this.program.reach[rule.id];
    if (reach[kind] === 0 && (wildcardKind < 0 || reach[wildcardKind] === 0)) return;
    if (!this.spread.reach(rule, object, from)) return;
    if (rule.id === userset) this.subjects.add(object);
    for (const subject of this.rowOf(rule.stored[kind], object)) this.subjects.add(subject);
    if (wildcardKind >= 0 && this.rowOf(rule.stored[wildcardKind], object).length > 0) this.everyone = true;
    for (const same of computedIn(rule.step)) this.visit(same, object, same);
  }

  private follow({ store, rule }: Edge, object: number, from: Rule): void {
    for (const node of this.rowOf(store, object)) this.visit(rule, node, from);
  }

  /** The subjects that the object's tuples of a store name, copied, since looking at them reads other rows. */
  private rowOf(store: Store | undefined, object: number): readonly number[] {
    if (store === undefined) return [];
    const found: number[] = [];
    for (const partition of [store.plain, ...store.special.map((special) => special.partition)]) {
      if (partition === undefined || partition.size === 0) continue;
      partition.subjects.seek(object);
      const { values, start, end } = partition.subjects;
      if (partition !== store.plain && start < end) this.metSpecial = true;
      for (let i = start; i < end; i++) found.push(values[i]);
    }
    return found;
  }
}

/** Tuples that lead on, in what the relation needs to be true. */
function edgesOf(step: Step): readonly Edge[] {
  if (step.op === "this") return step.usersets;
  if (step.op === "from") return step.parents;
  if (step.op === "butNot") return edgesOf(step.base);
  return step.op === "computed" ? [] : step.of.flatMap(edgesOf);
}

/** Relations of the same object, likewise. */
function computedIn(step: Step): readonly Rule[] {
  if (step.op === "computed") return [step.rule];
  if (step.op === "butNot") return computedIn(step.base);
  return step.op === "or" || step.op === "and" ? step.of.flatMap(computedIn) : [];
}
