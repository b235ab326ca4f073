import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { tenants } from "./tenants.ts";
import { time } from "./time.ts";
import { users } from "./users.ts";

export * from "./sign-in.ts";
export * from "./tenants.ts";
export * from "./users.ts";
export * from "./webhooks.ts";

/**
 * Tables in D1. Unique indexes and conditional updates enforce invariants, because D1 has no interactive
 * transaction. Nothing cascades: drizzle may recreate a table, and a cascade would empty its children. Times are
 * milliseconds since 1970, UTC.
 */

/** A session of one user, extended by refresh tokens that replace each other. */
export const sessions = sqliteTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** SHA-256 of the current refresh token, and of the previous one. */
    tokenHash: text("token_hash").notNull(),
    previousHash: text("previous_hash"),
    /** Time at which the current token was issued. */
    rotatedAt: time("rotated_at").notNull(),
    /** User agent of the client that signed in; only the same client may reuse the previous token. */
    userAgent: text("user_agent").notNull(),
    ip: text("ip").notNull(),
    /** Location of the IP address, as far as it is known: city and country. */
    location: text("place").notNull().default(""),
    /** The API key that the client signed in with, if any. */
    keyId: text("key_id").references(() => apiKeys.id),
    /** Whether the client holds tokens, or the browser a cookie. */
    mode: text("mode", { enum: ["bearer", "cookie"] })
      .notNull()
      .default("bearer"),
    /** Factors that were used, with the last time of each: seconds since 1970 by method (RFC 8176). */
    factors: text("factors", { mode: "json" }).$type<Readonly<Record<string, number>>>().notNull().default({}),
    createdAt: time("created_at").notNull(),
    /** Sampled: every refresh, and some requests in between. */
    lastUsedAt: time("last_used_at"),
    idleExpiresAt: time("idle_expires_at").notNull(),
    expiresAt: time("expires_at").notNull(),
    endedAt: time("ended_at"),
    endReason: text("end_reason", {
      enum: ["logout", "token_reuse", "revoked", "password_changed", "banned", "deleted", "key_revoked", "suspended"],
    }),
  },
  (t) => [
    uniqueIndex("sessions_token").on(t.tokenHash),
    index("sessions_user").on(t.tenantId, t.userId),
    index("sessions_key").on(t.tenantId, t.keyId),
    index("sessions_expires").on(t.expiresAt),
  ],
);

/** One-time verification tokens sent to a user: verification, reset, link, code. */
export const verificationTokens = sqliteTable(
  "verification_tokens",
  {
    /** SHA-256 of the token. */
    hash: text("hash").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    purpose: text("purpose").notNull(),
    /** Email to which the token was sent. */
    email: text("email").notNull(),
    /** Subject of the token besides the user: the new email of a change. */
    payload: text("payload"),
    /** Hash of the second token that must be used as well: for a change of email, the one sent to the other email. */
    counterpart: text("counterpart"),
    /** Hash of a code that may be entered instead, its expiry, and the number of attempts. */
    codeHash: text("code_hash"),
    codeExpiresAt: time("code_expires_at"),
    tries: integer("tries").notNull().default(0),
    createdAt: time("created_at").notNull(),
    expiresAt: time("expires_at").notNull(),
    usedAt: time("used_at"),
  },
  (t) => [
    index("verification_tokens_user").on(t.tenantId, t.userId, t.purpose),
    index("verification_tokens_expires").on(t.expiresAt),
  ],
);

/** A tenant's own text of one kind of email; null for the default. */
export const mailTemplates = sqliteTable(
  "mail_templates",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    kind: text("kind").notNull(),
    subject: text("subject"),
    text: text("text"),
    html: text("html"),
    updatedBy: text("updated_by").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.kind] })],
);

/** A tenant's keys for signing access tokens. */
export const signingKeys = sqliteTable(
  "signing_keys",
  {
    /** RFC 7638 thumbprint of the public key. */
    kid: text("kid").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    algorithm: text("algorithm", { enum: ["EdDSA", "ES256"] }).notNull(),
    state: text("state", { enum: ["next", "active", "retiring"] }).notNull(),
    /** JSON Web Key, public members only. */
    publicKey: text("public_key").notNull(),
    /** Encrypted private key; it contains the version of JWT_SECRET that decrypts it. */
    privateKey: text("private_key").notNull(),
    createdAt: time("created_at").notNull(),
    /** Time at which it entered its state. Defaults to its creation. */
    statusSince: time("state_since"),
    /** Time at which an early rotation of an active key was requested. */
    rotateAt: time("rotate_at"),
  },
  (t) => [
    index("signing_keys_tenant").on(t.tenantId),
    uniqueIndex("signing_keys_one_next").on(t.tenantId, t.algorithm).where(sql`${t.state} = 'next'`),
    uniqueIndex("signing_keys_one_active").on(t.tenantId, t.algorithm).where(sql`${t.state} = 'active'`),
  ],
);

