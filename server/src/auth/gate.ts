import { AppError } from "../errors/app-error.ts";
import { requireOpen } from "../tenants/open.ts";
import type { Tenant } from "../tenants/tenant.ts";
import type { UserRow } from "./store.ts";

/** What every way of signing in, and of staying signed in, has to pass. */
export function passGate(tenant: Pick<Tenant, "status">, user: Pick<UserRow, "status">): void {
  requireOpen(tenant);
  if (user.status === "banned") throw new AppError("user_banned");
}
