/**
 * Whether two types admit the same values: they are mutually assignable and have the same fields, equally optional. Assignability
 * alone is not enough: a type without an optional field, and `any`, would pass.
 *
 * `readonly` on a field makes no difference. A readonly array differs from a mutable one: it is not assignable to it.
 */
export type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? Identical<Writable<A>, Writable<B>> : false) : false;

/** The compiler's own identity: two deferred conditional types are identical if the types that they check are. */
type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Writable<T> = T extends Date
  ? T
  : T extends readonly (infer Item)[]
    ? Writable<Item>[]
    : T extends object
      ? { -readonly [Name in keyof T]: Writable<T[Name]> }
      : T;
