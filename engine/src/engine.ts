import { type AccessChanges, AccessComparison } from "./diff/access-changes.ts";
import { EngineError } from "./errors.ts";
import { type Budget, DEFAULT_BUDGET } from "./evaluate/budget.ts";
import type { Denial } from "./evaluate/denial.ts";
import { Evaluator } from "./evaluate/evaluator.ts";
import type { UsersetTreePage, UsersetTreePageRequest } from "./evaluate/expand.ts";
import { Lookups } from "./evaluate/lookups.ts";
import type { ListPage, ListPageRequest } from "./evaluate/page.ts";
import { Program } from "./evaluate/program.ts";
import type { Proof } from "./evaluate/proof.ts";
import { countIneffective, type StoredProblems, storedProblems } from "./evaluate/stored-problems.ts";
import { resolveRule, resolveSubject } from "./evaluate/subject.ts";
import type { VerifyResult } from "./evaluate/verify.ts";
import { isWellFormedJson, MAX_CONTEXT_LENGTH } from "./graph/contexts.ts";
import { conflictingTuples, type Graph, sameConditionAndExpiry } from "./graph/graph.ts";
import type { ConditionContext } from "./model/condition.ts";
import type { Restriction, Schema } from "./model/schema.ts";
import { type CheckResult, Queries, type Remedy } from "./queries.ts";
import { formatObject, formatSubject, type Tuple, WILDCARD } from "./tuple.ts";
import { Meter, TASK_DECISIONS } from "./work/meter.ts";
import { inOneStep, type Steps } from "./work/steps.ts";
import { Task } from "./work/task.ts";

/** Request data besides subject, relation and object. */
export interface QueryOptions {
  /** Context for conditions. */
  readonly context?: ConditionContext | undefined;
  /**
   * Contextual tuples: they count for this query only, at most `MAX_CONTEXTUAL_TUPLES`. They are validated like
   * stored ones.
   */
  readonly tuples?: readonly Tuple[] | undefined;
  /** Time of evaluation, in milliseconds since 1970. Defaults to the engine's clock. */
  readonly now?: number | undefined;
}

export const MAX_CONTEXTUAL_TUPLES = 100;

export interface EngineOptions {
  readonly budget?: Budget;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

const NO_OPTIONS: QueryOptions = {};
/** Kinds of subject that a message lists; `details.allowed` lists all of them. */
const MAX_SHOWN = 20;

/**
 * Evaluates checks, lists and explanations over one model and one graph, synchronously. The graph may change between
 * calls; every result is about the graph at the time of the call.
 *
 * Every method throws `malformed_*`, `unknown_type`, `unknown_relation`, `depth_limit_exceeded` and `work_limit_exceeded`. With
 * contextual tuples it also throws what `validate` throws, with conditions `invalid_context`.
 *
 * A tuple whose context its condition can't take can't be evaluated. `check` throws that error, with the tuple in
 * `details.tuple`, if nothing else decides. Lists report what depends on such a tuple as conditional.
 *
 * @example
 * const engine = new Engine(compileModel(model), Graph.from(tuples));
 * engine.check("user:anne", "write", "repo:api").allowed; // true, false or "conditional"
 */
export class Engine {
  private readonly lookups: Lookups;
  private readonly budget: Budget;
  private readonly clock: () => number;
  /** Reused by every check, which runs in one step. */
  private readonly evaluator: Evaluator;
  private readonly queries: Queries;

  constructor(schema: Schema, graph: Graph, { budget = DEFAULT_BUDGET, clock = Date.now }: EngineOptions = {}) {
    this.lookups = new Lookups(new Program(schema, graph));
    this.budget = budget;
    this.clock = clock;
    this.evaluator = new Evaluator(this.lookups, budget, clock);
    this.queries = this.queriesFor(this.evaluator);
  }

  /** Whether the subject (`type:id`, `type:id#relation` or `type:*`) has the relation to the object (`type:id`). */
  check(
    subject: string,
    relation: string,
    object: string,
    { context, tuples, now }: QueryOptions = NO_OPTIONS,
  ): CheckResult {
    const { evaluator, queries } = this;
    evaluator.meter.restart(this.budget.work);
    evaluator.evaluationContext.begin(now, context);
    if (tuples === undefined || tuples.length === 0) return queries.check(subject, relation, object);
    this.requireContextualTuples(tuples);
    return this.program.graph.withChanges({ add: tuples }, () => queries.check(subject, relation, object));
  }

