import type { FileStore } from "../ports/files.ts";
import type { Clock, Pause } from "../ports/time.ts";
import type { UsageMeter } from "../usage/meter.ts";
import type { Refusals } from "./refusals.ts";
import type { SealKeeper } from "./seals.ts";
import type { AuditStore } from "./store.ts";

/** Dependencies of this family; `compose.ts` creates them. */
export interface AuditDeps {
  /** The tenant's clock in a procedure about a tenant. */
  readonly clock: Clock;
  readonly pause: Pause;
  readonly audit: AuditStore;
  /** Refusals that this isolate aggregates instead of logging each. */
  readonly refusals: Refusals;
  /** What this isolate counts of all tenants. */
  readonly meter: UsageMeter;
  readonly files: FileStore;
  /** The chain's hashes that the tenant's log is verified against. */
  seals(tenantId: string): SealKeeper;
}
