import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

/**
 * What lives in D1. Invariants are carried by unique indexes and conditional updates, since D1 has no
 * interactive transaction. Nothing cascades: drizzle may recreate a table, and a cascade would empty its
 * children. Times are milliseconds since 1970, UTC.
 */

const time = (name: string) => integer(name, { mode: "timestamp_ms" });

/** What a tenant may use. */
export interface PlanLimits {
  readonly callsPerMinute?: number | undefined;
  readonly users?: number | undefined;
  readonly tuples?: number | undefined;
}

/** A plan that tenants are on. It stays what it is; another plan has another slug. */
export const plans = sqliteTable("plans", {
  slug: text("slug").primaryKey(),
  name: text("name").notNull(),
  limits: text("limits", { mode: "json" }).$type<PlanLimits>().notNull(),
  createdAt: time("created_at").notNull(),
});

/** A customer of the platform; the row with slug `platform` is the platform itself. */
export const tenants = sqliteTable(
  "tenants",
  {
    id: text("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    /** The form in which names are searched. */
    nameKey: text("name_key").notNull().default(""),
    parentId: text("parent_id").references((): AnySQLiteColumn => tenants.id),
    /** How deep it stands: 1 without a parent. */
    level: integer("level").notNull().default(1),
    /** A host name of the tenant's own under which it is served, lower case. */
    host: text("host"),
    /** What it is for everybody: its own state or, where that is worse, its parent's. */
    status: text("status", { enum: ["active", "suspended", "deleted"] })
      .notNull()
      .default("active"),
    /** Since when it is suspended or deleted itself, and when what is left of it may be removed, and was. */
    suspendedAt: time("suspended_at"),
    deletedAt: time("deleted_at"),
    purgeAt: time("purge_at"),
    purgedAt: time("purged_at"),
    /** Of a test tenant the clock can be moved, codes are fixed and mail stays here to be read. */
    environment: text("environment", { enum: ["live", "test"] })
      .notNull()
      .default("live"),
    /** What holds for it: its own over those of the tenants above it; the rest is the platform's defaults. */
    settings: text("settings", { mode: "json" }).$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    /** What the tenant has set for itself. */
    ownSettings: text("own_settings", { mode: "json" })
      .$type<Readonly<Record<string, unknown>>>()
      .notNull()
      .default({}),
    /** What it may use: the plan of its own, and what that or one above it allows; what is not said is not limited. */
    plan: text("plan").references((): AnySQLiteColumn => plans.slug),
    limits: text("limits", { mode: "json" }).$type<PlanLimits>().notNull().default({}),
    /** How many rows of users there are: triggers on `users` keep it. */
    userCount: integer("user_count").notNull().default(0),
    /** How far a test tenant's clock has been moved ahead. */
    clockOffsetSeconds: integer("clock_offset_seconds").notNull().default(0),
    /** Sessions of its users that began until then have ended, all at once. */
    sessionsEndedAt: time("sessions_ended_at"),
    /** Since when a change of it may not have reached its Durable Objects, or those of tenants below it; null once it has. */
    pendingSince: time("pending_since"),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("tenants_slug").on(t.slug),
    uniqueIndex("tenants_host").on(t.host),
    index("tenants_parent").on(t.parentId, t.id),
    index("tenants_status").on(t.status, t.id),
    index("tenants_environment").on(t.environment, t.id),
    index("tenants_name").on(t.nameKey, t.id),
    index("tenants_plan").on(t.plan, t.id),
    index("tenants_pending").on(t.pendingSince).where(sql`pending_since is not null`),
    index("tenants_purge").on(t.purgeAt).where(sql`purge_at is not null and purged_at is null`),
  ],
);

/** An end user of one tenant; the same address in two tenants is two users. */
export const users = sqliteTable(
  "users",
  {
    id: text("id").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    /** As the user wrote it; mail goes here. */
    email: text("email").notNull(),
    /** The form in which addresses are compared. */
    emailKey: text("email_key").notNull(),
    emailVerifiedAt: time("email_verified_at"),
    name: text("name"),
    /** The form in which names are searched; null where there is no name. */
    nameKey: text("name_key"),
    /** One that is being deleted is shown to nobody, and what is left of it goes soon. */
    status: text("status", { enum: ["active", "banned", "deleted"] })
      .notNull()
      .default("active"),
    /** What the tenant's own servers keep with the user; the user may read it. */
    metadata: text("metadata", { mode: "json" }).$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    /** Until the password is reset nobody signs in with it. */
    resetRequired: integer("reset_required", { mode: "boolean" }).notNull().default(false),
    /** Rises with each change of what the user signs in with: nobody is let in by what was right before. */
    credentialsVersion: integer("credentials_version").notNull().default(0),
    /** What the tenant calls the user in its own database; byte-exact. */
    externalId: text("external_id"),
    /** When the newest invitation was sent, and until when it can be accepted; no end once it was accepted or revoked. */
    invitedAt: time("invited_at"),
    invitationExpiresAt: time("invitation_expires_at"),
    lastSignInAt: time("last_sign_in_at"),
    /** Here, or where the tenant kept the user before. */
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("users_tenant_email").on(t.tenantId, t.emailKey),
    index("users_tenant_id").on(t.tenantId, t.id),
    index("users_tenant_status").on(t.tenantId, t.status, t.id),
    index("users_tenant_unverified").on(t.tenantId, t.id).where(sql`email_verified_at is null`),
    index("users_tenant_name").on(t.tenantId, t.nameKey, t.id),
    uniqueIndex("users_tenant_external_id").on(t.tenantId, t.externalId).where(sql`external_id is not null`),
    // A local part has no @ here, so that the first one ends it.
    index("users_tenant_domain").on(t.tenantId, sql`substr(email_key, instr(email_key, '@') + 1)`, t.id),
    index("users_tenant_invited").on(t.tenantId, t.id).where(sql`invitation_expires_at is not null`),
    index("users_deleted").on(t.tenantId, t.id).where(sql`status = 'deleted'`),
  ],
);

/** A way in which a user signs in: a password, or an identity at an outside issuer. */
export const accounts = sqliteTable(
  "accounts",
  {
    id: text("id").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** `password`, or the issuer's URL. An outside identity is keyed by issuer and subject, never by address. */
    issuer: text("issuer").notNull(),
    /** The user's id at the issuer; for a password, our own user id. */
    subject: text("subject").notNull(),
    /** For a password, its hash as a PHC string. */
    secret: text("secret"),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("accounts_tenant_issuer_subject").on(t.tenantId, t.issuer, t.subject),
    index("accounts_user").on(t.userId),
  ],
);

/** One sign-in of one user, kept alive by refresh tokens that replace each other. */
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
    /** SHA-256 of the refresh token that is good now, and of the one before it. */
    tokenHash: text("token_hash").notNull(),
    previousHash: text("previous_hash"),
    /** When the present token was issued. */
    rotatedAt: time("rotated_at").notNull(),
    /** Of the client that signed in; only the same one gets a second chance with the last token. */
    userAgent: text("user_agent").notNull(),
    ip: text("ip").notNull(),
    /** Where the address is, as far as the network tells: city and country. */
    location: text("place").notNull().default(""),
    /** The API key that the client signed in with, if any. */
    keyId: text("key_id").references(() => apiKeys.id),
    /** Whether the client holds tokens, or the browser a cookie. */
    mode: text("mode", { enum: ["bearer", "cookie"] })
      .notNull()
      .default("bearer"),
    /** Which factors were used, and when each was last: seconds since 1970 by method (RFC 8176). */
    factors: text("factors", { mode: "json" }).$type<Readonly<Record<string, number>>>().notNull().default({}),
    createdAt: time("created_at").notNull(),
    /** A sample: every refresh, and now and then a request between two. */
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

/** One-time proofs sent to a user: verification, reset, link, code. */
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
    /** Where the proof was sent. */
    email: text("email").notNull(),
    /** What the proof is about, besides the user: the new address of a change. */
    payload: text("payload"),
    /** The hash of the token that has to be used as well: of a change of address, the one that went to the other end. */
    counterpart: text("counterpart"),
    /** The hash of a code that may be typed instead, until when, and how often it was tried. */
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

/** A tenant's own text of one kind of letter; null where it leaves the default. */
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
    /** The private key, encrypted; it names the version of JWT_SECRET that opens it. */
    privateKey: text("private_key").notNull(),
    createdAt: time("created_at").notNull(),
    /** Since when it is in its state; its creation unless told. */
    statusSince: time("state_since"),
    /** Of an active key that is asked to give way before its time: since when. */
    rotateAt: time("rotate_at"),
  },
  (t) => [
    index("signing_keys_tenant").on(t.tenantId),
    uniqueIndex("signing_keys_one_next").on(t.tenantId, t.algorithm).where(sql`${t.state} = 'next'`),
    uniqueIndex("signing_keys_one_active").on(t.tenantId, t.algorithm).where(sql`${t.state} = 'active'`),
  ],
);

