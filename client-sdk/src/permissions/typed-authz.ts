import type { CallOptions } from "../calls/call-options.ts";
import type { PagePromise } from "../calls/page.ts";
import type { Procedures } from "../generated/procedures.ts";
import type {
  BatchCheckResponse,
  CheckResponse,
  ExpandResponse,
  ExplainResponse,
  WriteRequest,
  WriteResponse,
} from "../generated/types.ts";
import type { AnyCheck, FittingChecks, Results, SharedContext } from "./batch.ts";
import type { ConditionsOf } from "./context.ts";
import type {
  ConditionsOn,
  ListedKind,
  Objects,
  ObjectsWanted,
  Relations,
  RelationsWanted,
  Subjects,
  SubjectsWanted,
  TuplesRead,
  TuplesWanted,
} from "./lists.ts";
import type { ModelTypes, RelationOf, TypeName } from "./model-types.ts";
import type { Answer, Asking, Given, Question } from "./questions.ts";
import type { KindOf } from "./subjects.ts";
import type { AnyFact, AnyTuple, FittingFacts, FittingTuples } from "./tuples.ts";

/**
 * `client.authz`, for one model: relations, subjects and contexts that the model does not have do not compile. What is
 * not about the model's own names is as ever.
 *
 * @example
 * const cfauth = createClient<typeof model>({ url, key });
 * const { allowed } = await cfauth.authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });
 */
export interface TypedAuthz<M extends ModelTypes> extends Omit<Procedures["authz"], Typed> {
  /** For the compiler only: nothing is there. */
  readonly "~model"?: M;

  /** As `authz.check`. The answer is yes or no where no condition is involved. */
  check<
    T extends TypeName<M>,
    R extends keyof M["types"][T] & string,
    const S extends string,
    const Extra extends readonly AnyTuple[] = [],
  >(
    input: Question<M, T, R, S> & Given<M, ConditionsOf<RelationOf<M, T, R>, KindOf<S>>> & Asking<M, Extra>,
    options?: CallOptions,
  ): Promise<Answer<M, ConditionsOf<RelationOf<M, T, R>, KindOf<S>>, CheckResponse>>;

  /** As `authz.batchCheck`. Each result has the type of its check's answer. */
  batchCheck<
    const Checks extends readonly AnyCheck[],
    const Extra extends readonly AnyTuple[] = [],
    Shared extends SharedContext<M> | undefined = undefined,
  >(
    input: Asking<M, Extra> & {
      readonly checks: FittingChecks<M, Checks, Shared>;
      /** What is known about the request, for all checks. */
      readonly context?: Shared;
    },
    options?: CallOptions,
  ): Promise<Omit<BatchCheckResponse, "results"> & { results: Results<M, Checks> }>;

  /** As `authz.explain`. */
  explain<
    T extends TypeName<M>,
    R extends keyof M["types"][T] & string,
    const S extends string,
    const Extra extends readonly AnyTuple[] = [],
  >(
    input: Question<M, T, R, S> & Given<M, ConditionsOf<RelationOf<M, T, R>, KindOf<S>>> & Asking<M, Extra>,
    options?: CallOptions,
  ): Promise<Answer<M, ConditionsOf<RelationOf<M, T, R>, KindOf<S>>, ExplainResponse>>;

  /** As `authz.expand`. */
  expand<T extends TypeName<M>, R extends keyof M["types"][T] & string, const Extra extends readonly AnyTuple[] = []>(
    input: { readonly object: `${T}:${string}`; readonly relation: R } & Asking<M, Extra>,
    options?: CallOptions,
  ): Promise<ExpandResponse>;

  /** As `authz.listObjects`. */
  listObjects<
    T extends TypeName<M>,
    R extends keyof M["types"][T] & string,
    const S extends string,
    const Extra extends readonly AnyTuple[] = [],
  >(
    input: ObjectsWanted<M, T, R, S> & Given<M, ConditionsOf<RelationOf<M, T, R>, KindOf<S>>> & Asking<M, Extra>,
    options?: CallOptions,
  ): PagePromise<Objects<M, T, R, KindOf<S>>>;

  /** As `authz.listSubjects`. */
  listSubjects<
    T extends TypeName<M>,
    R extends keyof M["types"][T] & string,
    Kind extends ListedKind<M, T, R>,
    const Extra extends readonly AnyTuple[] = [],
  >(
    input: SubjectsWanted<T, R, Kind> & Given<M, ConditionsOf<RelationOf<M, T, R>, Kind>> & Asking<M, Extra>,
    options?: CallOptions,
  ): PagePromise<Subjects<M, T, R, Kind>>;

  /** As `authz.listRelations`. Context is demanded where any relation of the object may hang on a condition. */
  listRelations<T extends TypeName<M>, const S extends string, const Extra extends readonly AnyTuple[] = []>(
    input: RelationsWanted<M, T, S> & Given<M, ConditionsOn<M, T, KindOf<S>>> & Asking<M, Extra>,
    options?: CallOptions,
  ): Promise<Relations<M, T, KindOf<S>>>;

  /** As `authz.read`. Tuples that the model does not allow any more are there too. */
  read<T extends TypeName<M> = never, R extends keyof M["types"][T] & string = never>(
    input?: TuplesWanted<T, R>,
    options?: CallOptions,
  ): PagePromise<TuplesRead<T>>;

  /** As `authz.write`. What is deleted is what the model allows, or what `authz.read` found. */
  write<
    const Writes extends readonly AnyTuple[] = [],
    const Deletes extends readonly AnyFact[] = [],
    const Present extends readonly AnyFact[] = [],
    const Absent extends readonly AnyFact[] = [],
  >(
    input: {
      /** A tuple replaces a stored one with the same subject, relation and object. */
      readonly writes?: FittingTuples<M, Writes> | undefined;
      readonly deletes?: FittingFacts<M, Deletes> | undefined;
      /** What must be stored, and what must not be, for anything to happen. */
      readonly preconditions?:
        | {
            readonly mustExist?: FittingFacts<M, Present> | undefined;
            readonly mustNotExist?: FittingFacts<M, Absent> | undefined;
          }
        | undefined;
      readonly reason?: WriteRequest["reason"];
    },
    options?: CallOptions,
  ): Promise<WriteResponse>;
}

/** The methods above. */
type Typed =
  | "check"
  | "batchCheck"
  | "explain"
  | "expand"
  | "listObjects"
  | "listSubjects"
  | "listRelations"
  | "read"
  | "write";
