import { AppError } from "./errors/app-error.ts";
import type { Tenant } from "./tenant.ts";

/** Throws `tenant_suspended` or `tenant_deleted` for a tenant that is, or that stands below one that is. */
export function requireOpen({ status }: Pick<Tenant, "status">): void {
  if (status === "suspended") throw new AppError("tenant_suspended");
  if (status === "deleted") throw new AppError("tenant_deleted");
}
