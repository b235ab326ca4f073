import { describeExpected, describeQuery, describeResult } from "../describe.ts";
import { CODE_NAMES } from "../error-codes.ts";
import { definitionOf, schemaOf } from "../model.ts";
import { type Failure, isMissingContext, type Summary } from "../run.ts";
import type { Assertion, Stage } from "../suite.ts";
import type { HttpResult, OpenFgaApi } from "./openfga-api.ts";

/** Runs stages through OpenFGA's HTTP API, and removes their tuples again. The store has no others. */
export async function runStagesOverHttp(stages: readonly Stage[], api: OpenFgaApi): Promise<Summary> {
  let [passed, conditional] = [0, 0];
  const failures: Failure[] = [];
  try {
    for (const stage of stages) {
      // The tuples of earlier stages of a test stay, whether or not this stage's model allows them.
      if (stage.before.length === 0) await api.clear();
      const summary = await runStage(stage, api);
      passed += summary.passed;
      conditional += summary.conditional;
      failures.push(...summary.failures);
    }
  } finally {
    await api.clear();
  }
  return { passed, conditional, failures };
}

async function runStage(stage: Stage, api: OpenFgaApi): Promise<Summary> {
  const { name, assertions } = stage;
  const failureOf = (assertion: Assertion, actual: string): Failure => {
    return { stage: name, query: describeQuery(assertion), expected: describeExpected(assertion), actual };
  };
  try {
    await api.putModel(definitionOf(stage.model));
    await api.write(stage.tuples);
  } catch (error) {
    const actual = `no result: ${error instanceof Error ? error.message : error}`;
    const alone = { stage: name, query: "the model and its tuples", expected: "to be accepted", actual };
    const failures = assertions.map((assertion) => failureOf(assertion, actual));
    return { passed: 0, conditional: 0, failures: failures.length > 0 ? failures : [alone] };
  }
  const schema = schemaOf(stage.model);
  const failures: Failure[] = [];
  let conditional = 0;
  for (const assertion of assertions) {
    const result = await api.query(assertion);
    if (isExpected(result, assertion)) continue;
    if (result.kind === "listed" && isMissingContext(result, assertion, stage, schema)) conditional++;
    else failures.push(failureOf(assertion, describeResult(result)));
  }
  return { passed: assertions.length - failures.length, conditional, failures };
}

/** Errors are expected with exactly OpenFGA's code. */
function isExpected(result: HttpResult, { expected }: Assertion): boolean {
  if (typeof expected === "boolean") return result.kind === "allowed" && result.allowed === expected;
  if ("errorCode" in expected) return result.kind === "error" && result.code === CODE_NAMES.get(expected.errorCode);
  return result.kind === "listed" && JSON.stringify([...result.items].sort()) === JSON.stringify([...expected].sort());
}
