import { ExportStore } from "./accounts/export-store.ts";
import { AuthStore } from "./accounts/store.ts";
import { CustomerKeyCache, KeyCache } from "./api-keys/key-cache.ts";
import { ApiKeyStore } from "./api-keys/store.ts";
import { ProofOfWork } from "./attempts/challenges/proof-of-work.ts";
import { Turnstile } from "./attempts/challenges/turnstile.ts";
import { Refusals } from "./audit/refusals.ts";
import { AuditStore } from "./audit/store.ts";
import type { GraphService } from "./authz/graph-service.ts";
import { hasRelation } from "./authz/has-relation.ts";
import { ModelIndex } from "./authz/model-index-store.ts";
import { Replicas } from "./authz/replicas.ts";
import { Slices, Turns } from "./authz/slices.ts";
import { BackupStore } from "./backups/backup-store.ts";
import { ChangedRows } from "./backups/changed-rows.ts";
import { MissingRows } from "./backups/missing-rows.ts";
import { openBackups } from "./backups/open-backups.ts";
import type { RestorableGraph, RestorableState } from "./backups/restorable.ts";
import { RestoreStore } from "./backups/restore-store.ts";
import { RestoredRows } from "./backups/restored-rows.ts";
import { METRICS_SCOPE } from "./dashboard/metrics.ts";
import { SecretRecordStore } from "./dashboard/secret-record-store.ts";
import { DashboardStore } from "./dashboard/store.ts";
import { EmailTemplateStore } from "./email/template-store.ts";
import type { LiveEvents } from "./events/event-stream.ts";
import { FactorStore } from "./factors/factor-store.ts";
import { SignInStates } from "./factors/sign-in-state-store.ts";
import { TotpSecrets } from "./factors/totp-secrets.ts";
import { TrustedDevices } from "./factors/trusted-device-store.ts";
import { Blocklist } from "./passwords/blocklist.ts";
import { HashQueue } from "./passwords/hash-queue.ts";
import { createHashers } from "./passwords/hashes/hashers.ts";
import { Passwords } from "./passwords/passwords.ts";
import { scopesOf } from "./pipeline/declaration.ts";
import type { AppDeps } from "./pipeline/deps.ts";
import { PlanStore } from "./plans/store.ts";
import { GrantIndex } from "./platform/grant-index-store.ts";
import { PlatformStore } from "./platform/store.ts";
import { loadArgon2 } from "./ports/argon2-wasm.ts";
import { codes } from "./ports/codes.ts";
import { type Config, readConfig } from "./ports/config.ts";
import { openDatabase } from "./ports/database.ts";
import { openFiles } from "./ports/files.ts";
import { log } from "./ports/logger.ts";
import { bindRateLimits } from "./ports/rate-limits.ts";
import { type Clock, pause, systemClock } from "./ports/time.ts";
import { reportWork } from "./ports/work.ts";
import { EmailDomains } from "./providers/email-domain-store.ts";
import { Identities } from "./providers/identity-store.ts";
import { ProviderMetadata } from "./providers/provider-metadata.ts";
import { ProviderSecrets } from "./providers/provider-secrets.ts";
import { IdentityProviders } from "./providers/provider-store.ts";
import { appRouter } from "./router.ts";
import { SessionStore } from "./sessions/session-store.ts";
import { VersionedCache } from "./shared/cache.ts";
import { CredentialStatusCache } from "./shared/credential-status.ts";
import { FailedLookups } from "./shared/failed-lookups.ts";
import { LastUse } from "./shared/last-use.ts";
import { PendingStore } from "./shared/pending-store.ts";
import type { Tenant } from "./shared/tenant.ts";
import { ClockOffsets } from "./shared/tenant-clock.ts";
import { PasskeyStore } from "./sign-in/passkeys/passkey-store.ts";
import { CachedTenants } from "./tenants/cached-tenants.ts";
import { TenantDirectory } from "./tenants/directory.ts";
import { openOutbound } from "./tenants/open-outbound.ts";
import { PurgeStore } from "./tenants/purge-store.ts";
import { TenantStore } from "./tenants/store.ts";
import { TenantTree } from "./tenants/tree-store.ts";
import { AccessTokens } from "./tokens/access-token.ts";
import { KeyCipher } from "./tokens/key-encryption.ts";
import { RefreshTokens } from "./tokens/refresh-token.ts";
import { SigningKeyStore } from "./tokens/signing-key-store.ts";
import { SigningKeys } from "./tokens/signing-keys.ts";
import { UsageMeter } from "./usage/meter.ts";
import { UsageStore } from "./usage/usage-store.ts";
import { UserStore } from "./users/store.ts";
import { FirstProofStore } from "./verification/first-proof-store.ts";
import { VerificationTokenStore } from "./verification/token-store.ts";
import type { WebhookDeliveries } from "./webhooks/delivery-queue.ts";
import { WebhookSecrets } from "./webhooks/webhook-secrets.ts";
import { WebhookStore } from "./webhooks/webhook-store.ts";

