import { EngineError } from "./errors.ts";
import { type Budget, DEFAULT_BUDGET } from "./evaluate/budget.ts";
import { type Change, properParts, type Triple } from "./evaluate/changes.ts";
import { type Denial, Denials } from "./evaluate/denial.ts";
import { Evaluator } from "./evaluate/evaluator.ts";
import { expand, type Tree } from "./evaluate/expand.ts";
import { listObjects } from "./evaluate/list-objects.ts";
import { listSubjects } from "./evaluate/list-subjects.ts";
import type { Listing } from "./evaluate/listing.ts";
import { Names } from "./evaluate/names.ts";
import { cutPage, type NamedItem, type Page, type PageRequest, standingOf } from "./evaluate/page.ts";
import { Program } from "./evaluate/program.ts";
import type { Proof } from "./evaluate/proof.ts";
import { Prover } from "./evaluate/prove.ts";
import { Remedies } from "./evaluate/remedies.ts";
import { ineffectiveCount, type StoredProblems, storedProblems } from "./evaluate/stored-problems.ts";
import { type Question, resolveQuestion, resolveRule, resolveSubject, resolveSubjectKind } from "./evaluate/subject.ts";
import { CONDITIONAL, FALSE, TRUE, type Value } from "./evaluate/value.ts";
import { type Verdict, verifyProof } from "./evaluate/verify.ts";
import { nestingOf } from "./graph/contexts.ts";
import { UNKNOWN } from "./graph/dictionary.ts";
import { conflictingTerms, type Graph, sameTerms } from "./graph/graph.ts";
import type { ConditionContext } from "./model/condition.ts";
import type { Restriction, Schema } from "./model/schema.ts";
import { formatObject, formatSubject, parseObject, parseSubject, parseTuple, type Tuple, WILDCARD } from "./tuple.ts";

/** What a question brings besides its names. */
export interface Ask {
  /** What is known for conditions. */
  readonly context?: ConditionContext | undefined;
  /** Tuples that count for this question only; at most `MAX_CONTEXTUAL`. They are validated like stored ones. */
  readonly tuples?: readonly Tuple[] | undefined;
  /** Milliseconds since 1970 at which tuples have to count; the engine's clock unless told. */
  readonly now?: number | undefined;
}

export const MAX_CONTEXTUAL = 100;

/** Whether a relation holds. */
export type Allowed = boolean | "conditional";

export interface Answer {
  readonly allowed: Allowed;
  /** Where the answer is conditional: the parameters without a value, of the conditions that stayed open. */
  readonly missing: readonly string[];
}

/** What a change would do about a no. */
export interface Remedy {
  readonly add: readonly Triple[];
  readonly remove: readonly Triple[];
}

export interface EngineOptions {
  readonly budget?: Budget;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

const ALLOWED: Answer = Object.freeze({ allowed: true, missing: Object.freeze([]) });
const DENIED: Answer = Object.freeze({ allowed: false, missing: Object.freeze([]) });
const NOTHING: Ask = {};
const MAX_REMEDIES = 5;
/** Kinds of subject that a message lists; its details list all of them. */
const MAX_SHOWN = 20;
/** Lists and objects inside each other in a proof: what goes through it recursively needs stack for each. */
const MAX_PROOF_NESTING = 900;
/** In canonical JSON, which escapes no other surrogate: not behind a backslash that is itself escaped. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/;

/**
 * Answers questions about one model and one graph, synchronously. The graph may change between calls, and
 * every answer is about the graph as it is at the call.
 *
 * Every method throws `malformed_*`, `unknown_type`, `unknown_relation`, `depth_exceeded` and `work_exceeded`; with
 * contextual tuples what `validate` throws; with conditions `invalid_context`. A tuple that can't be evaluated, because
 * its context is not what its condition takes, makes `check` throw that, with the tuple in `details.tuple`, where nothing
 * else decides; in a list it is conditional what depends on it.
 *
 * @example
 * const engine = new Engine(compileModel(model), Graph.from(tuples));
 * engine.check("user:anne", "write", "repo:api").allowed; // true, false or "conditional"
 */
export class Engine {
  private readonly program: Program;
  private readonly budget: Budget;
  private readonly evaluator: Evaluator;

