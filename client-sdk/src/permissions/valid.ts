import type { IndirectDefinition, RelationDefinition } from "./definition.ts";

/**
 * The constraint on a model's types: `unknown` if every name in them exists. The first branch is never taken: the compiler infers the types
 * from it. `unknown` instead of the types is eight times as fast, because nothing is looked up while the model is read.
 */
export type Validated<Types, Conditions> = [Types] extends [never]
  ? Types
  : [Types] extends [ValidTypes<Types, Conditions>]
    ? unknown
    : ValidTypes<Types, Conditions>;

/** The types with each unknown name replaced by the known ones. */
type ValidTypes<Types, Conditions> = {
  readonly [T in keyof Types]: {
    readonly [R in keyof Types[T]]: Valid<Types, Conditions, Types[T], Types[T][R], true>;
  };
};

/** A relation definition with valid names. An array is valid in first position only. */
type Valid<Types, Conditions, Own, Rewrite, IsFirst> = Rewrite extends string
  ? ValidName<Types, Own, Rewrite>
  : Rewrite extends readonly string[]
    ? IsFirst extends true
      ? { readonly [I in keyof Rewrite]: ValidKind<Types, Conditions, Rewrite[I]> }
      : IndirectDefinition
    : Rewrite extends { readonly or: readonly unknown[] } | { readonly and: readonly unknown[] }
      ? {
          readonly [Key in keyof Rewrite]: Key extends "or" | "and"
            ? ValidParts<Types, Conditions, Own, Rewrite[Key], IsFirst>
            : Key extends "butNot"
              ? Valid<Types, Conditions, Own, Rewrite[Key], false>
              : never;
        }
      : RelationDefinition;

type ValidParts<Types, Conditions, Own, Parts, IsFirst> = {
  readonly [I in keyof Parts]: Valid<Types, Conditions, Own, Parts[I], I extends "0" ? IsFirst : false>;
};

/** A relation of the same type, or `viewer from parent`. */
type ValidName<Types, Own, Name extends string> = Name extends keyof Own
  ? Name
  : Name extends `${infer Found} from ${infer Through}`
    ? Through extends keyof Own
      ? Found extends RelationsOf<Types>
        ? Name
        : `${RelationsOf<Types>} from ${Through}`
      : `${Found} from ${keyof Own & string}`
    : keyof Own;

/** The relations of all types. */
type RelationsOf<Types> = Types[keyof Types] extends infer Relations
  ? Relations extends unknown
    ? keyof Relations & string
    : never
  : never;

type ValidKind<Types, Conditions, Kind> = Kind extends `${infer Bare} with ${infer Condition}`
  ? Condition extends keyof Conditions
    ? `${ValidBare<Types, Bare>} with ${Condition}`
    : [keyof Conditions] extends [never]
      ? Bare
      : `${Bare} with ${keyof Conditions & string}`
  : ValidBare<Types, Kind>;

type ValidBare<Types, Kind> = Kind extends keyof Types
  ? Kind
  : Kind extends `${infer Type}#${infer Relation}`
    ? Type extends keyof Types
      ? Relation extends keyof Types[Type]
        ? Kind
        : `${Type}#${keyof Types[Type] & string}`
      : `${keyof Types & string}#${Relation}`
    : Kind extends `${keyof Types & string}:*`
      ? Kind
      : keyof Types & string;
