import * as z from "zod";
import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { PlansDeps } from "./deps.ts";

/**
 * Throws `plan_limit_exceeded` where the tenant's plan leaves no room for one more user, whoever that would be: to be called
 * before anything is done that depends on whether an address is taken. The write itself has the same condition.
 */
export async function requireRoom({ tenants }: Pick<PlansDeps, "tenants">, { id, limits }: Tenant): Promise<void> {
  if (limits.users === undefined) return;
  const row = await tenants.find(id);
  if (row?.limits.users !== undefined && row.userCount >= row.limits.users) throw exceeded(row.limits.users);
}

export function exceeded(maximum: number | undefined): AppError {
  const message = maximum === undefined ? undefined : `The tenant's plan allows at most ${maximum} users.`;
  return new AppError("plan_limit_exceeded", { limit: "users", max: maximum }, message);
}

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
