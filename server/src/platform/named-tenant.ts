import type { App } from "../app.ts";
import { AppError } from "../errors/app-error.ts";
import { PLATFORM_SLUG, type Tenant } from "../tenants/tenant.ts";

/** A tenant by id or slug. Throws `tenant_not_found`, and `forbidden` for the platform's own, on which admins have roles. */
export async function namedTenant({ tenants }: Pick<App, "tenants">, name: string): Promise<Tenant> {
  const tenant = await tenants.find(name);
  if (tenant === undefined) throw new AppError("tenant_not_found");
  if (tenant.slug === PLATFORM_SLUG) throw new AppError("forbidden");
  return tenant;
}
