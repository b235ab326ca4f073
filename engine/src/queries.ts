import { EngineError } from "./errors.ts";
import type { Budget } from "./evaluate/budget.ts";
import { type Change, properParts, type Triple } from "./evaluate/changes.ts";
import { type Denial, Denials } from "./evaluate/denial.ts";
import type { Evaluator } from "./evaluate/evaluator.ts";
import { expand, type UsersetTreePage, type UsersetTreePageRequest } from "./evaluate/expand.ts";
import { listObjects } from "./evaluate/list-objects.ts";
import { listSubjects } from "./evaluate/list-subjects.ts";
import type { Listing } from "./evaluate/listing.ts";
import { Names } from "./evaluate/names.ts";
import { cutPage, type ListPage, type ListPageRequest, type NamedItem, sectionOf } from "./evaluate/page.ts";
import type { Program } from "./evaluate/program.ts";
import type { Proof } from "./evaluate/proof.ts";
import { Prover } from "./evaluate/prove.ts";
import { Remedies, THROUGH } from "./evaluate/remedies.ts";
import {
  type ResolvedQuery,
  resolveQuery,
  resolveRule,
  resolveSubject,
  resolveSubjectKind,
  unknownRelation,
} from "./evaluate/subject.ts";
import { unlessExceeded } from "./evaluate/unless-exceeded.ts";
import { CONDITIONAL, FALSE, TRUE, type Value } from "./evaluate/value.ts";
import { type VerifyResult, verifyProof } from "./evaluate/verify.ts";
import { nestingOf } from "./graph/contexts.ts";
import { UNKNOWN } from "./graph/dictionary.ts";
import type { ConditionContext } from "./model/condition.ts";
import { compareBytes, parseObject, parseSubject, parseTuple, type Tuple, WILDCARD } from "./tuple.ts";
import type { Steps } from "./work/steps.ts";

/** Result of a check. */
export type Allowed = boolean | "conditional";

export interface CheckResult {
  readonly allowed: Allowed;
  /** Parameters without a value, of the conditions that stayed undecided. Empty unless `allowed` is `"conditional"`. */
  readonly missing: readonly string[];
}

/** Smallest change of tuples that would turn a *deny* into an *allow*. */
export interface Remedy {
  readonly add: readonly Triple[];
  readonly remove: readonly Triple[];
}

/** One check of a batch, with context of its own. */
export interface BatchCheckItem extends Triple {
  readonly context?: ConditionContext | undefined;
}

export interface Explanation extends CheckResult {
  /** Present if the check allows. */
  readonly proof: Proof | undefined;
  /** Empty if the check allows. */
  readonly remedies: readonly Remedy[];
  /** Undefined if the check allows. */
  readonly denial: Denial | undefined;
}

const ALLOWED: CheckResult = Object.freeze({ allowed: true, missing: Object.freeze([]) });
const DENIED: CheckResult = Object.freeze({ allowed: false, missing: Object.freeze([]) });
export const MAX_REMEDIES = 5;
/** Nesting of lists and objects in a proof: whatever traverses it recursively needs stack for each level. */
export const MAX_PROOF_NESTING = 900;

/**
 * Queries about one model and one graph, in steps: the evaluator's meter says when they yield. Evaluation context
 * and contextual tuples have been set before.
 */
export class Queries {
  private readonly program: Program;
  private readonly evaluator: Evaluator;
  private readonly budget: Budget;
  private readonly allows: (tuple: Tuple) => boolean;

  constructor(program: Program, evaluator: Evaluator, budget: Budget, allows: (tuple: Tuple) => boolean) {
    this.program = program;
    this.evaluator = evaluator;
    this.budget = budget;
    this.allows = allows;
  }

  /** Runs one check. Doesn't yield: it is a single decision. */
  check(subject: string, relation: string, object: string): CheckResult {
    const value = this.value(this.begin(subject, relation, object));
    if (value === TRUE) return ALLOWED;
    if (value !== CONDITIONAL) return DENIED;
    return { allowed: "conditional", missing: [...this.evaluator.evaluationContext.missing].sort() };
  }

  /** Runs each check by itself, with `context` and its own. An error of one check is that check's result. */
  *batchCheck(
    checks: readonly BatchCheckItem[],
    context: ConditionContext | undefined,
    now: number | undefined,
  ): Steps<(CheckResult | EngineError)[]> {
    const { evaluationContext, meter } = this.evaluator;
    const at = now ?? evaluationContext.time();
    const results: (CheckResult | EngineError)[] = [];
    for (const { subject, relation, object, context: own } of checks) {
      if (meter.isDue) yield;
      evaluationContext.begin(at, own === undefined ? context : { ...context, ...own });
      results.push(
        meter.isExhausted ? batchExceeded(results.length) : caught(() => this.check(subject, relation, object)),
      );
    }
    return results;
  }

