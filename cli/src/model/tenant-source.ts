import type { Assertion, TupleText } from "@cf-auth/conformance";
import { usageError } from "../cli-error.ts";
import type { Io } from "../io.ts";
import type { Connection } from "../profile/connection.ts";
import type { Answer, TestSource } from "./run-tests.ts";

/** Contextual tuples of one request, by the service's limit. */
const MAX_CONTEXTUAL = 100;

/** Queries a tenant's model and graph. The file's tuples are contextual: nothing is stored. */
export function tenantSource({ client }: Connection, { signal }: Io): TestSource {
  const { authz } = client;
  return {
    open: async ({ tuples }) => {
      if (tuples.length > MAX_CONTEXTUAL) {
        throw usageError(
          `The file has ${tuples.length} tuples; against a tenant, ${MAX_CONTEXTUAL} are possible.`,
          "Load the store into a test tenant with `cf-auth store import`, which runs its tests there.",
        );
      }
      const contextualTuples = tuples.map(asTuple);
      return async (assertion): Promise<Answer> => await answerOf(assertion, contextualTuples);
    },
  };

  async function answerOf(assertion: Assertion, contextualTuples: ReturnType<typeof asTuple>[]): Promise<Answer> {
    const { relation, context } = assertion;
    const common = { relation, context, contextualTuples };
    switch (assertion.kind) {
      case "check": {
        const { subject, object } = assertion;
        return (await authz.check({ ...common, subject, object }, { signal })).allowed;
      }
      case "listObjects": {
        const { subject, type: objectType } = assertion;
        return await Array.fromAsync(authz.listObjects({ ...common, subject, objectType }, { signal }));
      }
      case "listUsers": {
        const { object, filter: subjectKind } = assertion;
        return await Array.fromAsync(authz.listSubjects({ ...common, object, subjectKind }, { signal }));
      }
    }
  }
}

function asTuple({ user: subject, relation, object, condition }: TupleText) {
  if (condition === undefined) return { subject, relation, object };
  const { name, context } = condition;
  return { subject, relation, object, condition: { name, ...(context !== undefined && { context: { ...context } }) } };
}
