import { EngineError } from "../errors.ts";
import { formatRewrite } from "../model/format.ts";
import { parseObject, parseSubject, parseTuple, WILDCARD } from "../tuple.ts";
import { COST } from "../work/meter.ts";
import type { EvaluationContext } from "./evaluation-context.ts";
import { proofTuple } from "./names.ts";
import type { Edge, Program, Rule, Step, Store } from "./program.ts";
import type { Absence, Proof, ProofTuple, Reason } from "./proof.ts";
import { resolveRule, resolveSubject, type Subject } from "./subject.ts";
import { FALSE, TRUE } from "./value.ts";

/** Nesting of a proof's parts. */
export const MAX_VERIFIED_NESTING = 800;

/** Result of a verification: whether the proof is valid, and otherwise its problem. */
export type VerifyResult = { readonly valid: true } | { readonly valid: false; readonly problem: string };

/** Problem of a proof. */
class Invalid extends Error {}

/**
 * Verifies a proof against the graph by lookups only, in time linear in its length. `evaluationContext` has the time
 * and context, and counts the work: verifying costs at most as much as proving did. Throws `work_limit_exceeded`.
 */
export function verifyProof(program: Program, evaluationContext: EvaluationContext, proof: Proof): VerifyResult {
  try {
    new Verifier(program, evaluationContext, proof.subject).proof(proof, 0);
    return { valid: true };
  } catch (error) {
    if (error instanceof EngineError && error.code === "work_limit_exceeded") throw error;
    if (error instanceof Invalid || error instanceof EngineError) return { valid: false, problem: error.message };
    throw error;
  }
}

class Verifier {
  private readonly program: Program;
  private readonly evaluationContext: EvaluationContext;
  private readonly subjectName: string;
  private readonly subject: Subject;

  constructor(program: Program, evaluationContext: EvaluationContext, subject: string) {
    this.program = program;
    this.evaluationContext = evaluationContext;
    this.subjectName = subject;
    this.subject = resolveSubject(program, parseSubject(subject));
  }

  proof(proof: Proof, depth: number): void {
    this.count(depth);
    const { subject, relation, object, reason } = proof;
    require(subject === this.subjectName, `${subject} is not the proof's subject`);
    if (reason.kind === "self") {
      require(subject === `${object}#${relation}`, `${subject} is not ${object}#${relation}`);
      resolveRule(this.program, parseObject(object).type, relation);
      return;
    }
    const rule = resolveRule(this.program, parseObject(object).type, relation);
    this.reason(reason, rule, rule.step, object, depth);
  }

  private reason(reason: Reason, owner: Rule, step: Step, object: string, depth: number): void {
    this.count(depth);
    const next = depth + 1;
    switch (step.op) {
      case "this":
        this.stored(reason, owner, step, object, next);
        break;
      case "computed":
        require(reason.kind ===
          "computed", `${owner.relation.name} of ${object} follows from ${step.rule.relation.name}`);
        this.names(reason.of, step.rule, object);
        this.proof(reason.of, next);
        break;
      case "from":
        require(reason.kind === "from", `${owner.relation.name} of ${object} follows from its ${step.tupleset.name}`);
        this.parent(reason, step, object, next);
        break;
      case "or": {
        require(reason.kind === "or", `${owner.relation.name} of ${object} is a union here`);
        const operand = step.of[reason.operand];
        require(operand !== undefined, `there is no operand ${reason.operand}`);
        this.reason(reason.reason, owner, operand, object, next);
        break;
      }
      case "and":
        require(reason.kind === "and" &&
          reason.all.length === step.of.length, `every operand has to hold for ${object}`);
        for (const [i, operand] of step.of.entries()) this.reason(reason.all[i], owner, operand, object, next);
        break;
      case "butNot":
        require(reason.kind === "butNot", `something is subtracted from ${owner.relation.name} of ${object}`);
        this.reason(reason.base, owner, step.base, object, next);
        this.absence(reason.absent, owner, step, object, next);
    }
  }

