import { EngineError } from "../errors.ts";
import { COST } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import type { Pair } from "./budget.ts";
import type { IneffectiveReason } from "./evaluation-context.ts";
import type { Evaluator } from "./evaluator.ts";
import { type Names, proofTuple } from "./names.ts";
import type { Edge, Program, Rule, Special, Step, Store } from "./program.ts";
import type { ProofTuple, Reason } from "./proof.ts";
import { Prover } from "./prove.ts";
import { isSubjectItself, type Subject } from "./subject.ts";

/** What is listed of each kind. */
const MAX_LISTED = 20;
/** How many relations of objects, tuples between them and conditions of these are looked at. */
const MAX_PAIRS = 2000;
const MAX_TUPLES = 20_000;
const MAX_CONDITIONS = 200;
/** What these may cost together, in units of about 50 ns. */
const MAX_CONDITION_WORK = 1_000_000;

/** A tuple that would lead to the subject, and why it does not count. */
export type IneffectiveTuple = { readonly tuple: ProofTuple } & IneffectiveReason;

/** What stands between a subject and a relation that it does not have. */
export interface Denial {
  /** Whether any tuple is about the object. */
  readonly objectFound: boolean;
  /** Whether any tuple names the subject. */
  readonly subjectFound: boolean;
  /** Tuples on the way from the object to the subject that do not count now, nearest to the object first. */
  readonly ineffective: readonly IneffectiveTuple[];
  /** Tuples by which `but not` takes away what the subject would have. */
  readonly excluding: readonly ProofTuple[];
  /** Whether all was looked at and all that was found is listed. */
  readonly complete: boolean;
}

/** A relation of an object that the subject lacks, and the pairs that it would follow from. */
interface Visited extends Pair {
  /** Whether a tuple names the subject here, or it has the relation: whatever leads here leads to the subject. */
  found: boolean;
  /** Tuples that only count at times: they name the subject, or lead to another pair. */
  readonly special: { readonly store: Special; readonly other: number; readonly leadsTo?: Visited }[];
  readonly from: Visited[];
}

/**
 * Walks from the object over every tuple, whether or not it counts, to the subject. What does not count on a way that gets
 * there is the reason why the way is closed. Bounded in work and in what it lists, and says where it stopped short.
 */
export class Denials {
  private readonly program: Program;
  private readonly evaluator: Evaluator;
  private readonly subject: Subject;
  private readonly prover: Prover;
  private readonly visited = new Map<string, Visited>();
  private tuples = 0;
  private complete = true;

  /** The evaluator has begun with this subject. */
  constructor(program: Program, evaluator: Evaluator, subject: Subject, names: Names) {
    this.program = program;
    this.evaluator = evaluator;
    this.subject = subject;
    this.prover = new Prover(program, evaluator, subject, names);
  }

  /** The subject does not have the rule's relation for certain. */
  *find(rule: Rule, object: number): Steps<Denial> {
    const { meter } = this.evaluator;
    this.visit(rule, object);
    const excluding = new Map<string, ProofTuple>();
    // The map grows while it is read, until every pair has been looked at.
    for (const pair of this.visited.values()) {
      if (meter.isDue) yield;
      if (pair.found) continue;
      this.follow(pair, pair.rule.step);
      this.exclusions(pair, pair.rule.step, excluding);
    }
    const ineffective = yield* this.leadingToSubject();
    return {
      objectFound: object < rule.nodes.dictionary.size && isObject(rule, object),
      subjectFound: this.isSubjectNamed(),
      ineffective: this.listed(ineffective),
      excluding: this.listed([...excluding.values()]),
      complete: this.complete,
    };
  }

  private visit(rule: Rule, object: number): Visited | undefined {
    const key = `${rule.id} ${object}`;
    const known = this.visited.get(key);
    if (known !== undefined) return known;
    if (this.program.reach[rule.id][this.subject.kind] === 0) return undefined;
    if (this.visited.size === MAX_PAIRS) {
      this.complete = false;
      return undefined;
    }
    const found = isSubjectItself(this.subject, rule, object) || this.isTrue(rule, object);
    const pair: Visited = { rule, object, found, special: [], from: [] };
    this.visited.set(key, pair);
    return pair;
  }

  /** Looks at what the relation could follow from. */
  private follow(pair: Visited, step: Step): void {
    switch (step.op) {
      case "this":
        this.names(pair);
        for (const edge of step.usersets) this.cross(pair, edge);
        break;
      case "computed":
        this.lead(pair, this.visit(step.rule, pair.object));
        break;
      case "from":
        for (const edge of step.parents) this.cross(pair, edge);
        break;
      case "butNot":
        this.follow(pair, step.base);
        break;
      default:
        for (const operand of step.of) this.follow(pair, operand);
    }
  }

  /** Tuples of the relation itself that name the subject, or everyone. */
  private names(pair: Visited): void {
    const { kind, index, wildcardKind } = this.subject;
    const ways = [
      { store: pair.rule.stored[kind], at: index },
      { store: wildcardKind < 0 ? undefined : pair.rule.stored[wildcardKind], at: 0 },
    ];
    for (const { store, at } of ways) {
      if (store?.plain?.has(pair.object, at)) pair.found = true;
      for (const special of store?.special ?? []) {
        if (!special.partition.has(pair.object, at)) continue;
        pair.found = true;
        pair.special.push({ store: special, other: at });
      }
    }
  }

