/**
 * The kinds of subjects that a relation's definition leads to: `user`, `user:*`, `team#member`. A userset is both a kind and a relation to
 * follow.
 */

/** An intersection, evaluated as a whole. */
export interface Every<T, Parts> {
  readonly of: T;
  readonly all: Parts;
}

/** Kinds that lead to the relation directly; of an `Every`, only those that all its parts share. */
export type Leading<Types, Kind> = Kind extends `${infer T}#${infer R}`
  ? LeadingIn<Types, T, Member<Types, T, R>>
  : Kind extends `${infer Type}:*`
    ? Type
    : never;

/** A subtracted part leads nowhere. */
export type LeadingIn<Types, T extends string, Rewrite> = Rewrite extends string
  ? Named<Types, T, Rewrite>
  : Rewrite extends readonly string[]
    ? BareKind<Rewrite[number]>
    : Rewrite extends { readonly or: infer Parts extends readonly unknown[] }
      ? LeadingIn<Types, T, Parts[number]>
      : Rewrite extends { readonly and: infer Parts }
        ? Every<T, Parts>
        : never;

/**
 * Usersets that the relation depends on, and conditions of its tuples with their kind of subject: `user with condition`.
 */
export type Resting<Types, Kind> = Kind extends `${infer T}#${infer R}`
  ? RestingIn<Types, T, Member<Types, T, R>>
  : never;

type RestingIn<Types, T extends string, Rewrite> = Rewrite extends string
  ? Named<Types, T, Rewrite> | ConditionOnTheWay<Types, T, Rewrite>
  : Rewrite extends readonly string[]
    ? RestingOn<Rewrite[number]>
    : RestingIn<Types, T, PartOf<Rewrite>>;

type PartOf<Rewrite> =
  | (Rewrite extends { readonly or: infer Parts extends readonly unknown[] } ? Parts[number] : never)
  | (Rewrite extends { readonly and: infer Parts extends readonly unknown[] } ? Parts[number] : never)
  | (Rewrite extends { readonly butNot: infer Subtracted } ? Subtracted : never);

type RestingOn<Item> = Item extends `${infer Kind} with ${string}` ? Kind | Item : Item;

/** `viewer from parent` counts only if the parent tuple does. */
type ConditionOnTheWay<Types, T extends string, Name> = Name extends `${infer Found} from ${infer Through}`
  ? Member<Types, T, Through> extends infer Direct extends readonly string[]
    ? ConditionOf<Types, Direct[number], Found>
    : never
  : never;

/** A parent type without the relation leads nowhere, whatever its condition. */
type ConditionOf<Types, Item, Found extends string> = Item extends `${infer Parent} with ${infer Condition}`
  ? `${Userset<Types, Parent, Found>} with ${Condition}`
  : never;

type Named<Types, T extends string, Name extends string> = Name extends `${infer Found} from ${infer Through}`
  ? Member<Types, T, Through> extends infer Direct extends readonly string[]
    ? Userset<Types, BareKind<Direct[number]>, Found>
    : never
  : `${T}#${Name}`;

/** `never` if the type lacks the relation. */
type Userset<Types, Type, R extends string> = Type extends keyof Types & string
  ? R extends keyof Types[Type]
    ? `${Type}#${R}`
    : never
  : never;

type Member<Types, T, R> = T extends keyof Types ? (R extends keyof Types[T] ? Types[T][R] : never) : never;

type BareKind<Item> = Item extends `${infer Kind} with ${string}` ? Kind : Item;