  /** Units of work that the last check took. */
  get lastWork(): number {
    return this.evaluator.meter.work;
  }

  /**
   * Starts a task that runs slice by slice. It may cost as much work as `TASK_DECISIONS` checks, and each decision
   * in it as much as one check.
   */
  task<T>({ context, tuples = [], now }: QueryOptions, work: (queries: Queries) => Steps<T>): Task<T> {
    this.requireContextualTuples(tuples);
    const meter = new Meter();
    meter.restart(TASK_DECISIONS * this.budget.work);
    const evaluator = new Evaluator(this.lookups, this.budget, this.clock, meter);
    evaluator.evaluationContext.begin(now, context);
    return new Task(this.program.graph, tuples, meter, work(this.queriesFor(evaluator)));
  }

  /** Relations of the object's type that the subject has, in the model's order. */
  listRelations(
    subject: string,
    object: string,
    options: QueryOptions = NO_OPTIONS,
  ): { relations: string[]; conditional: string[] } {
    return this.task(options, (queries) => queries.listRelations(subject, object)).finish();
  }

  /**
   * Objects of a type to which the subject has the relation, as `type:id`; without a type, those of every type. The list is
   * complete, or the call throws.
   */
  listObjects(
    subject: string,
    relation: string,
    type: string | undefined,
    page: ListPageRequest,
    options: QueryOptions = NO_OPTIONS,
  ): ListPage {
    return this.task(options, (queries) => queries.listObjects(subject, relation, type, page)).finish();
  }

  /**
   * Subjects of a kind (`user`, or `group#member`) that have the relation to the object, as `type:id` or
   * `type:id#relation`. `type:*` stands for every subject that the list doesn't name. If it is listed, `excluded`
   * names the subjects that a tuple names and that lack the relation. The list is complete, or the call throws.
   */
  listSubjects(
    object: string,
    relation: string,
    kind: string,
    page: ListPageRequest,
    options: QueryOptions = NO_OPTIONS,
  ): ListPage {
    return this.task(options, (queries) => queries.listSubjects(object, relation, kind, page)).finish();
  }

  /** Userset tree of a relation of an object, one step deep, with a page of its tuples. */
  expand(
    object: string,
    relation: string,
    page: UsersetTreePageRequest,
    options: QueryOptions = NO_OPTIONS,
  ): UsersetTreePage {
    return this.task(options, (queries) => queries.expand(object, relation, page)).finish();
  }

  /**
   * One proof that the relation holds. Undefined if it doesn't hold, or only on conditions whose context is missing.
   * Throws `depth_exceeded` for a proof that is nested deeper than `MAX_PROOF_NESTING`.
   */
  prove(subject: string, relation: string, object: string, options: QueryOptions = NO_OPTIONS): Proof | undefined {
    return this.task(options, (queries) => inOneStep(() => queries.prove(subject, relation, object))).finish();
  }

  /** Verifies a proof against the graph as it is now, in time linear in the proof's length. */
  verify(proof: Proof, options: QueryOptions = NO_OPTIONS): VerifyResult {
    return this.task(options, (queries) => queries.verify(proof)).finish();
  }

  /**
   * Smallest changes that would turn a *deny* into an *allow*: at most five, smallest first. Each works, and no part
   * of one does. New objects are proposed only if nothing else works. Empty if the check allows already, or if the
   * bounded search finds nothing.
   */
  remedies(subject: string, relation: string, object: string, options: QueryOptions = NO_OPTIONS): Remedy[] {
    return this.task(options, (queries) => queries.remedies(subject, relation, object)).finish();
  }

  /**
   * Compares the access that this model grants with the access that another one would grant on the same graph,
   * within the meter's limit. `conditions` names the conditions whose definition differs. At most `limit` changes of
   * each kind are listed.
   */
  compareAccess(next: Engine, meter: Meter, conditions: ReadonlySet<string>, limit: number): Steps<AccessChanges> {
    const now = this.clock();
    const sides = [this, next].map(({ lookups, budget, clock }) => {
      const evaluator = new Evaluator(lookups, budget, clock, meter);
      evaluator.evaluationContext.begin(now);
      return { program: lookups.program, evaluator };
    });
    return new AccessComparison([sides[0], sides[1]], conditions, limit).changes();
  }

