import { AppError } from "../errors/app-error.ts";
import type { Tenant } from "../tenants/tenant.ts";

/** Throws `test_tenant_only` unless the tenant is one for tests. */
export function requireTestTenant({ environment }: Pick<Tenant, "environment">): void {
  if (environment !== "test") throw new AppError("test_tenant_only");
}

/** Throws `environment_mismatch` unless live keys are used for live tenants, and test keys for test tenants. */
export function requireSameEnvironment(
  { mode }: { readonly mode: "live" | "test" },
  { environment }: Pick<Tenant, "environment">,
): void {
  if (mode !== environment) throw new AppError("environment_mismatch", { key: mode, tenant: environment });
}
