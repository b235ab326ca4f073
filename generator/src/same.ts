/**
 * Whether two types admit the same values: each can stand for the other, and they have the same fields, each left out
 * as freely. To be assignable is not enough: a type that lacks an optional field, and `any`, would pass.
 *
 * A field that is `readonly` is the same as one that is not, since that keeps no value from either; a readonly array is
 * not, since none can be given where another is asked for.
 */
export type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? Identical<Writable<A>, Writable<B>> : false) : false;

/** What the compiler itself takes for identical: two conditional types that wait are, if what they look at is. */
type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Writable<T> = T extends Date
  ? T
  : T extends readonly (infer Item)[]
    ? Writable<Item>[]
    : T extends object
      ? { -readonly [Name in keyof T]: Writable<T[Name]> }
      : T;
