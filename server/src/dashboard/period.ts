import { AppError } from "../shared/errors/app-error.ts";
import { dayOf, daysBetween, type Period, shiftedDay } from "../usage/usage.ts";
import type { DashboardDeps } from "./deps.ts";

const DEFAULT_DAYS = 30;
export const MAX_DAYS = 366;

interface PeriodInput {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Id or slug. */
  readonly tenant?: string | undefined;
}

/** Reads a period of 1 to 366 days and its tenant. Throws `invalid_input` and `tenant_not_found`. */
export async function periodOf(
  app: Pick<DashboardDeps, "tenants" | "clock">,
  { from, to, tenant }: PeriodInput,
): Promise<Period> {
  const last = to ?? dayOf(app.clock.now());
  const first = from ?? shiftedDay(last, 1 - DEFAULT_DAYS);
  const days = daysBetween(first, last) + 1;
  if (!(days >= 1 && days <= MAX_DAYS)) {
    const message = `Choose a period of 1 to ${MAX_DAYS} days; from must not be after to.`;
    throw new AppError("invalid_input", { issues: [{ path: "from", message }] });
  }
  if (tenant === undefined) return { from: first, to: last };
  const found = await app.tenants.find(tenant);
  if (found === undefined) throw new AppError("tenant_not_found");
  return { from: first, to: last, tenantId: found.id };
}
