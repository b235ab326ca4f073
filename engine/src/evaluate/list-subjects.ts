import { EXPIRY, type Partition } from "../graph/partition.ts";
import type { Steps } from "../work/steps.ts";
import type { Budget } from "./budget.ts";
import type { EvaluationContext } from "./evaluation-context.ts";
import type { Evaluator } from "./evaluator.ts";
import { type Listing, listed, NONE } from "./listing.ts";
import { NodeSet } from "./node-set.ts";
import type { Edge, Program, Rule, Step, Store } from "./program.ts";
import { Spread } from "./spread.ts";
import type { Subject, SubjectKind } from "./subject.ts";
import { FALSE, TRUE, type Value } from "./value.ts";

/** Subjects found, and whether the wildcard of the kind's type has the relation. */
export interface ListedSubjects extends Listing {
  readonly everyone: Value;
}

/**
 * Subjects of a kind that have or may have the rule's relation to the object, unordered. A subject is listed if a
 * tuple on the way names it; the wildcard represents all others. If the wildcard has the relation, named subjects
 * that lack it are listed as excluded. Complete, or throws `depth_limit_exceeded` or `work_limit_exceeded`. `UNKNOWN` represents
 * the object itself if the graph has never seen it.
 */
export function* listSubjects(
  program: Program,
  evaluator: Evaluator,
  budget: Budget,
  kind: SubjectKind,
  target: Rule,
  object: number,
): Steps<ListedSubjects> {
  const { meter } = evaluator;
  const granted = new Named(program, evaluator, budget, kind, false);
  yield* granted.from(target, object);
  const { metEveryone } = granted;
  if (target.pure && !granted.metSpecial) {
    const everyone = metEveryone ? TRUE : FALSE;
    return { nodes: granted.subjects.nodes, conditional: NONE, excluded: NONE, everyone };
  }
  const valueFor = (subject: Subject) => {
    evaluator.begin(subject);
    return evaluator.listed(target, object);
  };
  const everyoneOfType = { ...kind, kind: kind.wildcardKind, wildcardKind: -1, index: 0 };
  const everyone = metEveryone ? valueFor(everyoneOfType) : FALSE;
  // Without a wildcard, only subjects named in granting parts have the relation. With one, named subjects may differ
  // by subtraction: they may be excluded, or exempt from an exclusion of everyone.
  const differ = everyone === FALSE ? target.subtraction === "nested" : target.subtraction !== "none";
  const named = metEveryone && differ ? new Named(program, evaluator, budget, kind, true) : granted;
  if (named !== granted) yield* named.from(target, object);
  const listing = yield* listed(named.subjects.nodes, meter, (index) => valueFor({ ...kind, index }), everyone);
  return { ...listing, everyone };
}

/** Dependencies of a rule: across tuples, and on the same object. */
interface Leads {
  readonly edges: readonly Edge[];
  readonly same: readonly Rule[];
}

/** Walks from an object through all dependencies of its relation, and collects the subjects met. */
class Named {
  readonly subjects: NodeSet;
  metEveryone = false;
  /** Whether expiring or conditional tuples were met. */
  metSpecial = false;
  private readonly program: Program;
  private readonly evaluationContext: EvaluationContext;
  private readonly kind: SubjectKind;
  private readonly spread: Spread;
  private readonly subtracted: boolean;
  /** Cache by rule id. */
  private readonly leads: (Leads | undefined)[] = [];

  /** Follows `subtracted` parts as well, or only the parts that grant the relation. */
  constructor(
    program: Program,
    { evaluationContext, meter }: Evaluator,
    budget: Budget,
    kind: SubjectKind,
    subtracted: boolean,
  ) {
    this.program = program;
    this.evaluationContext = evaluationContext;
    this.kind = kind;
    this.subjects = new NodeSet(kind.nodes.dictionary.size);
    this.spread = new Spread(budget, meter);
    this.subtracted = subtracted;
  }

  *from(target: Rule, object: number): Steps<void> {
    this.visit(target, object, undefined);
    yield* this.spread.run((id, at) => {
      const rule = this.program.rules[id];
      for (const edge of this.leadsOf(rule).edges) this.follow(edge, at, rule);
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
        this.metEveryone = true;
      });
    }
    for (const same of this.leadsOf(rule).same) this.visit(same, object, same);
  }

  private follow({ store, rule }: Edge, object: number, from: Rule): void {
    this.eachIn(store, object, (node) => this.visit(rule, node, from));
  }

  /** Visits the subjects of the object's unexpired tuples of a store. */
  private eachIn(store: Store | undefined, object: number, see: (subject: number) => void): void {
    if (store === undefined) return;
    if (store.plain !== undefined) this.spread.each(store.plain.subjects, object, see);
    for (const { partition } of store.special) {
      if (partition.size > 0) this.spread.each(partition.subjects, object, this.liveIn(partition, object, see));
    }
  }

  /** Visits a subject of expiring or conditional tuples, unless its tuple has expired. */
  private liveIn({ subjects }: Partition, object: number, see: (subject: number) => void): (subject: number) => void {
    return (subject) => {
      if (this.evaluationContext.hasExpired(subjects.column(EXPIRY, subjects.find(object, subject)))) return;
      this.metSpecial = true;
      see(subject);
    };
  }

  private leadsOf(rule: Rule): Leads {
    const known = this.leads[rule.id];
    if (known !== undefined) return known;
    const leads = { edges: this.edgesOf(rule.step), same: this.computedIn(rule.step) };
    this.leads[rule.id] = leads;
    return leads;
  }

  /** Tuples that lead to other objects. */
  private edgesOf(step: Step): readonly Edge[] {
    if (step.op === "this") return step.usersets;
    if (step.op === "from") return step.parents;
    return step.op === "computed" ? [] : this.operandsOf(step).flatMap((operand) => this.edgesOf(operand));
  }

  /** Computed relations of the same object. */
  private computedIn(step: Step): readonly Rule[] {
    if (step.op === "computed") return [step.rule];
    if (step.op === "this" || step.op === "from") return [];
    return this.operandsOf(step).flatMap((operand) => this.computedIn(operand));
  }

  private operandsOf(step: Step & { op: "or" | "and" | "butNot" }): readonly Step[] {
    if (step.op !== "butNot") return step.of;
    return this.subtracted ? [step.base, step.subtract] : [step.base];
  }
}
