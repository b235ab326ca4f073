/**
 * What a relation's definition leads to, as kinds of subjects: `user`, `user:*`, `team#member`. A userset is both a
 * kind and, by its name, a relation to go on from.
 */

/** An intersection, which has to be looked at as a whole. */
export interface Every<T, Parts> {
  readonly of: T;
  readonly all: Parts;
}

/** The kinds that lead to the relation, and `Every` of which only what all parts share does. */
export type Leading<Types, Kind> = Kind extends `${infer T}#${infer R}`
  ? LeadingIn<Types, T, Member<Types, T, R>>
  : Kind extends `${infer Type}:*`
    ? Type
    : never;

/** What is subtracted leads nowhere. */
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
 * The usersets on which the relation rests in any way, and the conditions that its tuples may have, with the kind of subject that
 * such a tuple names: `user with condition`.
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

/** `viewer from parent` counts only where the parent does. */
type ConditionOnTheWay<Types, T extends string, Name> = Name extends `${infer Found} from ${infer Through}`
  ? Member<Types, T, Through> extends infer Direct extends readonly string[]
    ? ConditionOf<Types, Direct[number], Found>
    : never
  : never;

/** A parent of a type without such a relation leads nowhere, on whatever condition. */
type ConditionOf<Types, Item, Found extends string> = Item extends `${infer Parent} with ${infer Condition}`
  ? `${Userset<Types, Parent, Found>} with ${Condition}`
  : never;

type Named<Types, T extends string, Name extends string> = Name extends `${infer Found} from ${infer Through}`
  ? Member<Types, T, Through> extends infer Direct extends readonly string[]
    ? Userset<Types, BareKind<Direct[number]>, Found>
    : never
  : `${T}#${Name}`;

/** Never where the type has no such relation. */
type Userset<Types, Type, R extends string> = Type extends keyof Types & string
  ? R extends keyof Types[Type]
    ? `${Type}#${R}`
    : never
  : never;

type Member<Types, T, R> = T extends keyof Types ? (R extends keyof Types[T] ? Types[T][R] : never) : never;

type BareKind<Item> = Item extends `${infer Kind} with ${string}` ? Kind : Item;
