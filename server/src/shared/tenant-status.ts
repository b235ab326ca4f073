import { AppError } from "./errors/app-error.ts";
import type { Tenant } from "./tenant.ts";

/** Throws `tenant_suspended` or `tenant_deleted` for a tenant that is, or that stands below one that is. */
export function requireOpen({ status }: Pick<Tenant, "status">): void {
  if (status === "suspended") throw new AppError("tenant_suspended");
  if (status === "deleted") throw new AppError("tenant_deleted");
}

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
