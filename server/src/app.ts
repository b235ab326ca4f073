import type { KeyUsage } from "./api-keys/key-use.ts";
import type { KnownCustomerKeys } from "./api-keys/key-cache.ts";
import type { KnownKeys } from "./api-keys/zz-api-keys--known-keys.ts";
import type { Scopes } from "./api-keys/scopes.ts";
import type { ApiKeyStore } from "./api-keys/store.ts";
import type { Refusals } from "./audit/refusals.ts";
import type { SealKeeper } from "./audit/seals.ts";
import type { AuditStore } from "./audit/store.ts";
import type { AccessTokens } from "./tokens/access-token.ts";
import type { AttemptCounter } from "./attempts/attempts.ts";
import type { Blocklist } from "./passwords/blocklist.ts";
import type { Challenges } from "./attempts/challenges/challenge.ts";
import type { ExportStore } from "./accounts/export-store.ts";
import type { RequiredFactors } from "./sign-in/sign-in-policy.ts";
import type { TextCache } from "./tokens/jwks.ts";
import type { KeySeal } from "./tokens/key-encryption.ts";
import type { LastUse } from "./shared/last-use.ts";
import type { Passwords } from "./passwords/passwords.ts";
import type { ProofStore } from "./verification/token-store.ts";
import type { RefreshTokens } from "./tokens/refresh-token.ts";
import type { Revocations } from "./tokens/revocations.ts";
import type { SessionStore } from "./sessions/session-store.ts";
import type { SigningKeyStore } from "./tokens/signing-key-store.ts";
import type { SigningKeys } from "./tokens/signing-keys.ts";
import type { AuthStore } from "./accounts/store.ts";
import type { GraphService } from "./authz/graph-service.ts";
import type { ModelIndex } from "./authz/model-index-store.ts";
import type { Replicas } from "./authz/replicas.ts";
import type { FailedLookups } from "./shared/failed-lookups.ts";
import type { ConnectionRecords } from "./connections/connection.ts";
import type { DashboardStore } from "./dashboard/store.ts";
import type { LiveEvents } from "./events/event-stream.ts";
import type { CallRecords } from "./idempotency/call-record.ts";
import type { Outbox } from "./email/email.ts";
import type { MailRecords } from "./email/email-queue.ts";
import type { MailTemplateStore } from "./email/template-store.ts";
import type { PlanStore } from "./plans/store.ts";
import type { PlatformStore } from "./platform/store.ts";
import type { Clock } from "./ports/time.ts";
import type { Codes } from "./ports/codes.ts";
import type { Config } from "./ports/config.ts";
import type { FileStore } from "./ports/files.ts";
import type { Pause } from "./ports/zz-ports--pause.ts";
import type { RateLimits } from "./ports/rate-limits.ts";
import type { Clearable } from "./shared/purgeable.ts";
import type { ClockOffsets } from "./shared/tenant-clock.ts";
import type { Known } from "./shared/cache.ts";
import type { PendingStore } from "./shared/pending-store.ts";
import type { PurgeStore } from "./tenants/purge-store.ts";
import type { TenantStore } from "./tenants/store.ts";
import type { Tenant } from "./shared/tenant.ts";
import type { TenantTree } from "./tenants/tree-store.ts";
import type { Meter } from "./usage/meter.ts";
import type { UsageLog } from "./usage/usage.ts";
import type { UsageStore } from "./usage/usage-store.ts";
import type { UserStore } from "./users/store.ts";

/** Everything the procedures work with; `compose.ts` makes it from the Worker's bindings, once an isolate. */
export interface App {
  readonly config: Config;
  /** The id of the Worker's version, by which a release knows whom it is trying. */
  readonly version: string;
  /** The tenant's own in a procedure about one. */
  readonly clock: Clock;
  readonly pause: Pause;
  readonly clockOffsets: ClockOffsets;
  /** What users are sent to type. */
  readonly codes: Codes;
  readonly limits: RateLimits;
  /** Limits those who name what does not exist. */
  readonly failedLookups: FailedLookups;
  readonly tenants: TenantStore;
  readonly tenantTree: TenantTree;
  /** Tenants that this isolate has read. */
  readonly knownTenants: Known<Tenant>;
  readonly apiKeys: ApiKeyStore;
  /** Keys that this isolate has read. */
  readonly knownKeys: KnownKeys;
  readonly knownCustomerKeys: KnownCustomerKeys;
  /** What restricted keys can be allowed. */
  readonly scopes: Scopes;
  readonly keyLastUse: LastUse;
  readonly platform: PlatformStore;
  readonly auth: AuthStore;
  readonly sessions: SessionStore;
  /** What users were sent to show that they read mail at their address. */
  readonly proofs: ProofStore;
  /** What a sign-in needs besides what it was made with. */
  readonly requiredFactors: RequiredFactors;
  readonly users: UserStore;
  readonly exports: ExportStore;
  readonly lastUse: LastUse;
  readonly passwords: Passwords;
  readonly blocklist: Blocklist;
  readonly keySeal: KeySeal;
  readonly signingKeyStore: SigningKeyStore;
  readonly signingKeys: SigningKeys;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly jwksCache: TextCache;
  readonly audit: AuditStore;
  /** Refusals that this isolate counts instead of writing each. */
  readonly refusals: Refusals;
  readonly dashboard: DashboardStore;
  /** What this isolate counts of all tenants. */
  readonly meter: Meter;
  /** Answers of the dashboard, kept for a moment. */
  readonly dashboardCache: TextCache;
  /** What tenants used by the day. */
  readonly usage: UsageStore;
  readonly models: ModelIndex;
  readonly mailTemplates: MailTemplateStore;
  /** Copies of graphs in this isolate. */
  readonly replicas: Replicas;
  readonly files: FileStore;
  /** What a guesser has to do who failed too often. */
  readonly challenges: Challenges;
  readonly plans: PlanStore;
  readonly purges: PurgeStore;
  /** Tenants of which a change may not have reached their Durable Objects. */
  readonly pending: PendingStore;
  /** The tenant's graph, in its Durable Object. */
  graph(tenantId: string): GraphService;
  /** All that the tenant's other object holds, to be forgotten with the tenant. */
  state(tenantId: string): Clearable;
  /** The tenant's exact counters, in its Durable Object. */
  attempts(tenantId: string): AttemptCounter;
  /** How often its keys were used, in its Durable Object. */
  keyUsage(tenantId: string): KeyUsage;
  /** What the tenant has revoked, in its Durable Object. */
  revocations(tenantId: string): Revocations;
  /** What lies open with the tenant's credentials. */
  connections(tenantId: string): ConnectionRecords;
  /** What goes on at the tenant, live. */
  liveEvents(tenantId: string): LiveEvents;
  /** What the tenant's log is held against. */
  seals(tenantId: string): SealKeeper;
  /** Calls that may be repeated: at a tenant, in its Durable Object, and at the platform, in one of its own. */
  calls(place: string): CallRecords;
  /** What the tenant has used by the hour. */
  usageLog(tenantId: string): UsageLog;
  /** The tenant's letters on their way, in its Durable Object. */
  outbox(tenantId: string): Outbox;
  /** What became of the tenant's letters. */
  mailRecords(tenantId: string): MailRecords;
}
