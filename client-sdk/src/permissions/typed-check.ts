import type { CheckRequest } from "../generated/types.ts";
import type { Context, ParameterOf } from "./context.ts";
import type { ModelTypes, RelationName, RelationOf, TypeName } from "./model-types.ts";
import type { Fitting, SubjectsOf } from "./subjects.ts";
import type { AnyTuple, FittingTuples } from "./tuples.ts";

/** What any question may say besides. */
export interface QueryOptions<M extends ModelTypes, Extra extends readonly AnyTuple[]> {
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  readonly contextualTuples?: FittingTuples<M, Extra> | undefined;
  /** How new the answer has to be. */
  readonly consistency?: CheckRequest["consistency"];
}

/**
 * What has to be known about the request. It is demanded wherever a condition may decide about such a subject, be it empty: which
 * parameters the tuples bring themselves is known to the graph only, but that a condition is there must not be overlooked.
 */
export type RequiredContext<M extends ModelTypes, Condition extends string> = [Condition] extends [never]
  ? unknown
  : {
      /** What is known about the request, by the parameters of conditions. */
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

/** What is always answered, and what only a condition leaves open. */
export type CheckResult<M extends ModelTypes, Condition extends string> = [Condition] extends [never]
  ? {
      /** Whether the subject has the relation. */
      allowed: boolean;
    }
  : {
      /** Whether the subject has the relation; conditional where that depends on context not given. */
      allowed: boolean | "conditional";
      /**
       * Where the answer is conditional: the parameters without a value, of the conditions that stayed open. A value for one
       * of them may not change the answer.
       */
      missing?: ParameterOf<M, Condition>[] | undefined;
    };

/** An answer of the service, with its verdict as the model has it. */
export type TypedResponse<M extends ModelTypes, Condition extends string, Output> = Omit<
  Output,
  "allowed" | "missing"
> &
  CheckResult<M, Condition>;
