import type { ConditionsBehind, SubjectsReaching } from "./closure.ts";

/** The types of a model in TypeScript; the compiler evaluates each at its first use. */
export interface DefinedModel<Types, Conditions> {
  readonly types: {
    readonly [T in keyof Types & string]: {
      readonly [R in keyof Types[T] & string]: {
        readonly subjects: SubjectsReaching<Types, `${T}#${R}`>;
        readonly direct: DirectIn<Types[T][R]>;
        readonly conditions: [keyof Conditions] extends [never] ? never : ConditionsBehind<Types, `${T}#${R}`>;
      };
    };
  };
  readonly conditions: {
    readonly [C in keyof Conditions]: Conditions[C] extends { readonly parameters: infer Parameters }
      ? { readonly [P in keyof Parameters]: ParameterValue<Parameters[P]> }
      : never;
  };
}

/** Directly assignable kinds of subjects; an array comes first, if there is one. */
type DirectIn<Rewrite> = Rewrite extends readonly string[]
  ? { readonly [Item in Rewrite[number] as KindIn<Item>]: ConditionIn<Item> }
  : Rewrite extends { readonly or: readonly [infer First, ...unknown[]] }
    ? DirectIn<First>
    : Rewrite extends { readonly and: readonly [infer First, ...unknown[]] }
      ? DirectIn<First>
      : Record<never, never>;

type KindIn<Item extends string> = Item extends `${infer Kind} with ${string}` ? Kind : Item;

type ConditionIn<Item> = Item extends `${string} with ${infer Condition}` ? Condition : "";

/** The JSON form of each type. Integers beyond 2^53 are strings. */
interface Scalars {
  any: unknown;
  bool: boolean;
  string: string;
  int: number | `${number}`;
  uint: number | `${number}`;
  double: number | `${number}`;
  /** Such as 1h30m. */
  duration: string;
  /** RFC 3339. */
  timestamp: string | Date;
  ipaddress: string;
}

type ParameterValue<Name> = Name extends keyof Scalars
  ? Scalars[Name]
  : Name extends `list<${infer Item extends keyof Scalars}>`
    ? readonly Scalars[Item][]
    : Name extends `map<${infer Item extends keyof Scalars}>`
      ? Readonly<Record<string, Scalars[Item]>>
      : never;
