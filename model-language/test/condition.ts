import type { Condition, ConditionContext, ConditionResult, ParameterType } from "@cf-auth/engine";
import { compileCondition } from "../src/index.ts";

/** Parses a type in the modelling language: `int`, `list<string>`. */
export function typeOf(text: string): ParameterType {
  const [, name = "", inner] = /^(\w+)(?:<(.+)>)?$/.exec(text) ?? [];
  const type_name = `TYPE_NAME_${name.toUpperCase()}`;
  return inner === undefined ? { type_name } : { type_name, generic_types: [typeOf(inner)] };
}

/** A condition `c` with parameters by name, with types in the modelling language. */
export function condition(expression: string, parameters: Record<string, string> = {}): Condition {
  const types = Object.entries(parameters).map(([name, type]) => [name, typeOf(type)] as const);
  return compileCondition({ name: "c", expression, parameters: Object.fromEntries(types) });
}

/** Result of the expression for the request's context. */
export function evaluate(
  expression: string,
  parameters: Record<string, string> = {},
  request: ConditionContext = {},
): ConditionResult {
  return condition(expression, parameters).evaluate(undefined, request);
}
