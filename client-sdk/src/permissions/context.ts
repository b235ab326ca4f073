import type { ModelTypes } from "./model-types.ts";

/** The conditions that an answer about the relation can hang on, for subjects of the kind; of any kind, unless one is named. */
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
 * What a question or a tuple brings for conditions. Each parameter may be left out, since the other side may bring it:
 * the model does not say which does.
 */
export type Context<Condition extends string, M extends ModelTypes> = {
  readonly [Name in ParameterOf<M, Condition>]?:
    | ValueOf<M["conditions"][Condition & keyof M["conditions"]], Name>
    | undefined;
};
