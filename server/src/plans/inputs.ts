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
        "Maximum calls per minute for the tenant. Calls of platform admins don't count. Calls without credentials or with a publishable key count only if they succeed.",
      ),
    users: most.describe("Maximum number of the tenant's users."),
    tuples: z.int().min(1).max(10_000_000).describe("Maximum number of stored tuples of the tenant's graph."),
  })
  .partial()
  .meta({ id: "PlanLimits", description: "Limits of a plan. Omitted limits are unlimited." });
