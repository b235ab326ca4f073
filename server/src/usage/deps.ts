import type { UsageMeter } from "./meter.ts";
import type { UsageLog } from "./usage.ts";
import type { UsageStore } from "./usage-store.ts";

/** Dependencies of this family; `compose.ts` makes them. */
export interface UsageDeps {
  /** Usage of all tenants in this isolate. */
  readonly meter: UsageMeter;
  /** Daily usage of all tenants, in D1. */
  readonly usage: UsageStore;
  /** Hourly usage of the tenant, in its Durable Object. */
  usageLog(tenantId: string): UsageLog;
}
