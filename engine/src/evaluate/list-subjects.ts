import type { Partition } from "../graph/partition.ts";
import type { Budget } from "./budget.ts";
import type { Evaluator } from "./evaluator.ts";
import { type Listing, listed, NONE } from "./listing.ts";
import { NodeSet } from "./node-set.ts";
import type { Edge, Program, Rule, Step, Store } from "./program.ts";
import { Spread } from "./spread.ts";
import type { Subject, SubjectKind } from "./subject.ts";
import { FALSE, TRUE, type Value } from "./value.ts";

/** What is found, and whether everyone of the kind's type has the relation. */
export interface ListedSubjects extends Listing {
  readonly everyone: Value;
}

/**
 * The subjects of a kind that have or may have the rule's relation to the object, in no order. A subject is listed
 * when a tuple on the way names it; whom only a wildcard covers, that stands for. Complete, or an error:
 * `depth_exceeded`, `work_exceeded`. `UNKNOWN` stands for the object itself where the graph has never seen it.
 */
export function listSubjects(
  program: Program,
  evaluator: Evaluator,
  budget: Budget,
  kind: SubjectKind,
  target: Rule,
  object: number,
): ListedSubjects {
  const named = new Named(program, budget, kind);
  named.from(target, object);
  const { nodes } = named.subjects;
  if (target.pure && !named.metSpecial) return { nodes, conditional: NONE, everyone: named.everyone ? TRUE : FALSE };
  const valueFor = (subject: Subject) => {
    evaluator.begin(subject);
    return evaluator.listed(target, object);
  };
  const everyone = { ...kind, kind: kind.wildcardKind, wildcardKind: -1, index: 0 };
  return {
    ...listed(nodes, (index) => valueFor({ ...kind, index })),
    everyone: named.everyone ? valueFor(everyone) : FALSE,
  };
}

/** Walks from an object to everything its relation can depend on, and collects the subjects met. */
class Named {
  readonly subjects: NodeSet;
  everyone = false;
  /** Whether tuples were met that only count at times. */
  metSpecial = false;
  private readonly program: Program;
  private readonly kind: SubjectKind;
  private readonly spread: Spread;

  constructor(program: Program, budget: Budget, kind: SubjectKind) {
    this.program = program;
    this.kind = kind;
    this.subjects = new NodeSet(kind.nodes.dictionary.size);
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
    this.eachIn(rule.stored[kind], object, (subject) => this.subjects.add(subject));
    if (wildcardKind >= 0) {
      this.eachIn(rule.stored[wildcardKind], object, () => {
        this.everyone = true;
      });
    }
    for (const same of computedIn(rule.step)) this.visit(same, object, same);
  }

  private follow({ store, rule }: Edge, object: number, from: Rule): void {
    this.eachIn(store, object, (node) => this.visit(rule, node, from));
  }

  /** Sees the subjects that the object's tuples of a store name. */
  private eachIn(store: Store | undefined, object: number, see: (subject: number) => void): void {
    if (store === undefined) return;
    if (store.plain !== undefined) eachOf(store.plain, object, see);
    for (const { partition } of store.special) {
      if (partition.size > 0 && eachOf(partition, object, see)) this.metSpecial = true;
    }
  }
}

/** Whether there was any. What sees them may read other rows, so nothing of this one is asked for again. */
function eachOf({ subjects }: Partition, object: number, see: (subject: number) => void): boolean {
  subjects.seek(object);
  const { values, start, end } = subjects;
  for (let i = start; i < end; i++) see(values[i]);
  return start < end;
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
