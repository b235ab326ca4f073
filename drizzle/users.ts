import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { tenants } from "./tenants.ts";
import { time } from "./time.ts";

/** An end user of one tenant; the same email in two tenants is two users. */
export const users = sqliteTable(
  "users",
  {
    id: text("id").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    /** Email as the user wrote it; emails are sent to it. */
    email: text("email").notNull(),
    /** Normalised email for comparisons. */
    emailKey: text("email_key").notNull(),
    emailVerifiedAt: time("email_verified_at"),
    name: text("name"),
    /** Normalised name for searches; null without a name. */
    nameKey: text("name_key"),
    /** Deleted users are hidden, and their data is removed soon. */
    status: text("status", { enum: ["active", "banned", "deleted"] })
      .notNull()
      .default("active"),
    /** Metadata that the tenant's servers store; the user may read it. */
    metadata: text("metadata", { mode: "json" }).$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    /** Whether the password must be reset before it can be used. */
    resetRequired: integer("reset_required", { mode: "boolean" }).notNull().default(false),
    /**
     * Increases with each change of the user's credentials: sign-ins that started with an earlier version are
     * refused.
     */
    credentialsVersion: integer("credentials_version").notNull().default(0),
    /** Id of the user in the tenant's own database; byte-exact. */
    externalId: text("external_id"),
    /** Time of the latest invitation, and its expiry; no expiry once it was accepted or revoked. */
    invitedAt: time("invited_at"),
    invitationExpiresAt: time("invitation_expires_at"),
    lastSignInAt: time("last_sign_in_at"),
    /** Time at which an email of this user was first proved to be theirs. Credentials from before were removed then. */
    firstVerifiedAt: time("first_verified_at"),
    /** SHA-256 of the secret that the client which registered this user holds, until the email is verified. */
    registrationHash: text("registration_hash"),
    /** Whether the user has a second factor, so that each sign-in must show one. */
    hasSecondFactor: integer("has_second_factor", { mode: "boolean" }).notNull().default(false),
    /** Whether an administrator requires a second factor of this user. */
    secondFactorRequired: integer("second_factor_required", { mode: "boolean" }).notNull().default(false),
    /** Time from which a sign-in removes the user's factors, as an administrator requested. */
    factorsResetAt: time("factors_reset_at"),
    /** Creation here, or in the system that the user was imported from. */
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("users_tenant_email").on(t.tenantId, t.emailKey),
    index("users_tenant_id").on(t.tenantId, t.id),
    index("users_tenant_status").on(t.tenantId, t.status, t.id),
    index("users_tenant_unverified").on(t.tenantId, t.id).where(sql`email_verified_at is null`),
    index("users_tenant_name").on(t.tenantId, t.nameKey, t.id),
    uniqueIndex("users_tenant_external_id").on(t.tenantId, t.externalId).where(sql`external_id is not null`),
    // Local parts contain no @ here, so the first @ ends them.
    index("users_tenant_domain").on(t.tenantId, sql`substr(email_key, instr(email_key, '@') + 1)`, t.id),
    index("users_tenant_invited").on(t.tenantId, t.id).where(sql`invitation_expires_at is not null`),
    index("users_deleted").on(t.tenantId, t.id).where(sql`status = 'deleted'`),
  ],
);

/** What is stored about an external identity, beside its issuer and subject. */
export interface IdentityDetails {
  readonly providerId: string;
  /** The email at the provider, when it was used last. */
  readonly email: string | null;
  readonly lastUsedAt: number;
  /** Tuples that were written for the user's groups, and no others. */
  readonly tuples: readonly { readonly relation: string; readonly object: string }[];
}

/** A sign-in method of a user: a password, or an identity at an external issuer. */
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
    /** `password`, or the issuer's URL. An external identity is identified by issuer and subject, never by email. */
    issuer: text("issuer").notNull(),
    /** The user's id at the issuer; for a password, our own user id. */
    subject: text("subject").notNull(),
    /** Hash of a password, as a PHC string. */
    secret: text("secret"),
    /** Of an external identity: its provider, its email there, and the tuples that its groups gave to the user. */
    details: text("details", { mode: "json" }).$type<IdentityDetails>(),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("accounts_tenant_issuer_subject").on(t.tenantId, t.issuer, t.subject),
    index("accounts_user").on(t.userId),
  ],
);
