import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { tenants } from "./tenants.ts";
import { time } from "./time.ts";
import { users } from "./users.ts";

/** Columns of a user's row in a tenant. */
const ofUser = () => ({
  tenantId: text("tenant_id")
    .notNull()
    .references(() => tenants.id),
  userId: text("user_id")
    .notNull()
    .references(() => users.id),
});

/** A user's authenticator app (RFC 6238). A user has at most one. */
export const totpFactors = sqliteTable(
  "totp_factors",
  {
    ...ofUser(),
    /** Encrypted secret; it contains the version of JWT_SECRET that decrypts it. */
    secret: text("secret").notNull(),
    /** Latest time step whose code was used: no code of it or an earlier one is accepted again. */
    lastStep: integer("last_step").notNull().default(0),
    createdAt: time("created_at").notNull(),
    /** Time at which its first code was entered; until then it is no factor. */
    confirmedAt: time("confirmed_at"),
    lastUsedAt: time("last_used_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.userId] })],
);

/** A user's passkeys and security keys (WebAuthn Level 3). */
export const passkeys = sqliteTable(
  "passkeys",
  {
    id: text("id").primaryKey(),
    ...ofUser(),
    /** Credential id, base64url. */
    credentialId: text("credential_id").notNull(),
    /** COSE key, base64url. */
    publicKey: text("public_key").notNull(),
    /** Signature counter; 0 where the authenticator has none. */
    counter: integer("counter").notNull(),
    transports: text("transports", { mode: "json" }).$type<readonly string[]>().notNull().default([]),
    /** Whether the authenticator verified the user at registration. */
    userVerified: integer("user_verified", { mode: "boolean" }).notNull(),
    /** Whether it is synchronized between devices. */
    backedUp: integer("backed_up", { mode: "boolean" }).notNull(),
    name: text("name").notNull(),
    createdAt: time("created_at").notNull(),
    lastUsedAt: time("last_used_at"),
  },
  (t) => [
    uniqueIndex("passkeys_credential").on(t.tenantId, t.credentialId),
    index("passkeys_user").on(t.tenantId, t.userId),
  ],
);

/** A user's backup codes. Each works once. */
export const backupCodes = sqliteTable(
  "backup_codes",
  {
    ...ofUser(),
    /** SHA-256 of the code, which has 120 random bits. */
    hash: text("hash").notNull(),
    createdAt: time("created_at").notNull(),
    usedAt: time("used_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.userId, t.hash] })],
);

/** Devices on which a user need not show a second factor again. */
export const trustedDevices = sqliteTable(
  "trusted_devices",
  {
    /** SHA-256 of the device's secret. */
    hash: text("hash").primaryKey(),
    ...ofUser(),
    /** The user's credentials when it was trusted: any change of them ends the trust. */
    credentialsVersion: integer("credentials_version").notNull(),
    userAgent: text("user_agent").notNull(),
    createdAt: time("created_at").notNull(),
    expiresAt: time("expires_at").notNull(),
  },
  (t) => [index("trusted_devices_user").on(t.tenantId, t.userId), index("trusted_devices_expires").on(t.expiresAt)],
);

/**
 * A sign-in that has begun, and what its next step needs: a second factor, an emailed code, a WebAuthn challenge, the return
 * from an identity provider, the code of an app. Each is used once.
 */
export const signInStates = sqliteTable(
  "sign_in_states",
  {
    /** SHA-256 of the secret that its client holds. */
    hash: text("hash").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    kind: text("kind", {
      enum: ["second_factor", "email", "link", "passkey_registration", "passkey", "provider", "app_code", "page"],
    }).notNull(),
    /** The account, email or session that it is about, where the kind needs to find it by that. */
    subject: text("subject"),
    userId: text("user_id"),
    /** Hash of a code that is entered with the secret, and the number of attempts. */
    codeHash: text("code_hash"),
    tries: integer("tries").notNull().default(0),
    data: text("data", { mode: "json" }).$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    createdAt: time("created_at").notNull(),
    expiresAt: time("expires_at").notNull(),
    usedAt: time("used_at"),
  },
  (t) => [
    index("sign_in_states_subject").on(t.tenantId, t.kind, t.subject),
    index("sign_in_states_user").on(t.tenantId, t.userId),
    index("sign_in_states_expires").on(t.expiresAt),
  ],
);

/** External identity providers of a tenant (OpenID Connect, or GitHub's OAuth). */
export const identityProviders = sqliteTable(
  "identity_providers",
  {
    id: text("id").primaryKey(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    /** `social` for everybody, or `enterprise` for the users of its email domains. */
    kind: text("kind", { enum: ["social", "enterprise"] }).notNull(),
    /** Provider whose quirks apply, such as google; `oidc` for others. */
    preset: text("preset").notNull(),
    /** Name in the address of its sign-in, unique in the tenant. */
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    issuer: text("issuer").notNull(),
    clientId: text("client_id").notNull(),
    /** Encrypted client secret; it contains the version of JWT_SECRET that decrypts it. Null for a public client. */
    clientSecret: text("client_secret"),
    settings: text("settings", { mode: "json" }).$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    enabled: integer("enabled", { mode: "boolean" }).notNull().default(true),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [uniqueIndex("identity_providers_slug").on(t.tenantId, t.slug)],
);

/** Email domains of a tenant that it proves to own by a DNS record. */
export const emailDomains = sqliteTable(
  "email_domains",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenants.id),
    domain: text("domain").notNull(),
    /** Value that the DNS record must have. */
    challenge: text("challenge").notNull(),
    verifiedAt: time("verified_at"),
    /** The enterprise provider that signs in this domain's users, if any. */
    providerId: text("provider_id").references(() => identityProviders.id),
    createdAt: time("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.domain] })],
);