  constructor(schema: Schema, graph: Graph, { budget = DEFAULT_BUDGET, clock = Date.now }: EngineOptions = {}) {
    this.program = new Program(schema, graph);
    this.budget = budget;
    this.evaluator = new Evaluator(this.program, budget, clock);
  }

  /** Whether the subject (`type:id`, `type:id#relation` or `type:*`) has the relation to the object (`type:id`). */
  check(subject: string, relation: string, object: string, ask: Ask = NOTHING): Answer {
    if (ask !== NOTHING) return this.asking(ask, () => this.answer(this.question(subject, relation, object)));
    this.evaluator.terms.begin(undefined);
    return this.answer(this.question(subject, relation, object));
  }

  /** Which of the relations of the object's type the subject has, in the model's order. */
  listRelations(subject: string, object: string, ask: Ask = NOTHING): { relations: string[]; conditional: string[] } {
    return this.asking(ask, () => {
      const { type } = parseObject(object);
      const names = [...(this.program.type(type)?.relations.keys() ?? [])];
      if (names.length === 0) resolveRule(this.program, type, "relation");
      const answers = names.map((name) => {
        const { rule, object: node } = this.question(subject, name, object);
        return { name, value: this.evaluator.listed(rule, node) };
      });
      const having = (wanted: Value) => answers.filter(({ value }) => value === wanted).map(({ name }) => name);
      return { relations: having(TRUE), conditional: having(CONDITIONAL) };
    });
  }

  /** The objects of a type to which the subject has the relation, as `type:id`. Complete, or an error. */
  listObjects(subject: string, relation: string, type: string, page: PageRequest, ask: Ask = NOTHING): Page {
    return this.asking(ask, () => {
      const ref = parseSubject(subject);
      const rule = resolveRule(this.program, type, relation);
      const resolved = resolveSubject(this.program, ref);
      const listing = listObjects(this.program, this.evaluator, this.budget, resolved, rule);
      return cutPage(rule.nodes, listing, unseen(listing, ref.id), "", page);
    });
  }

  /**
   * The subjects of a kind (`user`, or `group#member`) that have the relation to the object, as `type:id`,
   * `type:id#relation`, and `type:*`, which stands for everyone whom the list does not name. Then `excluded` has those
   * whom a tuple names and who lack the relation. Complete, or an error.
   */
  listSubjects(object: string, relation: string, kind: string, page: PageRequest, ask: Ask = NOTHING): Page {
    return this.asking(ask, () => {
      const ref = parseObject(object);
      const rule = resolveRule(this.program, ref.type, relation);
      const filter = resolveSubjectKind(this.program, kind);
      const index = rule.nodes.dictionary.indexOf(ref.id);
      const { everyone, ...listing } = listSubjects(this.program, this.evaluator, this.budget, filter, rule, index);
      const others = unseen(listing, ref.id);
      if (everyone !== FALSE) others.push({ id: WILDCARD, standing: everyone === TRUE ? "items" : "conditional" });
      return cutPage(filter.nodes, listing, others, filter.suffix, page);
    });
  }

  /** The userset tree of a relation of an object, one step deep. */
  expand(object: string, relation: string, ask: Ask = NOTHING): Tree {
    return this.asking(ask, () => {
      const ref = parseObject(object);
      const rule = resolveRule(this.program, ref.type, relation);
      const index = rule.nodes.dictionary.indexOf(ref.id);
      return expand(this.program, this.evaluator.terms, new Names(this.program.graph, "", object), rule, index);
    });
  }

  /**
   * One proof that the relation holds, or undefined when it does not, or only on conditions that are not known. Throws
   * `depth_exceeded` for one that is nested deeper than JSON can be handed on.
   */
  prove(subject: string, relation: string, object: string, ask: Ask = NOTHING): Proof | undefined {
    return this.asking(ask, () => {
      const question = this.question(subject, relation, object);
      const names = new Names(this.program.graph, subject, object);
      const prover = new Prover(this.program, this.evaluator, this.budget, question.subject, names);
      const proof = prover.prove(question.rule, question.object);
      if (nestingOf(proof) <= MAX_PROOF_NESTING) return proof;
      const message = `The relation holds, but its proof is nested more than ${MAX_PROOF_NESTING} levels deep.`;
      throw new EngineError("depth_exceeded", message, { nesting: MAX_PROOF_NESTING });
    });
  }