/** Makes all dependencies from the bindings. */
export function compose(env: Env, config: Config, clock: Clock = systemClock): AppDeps {
  const db = openDatabase(env.DB);
  const signingKeyStore = new SigningKeyStore(db);
  const keyCipher = new KeyCipher(config.secrets);
  const signingKeys = new SigningKeys(signingKeyStore, keyCipher);
  const tenants = new TenantStore(db);
  const apiKeys = new ApiKeyStore(db);
  const sessions = new SessionStore(db);
  const tenantState = (tenantId: string) => env.TENANT_STATE.getByName(tenantId);
  // The stub's methods are the class's, which implements the interface; the types of Workers RPC cannot show
  // it for error details of unknown shape.
  const graph = (tenantId: string) => env.GRAPH_STATE.getByName(tenantId) as unknown as GraphService;
  const tenantCache = new VersionedCache<Tenant>((id) => tenants.find(id));
  const tenantDirectory = new TenantDirectory({
    tenants,
    cache: env.TENANT_CACHE,
    current: async (id) => await tenantCache.get(id, await tenantState(id).tenantVersion(), clock.now()),
  });
  const files = openFiles(env.FILES);
  const backupFiles = openBackups(env);
  const slices = new Slices(
    new Turns(),
    () => pause(0),
    (units) => reportWork("graph", units),
  );
  const limits = bindRateLimits({
    credentials: env.LIMIT_CREDENTIALS,
    standard: env.LIMIT_STANDARD,
    checks: env.LIMIT_CHECKS,
  });
  const emailDomains = new EmailDomains(db);
  const outboundRequests = openOutbound(config, tenants);
  return {
    config,
    version: env.VERSION.id,
    clock,
    pause,
    clockOffsets: new ClockOffsets(tenants),
    credentialStatus: new CredentialStatusCache(clock),
    codes,
    limits,
    failedLookups: new FailedLookups(limits, pause),
    tenants,
    tenantTree: new TenantTree(db),
    plans: new PlanStore(db),
    purges: new PurgeStore(db),
    pending: new PendingStore(db),
    tenantCache,
    tenantDirectory,
    cachedTenants: new CachedTenants(tenantCache),
    apiKeys,
    keyCache: new KeyCache(apiKeys, tenantState),
    customerKeyCache: new CustomerKeyCache(apiKeys),
    scopes: scopesOf(appRouter, "secret"),
    platformScopes: scopesOf(appRouter, "platformKey", [METRICS_SCOPE]),
    keyLastUse: new LastUse(apiKeys),
    platform: new PlatformStore(db),
    grantIndex: new GrantIndex(db),
    auth: new AuthStore(db),
    sessions,
    verificationTokens: new VerificationTokenStore(db),
    firstProofs: new FirstProofStore(db),
    factors: new FactorStore(db),
    passkeys: new PasskeyStore(db, new FactorStore(db)),
    totpSecrets: new TotpSecrets(config.secrets),
    trustedDevices: new TrustedDevices(db),
    signInStates: new SignInStates(db),
    identityProviders: new IdentityProviders(db),
    emailDomains,
    enterpriseDomains: emailDomains,
    identities: new Identities(db),
    providerSecrets: new ProviderSecrets(config.secrets),
    providerMetadata: new ProviderMetadata(outboundRequests),
    outboundRequests,
    hasRelation: (tenantId, userId, relation) => hasRelation(graph(tenantId), userId, relation),
    users: new UserStore(db),
    exports: new ExportStore(db),
    lastUse: new LastUse(sessions),
    passwords: new Passwords({
      pepper: config.pepper,
      hashers: createHashers(loadArgon2),
      algorithm: config.passwordHash,
      queue: new HashQueue(clock, pause),
      pause,
    }),
    blocklist: new Blocklist(env.PASSWORD_BLOCKLIST),
    keyCipher,
    signingKeyStore,
    signingKeys,
    accessTokens: new AccessTokens(config.publicUrl, signingKeys),
    refreshTokens: new RefreshTokens(config.secrets),
    jwksCache: env.JWKS_CACHE,
    audit: new AuditStore(db),
    refusals: new Refusals(),
    dashboard: new DashboardStore(db),
    secretRecords: new SecretRecordStore(db),
    dashboardCache: env.DASHBOARD_CACHE,
    meter: new UsageMeter(tenantState, clock, pause),
    usage: new UsageStore(db),
    models: new ModelIndex(db),
    emailTemplates: new EmailTemplateStore(db),
    replicas: new Replicas(files, graph, clock, slices),
    files,
    backups: new BackupStore(env.DB),
    backupFiles,
    tenantBackups: backupFiles,
    restores: new RestoreStore(env.DB),
    restoredRows: new RestoredRows(env.DB),
    missingRows: new MissingRows(env.DB),
    changedRows: new ChangedRows(env.DB),
    database: env.DB,
    backupRequests: (tenantId) => tenantState(tenantId) as unknown as RestorableState,
    restorableGraph: (tenantId) => graph(tenantId) as unknown as RestorableGraph,
    challenges: config.turnstile
      ? new Turnstile(config.turnstile, (url, init) => fetch(url, init))
      : new ProofOfWork(config.secrets),
    graph,
    createObjects: async (tenantId, locationHint) => {
      const state = env.TENANT_STATE.getByName(tenantId, { locationHint });
      const graphState = env.GRAPH_STATE.getByName(tenantId, { locationHint });
      await Promise.all([state.tenantVersion(), graphState.configuredSettings()]);
    },
    state: tenantState,
    attempts: tenantState,
    keyUsage: tenantState,
    revocations: tenantState,
    connections: tenantState,
    liveEvents: (tenantId) => tenantState(tenantId) as unknown as LiveEvents,
    webhooks: new WebhookStore(db),
    webhookSecrets: new WebhookSecrets(config.secrets),
    webhookDeliveries: (tenantId) => tenantState(tenantId) as unknown as WebhookDeliveries,
    seals: tenantState,
    calls: tenantState,
    usageLog: tenantState,
    outbox: tenantState,
    emailRecords: tenantState,
  };
}

/** The dependencies of an isolate, by its bindings. */
const apps = new WeakMap<Env, AppDeps>();

/** Undefined for a deployment that lacks a setting: it serves nothing. */
export function appFor(env: Env): AppDeps | undefined {
  const known = apps.get(env);
  if (known !== undefined) return known;
  const config = readConfig(env);
  if (!isComplete(config)) {
    log("error", "The service is misconfigured.", config);
    return undefined;
  }
  const app = compose(env, config);
  apps.set(env, app);
  return app;
}

function isComplete(config: ReturnType<typeof readConfig>): config is Config {
  return !("problems" in config);
}
