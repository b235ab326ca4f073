import type { ConditionsBehind, SubjectsReaching } from "./closure.ts";

/** The types of a model that is written in TypeScript; each is worked out when it is first asked for. */
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

/** What may stand in a tuple of the relation, by its kind; a list stands first, if there is one. */
type DirectIn<Rewrite> = Rewrite extends readonly string[]
  ? { readonly [Item in Rewrite[number] as KindIn<Item>]: ConditionIn<Item> }
  : Rewrite extends { readonly or: readonly [infer First, ...unknown[]] }
    ? DirectIn<First>
    : Rewrite extends { readonly and: readonly [infer First, ...unknown[]] }
      ? DirectIn<First>
      : Record<never, never>;

type KindIn<Item extends string> = Item extends `${infer Kind} with ${string}` ? Kind : Item;

type ConditionIn<Item> = Item extends `${string} with ${infer Condition}` ? Condition : "";

/** As JSON has them: whole numbers beyond 2^53 are written as text. */
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