  /** Whether a proof shows what it says, about the graph as it is now. Takes time linear in the proof's length. */
  verify(proof: Proof, ask: Ask = NOTHING): Verdict {
    return this.asking(ask, () => verifyProof(this.program, this.evaluator.terms, proof));
  }

  /**
   * The smallest changes that would turn a no into a yes, at most five, smallest first; each does, and no part of
   * one does. Objects are made up only where nothing else would do. None where the answer is yes already, or where
   * nothing was found: the search has bounds.
   */
  remedies(subject: string, relation: string, object: string, ask: Ask = NOTHING): Remedy[] {
    return this.asking(ask, () => {
      const question = this.question(subject, relation, object);
      if (this.value(question) === TRUE) return [];
      const names = new Names(this.program.graph, subject, object);
      const search = new Remedies(this.program, this.evaluator, this.budget, question.subject, names);
      const works = (changes: readonly Change[]) => this.wouldAllow(changes, subject, relation, object);
      const among = (inventing: boolean) => {
        // Trying changes leaves the evaluator with another graph's answers.
        this.evaluator.begin(question.subject);
        return smallestThat(works, search.find(question.rule, question.object, inventing));
      };
      const plain = among(false);
      return (plain.length > 0 ? plain : among(true)).slice(0, MAX_REMEDIES).map((changes) => ({
        add: changes.filter(({ kind }) => kind === "add").map(({ tuple }) => tuple),
        remove: changes.filter(({ kind }) => kind === "remove").map(({ tuple }) => tuple),
      }));
    });
  }

  /**
   * What the model finds wrong with the tuples of a graph, the engine's own by default, that have not expired at the time,
   * in milliseconds since 1970; in steps, since there may be much to look at.
   */
  storedProblems(now: number, graph: Graph = this.program.graph): Generator<number, StoredProblems> {
    return storedProblems(this.program.schema, graph, now);
  }

  /** How many stored tuples the model does not allow, of those that have not expired. */
  ineffectiveCount(now: number, graph: Graph = this.program.graph): number {
    return ineffectiveCount(this.program.schema, graph, now);
  }

  /**
   * Why a subject does not have a relation for certain: what is stored on the way and does not count, and what excludes it.
   * Undefined where the answer is yes. Bounded: `complete` says whether all was looked at.
   */
  denial(subject: string, relation: string, object: string, ask: Ask = NOTHING): Denial | undefined {
    return this.asking(ask, () => {
      const question = this.question(subject, relation, object);
      if (this.value(question) === TRUE) return undefined;
      const names = new Names(this.program.graph, subject, object);
      const search = new Denials(this.program, this.evaluator, this.budget, question.subject, names);
      return search.find(question.rule, question.object);
    });
  }

  /** Whether the model lets the tuple be stored. One that is stored although it does not has no effect. */
  allows(tuple: Tuple): boolean {
    const relation = this.program.type(tuple.objectType)?.relations.get(tuple.relation);
    return relation?.direct.some((restriction) => allows(restriction, tuple)) ?? false;
  }

  /**
   * Throws `unknown_type`, `unknown_relation` or `subject_not_allowed` unless the model lets the tuple be stored,
   * `invalid_context` unless its condition can use what it brings.
   */
  validate(tuple: Tuple): void {
    if (this.allows(tuple)) {
      this.validateContext(tuple);
      return;
    }
    const rule = resolveRule(this.program, tuple.objectType, tuple.relation);
    resolveSubject(this.program, { type: tuple.subjectType, id: tuple.subjectId, relation: tuple.subjectRelation });
    const allowed = rule.relation.direct.map(formatRestriction);
    const more = allowed.length > MAX_SHOWN ? ` and ${allowed.length - MAX_SHOWN} more` : "";
    const shown = `it takes ${allowed.slice(0, MAX_SHOWN).join(", ")}${more}`;
    const hint = allowed.length === 0 ? "nothing may be assigned to it" : shown;
    const with_ = tuple.condition === undefined ? "" : ` with ${tuple.condition}`;
    const message = `${formatSubject(tuple)}${with_} cannot be ${tuple.relation} of ${formatObject(tuple)}: ${hint}.`;
    throw new EngineError("subject_not_allowed", message, { allowed });
  }

