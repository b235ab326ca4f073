import type { AuditStore } from "../audit/store.ts";
import type { GraphService } from "../authz/graph-service.ts";
import type { ModelIndex } from "../authz/model-index-store.ts";
import type { ConnectionRecords } from "../connections/connection.ts";
import type { TenantStore } from "../tenants/store.ts";
import type { TenantTree } from "../tenants/tree-store.ts";
import type { SigningKeys } from "../tokens/signing-keys.ts";
import type { UsersDeps } from "../users/deps.ts";
import type { GrantIndex } from "./grant-index-store.ts";
import type { PlatformStore } from "./store.ts";

/** What this family works with; `compose.ts` makes it. */
export interface PlatformDeps extends UsersDeps {
  readonly tenants: TenantStore;
  readonly tenantTree: TenantTree;
  readonly platform: PlatformStore;
  readonly grantIndex: GrantIndex;
  readonly signingKeys: SigningKeys;
  readonly audit: AuditStore;
  readonly models: ModelIndex;
  /** The tenant's graph, in its Durable Object. */
  graph(tenantId: string): GraphService;
  /** What lies open with the tenant's credentials. */
  connections(tenantId: string): ConnectionRecords;
}
