import { CfAuthError } from "@cf-auth/client";
import { type Assertion, describeExpected, describeQuery, type Stage } from "@cf-auth/conformance";
import { EngineError } from "@cf-auth/engine";

/** What answers the queries of a test: the engine here, or a tenant. */
export interface TestSource {
  /** Prepares the model and tuples of a test. */
  open(stage: Stage): Promise<(assertion: Assertion) => Promise<Answer>>;
}

/** The result of a query: of a check, or the items of a list. */
export type Answer = boolean | "conditional" | readonly string[];

export interface TestFailure {
  readonly test: string;
  readonly query: string;
  readonly expected: string;
  readonly actual: string;
}

export interface TestSummary {
  readonly passed: number;
  readonly failures: readonly TestFailure[];
}

/** Runs every assertion. An expected error of a query is a failure; one of the connection ends the run. */
export async function runTests(stages: readonly Stage[], source: TestSource): Promise<TestSummary> {
  const failures: TestFailure[] = [];
  let passed = 0;
  for (const stage of stages) {
    const answer = await source.open(stage);
    for (const assertion of stage.assertions) {
      const actual = await answer(assertion).catch(errorOf);
      if (isExpected(actual, assertion)) passed++;
      else failures.push(failureOf(stage, assertion, actual));
    }
  }
  return { passed, failures };
}

class Failed {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function errorOf(error: unknown): Failed {
  const isOfQuery = error instanceof EngineError || (error instanceof CfAuthError && error.status === 400);
  if (!isOfQuery) throw error;
  return new Failed(`${error.code}: ${error.message}`);
}

function isExpected(actual: Answer | Failed, { expected }: Assertion): boolean {
  if (typeof expected === "boolean") return actual === expected;
  if (!Array.isArray(actual) || !Array.isArray(expected)) return false;
  return JSON.stringify(actual.toSorted()) === JSON.stringify(expected.toSorted());
}

function failureOf({ name }: Stage, assertion: Assertion, actual: Answer | Failed): TestFailure {
  return {
    test: name,
    query: describeQuery(assertion),
    expected: describeExpected(assertion),
    actual: actual instanceof Failed ? actual.text : describeAnswer(actual),
  };
}

function describeAnswer(answer: Answer): string {
  if (typeof answer === "boolean") return answer ? "allowed" : "denied";
  return answer === "conditional" ? "conditional" : `[${[...answer].sort().join(", ")}]`;
}
