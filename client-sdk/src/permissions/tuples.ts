import type { Context } from "./context.ts";
import type { ModelTypes, RelationName, RelationOf, TypeName, TypesOf } from "./model-types.ts";
import type { Fitting, KindOf, SubjectOf } from "./subjects.ts";

/** The kinds of subject that a tuple of the relation may name, each with its conditions. */
export type DirectOf<Relation> = Relation extends { readonly direct: infer Direct } ? Direct : never;

/** The condition of a tuple: none if the model defines none. */
export type TupleCondition<M extends ModelTypes, Condition> = Condition extends ""
  ? { readonly condition?: undefined }
  : Condition extends string
    ? {
        /** The condition under which the tuple counts. */
        readonly condition: {
          readonly name: Condition;
          /** Values of the condition's parameters. Defaults to none: the request then supplies them. */
          readonly context?: Context<Condition, M> | undefined;
        };
      }
    : never;

interface Expiry {
  /** When the tuple expires, in whole seconds. Defaults to never. */
  readonly expiresAt?: Date | undefined;
}

type FactIn<T extends string, R extends string, Kind extends string> = {
  readonly subject: SubjectOf<Kind>;
  readonly relation: R;
  readonly object: `${T}:${string}`;
};

type TuplesIn<M extends ModelTypes, T extends string, R extends string, Direct> = {
  [Kind in keyof Direct & string]: FactIn<T, R, Kind> & TupleCondition<M, Direct[Kind]> & Expiry;
}[keyof Direct & string];

/**
 * A tuple that a model allows, to annotate tuples that are written later.
 *
 * @example
 * const tuples: TupleOf<typeof model>[] = [];
 */
export type TupleOf<Model> = AllTuples<TypesOf<Model>>;

type AllTuples<M extends ModelTypes> = {
  [T in TypeName<M>]: {
    [R in RelationName<M, T>]: TuplesIn<M, T, R, DirectOf<RelationOf<M, T, R>>>;
  }[RelationName<M, T>];
}[TypeName<M>];

/** An untyped tuple without condition and expiry. */
export interface AnyFact {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

export interface AnyTuple extends AnyFact, Expiry {
  readonly condition?: { readonly name: string; readonly context?: object | undefined } | undefined;
}

/**
 * The tuple to delete or require, valid in the model. The first branch is never taken: the compiler infers the tuple from it. Results
 * of `read` are accepted as they are: they may be older than the model, and their relation is only known as a string.
 */
export type FittingFact<M extends ModelTypes, Fact> = [Fact] extends [never]
  ? Fact
  : string extends RelationIn<Fact>
    ? AnyFact
    : Fitted<M, Fact, AnyFact, false>;

type RelationIn<Fact> = Fact extends { readonly relation: infer R } ? R : never;

/** The tuple to write, valid in the model, with its required condition. */
export type FittingTuple<M extends ModelTypes, Tuple> = [Tuple] extends [never]
  ? Tuple
  : Fitted<M, Tuple, AnyTuple, true>;

export type FittingFacts<M extends ModelTypes, Facts extends readonly AnyFact[]> = {
  readonly [I in keyof Facts]: FittingFact<M, Facts[I]>;
};

export type FittingTuples<M extends ModelTypes, Tuples extends readonly AnyTuple[]> = {
  readonly [I in keyof Tuples]: FittingTuple<M, Tuples[I]>;
};

type Fitted<M extends ModelTypes, Fact, Any, HasCondition> = Fact extends {
  readonly subject: infer S extends string;
  readonly relation: infer R;
  readonly object: `${infer T extends TypeName<M>}:${string}`;
}
  ? R extends RelationName<M, T>
    ? FittedIn<M, T, R, S, DirectOf<RelationOf<M, T, R>>, HasCondition>
    : Any & { readonly relation: RelationName<M, T> }
  : Any & { readonly object: `${TypeName<M>}:${string}` };

type FittedIn<M extends ModelTypes, T extends string, R extends string, S extends string, Direct, HasCondition> = {
  readonly subject: FittingDirect<S, Direct>;
  readonly relation: R;
  readonly object: `${T}:${string}`;
} & (HasCondition extends true ? Expiry & TupleConditionFor<M, Direct, KindOf<S>> : unknown);

type FittingDirect<S extends string, Direct> = [keyof Direct] extends [never]
  ? "no tuple of this relation is stored: it follows from others"
  : Fitting<S, keyof Direct & string>;

type TupleConditionFor<M extends ModelTypes, Direct, Kind> = Kind extends keyof Direct
  ? TupleCondition<M, Direct[Kind]>
  : { readonly condition?: unknown };
