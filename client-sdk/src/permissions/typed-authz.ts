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
  ObjectsRequest,
  ObjectsResponse,
  RelationsRequest,
  RelationsResponse,
  SubjectsRequest,
  SubjectsResponse,
  TuplesRequest,
  TuplesResponse,
} from "./lists.ts";
import type { ModelTypes, RelationOf, TypeName } from "./model-types.ts";
import type { KindOf } from "./subjects.ts";
import type { AnyFact, AnyTuple, FittingFacts, FittingTuples } from "./tuples.ts";
import type { QueryOptions, RequiredContext, TypedCheck, TypedResponse } from "./typed-check.ts";

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
    input: TypedCheck<M, T, R, S> &
      RequiredContext<M, ConditionsOf<RelationOf<M, T, R>, KindOf<S>>> &
      QueryOptions<M, Extra>,
    options?: CallOptions,
  ): Promise<TypedResponse<M, ConditionsOf<RelationOf<M, T, R>, KindOf<S>>, CheckResponse>>;

  /** As `authz.batchCheck`. Each result has the type of its check's answer. */
  batchCheck<
    const Checks extends readonly AnyCheck[],
    const Extra extends readonly AnyTuple[] = [],
    Shared extends SharedContext<M> | undefined = undefined,
  >(
    input: QueryOptions<M, Extra> & {
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
    input: TypedCheck<M, T, R, S> &
      RequiredContext<M, ConditionsOf<RelationOf<M, T, R>, KindOf<S>>> &
      QueryOptions<M, Extra>,
    options?: CallOptions,
  ): Promise<TypedResponse<M, ConditionsOf<RelationOf<M, T, R>, KindOf<S>>, ExplainResponse>>;

  /** As `authz.expand`. */
  expand<T extends TypeName<M>, R extends keyof M["types"][T] & string, const Extra extends readonly AnyTuple[] = []>(
    input: { readonly object: `${T}:${string}`; readonly relation: R } & QueryOptions<M, Extra>,
    options?: CallOptions,
  ): Promise<ExpandResponse>;

  /** As `authz.listObjects`. */
  listObjects<
    T extends TypeName<M>,
    R extends keyof M["types"][T] & string,
    const S extends string,
    const Extra extends readonly AnyTuple[] = [],
  >(
    input: ObjectsRequest<M, T, R, S> &
      RequiredContext<M, ConditionsOf<RelationOf<M, T, R>, KindOf<S>>> &
      QueryOptions<M, Extra>,
    options?: CallOptions,
  ): PagePromise<ObjectsResponse<M, T, R, KindOf<S>>>;

  /** As `authz.listSubjects`. */
  listSubjects<
    T extends TypeName<M>,
    R extends keyof M["types"][T] & string,
    Kind extends ListedKind<M, T, R>,
    const Extra extends readonly AnyTuple[] = [],
  >(
    input: SubjectsRequest<T, R, Kind> &
      RequiredContext<M, ConditionsOf<RelationOf<M, T, R>, Kind>> &
      QueryOptions<M, Extra>,
    options?: CallOptions,
  ): PagePromise<SubjectsResponse<M, T, R, Kind>>;

  /** As `authz.listRelations`. Context is demanded where any relation of the object may hang on a condition. */
  listRelations<T extends TypeName<M>, const S extends string, const Extra extends readonly AnyTuple[] = []>(
    input: RelationsRequest<M, T, S> & RequiredContext<M, ConditionsOn<M, T, KindOf<S>>> & QueryOptions<M, Extra>,
    options?: CallOptions,
  ): Promise<RelationsResponse<M, T, KindOf<S>>>;

  /** As `authz.read`. Tuples that the model does not allow any more are there too. */
  read<T extends TypeName<M> = never, R extends keyof M["types"][T] & string = never>(
    input?: TuplesRequest<T, R>,
    options?: CallOptions,
  ): PagePromise<TuplesResponse<T>>;

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
