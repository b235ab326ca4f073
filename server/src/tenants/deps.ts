import type { GraphService } from "../authz/graph-service.ts";
import type { ConnectionRecords } from "../connections/connection.ts";
import type { FileStore } from "../ports/files.ts";
import type { Clock } from "../ports/time.ts";
import type { SessionStore } from "../sessions/session-store.ts";
import type { TextCache, VersionedCache } from "../shared/cache.ts";
import type { PendingStore } from "../shared/pending-store.ts";
import type { Purgeable } from "../shared/purgeable.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { SigningKeyStore } from "../tokens/signing-key-store.ts";
import type { SigningKeys } from "../tokens/signing-keys.ts";
import type { PurgeStore } from "./purge-store.ts";
import type { TenantStore } from "./store.ts";
import type { TenantTree } from "./tree-store.ts";

/** What this family works with; `compose.ts` makes it. */
export interface TenantsDeps {
  /** The tenant's own in a procedure about one. */
  readonly clock: Clock;
  readonly tenants: TenantStore;
  readonly tenantTree: TenantTree;
  /** Tenants that this isolate has read. */
  readonly knownTenants: VersionedCache<Tenant>;
  readonly sessions: SessionStore;
  readonly signingKeyStore: SigningKeyStore;
  readonly signingKeys: SigningKeys;
  readonly jwksCache: TextCache;
  readonly files: FileStore;
  readonly purges: PurgeStore;
  /** Tenants of which a change may not have reached their Durable Objects. */
  readonly pending: PendingStore;
  /** The tenant's graph, in its Durable Object. */
  graph(tenantId: string): GraphService;
  /** All that the tenant's other object holds, to be forgotten with the tenant. */
  state(tenantId: string): Purgeable;
  /** What the tenant has revoked, in its Durable Object. */
  revocations(tenantId: string): Revocations;
  /** What lies open with the tenant's credentials. */
  connections(tenantId: string): ConnectionRecords;
}
