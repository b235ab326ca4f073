import type { App } from "../app.ts";
import { AppError } from "../errors/app-error.ts";
import type { Tenant } from "../tenants/tenant.ts";

/**
 * Throws `plan_limit_exceeded` where the tenant's plan leaves no room for one more user, whoever that would be: to be called
 * before anything is done that depends on whether an address is taken. The write itself has the same condition.
 */
export async function requireRoom({ tenants }: Pick<App, "tenants">, { id, limits }: Tenant): Promise<void> {
  if (limits.users === undefined) return;
  const row = await tenants.find(id);
  if (row?.limits.users !== undefined && row.userCount >= row.limits.users) throw exceeded(row.limits.users);
}

export function exceeded(maximum: number | undefined): AppError {
  const message = maximum === undefined ? undefined : `The tenant's plan allows at most ${maximum} users.`;
  return new AppError("plan_limit_exceeded", { limit: "users", max: maximum }, message);
}
