import * as z from "zod";

export const planSlug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, "Use lower-case letters, digits and hyphens, starting with a letter; at most 63.");

const most = z.int().min(0).max(1_000_000_000);

/** What is left out is not limited by the plan. */
export const planLimits = z
  .strictObject({
    callsPerMinute: z
      .int()
      .min(1)
      .max(10_000_000)
      .describe(
        "Calls about the tenant in a minute. Those of platform admins do not count; of callers without credentials or with a publishable key only those that succeed.",
      ),
    users: most.describe("Users of the tenant."),
    tuples: z.int().min(1).max(10_000_000).describe("Stored tuples of its graph."),
  })
  .partial()
  .meta({ id: "PlanLimits", description: "What a plan limits; what is left out it does not limit." });
