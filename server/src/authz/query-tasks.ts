import {
  type Engine,
  type CheckResult as EngineCheckResult,
  EngineError,
  type Graph,
  inContextualTuple,
  MAX_DECISION_WORK,
  Meter,
  type QueryOptions,
  readInSteps,
  requireContextualTupleLimit,
  type Steps,
  TASK_DECISIONS,
  Task,
} from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import type { CheckResult, ContextualInput, Outcome, Queries, QueryKind, RequiredModel } from "./graph-service.ts";
import { pageLength } from "./limits.ts";
import { failure } from "./outcome.ts";
import { tupleFrom } from "./tuple-text.ts";

type QueryRequest<Kind extends QueryKind> = Queries[Kind]["request"];
type QueryResult<Kind extends QueryKind> = Queries[Kind]["result"];
type TaskFactory<Kind extends QueryKind> = (request: QueryRequest<Kind>) => Task<QueryResult<Kind>>;

/** The graph at one revision, with its engine. */
export interface QueryableGraph {
  readonly graph: Graph;
  /** Undefined until there is a model. */
  readonly engine: Engine | undefined;
  readonly modelVersion: number | null;
}

/**
 * Runs one check without a pause. `now` is the evaluation time in milliseconds since 1970. Throws `model_not_found` and the
 * engine's errors.
 */
export function check(
  source: QueryableGraph,
  { subject, relation, object, ...contextual }: QueryRequest<"check">,
  now: number,
): CheckResult {
  return engineOf(source, contextual).check(subject, relation, object, optionsOf(contextual, now));
}

/** Begins a query as a task, with the same evaluation time and errors as `check`. */
export function beginQuery<Kind extends QueryKind>(
  source: QueryableGraph,
  kind: Kind,
  request: QueryRequest<Kind>,
  now: number,
): Task<QueryResult<Kind>> {
  const tasks: { readonly [K in QueryKind]: TaskFactory<K> } = new QueryTasks(source, now);
  return tasks[kind](request);
}

class QueryTasks {
  private readonly source: QueryableGraph;
  private readonly now: number;

  constructor(source: QueryableGraph, now: number) {
    this.source = source;
    this.now = now;
  }

  readonly check: TaskFactory<"check"> = ({ subject, relation, object, ...contextual }) =>
    this.task(contextual, (queries) =>
      mapped(queries.batchCheck([{ subject, relation, object }], contextual.context, this.now), ([result]) => {
        if (result === undefined || result instanceof EngineError)
          throw result ?? new Error("A batch of one check returned no result.");
        return result;
      }),
    );

  /** Each check has its own result or error. */
  readonly batchCheck: TaskFactory<"batchCheck"> = ({ checks, ...contextual }) =>
    this.task(contextual, (queries) =>
      mapped(queries.batchCheck(checks, contextual.context, this.now), (results) => ({
        results: results.map(outcomeOfCheck),
      })),
    );

  readonly listObjects: TaskFactory<"listObjects"> = ({ subject, relation, objectType, after, limit, ...contextual }) =>
    this.task(contextual, (queries) => queries.listObjects(subject, relation, objectType, { after, limit }));

  readonly listSubjects: TaskFactory<"listSubjects"> = ({
    object,
    relation,
    subjectKind,
    after,
    limit,
    ...contextual
  }) => this.task(contextual, (queries) => queries.listSubjects(object, relation, subjectKind, { after, limit }));

  readonly listRelations: TaskFactory<"listRelations"> = ({ subject, object, ...contextual }) =>
    this.task(contextual, (queries) => queries.listRelations(subject, object));

  readonly expand: TaskFactory<"expand"> = ({ object, relation, after, limit, ...contextual }) =>
    this.task(contextual, (queries) => queries.expand(object, relation, { after, limit }));

  readonly explain: TaskFactory<"explain"> = ({ subject, relation, object, ...contextual }) =>
    this.task(contextual, (queries) =>
      mapped(queries.explain(subject, relation, object), ({ proof, denial, ...found }) => ({
        ...found,
        proof: proof ?? null,
        denial: denial ?? null,
      })),
    );

  readonly verifyProof: TaskFactory<"verifyProof"> = ({ proof, ...contextual }) =>
    this.task(contextual, (queries) =>
      mapped(queries.verify(proof), (verdict) => ({
        valid: verdict.valid,
        problem: verdict.valid ? null : verdict.problem,
      })),
    );

  readonly read: TaskFactory<"read"> = ({ filter, after, limit }) => {
    const { graph } = this.source;
    const meter = new Meter();
    meter.restart(TASK_DECISIONS * MAX_DECISION_WORK);
    const steps = mapped(readInSteps(meter, graph, filter, after, limit + 1, this.now), (tuples) => {
      const length = pageLength(tuples, limit);
      return { tuples: tuples.slice(0, length), more: tuples.length > length };
    });
    return new Task(graph, [], meter, steps);
  };

  private task<T>(contextual: ContextualInput, work: Parameters<typeof Engine.prototype.task<T>>[1]): Task<T> {
    return engineOf(this.source, contextual).task(optionsOf(contextual, this.now), work);
  }
}

function engineOf({ engine, modelVersion }: QueryableGraph, required: RequiredModel): Engine {
  if (engine === undefined) throw new AppError("model_not_found");
  requireModelVersion(modelVersion, required);
  return engine;
}

/** Throws `model_version_not_found` unless the version is the one that the request requires. */
export function requireModelVersion(present: number | null, { modelVersion: required }: RequiredModel): void {
  if (required !== undefined && required !== present)
    throw new AppError("model_version_not_found", { version: required, newest: present });
}

function optionsOf({ context, tuples = [] }: ContextualInput, now: number): QueryOptions {
  // Checked before the tuples are parsed.
  requireContextualTupleLimit(tuples.length);
  const parsed = tuples.map((tuple, index) => inContextualTuple(index, () => tupleFrom(tuple)));
  return { context, tuples: parsed, now };
}

function* mapped<From, To>(steps: Steps<From>, map: (value: From) => To): Steps<To> {
  return map(yield* steps);
}

function outcomeOfCheck(result: EngineCheckResult | EngineError): Outcome<CheckResult> {
  return result instanceof EngineError ? failure(result) : { ok: true, value: result };
}