  /** Verifies a tuple that names the subject, its wildcard, or a userset that contains the subject. */
  private stored(reason: Reason, owner: Rule, step: Step & { op: "this" }, object: string, depth: number): void {
    require(reason.kind === "tuple" || reason.kind === "userset", `${object} needs a stored tuple here`);
    const { tuple } = reason;
    require(tuple.object === object &&
      tuple.relation === owner.relation.name, `${textOf(tuple)} is about something else`);
    if (reason.kind === "tuple") {
      const named = tuple.subject === this.subjectName || this.isEveryone(tuple.subject);
      require(named, `${textOf(tuple)} does not name ${this.subjectName}`);
      const { kind, wildcardKind } = this.subject;
      this.counts(tuple, owner.stored[tuple.subject === this.subjectName ? kind : wildcardKind]);
      return;
    }
    const { member } = reason;
    require(tuple.subject === `${member.object}#${member.relation}`, `${textOf(tuple)} names another userset`);
    const edge = step.usersets.find(({ rule }) => isRule(rule, member));
    require(edge !== undefined, `${textOf(tuple)} is not one the model follows`);
    this.counts(tuple, edge.store);
    this.proof(member, depth);
  }

  private parent(reason: Reason & { kind: "from" }, step: Step & { op: "from" }, object: string, depth: number): void {
    const { tuple, parent } = reason;
    require(tuple.object === object &&
      tuple.relation === step.tupleset.name, `${textOf(tuple)} is about something else`);
    require(tuple.subject === parent.object, `${textOf(tuple)} leads elsewhere`);
    const edge = step.parents.find(({ rule }) => isRule(rule, parent));
    require(edge !== undefined, `${parent.relation} of ${parent.object} does not give ${object} anything`);
    this.counts(tuple, edge.store);
    this.proof(parent, depth);
  }

  /** Throws unless the tuple is stored with this condition, context and expiry, and counts. */
  private counts(tuple: ProofTuple, store: Store | undefined): void {
    const key = parseTuple(tuple);
    const found = this.program.graph.get(key);
    require(found !== undefined, `${textOf(tuple)} is not stored`);
    const { condition, context, expiresAt } = proofTuple(found);
    const same = condition === tuple.condition && context === tuple.context && expiresAt === tuple.expiresAt;
    require(same, `${textOf(tuple)} is stored with another condition or expiry`);
    require(store !== undefined && this.valueOf(store, key) === TRUE, `${textOf(tuple)} does not count`);
  }

  private valueOf(store: Store, key: ReturnType<typeof parseTuple>): number {
    const object = this.program.graph.type(key.objectType).dictionary.indexOf(key.objectId);
    const { dictionary } = this.program.graph.type(key.subjectType);
    return this.evaluationContext.valueOfTuple(
      store,
      object,
      key.subjectId === WILDCARD ? 0 : dictionary.indexOf(key.subjectId),
    );
  }

  private isEveryone(subject: string): boolean {
    const { wildcardKind } = this.subject;
    return wildcardKind >= 0 && subject === `${parseSubject(this.subjectName).type}:${WILDCARD}`;
  }

  private names(proof: Proof, rule: Rule, object: string): void {
    require(proof.object === object && isRule(rule, proof), `${proof.relation} of ${proof.object} is something else`);
  }

  /** Verifies that the subtracted part and everything the proof refutes doesn't hold. */
  private absence(
    absence: Absence,
    owner: Rule,
    { subtract, without }: Step & { op: "butNot" },
    object: string,
    depth: number,
  ): void {
    require(absence.expression === formatRewrite(without), `${absence.expression} is not what is subtracted`);
    const refuted = new Set(absence.refuted.map(({ relation, object: of }) => `${relation} ${of}`));
    require(refuted.size === absence.refuted.length, `something is refuted twice about ${object}`);
    const needed: string[] = [];
    const refutes = (step: Step, rule: Rule, at: string, excluded: readonly Reason[]) => {
      const claim: Claim = { refuted, needed, excluded, used: 0, depth };
      this.refutes(step, rule, at, claim);
      require(claim.used === excluded.length, `nothing calls for all that excludes ${at}`);
    };
    refutes(subtract, owner, object, absence.excluded ?? []);
    for (const fact of absence.refuted) {
      this.count(depth);
      require(`${fact.object}#${fact.relation}` !== this.subjectName, `${this.subjectName} has its own relation`);
      const rule = resolveRule(this.program, parseObject(fact.object).type, fact.relation);
      refutes(rule.step, rule, fact.object, fact.excluded ?? []);
    }
    const all = new Set(needed).size === absence.refuted.length;
    require(all, `nothing calls for all that is refuted about ${object}`);
  }

