import type { Schema } from "@cf-auth/engine";
import { describeExpected, describeQuery, describeResults } from "./describe.ts";
import { ERROR_CODES, VALIDATION_ERROR } from "./error-codes.ts";
import { schemaOf } from "./model.ts";
import { type Result, resultOf } from "./result.ts";
import { setupsOf } from "./setups.ts";
import type { Assertion, Stage } from "./suite.ts";

/** A failed assertion, as text. */
export interface Failure {
  readonly stage: string;
  readonly query: string;
  readonly expected: string;
  readonly actual: string;
}

/** Results of a file. An assertion passes if it holds in every setup. */
export interface Summary {
  readonly passed: number;
  /** Passed assertions for which OpenFGA fails because context is missing, and the engine returns "conditional". */
  readonly conditional: number;
  readonly failures: readonly Failure[];
}

export function runStages(stages: readonly Stage[]): Summary {
  const summaries = stages.map(runStage);
  return {
    passed: sum(summaries.map(({ passed }) => passed)),
    conditional: sum(summaries.map(({ conditional }) => conditional)),
    failures: summaries.flatMap(({ failures }) => failures),
  };
}

/**
 * Runs a stage. If its model or tuples are refused, every assertion fails; a stage without assertions counts as one
 * failure.
 */
function runStage(stage: Stage): Summary {
  const { name, assertions } = stage;
  let schema: Schema;
  let setupsFor: ReturnType<typeof setupsOf>;
  try {
    schema = schemaOf(stage.model);
    setupsFor = setupsOf(schema, stage);
  } catch (error) {
    const actual = `no result: ${error instanceof Error ? error.message : error}`;
    const failures = assertions.map((assertion) => failureOf(name, assertion, actual));
    const alone = { stage: name, query: "the model and its tuples", expected: "to be accepted", actual };
    return { passed: 0, conditional: 0, failures: failures.length > 0 ? failures : [alone] };
  }
  const failures: Failure[] = [];
  let conditional = 0;
  for (const assertion of assertions) {
    const setups = setupsFor(assertion.tuples.length);
    const results = setups.map((setup) => ({ setup: setup.name, result: resultOf(assertion, setup) }));
    const wrong = results.filter(({ result }) => !isExpected(result, assertion));
    const deviating = wrong.length > 0 ? wrong : results;
    if (deviating.every(({ result }) => isMissingContext(result, assertion, stage, schema))) conditional++;
    else if (wrong.length > 0) failures.push(failureOf(name, assertion, describeResults(wrong)));
  }
  return { passed: assertions.length - failures.length, conditional, failures };
}

function failureOf(stage: string, assertion: Assertion, actual: string): Failure {
  return { stage, query: describeQuery(assertion), expected: describeExpected(assertion), actual };
}

function isExpected(result: Result, { expected }: Assertion): boolean {
  if (typeof expected === "boolean") return result.kind === "allowed" && result.allowed === expected;
  if ("errorCode" in expected) {
    return result.kind === "error" && ERROR_CODES.get(expected.errorCode)?.includes(result.code) === true;
  }
  return result.kind === "listed" && JSON.stringify([...result.items].sort()) === JSON.stringify([...expected].sort());
}

/**
 * The one deviation: if a condition lacks context, OpenFGA fails. The engine returns "conditional"; a list of users
 * contains the certain ones, which OpenFGA's own checks allow. "conditional" never passes for a denied check.
 */
export function isMissingContext(
  result: { readonly kind: string; readonly items?: readonly string[] },
  assertion: Assertion,
  { before, tuples }: Stage,
  schema: Schema,
): boolean {
  const { expected, context = {} } = assertion;
  const isTheirError =
    typeof expected === "object" && "errorCode" in expected && expected.errorCode === VALIDATION_ERROR;
  if (!isTheirError || result.kind === "conditional") return isTheirError;
  if (assertion.kind !== "listUsers" || result.kind !== "listed" || !result.items?.length) return false;
  return [...before, ...tuples, ...assertion.tuples].some(({ condition: { name = "", context: stored = {} } = {} }) => {
    const evaluated = schema.conditions.get(name)?.evaluate({ ...stored }, context);
    return evaluated !== undefined && "missing" in evaluated;
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
