import type { App } from "../app.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";

/** A tenant by id or slug. Throws `tenant_unknown`, and `forbidden` for the platform's own, on which admins have roles. */
export async function namedTenant({ tenants }: Pick<App, "tenants">, name: string): Promise<Tenant> {
  const tenant = await tenants.find(name);
  if (tenant === undefined) throw new AppError("tenant_unknown");
  if (tenant.slug === PLATFORM_SLUG) throw new AppError("forbidden");
  return tenant;
}
