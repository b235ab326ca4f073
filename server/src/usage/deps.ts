import type { UsageMeter } from "./meter.ts";
import type { UsageLog } from "./usage.ts";
import type { UsageStore } from "./usage-store.ts";

/** What this family works with; `compose.ts` makes it. */
export interface UsageDeps {
  /** What this isolate counts of all tenants. */
  readonly meter: UsageMeter;
  /** What tenants used by the day. */
  readonly usage: UsageStore;
  /** What the tenant has used by the hour. */
  usageLog(tenantId: string): UsageLog;
}