export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    /** The first three open this service; those of customers open what the tenant guards with them. */
    kind: text("kind", { enum: ["publishable", "secret", "restricted", "customer"] }).notNull(),
    mode: text("mode", { enum: ["live", "test"] }).notNull(),
    /** What a customer's key begins with; of the others that follows from the kind. */
    prefix: text("prefix"),
    name: text("name").notNull(),
    /** SHA-256 of the whole key; the key itself is shown once and kept nowhere. */
    hash: text("hash").notNull(),
    /** The key's last four characters, to tell keys apart. */
    hint: text("hint").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: time("created_at").notNull(),
    expiresAt: time("expires_at"),
    revokedAt: time("revoked_at"),
    /** Whether its tenant ended it, or somebody who found it somewhere. */
    revokeReason: text("revoke_reason", { enum: ["revoked", "leaked"] }),
    /** Where it was found, as the finder says. */
    leakSource: text("found_where"),
    /** What a restricted key may call; of a customer's key, words of the tenant's own. */
    scopes: text("scopes", { mode: "json" }).$type<readonly string[]>().notNull().default([]),
    /** From which pages and addresses it may come; from any where there is none. */
    allowedOrigins: text("allowed_origins", { mode: "json" }).$type<readonly string[]>().notNull().default([]),
    allowedIpRanges: text("allowed_addresses", { mode: "json" }).$type<readonly string[]>().notNull().default([]),
    limits: text("limits", { mode: "json" })
      .$type<readonly { readonly calls: number; readonly perSeconds: number }[]>()
      .notNull()
      .default([]),
    metadata: text("metadata", { mode: "json" }).$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    /** Of a customer's key: whose it is, as the tenant calls them, and whether it works at present. */
    ownerId: text("owner_id"),
    enabled: integer("enabled", { mode: "boolean" }).notNull().default(true),
    /** What there was to use up when it was set; what is left is counted in the tenant's object. */
    quota: text("quota", { mode: "json" }).$type<{
      readonly remaining: number;
      readonly refill: { readonly amount: number; readonly every: "day" | "month" } | null;
      readonly setAt: number;
    }>(),
    /** Rises with every setting of the quota, so that what is counted begins anew. */
    quotaSerial: integer("quota_serial").notNull().default(0),
    /** The key that it succeeded first, under which its uses are counted; itself unless told. */
    countsAs: text("counts_as"),
    /** The key that takes its place, and until when it works beside that. */
    replacedBy: text("replaced_by"),
    retiresAt: time("retires_at"),
    /** A sample: now and then one of its uses. */
    lastUsedAt: time("last_used_at"),
    /** Rises with every change. */
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
 * Whom the platform began with, and as what: the platform's graph is made from it, once, and then says alone who may
 * administer what.
 */
