import type { Schema } from "@cf-auth/engine";
import { describeAnswers, describeExpected, describeQuestion } from "./describe.ts";
import { ERROR_CODES, VALIDATION_ERROR } from "./error-codes.ts";
import { schemaOf } from "./model.ts";
import { type Answer, answerOf } from "./result.ts";
import { waysOf } from "./setups.ts";
import type { Assertion, Stage } from "./suite.ts";

/** Something that does not hold, in words. */
export interface Failure {
  readonly stage: string;
  readonly asked: string;
  readonly expected: string;
  readonly got: string;
}

/** What became of the assertions of a file. One has passed when it holds in every way. */
export interface Outcome {
  readonly passed: number;
  /** Of those that have passed: where OpenFGA errs for want of context, and the engine answers "conditional". */
  readonly conditional: number;
  readonly failures: readonly Failure[];
}

export function runStages(stages: readonly Stage[]): Outcome {
  const outcomes = stages.map(runStage);
  return {
    passed: sum(outcomes.map(({ passed }) => passed)),
    conditional: sum(outcomes.map(({ conditional }) => conditional)),
    failures: outcomes.flatMap(({ failures }) => failures),
  };
}

/** Where the model or the tuples are refused, every assertion has failed, and a stage without any counts as one. */
function runStage(stage: Stage): Outcome {
  const { name, assertions } = stage;
  let schema: Schema;
  let waysFor: ReturnType<typeof waysOf>;
  try {
    schema = schemaOf(stage.model);
    waysFor = waysOf(schema, stage);
  } catch (error) {
    const got = `no answer: ${error instanceof Error ? error.message : error}`;
    const failures = assertions.map((assertion) => failureOf(name, assertion, got));
    const alone = { stage: name, asked: "the model and its tuples", expected: "to be taken", got };
    return { passed: 0, conditional: 0, failures: failures.length > 0 ? failures : [alone] };
  }
  const failures: Failure[] = [];
  let conditional = 0;
  for (const assertion of assertions) {
    const ways = waysFor(assertion.tuples.length);
    const answers = ways.map((way) => ({ way: way.name, answer: answerOf(assertion, way) }));
    const wrong = answers.filter(({ answer }) => !isExpected(answer, assertion));
    const deviating = wrong.length > 0 ? wrong : answers;
    if (deviating.every(({ answer }) => isForWantOfContext(answer, assertion, stage, schema))) conditional++;
    else if (wrong.length > 0) failures.push(failureOf(name, assertion, describeAnswers(wrong)));
  }
  return { passed: assertions.length - failures.length, conditional, failures };
}

function failureOf(stage: string, assertion: Assertion, got: string): Failure {
  return { stage, asked: describeQuestion(assertion), expected: describeExpected(assertion), got };
}

function isExpected(answer: Answer, { expected }: Assertion): boolean {
  if (typeof expected === "boolean") return answer.kind === "allowed" && answer.allowed === expected;
  if ("errorCode" in expected) {
    return answer.kind === "error" && ERROR_CODES.get(expected.errorCode)?.includes(answer.code) === true;
  }
  return answer.kind === "listed" && JSON.stringify([...answer.items].sort()) === JSON.stringify([...expected].sort());
}

/**
 * The one deviation: where a condition lacks context, OpenFGA errs. The engine answers "conditional"; and of a
 * list of users, those that are certain all the same, whom OpenFGA's own checks allow. No "conditional" passes for a
 * no.
 */
function isForWantOfContext(answer: Answer, assertion: Assertion, { before, tuples }: Stage, schema: Schema): boolean {
  const { expected, context = {} } = assertion;
  const isTheirError =
    typeof expected === "object" && "errorCode" in expected && expected.errorCode === VALIDATION_ERROR;
  if (!isTheirError || answer.kind === "conditional") return isTheirError;
  if (assertion.kind !== "listUsers" || answer.kind !== "listed" || answer.items.length === 0) return false;
  return [...before, ...tuples, ...assertion.tuples].some(({ condition: { name = "", context: stored = {} } = {} }) => {
    const result = schema.conditions.get(name)?.evaluate({ ...stored }, context);
    return result !== undefined && "missing" in result;
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