/** Versions of the deployment's secrets that the schedule has seen, so that their age is known. Never a secret itself. */
export const secretVersions = sqliteTable(
  "secret_versions",
  {
    secret: text("secret").notNull(),
    /** Id of the version; for a secret without versions, a keyed fingerprint. */
    version: text("version").notNull(),
    firstSeenAt: time("first_seen_at").notNull(),
    /** Time since which it is the newest, which encrypts and signs; null while it isn't. */
    newestSince: time("newest_since"),
    /** Time at which it was first the newest; null if nothing was ever encrypted or signed with it. */
    firstNewestAt: time("first_newest_at"),
  },
  (t) => [primaryKey({ columns: [t.secret, t.version] })],
);

export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    /**
     * Customer keys authenticate to the tenant's own API, the others to this service. Platform keys are the
     * platform's.
     */
    kind: text("kind", { enum: ["publishable", "secret", "restricted", "platform", "customer"] }).notNull(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    /** Prefix of a customer's key; the kind determines that of the others. */
    prefix: text("prefix"),
    name: text("name").notNull(),
    /** SHA-256 of the whole key; the key itself is shown once and never stored. */
    hash: text("hash").notNull(),
    /** The key's last four characters, to identify it. */
    hint: text("hint").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: time("created_at").notNull(),
    expiresAt: time("expires_at"),
    revokedAt: time("revoked_at"),
    /** Whether the tenant revoked it, or it was reported as leaked. */
    revokeReason: text("revoke_reason", { enum: ["revoked", "leaked"] }),
    /** Location of the leak, as reported. */
    leakSource: text("found_where"),
    /** Scopes of a restricted or platform key; for a customer's key, the tenant's own scopes. */
    scopes: text("scopes", { mode: "json" }).$type<readonly string[]>().notNull().default([]),
    /** Allowed origins and IP addresses; an empty list allows all. */
    allowedOrigins: text("allowed_origins", { mode: "json" }).$type<readonly string[]>().notNull().default([]),
    allowedIpRanges: text("allowed_addresses", { mode: "json" }).$type<readonly string[]>().notNull().default([]),
    limits: text("limits", { mode: "json" })
      .$type<readonly { readonly calls: number; readonly perSeconds: number }[]>()
      .notNull()
      .default([]),
    metadata: text("metadata", { mode: "json" }).$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    /** Owner of a customer's key, by the tenant's own id, and whether the key is enabled. */
    ownerId: text("owner_id"),
    enabled: integer("enabled", { mode: "boolean" }).notNull().default(true),
    /** Quota at the time it was set; the tenant's object counts the remainder. */
    quota: text("quota", { mode: "json" }).$type<{
      readonly remaining: number;
      readonly refill: { readonly amount: number; readonly every: "day" | "month" } | null;
      readonly setAt: number;
    }>(),
    /** Increases with every change of the quota, so that counting restarts. */
    quotaSerial: integer("quota_serial").notNull().default(0),
    /** First key of its chain of rotations, under which its uses are counted. Defaults to itself. */
    countsAs: text("counts_as"),
    /** Key that replaces it, and the end of the overlap. */
    replacedBy: text("replaced_by"),
    retiresAt: time("retires_at"),
    /** Sampled: some of its uses. */
    lastUsedAt: time("last_used_at"),
    /** Increases with every change. */
    version: integer("version").notNull().default(1),
  },
  (t) => [
    uniqueIndex("api_keys_hash").on(t.hash),
    index("api_keys_tenant").on(t.tenantId, t.id),
    index("api_keys_own").on(t.tenantId, t.id).where(sql`${t.kind} <> 'customer'`),
    index("api_keys_owner").on(t.tenantId, t.ownerId, t.id).where(sql`${t.kind} = 'customer'`),
  ],
);

/**
 * First admins of the platform and their roles. The platform's graph is created from them once; from then on only
 * the graph decides.
 */
