import type { BatchCheckResponse } from "../generated/types.ts";
import type { ConditionsOf, Context } from "./context.ts";
import type { ModelTypes, RelationName, RelationOf, TypeName } from "./model-types.ts";
import type { KindOf } from "./subjects.ts";
import type { CheckResult, RequiredContext, TypedCheck } from "./typed-check.ts";

/** One untyped check of a batch. */
export interface AnyCheck {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly context?: object | undefined;
}

/**
 * The check, valid in the model. The shared context may be enough for it. The first branch is never taken: the compiler infers the check
 * from it.
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

/** The results, each typed by its check. */
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
