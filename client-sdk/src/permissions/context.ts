import type { ModelTypes } from "./model-types.ts";

/** Conditions that may decide about the relation for a kind of subjects. Defaults to any kind. */
export type ConditionsOf<Relation, Kind extends string = string> = Relation extends {
  readonly conditions: infer Conditions;
}
  ? Conditions extends `${Kind} with ${infer Condition}`
    ? Condition
    : never
  : never;

export type ParameterOf<M extends ModelTypes, Condition extends string> = Condition extends keyof M["conditions"]
  ? keyof M["conditions"][Condition] & string
  : never;

type ValueOf<Parameters, Name extends string> = Parameters extends { readonly [N in Name]: infer Value }
  ? Value
  : never;

/**
 * Condition parameters of a request or a tuple. Each is optional, because either side may supply it.
 */
export type Context<Condition extends string, M extends ModelTypes> = {
  readonly [Name in ParameterOf<M, Condition>]?:
    | ValueOf<M["conditions"][Condition & keyof M["conditions"]], Name>
    | undefined;
};
