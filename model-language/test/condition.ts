import type { Condition, ConditionContext, ConditionResult, ParameterType } from "@cf-auth/engine";
import { compileCondition } from "../src/index.ts";

/** A type as the language writes it: `int`, `list<string>`. */
export function typeOf(text: string): ParameterType {
  const [, name = "", inner] = /^(\w+)(?:<(.+)>)?$/.exec(text) ?? [];
  const type_name = `TYPE_NAME_${name.toUpperCase()}`;
  return inner === undefined ? { type_name } : { type_name, generic_types: [typeOf(inner)] };
}

/** A condition called `c`; its parameters by name, with types as the language writes them. */
export function condition(expression: string, parameters: Record<string, string> = {}): Condition {
  const types = Object.entries(parameters).map(([name, type]) => [name, typeOf(type)] as const);
  return compileCondition({ name: "c", expression, parameters: Object.fromEntries(types) });
}

/** What the expression gives for the request's context. */
export function evaluate(
  expression: string,
  parameters: Record<string, string> = {},
  request: ConditionContext = {},
): ConditionResult {
  return condition(expression, parameters).evaluate(undefined, request);
}
