import type { Context } from "./context.ts";
import type { ModelTypes, RelationName, RelationOf, TypeName, TypesOf } from "./model-types.ts";
import type { Fitting, KindOf, SubjectOf } from "./subjects.ts";

/** The kinds of subject that a tuple of the relation may name, each with its conditions. */
export type DirectOf<Relation> = Relation extends { readonly direct: infer Direct } ? Direct : never;

/** The condition that a tuple carries: none, where the model asks for none. */
export type TupleCondition<M extends ModelTypes, Condition> = Condition extends ""
  ? { readonly condition?: undefined }
  : Condition extends string
    ? {
        /** The condition under which it counts. */
        readonly condition: {
          readonly name: Condition;
          /** Values of the condition's parameters that the tuple brings. */
          readonly context?: Context<Condition, M> | undefined;
        };
      }
    : never;

interface Expiry {
  /** When it stops to count; whole seconds. */
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
 * Every tuple that a model allows, to annotate what is written later.
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

/** A tuple, before it is known what it is about. */
export interface AnyFact {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

export interface AnyTuple extends AnyFact, Expiry {
  readonly condition?: { readonly name: string; readonly context?: object | undefined } | undefined;
}

/**
 * The fact as the model allows it to be stored. The first branch is never taken: it is what the compiler infers the
 * fact from. What `read` found is taken as it is: it may be older than the model, and is known as text only.
 */
export type FittingFact<M extends ModelTypes, Fact> = [Fact] extends [never]
  ? Fact
  : string extends RelationIn<Fact>
    ? AnyFact
    : Fitted<M, Fact, AnyFact, false>;

type RelationIn<Fact> = Fact extends { readonly relation: infer R } ? R : never;

/** The tuple as the model allows it, with the condition that it has to carry. */
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
