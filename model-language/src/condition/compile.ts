import { type CompileCondition, EngineError, type ParameterType } from "@cf-auth/engine";
import type { ParseResult } from "@marcbachmann/cel-js";
import { MAX_WORK } from "../limits.ts";
import { remember } from "../values/remember.ts";
import { parseDuration, parseTimestamp } from "../values/time.ts";
import { ContextReader } from "./context.ts";
import { BASE, required } from "./environment.ts";
import { Meter } from "./meter.ts";
import { type Parameter, parameterOf } from "./parameters.ts";
import { matcher } from "./pattern.ts";
import { enforceRules, Refusal } from "./rules.ts";
import { calledBy, childrenIn, type Node, nodesOf, rootOf } from "./tree.ts";

/**
 * Compiles a condition of OpenFGA, whose expression is in CEL. Throws `invalid_model` with `details` of
 * `{ condition, problem, line, column }`, the place counted from 1 within the expression.
 *
 * A parameter without a value is missing whether or not it would decide, as OpenFGA has it; a failing expression is
 * `invalid_context`.
 * Source of the language: https://github.com/google/cel-spec
 */
export const compileCondition: CompileCondition = ({ name, expression, parameters = {} }) => {
  const meter = new Meter();
  const types = typesOf(name, parameters);
  const program = programOf(name, expression, types, meter);
  const contexts = new ContextReader(name, types);
  return {
    name,
    parameters: [...types.keys()],
    validate: (context) => contexts.validate(context),
    evaluate(stored, request) {
      const values = contexts.values(stored, request);
      const missing = contexts.missing(values);
      if (missing.length > 0) return { missing };
      const outcome = run(program, values, meter);
      if (meter.isSpent) {
        throw new EngineError("work_exceeded", `Condition ${name} costs more than ${MAX_WORK} units of work.`, {
          condition: name,
          limit: MAX_WORK,
        });
      }
      if (typeof outcome === "boolean") return { met: outcome };
      throw new EngineError("invalid_context", `Condition ${name} fails: ${problemOf(outcome)}.`, { condition: name });
    },
  };
};

/** The answer, or what the expression fails with. */
function run(program: ParseResult, values: ReadonlyMap<string, unknown>, meter: Meter): unknown {
  meter.restart();
  try {
    return program(values);
  } catch (error) {
    return error;
  }
}

function typesOf(name: string, parameters: Readonly<Record<string, ParameterType>>): Map<string, Parameter> {
  const types = new Map<string, Parameter>();
  for (const [parameter, type] of Object.entries(parameters)) {
    const known = parameterOf(type);
    if (known === undefined) throw invalid(name, `parameter ${parameter} has no type that is known`, "", 0);
    types.set(parameter, known);
  }
  return types;
}

function programOf(name: string, expression: string, types: ReadonlyMap<string, Parameter>, meter: Meter): ParseResult {
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
    return program;
  } catch (error) {
    throw invalid(name, problemOf(error), expression, placeOf(error));
  }
}

/** Gives functions of cel-js another implementation: `RegExp` takes exponential time, `Date` anything like a date. */
function replaceFunctions(root: Node, meter: Meter): void {
  const functions: Readonly<Record<string, (...texts: string[]) => unknown>> = {
    matches: matcher(meter),
    timestamp: remember((text) => required(parseTimestamp(text), "a timestamp is not of RFC 3339")),
    duration: remember((text) => required(parseDuration(text), "a duration is malformed")),
  };
  for (const { node } of nodesOf(root)) {
    const name = calledBy(node) ?? "";
    const { handle } = node;
    const replacement = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (!handle || !replacement) continue;
    node.handle = (values, ...rest) => {
      const texts = values as unknown[]; // A call's come in a list.
      const isText = texts.every((value) => typeof value === "string");
      return isText ? replacement(...texts) : handle(values, ...rest);
    };
    checkConstants(node, replacement);
  }
}

/** A malformed constant is a mistake of the model. */
function checkConstants(node: Node, parse: (...texts: string[]) => unknown): void {
  const [last] = childrenIn(node.args).slice(-1);
  if (last?.op !== "value" || typeof last.args !== "string") return;
  try {
    if (calledBy(node) === "matches") parse("", last.args);
    else parse(last.args);
  } catch (error) {
    throw new Refusal(problemOf(error), last.start);
  }
}

/** cel-js's own errors have a `summary` beside the message, which quotes the expression. */
function problemOf(error: unknown): string {
  if (error instanceof Error && "summary" in error && typeof error.summary === "string") return error.summary;
  // JavaScript's own say nothing to who wrote the expression.
  return error instanceof Error && !(error instanceof TypeError) ? error.message : "it cannot be evaluated";
}

function placeOf(error: unknown): number {
  if (error instanceof Refusal) return error.at;
  const range =
    error instanceof Error && "range" in error ? (error.range as { start?: number } | undefined) : undefined;
  return range?.start ?? 0;
}

function invalid(condition: string, problem: string, expression: string, at: number): EngineError {
  const before = expression.slice(0, at).split("\n");
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  const message = `${problem} (line ${place.line}, column ${place.column} of the expression)`;
  return new EngineError("invalid_model", message, { condition, problem, ...place });
}
