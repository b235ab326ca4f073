import type { FileStore } from "../ports/files.ts";
import type { Clock, Pause } from "../ports/time.ts";
import type { UsageMeter } from "../usage/meter.ts";
import type { Refusals } from "./refusals.ts";
import type { SealKeeper } from "./seals.ts";
import type { AuditStore } from "./store.ts";

/** What this family works with; `compose.ts` makes it. */
export interface AuditDeps {
  /** The tenant's own in a procedure about one. */
  readonly clock: Clock;
  readonly pause: Pause;
  readonly audit: AuditStore;
  /** Refusals that this isolate counts instead of writing each. */
  readonly refusals: Refusals;
  /** What this isolate counts of all tenants. */
  readonly meter: UsageMeter;
  readonly files: FileStore;
  /** What the tenant's log is held against. */
  seals(tenantId: string): SealKeeper;
}
