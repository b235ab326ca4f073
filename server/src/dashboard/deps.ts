import type { GraphService } from "../authz/graph-service.ts";
import type { FileStore } from "../ports/files.ts";
import type { Clock, Pause } from "../ports/time.ts";
import type { TextCache } from "../shared/cache.ts";
import type { TenantStore } from "../tenants/store.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { DashboardStore } from "./store.ts";

/** What this family works with; `compose.ts` makes it. */
export interface DashboardDeps {
  /** The tenant's own in a procedure about one. */
  readonly clock: Clock;
  readonly pause: Pause;
  readonly tenants: TenantStore;
  readonly dashboard: DashboardStore;
  /** Answers of the dashboard, kept for a moment. */
  readonly dashboardCache: TextCache;
  readonly files: FileStore;
  /** The tenant's graph, in its Durable Object. */
  graph(tenantId: string): GraphService;
  /** What the tenant has revoked, in its Durable Object. */
  revocations(tenantId: string): Revocations;
}
