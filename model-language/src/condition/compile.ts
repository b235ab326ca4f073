import {
  type CompileCondition,
  type Condition,
  type ConditionContext,
  type ConditionResult,
  type ConditionWork,
  EngineError,
  type ParameterType,
} from "@cf-auth/engine";
import type { ParseResult } from "@marcbachmann/cel-js";
import { MAX_WORK, UNITS } from "../limits.ts";
import { ContextReader } from "./context.ts";
import { BASE } from "./environment.ts";
import { messageOf, replaceFunctions } from "./functions.ts";
import { Meter } from "./meter.ts";
import { type Parameter, parameterOf } from "./parameters.ts";
import { enforceRules, Refusal } from "./rules.ts";
import { nodesOf, rootOf } from "./tree.ts";

/**
 * Compiles an OpenFGA condition, whose expression is in CEL. Throws `invalid_model` with `details` of `{ condition,
 * problem, at, line, column }`: the position in the expression, `at` in UTF-16 units from 0, the others from 1.
 *
 * A parameter without a value is missing whether or not it would decide, as in OpenFGA. A failing expression throws
 * `invalid_context`.
 * Source of the language: https://github.com/google/cel-spec
 */
export const compileCondition: CompileCondition = ({ name, expression, parameters = {} }) => {
  const meter = new Meter();
  const types = typesOf(name, parameters);
  const { program, nodes } = programOf(name, expression, types, meter);
  const contexts = new ContextReader(name, types);
  const evaluate = (stored: ConditionContext | undefined, request: ConditionContext): ConditionResult => {
    const values = contexts.values(stored, request);
    const missing = contexts.missing(values);
    if (missing.length > 0) return { missing };
    const outcome = run(program, values, meter, nodes);
    if (meter.isSpent) {
      const message = `Condition ${name} costs more than ${MAX_WORK} units of work.`;
      throw new EngineError("work_limit_exceeded", message, { condition: name, limit: MAX_WORK });
    }
    if (typeof outcome === "boolean") return { met: outcome };
    throw new EngineError("invalid_context", `Condition ${name} fails: ${messageOf(outcome)}.`, { condition: name });
  };
  return {
    name,
    parameters: [...types.keys()],
    validate: (context) => contexts.validate(context),
    invalidValues: (context) => contexts.invalidValues(context),
    evaluate(stored, request, work) {
      contexts.units = 0;
      meter.restart();
      try {
        return evaluate(stored, request);
      } finally {
        if (work !== undefined) work.units += contexts.units + meter.used;
      }
    },
  };
};

/** As `compileCondition`, but compiles on first use: for models that were validated when they were stored. */
export const compileConditionLazily: CompileCondition = (definition) => {
  let compiled: Condition | undefined;
  const condition = (work?: ConditionWork) => {
    if (compiled === undefined && work !== undefined) work.units += definition.expression.length * UNITS.compilation;
    compiled ??= compileCondition(definition);
    return compiled;
  };
  return {
    name: definition.name,
    parameters: Object.keys(definition.parameters ?? {}),
    validate: (context) => condition().validate(context),
    invalidValues: (context) => condition().invalidValues(context),
    evaluate: (stored, request, work) => condition(work).evaluate(stored, request, work),
  };
};

/** Result of the expression, or the error it fails with. */
function run(program: ParseResult, values: ReadonlyMap<string, unknown>, meter: Meter, nodes: number): unknown {
  try {
    meter.spend(UNITS.evaluation + nodes);
    return program(values);
  } catch (error) {
    return error;
  }
}

function typesOf(name: string, parameters: Readonly<Record<string, ParameterType>>): Map<string, Parameter> {
  const types = new Map<string, Parameter>();
  for (const [parameter, type] of Object.entries(parameters)) {
    const known = parameterOf(type);
    if (known === undefined) throw invalid(name, `parameter ${parameter} has an unknown type`, "", 0);
    types.set(parameter, known);
  }
  return types;
}

/** Compiled expression and its number of nodes. */
function programOf(name: string, expression: string, types: ReadonlyMap<string, Parameter>, meter: Meter) {
  try {
    const environment = BASE.clone();
    for (const [parameter, { celType }] of types) environment.registerVariable(parameter, celType);
    const program = environment.parse(expression);
    const { valid, type, error } = program.check();
    if (!valid) throw error;
    if (type !== "bool") throw new Refusal(`the expression gives ${type}, not bool`, 0);
    const root = rootOf(program.ast);
    enforceRules(root);
    replaceFunctions(root, meter);
    meter.attach(root);
    return { program, nodes: nodesOf(root).length };
  } catch (error) {
    throw invalid(name, messageOf(error), expression, offsetOf(error));
  }
}

function offsetOf(error: unknown): number {
  if (error instanceof Refusal) return error.at;
  const range =
    error instanceof Error && "range" in error ? (error.range as { start?: number } | undefined) : undefined;
  return range?.start ?? 0;
}

function invalid(condition: string, problem: string, expression: string, at: number): EngineError {
  const before = expression.slice(0, at).split("\n");
  const position = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  const message = `${problem} (line ${position.line}, column ${position.column} of the expression)`;
  return new EngineError("invalid_model", message, { condition, problem, at, ...position });
}