export const platformAdmins = sqliteTable("platform_admins", {
  userId: text("user_id")
    .primaryKey()
    .references(() => users.id),
  role: text("role", { enum: ["superadmin", "support", "billing", "readonly"] }).notNull(),
  createdAt: time("created_at").notNull(),
});

/** What an admin may do to one tenant, beyond what the role gives. */
export const platformAdminTenantPermissions = sqliteTable(
  "platform_admin_tenant_permissions",
  {
    userId: text("user_id")
      .notNull()
      .references(() => platformAdmins.userId),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    permission: text("permission").notNull(),
    createdAt: time("created_at").notNull(),
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

/** How much of a metric a tenant used on a day (UTC). Written as totals, so that writing twice is harmless. */
export const usageMetrics = sqliteTable(
  "usage_metrics",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    /** `YYYY-MM-DD`. */
    day: text("day").notNull(),
    metric: text("metric").notNull(),
    value: integer("value").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.day, t.metric] }), index("usage_metrics_day").on(t.day, t.metric)],
);

/** What was done or refused, by whom. Rows are only ever added. */
export const auditEvents = sqliteTable(
  "audit_events",
  {
    id: text("id").primaryKey(),
    /** Absent for what happens outside every tenant. No reference: the record outlives the tenant. */
    tenantId: text("tenant_id"),
    event: text("event").notNull(),
    /** `anonymous`, or the id of a key or a user. */
    actor: text("actor").notNull(),
    /** The id of the user whom it was done to, or who came in by it. */
    subject: text("subject"),
    /** `ok`, or the stable code of the error. */
    outcome: text("outcome").notNull(),
    /** What is to be known of it besides: the reason, what became what. */
    details: text("details", { mode: "json" }).$type<Readonly<Record<string, unknown>>>(),
    ip: text("ip").notNull(),
    requestId: text("request_id").notNull(),
    at: time("at").notNull(),
  },
  (t) => [
    index("audit_events_tenant").on(t.tenantId, t.id),
    // Its entries stand in the order of writing, by which the log is sealed.
    index("audit_events_written").on(t.tenantId),
    index("audit_events_event").on(t.tenantId, t.event, t.id),
    index("audit_events_actor").on(t.tenantId, t.actor, t.id),
    // For what is held about one user: partial, as most events are about none.
    index("audit_events_subject").on(t.tenantId, t.subject, t.id).where(sql`subject is not null`),
  ],
);