  /** Throws unless the step depends on refuted relations only. */
  private refutes(step: Step, owner: Rule, object: string, claim: Claim): void {
    this.count(claim.depth);
    switch (step.op) {
      case "this":
        this.namesNobody(owner, object);
        this.leadsOnlyTo(step.usersets, object, claim);
        break;
      case "computed":
        requireRefuted(claim, this.isReachable(step.rule), `${step.rule.relation.name} ${object}`);
        break;
      case "from":
        this.leadsOnlyTo(step.parents, object, claim);
        break;
      case "or":
        for (const child of step.of) this.refutes(child, owner, object, claim);
        break;
      case "and":
        require(step.of.some((child) =>
          this.isRefuted(child, owner, object, claim),
        ), `all of it may hold for ${object}`);
        break;
      case "butNot":
        if (!this.isRefuted(step.base, owner, object, claim)) this.isExcluded(step, owner, object, claim);
    }
  }

  private isRefuted(step: Step, owner: Rule, object: string, claim: Claim): boolean {
    const { used, needed } = claim;
    const { length } = needed;
    try {
      this.refutes(step, owner, object, claim);
      return true;
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      claim.used = used;
      needed.length = length;
      return false;
    }
  }

  private isExcluded(step: Step & { op: "butNot" }, owner: Rule, object: string, claim: Claim): void {
    const reason = claim.excluded[claim.used++];
    require(reason !== undefined, `nothing shows that ${object} is excluded`);
    this.reason(reason, owner, step.subtract, object, claim.depth + 1);
  }

  private namesNobody(owner: Rule, object: string): void {
    const at = owner.nodes.dictionary.indexOf(parseObject(object).id);
    const { kind, index, wildcardKind } = this.subject;
    const own = owner.stored[kind];
    const everyone = wildcardKind < 0 ? undefined : owner.stored[wildcardKind];
    const named =
      (own !== undefined && this.evaluationContext.valueOfTuple(own, at, index) !== FALSE) ||
      (everyone !== undefined && this.evaluationContext.valueOfTuple(everyone, at, 0) !== FALSE);
    require(!named, `a tuple names ${this.subjectName} for ${owner.relation.name} of ${object}`);
  }

  /** Throws unless every tuple of the edges that may count leads to a refuted relation. */
  private leadsOnlyTo(edges: readonly Edge[], object: string, claim: Claim): void {
    for (const { store, rule } of edges) {
      if (!this.isReachable(rule)) continue;
      for (const partition of [store.plain, ...store.special.map((special) => special.partition)]) {
        if (partition === undefined) continue;
        const at = partition.kind.objectType.dictionary.indexOf(parseObject(object).id);
        partition.subjects.seek(at);
        const { values, start, end } = partition.subjects;
        for (const node of values.slice(start, end)) {
          this.evaluationContext.meter.spend(COST.words);
          if (this.evaluationContext.valueOfTuple(store, at, node) === FALSE) continue;
          const name = `${rule.nodes.name}:${rule.nodes.dictionary.id(node)}`;
          requireRefuted(claim, true, `${rule.relation.name} ${name}`);
        }
      }
    }
  }

  private isReachable(rule: Rule): boolean {
    return this.program.reach[rule.id][this.subject.kind] === 1;
  }

  private count(depth: number): void {
    this.evaluationContext.meter.spend(COST.words);
    require(depth <= MAX_VERIFIED_NESTING, `it is nested more than ${MAX_VERIFIED_NESTING} deep`);
  }
}

/** Basis of a refutation, and how much of it has been used. */
interface Claim {
  readonly refuted: ReadonlySet<string>;
  /** Refuted relations that something depended on. */
  readonly needed: string[];
  /** Reasons why subtracted parts hold, in order of use, and how many have been used. */
  readonly excluded: readonly Reason[];
  used: number;
  readonly depth: number;
}

function requireRefuted({ refuted, needed }: Claim, matters: boolean, fact: string): void {
  if (!matters) return;
  require(refuted.has(fact), `nothing is said against ${fact}`);
  needed.push(fact);
}

function isRule(rule: Rule, { relation, object }: { relation: string; object: string }): boolean {
  return rule.relation.name === relation && object.startsWith(`${rule.nodes.name}:`);
}

function textOf(tuple: ProofTuple): string {
  return `${tuple.subject} ${tuple.relation} ${tuple.object}`;
}

function require(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new Invalid(problem);
}