export const platformAdmins = sqliteTable("platform_admins", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id),
  role: text("role", { enum: ["superadmin", "support", "billing", "readonly"] }).notNull(),
  createdAt: time("created_at").notNull(),
});

/**
 * The operators' index of admins' grants on tenants. The platform's graph decides what an admin may do; grants on purged
 * tenants aren't indexed.
 */
export const platformAdminTenantPermissions = sqliteTable(
  "platform_admin_tenant_permissions",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    /** Relation of the platform's model, such as "manager"; "emergency" is break-glass access. */
    permission: text("permission").notNull(),
    createdAt: time("created_at").notNull(),
    /** Null for a grant without an end. */
    expiresAt: time("expires_at"),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.tenantId, t.permission] }),
    index("platform_admin_tenant_permissions_tenant").on(t.tenantId),
  ],
);

/** The operators' index of model versions; the models themselves live with each tenant's graph. */
export const modelVersions = sqliteTable(
  "model_versions",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    version: integer("version").notNull(),
    /** SHA-256 of the model's source. */
    sha256: text("sha256").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: time("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.version] })],
);

/** Usage of a tenant on a day (UTC). Stored as totals, so that writes are idempotent. */
export const usageMetrics = sqliteTable(
  "usage_metrics",
  {
    /** `YYYY-MM-DD`. */
    day: text("day").notNull(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    calls: integer("calls").notNull(),
    failures: integer("failures").notNull(),
    checks: integer("checks").notNull(),
    logins: integer("logins").notNull(),
    failedLogins: integer("failed_logins").notNull(),
    events: integer("events").notNull(),
    activeUsers: integer("active_users").notNull(),
    /** Size of the graph, as last measured. */
    tuples: integer("tuples"),
    graphBytes: integer("graph_bytes"),
    /** Number of calls by latency bucket. */
    latency: text("latency", { mode: "json" }).$type<Readonly<Record<string, number>>>().notNull(),
  },
  // Without rowid, so that a new day is one written row.
  (t) => [primaryKey({ columns: [t.day, t.tenantId] })],
);

/** Audit events: actions that were done or refused, and their actors. Rows are only added. */
export const auditEvents = sqliteTable(
  "audit_events",
  {
    id: text("id").primaryKey(),
    /** Absent for events outside of any tenant. No reference: the record outlives the tenant. */
    tenantId: text("tenant_id"),
    event: text("event").notNull(),
    /** `anonymous`, or the id of a key or a user. */
    actor: text("actor").notNull(),
    /** Id of the affected user, or of the user who signed in. */
    subject: text("subject"),
    /** `ok`, or the stable code of the error. */
    outcome: text("outcome").notNull(),
    /** Further details: the reason, old and new values. */
    details: text("details", { mode: "json" }).$type<Readonly<Record<string, unknown>>>(),
    ip: text("ip").notNull(),
    requestId: text("request_id").notNull(),
    at: time("at").notNull(),
  },
  (t) => [
    index("audit_events_tenant").on(t.tenantId, t.id),
    // Its entries are in order of writing, in which the log is sealed.
    index("audit_events_written").on(t.tenantId),
    index("audit_events_event").on(t.tenantId, t.event, t.id),
    index("audit_events_actor").on(t.tenantId, t.actor, t.id),
    // For data exports about one user: partial, because most events concern no user.
    index("audit_events_subject").on(t.tenantId, t.subject, t.id).where(sql`subject is not null`),
  ],
);

/**
 * Users, keys and tenants whose rows have changed since they were written to the revocation list of backups. Triggers
 * fill it, so that no change is missed. `signing_keys` stands for all signing keys of a tenant.
 */
export const changedRows = sqliteTable(
  "changed_rows",
  {
    tenantId: text("tenant_id").notNull(),
    id: text("id").notNull(),
    /** Random, so that a change during the writing isn't lost. */
    serial: integer("serial").notNull(),
    changedAt: time("changed_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/**
 * Restores from backups. At most one is under way. Each step is one conditional update of the state, so that two
 * calls never do the same one.
 */
export const restores = sqliteTable("restores", {
  id: text("id").primaryKey(),
  /** The tenant that is restored in place; null for a restore of everything into an empty database. */
  tenantId: text("tenant_id"),
  /** Progress and result, as JSON. */
  state: text("state").notNull(),
  /** Increases with each step. */
  step: integer("step").notNull().default(0),
  startedAt: time("started_at").notNull(),
  endedAt: time("ended_at"),
});
