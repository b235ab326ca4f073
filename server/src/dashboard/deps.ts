import type { GraphService } from "../authz/graph-service.ts";
import type { FileStore } from "../ports/files.ts";
import type { Clock, Pause } from "../ports/time.ts";
import type { TextCache } from "../shared/cache.ts";
import type { TenantStore } from "../tenants/store.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { SecretRecordStore } from "./secret-record-store.ts";
import type { DashboardStore } from "./store.ts";

/** Dependencies of this family; `compose.ts` creates them. */
export interface DashboardDeps {
  /** The tenant's clock in a procedure about a tenant. */
  readonly clock: Clock;
  readonly pause: Pause;
  readonly tenants: TenantStore;
  readonly dashboard: DashboardStore;
  readonly secretRecords: SecretRecordStore;
  /** Cached results of the dashboard. */
  readonly dashboardCache: TextCache;
  readonly files: FileStore;
  /** The tenant's graph, in its Durable Object. */
  graph(tenantId: string): GraphService;
  /** The tenant's revocations, in its Durable Object. */
  revocations(tenantId: string): Revocations;
}
