import type { AuthStore } from "../accounts/store.ts";
import type { AuditStore } from "../audit/store.ts";
import type { ConnectionRecords } from "../connections/connection.ts";
import type { Outbox } from "../email/email.ts";
import type { Clock } from "../ports/time.ts";
import type { SessionStore } from "../sessions/session-store.ts";
import type { LastUse } from "../shared/last-use.ts";
import type { PendingStore } from "../shared/pending-store.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { UsageMeter } from "../usage/meter.ts";
import type { CustomerKeyCache, KeyCache } from "./key-cache.ts";
import type { KeyUsage } from "./key-use.ts";
import type { Scopes } from "./scopes.ts";
import type { ApiKeyStore } from "./store.ts";

/** Dependencies of the API keys; `compose.ts` makes them. */
export interface ApiKeysDeps {
  /** The tenant's clock in a procedure about a tenant. */
  readonly clock: Clock;
  readonly apiKeys: ApiKeyStore;
  /** API keys that this isolate has read. */
  readonly keyCache: KeyCache;
  readonly customerKeyCache: CustomerKeyCache;
  /** Scopes that a restricted key can have. */
  readonly scopes: Scopes;
  /** Scopes that a platform key can have. */
  readonly platformScopes: Scopes;
  readonly keyLastUse: LastUse;
  readonly auth: AuthStore;
  readonly sessions: SessionStore;
  readonly audit: AuditStore;
  /** Usage of all tenants, counted in this isolate. */
  readonly meter: UsageMeter;
  /** Tenants with a change that may not have reached their Durable Objects. */
  readonly pending: PendingStore;
  /** Uses of the tenant's keys, in its Durable Object. */
  keyUsage(tenantId: string): KeyUsage;
  /** The tenant's revocations, in its Durable Object. */
  revocations(tenantId: string): Revocations;
  /** Open connections with the tenant's credentials. */
  connections(tenantId: string): ConnectionRecords;
  /** The tenant's email queue, in its Durable Object. */
  outbox(tenantId: string): Outbox;
}
