import type { Clock } from "../ports/time.ts";
import type { Tenant } from "./tenant.ts";

/** What works with a clock. */
interface Timed {
  readonly clock: Clock;
}

export type Time = Pick<Tenant, "environment" | "clockOffsetSeconds">;

/** The time of everybody but test tenants whose clock was moved. */
export const REAL_TIME: Time = { environment: "live", clockOffsetSeconds: 0 };

/** What time it is for a tenant. */
export function clockOf({ clock }: Timed, tenant: Time): Clock {
  const aheadMs = secondsAhead(tenant) * 1000;
  return { now: () => new Date(clock.now().getTime() + aheadMs) };
}

/** The app as it is for a tenant: what works for its users finds the tenant's clock in it, and can find no other. */
export function inTimeOf<Deps extends Timed>(app: Deps, tenant: Time): Deps {
  return tenant.environment === "test" ? { ...app, clock: clockOf(app, tenant) } : app;
}

/** Whatever works with a clock that shows one tenant's time, with the clock of another. */
export function fromTimeOf<Deps extends Timed>(app: Deps, from: Time, to: Time): Deps {
  const aheadMs = (secondsAhead(to) - secondsAhead(from)) * 1000;
  return aheadMs === 0 ? app : { ...app, clock: { now: () => new Date(app.clock.now().getTime() + aheadMs) } };
}

interface Tenants {
  find(idOrSlug: string): Promise<Pick<Tenant, "id" | keyof Time> | undefined>;
}

const REMEMBERED = 10_000;

/** How far ahead the clock of a tenant is of which only the id is known. */
export class ClockOffsets {
  private readonly tenants: Tenants;
  /** Those that are live stay that, so their rows need not be read again. */
  private readonly live = new Set<string>();

  constructor(tenants: Tenants) {
    this.tenants = tenants;
  }

  /** Whether it is known to have no clock of its own. */
  isLive(tenantId: string): boolean {
    return this.live.has(tenantId);
  }

  /** In seconds; none for a tenant that nobody knows. */
  async of(tenantId: string): Promise<number> {
    if (this.live.has(tenantId)) return 0;
    const tenant = await this.tenants.find(tenantId);
    if (tenant?.id !== tenantId) return 0;
    if (tenant.environment === "live") this.remember(tenantId);
    return secondsAhead(tenant);
  }

  private remember(tenantId: string): void {
    if (this.live.size >= REMEMBERED) this.live.clear();
    this.live.add(tenantId);
  }
}

/** Whatever stands in its row, a live tenant has no time of its own. */
function secondsAhead({ environment, clockOffsetSeconds }: Time): number {
  return environment === "test" ? clockOffsetSeconds : 0;
}
