import { COST } from "../work/meter.ts";
import { MAX_NESTING, nestingExceeded, type Pair } from "./budget.ts";
import type { Evaluator } from "./evaluator.ts";
import type { Names } from "./names.ts";
import type { Program, Rule, Step } from "./program.ts";
import type { Proof, Reason } from "./proof.ts";
import { Refuter } from "./refute.ts";
import { crossings } from "./rows.ts";
import { isSubjectItself, type Subject } from "./subject.ts";
import { TRUE } from "./value.ts";

/**
 * Finds one proof for a subject. Only relations that the evaluator finds true are examined.
 *
 * Everything true that the proof may need is collected first, nearest first. It is then proved in rounds, each using
 * only what was proved before, so no proof is circular.
 */
export class Prover {
  private readonly program: Program;
  private readonly evaluator: Evaluator;
  private readonly subject: Subject;
  private readonly names: Names;
  private readonly proofs = new Map<string, Proof>();
  /** Pairs being proved: a proof must not depend on itself. */
  private readonly open = new Set<string>();
  private readonly refuter: Refuter;

  /** `Evaluator.begin` has been called with this subject. Its meter limits the search like a decision. */
  constructor(program: Program, evaluator: Evaluator, subject: Subject, names: Names) {
    this.program = program;
    this.evaluator = evaluator;
    this.subject = subject;
    this.names = names;
    this.refuter = new Refuter(program, evaluator, subject, names, (owner, step, object) =>
      this.reasonFor(owner, step, object),
    );
  }

  /** Proves the relation; undefined if it doesn't hold. */
  prove(rule: Rule, object: number): Proof | undefined {
    if (this.evaluator.value(rule, object) !== TRUE) return undefined;
    this.proveAll(this.collect([{ rule, object }]));
    return this.proofs.get(keyOf(rule, object));
  }

  /** Reason why one step of a rule holds; undefined if it doesn't. */
  reasonFor(owner: Rule, step: Step, object: number): Reason | undefined {
    this.proveAll(this.collect(this.dependencies(owner, step, object)));
    return this.reason(owner, step, object);
  }

  /** Pairs that hold and that these may depend on, including these. */
  private collect(start: readonly Pair[]): Pair[] {
    const found = new Map<string, Pair>();
    const add = (pair: Pair) => {
      const key = keyOf(pair.rule, pair.object);
      if (found.has(key) || this.proofs.has(key) || !this.evaluator.isTrue(pair.rule, pair.object)) return;
      this.evaluator.meter.spend(COST.words);
      found.set(key, pair);
    };
    start.forEach(add);
    for (const { rule, object } of found.values()) {
      // A tuple proves it directly.
      if (this.isShown(rule, object)) continue;
      this.dependencies(rule, rule.step, object).forEach(add);
    }
    return [...found.values()];
  }

  private proveAll(pairs: readonly Pair[]): void {
    let open = [...pairs].reverse();
    for (let before = -1; open.length > 0 && open.length !== before; ) {
      before = open.length;
      open = open.filter(({ rule, object }) => !this.tryPair(rule, object));
    }
  }

  private tryPair(rule: Rule, object: number): boolean {
    const key = keyOf(rule, object);
    if (this.open.has(key)) return false;
    // Costs as much as verifying this part of the proof.
    this.evaluator.meter.spend(COST.words);
    if (this.open.size >= MAX_NESTING) throw nestingExceeded({ rule, object });
    this.open.add(key);
    const reason = isSubjectItself(this.subject, rule, object)
      ? ({ kind: "self" } as const)
      : this.reason(rule, rule.step, object);
    this.open.delete(key);
    if (reason === undefined) return false;
    const { subject } = this.names;
    this.proofs.set(key, { subject, relation: rule.relation.name, object: this.names.of(rule, object), reason });
    return true;
  }

  private isShown(rule: Rule, object: number): boolean {
    return (
      isSubjectItself(this.subject, rule, object) || (rule.step.op === "this" && this.named(rule, object) !== undefined)
    );
  }