  *listRelations(subject: string, object: string): Steps<{ relations: string[]; conditional: string[] }> {
    const { type } = parseObject(object);
    const names = [...(this.program.type(type)?.relations.keys() ?? [])];
    if (names.length === 0) resolveRule(this.program, type, "relation");
    const relations: string[] = [];
    const conditional: string[] = [];
    for (const name of names) {
      if (this.evaluator.meter.isDue) yield;
      const { rule, object: node } = this.begin(subject, name, object);
      const value = this.evaluator.listed(rule, node);
      if (value === TRUE) relations.push(name);
      if (value === CONDITIONAL) conditional.push(name);
    }
    return { relations, conditional };
  }

  /** Without a type, lists those of every type that has the relation. */
  *listObjects(subject: string, relation: string, type: string | undefined, page: ListPageRequest): Steps<ListPage> {
    if (type === undefined) return yield* this.listAllObjects(subject, relation, page);
    const ref = parseSubject(subject);
    const rule = resolveRule(this.program, type, relation);
    const resolved = resolveSubject(this.program, ref);
    const listing = yield* listObjects(this.program, this.evaluator, this.budget, resolved, rule);
    return yield* cutPage(this.evaluator.meter, rule.nodes, listing, unseen(listing, ref.id), "", page);
  }

  /** Type by type, in byte order of `type:`, so that the whole list is in byte order. */
  private *listAllObjects(subject: string, relation: string, { after, limit }: ListPageRequest): Steps<ListPage> {
    const types = this.program.typesWith(relation);
    const first = types[0];
    // Throws the error of an unknown subject or relation.
    if (first === undefined) throw unknownRelation(relation);
    const from = after?.slice(0, after.indexOf(":") + 1) ?? "";
    const items: string[] = [];
    const conditional: string[] = [];
    let last: string | undefined;
    for (const type of types.filter((name) => compareBytes(`${name}:`, from) >= 0)) {
      const left = limit - items.length - conditional.length;
      const page = { after: `${type}:` === from ? after : undefined, limit: Math.max(left, 1) };
      const found = yield* this.listObjects(subject, relation, type, page);
      const isEmpty = found.items.length + found.conditional.length === 0;
      // Full, and there is more.
      if (left === 0 && !isEmpty) return { items, conditional, excluded: [], next: last };
      items.push(...found.items);
      conditional.push(...found.conditional);
      if (found.next !== undefined) return { items, conditional, excluded: [], next: found.next };
      last = [found.items.at(-1), found.conditional.at(-1), last]
        .filter((item) => item !== undefined)
        .sort(compareBytes)
        .at(-1);
    }
    return { items, conditional, excluded: [], next: undefined };
  }

  *listSubjects(object: string, relation: string, kind: string, page: ListPageRequest): Steps<ListPage> {
    const { program, evaluator, budget } = this;
    const ref = parseObject(object);
    const rule = resolveRule(program, ref.type, relation);
    const filter = resolveSubjectKind(program, kind);
    const index = rule.nodes.dictionary.indexOf(ref.id);
    const { everyone, ...listing } = yield* listSubjects(program, evaluator, budget, filter, rule, index);
    const others = unseen(listing, ref.id);
    if (everyone !== FALSE) others.push({ id: WILDCARD, section: everyone === TRUE ? "items" : "conditional" });
    return yield* cutPage(evaluator.meter, filter.nodes, listing, others, filter.suffix, page);
  }

  *expand(object: string, relation: string, page: UsersetTreePageRequest): Steps<UsersetTreePage> {
    const { program, evaluator } = this;
    const ref = parseObject(object);
    const rule = resolveRule(program, ref.type, relation);
    const index = rule.nodes.dictionary.indexOf(ref.id);
    return yield* expand(program, evaluator, new Names(program.graph, "", object), rule, index, page);
  }

  *explain(subject: string, relation: string, object: string): Steps<Explanation> {
    const found = this.check(subject, relation, object);
    yield;
    if (found.allowed === true) {
      return { ...found, proof: this.prove(subject, relation, object), remedies: [], denial: undefined };
    }
    const remedies = yield* this.remedies(subject, relation, object);
    return { ...found, proof: undefined, remedies, denial: yield* this.denial(subject, relation, object) };
  }

