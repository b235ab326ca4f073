import { type Assertion, type Stage, schemaOf, tupleOf } from "@cf-auth/conformance";
import { Engine, Graph } from "@cf-auth/engine";
import type { Answer, TestSource } from "./run-tests.ts";

const ALL = { limit: 1_000_000 };

/** Evaluates the file's own model and tuples in this process. */
export const engineSource: TestSource = {
  open: async ({ model, tuples }: Stage) => {
    const engine = new Engine(schemaOf(model), Graph.from(tuples.map(tupleOf)));
    return async (assertion) => answerOf(engine, assertion);
  },
};

function answerOf(engine: Engine, assertion: Assertion): Answer {
  const { relation, context } = assertion;
  const options = { context };
  switch (assertion.kind) {
    case "check":
      return engine.check(assertion.subject, relation, assertion.object, options).allowed;
    case "listObjects":
      return engine.listObjects(assertion.subject, relation, assertion.type, ALL, options).items;
    case "listUsers":
      return engine.listSubjects(assertion.object, relation, assertion.filter, ALL, options).items;
  }
}
