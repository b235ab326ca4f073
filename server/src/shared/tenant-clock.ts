import type { Clock } from "../ports/time.ts";
import type { Tenant } from "./tenant.ts";

/** Dependencies with a clock. */
interface Timed {
  readonly clock: Clock;
}

export type Time = Pick<Tenant, "environment" | "clockOffsetSeconds">;

/** Real time, for all tenants but test tenants whose clock was advanced. */
export const REAL_TIME: Time = { environment: "live", clockOffsetSeconds: 0 };

/** The clock of a tenant. */
export function clockOf({ clock }: Timed, tenant: Time): Clock {
  const aheadMs = secondsAhead(tenant) * 1000;
  return { now: () => new Date(clock.now().getTime() + aheadMs) };
}

/** The app with the tenant's clock in place of real time. */
export function inTimeOf<Deps extends Timed>(app: Deps, tenant: Time): Deps {
  return tenant.environment === "test" ? { ...app, clock: clockOf(app, tenant) } : app;
}

/** The app with the clock of tenant `to`, given the app with that of tenant `from`. */
export function fromTimeOf<Deps extends Timed>(app: Deps, from: Time, to: Time): Deps {
  const aheadMs = (secondsAhead(to) - secondsAhead(from)) * 1000;
  return aheadMs === 0 ? app : { ...app, clock: { now: () => new Date(app.clock.now().getTime() + aheadMs) } };
}

interface Tenants {
  find(idOrSlug: string): Promise<Pick<Tenant, "id" | keyof Time> | undefined>;
}

const MAX_REMEMBERED = 10_000;

/** Looks up the clock offsets of tenants by id. */
export class ClockOffsets {
  private readonly tenants: Tenants;
  /** Ids of live tenants, cached because an environment never changes. */
  private readonly live = new Set<string>();

  constructor(tenants: Tenants) {
    this.tenants = tenants;
  }

  /** Whether the tenant is cached as live. */
  isLive(tenantId: string): boolean {
    return this.live.has(tenantId);
  }

  /** Offset in seconds; 0 for an unknown tenant. */
  async of(tenantId: string): Promise<number> {
    if (this.live.has(tenantId)) return 0;
    const tenant = await this.tenants.find(tenantId);
    if (tenant?.id !== tenantId) return 0;
    if (tenant.environment === "live") this.remember(tenantId);
    return secondsAhead(tenant);
  }

  private remember(tenantId: string): void {
    if (this.live.size >= MAX_REMEMBERED) this.live.clear();
    this.live.add(tenantId);
  }
}

/** A live tenant's offset is always 0, whatever its row says. */
function secondsAhead({ environment, clockOffsetSeconds }: Time): number {
  return environment === "test" ? clockOffsetSeconds : 0;
}
