import { type Ask, type Engine, type Graph, MAX_CONTEXTUAL, readTuples } from "@cf-auth/engine";
import { AppError } from "../errors/app-error.ts";
import type { Given, QuestionKind, Questions } from "./graph-service.ts";
import { outcomeOf } from "./outcome.ts";
import { tupleFrom } from "./tuple-text.ts";

type Asked<Kind extends QuestionKind> = Questions[Kind]["asked"];
type Answer<Kind extends QuestionKind> = Questions[Kind]["answer"];

/** The graph at one revision, with what answers from it. */
export interface Answering {
  readonly graph: Graph;
  /** Absent until there is a model. */
  readonly engine: Engine | undefined;
  /** Milliseconds since 1970 at which tuples have to count. */
  readonly now: number;
}

/** Answers one question. Throws `model_missing` where there is no model to answer by, and what the engine throws. */
export function answer<Kind extends QuestionKind>(answering: Answering, kind: Kind, asked: Asked<Kind>): Answer<Kind> {
  const answerers: { readonly [K in QuestionKind]: Answerer<K> } = new Answers(answering);
  return answerers[kind](asked);
}

class Answers {
  private readonly answering: Answering;

  constructor(answering: Answering) {
    this.answering = answering;
  }

  readonly check: Answerer<"check"> = ({ subject, relation, object, ...given }) =>
    this.engine.check(subject, relation, object, this.ask(given));

  /** Each by itself: what is wrong with one is that one's answer. */
  readonly batchCheck: Answerer<"batchCheck"> = ({ checks, ...given }) => {
    const { engine } = this;
    const ask = this.ask(given);
    const answers = checks.map(({ subject, relation, object, context }) =>
      outcomeOf(() => {
        const own = context === undefined ? ask : { ...ask, context: { ...ask.context, ...context } };
        return engine.check(subject, relation, object, own);
      }),
    );
    return { answers };
  };

  readonly listObjects: Answerer<"listObjects"> = ({ subject, relation, objectType, after, limit, ...given }) =>
    this.engine.listObjects(subject, relation, objectType, { after, limit }, this.ask(given));

  readonly listSubjects: Answerer<"listSubjects"> = ({ object, relation, subjectKind, after, limit, ...given }) =>
    this.engine.listSubjects(object, relation, subjectKind, { after, limit }, this.ask(given));

  readonly listRelations: Answerer<"listRelations"> = ({ subject, object, ...given }) =>
    this.engine.listRelations(subject, object, this.ask(given));

  readonly expand: Answerer<"expand"> = ({ object, relation, ...given }) => ({
    tree: this.engine.expand(object, relation, this.ask(given)),
  });

  readonly explain: Answerer<"explain"> = ({ subject, relation, object, ...given }) => {
    const { engine } = this;
    const ask = this.ask(given);
    const found = engine.check(subject, relation, object, ask);
    if (found.allowed === true) {
      return { ...found, proof: engine.prove(subject, relation, object, ask) ?? null, remedies: [], denial: null };
    }
    const remedies = engine.remedies(subject, relation, object, ask);
    return { ...found, proof: null, remedies, denial: engine.denial(subject, relation, object, ask) ?? null };
  };

  readonly verifyProof: Answerer<"verifyProof"> = ({ proof, ...given }) => {
    const verdict = this.engine.verify(proof, this.ask(given));
    return { valid: verdict.valid, problem: verdict.valid ? null : verdict.problem };
  };

  readonly read: Answerer<"read"> = ({ filter, after, limit }) => {
    const { graph, now } = this.answering;
    const tuples = readTuples(graph, filter, after, limit + 1, now);
    return { tuples: tuples.slice(0, limit), more: tuples.length > limit };
  };

  private get engine(): Engine {
    const { engine } = this.answering;
    if (engine === undefined) throw new AppError("model_missing");
    return engine;
  }

  private ask({ context, tuples = [] }: Given): Ask {
    // Refused before each is parsed.
    if (tuples.length > MAX_CONTEXTUAL) {
      throw new AppError("too_many_tuples", { count: tuples.length, maximum: MAX_CONTEXTUAL });
    }
    return { context, tuples: tuples.map(tupleFrom), now: this.answering.now };
  }
}

type Answerer<Kind extends QuestionKind> = (asked: Asked<Kind>) => Answer<Kind>;