  /**
   * Problems that the model finds with the tuples of a graph, the engine's own by default. Tuples that have expired
   * at `now`, in milliseconds since 1970, don't count. Runs in steps; the graph may not change meanwhile.
   */
  storedProblems(meter: Meter, now: number, graph: Graph = this.program.graph): Steps<StoredProblems> {
    return storedProblems(meter, this.program.schema, graph, now);
  }

  /** Number of stored tuples that the model doesn't allow and that haven't expired at `now`. */
  countIneffective(now: number, graph: Graph = this.program.graph): number {
    return countIneffective(this.program.schema, graph, now);
  }

  /**
   * Reasons for a *deny*: tuples on the way that don't count, and tuples that exclude the subject. Undefined if the
   * check allows. The search is bounded: `complete` says whether it saw everything.
   */
  denial(subject: string, relation: string, object: string, options: QueryOptions = NO_OPTIONS): Denial | undefined {
    return this.task(options, (queries) => queries.denial(subject, relation, object)).finish();
  }

  /** Whether the model allows the tuple. A stored tuple that it doesn't allow is ineffective. */
  allows(tuple: Tuple): boolean {
    const relation = this.program.type(tuple.objectType)?.relations.get(tuple.relation);
    return relation?.direct.some((restriction) => allows(restriction, tuple)) ?? false;
  }

  /**
   * Throws `unknown_type`, `unknown_relation` or `subject_not_allowed` unless the model allows the tuple, and
   * `invalid_context` unless its condition can use its context.
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
    const suffix = tuple.condition === undefined ? "" : ` with ${tuple.condition}`;
    const message = `${formatSubject(tuple)}${suffix} cannot be ${tuple.relation} of ${formatObject(tuple)}: ${hint}.`;
    throw new EngineError("subject_not_allowed", message, { allowed });
  }

  private validateContext({ condition, context }: Tuple): void {
    if (context === undefined) return;
    if (context.length > MAX_CONTEXT_LENGTH) {
      const message = `A tuple's context may have ${MAX_CONTEXT_LENGTH} characters, not ${context.length}.`;
      throw new EngineError("invalid_context", message, { length: context.length, maximum: MAX_CONTEXT_LENGTH });
    }
    if (!isWellFormedJson(context)) {
      throw new EngineError("invalid_context", "The context has text that is not well-formed Unicode.");
    }
    // `Tuple.context` is canonical JSON of an object.
    const value: ConditionContext = JSON.parse(context);
    if (condition !== undefined) this.program.schema.conditions.get(condition)?.validate(value);
    else throw new EngineError("invalid_context", "A tuple without a condition has no use for a context.");
  }

  private get program(): Program {
    return this.lookups.program;
  }

  private queriesFor(evaluator: Evaluator): Queries {
    return new Queries(this.program, evaluator, this.budget, (tuple) => this.allows(tuple));
  }

  /** Throws unless a query may carry these contextual tuples. */
  private requireContextualTuples(tuples: readonly Tuple[]): void {
    requireContextualTupleLimit(tuples.length);
    for (const [index, tuple] of tuples.entries()) inContextualTuple(index, () => this.validate(tuple));
    requireDistinct(tuples);
  }
}

/** Runs work on the contextual tuple of this index, which the details of its errors name as `contextualTuple`. */
export function inContextualTuple<T>(index: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError(error.code, error.message, { ...error.details, contextualTuple: index });
  }
}

/** Throws `too_many_contextual_tuples` for more than `MAX_CONTEXTUAL_TUPLES` contextual tuples. */
export function requireContextualTupleLimit(count: number): void {
  if (count <= MAX_CONTEXTUAL_TUPLES) return;
  const message = `The request has ${count} contextual tuples; at most ${MAX_CONTEXTUAL_TUPLES} are accepted.`;
  throw new EngineError("too_many_contextual_tuples", message, { count, maximum: MAX_CONTEXTUAL_TUPLES });
}

/** Throws `duplicate_tuple` if two tuples state the same fact with a different condition, context or expiry. */
function requireDistinct(tuples: readonly Tuple[]): void {
  const first = new Map<string, Tuple>();
  for (const tuple of tuples) {
    const fact = `${formatSubject(tuple)} ${tuple.relation} ${formatObject(tuple)}`;
    const before = first.get(fact);
    if (before === undefined) first.set(fact, tuple);
    else if (!sameConditionAndExpiry(before, tuple)) throw conflictingTuples(tuple);
  }
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