  /** Pairs that the step may depend on. */
  private dependencies(owner: Rule, step: Step, object: number): Pair[] {
    this.evaluator.meter.spend(COST.row);
    switch (step.op) {
      case "this":
        return this.across(step.usersets, object);
      case "computed":
        return [{ rule: step.rule, object }];
      case "from":
        return this.across(step.parents, object);
      case "butNot":
        return this.dependencies(owner, step.base, object);
      default:
        return step.of.flatMap((child) => this.dependencies(owner, child, object));
    }
  }

  private across(edges: Parameters<typeof crossings>[0], object: number): Pair[] {
    const useful = edges.filter((edge) => this.program.reach[edge.rule.id][this.subject.kind] === 1);
    return crossings(useful, object, this.evaluator.evaluationContext)
      .filter(({ counts }) => counts === TRUE)
      .map(({ rule, node }) => ({ rule, object: node }));
  }

  /** Reason why the step holds, based on earlier proofs. */
  private reason(owner: Rule, step: Step, object: number): Reason | undefined {
    this.evaluator.meter.spend(COST.pair);
    switch (step.op) {
      case "this":
        return this.named(owner, object) ?? this.userset(step, object);
      case "computed": {
        const of = this.proofs.get(keyOf(step.rule, object));
        return of && { kind: "computed", of };
      }
      case "from":
        return this.parent(step, object);
      case "or":
        return this.operand(owner, step.of, object);
      case "and":
        return this.all(owner, step.of, object);
      case "butNot":
        return this.butNot(owner, step, object);
    }
  }

  private named(owner: Rule, object: number): Reason | undefined {
    const { kind, index, wildcardKind } = this.subject;
    const ways = [
      { store: owner.stored[kind], subject: index },
      { store: wildcardKind < 0 ? undefined : owner.stored[wildcardKind], subject: 0 },
    ];
    for (const { store, subject } of ways) {
      if (store === undefined || this.evaluator.evaluationContext.valueOfTuple(store, object, subject) !== TRUE)
        continue;
      return { kind: "tuple", tuple: this.names.tuple(store, object, subject) };
    }
    return undefined;
  }

  private userset(step: Step & { op: "this" }, object: number): Reason | undefined {
    for (const { store, rule, node, counts } of crossings(step.usersets, object, this.evaluator.evaluationContext)) {
      const member = counts === TRUE ? this.proofs.get(keyOf(rule, node)) : undefined;
      if (member !== undefined) return { kind: "userset", tuple: this.names.tuple(store, object, node), member };
    }
    return undefined;
  }

  private parent(step: Step & { op: "from" }, object: number): Reason | undefined {
    for (const { store, rule, node, counts } of crossings(step.parents, object, this.evaluator.evaluationContext)) {
      const parent = counts === TRUE ? this.proofs.get(keyOf(rule, node)) : undefined;
      if (parent !== undefined) return { kind: "from", tuple: this.names.tuple(store, object, node), parent };
    }
    return undefined;
  }

  private operand(owner: Rule, steps: readonly Step[], object: number): Reason | undefined {
    for (const [operand, step] of steps.entries()) {
      const reason = this.reason(owner, step, object);
      if (reason !== undefined) return { kind: "or", operand, reason };
    }
    return undefined;
  }

  private all(owner: Rule, steps: readonly Step[], object: number): Reason | undefined {
    const all: Reason[] = [];
    for (const step of steps) {
      const reason = this.reason(owner, step, object);
      if (reason === undefined) return undefined;
      all.push(reason);
    }
    return { kind: "and", all };
  }

  private butNot(owner: Rule, step: Step & { op: "butNot" }, object: number): Reason | undefined {
    const base = this.reason(owner, step.base, object);
    if (base === undefined || !this.evaluator.isFalse(owner, step.subtract, object)) return undefined;
    const absent = this.refuter.absence(owner, step.subtract, step.without, object);
    return absent && { kind: "butNot", base, absent };
  }
}

function keyOf(rule: Rule, object: number): string {
  return `${rule.id} ${object}`;
}
