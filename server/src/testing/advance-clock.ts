import type { App } from "../app.ts";
import { after } from "../auth/lifetimes.ts";
import { AppError } from "../errors/app-error.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { requireTestTenant } from "./environment.ts";

const DAY = 24 * 60 * 60;
/** How far a test tenant's clock can be moved ahead in all, in seconds. */
export const FURTHEST_SECONDS = 3650 * DAY;

/** Moves a test tenant's clock ahead; it never goes back. Throws `test_tenant_only`, `invalid_input` beyond ten years. */
export async function advanceClock(
  { tenants, revocations, clock }: Pick<App, "tenants" | "revocations" | "clock">,
  tenant: Tenant,
  seconds: number,
): Promise<{ now: Date; offsetSeconds: number }> {
  requireTestTenant(tenant);
  const moved = await tenants.advanceClock(tenant.id, seconds, FURTHEST_SECONDS);
  if (moved === undefined) {
    const message = `The clock can be at most ${FURTHEST_SECONDS} seconds ahead.`;
    throw new AppError("invalid_input", { issues: [{ path: "seconds", message }] });
  }
  await revocations(tenant.id).tenantChanged();
  const offsetSeconds = moved.clockOffsetSeconds;
  // The clock is the tenant's, as it was when the call came.
  return { now: after(clock.now(), offsetSeconds - tenant.clockOffsetSeconds), offsetSeconds };
}