  /**
   * Finds one proof. Doesn't yield: it may cost as much as one decision. Throws `depth_limit_exceeded` for a proof nested
   * deeper than `MAX_PROOF_NESTING`.
   */
  prove(subject: string, relation: string, object: string): Proof | undefined {
    const query = this.begin(subject, relation, object);
    const names = new Names(this.program.graph, subject, object);
    const prover = new Prover(this.program, this.evaluator, query.subject, names);
    const proof = prover.prove(query.rule, query.object);
    if (nestingOf(proof) <= MAX_PROOF_NESTING) return proof;
    const message = `The relation holds, but its proof is nested more than ${MAX_PROOF_NESTING} levels deep.`;
    throw new EngineError("depth_limit_exceeded", message, { nesting: MAX_PROOF_NESTING });
  }

  /** Verifies a proof. Doesn't yield: it may cost as much as one decision. */
  // biome-ignore lint/correctness/useYield: the caller expects steps.
  *verify(proof: Proof): Steps<VerifyResult> {
    this.evaluator.renew();
    return verifyProof(this.program, this.evaluator.evaluationContext, proof);
  }

  *remedies(subject: string, relation: string, object: string): Steps<Remedy[]> {
    const query = this.begin(subject, relation, object);
    if (this.value(query) === TRUE) return [];
    const names = new Names(this.program.graph, subject, object);
    const search = new Remedies(this.program, this.evaluator, this.budget, query.subject, names);
    const works = (changes: readonly Change[]) => this.wouldAllow(changes, subject, relation, object);
    for (const through of THROUGH) {
      // Trying changes leaves results of another graph in the evaluator.
      this.evaluator.begin(query.subject);
      const found = yield* smallestThat(works, yield* search.find(query.rule, query.object, through));
      if (found.length === 0) continue;
      return found.slice(0, MAX_REMEDIES).map((changes) => ({
        add: changes.filter(({ kind }) => kind === "add").map(({ tuple }) => tuple),
        remove: changes.filter(({ kind }) => kind === "remove").map(({ tuple }) => tuple),
      }));
    }
    return [];
  }

  *denial(subject: string, relation: string, object: string): Steps<Denial | undefined> {
    const query = this.begin(subject, relation, object);
    if (this.value(query) === TRUE) return undefined;
    const names = new Names(this.program.graph, subject, object);
    const search = new Denials(this.program, this.evaluator, query.subject, names);
    return yield* search.find(query.rule, query.object);
  }

  private begin(subject: string, relation: string, object: string): ResolvedQuery {
    const query = resolveQuery(this.program, subject, relation, object);
    this.evaluator.begin(query.subject);
    return query;
  }

  /** Value of the query that `begin` has just started. */
  private value({ rule, object }: ResolvedQuery): Value {
    return this.evaluator.value(rule, object);
  }

  /** Whether the changes work. Changes that take too much work to try don't. */
  private wouldAllow(changes: readonly Change[], subject: string, relation: string, object: string): boolean {
    const add = changes.filter(({ kind }) => kind === "add").map(({ tuple }) => parseTuple(tuple));
    const remove = changes.filter(({ kind }) => kind === "remove").map(({ tuple }) => parseTuple(tuple));
    if (!add.every((tuple) => this.allows(tuple))) return false;
    const isAllowed = () => {
      const query = this.begin(subject, relation, object);
      return this.evaluator.isTrue(query.rule, query.object);
    };
    return unlessExceeded(() => this.program.graph.withChanges({ add, remove }, isAllowed)) ?? false;
  }
}

/** The query's own id, if it is listed although the graph has never seen it. */
function unseen(listing: Listing, id: string): NamedItem[] {
  const isListed = Array.prototype.includes.call(listing.nodes, UNKNOWN);
  return isListed ? [{ id, section: sectionOf(listing, UNKNOWN) }] : [];
}

/** Sets of changes that work, each reduced to its smallest working part, without repeats. */
function* smallestThat(
  works: (changes: readonly Change[]) => boolean,
  sets: readonly (readonly Change[])[],
): Steps<(readonly Change[])[]> {
  const found = new Map<string, readonly Change[]>();
  for (const set of sets) {
    yield;
    if (!works(set)) continue;
    const parts = [...properParts(set)].sort((a, b) => a.length - b.length);
    const least = parts.find(works) ?? set;
    found.set(JSON.stringify(least.map(({ kind, tuple }) => ({ kind, ...tuple })).sort(byText)), least);
  }
  return [...found.values()].sort((a, b) => a.length - b.length);
}

function byText(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

function caught(work: () => CheckResult): CheckResult | EngineError {
  try {
    return work();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}

function batchExceeded(decided: number): EngineError {
  const message = `The checks before this one used up the work of a batch. Send the remaining checks in another batch.`;
  return new EngineError("work_limit_exceeded", message, { decided });
}
