import type { App } from "../app.ts";
import { after } from "../shared/session-lifetimes.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import { requireTestTenant } from "../shared/zz-testing--environment.ts";

const DAY = 24 * 60 * 60;
/** How far a test tenant's clock can be moved ahead in all, in seconds. */
export const FURTHEST_SECONDS = 3650 * DAY;

/** Moves a test tenant's clock ahead; it never goes back. Throws `live_refused`, `invalid_input` beyond ten years. */
export async function advanceClock(
  { tenants, revocations, clock }: Pick<App, "tenants" | "revocations" | "clock">,
  tenant: Tenant,
  seconds: number,
): Promise<{ now: Date; aheadSeconds: number }> {
  requireTestTenant(tenant);
  const moved = await tenants.advanceClock(tenant.id, seconds, FURTHEST_SECONDS);
  if (moved === undefined) {
    const message = `The clock can be at most ${FURTHEST_SECONDS} seconds ahead.`;
    throw new AppError("invalid_input", { issues: [{ path: "seconds", message }] });
  }
  await revocations(tenant.id).tenantChanged();
  const aheadSeconds = moved.clockOffsetSeconds;
  // The clock is the tenant's, as it was when the call came.
  return { now: after(clock.now(), aheadSeconds - tenant.clockOffsetSeconds), aheadSeconds };
}
