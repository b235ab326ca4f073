import {
  type Engine,
  type CheckResult as EngineAnswer,
  EngineError,
  type Graph,
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
import type { CheckResult, ContextualInput, Outcome, QueryKind, Queries } from "./graph-service.ts";
import { pageLength } from "./limits.ts";
import { failure } from "./outcome.ts";
import { tupleFrom } from "./tuple-text.ts";

type Request<Kind extends QueryKind> = Queries[Kind]["asked"];
type Result<Kind extends QueryKind> = Queries[Kind]["answer"];
type TaskFactory<Kind extends QueryKind> = (asked: Request<Kind>) => Task<Result<Kind>>;

/** The graph at one revision, with what answers from it. */
export interface QueryableGraph {
  readonly graph: Graph;
  /** Absent until there is a model. */
  readonly engine: Engine | undefined;
}

/**
 * Decides one check at once, by the tuples that count at a time in milliseconds since 1970. Throws `model_not_found` and what
 * the engine throws.
 */
export function check(
  answering: QueryableGraph,
  { subject, relation, object, ...given }: Request<"check">,
  now: number,
): CheckResult {
  return engineOf(answering).check(subject, relation, object, optionsOf(given, now));
}

/** Begins to answer a question, likewise. Throws `model_not_found` where there is no model to answer by, and what the engine throws. */
export function beginQuery<Kind extends QueryKind>(
  answering: QueryableGraph,
  kind: Kind,
  asked: Request<Kind>,
  now: number,
): Task<Result<Kind>> {
  const answerers: { readonly [K in QueryKind]: TaskFactory<K> } = new QueryTasks(answering, now);
  return answerers[kind](asked);
}

class QueryTasks {
  private readonly answering: QueryableGraph;
  private readonly now: number;

  constructor(answering: QueryableGraph, now: number) {
    this.answering = answering;
    this.now = now;
  }

  readonly check: TaskFactory<"check"> = ({ subject, relation, object, ...given }) =>
    this.task(given, (questions) =>
      mapped(questions.batchCheck([{ subject, relation, object }], given.context, this.now), ([answer]) => {
        if (answer === undefined || answer instanceof EngineError)
          throw answer ?? new Error("One check has one answer.");
        return answer;
      }),
    );

  /** Each by itself: what is wrong with one is that one's answer. */
  readonly batchCheck: TaskFactory<"batchCheck"> = ({ checks, ...given }) =>
    this.task(given, (questions) =>
      mapped(questions.batchCheck(checks, given.context, this.now), (answers) => ({
        answers: answers.map(outcomeOfCheck),
      })),
    );

  readonly listObjects: TaskFactory<"listObjects"> = ({ subject, relation, objectType, after, limit, ...given }) =>
    this.task(given, (questions) => questions.listObjects(subject, relation, objectType, { after, limit }));

  readonly listSubjects: TaskFactory<"listSubjects"> = ({ object, relation, subjectKind, after, limit, ...given }) =>
    this.task(given, (questions) => questions.listSubjects(object, relation, subjectKind, { after, limit }));

  readonly listRelations: TaskFactory<"listRelations"> = ({ subject, object, ...given }) =>
    this.task(given, (questions) => questions.listRelations(subject, object));

  readonly expand: TaskFactory<"expand"> = ({ object, relation, after, limit, ...given }) =>
    this.task(given, (questions) => questions.expand(object, relation, { after, limit }));

  readonly explain: TaskFactory<"explain"> = ({ subject, relation, object, ...given }) =>
    this.task(given, (questions) =>
      mapped(questions.explain(subject, relation, object), ({ proof, denial, ...found }) => ({
        ...found,
        proof: proof ?? null,
        denial: denial ?? null,
      })),
    );

  readonly verifyProof: TaskFactory<"verifyProof"> = ({ proof, ...given }) =>
    this.task(given, (questions) =>
      mapped(questions.verify(proof), (verdict) => ({
        valid: verdict.valid,
        problem: verdict.valid ? null : verdict.problem,
      })),
    );

  readonly read: TaskFactory<"read"> = ({ filter, after, limit }) => {
    const { graph } = this.answering;
    const meter = new Meter();
    meter.restart(TASK_DECISIONS * MAX_DECISION_WORK);
    const steps = mapped(readInSteps(meter, graph, filter, after, limit + 1, this.now), (tuples) => {
      const length = pageLength(tuples, limit);
      return { tuples: tuples.slice(0, length), more: tuples.length > length };
    });
    return new Task(graph, [], meter, steps);
  };

  private task<T>(given: ContextualInput, work: Parameters<typeof Engine.prototype.task<T>>[1]): Task<T> {
    return engineOf(this.answering).task(optionsOf(given, this.now), work);
  }
}

function engineOf({ engine }: QueryableGraph): Engine {
  if (engine === undefined) throw new AppError("model_not_found");
  return engine;
}

function optionsOf({ context, tuples = [] }: ContextualInput, now: number): QueryOptions {
  // Refused before each is parsed.
  requireContextualTupleLimit(tuples.length);
  return { context, tuples: tuples.map(tupleFrom), now };
}

function* mapped<From, To>(steps: Steps<From>, map: (value: From) => To): Steps<To> {
  return map(yield* steps);
}

function outcomeOfCheck(answer: EngineAnswer | EngineError): Outcome<CheckResult> {
  return answer instanceof EngineError ? failure(answer) : { ok: true, value: answer };
}
