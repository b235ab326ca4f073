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

/** What is found, and whether everyone of the kind's type has the relation. */
export interface ListedSubjects extends Listing {
  readonly everyone: Value;
}

/**
 * The subjects of a kind that have or may have the rule's relation to the object, in no order. A subject is listed
 * when a tuple on the way names it; whom only a wildcard covers, that stands for. Where it does, whom a tuple names and
 * who lacks the relation is listed as excluded. Complete, or an error: `depth_exceeded`, `work_exceeded`. `UNKNOWN` stands
 * for the object itself where the graph has never seen it.
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
  // Without a wildcard only those named in what is granted have the relation. With one, others differ from everyone else
  // by what is subtracted: they lack what everyone has, or are exempt from what excludes everyone.
  const differ = everyone === FALSE ? target.subtraction === "nested" : target.subtraction !== "none";
  const named = metEveryone && differ ? new Named(program, evaluator, budget, kind, true) : granted;
  if (named !== granted) yield* named.from(target, object);
  const listing = yield* listed(named.subjects.nodes, meter, (index) => valueFor({ ...kind, index }), everyone);
  return { ...listing, everyone };
}

/** What a rule leads to: across tuples, and on the same object. */
interface Leads {
  readonly edges: readonly Edge[];
  readonly same: readonly Rule[];
}

/** Walks from an object to everything its relation can depend on, and collects the subjects met. */
class Named {
  readonly subjects: NodeSet;
  metEveryone = false;
  /** Whether tuples were met that only count at times. */
  metSpecial = false;
  private readonly program: Program;
  private readonly evaluationContext: EvaluationContext;
  private readonly kind: SubjectKind;
  private readonly spread: Spread;
  private readonly subtracted: boolean;
  /** By rule id, made when first asked for. */
  private readonly leads: (Leads | undefined)[] = [];

  /** Into what is `subtracted` as well, or only to what the relation needs to be true. */
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

  /** Sees the subjects that the object's tuples of a store name, but for those that have expired. */
  private eachIn(store: Store | undefined, object: number, see: (subject: number) => void): void {
    if (store === undefined) return;
    if (store.plain !== undefined) this.spread.each(store.plain.subjects, object, see);
    for (const { partition } of store.special) {
      if (partition.size > 0) this.spread.each(partition.subjects, object, this.liveIn(partition, object, see));
    }
  }

  /** Sees a subject of the object's tuples, which only count at times, unless its tuple has expired. */
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

  /** Tuples that lead on. */
  private edgesOf(step: Step): readonly Edge[] {
    if (step.op === "this") return step.usersets;
    if (step.op === "from") return step.parents;
    return step.op === "computed" ? [] : this.operandsOf(step).flatMap((operand) => this.edgesOf(operand));
  }

  /** Relations of the same object. */
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
