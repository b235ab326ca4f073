import type { GraphService } from "../authz/graph-service.ts";
import type { ConnectionRecords } from "../connections/connection.ts";
import type { FileStore } from "../ports/files.ts";
import type { Clock } from "../ports/time.ts";
import type { SessionStore } from "../sessions/session-store.ts";
import type { TextCache, VersionedCache } from "../shared/cache.ts";
import type { PendingStore } from "../shared/pending-store.ts";
import type { Purgeable } from "../shared/purgeable.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { Location } from "../shared/tenant-settings.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { SigningKeyStore } from "../tokens/signing-key-store.ts";
import type { SigningKeys } from "../tokens/signing-keys.ts";
import type { CachedTenants } from "./cached-tenants.ts";
import type { TenantDirectory } from "./directory.ts";
import type { PurgeStore } from "./purge-store.ts";
import type { TenantStore } from "./store.ts";
import type { TenantTree } from "./tree-store.ts";

/** Dependencies of this family; `compose.ts` makes them. */
export interface TenantsDeps {
  /** Shows the tenant's time in a procedure about a tenant. */
  readonly clock: Clock;
  readonly tenants: TenantStore;
  /** Tenants by slug or host, without D1 where the isolate has read them. */
  readonly tenantDirectory: TenantDirectory;
  readonly cachedTenants: CachedTenants;
  readonly tenantTree: TenantTree;
  /** The isolate's cache of tenants. */
  readonly tenantCache: VersionedCache<Tenant>;
  readonly sessions: SessionStore;
  readonly signingKeyStore: SigningKeyStore;
  readonly signingKeys: SigningKeys;
  readonly jwksCache: TextCache;
  readonly files: FileStore;
  /** Deletes some of a tenant's backups, and returns whether none is left. Undefined if no backups are configured. */
  readonly tenantBackups: { deleteSome(tenantId: string): Promise<boolean> } | undefined;
  readonly purges: PurgeStore;
  /** Tenants with changes that may not have reached their Durable Objects. */
  readonly pending: PendingStore;
  /** The tenant's graph, in its Durable Object. */
  graph(tenantId: string): GraphService;
  /** Creates the tenant's Durable Objects near a region. Has no effect on those that exist. */
  createObjects(tenantId: string, location: Location): Promise<void>;
  /** The tenant's other Durable Object, which is cleared with the tenant. */
  state(tenantId: string): Purgeable;
  /** Revocations of the tenant, in its Durable Object. */
  revocations(tenantId: string): Revocations;
  /** Connections opened with the tenant's credentials. */
  connections(tenantId: string): ConnectionRecords;
}
