import * as z from "zod";
import { type OpenFgaCall, readModelId } from "./openfga-call.ts";
import { checkedKey, context, tupleKey, tupleKeyOf } from "./request-fields.ts";

const writeRequest = z.object({
  assertions: z
    .array(
      z.object({
        tuple_key: checkedKey,
        // A boolean without a value is false, as in all of protobuf's JSON.
        expectation: z
          .boolean()
          .nullish()
          .transform((expected) => expected ?? false),
        contextual_tuples: z.array(tupleKey).nullish(),
        context,
      }),
    )
    .nullish()
    .transform((input) => input ?? []),
});

export async function readAssertions(call: OpenFgaCall): Promise<Response> {
  const model = call.parameter("model");
  const { assertions } = await call.run("authz.assertions.get", () => ({ modelVersion: readModelId(model) }));
  const written = assertions.map(({ expected, contextualTuples = [], context: values, ...fact }) => ({
    tuple_key: { user: fact.subject, relation: fact.relation, object: fact.object },
    expectation: expected,
    contextual_tuples: contextualTuples.map(tupleKeyOf),
    context: values ?? null,
  }));
  return Response.json({ authorization_model_id: model, assertions: written });
}

export async function writeAssertions(call: OpenFgaCall): Promise<Response> {
  await call.run("authz.assertions.put", () => {
    const version = readModelId(call.parameter("model"));
    const assertions = call
      .body(writeRequest)
      .assertions.map(({ tuple_key: fact, expectation, contextual_tuples: tuples, context: values }) => ({
        ...fact,
        expected: expectation,
        ...(tuples && tuples.length > 0 && { contextualTuples: tuples }),
        ...(values && { context: values }),
      }));
    return { modelVersion: version, assertions };
  });
  return new Response(null, { status: 204 });
}
