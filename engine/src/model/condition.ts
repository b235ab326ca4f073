/**
 * A condition as OpenFGA's JSON models have it.
 * Source: openfga/api, `Condition` of authzmodel.proto.
 */
export interface ConditionDefinition {
  readonly name: string;
  /** In CEL, giving a boolean. */
  readonly expression: string;
  readonly parameters?: Readonly<Record<string, ParameterType>>;
}

export interface ParameterType {
  /** `TYPE_NAME_INT`, `TYPE_NAME_LIST`, … */
  readonly type_name: string;
  /** The type of a list's items, or of a map's values. */
  readonly generic_types?: readonly ParameterType[];
}

/** What is known when a condition is evaluated: plain JSON values by parameter. */
export type ConditionContext = Readonly<Record<string, unknown>>;

/** Whether the condition is met, or which parameters it takes to tell. */
export type ConditionResult = { readonly met: boolean } | { readonly missing: readonly string[] };

/** Adds up what conditions cost, in units of 50 ns at most. */
export interface ConditionWork {
  units: number;
}

/** A condition ready to be evaluated. The engine evaluates none itself: whoever compiles a model brings this. */
export interface Condition {
  readonly name: string;
  /** The names of its parameters. */
  readonly parameters: readonly string[];
  /**
   * Evaluates with what the tuple carries and what the request brings; where both name a parameter, the tuple's
   * value counts. Throws `invalid_context` where a value has the wrong type or the expression fails, and
   * `work_exceeded` where it would cost too much. What it costs is added to `work`, also where it throws.
   */
  evaluate(stored: ConditionContext | undefined, request: ConditionContext, work?: ConditionWork): ConditionResult;
  /** Throws `invalid_context` unless every field is a parameter and has its type. */
  validate(context: ConditionContext): void;
  /** Everything for which `validate` would throw. Throws `work_exceeded` for what is too large to be read. */
  invalidValues(context: ConditionContext): readonly InvalidValue[];
}

/** A value of a context that a condition can't take. */
export interface InvalidValue {
  readonly parameter: string;
  /** What it has to be; undefined where the condition has no such parameter. */
  readonly expected: string | undefined;
}

/** Compiles a condition. Throws `invalid_model`, with the place in the expression where it is known. */
export type CompileCondition = (definition: ConditionDefinition) => Condition;
