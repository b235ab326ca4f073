import * as z from "zod";
import { procedure, t } from "../pipeline/procedure.ts";
import { MAX_ASSERTION_TUPLES, MAX_ASSERTIONS } from "./limits.ts";
import { unwrap } from "./outcome.ts";
import { requireTenantGraph } from "./query.ts";
import { contextualInput, triple, tuple } from "./schemas.ts";

const modelVersion = z.int().min(1).describe("Version of the model that the assertions belong to.");

const assertion = z
  .strictObject({
    ...triple,
    expected: z.boolean().describe("Expected result of the check."),
    contextualTuples: z
      .array(tuple)
      .max(MAX_ASSERTION_TUPLES)
      .optional()
      .describe(`Contextual tuples of the check. At most ${MAX_ASSERTION_TUPLES}.`),
    context: contextualInput.context,
  })
  .meta({ id: "Assertion", description: "A check with its expected result." });

/** Called as `authz.assertions`. */
export const assertionsRouter = t.router({
  get: procedure({
    summary: "Gets the assertions of a version of the model. Tools run them; the service only stores them.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject({ modelVersion }))
    .output(z.object({ assertions: z.array(assertion) }))
    .query(async ({ ctx, input }) => {
      const { assertions } = unwrap(await ctx.app.graph(ctx.tenant.id).getAssertions(input.modelVersion));
      return { assertions: assertions.map((stored) => assertion.parse(stored)) };
    }),

  put: procedure({
    summary: "Replaces the assertions of a version of the model. Safe to repeat.",
    caller: ["secret", "admin", "platformKey"],
    rateLimit: "standard",
    audit: "authz.assertions.put",
  })
    .input(z.strictObject({ modelVersion, assertions: z.array(assertion).max(MAX_ASSERTIONS) }))
    .output(z.object({ assertionCount: z.int().min(0).describe("Number of stored assertions.") }))
    .mutation(async ({ ctx, input }) => {
      requireTenantGraph(ctx.tenant);
      return unwrap(await ctx.app.graph(ctx.tenant.id).putAssertions(input.modelVersion, input.assertions));
    }),
});
