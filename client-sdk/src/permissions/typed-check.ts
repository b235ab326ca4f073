import type { CheckRequest } from "../generated/types.ts";
import type { Context, ParameterOf } from "./context.ts";
import type { ModelTypes, RelationName, RelationOf, TypeName } from "./model-types.ts";
import type { Fitting, SubjectsOf } from "./subjects.ts";
import type { AnyTuple, FittingTuples } from "./tuples.ts";

/** Common optional fields of typed queries. */
export interface QueryOptions<M extends ModelTypes, Extra extends readonly AnyTuple[]> {
  /** Contextual tuples: they count for this request only and are validated like stored ones. At most 100. */
  readonly contextualTuples?: FittingTuples<M, Extra> | undefined;
  /** Consistency of the result: `exact`, `fast`, `{ atLeast }` or `{ at }` a revision. Defaults to the client's `consistency`. */
  readonly consistency?: CheckRequest["consistency"];
}

/**
 * The context of a request, required wherever a condition may decide about the subject; it may be empty. Only the graph knows which
 * parameters the tuples contain, but callers must not overlook that there is a condition.
 */
export type RequiredContext<M extends ModelTypes, Condition extends string> = [Condition] extends [never]
  ? unknown
  : {
      /** Values of condition parameters. May be `{}` if the tuples contain them all. */
      readonly context: Context<Condition, M>;
    };

/** Whether a subject has a relation to an object. */
export type TypedCheck<M extends ModelTypes, T extends TypeName<M>, R extends RelationName<M, T>, S extends string> = {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  readonly subject: Fitting<S, SubjectsOf<RelationOf<M, T, R>>>;
  /** A relation of the object's type. */
  readonly relation: R;
  /** type:id. */
  readonly object: `${T}:${string}`;
};

/** The result of a check; conditional only if a condition is involved. */
export type CheckResult<M extends ModelTypes, Condition extends string> = [Condition] extends [never]
  ? {
      /** Whether the subject has the relation. */
      allowed: boolean;
    }
  : {
      /** Whether the subject has the relation; `conditional` if that depends on missing context. */
      allowed: boolean | "conditional";
      /**
       * If conditional: the condition parameters without a value. A value for one of them may not change the result.
       */
      missing?: ParameterOf<M, Condition>[] | undefined;
    };

/** A response with the check result typed by the model. */
export type TypedResponse<M extends ModelTypes, Condition extends string, Output> = Omit<
  Output,
  "allowed" | "missing"
> &
  CheckResult<M, Condition>;
