import * as z from "zod";
import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { PlansDeps } from "./deps.ts";

/**
 * Throws `plan_limit_exceeded` if the tenant's plan doesn't allow another user. Call this before anything that depends on
 * whether an email is taken. The write itself has the same condition.
 */
export async function requireUserCapacity(
  { tenants }: Pick<PlansDeps, "tenants">,
  { id, limits }: Tenant,
): Promise<void> {
  if (limits.users === undefined) return;
  const row = await tenants.find(id);
  if (row?.limits.users !== undefined && row.userCount >= row.limits.users) throw planLimitExceeded(row.limits.users);
}

export function planLimitExceeded(max: number | undefined): AppError {
  const message = max === undefined ? undefined : `The tenant's plan allows at most ${max} users.`;
  return new AppError("plan_limit_exceeded", { limit: "users", max }, message);
}

export const planSlug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, "Use lower-case letters, digits and hyphens, starting with a letter; at most 63.");

const amount = z.int().min(0).max(1_000_000_000);

/** Limits that are left out are unlimited. */
export const planLimits = z
  .strictObject({
    callsPerMinute: z
      .int()
      .min(1)
      .max(10_000_000)
      .describe(
        "Maximum calls per minute for the tenant. Calls of platform admins don't count. Calls without credentials or with a publishable key count only if they succeed.",
      ),
    users: amount.describe("Maximum number of the tenant's users."),
    auditDays: z
      .int()
      .min(1)
      .max(3650)
      .describe("Days after which audit events are moved from the audit log to files in R2."),
    tuples: z.int().min(1).max(10_000_000).describe("Maximum number of stored tuples of the tenant's graph."),
  })
  .partial()
  .meta({ id: "PlanLimits", description: "Limits of a plan. Omitted limits are unlimited." });
