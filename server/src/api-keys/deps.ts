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
import type { KnownCustomerKeys, KnownKeys } from "./key-cache.ts";
import type { KeyUsage } from "./key-use.ts";
import type { Scopes } from "./scopes.ts";
import type { ApiKeyStore } from "./store.ts";

/** What this family works with; `compose.ts` makes it. */
export interface ApiKeysDeps {
  /** The tenant's own in a procedure about one. */
  readonly clock: Clock;
  readonly apiKeys: ApiKeyStore;
  /** Keys that this isolate has read. */
  readonly knownKeys: KnownKeys;
  readonly knownCustomerKeys: KnownCustomerKeys;
  /** What restricted keys can be allowed. */
  readonly scopes: Scopes;
  readonly keyLastUse: LastUse;
  readonly auth: AuthStore;
  readonly sessions: SessionStore;
  readonly audit: AuditStore;
  /** What this isolate counts of all tenants. */
  readonly meter: UsageMeter;
  /** Tenants of which a change may not have reached their Durable Objects. */
  readonly pending: PendingStore;
  /** How often its keys were used, in its Durable Object. */
  keyUsage(tenantId: string): KeyUsage;
  /** What the tenant has revoked, in its Durable Object. */
  revocations(tenantId: string): Revocations;
  /** What lies open with the tenant's credentials. */
  connections(tenantId: string): ConnectionRecords;
  /** The tenant's letters on their way, in its Durable Object. */
  outbox(tenantId: string): Outbox;
}
