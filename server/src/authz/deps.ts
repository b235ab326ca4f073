import type { UsageMeter } from "../usage/meter.ts";
import type { GraphService } from "./graph-service.ts";
import type { ModelIndex } from "./model-index-store.ts";
import type { Replicas } from "./replicas.ts";

/** Dependencies of this family; `compose.ts` makes them. */
export interface AuthzDeps {
  /** Usage of all tenants in this isolate. */
  readonly meter: UsageMeter;
  readonly models: ModelIndex;
  /** The isolate's copies of graphs. */
  readonly replicas: Replicas;
  /** The tenant's graph, in its Durable Object. */
  graph(tenantId: string): GraphService;
}
