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

/** Tuples that are listed of each kind. */
const MAX_LISTED = 20;
/** Relations of objects, tuples and conditions that are examined. */
const MAX_PAIRS = 2000;
const MAX_TUPLES = 20_000;
const MAX_CONDITIONS = 200;
/** Work of all conditions together, in units of about 50 ns. */
const MAX_CONDITION_WORK = 1_000_000;

/** A tuple that would lead to the subject, and the reason why it doesn't count. */
export type IneffectiveTuple = { readonly tuple: ProofTuple } & IneffectiveReason;

/** Reasons why a subject lacks a relation. */
export interface Denial {
  /** Whether any tuple has the object. */
  readonly objectFound: boolean;
  /** Whether any tuple names the subject. */
  readonly subjectFound: boolean;
  /** Tuples on the way from the object to the subject that don't count now, nearest to the object first. */
  readonly ineffective: readonly IneffectiveTuple[];
  /** Tuples through which a `but not` excludes the subject. */
  readonly excludedBy: readonly ProofTuple[];
  /** Whether the search was complete and everything found is listed. */
  readonly complete: boolean;
}

/** A relation of an object that the subject lacks, and the pairs that depend on it. */
interface Visited extends Pair {
  /**
   * Whether a tuple here names the subject, or the subject has the relation. Whatever leads here leads to the
   * subject.
   */
  found: boolean;
  /** Expiring and conditional tuples that name the subject, or lead to another pair. */
  readonly special: { readonly store: Special; readonly other: number; readonly leadsTo?: Visited }[];
  readonly from: Visited[];
}

/**
 * Walks from the object to the subject over every tuple, whether or not it counts. Tuples that don't count on a path
 * that reaches the subject are the reasons why the path is closed. Bounded in work and in results; reports if it
 * stopped early.
 */
export class Denials {
  private readonly program: Program;
  private readonly evaluator: Evaluator;
  private readonly subject: Subject;
  private readonly prover: Prover;
  private readonly visited = new Map<string, Visited>();
  private tuples = 0;
  private complete = true;

  /** `Evaluator.begin` has been called with this subject. */
  constructor(program: Program, evaluator: Evaluator, subject: Subject, names: Names) {
    this.program = program;
    this.evaluator = evaluator;
    this.subject = subject;
    this.prover = new Prover(program, evaluator, subject, names);
  }

  /** Finds the reasons. The subject must certainly lack the rule's relation. */
  *find(rule: Rule, object: number): Steps<Denial> {
    const { meter } = this.evaluator;
    this.visit(rule, object);
    const excluding = new Map<string, ProofTuple>();
    // The map grows during the iteration, until every pair has been visited.
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
      excludedBy: this.listed([...excluding.values()]),
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

  /** Follows the relation's dependencies. */
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

  /** Own tuples of the relation that name the subject or its wildcard. */
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

  /** Tuples that lead to other objects. */
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

  /** Tuples that don't count, of every pair that leads to the subject. */
  private *leadingToSubject(): Steps<IneffectiveTuple[]> {
    const leading = new Set([...this.visited.values()].filter(({ found }) => found));
    // The set grows during the iteration.
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

  /** Collects the reasons why subtracted parts hold, if their base may hold. */
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

  /** Runs the work; undefined, and incomplete, if it exceeds the budget. */
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

/** Tuples that a reason is based on. */
function tuplesOf(reason: Reason): ProofTuple[] {
  switch (reason.kind) {
    case "tuple":
      return [reason.tuple];
    case "userset":
      return [reason.tuple, ...tuplesOf(reason.member.reason)];
    case "computed":
      return tuplesOf(reason.of.reason);
    case "from":
      return [reason.tuple, ...tuplesOf(reason.parent.reason)];
    case "or":
      return tuplesOf(reason.reason);
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