  private validateContext({ condition, context }: Tuple): void {
    if (context === undefined) return;
    if (LONE_SURROGATE.test(context)) {
      throw new EngineError("invalid_context", "The context has text that is not well-formed Unicode.");
    }
    // Canonical JSON of an object, as `Tuple` says.
    const value: ConditionContext = JSON.parse(context);
    if (condition !== undefined) this.program.schema.conditions.get(condition)?.validate(value);
    else throw new EngineError("invalid_context", "A tuple without a condition has no use for a context.");
  }

  /** Does the work at the time, with what is known, and on the tuples that the question brings. */
  private asking<T>({ context, tuples, now }: Ask, work: () => T): T {
    this.evaluator.terms.begin(now, context);
    if (tuples === undefined || tuples.length === 0) return work();
    if (tuples.length > MAX_CONTEXTUAL) {
      const message = `A question may bring ${MAX_CONTEXTUAL} tuples of its own, not ${tuples.length}.`;
      throw new EngineError("too_many_tuples", message, { count: tuples.length, maximum: MAX_CONTEXTUAL });
    }
    for (const tuple of tuples) this.validate(tuple);
    requireOneOfEach(tuples);
    return this.program.graph.during({ add: tuples }, work);
  }

  /** What conditions cost in the last call, in units of about 50 ns. */
  get conditionUnits(): number {
    return this.evaluator.terms.work.units;
  }

  private question(subject: string, relation: string, object: string): Question {
    const question = resolveQuestion(this.program, subject, relation, object);
    this.evaluator.begin(question.subject);
    return question;
  }

  /** For the question that `question` has just begun. */
  private value({ rule, object }: Question): Value {
    return this.evaluator.value(rule, object);
  }

  private answer(question: Question): Answer {
    const value = this.value(question);
    if (value === TRUE) return ALLOWED;
    if (value !== CONDITIONAL) return DENIED;
    return { allowed: "conditional", missing: [...this.evaluator.terms.missing].sort() };
  }

  private wouldAllow(changes: readonly Change[], subject: string, relation: string, object: string): boolean {
    const add = changes.filter(({ kind }) => kind === "add").map(({ tuple }) => parseTuple(tuple));
    const remove = changes.filter(({ kind }) => kind === "remove").map(({ tuple }) => parseTuple(tuple));
    if (!add.every((tuple) => this.allows(tuple))) return false;
    return this.program.graph.during({ add, remove }, () => {
      const question = this.question(subject, relation, object);
      return this.evaluator.isTrue(question.rule, question.object);
    });
  }
}

/** Throws `conflicting_changes` where two tuples state the same fact on different terms. */
function requireOneOfEach(tuples: readonly Tuple[]): void {
  const first = new Map<string, Tuple>();
  for (const tuple of tuples) {
    const fact = `${formatSubject(tuple)} ${tuple.relation} ${formatObject(tuple)}`;
    const before = first.get(fact);
    if (before === undefined) first.set(fact, tuple);
    else if (!sameTerms(before, tuple)) throw conflictingTerms(tuple);
  }
}

/** The question's own object, by its id, where it is listed though the graph has never seen it. */
function unseen(listing: Listing, id: string): NamedItem[] {
  const isListed = Array.prototype.includes.call(listing.nodes, UNKNOWN);
  return isListed ? [{ id, standing: standingOf(listing, UNKNOWN) }] : [];
}

/** Of sets of changes those that work, each cut down to what it needs, without repeats. */
function smallestThat(works: (changes: readonly Change[]) => boolean, sets: readonly (readonly Change[])[]) {
  const found = new Map<string, readonly Change[]>();
  for (const set of sets) {
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

function allows(restriction: Restriction, tuple: Tuple): boolean {
  return (
    restriction.type.name === tuple.subjectType &&
    restriction.wildcard === (tuple.subjectId === WILDCARD) &&
    (restriction.userset?.name ?? "") === tuple.subjectRelation &&
    restriction.condition?.name === tuple.condition
  );
}

function formatRestriction({ type, wildcard, userset, condition }: Restriction): string {
  const suffix = userset === undefined ? (wildcard ? `:${WILDCARD}` : "") : `#${userset.name}`;
  return `${type.name}${suffix}${condition === undefined ? "" : ` with ${condition.name}`}`;
}
