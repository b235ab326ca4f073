import { AppError } from "./errors/app-error.ts";
import type { Tenant } from "./tenant.ts";

/** Throws `tenant_suspended` or `tenant_deleted` if the tenant or an ancestor is. */
export function requireOpen({ status }: Pick<Tenant, "status">): void {
  if (status === "suspended") throw new AppError("tenant_suspended");
  if (status === "deleted") throw new AppError("tenant_deleted");
}

/** Throws `test_tenant_only` unless the tenant is a test tenant. */
export function requireTestTenant({ environment }: Pick<Tenant, "environment">): void {
  if (environment !== "test") throw new AppError("test_tenant_only");
}

/** Throws `environment_mismatch` unless a live key is used for a live tenant, or a test key for a test tenant. */
export function requireSameEnvironment(
  { mode }: { readonly mode: "live" | "test" },
  { environment }: Pick<Tenant, "environment">,
): void {
  if (mode !== environment) throw new AppError("environment_mismatch", { key: mode, tenant: environment });
}
