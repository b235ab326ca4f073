import type { AccountsDeps } from "../accounts/deps.ts";
import type { ApiKeysDeps } from "../api-keys/deps.ts";
import type { AttemptsDeps } from "../attempts/deps.ts";
import type { AuditDeps } from "../audit/deps.ts";
import type { AuthzDeps } from "../authz/deps.ts";
import type { BackupsDeps } from "../backups/deps.ts";
import type { ConnectionsDeps } from "../connections/deps.ts";
import type { DashboardDeps } from "../dashboard/deps.ts";
import type { EmailDeps } from "../email/deps.ts";
import type { EventsDeps } from "../events/deps.ts";
import type { FactorsDeps } from "../factors/deps.ts";
import type { IdempotencyDeps } from "../idempotency/deps.ts";
import type { PasswordsDeps } from "../passwords/deps.ts";
import type { PlansDeps } from "../plans/deps.ts";
import type { PlatformDeps } from "../platform/deps.ts";
import type { RateLimits } from "../ports/rate-limits.ts";
import type { Clock } from "../ports/time.ts";
import type { ProvidersDeps } from "../providers/deps.ts";
import type { SessionsDeps } from "../sessions/deps.ts";
import type { CredentialStatusCache } from "../shared/credential-status.ts";
import type { FailedLookups } from "../shared/failed-lookups.ts";
import type { ClockOffsets } from "../shared/tenant-clock.ts";
import type { SignInDeps } from "../sign-in/deps.ts";
import type { TenantsDeps } from "../tenants/deps.ts";
import type { TenantStore } from "../tenants/store.ts";
import type { TokensDeps } from "../tokens/deps.ts";
import type { UsageDeps } from "../usage/deps.ts";
import type { UsersDeps } from "../users/deps.ts";
import type { VerificationDeps } from "../verification/deps.ts";
import type { WebhooksDeps } from "../webhooks/deps.ts";

/** Dependencies of the pipeline itself. */
export interface PipelineDeps {
  /** The id of the Worker's version, by which a release recognizes its own deployment. */
  readonly version: string;
  /** The tenant's own in a procedure about one. */
  readonly clock: Clock;
  readonly clockOffsets: ClockOffsets;
  /** The status of credentials that this isolate caches. */
  readonly credentialStatus: CredentialStatusCache;
  readonly limits: RateLimits;
  /** Limits IP addresses that name keys or tenants that don't exist. */
  readonly failedLookups: FailedLookups;
}

/** Dependencies of all procedures and entries. Each family declares its own in its `deps.ts`. */
export interface AppDeps
  extends PipelineDeps,
    UsageDeps,
    AuditDeps,
    PlansDeps,
    ConnectionsDeps,
    EmailDeps,
    TokensDeps,
    SessionsDeps,
    PasswordsDeps,
    VerificationDeps,
    AttemptsDeps,
    FactorsDeps,
    AccountsDeps,
    ApiKeysDeps,
    SignInDeps,
    ProvidersDeps,
    UsersDeps,
    AuthzDeps,
    BackupsDeps,
    EventsDeps,
    WebhooksDeps,
    IdempotencyDeps,
    TenantsDeps,
    PlatformDeps,
    DashboardDeps {
  readonly tenants: TenantStore;
}
