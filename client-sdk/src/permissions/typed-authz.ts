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
 * `client.authz` for one model: types, relations, subjects and conditions that the model lacks do not compile. Methods without names of
 * the model are unchanged.
 *
 * @example
 * const cfauth = createClient<typeof model>({ url, key });
 * const { allowed } = await cfauth.authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });
 */
export interface TypedAuthz<M extends ModelTypes> extends Omit<Procedures["authz"], Typed> {
  /** Type only: undefined at run time. */
  readonly "~model"?: M;

  /**
   * Checks whether a subject has a relation to an object. The result is `true` or `false` if no condition is involved.
   *
   * Fields, errors and limits: {@link Procedures.authz | authz.check} of the untyped client.
   *
   * @example
   * const { allowed } = await cfauth.authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });
   */
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

  /** Runs many checks at one revision, as `authz.batchCheck`. Each result is typed by its check. */
  batchCheck<
    const Checks extends readonly AnyCheck[],
    const Extra extends readonly AnyTuple[] = [],
    Shared extends SharedContext<M> | undefined = undefined,
  >(
    input: QueryOptions<M, Extra> & {
      readonly checks: FittingChecks<M, Checks, Shared>;
      /** Condition context of all checks. A check may add its own. */
      readonly context?: Shared;
    },
    options?: CallOptions,
  ): Promise<Omit<BatchCheckResponse, "results"> & { results: Results<M, Checks> }>;

  /** Explains a check with a proof or with remedies, as `authz.explain`. */
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

  /** Returns the userset tree of a relation, as `authz.expand`. */
  expand<T extends TypeName<M>, R extends keyof M["types"][T] & string, const Extra extends readonly AnyTuple[] = []>(
    input: { readonly object: `${T}:${string}`; readonly relation: R } & QueryOptions<M, Extra>,
    options?: CallOptions,
  ): Promise<ExpandResponse>;

  /** Lists the objects of a type to which a subject has a relation, as `authz.listObjects`. */
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

  /** Lists the subjects that have a relation to an object, as `authz.listSubjects`. */
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

  /** Lists the relations of a subject to an object, as `authz.listRelations`. Requires `context` if any of them may have a condition. */
  listRelations<T extends TypeName<M>, const S extends string, const Extra extends readonly AnyTuple[] = []>(
    input: RelationsRequest<M, T, S> & RequiredContext<M, ConditionsOn<M, T, KindOf<S>>> & QueryOptions<M, Extra>,
    options?: CallOptions,
  ): Promise<RelationsResponse<M, T, KindOf<S>>>;

  /** Reads stored tuples, as `authz.read`, including those that the model no longer allows. */
  read<T extends TypeName<M> = never, R extends keyof M["types"][T] & string = never>(
    input?: TuplesRequest<T, R>,
    options?: CallOptions,
  ): PagePromise<TuplesResponse<T>>;

  /** Writes and deletes tuples, as `authz.write`. Deletes accept tuples of the model and results of `authz.read`. */
  write<
    const Writes extends readonly AnyTuple[] = [],
    const Deletes extends readonly AnyFact[] = [],
    const Present extends readonly AnyFact[] = [],
    const Absent extends readonly AnyFact[] = [],
  >(
    input: {
      /** Tuples to write. Each replaces a stored tuple with the same subject, relation and object. */
      readonly writes?: FittingTuples<M, Writes> | undefined;
      /** Tuples to delete. */
      readonly deletes?: FittingFacts<M, Deletes> | undefined;
      /** Tuples that must, and must not, be stored. Otherwise nothing changes and the code is `precondition_failed`. */
      readonly preconditions?:
        | {
            readonly mustExist?: FittingFacts<M, Present> | undefined;
            readonly mustNotExist?: FittingFacts<M, Absent> | undefined;
          }
        | undefined;
      /** Reason for the audit log. */
      readonly reason?: WriteRequest["reason"];
    },
    options?: CallOptions,
  ): Promise<WriteResponse>;
}

/** The typed methods. */
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
