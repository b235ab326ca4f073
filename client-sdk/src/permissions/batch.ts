import type { BatchCheckResponse } from "../generated/types.ts";
import type { ConditionsOf, Context } from "./context.ts";
import type { ModelTypes, RelationName, RelationOf, TypeName } from "./model-types.ts";
import type { KindOf } from "./subjects.ts";
import type { CheckResult, RequiredContext, TypedCheck } from "./typed-check.ts";

/** One check of several, before it is known what it is about. */
export interface AnyCheck {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly context?: object | undefined;
}

/**
 * The check as the model allows it. The context that all share may be enough for it. The first branch is never taken:
 * it is what the compiler infers the check from.
 */
export type FittingCheck<M extends ModelTypes, Check, Shared> = [Check] extends [never]
  ? Check
  : Check extends {
        readonly subject: infer S extends string;
        readonly relation: infer R;
        readonly object: `${infer T extends TypeName<M>}:${string}`;
      }
    ? R extends RelationName<M, T>
      ? TypedCheck<M, T, R, S> & OwnContext<M, ConditionsOf<RelationOf<M, T, R>, KindOf<S>>, Shared>
      : AnyCheck & { readonly relation: RelationName<M, T> }
    : AnyCheck & { readonly object: `${TypeName<M>}:${string}` };

export type FittingChecks<M extends ModelTypes, Checks extends readonly AnyCheck[], Shared> = {
  readonly [I in keyof Checks]: FittingCheck<M, Checks[I], Shared>;
};

type OwnContext<M extends ModelTypes, Condition extends string, Shared> = [Shared] extends [undefined]
  ? RequiredContext<M, Condition>
  : Partial<RequiredContext<M, Condition>>;

/** The context of all checks: parameters of any condition. */
export type SharedContext<M extends ModelTypes> = Context<keyof M["conditions"] & string, M>;

type Failed = Extract<BatchCheckResponse["results"][number], { error: unknown }>;

/** The answers, each of the type that its check has. */
export type Results<M extends ModelTypes, Checks extends readonly AnyCheck[]> = {
  -readonly [I in keyof Checks]: Result<M, Checks[I]>;
};

type Result<M extends ModelTypes, Check> = Check extends {
  readonly subject: infer S extends string;
  readonly relation: infer R;
  readonly object: `${infer T extends TypeName<M>}:${string}`;
}
  ? R extends RelationName<M, T>
    ? CheckResult<M, ConditionsOf<RelationOf<M, T, R>, KindOf<S>>> | Failed
    : never
  : never;
