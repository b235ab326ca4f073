/**
 * A condition in OpenFGA's JSON form.
 * Source: openfga/api, `Condition` of authzmodel.proto.
 */
export interface ConditionDefinition {
  readonly name: string;
  /** CEL expression of type bool. */
  readonly expression: string;
  readonly parameters?: Readonly<Record<string, ParameterType>>;
}

export interface ParameterType {
  /** `TYPE_NAME_INT`, `TYPE_NAME_LIST`, … */
  readonly type_name: string;
  /** The type of a list's items, or of a map's values. */
  readonly generic_types?: readonly ParameterType[];
}

/** Context of an evaluation: plain JSON values by parameter. */
export type ConditionContext = Readonly<Record<string, unknown>>;

/** Whether the condition is met, or the parameters without a value. */
export type ConditionResult = { readonly met: boolean } | { readonly missing: readonly string[] };

/** Work that conditions cost, in units of at most 50 ns. */
export interface ConditionWork {
  units: number;
}

/** A compiled condition. The engine evaluates no expressions itself: the model's compiler provides this. */
export interface Condition {
  readonly name: string;
  /** The names of its parameters. */
  readonly parameters: readonly string[];
  /**
   * Evaluates with the tuple's and the request's context; the tuple's value takes precedence. Throws
   * `invalid_context` if a value has the wrong type or the expression fails. Throws `work_limit_exceeded` if it would cost
   * too much. Adds the cost to `work`, also if it throws.
   */
  evaluate(stored: ConditionContext | undefined, request: ConditionContext, work?: ConditionWork): ConditionResult;
  /** Throws `invalid_context` unless every field is a parameter and has its type. */
  validate(context: ConditionContext): void;
  /** Values for which `validate` would throw. Throws `work_limit_exceeded` for a context that is too large to read. */
  invalidValues(context: ConditionContext): readonly InvalidValue[];
}

/** A value of a context that a condition doesn't accept. */
export interface InvalidValue {
  readonly parameter: string;
  /** Expected type; undefined if the condition has no such parameter. */
  readonly expected: string | undefined;
}

/** Compiles a condition. Throws `invalid_model`, with the position in the expression if it is known. */
export type CompileCondition = (definition: ConditionDefinition) => Condition;
