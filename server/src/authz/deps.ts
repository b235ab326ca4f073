import type { UsageMeter } from "../usage/meter.ts";
import type { GraphService } from "./graph-service.ts";
import type { ModelIndex } from "./model-index-store.ts";
import type { Replicas } from "./replicas.ts";

/** What this family works with; `compose.ts` makes it. */
export interface AuthzDeps {
  /** What this isolate counts of all tenants. */
  readonly meter: UsageMeter;
  readonly models: ModelIndex;
  /** Copies of graphs in this isolate. */
  readonly replicas: Replicas;
  /** The tenant's graph, in its Durable Object. */
  graph(tenantId: string): GraphService;
}