  /** Tuples that lead on to other objects. */
  private cross(pair: Visited, { store, rule }: Edge): void {
    if (this.program.reach[rule.id][this.subject.kind] === 0) return;
    for (const node of this.nodesOf(store.plain, pair.object)) this.lead(pair, this.visit(rule, node));
    for (const special of store.special) {
      for (const node of this.nodesOf(special.partition, pair.object)) {
        const next = this.visit(rule, node);
        this.lead(pair, next);
        if (next !== undefined) pair.special.push({ store: special, other: node, leadsTo: next });
      }
    }
  }

  private nodesOf(partition: Store["plain"], object: number): number[] {
    if (partition === undefined || partition.size === 0) return [];
    partition.subjects.seek(object);
    const { values, start, end } = partition.subjects;
    const some = Math.min(end - start, MAX_TUPLES - this.tuples);
    if (some < end - start) this.complete = false;
    this.tuples += some;
    this.evaluator.meter.work += COST.row * some;
    return [...values.subarray(start, start + some)];
  }

  private lead(from: Visited, to: Visited | undefined): void {
    to?.from.push(from);
  }

  /** Of every pair that leads to the subject what does not count. */
  private *leadingToSubject(): Steps<IneffectiveTuple[]> {
    const leading = new Set([...this.visited.values()].filter(({ found }) => found));
    // The set grows while it is read.
    for (const { from } of leading) for (const pair of from) leading.add(pair);
    const found = new Map<string, IneffectiveTuple>();
    const { evaluationContext, meter } = this.evaluator;
    let conditions = 0;
    for (const pair of this.visited.values()) {
      if (!leading.has(pair)) continue;
      for (const { store, other, leadsTo } of pair.special) {
        if (meter.isDue) yield;
        if (leadsTo !== undefined && !leading.has(leadsTo)) continue;
        if (++conditions > MAX_CONDITIONS || evaluationContext.work.units > MAX_CONDITION_WORK) {
          this.complete = false;
          return [...found.values()];
        }
        const reason = evaluationContext.ineffectiveReason(store, pair.object, other);
        if (reason === undefined) continue;
        const tuple = proofTuple(this.program.graph.tupleAt(store.partition, pair.object, other));
        found.set(keyOf(tuple), { tuple, ...reason });
      }
    }
    return [...found.values()];
  }

  /** Why what `but not` takes away holds, wherever its base may hold. */
  private exclusions(pair: Visited, step: Step, found: Map<string, ProofTuple>): void {
    if (step.op === "or" || step.op === "and") for (const operand of step.of) this.exclusions(pair, operand, found);
    if (step.op !== "butNot") return;
    this.exclusions(pair, step.base, found);
    const { rule, object } = pair;
    const reason = this.attempt(() => {
      if (this.evaluator.isFalse(rule, step.base, object)) return undefined;
      return this.prover.reasonFor(rule, step.subtract, object);
    });
    for (const tuple of reason === undefined ? [] : tuplesOf(reason)) found.set(keyOf(tuple), tuple);
  }

  private isTrue(rule: Rule, object: number): boolean {
    return this.attempt(() => this.evaluator.isTrue(rule, object)) ?? false;
  }

  /** What takes more than the budget stays unexplained. */
  private attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.complete = false;
      return undefined;
    }
  }

  private listed<T>(all: readonly T[]): readonly T[] {
    if (all.length > MAX_LISTED) this.complete = false;
    return all.slice(0, MAX_LISTED);
  }

  private isSubjectNamed(): boolean {
    const { kind, index } = this.subject;
    const { types } = this.program.kinds;
    return this.program.graph.allPartitions().some(({ kind: of, objects, size }) => {
      if (size === 0 || of.subjectType !== this.subject.nodes) return false;
      const isWildcard = kind >= types && kind < 2 * types;
      const relation = this.subject.rule < 0 ? "" : this.program.rules[this.subject.rule].relation.name;
      return of.wildcard === isWildcard && of.subjectRelation === relation && objects.length(index) > 0;
    });
  }
}

function isObject({ nodes }: Rule, object: number): boolean {
  nodes.asObject.open(object);
  return nodes.asObject.end > nodes.asObject.start;
}

/** The tuples that a reason rests on. */
function tuplesOf(reason: Reason): ProofTuple[] {
  switch (reason.kind) {
    case "tuple":
      return [reason.tuple];
    case "userset":
      return [reason.tuple, ...tuplesOf(reason.member.because)];
    case "computed":
      return tuplesOf(reason.of.because);
    case "from":
      return [reason.tuple, ...tuplesOf(reason.parent.because)];
    case "or":
      return tuplesOf(reason.holds);
    case "and":
      return reason.all.flatMap(tuplesOf);
    case "butNot":
      return tuplesOf(reason.base);
    case "self":
      return [];
  }
}

function keyOf({ subject, relation, object }: ProofTuple): string {
  return `${subject} ${relation} ${object}`;
}
