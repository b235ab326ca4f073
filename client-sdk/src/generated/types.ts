// Generated from the router by `npm run generate`. Do not edit.

/** Reason why an expression doesn't hold. */
export interface Absence {
  /** The expression in the modeling language. */
  expression: string;
  /** Relations that could only follow from one another, and so follow from nothing. */
  refuted: Refuted[];
  /** For each `but not` whose base holds: the reason why its subtracted part holds. */
  excluded?: Reason[] | undefined;
}

/** All data stored about a user, without secrets. */
export interface AccountExport {
  exportedAt: Date;
  user: {
    id: string;
    email: string;
    emailVerifiedAt: Date | null;
    name: string | null;
    /** Custom data that the tenant's servers store with the user. */
    metadata: Record<string, unknown>;
    createdAt: Date;
  };
  signInMethods: {
    /** password, or the URL of an issuer. */
    issuer: string;
    subject: string;
    createdAt: Date;
  }[];
  sessions: {
    id: string;
    userAgent: string;
    ip: string;
    location: string;
    keyId: string | null;
    mode: string;
    factors: Record<string, number>;
    createdAt: Date;
    lastUsedAt: Date | null;
    expiresAt: Date;
    endedAt: Date | null;
    endReason: string | null;
  }[];
  /** Verification links and codes that were sent, without their secrets. */
  verifications: {
    purpose: string;
    email: string;
    newEmail: string | null;
    createdAt: Date;
    expiresAt: Date;
    usedAt: Date | null;
  }[];
  /** Emails of the last 30 days to this user, including to their earlier emails. */
  emails: {
    kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass";
    to: string;
    status: "waiting" | "sending" | "sent" | "refused" | "expired" | "uncertain";
    queuedAt: Date;
  }[];
  /** Events of the audit log about this user. */
  events: {
    event: string;
    outcome: string;
    /** Whether the user was the actor; false if somebody else was. */
    byUser: boolean;
    ip: string;
    at: Date;
  }[];
  /** Whether everything is included. False if there are more than 1000 of a kind; then the newest are included. */
  complete: boolean;
}

/** Role of an admin on a tenant and its descendants. Purged tenants aren't listed. */
export interface AdminGrant {
  tenantId: string;
  /** Slug of the tenant. */
  slug: string;
  name: string;
  /** emergency: temporary access by platform.breakGlass. */
  grant: "manager" | "support" | "billing" | "viewer" | "emergency";
  /** Time when the grant ends; null for no end. */
  expiresAt: Date | null;
}

/** An API key of a tenant, without the key itself. */
export interface ApiKey {
  id: string;
  mode: "live" | "test";
  name: string;
  /** The last four characters of the key. */
  hint: string;
  allowedIpRanges: string[];
  limits: {
    calls: number;
    perSeconds: number;
  }[];
  metadata: Record<string, unknown>;
  /** Id of the API key or user that created it. */
  createdBy: string;
  createdAt: Date;
  /** Time of the last use, accurate to a few minutes. */
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  /** Id of the key that replaced it; null if it wasn't rotated. */
  replacedBy: string | null;
  /** Time until which it works beside its replacement. */
  retiresAt: Date | null;
  revokedAt: Date | null;
  /** leaked: the key was reported with apiKeys.reportLeak. */
  revokeReason: "revoked" | "leaked" | null;
  /** Place where a leaked key was found, according to the report. */
  leakSource: string | null;
  /** publishable: identifies the tenant, for browsers. secret: full access to the tenant, for servers. restricted: only what its scopes allow, for servers. */
  kind: "publishable" | "secret" | "restricted";
  /** Scopes of a restricted key; empty for other kinds. */
  scopes: string[];
  /** Origins that may use a publishable key; empty for any. */
  allowedOrigins: string[];
}

/** A check with its expected result. */
export interface Assertion {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation that the model defines for the object's type. At most 2,048 characters. */
  relation: string;
  /** An object: type:id. At most 2,048 characters. */
  object: string;
  /** Expected result of the check. */
  expected: boolean;
  /** Contextual tuples of the check. At most 20. At most 20 items. */
  contextualTuples?: Tuple[] | undefined;
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
}

/** An audit event: a change to a tenant, or a refused call. */
export interface AuditEvent {
  id: string;
  /** Name of the procedure or event, such as auth.login. */
  event: string;
  /** anonymous, or the id of an API key or user. */
  actor: string;
  /** Id of the affected user; null if there is none. */
  subject: string | null;
  /** ok, or the error code of the refusal. */
  outcome: string;
  /** Details of the change: ids, numbers, booleans and names of changed fields; null if there are none. */
  details: Record<string, unknown> | null;
  ip: string;
  requestId: string;
  at: Date;
}

/** A backup of one tenant, encrypted in R2. */
export interface Backup {
  id: string;
  tenantId: string;
  status: "running" | "done";
  /** replaced_graph: after an import that is too large for the log of changes. */
  reason: "schedule" | "request" | "replaced_graph";
  startedAt: Date;
  endedAt: Date | null;
  rowCount: number;
  /** Size in R2, compressed and encrypted. */
  byteCount: number;
  /** Revision of the graph in it. */
  revision: string;
  tables: {
    table: string;
    rowCount: number;
  }[];
}

/** A change of one tuple in a revision, or the revision as a whole. */
export interface Change {
  revision: string;
  kind: "write" | "import" | "expiry" | "model" | "restore";
  at: Date;
  /** Id of the API key or user that made the change, or system. */
  actor: string;
  reason: string | null;
  requestId: string;
  /** Operation on the tuple; null for a model, and for an import that is too large to list by tuple. */
  operation: "write" | "delete" | null;
  tuple: Tuple | null;
  /** Version of the model at this revision. */
  modelVersion: number | null;
}

/** A key that a tenant issued to a customer, without the key itself. */
export interface CustomerKey {
  id: string;
  mode: "live" | "test";
  name: string;
  /** The last four characters of the key. */
  hint: string;
  allowedIpRanges: string[];
  limits: {
    calls: number;
    perSeconds: number;
  }[];
  metadata: Record<string, unknown>;
  /** Id of the API key or user that created it. */
  createdBy: string;
  createdAt: Date;
  /** Time of the last use, accurate to a few minutes. */
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  /** Id of the key that replaced it; null if it wasn't rotated. */
  replacedBy: string | null;
  /** Time until which it works beside its replacement. */
  retiresAt: Date | null;
  revokedAt: Date | null;
  /** leaked: the key was reported with apiKeys.reportLeak. */
  revokeReason: "revoked" | "leaked" | null;
  /** Place where a leaked key was found, according to the report. */
  leakSource: string | null;
  prefix: string;
  ownerId: string | null;
  scopes: string[];
  enabled: boolean;
  /** Usage quota of the key; null for unlimited use. */
  quota: {
    /** Units of quota that remain. */
    remaining: number;
    refill: {
      amount: number;
      every: "day" | "month";
    } | null;
    refillsAt: Date | null;
  } | null;
}

/** Reasons why a subject doesn't have a relation. */
export interface Denial {
  /** Whether any tuple has the object. */
  objectFound: boolean;
  /** Whether any tuple has the subject itself. */
  subjectFound: boolean;
  /** Ineffective tuples on the path from the object to the subject, nearest to the object first. At most 20. */
  ineffective: IneffectiveTuple[];
  /** Tuples by which `but not` excludes the subject. At most 20. */
  excludedBy: ProofTuple[];
  /** Whether all reasons are listed. False if there are more, or if more than 2,000 relations of objects had to be examined. */
  complete: boolean;
}

/** An email domain of a tenant. */
export interface EmailDomain {
  domain: string;
  /** The enterprise provider that signs in its emails; null for none. */
  providerId: string | null;
  verifiedAt: Date | null;
  /** The DNS record that verifies the domain. */
  record: {
    type: "TXT";
    name: string;
    value: string;
  };
  createdAt: Date;
}

/** Delivery status of an email, without its content. */
export interface EmailRecord {
  /** Id of the email, also in its header X-Email-Id. */
  id: string;
  /** Emails with the same key are sent once. */
  idempotencyKey: string;
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass";
  to: string;
  /** waiting: queued. sending: in progress. sent: accepted by the email service. refused: rejected by it. expired: not accepted in time. uncertain: may have been delivered. */
  status: "waiting" | "sending" | "sent" | "refused" | "expired" | "uncertain";
  attemptCount: number;
  /** Code of the email service's last failure; null if there was none. */
  lastError: string | null;
  queuedAt: Date;
  /** Time of the next attempt; null if there is none. */
  nextAttemptAt: Date | null;
  finishedAt: Date | null;
}

/** Template of one kind of email. */
export interface EmailTemplate {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass";
  subject: string;
  text: string;
  html: string;
  /** Parts that the tenant has set; the others are the default. */
  customized: Array<"subject" | "text" | "html">;
  /** Names that {{name}} may use, besides secret placeholders. */
  placeholders: string[];
  /** Names that only text and HTML may use; each must use at least one. */
  secretPlaceholders: string[];
  updatedAt: Date | null;
}

/** A fact: the subject has the relation to the object. */
export interface Fact {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation that the model defines for the object's type. At most 2,048 characters. */
  relation: string;
  /** An object: type:id. At most 2,048 characters. */
  object: string;
}

/** Limits and policies of a tenant's graph. */
export interface GraphSettings {
  /** Maximum number of stored tuples. Defaults to 3,000,000. 1 to 10,000,000. */
  maxTuples: number;
  /** Maximum memory of the packed graph in bytes. Defaults to 100,000,000. 1,000,000 to 110,000,000. */
  maxBytes: number;
  /** Maximum number of tuples in a row that a request follows. Defaults to 25. 1 to 1,000. */
  maxDepth: number;
  /** Maximum work of one check; 10,000 units take about 1 millisecond. Lists, batches and other long requests may use 20 times as much. 10,000 to 800,000. */
  maxWork: number;
  /** Maximum age in seconds of the graph, and up to 10 seconds of the caller's credentials, for requests with consistency fast. Defaults to 2. At most 300. */
  maxStalenessSeconds: number;
  /** Days for which changes are stored and past revisions can be queried. Defaults to 30. 1 to 365. */
  retentionDays: number;
}

/** A linked account of an identity provider. */
export interface Identity {
  id: string;
  /** The provider's issuer. */
  issuer: string;
  /** Slug of the provider; null if the tenant has it no more. */
  provider: string | null;
  /** The email at the provider; null if it gave none. */
  email: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** An identity provider of a tenant. */
export interface IdentityProvider {
  id: string;
  kind: "social" | "enterprise";
  protocol: "oidc";
  /** The provider whose deviations from OpenID Connect apply; oidc for any other that has none. */
  preset: "google" | "microsoft" | "apple" | "github" | "gitlab" | "slack" | "linkedin" | "oidc";
  slug: string;
  name: string;
  issuer: string;
  clientId: string;
  /** Whether a client secret is stored. */
  hasClientSecret: boolean;
  /** The redirect URI to register at the provider. */
  redirectUri: string;
  settings: IdentityProviderSettings;
  enabled: boolean;
  createdAt: Date;
  updatedAt: Date;
}

/** Settings of an identity provider. */
export interface IdentityProviderSettings {
  /** Scopes that are requested. Defaults to openid, email and profile, or the preset's own. At most 20 items. */
  scopes?: string[] | undefined;
  /** Whether a new identity is linked to the account with its email, where the provider is authoritative for the email's domain. Google is for gmail.com and Workspace domains, and Microsoft with the claim xms_edov. Defaults to false. Enterprise providers always link. */
  linksVerifiedEmail?: boolean | undefined;
  /** Fields of the user's metadata by the claims that set them at each sign-in, such as { department: dept }. A missing claim removes its field. Defaults to none. */
  metadata?: Record<string, string> | undefined;
  /** Claim with the names of the user's groups. Defaults to groups. For enterprise providers. 1 to 100 characters. */
  groupsClaim?: string | undefined;
  /** Tuples that members of a group have: the user user:{id} gets the relation to the object. They are kept in step at each sign-in; tuples that others wrote stay. Defaults to none. For enterprise providers. At most 50 items. */
  groups?: {
    /** The group's name or id at the provider. 1 to 300 characters. */
    group: string;
    /** 1 to 50 characters. */
    relation: string;
    /** 1 to 600 characters. */
    object: string;
  }[] | undefined;
}

/** An import from R2. It runs in the background, and restarts if it is interrupted. */
export interface ImportJob {
  id: string;
  status: "running" | "done" | "failed";
  startedAt: Date;
  finishedAt: Date | null;
  bytesRead: number;
  bytesTotal: number;
  /** Number of valid rows read so far. */
  rowCount: number;
  /** Result of the import; null until it is done. */
  result: {
    /** Number of distinct tuples in the file. */
    tupleCount: number;
    addedCount: number;
    removedCount: number;
    /** Number of tuples in the file that were stored already or have expired. */
    unchangedCount: number;
    /** Number of tuples in the file that the model doesn't allow, or whose context doesn't fit their condition. */
    ineffectiveCount: number;
    /** Number of rows left out because of `ineffective: "drop"`. */
    droppedCount: number;
    /** Rows that are probably mistakes, such as an id that repeats its type. At most 100. */
    warnings: {
      /** Line number; the first line is 1. */
      line: number;
      reason: string;
    }[];
    /** Whether the graph changed; false in a dry run. */
    changed: boolean;
    dryRun: boolean;
    /** Revision of the graph at which the result holds. */
    revision: string;
  } | null;
  /** Error of a failed import, which changed nothing; null otherwise. */
  error: {
    code: string;
    message: string;
    details: Record<string, unknown>;
  } | null;
}

/** A tuple that would lead to the subject but is ineffective, and the reason. */
export type IneffectiveTuple = {
  reason: "expired";
  tuple: ProofTuple;
} | {
  reason: "condition_not_met";
  tuple: ProofTuple;
  /** Context of the evaluation; absent if it is longer than 2,000 characters of JSON. */
  context?: Record<string, unknown> | undefined;
} | {
  reason: "context_missing";
  tuple: ProofTuple;
  /** Parameters of the condition without a value. */
  missing: string[];
} | {
  reason: "condition_failed";
  tuple: ProofTuple;
  problem: string;
};

/** Result of the verification of a customer's key. */
export interface KeyVerification {
  valid: boolean;
  /** valid, or the reason why the key isn't valid. */
  code: "valid" | "key_malformed" | "key_invalid" | "key_revoked" | "key_expired" | "key_replaced" | "key_disabled" | "ip_not_allowed" | "insufficient_scope" | "rate_limited" | "quota_exceeded";
  /** Id of the key; null if the tenant has no such key, as are the following fields. */
  keyId: string | null;
  name: string | null;
  ownerId: string | null;
  scopes: string[];
  /** Requested scopes that the key lacks. */
  missingScopes: string[];
  metadata: Record<string, unknown>;
  /** Time when the key expires, or when its overlap with the new key ends. */
  expiresAt: Date | null;
  /** Units of quota that remain; null if the key has no quota or wasn't counted. */
  remaining: number | null;
  refillsAt: Date | null;
  limits: {
    calls: number;
    perSeconds: number;
    remaining: number;
    /** Seconds until the window resets. */
    resetAfterSeconds: number;
  }[];
  /** Seconds to wait after a rate limit was reached; null otherwise. */
  retryAfterSeconds: number | null;
}

/** An event of a tenant, in the order of writing: a change, or a refused call. */
export interface LiveEvent {
  /** Sequence number in the audit chain: 1, 2, 3 …, without gaps. */
  seq: number;
  /** Id of the event in the audit log. */
  id: string;
  /** Name of the procedure, such as auth.login, or of an alert such as auth.accountLocked. */
  event: string;
  /** ok, or the error code of the refusal. */
  outcome: string;
  /** Whether the event needs attention. */
  alert: boolean;
  /** anonymous, or the id of an API key or user. */
  actor: string;
  /** Id of the affected user; null if it is unknown. */
  subject: string | null;
  /** Id of what the event is about: the affected user, the changed object, or else the procedure's family. */
  object: string;
  requestId: string;
  at: Date;
}

/** A user, as the tenant's servers see them. */
export interface ManagedUser {
  id: string;
  email: string;
  emailVerified: boolean;
  name: string | null;
  /** invited: the user has neither chosen a password nor signed in; see invitation. */
  status: "active" | "invited" | "banned";
  /** The newest open invitation, which may have expired; null if there is none. */
  invitation: {
    invitedAt: Date;
    expiresAt: Date;
  } | null;
  /** Whether the user must choose a new password before the next sign-in. */
  resetRequired: boolean;
  /** Whether the user has a second factor, so that each sign-in requires one. */
  hasSecondFactor: boolean;
  /** Whether users.update requires a second factor of this user. The tenant may require it of all users. */
  secondFactorRequired: boolean;
  /** Time from which a sign-in removes the user's second factors; null without users.factors.requestReset. */
  factorsResetAt: Date | null;
  metadata: Record<string, unknown>;
  /** The user's id in your own database. */
  externalId: string | null;
  /** Time when the newest session was opened; null before the first. */
  lastSignInAt: Date | null;
  createdAt: Date;
}

/** A problem of a model, and its position. */
export interface ModelProblem {
  /** Counted from 1. */
  line: number;
  /** Counted from 1. */
  column: number;
  message: string;
  /** Module that has the problem. */
  file?: string | undefined;
  /** JSON pointer (RFC 6901) of the problem in a model in JSON, whose line and column are 1. */
  pointer?: string | undefined;
}

/** A version of a tenant's model, which never changes. */
export interface ModelVersion {
  /** At least 1. */
  version: number;
  /** A model in OpenFGA's modeling language or its JSON form as text, or as modules. */
  model: string | {
    /** At most 256 characters. */
    name: string;
    /** At most 524,288 characters. */
    contents: string;
  }[];
  createdAt: Date;
  createdBy: string;
}

/** A session of the calling user. */
export interface OwnSession {
  id: string;
  /** Browser and operating system, from the user agent. */
  device: string;
  /** City and country of the sign-in, from the IP address; empty if unknown. */
  location: string;
  /** bearer: the client stores the refresh token. cookie: the browser stores it in a cookie. */
  mode: "bearer" | "cookie";
  createdAt: Date;
  /** Time of the last use, accurate to a few minutes. */
  lastUsedAt: Date;
  /** Time when the session ends if it isn't used before. */
  expiresAt: Date;
  /** Whether this is the session of the call. */
  current: boolean;
}

/** Texts of a tenant's hosted pages in one language, as plain text. */
export interface PageTexts {
  /** Title of the sign-in page. Defaults to the brand name in a sentence. */
  signInTitle?: string | null | undefined;
  /** Text below it. Defaults to none. */
  signInText?: string | null | undefined;
  /** Title of the sign-up page. Defaults to the brand name in a sentence. */
  signUpTitle?: string | null | undefined;
  /** Text below it. Defaults to none. */
  signUpText?: string | null | undefined;
}

/** A passkey or security key of a user. */
export interface Passkey {
  id: string;
  name: string;
  createdAt: Date;
  /** Time of the last sign-in with it; null if there was none. */
  lastUsedAt: Date | null;
  /** Whether it verifies its user, by a PIN or biometrics. Otherwise it is a second factor only. */
  userVerified: boolean;
  /** Whether it is synchronized between devices. */
  backedUp: boolean;
}

/** A signature by a passkey (AuthenticationResponseJSON of WebAuthn Level 3). */
export interface PasskeyAssertion {
  /** The credential's id, base64url. At most 1,364 characters. Matches `^[A-Za-z0-9_-]+$`. */
  id: string;
  /** The credential's id, base64url. At most 1,364 characters. Matches `^[A-Za-z0-9_-]+$`. */
  rawId: string;
  type: "public-key";
  response: {
    /** At most 8,192 characters. Matches `^[A-Za-z0-9_-]+$`. */
    clientDataJSON: string;
    /** At most 8,192 characters. Matches `^[A-Za-z0-9_-]+$`. */
    authenticatorData: string;
    /** At most 2,048 characters. Matches `^[A-Za-z0-9_-]+$`. */
    signature: string;
    userHandle?: string | null | undefined;
  };
}

/** Options for PublicKeyCredential.parseCreationOptionsFromJSON (WebAuthn Level 3). */
export interface PasskeyCreationOptions {
  rp: {
    id: string;
    name: string;
  };
  user: {
    id: string;
    name: string;
    displayName: string;
  };
  challenge: string;
  pubKeyCredParams: {
    type: "public-key";
    alg: number;
  }[];
  timeout: number;
  excludeCredentials: {
    type: "public-key";
    id: string;
    /** Ways to reach the authenticator; empty if unknown. */
    transports: string[];
  }[];
  authenticatorSelection: {
    residentKey: "preferred";
    userVerification: "preferred";
  };
  attestation: "none";
}

/** A new credential (RegistrationResponseJSON of WebAuthn Level 3). */
export interface PasskeyRegistration {
  /** The credential's id, base64url. At most 1,364 characters. Matches `^[A-Za-z0-9_-]+$`. */
  id: string;
  /** The credential's id, base64url. At most 1,364 characters. Matches `^[A-Za-z0-9_-]+$`. */
  rawId: string;
  type: "public-key";
  response: {
    /** At most 8,192 characters. Matches `^[A-Za-z0-9_-]+$`. */
    clientDataJSON: string;
    /** At most 32,768 characters. Matches `^[A-Za-z0-9_-]+$`. */
    attestationObject: string;
    /** At most 10 items. 1 to 32 characters each. */
    transports?: string[] | undefined;
  };
}

/** Options for PublicKeyCredential.parseRequestOptionsFromJSON (WebAuthn Level 3). */
export interface PasskeyRequestOptions {
  challenge: string;
  timeout: number;
  rpId: string;
  allowCredentials: {
    type: "public-key";
    id: string;
    /** Ways to reach the authenticator; empty if unknown. */
    transports: string[];
  }[];
  userVerification: "required" | "preferred";
}

/** A plan: limits of tenants. A plan can't be changed; create another with another slug. */
export interface Plan {
  /** Matches `^[a-z][a-z0-9-]{0,62}$`. */
  slug: string;
  name: string;
  limits: PlanLimits;
  createdAt: Date;
}

/** Limits of a plan. Omitted limits are unlimited. */
export interface PlanLimits {
  /** Maximum calls per minute for the tenant. Calls of platform admins don't count. Calls without credentials or with a publishable key count only if they succeed. 1 to 10,000,000. */
  callsPerMinute?: number | undefined;
  /** Maximum number of the tenant's users. At most 1,000,000,000. */
  users?: number | undefined;
  /** Days after which audit events are moved from the audit log to files in R2. 1 to 3,650. */
  auditDays?: number | undefined;
  /** Maximum number of stored tuples of the tenant's graph. 1 to 10,000,000. */
  tuples?: number | undefined;
}

/** A platform admin: a user of the platform's own tenant. */
export interface PlatformAdmin {
  id: string;
  email: string;
  name: string | null;
  /** Role on the platform; null for admins with grants on tenants only, or none. */
  role: "superadmin" | "support" | "billing" | "readonly" | null;
  /** invited: the admin hasn't chosen a password yet. */
  status: "invited" | "active";
  createdAt: Date;
}

/** A key of the platform, without the key itself. */
export interface PlatformKey {
  id: string;
  mode: "live" | "test";
  name: string;
  /** The last four characters of the key. */
  hint: string;
  allowedIpRanges: string[];
  limits: {
    calls: number;
    perSeconds: number;
  }[];
  metadata: Record<string, unknown>;
  /** Id of the API key or user that created it. */
  createdBy: string;
  createdAt: Date;
  /** Time of the last use, accurate to a few minutes. */
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  /** Id of the key that replaced it; null if it wasn't rotated. */
  replacedBy: string | null;
  /** Time until which it works beside its replacement. */
  retiresAt: Date | null;
  revokedAt: Date | null;
  /** leaked: the key was reported with apiKeys.reportLeak. */
  revokeReason: "revoked" | "leaked" | null;
  /** Place where a leaked key was found, according to the report. */
  leakSource: string | null;
  scopes: string[];
}

/** Proof that a subject has a relation to an object: tuples and rules. */
export interface Proof {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation that the model defines for the object's type. At most 2,048 characters. */
  relation: string;
  /** An object: type:id. At most 2,048 characters. */
  object: string;
  reason: Reason;
}

/** A stored tuple with its condition and expiry time. */
export interface ProofTuple {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation that the model defines for the object's type. At most 2,048 characters. */
  relation: string;
  /** An object: type:id. At most 2,048 characters. */
  object: string;
  /** Condition under which the tuple is effective. */
  condition?: string | undefined;
  /** Canonical JSON of the tuple's context for its condition. */
  context?: string | undefined;
  /** Expiry time in seconds since 1970. */
  expiresAt?: number | undefined;
}

/** One step of a proof. */
export type Reason = {
  kind: "self";
} | {
  kind: "tuple";
  tuple: ProofTuple;
} | {
  kind: "userset";
  tuple: ProofTuple;
  member: Proof;
} | {
  kind: "computed";
  of: Proof;
} | {
  kind: "from";
  tuple: ProofTuple;
  parent: Proof;
} | {
  kind: "or";
  operand: number;
  reason: Reason;
} | {
  kind: "and";
  all: Reason[];
} | {
  kind: "butNot";
  base: Reason;
  absent: Absence;
};

/** An email in the mailbox of a test tenant. */
export interface ReceivedEmail {
  id: string;
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass";
  from: {
    name: string;
    address: string;
  };
  replyTo: string | null;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Values of the placeholders, such as the link and the code. */
  values: Record<string, string>;
  receivedAt: Date;
}

/** A relation of an object that the subject doesn't have. */
export interface Refuted {
  relation: string;
  object: string;
  /** For each `but not` whose base holds: the reason why its subtracted part holds. */
  excluded?: Reason[] | undefined;
}

/** A remedy: tuples to add and to remove, which together would allow the check. */
export interface Remedy {
  add: Fact[];
  remove: Fact[];
}

/** A session of a user that has not ended. */
export interface Session {
  id: string;
  /** Browser and operating system, from the user agent. */
  device: string;
  /** City and country of the sign-in, from the IP address; empty if unknown. */
  location: string;
  /** bearer: the client stores the refresh token. cookie: the browser stores it in a cookie. */
  mode: "bearer" | "cookie";
  createdAt: Date;
  /** Time of the last use, accurate to a few minutes. */
  lastUsedAt: Date;
  /** Time when the session ends if it isn't used before. */
  expiresAt: Date;
}

/** A signing key of a tenant's access tokens. */
export interface SigningKey {
  /** Id of the key in the key set and in the header of tokens. */
  kid: string;
  algorithm: "EdDSA" | "ES256";
  /** next: published, but not signing yet. active: signing. retiring: only verifies earlier tokens. */
  status: "next" | "active" | "retiring";
  createdAt: Date;
  statusSince: Date;
}

/** A tenant: a customer of the platform. */
export interface Tenant {
  id: string;
  /** Short name of the tenant, unique on the platform. It can't be changed. */
  slug: string;
  name: string;
  /** The tenant's own host name; null if it has none. */
  host: string | null;
  /** Id of the parent tenant; null if it has none. */
  parentId: string | null;
  /** Level in the tree of tenants: 1 without a parent, at most 5. */
  level: number;
  /** Effective status: the tenant's own or its ancestors', whichever is more restrictive. */
  status: "active" | "suspended" | "deleted";
  /** A test tenant has test keys, fixed codes and a clock that can be advanced. */
  environment: "live" | "test";
  /** Slug of the tenant's own plan; null if it has none. */
  plan: string | null;
  /** Limits of the tenant's plan, or of its nearest ancestor with a plan. */
  limits: PlanLimits;
  /** Number of the tenant's users. */
  userCount: number;
  createdAt: Date;
  /** Time when the tenant itself was suspended; null if it isn't. */
  suspendedAt: Date | null;
  /** Time when the tenant itself was deleted; null if it isn't. */
  deletedAt: Date | null;
  /** Time when the tenant's data will be purged; null if it isn't deleted. */
  purgeAt: Date | null;
}

/** A tenant's logo: its own, or that of its nearest ancestor with one. */
export interface TenantLogo {
  /** URL of the image; null if neither the tenant nor an ancestor has a logo. */
  url: string | null;
  /** URL of the image for dark pages; null if there is one for both. */
  darkUrl: string | null;
}

/** Result of the restore of one tenant. */
export interface TenantRestore {
  tenantId: string;
  slug: string;
  backupId: string;
  backupAt: Date;
  rowCount: number;
  /** The new revision of the graph; 0 if it has none. */
  revision: string;
  /** Tables whose restored rows differ from the backup's. */
  differences: string[];
  /** Revision after the backup that replaced the whole graph, from which on changes are lost; null if none did. */
  replacedAt: string | null;
  /** Whether the tenant stays suspended, because of a difference or a replaced graph, until an admin resumes it. */
  staysSuspended: boolean;
  /** Users and keys that were revoked, banned, rotated or deleted after the backup, and stay so. At most 1,000. */
  withheld: {
    kind: "user_deleted" | "user_banned" | "user_conflict" | "credentials_changed" | "key_revoked" | "signing_keys_replaced";
    /** Id of the user or key, or of the tenant for its signing keys. */
    id: string;
  }[];
}

/** Sign-in settings of a tenant. */
export interface TenantSettings {
  /** Minimum password length in characters: 8 to 64. Defaults to 15, the minimum for a password that is the only factor. 8 to 64. */
  minPasswordLength: number;
  /** Whether users must verify their email before they can sign in. Defaults to false. */
  requireVerifiedEmail: boolean;
  /** Ways to sign in besides identity providers: password, email_code, magic_link and passkey. Defaults to password and passkey. At most 4 items. */
  signInMethods: Array<"password" | "email_code" | "magic_link" | "passkey">;
  /** Whether a magic link works in another browser than the one that requested it. Defaults to false, which protects from forwarded and intercepted links. */
  magicLinkAnyBrowser: boolean;
  /** People who may sign up: open to everyone, only emails of registrationDomains, by invitation, or closed, where only the tenant's servers create users. Defaults to open. */
  registration: "open" | "domains" | "invitation" | "closed";
  /** Email domains whose users may sign up where registration is domains. Subdomains don't match. Defaults to none. At most 100 items. At most 253 characters each. */
  registrationDomains: string[];
  /** Whether every user must show a second factor to sign in. Users who have one must show it in any case. Defaults to optional. */
  secondFactor: "optional" | "required";
  /** Second factors: totp (authenticator app), passkey, and email (a code, the weakest). Backup codes belong to the first two. Defaults to totp and passkey. 1 to 3 items. */
  secondFactorMethods: Array<"totp" | "passkey" | "email">;
  /** Relations in the tenant's graph whose users must show a second factor, such as member of team:admins. The user is the subject user:{id}. If the graph can't be asked, the factor is required. Defaults to none. At most 10 items. */
  secondFactorRelations: {
    /** 1 to 50 characters. */
    relation: string;
    /** 1 to 600 characters. */
    object: string;
  }[];
  /** Days for which a user may trust a device, so that it needs no second factor: 0 to 30. 0 turns this off. Defaults to 30. At most 30. */
  trustedDeviceDays: number;
  /** Hours between an administrator's reset of a user's factors and its effect, during which the user can cancel it: 0 to 336. Defaults to 24. At most 336. */
  factorResetDelayHours: number;
  /** Whether users are emailed about a sign-in from a new device. Defaults to true. */
  newDeviceEmails: boolean;
  /** Addresses of the product to which the hosted pages return after a sign-in. Compared exactly; only the port of a loopback address may differ. Defaults to none. At most 50 items. At most 1,000 characters each. */
  returnUrls: string[];
  /** Domain that passkeys are bound to (the RP ID of WebAuthn), such as example.com for pages at app.example.com. A change makes existing passkeys useless. Defaults to the host of the hosted pages. */
  passkeyRpId: string | null;
  /** Further origins whose pages and apps may use passkeys, compared exactly: pages of other domains (related origins), and android:apk-key-hash:… of Android apps. The hosted pages and those entries of allowedOrigins that are at passkeyRpId need no entry. Defaults to none. At most 50 items. At most 300 characters each. */
  passkeyOrigins: string[];
  /** Lifetime of an access token in seconds: 60 to 900. Defaults to 300. Offline verifiers accept it until then, even if its session has ended. 60 to 900. */
  accessTokenSeconds: number;
  /** Seconds without a refresh after which a session ends: 300 to 7,776,000 (90 days). Defaults to 1,209,600 (14 days). 300 to 7,776,000. */
  sessionIdleSeconds: number;
  /** Seconds after sign-in at which a session ends: 900 to 31,536,000 (365 days). Defaults to 2,592,000 (30 days). 900 to 31,536,000. */
  sessionAbsoluteSeconds: number;
  /** Signing algorithm of access tokens. Defaults to EdDSA. A change takes effect within 30 minutes. */
  tokenAlgorithm: "EdDSA" | "ES256";
  /** Custom claims, added to every access token. Defaults to none. At most 32 items. */
  accessTokenClaims: Array<{
    /** Matches `^[A-Za-z][A-Za-z0-9_.:/-]{0,99}$`. */
    claim: string;
    value: unknown;
  } | {
    /** Matches `^[A-Za-z][A-Za-z0-9_.:/-]{0,99}$`. */
    claim: string;
    /** Matches `^(email|emailVerified|name|externalId|metadata(\.[^.\s]{1,64}){1,8})$`. */
    from: string;
  }>;
  /** Origins of browser apps that may call with cookies. https://*.example.com allows all subdomains. Defaults to none. At most 50 items. At most 300 characters each. */
  allowedOrigins: string[];
  /** URL that links in emails open. Defaults to a hosted page of this service. */
  verifyEmailUrl: string | null;
  /** URL that links in emails open. Defaults to a hosted page of this service. */
  resetPasswordUrl: string | null;
  /** URL that magic links open. Defaults to a hosted page of this service. */
  signInLinkUrl: string | null;
  /** URL of the product, to which hosted pages link. Defaults to no link. */
  appUrl: string | null;
  /** URL of the terms, to which hosted pages link, and which people accept when they sign up. Defaults to none. */
  termsUrl: string | null;
  /** URL of the privacy policy, to which hosted pages link. Defaults to none. */
  privacyUrl: string | null;
  /** URL of the support, to which hosted pages link. Defaults to none. */
  supportUrl: string | null;
  /** Texts of hosted pages by language. Only those that are sent change; null resets one. Defaults to the texts of the catalogue. */
  pageTexts: {
    en?: PageTexts | null | undefined;
    de?: PageTexts | null | undefined;
  };
  /** Sender name of emails. Defaults to the tenant's name. */
  brandName: string | null;
  /** URL of a logo at the top of emails. Defaults to the logo of tenants.logo, or the brand name as text. */
  brandLogoUrl: string | null;
  /** Color of buttons and links on hosted pages, such as #2563eb. It is darkened or lightened where it would be hard to read. Defaults to blue. */
  brandColor: string | null;
  /** Language of hosted pages and emails: en or de. Defaults to the browser's language for pages, and to English for emails. */
  language: "en" | "de" | null;
  /** Reply-to email of emails. Defaults to none. */
  replyToEmail: string | null;
  /** Region near which the Durable Objects of new tenants below this one are created. They stay there. Defaults to the region of the first request. */
  location: "wnam" | "enam" | "sam" | "weur" | "eeur" | "apac" | "oc" | "afr" | "me" | null;
}

/** Subjects of a relation to an object, one step deep. */
export type Tree = {
  kind: "tuples";
  tuples: ProofTuple[];
} | {
  kind: "userset";
  object: string;
  relation: string;
} | {
  kind: "from";
  /** The relation of the tuples. */
  tupleset: string;
  tuples: ProofTuple[];
  usersets: {
    object: string;
    relation: string;
  }[];
} | {
  kind: "or";
  of: Tree[];
} | {
  kind: "and";
  of: Tree[];
} | {
  kind: "butNot";
  base: Tree;
  subtract: Tree;
};

/** A relationship tuple with an optional condition and expiry time. */
export interface Tuple {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation that the model defines for the object's type. At most 2,048 characters. */
  relation: string;
  /** An object: type:id. At most 2,048 characters. */
  object: string;
  /** Condition under which the tuple is effective. */
  condition?: {
    /** At most 256 characters. */
    name: string;
    /** Values of the condition's parameters, stored with the tuple. At most 20 levels deep. */
    context?: Record<string, unknown> | undefined;
  } | undefined;
  /** Expiry time, rounded down to a whole second: 1970-01-01T00:00:01Z to 2106-02-07T06:28:15Z. Defaults to no expiry. */
  expiresAt?: Date | undefined;
}

/** A reference to a tuple by subject, relation and object. A tuple that was read can be used unchanged. */
export interface TupleReference {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation that the model defines for the object's type. At most 2,048 characters. */
  relation: string;
  /** An object: type:id. At most 2,048 characters. */
  object: string;
  /** Ignored. */
  condition?: {
    /** At most 256 characters. */
    name: string;
    /** Values of the condition's parameters, stored with the tuple. At most 20 levels deep. */
    context?: Record<string, unknown> | undefined;
  } | undefined;
  /** Ignored. */
  expiresAt?: Date | undefined;
}

/** An end user of a tenant. */
export interface User {
  id: string;
  email: string;
  emailVerified: boolean;
  name: string | null;
  createdAt: Date;
}

/** A URL that receives a tenant's events. */
export interface Webhook {
  id: string;
  url: string;
  name: string;
  /** Names of events, or prefixes that end in a dot; empty for all. */
  events: string[];
  includeRefused: boolean;
  enabled: boolean;
  /** paused: by webhooks.update. failing: no attempt succeeded in 3 days. gone: it responded with 410. backlog: 100,000 events waited. restored: the tenant was restored from a backup. Null while it is enabled. */
  disabledReason: "paused" | "failing" | "gone" | "backlog" | "restored" | null;
  disabledAt: Date | null;
  /** Time since which no attempt has succeeded; null if the last one did. */
  failingSince: Date | null;
  /** End of the previous secret's use; null without one. */
  previousSecretExpiresAt: Date | null;
  /** Id of the API key or user that created it. */
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

/** A delivery of an event to a webhook, with its attempts. */
export interface WebhookDelivery {
  id: string;
  webhookId: string;
  /** Id of the event, in the header webhook-id of every attempt. */
  eventId: string;
  /** Sequence number of the event in the tenant's audit chain; 0 for a test. */
  seq: number;
  event: string;
  /** Id of what the event is about. Events of one object are delivered in order. */
  object: string;
  /** queued: it waits for an earlier event of the same object. waiting: for its next attempt. */
  status: "queued" | "waiting" | "sending" | "delivered" | "failed";
  attempts: {
    at: Date;
    /** HTTP status of the response; null if none came. */
    status: number | null;
    /** http_ and the status, unreachable, timeout, url_not_allowed, interrupted or internal_error; null for a success. */
    error: string | null;
    durationMs: number;
  }[];
  createdAt: Date;
  nextAttemptAt: Date | null;
  finishedAt: Date | null;
}

/** Request of `apiKeys.create`. */
export interface CreateApiKeyRequest {
  /** publishable: identifies the tenant, for browsers. secret: full access to the tenant, for servers. restricted: only what its scopes allow, for servers. */
  kind: "publishable" | "secret" | "restricted";
  /** Must be the mode of the tenant's environment, which it defaults to. */
  mode?: "live" | "test" | undefined;
  /** 1 to 200 characters. */
  name: string;
  /** Expiry time of the key. Defaults to no expiry. */
  expiresAt?: Date | undefined;
  /** Scopes of a restricted key: a procedure's path, a family such as authz.*, or the reads of a family such as authz:read. At most 100 items. At most 100 characters each. */
  scopes?: string[] | undefined;
  /** Origins of the pages that may use a publishable key. https://*.example.com allows all subdomains. Empty allows any origin. At most 50 items. At most 300 characters each. */
  allowedOrigins?: string[] | undefined;
  /** IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. At most 100 items. At most 100 characters each. */
  allowedIpRanges?: string[] | undefined;
  /** Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. At most 4 items. */
  limits?: {
    /** 1 to 1,000,000,000. */
    calls: number;
    /** 1 to 2,678,400. */
    perSeconds: number;
  }[] | undefined;
  /** Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep. */
  metadata?: Record<string, unknown> | undefined;
}

/** Response of `apiKeys.create`. */
export interface CreateApiKeyResponse {
  key: string;
  apiKey: ApiKey;
}

/** Request of `apiKeys.customers.create`. */
export interface CreateCustomerKeyRequest {
  /** 1 to 200 characters. */
  name: string;
  /** The tenant's own id of the customer who owns the key. 1 to 200 characters. */
  ownerId?: string | undefined;
  /** Prefix of the key, such as the tenant's name: 2 to 16 lower-case letters and digits. Defaults to ck. Matches `^[a-z][a-z0-9]{1,15}$`. */
  prefix?: string | undefined;
  /** Expiry time of the key. Defaults to no expiry. */
  expiresAt?: Date | undefined;
  /** Usage quota of the key. Defaults to unlimited use. */
  quota?: {
    /** Units of quota that remain from now on. At most 1,000,000,000. */
    remaining: number;
    /** Raises remaining to amount at the start of each day or month (UTC), unless more is left. Defaults to no refill. */
    refill?: {
      /** At most 1,000,000,000. */
      amount: number;
      every: "day" | "month";
    } | undefined;
  } | undefined;
  /** Scopes that the tenant defines, at most 100. They are compared byte by byte. At most 100 items. */
  scopes?: string[] | undefined;
  /** Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep. */
  metadata?: Record<string, unknown> | undefined;
  /** IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. At most 100 items. At most 100 characters each. */
  allowedIpRanges?: string[] | undefined;
  /** Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. At most 4 items. */
  limits?: {
    /** 1 to 1,000,000,000. */
    calls: number;
    /** 1 to 2,678,400. */
    perSeconds: number;
  }[] | undefined;
  /** Whether the key is enabled. */
  enabled?: boolean | undefined;
}

/** Response of `apiKeys.customers.create`. */
export interface CreateCustomerKeyResponse {
  key: string;
  apiKey: CustomerKey;
}

/** Request of `apiKeys.customers.get`. */
export interface GetCustomerKeyRequest {
  /** At most 64 characters. */
  id: string;
}

/** Request of `apiKeys.customers.list`. */
export interface ListCustomerKeysRequest {
  /** The tenant's own id of the customer who owns the key. 1 to 200 characters. */
  ownerId?: string | undefined;
  /** active: the key works. ended: it was revoked, expired or was replaced. Defaults to both. */
  status?: "active" | "ended" | undefined;
  /** Part of the name, or the last four characters of the key. 1 to 200 characters. */
  search?: string | undefined;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `apiKeys.customers.list`. */
export interface ListCustomerKeysResponse {
  items: CustomerKey[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `apiKeys.customers.revoke`. */
export interface RevokeCustomerKeyRequest {
  /** At most 64 characters. */
  id: string;
}

/** Request of `apiKeys.customers.rotate`. */
export interface RotateCustomerKeyRequest {
  /** At most 64 characters. */
  id: string;
  /** Seconds that the old key still works beside the new one: 0 to 2,592,000 (30 days). At most 2,592,000. */
  overlapSeconds: number;
  /** Expiry time of the new key; null for no expiry. Defaults to the old key's. */
  expiresAt?: Date | null | undefined;
}

/** Response of `apiKeys.customers.rotate`. */
export interface RotateCustomerKeyResponse {
  key: string;
  apiKey: CustomerKey;
  retiresAt: Date;
}

/** Request of `apiKeys.customers.update`. */
export interface UpdateCustomerKeyRequest {
  /** At most 64 characters. */
  id: string;
  /** 1 to 200 characters. */
  name?: string | undefined;
  ownerId?: string | null | undefined;
  /** Expiry time of the key; null for no expiry. */
  expiresAt?: Date | null | undefined;
  quota?: {
    /** Units of quota that remain from now on. At most 1,000,000,000. */
    remaining: number;
    /** Raises remaining to amount at the start of each day or month (UTC), unless more is left. Defaults to no refill. */
    refill?: {
      /** At most 1,000,000,000. */
      amount: number;
      every: "day" | "month";
    } | undefined;
  } | null | undefined;
  /** Scopes that the tenant defines, at most 100. They are compared byte by byte. At most 100 items. */
  scopes?: string[] | undefined;
  /** Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep. */
  metadata?: Record<string, unknown> | undefined;
  /** IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. At most 100 items. At most 100 characters each. */
  allowedIpRanges?: string[] | undefined;
  /** Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. At most 4 items. */
  limits?: {
    /** 1 to 1,000,000,000. */
    calls: number;
    /** 1 to 2,678,400. */
    perSeconds: number;
  }[] | undefined;
  /** Whether the key is enabled. */
  enabled?: boolean | undefined;
}

/** Request of `apiKeys.get`. */
export interface GetApiKeyRequest {
  /** At most 64 characters. */
  id: string;
}

/** Request of `apiKeys.list`. */
export interface ListApiKeysRequest {
  /** Kinds to list. Defaults to all kinds. At most 3 items. */
  kinds?: Array<"publishable" | "secret" | "restricted"> | undefined;
  /** active: the key works. ended: it was revoked, expired or was replaced. Defaults to both. */
  status?: "active" | "ended" | undefined;
  /** Part of the name, or the last four characters of the key. 1 to 200 characters. */
  search?: string | undefined;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `apiKeys.list`. */
export interface ListApiKeysResponse {
  items: ApiKey[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `apiKeys.reportLeak`. */
export interface ReportApiKeyLeakRequest {
  /** At most 512 characters. */
  key: string;
  /** Place where the key was found, such as a URL. The key's tenant can see it. 1 to 1,000 characters. */
  source?: string | undefined;
}

/** Response of `apiKeys.reportLeak`. */
export interface ReportApiKeyLeakResponse {
  /** received: the text has the form of a key, whether or not the key exists. publishable: such keys are public and stay active. */
  result: "not_a_key" | "publishable" | "received";
}

/** Request of `apiKeys.revoke`. */
export interface RevokeApiKeyRequest {
  /** At most 64 characters. */
  id: string;
}

/** Request of `apiKeys.rotate`. */
export interface RotateApiKeyRequest {
  /** At most 64 characters. */
  id: string;
  /** Seconds that the old key still works beside the new one: 0 to 2,592,000 (30 days). At most 2,592,000. */
  overlapSeconds: number;
  /** Expiry time of the new key; null for no expiry. Defaults to the old key's. */
  expiresAt?: Date | null | undefined;
}

/** Response of `apiKeys.rotate`. */
export interface RotateApiKeyResponse {
  key: string;
  apiKey: ApiKey;
  retiresAt: Date;
}

/** Request of `apiKeys.update`. */
export interface UpdateApiKeyRequest {
  /** At most 64 characters. */
  id: string;
  /** 1 to 200 characters. */
  name?: string | undefined;
  /** Expiry time of the key; null for no expiry. */
  expiresAt?: Date | null | undefined;
  /** Scopes of a restricted key: a procedure's path, a family such as authz.*, or the reads of a family such as authz:read. At most 100 items. At most 100 characters each. */
  scopes?: string[] | undefined;
  /** Origins of the pages that may use a publishable key. https://*.example.com allows all subdomains. Empty allows any origin. At most 50 items. At most 300 characters each. */
  allowedOrigins?: string[] | undefined;
  /** IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. At most 100 items. At most 100 characters each. */
  allowedIpRanges?: string[] | undefined;
  /** Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. At most 4 items. */
  limits?: {
    /** 1 to 1,000,000,000. */
    calls: number;
    /** 1 to 2,678,400. */
    perSeconds: number;
  }[] | undefined;
  /** Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep. */
  metadata?: Record<string, unknown> | undefined;
}

/** Request of `apiKeys.verify`. */
export interface VerifyApiKeyRequest {
  /** The key that the customer sent. At most 4,096 characters. */
  key: string;
  /** Scopes that the customer's request requires; the key must have all of them. Defaults to `[]`. At most 100 items. */
  scopes?: string[] | undefined;
  /** Units of quota that the request uses; 0 verifies without counting. Defaults to `1`. At most 1,000,000. */
  cost?: number | undefined;
  /** The customer's IP address, required for keys that have allowedIpRanges. At most 256 characters. */
  ip?: string | undefined;
}

/** Request of `audit.export`. */
export interface ExportAuditLogRequest {
  /** nextCursor of the previous call; a file has at most 50000 events. Defaults to the first event. At most 8,192 characters. */
  cursor?: string | undefined;
}

/** Response of `audit.export`. */
export interface ExportAuditLogResponse {
  /** Key of the file in R2; null if there were no events to export. */
  key: string | null;
  eventCount: number;
  /** Sequence number of the first event in the file. */
  firstSeq: number | null;
  lastSeq: number | null;
  /** Cursor to export later events, now or another day. */
  nextCursor: string;
  /** Whether more events can be exported now. */
  hasMore: boolean;
}

/** Request of `audit.list`. */
export interface ListAuditEventsRequest {
  /** An event name such as auth.login, or a prefix that ends in a dot, such as auth. for all events of auth. At most 100 characters. */
  event?: string | undefined;
  /** At most 64 characters. */
  actor?: string | undefined;
  outcome?: "ok" | "refused" | undefined;
  /** Earliest time, inclusive. */
  from?: Date | undefined;
  /** Latest time, exclusive. */
  to?: Date | undefined;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `audit.list`. */
export interface ListAuditEventsResponse {
  items: AuditEvent[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `audit.verify`. */
export interface VerifyAuditLogRequest {
  /** nextCursor of the previous call, which verifies at most 5000 events. Defaults to the first event that is not archived. At most 8,192 characters. */
  cursor?: string | undefined;
}

/** Response of `audit.verify`. */
export interface VerifyAuditLogResponse {
  /** Whether the chain is valid as far as it was verified. */
  valid: boolean;
  broken: {
    /** Sequence number of the first invalid link. */
    seq: number;
    eventId: string;
    /** altered: the event was changed. removed: it is missing. inserted: it was never part of the chain. */
    problem: "altered" | "removed" | "inserted";
  } | null;
  /** Number of valid events, counted from the first. */
  verifiedCount: number;
  /** Number of events in the log, including archived ones. */
  eventCount: number;
  /** Number of events that were moved to R2, after verifying them. */
  archivedCount: number;
  /** SHA-256 in hexadecimal of the last link of the chain. */
  hash: string;
  /** Cursor to continue; null at the end and where the chain is broken. */
  nextCursor: string | null;
}

/** Request of `auth.account.delete`. */
export interface DeleteAccountRequest {
  /** The user's current password. Not needed within 5 minutes of a sign-in or auth.stepUp. At most 1,024 characters. */
  password?: string | undefined;
  /** The solved challenge. Required after the error `challenge_required`. */
  challenge?: {
    /** Token of the solved challenge, valid for one attempt. 1 to 2,048 characters. */
    token: string;
  } | undefined;
}

/** Response of `auth.account.delete`. */
export interface DeleteAccountResponse {
  deleted: true;
}

/** Request of `auth.account.update`. */
export interface UpdateAccountRequest {
  /** The user's name; null to remove it. */
  name: string | null;
}

/** Response of `auth.account.update`. */
export interface UpdateAccountResponse {
  user: User;
}

/** Request of `auth.email.change`. */
export interface ChangeEmailRequest {
  /** The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email. */
  newEmail: string;
  /** The user's current password. Not needed within 5 minutes of a sign-in or auth.stepUp. At most 1,024 characters. */
  password?: string | undefined;
  /** The solved challenge. Required after the error `challenge_required`. */
  challenge?: {
    /** Token of the solved challenge, valid for one attempt. 1 to 2,048 characters. */
    token: string;
  } | undefined;
}

/** Response of `auth.email.change`. */
export interface ChangeEmailResponse {
  /** Always true, whether or not such a user exists. */
  accepted: true;
}

/** Request of `auth.email.confirm`. */
export interface ConfirmEmailRequest {
  /** The `token` parameter of the link in the email. 1 to 256 characters. */
  token: string;
  /** The registrationToken of auth.register, if this client registered the user. Defaults to `""`. At most 64 characters. */
  registrationToken?: string | undefined;
}

/** Response of `auth.email.confirm`. */
export interface ConfirmEmailResponse {
  /** Set if the password was removed because this client didn't prove that it chose it: a token for auth.password.reset. */
  resetToken: string | null;
  /** verified: the email is verified. waiting: the change also needs the link in the other email. changed: the change is done. */
  result: "verified" | "waiting" | "changed";
  /** The user's email; while waiting, their future email. */
  email: string;
  /** Whether this was confirmed before, so that nothing changed now. */
  alreadyConfirmed: boolean;
}

/** Request of `auth.email.confirmCode`. */
export interface ConfirmEmailCodeRequest {
  /** The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email. */
  email: string;
  /** The digits of the code in the email. 1 to 32 characters. */
  code: string;
  /** The registrationToken of auth.register, if this client registered the user. Defaults to `""`. At most 64 characters. */
  registrationToken?: string | undefined;
  /** The solved challenge. Required after the error `challenge_required`. */
  challenge?: {
    /** Token of the solved challenge, valid for one attempt. 1 to 2,048 characters. */
    token: string;
  } | undefined;
}

/** Response of `auth.email.confirmCode`. */
export interface ConfirmEmailCodeResponse {
  email: string;
  /** Set if the password was removed because this client didn't prove that it chose it: a token for auth.password.reset. */
  resetToken: string | null;
}

/** Request of `auth.email.resend`. */
export interface ResendVerificationEmailRequest {
  /** The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email. */
  email: string;
}

/** Response of `auth.email.resend`. */
export interface ResendVerificationEmailResponse {
  /** Always true, whether or not such a user exists. */
  accepted: true;
}

/** Request of `auth.emailSignIn.complete`. */
export interface CompleteEmailSignInRequest {
  /** The email that the code was sent to. At most 254 characters. Format: email. */
  email?: string | undefined;
  /** The code in the email. 1 to 32 characters. */
  code?: string | undefined;
  /** The `token` parameter of the link in the email. 1 to 256 characters. */
  token?: string | undefined;
  /** The requestToken of auth.emailSignIn.start. Not needed for a link if magicLinkAnyBrowser is on. Defaults to `""`. At most 64 characters. */
  requestToken?: string | undefined;
  /** The deviceToken of a device that the user trusts, from auth.stepUp. In cookie mode the browser sends it. 1 to 64 characters. */
  deviceToken?: string | undefined;
  /** The solved challenge. Required after the error `challenge_required`. */
  challenge?: {
    /** Token of the solved challenge, valid for one attempt. 1 to 2,048 characters. */
    token: string;
  } | undefined;
  /** bearer: the client stores the refresh token. cookie: the browser stores it in an HttpOnly cookie, on the tenant's own host only. Defaults to `"bearer"`. */
  mode?: "bearer" | "cookie" | undefined;
}

/** Response of `auth.emailSignIn.complete`. */
export interface CompleteEmailSignInResponse {
  user: User;
  /** A JSON Web Token (RFC 9068). Send it as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Refresh token, valid once. Empty in cookie mode, where the browser stores it. */
  refreshToken: string;
  /** Expiry time of the refresh token if it isn't used before. */
  refreshTokenExpiresAt: Date;
}

/** Request of `auth.emailSignIn.start`. */
export interface StartEmailSignInRequest {
  /** The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email. */
  email: string;
  /** code: digits to type. link: a magic link. Defaults to `"code"`. */
  use?: "code" | "link" | undefined;
}

/** Response of `auth.emailSignIn.start`. */
export interface StartEmailSignInResponse {
  /** Keep it in this browser, and send it with the code or link. It alone signs nobody in. */
  requestToken: string;
  /** Time until which the code or link works. */
  expiresAt: Date;
}

/** Request of `auth.exchangeCode`. */
export interface ExchangeCodeRequest {
  /** The code in the query of the return URL. 1 to 128 characters. */
  code: string;
  /** The verifier whose challenge the sign-in began with. 43 to 128 characters. */
  codeVerifier: string;
  /** The return URL that the sign-in began with. 1 to 1,000 characters. */
  returnUrl: string;
  /** bearer: the client stores the refresh token. cookie: the browser stores it in an HttpOnly cookie, on the tenant's own host only. Defaults to `"bearer"`. */
  mode?: "bearer" | "cookie" | undefined;
}

/** Response of `auth.exchangeCode`. */
export interface ExchangeCodeResponse {
  user: User;
  /** A JSON Web Token (RFC 9068). Send it as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Refresh token, valid once. Empty in cookie mode, where the browser stores it. */
  refreshToken: string;
  /** Expiry time of the refresh token if it isn't used before. */
  refreshTokenExpiresAt: Date;
}

/** Response of `auth.factors.backupCodes.create`. */
export interface CreateFactorBackupCodeResponse {
  /** Backup codes. They are shown once; each works once. */
  codes: string[];
}

/** Response of `auth.factors.devices.forget`. */
export interface ForgetFactorDeviceResponse {
  /** At least 0. */
  forgottenCount: number;
}

/** Request of `auth.factors.email.send`. */
export interface SendFactorEmailRequest {
  /** The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters. */
  signInToken?: string | undefined;
}

/** Response of `auth.factors.email.send`. */
export interface SendFactorEmailResponse {
  /** Always true, whether or not such a user exists. */
  accepted: true;
}

/** Response of `auth.factors.list`. */
export interface ListFactorsResponse {
  /** Whether the user must show a second factor to sign in. */
  required: boolean;
  /** The authenticator app; null if there is none. */
  totp: {
    createdAt: Date;
    lastUsedAt: Date | null;
  } | null;
  /** At least 0. */
  passkeyCount: number;
  /** At least 0. */
  backupCodesLeft: number;
}

/** Request of `auth.factors.totp.confirm`. */
export interface ConfirmFactorTotpRequest {
  /** The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters. */
  signInToken?: string | undefined;
  /** The app's code. 1 to 32 characters. */
  code: string;
}

/** Response of `auth.factors.totp.confirm`. */
export interface ConfirmFactorTotpResponse {
  /** Backup codes, shown once; empty if the user has some left. */
  backupCodes: string[];
}

/** Response of `auth.factors.totp.remove`. */
export interface RemoveFactorTotpResponse {
  removed: true;
}

/** Request of `auth.factors.totp.start`. */
export interface StartFactorTotpRequest {
  /** The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters. */
  signInToken?: string | undefined;
}

/** Response of `auth.factors.totp.start`. */
export interface StartFactorTotpResponse {
  /** The secret in base32, for typing it into the app. */
  secret: string;
  /** The secret as an otpauth:// URI. */
  uri: string;
  /** The URI as a QR code: an SVG image. */
  qrCode: string;
}

/** Request of `auth.identities.complete`. */
export interface CompleteIdentityLinkRequest {
  /** The link_code in the query of the return URL. 1 to 128 characters. */
  code: string;
  /** The verifier whose challenge the link began with. 43 to 128 characters. */
  codeVerifier: string;
}

/** Response of `auth.identities.complete`. */
export interface CompleteIdentityLinkResponse {
  /** Id of the linked identity. */
  id: string;
}

/** Request of `auth.identities.link`. */
export interface StartIdentityLinkRequest {
  /** Name of the provider in the addresses of its sign-in, unique in the tenant. Matches `^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`. */
  provider: string;
  /** Address of the app that receives the answer; one of the tenant's setting returnUrls. 1 to 1,000 characters. */
  returnUrl: string;
  /** Random text that the app finds again in the answer, and compares. 1 to 1,024 characters. */
  state: string;
  /** SHA-256 of a verifier that the app keeps, base64url (RFC 7636). 1 to 128 characters. */
  codeChallenge: string;
  /** S256, the only method. Defaults to `"S256"`. */
  codeChallengeMethod?: "S256" | undefined;
}

/** Response of `auth.identities.link`. */
export interface StartIdentityLinkResponse {
  /** Address to send the browser to. It works once, in one browser. */
  url: string;
  /** Time until which the sign-in must be completed: 10 minutes. */
  expiresAt: Date;
}

/** Response of `auth.identities.list`. */
export interface ListIdentitiesResponse {
  items: Identity[];
}

/** Request of `auth.identities.unlink`. */
export interface UnlinkIdentitieRequest {
  /** Id of the identity. 1 to 64 characters. */
  id: string;
}

/** Response of `auth.identities.unlink`. */
export interface UnlinkIdentitieResponse {
  id: string;
}

/** Response of `auth.keys.list`. */
export interface ListSigningKeysResponse {
  keys: SigningKey[];
}

/** Response of `auth.keys.restore`. */
export interface RestoreSigningKeyResponse {
  keys: SigningKey[];
  /** False if there was no rotation to take back. */
  restored: boolean;
}

/** Request of `auth.keys.rotate`. */
export interface RotateSigningKeyRequest {
  /** Drops all keys and signs with a new one immediately, because a key may be compromised. This service refuses earlier tokens from now on; offline verifiers do once they refetch the key set. Defaults to `false`. */
  compromised?: boolean | undefined;
}

/** Response of `auth.keys.rotate`. */
export interface RotateSigningKeyResponse {
  keys: SigningKey[];
  /** Time from which the new key signs: now, or once it has been published long enough. */
  rotatesAt: Date;
}

/** Request of `auth.login`. */
export interface LoginRequest {
  /** The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email. */
  email: string;
  /** At most 1,024 characters. */
  password: string;
  /** The deviceToken of a device that the user trusts, from auth.stepUp. In cookie mode the browser sends it. 1 to 64 characters. */
  deviceToken?: string | undefined;
  /** The solved challenge. Required after the error `challenge_required`. */
  challenge?: {
    /** Token of the solved challenge, valid for one attempt. 1 to 2,048 characters. */
    token: string;
  } | undefined;
  /** bearer: the client stores the refresh token. cookie: the browser stores it in an HttpOnly cookie, on the tenant's own host only. Defaults to `"bearer"`. */
  mode?: "bearer" | "cookie" | undefined;
}

/** Response of `auth.login`. */
export interface LoginResponse {
  user: User;
  /** A JSON Web Token (RFC 9068). Send it as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Refresh token, valid once. Empty in cookie mode, where the browser stores it. */
  refreshToken: string;
  /** Expiry time of the refresh token if it isn't used before. */
  refreshTokenExpiresAt: Date;
}

/** Request of `auth.logout`. */
export interface LogoutRequest {
  /** The refresh token. Leave it out in cookie mode, where the browser sends it. Defaults to `""`. At most 256 characters. */
  refreshToken?: string | undefined;
}

/** Response of `auth.logout`. */
export interface LogoutResponse {
  sessionId: string;
}

/** Response of `auth.me`. */
export interface GetMeResponse {
  user: User;
  sessionId: string;
}

/** Request of `auth.passkeys.list`. */
export interface ListPasskeysRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `auth.passkeys.list`. */
export interface ListPasskeysResponse {
  items: Passkey[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `auth.passkeys.register.finish`. */
export interface FinishPasskeyRegisterRequest {
  /** The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters. */
  signInToken?: string | undefined;
  /** The challengeToken of the call that started this. It works once, for 5 minutes. 1 to 128 characters. */
  challengeToken: string;
  passkey: PasskeyRegistration;
  /** A name for it. Defaults to the browser and its system. 1 to 200 characters. */
  name?: string | undefined;
}

/** Response of `auth.passkeys.register.finish`. */
export interface FinishPasskeyRegisterResponse {
  passkey: Passkey;
  /** Backup codes, shown once; empty if the user has some left. Each works once. */
  backupCodes: string[];
}

/** Request of `auth.passkeys.register.start`. */
export interface StartPasskeyRegisterRequest {
  /** The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters. */
  signInToken?: string | undefined;
}

/** Response of `auth.passkeys.register.start`. */
export interface StartPasskeyRegisterResponse {
  options: PasskeyCreationOptions;
  /** Send it with the result. It works once. */
  challengeToken: string;
  /** Time until which the result is accepted: 5 minutes. */
  expiresAt: Date;
}

/** Request of `auth.passkeys.remove`. */
export interface RemovePasskeyRequest {
  /** The passkey's id, from auth.passkeys.list. 1 to 64 characters. */
  id: string;
}

/** Response of `auth.passkeys.remove`. */
export interface RemovePasskeyResponse {
  removed: true;
}

/** Request of `auth.passkeys.rename`. */
export interface RenamePasskeyRequest {
  /** The passkey's id, from auth.passkeys.list. 1 to 64 characters. */
  id: string;
  /** A name by which the user recognises the passkey. 1 to 200 characters. */
  name: string;
}

/** Response of `auth.passkeys.rename`. */
export interface RenamePasskeyResponse {
  passkey: Passkey;
}

/** Request of `auth.passkeys.signIn.finish`. */
export interface FinishPasskeySignInRequest {
  /** The challengeToken of the call that started this. It works once, for 5 minutes. 1 to 128 characters. */
  challengeToken: string;
  passkey: PasskeyAssertion;
  /** bearer: the client stores the refresh token. cookie: the browser stores it in an HttpOnly cookie, on the tenant's own host only. Defaults to `"bearer"`. */
  mode?: "bearer" | "cookie" | undefined;
}

/** Response of `auth.passkeys.signIn.finish`. */
export interface FinishPasskeySignInResponse {
  user: User;
  /** A JSON Web Token (RFC 9068). Send it as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Refresh token, valid once. Empty in cookie mode, where the browser stores it. */
  refreshToken: string;
  /** Expiry time of the refresh token if it isn't used before. */
  refreshTokenExpiresAt: Date;
}

/** Response of `auth.passkeys.signIn.start`. */
export interface StartPasskeySignInResponse {
  options: PasskeyRequestOptions;
  /** Send it with the result. It works once. */
  challengeToken: string;
  /** Time until which the result is accepted: 5 minutes. */
  expiresAt: Date;
}

/** Request of `auth.passkeys.stepUp.start`. */
export interface StartPasskeyStepUpRequest {
  /** The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters. */
  signInToken?: string | undefined;
}

/** Response of `auth.passkeys.stepUp.start`. */
export interface StartPasskeyStepUpResponse {
  options: PasskeyRequestOptions;
  /** Send it with the result. It works once. */
  challengeToken: string;
  /** Time until which the result is accepted: 5 minutes. */
  expiresAt: Date;
}

/** Request of `auth.password.change`. */
export interface ChangePasswordRequest {
  /** The user's current password. Leave it out for a user without one, who sets their first. At most 1,024 characters. */
  currentPassword?: string | undefined;
  /** At most 1,024 characters. */
  newPassword: string;
  /** Whether to end the user's other sessions. Defaults to `true`. */
  endOtherSessions?: boolean | undefined;
  /** The solved challenge. Required after the error `challenge_required`. */
  challenge?: {
    /** Token of the solved challenge, valid for one attempt. 1 to 2,048 characters. */
    token: string;
  } | undefined;
}

/** Response of `auth.password.change`. */
export interface ChangePasswordResponse {
  /** At least 0. */
  endedSessionCount: number;
}

/** Request of `auth.password.forgot`. */
export interface ForgotPasswordRequest {
  /** The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email. */
  email: string;
}

/** Response of `auth.password.forgot`. */
export interface ForgotPasswordResponse {
  /** Always true, whether or not such a user exists. */
  accepted: true;
}

/** Request of `auth.password.reset`. */
export interface ResetPasswordRequest {
  /** The `token` parameter of the link in the email. 1 to 256 characters. */
  token: string;
  /** At most 1,024 characters. */
  password: string;
}

/** Response of `auth.password.reset`. */
export interface ResetPasswordResponse {
  /** The email to sign in with. */
  email: string;
}

/** Response of `auth.providers.list`. */
export interface ListSignInProvidersResponse {
  items: {
    slug: string;
    name: string;
    /** The provider whose deviations from OpenID Connect apply; oidc for any other that has none. */
    preset: "google" | "microsoft" | "apple" | "github" | "gitlab" | "slack" | "linkedin" | "oidc";
  }[];
}

/** Request of `auth.providers.start`. */
export interface StartProviderSignInRequest {
  /** Slug of the provider, as in auth.providers.list. Matches `^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`. */
  provider?: string | undefined;
  /** Email whose domain has an enterprise provider. At most 254 characters. Format: email. */
  email?: string | undefined;
  /** Address of the app that receives the answer; one of the tenant's setting returnUrls. 1 to 1,000 characters. */
  returnUrl: string;
  /** Random text that the app finds again in the answer, and compares. 1 to 1,024 characters. */
  state: string;
  /** SHA-256 of a verifier that the app keeps, base64url (RFC 7636). 1 to 128 characters. */
  codeChallenge: string;
  /** S256, the only method. Defaults to `"S256"`. */
  codeChallengeMethod?: "S256" | undefined;
}

/** Response of `auth.providers.start`. */
export interface StartProviderSignInResponse {
  /** Address to send the browser to. It works once, in one browser. */
  url: string;
  /** Time until which the sign-in must be completed: 10 minutes. */
  expiresAt: Date;
}

/** Request of `auth.refresh`. */
export interface RefreshRequest {
  /** The refresh token. Leave it out in cookie mode, where the browser sends it. Defaults to `""`. At most 256 characters. */
  refreshToken?: string | undefined;
}

/** Response of `auth.refresh`. */
export interface RefreshResponse {
  /** A JSON Web Token (RFC 9068). Send it as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Refresh token, valid once. Empty in cookie mode, where the browser stores it. */
  refreshToken: string;
  /** Expiry time of the refresh token if it isn't used before. */
  refreshTokenExpiresAt: Date;
}

/** Request of `auth.register`. */
export interface RegisterRequest {
  /** The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email. */
  email: string;
  /** At most 1,024 characters. */
  password: string;
  /** 1 to 200 characters. */
  name?: string | undefined;
}

/** Response of `auth.register`. */
export interface RegisterResponse {
  /** The next step, the same whether or not the email was free. Only the email's owner is notified which it was. */
  next: "login" | "verify_email";
  /** Send it with auth.email.confirm or auth.email.confirmCode, so that the password stays. Without it, the password is removed when the email is confirmed, because a stranger may have registered. */
  registrationToken: string;
}

/** Request of `auth.sessions.end`. */
export interface EndSessionRequest {
  /** At most 64 characters. */
  id: string;
}

/** Response of `auth.sessions.end`. */
export interface EndSessionResponse {
  /** Number of sessions that were ended. At least 0. */
  endedCount: number;
}

/** Response of `auth.sessions.endAll`. */
export interface EndAllSessionsResponse {
  /** Number of sessions that were ended. At least 0. */
  endedCount: number;
}

/** Response of `auth.sessions.endOthers`. */
export interface EndOtherSessionsResponse {
  /** Number of sessions that were ended. At least 0. */
  endedCount: number;
}

/** Request of `auth.sessions.list`. */
export interface ListSessionsRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `auth.sessions.list`. */
export interface ListSessionsResponse {
  items: OwnSession[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `auth.stepUp`. */
export interface StepUpRequest {
  /** The signInToken of the error factor_required. Leave it out with a session. Defaults to `""`. At most 128 characters. */
  signInToken?: string | undefined;
  /** The refresh token. Leave it out in cookie mode, where the browser sends it. Defaults to `""`. At most 256 characters. */
  refreshToken?: string | undefined;
  /** The factor that is shown. Leave it out after enrolling one in this sign-in. */
  method?: "password" | "totp" | "passkey" | "backup_code" | "email_code" | undefined;
  /** The code, for totp, backup_code and email_code. 1 to 64 characters. */
  code?: string | undefined;
  /** The user's password, for the method password. At most 1,024 characters. */
  password?: string | undefined;
  /** The challengeToken of auth.passkeys.stepUp.start, for passkey. 1 to 128 characters. */
  challengeToken?: string | undefined;
  /** The passkey's signature, as PublicKeyCredential.toJSON() gives it. */
  passkey?: PasskeyAssertion | undefined;
  /** Whether the user trusts this device, so that its next sign-ins need no second factor. Needs two factors within the last 10 minutes. Defaults to `false`. */
  trustDevice?: boolean | undefined;
  /** The solved challenge. Required after the error `challenge_required`. */
  challenge?: {
    /** Token of the solved challenge, valid for one attempt. 1 to 2,048 characters. */
    token: string;
  } | undefined;
  /** bearer: the client stores the refresh token. cookie: the browser stores it in an HttpOnly cookie, on the tenant's own host only. Defaults to `"bearer"`. */
  mode?: "bearer" | "cookie" | undefined;
}

/** Response of `auth.stepUp`. */
export interface StepUpResponse {
  user: User;
  /** A JSON Web Token (RFC 9068). Send it as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Refresh token, valid once. Empty in cookie mode, where the browser stores it. */
  refreshToken: string;
  /** Expiry time of the refresh token if it isn't used before. */
  refreshTokenExpiresAt: Date;
  /** Secret of the trusted device, for the next auth.login; null in cookie mode or without one. */
  deviceToken: string | null;
}

/** Request of `authz.assertions.get`. */
export interface GetAssertionRequest {
  /** Version of the model that the assertions belong to. At least 1. */
  modelVersion: number;
}

/** Response of `authz.assertions.get`. */
export interface GetAssertionResponse {
  assertions: Assertion[];
}

/** Request of `authz.assertions.put`. */
export interface PutAssertionRequest {
  /** Version of the model that the assertions belong to. At least 1. */
  modelVersion: number;
  /** At most 100 items. */
  assertions: Assertion[];
}

/** Response of `authz.assertions.put`. */
export interface PutAssertionResponse {
  /** Number of stored assertions. At least 0. */
  assertionCount: number;
}

/** Request of `authz.batchCheck`. */
export interface BatchCheckRequest {
  checks: {
    /** A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
    subject: string;
    /** A relation that the model defines for the object's type. At most 2,048 characters. */
    relation: string;
    /** An object: type:id. At most 2,048 characters. */
    object: string;
    /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
    context?: Record<string, unknown> | undefined;
  }[];
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. At most 16 characters. */
    atLeast: string;
    fast?: true | undefined;
  } | {
    /** A revision from an earlier result. At most 16 characters. */
    at: string;
  } | undefined;
}

/** Response of `authz.batchCheck`. */
export interface BatchCheckResponse {
  /** Results in the order of the checks. */
  results: Array<{
    /** Whether the subject has the relation; conditional if that depends on missing context. */
    allowed: boolean | "conditional";
    /** If the result is conditional: parameters without a value of the undecided conditions. A value for one of them may not change the result. */
    missing?: string[] | undefined;
  } | {
    error: {
      code: string;
      message: string;
    };
  }>;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.changes`. */
export interface ListChangesRequest {
  /** Lists changes after this revision; 0 lists all. Defaults to `"0"`. At most 16 characters. */
  after?: string | undefined;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `authz.changes`. */
export interface ListChangesResponse {
  items: Change[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `authz.check`. */
export interface CheckRequest {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation that the model defines for the object's type. At most 2,048 characters. */
  relation: string;
  /** An object: type:id. At most 2,048 characters. */
  object: string;
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. At most 16 characters. */
    atLeast: string;
    fast?: true | undefined;
  } | {
    /** A revision from an earlier result. At most 16 characters. */
    at: string;
  } | undefined;
}

/** Response of `authz.check`. */
export interface CheckResponse {
  /** Whether the subject has the relation; conditional if that depends on missing context. */
  allowed: boolean | "conditional";
  /** If the result is conditional: parameters without a value of the undecided conditions. A value for one of them may not change the result. */
  missing?: string[] | undefined;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.deleteTuples`. */
export interface DeleteTuplesRequest {
  /** An object: type:id. At most 2,048 characters. */
  object?: string | undefined;
  /** Matches all objects of this type. Use it instead of object. At most 254 characters. */
  objectType?: string | undefined;
  /** A relation that the model defines for the object's type. At most 2,048 characters. */
  relation?: string | undefined;
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject?: string | undefined;
  /** Matches all subjects of this type. Use it instead of subject. At most 254 characters. */
  subjectType?: string | undefined;
  /** Maximum number of tuples to delete. Defaults to `1000`. 1 to 1,000. */
  limit?: number | undefined;
  /** Reason for the change, recorded in the log. At most 500 characters. At most 500 characters. */
  reason?: string | undefined;
}

/** Response of `authz.deleteTuples`. */
export interface DeleteTuplesResponse {
  /** Number of deleted tuples. */
  deletedCount: number;
  /** Whether no other tuple matched; false if the call has to be repeated. */
  done: boolean;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.expand`. */
export interface ExpandRequest {
  /** An object: type:id. At most 2,048 characters. */
  object: string;
  /** A relation that the model defines for the object's type. At most 2,048 characters. */
  relation: string;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. At most 16 characters. */
    atLeast: string;
    fast?: true | undefined;
  } | {
    /** A revision from an earlier result. At most 16 characters. */
    at: string;
  } | undefined;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of tuples in the tree. Defaults to `1000`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `authz.expand`. */
export interface ExpandResponse {
  /** The whole tree. Its lists of tuples contain those of this page. */
  tree: Tree;
  /** Cursor of the next page, which has the same tree with more tuples; null on the last page. */
  nextCursor: string | null;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.explain`. */
export interface ExplainRequest {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation that the model defines for the object's type. At most 2,048 characters. */
  relation: string;
  /** An object: type:id. At most 2,048 characters. */
  object: string;
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. At most 16 characters. */
    atLeast: string;
    fast?: true | undefined;
  } | {
    /** A revision from an earlier result. At most 16 characters. */
    at: string;
  } | undefined;
}

/** Response of `authz.explain`. */
export interface ExplainResponse {
  /** Whether the subject has the relation; conditional if that depends on missing context. */
  allowed: boolean | "conditional";
  /** If the result is conditional: parameters without a value of the undecided conditions. A value for one of them may not change the result. */
  missing?: string[] | undefined;
  /** Proof of the result; null unless allowed is true. */
  proof: Proof | null;
  /** Minimal changes that would allow it, smallest first, at most 5. Empty if none was found. */
  remedies: Remedy[];
  /** Reasons why it isn't allowed; null if allowed is true. */
  denial: Denial | null;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.graph.export`. */
export interface ExportGraphRequest {
  /** Defaults to `"response"`. */
  destination?: "response" | "r2" | undefined;
  /** Form of the tuples. YAML is for responses only. Defaults to `"csv"`. */
  format?: "csv" | "jsonl" | "json" | "yaml" | undefined;
}

/** Response of `authz.graph.export`. */
export interface ExportGraphResponse {
  /** The CSV; null in another format, and if it was written to R2. */
  csv: string | null;
  /** The JSONL, if this is the format of the response. */
  jsonl?: string | undefined;
  /** The text of the JSON document, if this is the format of the response. */
  json?: string | undefined;
  /** The YAML, if this is the format of the response. */
  yaml?: string | undefined;
  /** Key of the file in R2; null if the tuples are in the response. */
  key: string | null;
  tupleCount: number;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.graph.import`. */
export interface ImportGraphRequest {
  /** Tuples as CSV, with a header. At most 25,165,824 characters. */
  csv?: string | undefined;
  /** Tuples in OpenFGA's form as JSONL, one a line. At most 25,165,824 characters. */
  jsonl?: string | undefined;
  /** Tuples in OpenFGA's form as the text of a JSON document: a list, or an answer of Read. At most 25,165,824 characters. */
  json?: string | undefined;
  /** Tuples in OpenFGA's form as a YAML list. At most 1,048,576 characters. */
  yaml?: string | undefined;
  /** merge: adds the file's tuples. replace: also removes all other tuples, except those written during the import. Defaults to `"merge"`. */
  mode?: "merge" | "replace" | undefined;
  /** Handling of rows that the model doesn't allow. refuse: an error, except for tuples already stored like that. keep: stored as ineffective tuples. drop: left out. Defaults to `"refuse"`. */
  ineffective?: "refuse" | "keep" | "drop" | undefined;
  /** Whether to only report what would change. Defaults to `false`. */
  dryRun?: boolean | undefined;
  /** Reason for the change, recorded in the log. At most 500 characters. At most 500 characters. */
  reason?: string | undefined;
}

/** Response of `authz.graph.import`. */
export interface ImportGraphResponse {
  /** Number of distinct tuples in the file. */
  tupleCount: number;
  addedCount: number;
  removedCount: number;
  /** Number of tuples in the file that were stored already or have expired. */
  unchangedCount: number;
  /** Number of tuples in the file that the model doesn't allow, or whose context doesn't fit their condition. */
  ineffectiveCount: number;
  /** Number of rows left out because of `ineffective: "drop"`. */
  droppedCount: number;
  /** Rows that are probably mistakes, such as an id that repeats its type. At most 100. */
  warnings: {
    /** Line number; the first line is 1. */
    line: number;
    reason: string;
  }[];
  /** Whether the graph changed; false in a dry run. */
  changed: boolean;
  dryRun: boolean;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Response of `authz.graph.job`. */
export interface GetImportJobResponse {
  /** The last import; null if there was none. */
  job: ImportJob | null;
}

/** Request of `authz.graph.reload`. */
export interface ReloadGraphRequest {
  /** merge: adds the file's tuples. replace: also removes all other tuples, except those written during the import. Defaults to `"replace"`. */
  mode?: "merge" | "replace" | undefined;
  /** Handling of rows that the model doesn't allow. refuse: an error, except for tuples already stored like that. keep: stored as ineffective tuples. drop: left out. Defaults to `"refuse"`. */
  ineffective?: "refuse" | "keep" | "drop" | undefined;
  /** Whether to only report what would change. Defaults to `false`. */
  dryRun?: boolean | undefined;
  /** Reason for the change, recorded in the log. At most 500 characters. At most 500 characters. */
  reason?: string | undefined;
}

/** Response of `authz.graph.stats`. */
export interface GetGraphStatsResponse {
  /** Number of stored tuples that have not expired. */
  tupleCount: number;
  /** Number of distinct ids by type. */
  objectCounts: Record<string, number>;
  /** Memory of the packed graph in bytes. */
  memoryBytes: number;
  /** Number of ineffective tuples: stored, but not allowed by the model. */
  ineffectiveCount: number;
  /** Oldest revision that can still be queried. */
  oldestRevision: string;
  /** Version of the model; null if there is none. */
  modelVersion: number | null;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.listObjects`. */
export interface ListObjectsRequest {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation that the model defines for the object's type. At most 2,048 characters. */
  relation: string;
  /** Type of the objects, such as repo. Defaults to every type that has the relation. At most 254 characters. */
  objectType?: string | undefined;
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. At most 16 characters. */
    atLeast: string;
    fast?: true | undefined;
  } | {
    /** A revision from an earlier result. At most 16 characters. */
    at: string;
  } | undefined;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `authz.listObjects`. */
export interface ListObjectsResponse {
  /** At most 2,048 characters each. */
  items: string[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
  /** Items of this page that depend on missing context. A page has at most limit items of both kinds. At most 2,048 characters each. */
  conditional: string[];
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.listRelations`. */
export interface ListRelationsRequest {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** An object: type:id. At most 2,048 characters. */
  object: string;
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. At most 16 characters. */
    atLeast: string;
    fast?: true | undefined;
  } | {
    /** A revision from an earlier result. At most 16 characters. */
    at: string;
  } | undefined;
}

/** Response of `authz.listRelations`. */
export interface ListRelationsResponse {
  relations: string[];
  /** Relations that depend on missing context. */
  conditional: string[];
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.listSubjects`. */
export interface ListSubjectsRequest {
  /** An object: type:id. At most 2,048 characters. */
  object: string;
  /** A relation that the model defines for the object's type. At most 2,048 characters. */
  relation: string;
  /** A type such as user, or a kind of userset such as team#member. At most 512 characters. */
  subjectKind: string;
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. At most 16 characters. */
    atLeast: string;
    fast?: true | undefined;
  } | {
    /** A revision from an earlier result. At most 16 characters. */
    at: string;
  } | undefined;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `authz.listSubjects`. */
export interface ListSubjectsResponse {
  /** At most 2,048 characters each. */
  items: string[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
  /** Items of this page that depend on missing context. A page has at most limit items of both kinds. At most 2,048 characters each. */
  conditional: string[];
  /** Subjects of this page that lack the relation although the list has type:*. Exclude these and the conditional ones when you grant access to type:*. Empty without type:*. At most 2,048 characters each. */
  excluded: string[];
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.model.diff`. */
export interface DiffModelRequest {
  /** A model in OpenFGA's modeling language, as its JSON form in text or as an object, or as modules. */
  model: string | {
    /** Ignored: a model that OpenFGA returned can be used unchanged. At most 64 characters. */
    id?: string | undefined;
    /** At most 16 characters. */
    schema_version?: string | undefined;
    type_definitions: unknown[];
    conditions?: Record<string, unknown> | undefined;
  } | {
    /** At most 256 characters. */
    name: string;
    /** At most 524,288 characters. */
    contents: string;
  }[];
}

/** Response of `authz.model.diff`. */
export interface DiffModelResponse {
  /** Tuples that would become ineffective. At most 100. */
  ineffectiveTuples: Tuple[];
  /** Number of tuples that would become ineffective. */
  ineffectiveCount: number;
  /** Number of ineffective tuples that would become effective again. */
  effectiveAgainCount: number;
  /** New relations, as type#relation. */
  addedRelations: string[];
  removedRelations: string[];
  /** Relations whose own definition changes, as type#relation. */
  changedRelations: string[];
  /** Access that single subjects would gain. At most 100. */
  gained: Fact[];
  /** Access that single subjects would lose. At most 100. */
  lost: Fact[];
  /** Whether gained and lost list all changes. False if there are more than listed, or if not all could be examined. */
  complete: boolean;
  /** Number of stored tuples whose context doesn't fit this model's conditions. A check that depends on a value of the wrong type fails with an error that names the tuple. */
  invalidContextCount: number;
  /** Stored contexts that don't fit this model's conditions, most tuples first. At most 100. */
  contextProblems: {
    condition: string;
    /** Parameter of the condition; empty if the context as a whole is too expensive to read. */
    parameter: string;
    /** Expected type of the value; null if the condition has no such parameter and ignores the value. */
    expected: string | null;
    /** Number of stored tuples with such a value. */
    tupleCount: number;
  }[];
  warnings: ModelProblem[];
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.model.get`. */
export interface GetModelRequest {
  /** At least 1. */
  version?: number | undefined;
}

/** Response of `authz.model.get`. */
export interface GetModelResponse {
  /** At least 1. */
  version: number;
  /** A model in OpenFGA's modeling language or its JSON form as text, or as modules. */
  model: string | {
    /** At most 256 characters. */
    name: string;
    /** At most 524,288 characters. */
    contents: string;
  }[];
  createdAt: Date;
  createdBy: string;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.model.list`. */
export interface ListModelVersionsRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `authz.model.list`. */
export interface ListModelVersionsResponse {
  items: ModelVersion[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `authz.model.put`. */
export interface PutModelRequest {
  /** A model in OpenFGA's modeling language, as its JSON form in text or as an object, or as modules. */
  model: string | {
    /** Ignored: a model that OpenFGA returned can be used unchanged. At most 64 characters. */
    id?: string | undefined;
    /** At most 16 characters. */
    schema_version?: string | undefined;
    type_definitions: unknown[];
    conditions?: Record<string, unknown> | undefined;
  } | {
    /** At most 256 characters. */
    name: string;
    /** At most 524,288 characters. */
    contents: string;
  }[];
  /** Whether a relation that depends on its own absence is an error instead of a warning. Defaults to `false`. */
  strict?: boolean | undefined;
  /** Reason for the change, recorded in the log. At most 500 characters. At most 500 characters. */
  reason?: string | undefined;
}

/** Response of `authz.model.put`. */
export interface PutModelResponse {
  /** At least 1. */
  version: number;
  /** Whether a new version was created; false if the model is the newest version already. */
  changed: boolean;
  /** Number of ineffective tuples: stored, but not allowed by this model. */
  ineffectiveCount: number;
  /** Number of stored tuples whose context doesn't fit this model's conditions. A check that depends on a value of the wrong type fails with an error that names the tuple. */
  invalidContextCount: number;
  /** Stored contexts that don't fit this model's conditions, most tuples first. At most 100. */
  contextProblems: {
    condition: string;
    /** Parameter of the condition; empty if the context as a whole is too expensive to read. */
    parameter: string;
    /** Expected type of the value; null if the condition has no such parameter and ignores the value. */
    expected: string | null;
    /** Number of stored tuples with such a value. */
    tupleCount: number;
  }[];
  warnings: ModelProblem[];
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.model.validate`. */
export interface ValidateModelRequest {
  /** A model in OpenFGA's modeling language, as its JSON form in text or as an object, or as modules. */
  model: string | {
    /** Ignored: a model that OpenFGA returned can be used unchanged. At most 64 characters. */
    id?: string | undefined;
    /** At most 16 characters. */
    schema_version?: string | undefined;
    type_definitions: unknown[];
    conditions?: Record<string, unknown> | undefined;
  } | {
    /** At most 256 characters. */
    name: string;
    /** At most 524,288 characters. */
    contents: string;
  }[];
  /** Whether a relation that depends on its own absence is an error instead of a warning. Defaults to `false`. */
  strict?: boolean | undefined;
}

/** Response of `authz.model.validate`. */
export interface ValidateModelResponse {
  valid: boolean;
  /** Problems in the order of files and lines. At most 100. */
  problems: ModelProblem[];
  warnings: ModelProblem[];
}

/** Request of `authz.read`. */
export interface ReadRequest {
  /** An object: type:id. At most 2,048 characters. */
  object?: string | undefined;
  /** Matches all objects of this type. Use it instead of object. At most 254 characters. */
  objectType?: string | undefined;
  /** A relation that the model defines for the object's type. At most 2,048 characters. */
  relation?: string | undefined;
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject?: string | undefined;
  /** Matches all subjects of this type. Use it instead of subject. At most 254 characters. */
  subjectType?: string | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. At most 16 characters. */
    atLeast: string;
    fast?: true | undefined;
  } | {
    /** A revision from an earlier result. At most 16 characters. */
    at: string;
  } | undefined;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `authz.read`. */
export interface ReadResponse {
  items: Tuple[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.settings.update`. */
export interface UpdateGraphSettingsRequest {
  maxTuples?: number | null | undefined;
  maxBytes?: number | null | undefined;
  maxDepth?: number | null | undefined;
  maxWork?: number | null | undefined;
  maxStalenessSeconds?: number | null | undefined;
  retentionDays?: number | null | undefined;
}

/** Request of `authz.verifyProof`. */
export interface VerifyProofRequest {
  proof: Proof;
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. With fast: true, credentials are as old as with fast. { at }: exactly that revision, evaluated at the time when it was made. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. At most 16 characters. */
    atLeast: string;
    fast?: true | undefined;
  } | {
    /** A revision from an earlier result. At most 16 characters. */
    at: string;
  } | undefined;
}

/** Response of `authz.verifyProof`. */
export interface VerifyProofResponse {
  valid: boolean;
  /** Problem of the proof; null if it is valid. */
  problem: string | null;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `authz.write`. */
export interface WriteRequest {
  /** Tuples to write. Each replaces a stored tuple of the same fact. A tuple that has expired already isn't stored; it only deletes the stored one. Defaults to `[]`. */
  writes?: Tuple[] | undefined;
  /** Tuples to delete; those that aren't stored are ignored. A version of the model must define their types and relations. Defaults to `[]`. */
  deletes?: TupleReference[] | undefined;
  /** Tuples that must be stored, and tuples that must not be, for the write to happen. An expired tuple counts as not stored. Defaults to `{"mustExist":[],"mustNotExist":[]}`. */
  preconditions?: {
    /** Defaults to `[]`. */
    mustExist?: TupleReference[] | undefined;
    /** Defaults to `[]`. */
    mustNotExist?: TupleReference[] | undefined;
  } | undefined;
  /** Reason for the change, recorded in the log. At most 500 characters. At most 500 characters. */
  reason?: string | undefined;
}

/** Response of `authz.write`. */
export interface WriteResponse {
  /** Number of tuples that are new or have another condition or expiry time. */
  writtenCount: number;
  /** Number of deleted tuples that had not expired. */
  deletedCount: number;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** Request of `backups.create`. */
export interface CreateBackupRequest {
  /** Id or slug of the tenant. At most 64 characters. */
  tenant: string;
}

/** Response of `backups.create`. */
export interface CreateBackupResponse {
  id: string;
}

/** Request of `backups.files`. */
export interface FilesBackupRequest {
  /** Id or slug of the tenant. At most 64 characters. */
  tenant: string;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `backups.files`. */
export interface FilesBackupResponse {
  items: {
    name: string;
  }[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `backups.get`. */
export interface GetBackupRequest {
  /** Id or slug of the tenant. At most 64 characters. */
  tenant: string;
  /** Matches `^bak_[0-9a-hjkmnp-tv-z]{26}$`. */
  id: string;
}

/** Request of `backups.list`. */
export interface ListBackupsRequest {
  /** Id or slug of the tenant. At most 64 characters. */
  tenant: string;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `backups.list`. */
export interface ListBackupsResponse {
  items: {
    id: string;
    startedAt: Date;
  }[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `backups.read`. */
export interface ReadBackupRequest {
  /** Id or slug of the tenant. At most 64 characters. */
  tenant: string;
  /** Name of a file from backups.files. At most 256 characters. */
  name: string;
}

/** Response of `backups.read`. */
export interface ReadBackupResponse {
  /** The file in base64. */
  content: string;
}

/** Request of `backups.restore`. */
export interface RestoreBackupRequest {
  /** Id or slug of the tenant. At most 64 characters. */
  tenant: string;
  /** The time to restore. Repeated calls continue the first one. */
  at: Date;
  /** Revision of the graph. Defaults to the newest one at the time. At most 16 characters. */
  graphRevision?: string | undefined;
  /** Defaults to `["graph","users"]`. 1 to 2 items. */
  restores?: Array<"graph" | "users"> | undefined;
}

/** Response of `backups.restore`. */
export interface RestoreBackupResponse {
  id: string;
  done: boolean;
  /** The revision that was restored, the new one with its tuples, and their number. */
  graph: {
    restoredRevision: string;
    revision: string;
    tupleCount: number;
  } | null;
  backupId: string | null;
  /** Users that the tenant had lost without a deletion. */
  addedUserCount: number;
  changedProfileCount: number;
  changedTemplateCount: number;
  /** Users and keys that were revoked, banned, rotated or deleted after the backup, and stay so. At most 1,000. */
  withheld: {
    kind: "user_deleted" | "user_banned" | "user_conflict" | "credentials_changed" | "key_revoked" | "signing_keys_replaced";
    /** Id of the user or key, or of the tenant for its signing keys. */
    id: string;
  }[];
}

/** Request of `backups.restoreAll`. */
export interface RestoreBackupAllRequest {
  /** The deployment's BOOTSTRAP_SECRET. At most 1,024 characters. */
  secret: string;
  /** Uses only backups that began up to this time. Defaults to now. */
  at?: Date | undefined;
}

/** Response of `backups.restoreAll`. */
export interface RestoreBackupAllResponse {
  id: string;
  done: boolean;
  /** Tenants restored so far. */
  tenantCount: number;
  /** Rows restored so far. */
  rowCount: number;
  /** Tenants without a backup from before the time. */
  missingCount: number;
  /** Tenants that this call has restored. */
  tenants: TenantRestore[];
}

/** Request of `dashboard.activity`. */
export interface GetDashboardActivityRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `dashboard.activity`. */
export interface GetDashboardActivityResponse {
  items: {
    id: string;
    tenantId: string | null;
    event: string;
    actor: string;
    /** ok, or the code of the error. */
    outcome: string;
    at: Date;
  }[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Response of `dashboard.health`. */
export interface GetDashboardHealthResponse {
  healthy: boolean;
  components: {
    component: "database" | "files" | "cache" | "graphObject" | "stateObject";
    healthy: boolean;
    latencyMilliseconds: number | null;
  }[];
}

/** Request of `dashboard.hours`. */
export interface GetDashboardHoursRequest {
  /** Id or slug of the tenant. At most 64 characters. */
  tenant: string;
  metric: "calls" | "failures" | "checks" | "logins" | "failedLogins" | "events";
  /** Day in UTC, as YYYY-MM-DD. Defaults to today. Matches `^\d{4}-\d{2}-\d{2}$`. */
  day?: string | undefined;
}

/** Response of `dashboard.hours`. */
export interface GetDashboardHoursResponse {
  points: {
    /** Hour in UTC, as YYYY-MM-DDTHH. */
    hour: string;
    value: number;
  }[];
}

/** Request of `dashboard.latency`. */
export interface GetDashboardLatencyRequest {
  /** First day in UTC. Defaults to 30 days before the last day. Matches `^\d{4}-\d{2}-\d{2}$`. */
  from?: string | undefined;
  /** Last day in UTC. Defaults to today. Matches `^\d{4}-\d{2}-\d{2}$`. */
  to?: string | undefined;
  /** Id or slug of one tenant. Defaults to all tenants together. At most 64 characters. */
  tenant?: string | undefined;
  /** Whether to compute the figures again. Otherwise they are up to 60 seconds old. Defaults to `false`. */
  skipCache?: boolean | undefined;
}

/** Response of `dashboard.latency`. */
export interface GetDashboardLatencyResponse {
  /** Latency in milliseconds, rounded up by at most 41 percent; null without calls. */
  p50Milliseconds: number | null;
  /** Latency in milliseconds, rounded up by at most 41 percent; null without calls. */
  p95Milliseconds: number | null;
  /** Latency in milliseconds, rounded up by at most 41 percent; null without calls. */
  p99Milliseconds: number | null;
  callCount: number;
  /** Time when the figures were computed. */
  at: Date;
}

/** Request of `dashboard.overview`. */
export interface GetDashboardOverviewRequest {
  /** Whether to compute the figures again. Otherwise they are up to 60 seconds old. Defaults to `false`. */
  skipCache?: boolean | undefined;
}

/** Response of `dashboard.overview`. */
export interface GetDashboardOverviewResponse {
  /** Number of tenants, without the platform's own. */
  tenantCount: number;
  /** Number of end users of all those tenants. */
  userCount: number;
  /** Number of live sessions, including those of admins. */
  sessionCount: number;
  /** Calls since midnight UTC, with a delay of up to 1 minute. */
  callsToday: number;
  /** Calls since midnight UTC that failed with an error. */
  failuresToday: number;
  /** Permission checks since midnight UTC, with a delay of up to 1 minute. */
  checksToday: number;
  loginsToday: number;
  /** Users who were active today, counted per tenant. */
  activeUsersToday: number;
  /** Time when the figures were computed. */
  at: Date;
}

/** Response of `dashboard.secrets`. */
export interface SecretsDashboardResponse {
  versions: {
    secret: "jwtSecret" | "passwordPepper" | "bootstrapSecret" | "mailKey";
    /** Id of the version. bootstrapSecret and mailKey have a fingerprint, which changes with their value. */
    version: string;
    /** Whether it encrypts and signs now. */
    newest: boolean;
    /** False if stored values need it, but the deployment no longer has it. */
    configured: boolean;
    /** Signing keys that it encrypts, or passwords that it is mixed into. */
    useCount: number;
    /** Time when the service first ran with it; null if it isn't configured. */
    firstSeenAt: Date | null;
    /** Time since which it is the newest; null while it isn't. */
    newestSince: Date | null;
    /** Whether it was ever the newest, so that stored values may need it. */
    wasNewest: boolean;
    /** Time from which it is overdue for rotation: 365 days after firstSeenAt, 90 for mailKey, 1 for a bootstrapSecret after the first admin exists. */
    rotateBy: Date | null;
  }[];
  /** Earliest time at which a session that can still be refreshed got its refresh token. Older versions of jwtSecret are needed until it is later than the deployment of the newest. */
  oldestRefreshAt: Date | null;
}

/** Request of `dashboard.tenants`. */
export interface GetDashboardTenantsRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `dashboard.tenants`. */
export interface GetDashboardTenantsResponse {
  items: {
    id: string;
    slug: string;
    name: string;
    status: "active" | "suspended" | "deleted";
    callsToday: number;
    checksToday: number;
    activeUsersToday: number;
  }[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `dashboard.timeseries`. */
export interface GetDashboardTimeseriesRequest {
  /** Daily totals: calls, failures (failed calls), checks, logins, failedLogins, and events (audit events). The metric activeUsers counts users who were active on the day. The metrics tuples and graphBytes are the last measured size of the graph. */
  metric: "calls" | "failures" | "checks" | "logins" | "failedLogins" | "events" | "activeUsers" | "tuples" | "graphBytes";
  /** First day in UTC. Defaults to 30 days before the last day. Matches `^\d{4}-\d{2}-\d{2}$`. */
  from?: string | undefined;
  /** Last day in UTC. Defaults to today. Matches `^\d{4}-\d{2}-\d{2}$`. */
  to?: string | undefined;
  /** Id or slug of one tenant. Defaults to all tenants together. At most 64 characters. */
  tenant?: string | undefined;
  /** Whether to compute the figures again. Otherwise they are up to 60 seconds old. Defaults to `false`. */
  skipCache?: boolean | undefined;
}

/** Response of `dashboard.timeseries`. */
export interface GetDashboardTimeseriesResponse {
  points: {
    /** Matches `^\d{4}-\d{2}-\d{2}$`. */
    day: string;
    value: number;
  }[];
  /** Time when the figures were computed. */
  at: Date;
}

/** Request of `dashboard.topTenants`. */
export interface GetDashboardTopTenantsRequest {
  /** Daily totals: calls, failures (failed calls), checks, logins, failedLogins, and events (audit events). The metric activeUsers counts users who were active on the day. The metrics tuples and graphBytes are the last measured size of the graph. */
  metric: "calls" | "failures" | "checks" | "logins" | "failedLogins" | "events" | "activeUsers" | "tuples" | "graphBytes";
  /** First day in UTC. Defaults to 30 days before the last day. Matches `^\d{4}-\d{2}-\d{2}$`. */
  from?: string | undefined;
  /** Last day in UTC. Defaults to today. Matches `^\d{4}-\d{2}-\d{2}$`. */
  to?: string | undefined;
  /** Defaults to `10`. 1 to 100. */
  limit?: number | undefined;
  /** Whether to compute the figures again. Otherwise they are up to 60 seconds old. Defaults to `false`. */
  skipCache?: boolean | undefined;
}

/** Response of `dashboard.topTenants`. */
export interface GetDashboardTopTenantsResponse {
  items: {
    id: string;
    slug: string;
    name: string;
    value: number;
  }[];
  /** Time when the figures were computed. */
  at: Date;
}

/** Request of `emailDomains.add`. */
export interface AddEmailDomainRequest {
  /** The email domain, such as example.com. At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`. */
  domain: string;
  /** The enterprise provider at which the domain's users sign in. Defaults to none. Defaults to `null`. */
  providerId?: string | null | undefined;
}

/** Response of `emailDomains.add`. */
export interface AddEmailDomainResponse {
  domain: EmailDomain;
}

/** Request of `emailDomains.list`. */
export interface ListEmailDomainsRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `emailDomains.list`. */
export interface ListEmailDomainsResponse {
  items: EmailDomain[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `emailDomains.remove`. */
export interface RemoveEmailDomainRequest {
  /** The email domain, such as example.com. At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`. */
  domain: string;
}

/** Response of `emailDomains.remove`. */
export interface RemoveEmailDomainResponse {
  domain: string;
}

/** Request of `emailDomains.verify`. */
export interface VerifyEmailDomainRequest {
  /** The email domain, such as example.com. At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`. */
  domain: string;
}

/** Response of `emailDomains.verify`. */
export interface VerifyEmailDomainResponse {
  domain: EmailDomain;
}

/** Request of `emails.mailbox.list`. */
export interface ListEmailMailboxRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
  /** Only emails to this recipient. At most 254 characters. */
  to?: string | undefined;
  kind?: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass" | undefined;
}

/** Response of `emails.mailbox.list`. */
export interface ListEmailMailboxResponse {
  items: ReceivedEmail[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `emails.outbox.list`. */
export interface ListEmailOutboxRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
  /** Only emails to this recipient. At most 254 characters. */
  to?: string | undefined;
  status?: "waiting" | "sending" | "sent" | "refused" | "expired" | "uncertain" | undefined;
}

/** Response of `emails.outbox.list`. */
export interface ListEmailOutboxResponse {
  items: EmailRecord[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `emails.templates.get`. */
export interface GetEmailTemplateRequest {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass";
}

/** Request of `emails.templates.list`. */
export interface ListEmailTemplatesRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `emails.templates.list`. */
export interface ListEmailTemplatesResponse {
  items: EmailTemplate[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `emails.templates.preview`. */
export interface PreviewEmailTemplateRequest {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass";
  /** At most 200 characters. */
  subject?: string | undefined;
  /** At most 20,000 characters. */
  text?: string | undefined;
  /** Plain HTML: quoted attributes, no scripts, forms or frames. At most 100,000 characters. */
  html?: string | undefined;
}

/** Response of `emails.templates.preview`. */
export interface PreviewEmailTemplateResponse {
  subject: string;
  text: string;
  html: string;
  from: string;
}

/** Request of `emails.templates.put`. */
export interface PutEmailTemplateRequest {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass";
  /** At most 200 characters. */
  subject?: string | undefined;
  /** At most 20,000 characters. */
  text?: string | undefined;
  /** Plain HTML: quoted attributes, no scripts, forms or frames. At most 100,000 characters. */
  html?: string | undefined;
}

/** Request of `emails.templates.reset`. */
export interface ResetEmailTemplateRequest {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "sign_in_code" | "sign_in_link" | "new_device" | "security_changed" | "factors_reset" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "webhook_disabled" | "admin_changed" | "break_glass";
}

/** Request of `events.list`. */
export interface ListEventsRequest {
  /** seq of the last event that you received. Defaults to the oldest stored event in a list, and to new events in a stream. At least 0. */
  after?: number | undefined;
  /** An event name such as auth.login, or a prefix that ends in a dot, such as auth. for all events of auth. At most 100 characters. Matches `^[a-zA-Z_]+(\.[a-zA-Z_]+)*\.?$`. */
  event?: string | undefined;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `events.list`. */
export interface ListEventsResponse {
  items: LiveEvent[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `events.ticket`. */
export interface GetEventTicketRequest {
  /** seq of the last event that you received. Defaults to the oldest stored event in a list, and to new events in a stream. At least 0. */
  after?: number | undefined;
  /** An event name such as auth.login, or a prefix that ends in a dot, such as auth. for all events of auth. At most 100 characters. Matches `^[a-zA-Z_]+(\.[a-zA-Z_]+)*\.?$`. */
  event?: string | undefined;
}

/** Response of `events.ticket`. */
export interface GetEventTicketResponse {
  /** Send it as a WebSocket subprotocol beside cf-auth.events, at /events. */
  ticket: string;
  /** seq after which the stream starts. */
  position: number;
}

/** Request of `plans.create`. */
export interface CreatePlanRequest {
  /** Matches `^[a-z][a-z0-9-]{0,62}$`. */
  slug: string;
  /** 1 to 200 characters. */
  name: string;
  limits: PlanLimits;
}

/** Request of `plans.delete`. */
export interface DeletePlanRequest {
  /** Matches `^[a-z][a-z0-9-]{0,62}$`. */
  slug: string;
}

/** Response of `plans.delete`. */
export interface DeletePlanResponse {
  deleted: true;
}

/** Request of `plans.list`. */
export interface ListPlansRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `plans.list`. */
export interface ListPlansResponse {
  items: Plan[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `platform.admins.get`. */
export interface GetPlatformAdminRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `platform.admins.get`. */
export interface GetPlatformAdminResponse {
  admin: PlatformAdmin;
  grants: AdminGrant[];
}

/** Request of `platform.admins.grant`. */
export interface GrantPlatformAdminRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
  /** Id or slug of the tenant. At most 64 characters. */
  tenant: string;
  grant: "manager" | "support" | "billing" | "viewer";
}

/** Response of `platform.admins.grant`. */
export interface GrantPlatformAdminResponse {
  /** Whether anything changed. */
  changed: boolean;
}

/** Request of `platform.admins.invite`. */
export interface InvitePlatformAdminRequest {
  /** The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email. */
  email: string;
  /** 1 to 200 characters. */
  name?: string | undefined;
  role: "superadmin" | "support" | "billing" | "readonly" | null;
}

/** Response of `platform.admins.invite`. */
export interface InvitePlatformAdminResponse {
  id: string;
}

/** Request of `platform.admins.list`. */
export interface ListPlatformAdminsRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `platform.admins.list`. */
export interface ListPlatformAdminsResponse {
  items: PlatformAdmin[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `platform.admins.remove`. */
export interface RemovePlatformAdminRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `platform.admins.remove`. */
export interface RemovePlatformAdminResponse {
  id: string;
}

/** Request of `platform.admins.revoke`. */
export interface RevokePlatformAdminRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
  /** Id or slug of the tenant. At most 64 characters. */
  tenant: string;
  grant: "manager" | "support" | "billing" | "viewer";
}

/** Response of `platform.admins.revoke`. */
export interface RevokePlatformAdminResponse {
  /** Whether anything changed. */
  changed: boolean;
}

/** Request of `platform.admins.setRole`. */
export interface SetPlatformAdminRoleRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
  /** Role on the platform; null for grants on tenants only. */
  role: "superadmin" | "support" | "billing" | "readonly" | null;
}

/** Response of `platform.admins.setRole`. */
export interface SetPlatformAdminRoleResponse {
  /** Whether anything changed. */
  changed: boolean;
}

/** Request of `platform.bootstrap`. */
export interface BootstrapPlatformRequest {
  /** The deployment's BOOTSTRAP_SECRET. At most 1,024 characters. */
  secret: string;
  /** The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email. */
  email: string;
  /** At most 1,024 characters. */
  password: string;
}

/** Response of `platform.bootstrap`. */
export interface BootstrapPlatformResponse {
  /** Id of the platform's own tenant. */
  tenantId: string;
  userId: string;
}

/** Request of `platform.breakGlass`. */
export interface BreakGlassRequest {
  /** Id or slug of the tenant. At most 64 characters. */
  tenant: string;
  /** Reason for the access, 10 to 500 characters. Superadmins read it. 10 to 500 characters. Matches `^[^\p{Cc}\u2028\u2029]*\S[^\p{Cc}\u2028\u2029]*$`. */
  reason: string;
  /** 1 to 60. */
  durationMinutes: number;
}

/** Response of `platform.breakGlass`. */
export interface BreakGlassResponse {
  expiresAt: Date;
}

/** Request of `platform.endBreakGlass`. */
export interface EndBreakGlassRequest {
  /** Id or slug of the tenant. At most 64 characters. */
  tenant: string;
  /** Id of the admin whose access ends. Defaults to the caller. 1 to 64 characters. */
  id?: string | undefined;
}

/** Response of `platform.endBreakGlass`. */
export interface EndBreakGlassResponse {
  ended: boolean;
}

/** Request of `platform.forceResets`. */
export interface ForcePlatformResetsRequest {
  /** Version of passwordPepper in dashboard.secrets; not the newest. At most 32 characters. */
  pepperVersion: string;
  /** Maximum number of users of this call. Defaults to `25`. 1 to 50. */
  limit?: number | undefined;
}

/** Response of `platform.forceResets`. */
export interface ForcePlatformResetsResponse {
  /** Number of users whose password this call reset. */
  resetCount: number;
  /** Number of further users with such a hash. */
  leftCount: number;
}

/** Request of `platform.keys.create`. */
export interface CreatePlatformKeyRequest {
  /** 1 to 200 characters. */
  name: string;
  /** Scopes of a platform key: a procedure's path, a family such as tenants.*, or the reads of a family such as dashboard:read; metrics for GET /metrics. At most 100 items. At most 100 characters each. */
  scopes: string[];
  /** Expiry time of the key. Defaults to no expiry. */
  expiresAt?: Date | undefined;
  /** IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. At most 100 items. At most 100 characters each. */
  allowedIpRanges?: string[] | undefined;
  /** Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. At most 4 items. */
  limits?: {
    /** 1 to 1,000,000,000. */
    calls: number;
    /** 1 to 2,678,400. */
    perSeconds: number;
  }[] | undefined;
  /** Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep. */
  metadata?: Record<string, unknown> | undefined;
}

/** Response of `platform.keys.create`. */
export interface CreatePlatformKeyResponse {
  key: string;
  platformKey: PlatformKey;
}

/** Request of `platform.keys.get`. */
export interface GetPlatformKeyRequest {
  /** At most 64 characters. */
  id: string;
}

/** Request of `platform.keys.list`. */
export interface ListPlatformKeysRequest {
  /** active: the key works. ended: it was revoked, expired or was replaced. Defaults to both. */
  status?: "active" | "ended" | undefined;
  /** Part of the name, or the last four characters of the key. 1 to 200 characters. */
  search?: string | undefined;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `platform.keys.list`. */
export interface ListPlatformKeysResponse {
  items: PlatformKey[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `platform.keys.revoke`. */
export interface RevokePlatformKeyRequest {
  /** At most 64 characters. */
  id: string;
}

/** Request of `platform.keys.rotate`. */
export interface RotatePlatformKeyRequest {
  /** At most 64 characters. */
  id: string;
  /** Seconds that the old key still works beside the new one: 0 to 2,592,000 (30 days). At most 2,592,000. */
  overlapSeconds: number;
  /** Expiry time of the new key; null for no expiry. Defaults to the old key's. */
  expiresAt?: Date | null | undefined;
}

/** Response of `platform.keys.rotate`. */
export interface RotatePlatformKeyResponse {
  key: string;
  platformKey: PlatformKey;
  retiresAt: Date;
}

/** Request of `platform.keys.update`. */
export interface UpdatePlatformKeyRequest {
  /** At most 64 characters. */
  id: string;
  /** 1 to 200 characters. */
  name?: string | undefined;
  /** Scopes of a platform key: a procedure's path, a family such as tenants.*, or the reads of a family such as dashboard:read; metrics for GET /metrics. At most 100 items. At most 100 characters each. */
  scopes?: string[] | undefined;
  /** Expiry time of the key; null for no expiry. */
  expiresAt?: Date | null | undefined;
  /** IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. At most 100 items. At most 100 characters each. */
  allowedIpRanges?: string[] | undefined;
  /** Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. At most 4 items. */
  limits?: {
    /** 1 to 1,000,000,000. */
    calls: number;
    /** 1 to 2,678,400. */
    perSeconds: number;
  }[] | undefined;
  /** Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep. */
  metadata?: Record<string, unknown> | undefined;
}

/** Request of `providers.create`. */
export interface CreateIdentityProviderRequest {
  /** social: for everybody. enterprise: for the emails of its verified domains, and their only way in. Defaults to `"social"`. */
  kind?: "social" | "enterprise" | undefined;
  /** The protocol: OpenID Connect. Defaults to `"oidc"`. */
  protocol?: "oidc" | undefined;
  /** The provider whose deviations from OpenID Connect apply; oidc for any other that has none. Defaults to `"oidc"`. */
  preset?: "google" | "microsoft" | "apple" | "github" | "gitlab" | "slack" | "linkedin" | "oidc" | undefined;
  /** Name of the provider in the addresses of its sign-in, unique in the tenant. Matches `^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`. */
  slug: string;
  /** Name that people see, such as Google. 1 to 100 characters. */
  name: string;
  /** The issuer's URL: https, public, on port 443. Required for the preset oidc; others have their own. At most 500 characters. */
  issuer?: string | undefined;
  /** The client id that the provider issued. 1 to 500 characters. */
  clientId: string;
  /** The client secret that the provider issued. It is stored encrypted and never returned. 1 to 4,000 characters. */
  clientSecret?: string | undefined;
  /** Settings; all of them have defaults. Defaults to `{}`. */
  settings?: IdentityProviderSettings | undefined;
  /** Defaults to `true`. */
  enabled?: boolean | undefined;
}

/** Response of `providers.create`. */
export interface CreateIdentityProviderResponse {
  provider: IdentityProvider;
}

/** Request of `providers.delete`. */
export interface DeleteIdentityProviderRequest {
  /** The identity provider's id. 1 to 64 characters. */
  id: string;
}

/** Response of `providers.delete`. */
export interface DeleteIdentityProviderResponse {
  id: string;
}

/** Request of `providers.get`. */
export interface GetIdentityProviderRequest {
  /** The identity provider's id. 1 to 64 characters. */
  id: string;
}

/** Response of `providers.get`. */
export interface GetIdentityProviderResponse {
  provider: IdentityProvider;
}

/** Request of `providers.list`. */
export interface ListIdentityProvidersRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `providers.list`. */
export interface ListIdentityProvidersResponse {
  items: IdentityProvider[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `providers.update`. */
export interface UpdateIdentityProviderRequest {
  /** The identity provider's id. 1 to 64 characters. */
  id: string;
  /** Name that people see, such as Google. 1 to 100 characters. */
  name?: string | undefined;
  /** The client id that the provider issued. 1 to 500 characters. */
  clientId?: string | undefined;
  /** A new client secret; null removes it. */
  clientSecret?: string | null | undefined;
  /** Replaces all settings. */
  settings?: IdentityProviderSettings | undefined;
  /** Whether people can sign in with it. */
  enabled?: boolean | undefined;
}

/** Response of `providers.update`. */
export interface UpdateIdentityProviderResponse {
  provider: IdentityProvider;
}

/** Response of `system.health`. */
export interface GetSystemHealthResponse {
  status: "ok";
  version: string;
  time: Date;
  /** Whether identity providers and webhooks on loopback are allowed: only on a local stack. */
  allowsLoopback: boolean;
}

/** Request of `tenants.create`. */
export interface CreateTenantRequest {
  /** Matches `^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`. */
  slug: string;
  /** 1 to 200 characters. */
  name: string;
  /** At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`. */
  host?: string | undefined;
  /** Id of the parent tenant. Defaults to none. At most 64 characters. */
  parentId?: string | undefined;
  /** Environment of the tenant, which can't be changed. Defaults to `"live"`. */
  environment?: "live" | "test" | undefined;
  /** Region near which its Durable Objects are created, which can't be changed later. Defaults to the parent's setting, or to the region of the first request. */
  location?: "wnam" | "enam" | "sam" | "weur" | "eeur" | "apac" | "oc" | "afr" | "me" | undefined;
}

/** Response of `tenants.create`. */
export interface CreateTenantResponse {
  tenant: Tenant;
  /** Publishable key for browsers and apps; it only identifies the tenant. */
  publishableKey: string;
  /** Secret key for the tenant's servers, with full access to the tenant. */
  secretKey: string;
}

/** Request of `tenants.delete`. */
export interface DeleteTenantRequest {
  /** The tenant's slug, as confirmation. At most 63 characters. */
  slug: string;
  /** Days for which the tenant can be restored. Defaults to `30`. At most 365. */
  retentionDays?: number | undefined;
}

/** Request of `tenants.list`. */
export interface ListTenantsRequest {
  /** Prefix of the name or the slug; case doesn't matter. 1 to 200 characters. */
  search?: string | undefined;
  status?: "active" | "suspended" | "deleted" | undefined;
  environment?: "live" | "test" | undefined;
  /** Only direct children of this tenant. At most 64 characters. */
  parentId?: string | undefined;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `tenants.list`. */
export interface ListTenantsResponse {
  items: Tenant[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `tenants.logo.set`. */
export interface SetTenantLogoRequest {
  /** A still PNG, JPEG or WebP image as base64: at most 128 KiB, and 2,000 pixels a side. PNG is shown by the most email clients. 1 to 4,194,304 characters. */
  image: string;
  /** An image for pages in a dark theme. Defaults to the same image. 1 to 4,194,304 characters. */
  darkImage?: string | undefined;
}

/** Request of `tenants.move`. */
export interface MoveTenantRequest {
  /** Id of the new parent; null for none. */
  parentId: string | null;
}

/** Response of `tenants.sessions.endAll`. */
export interface EndAllTenantSessionsResponse {
  /** Number of sessions that were ended. At least 0. */
  endedCount: number;
}

/** Request of `tenants.setPlan`. */
export interface SetTenantPlanRequest {
  plan: string | null;
}

/** Request of `tenants.settings.update`. */
export interface UpdateTenantSettingsRequest {
  minPasswordLength?: number | null | undefined;
  requireVerifiedEmail?: boolean | null | undefined;
  signInMethods?: Array<"password" | "email_code" | "magic_link" | "passkey"> | null | undefined;
  magicLinkAnyBrowser?: boolean | null | undefined;
  registration?: "open" | "domains" | "invitation" | "closed" | null | undefined;
  registrationDomains?: string[] | null | undefined;
  secondFactor?: "optional" | "required" | null | undefined;
  secondFactorMethods?: Array<"totp" | "passkey" | "email"> | null | undefined;
  secondFactorRelations?: {
    /** 1 to 50 characters. */
    relation: string;
    /** 1 to 600 characters. */
    object: string;
  }[] | null | undefined;
  trustedDeviceDays?: number | null | undefined;
  factorResetDelayHours?: number | null | undefined;
  newDeviceEmails?: boolean | null | undefined;
  returnUrls?: string[] | null | undefined;
  passkeyRpId?: string | null | null | undefined;
  passkeyOrigins?: string[] | null | undefined;
  accessTokenSeconds?: number | null | undefined;
  sessionIdleSeconds?: number | null | undefined;
  sessionAbsoluteSeconds?: number | null | undefined;
  tokenAlgorithm?: "EdDSA" | "ES256" | null | undefined;
  accessTokenClaims?: Array<{
    /** Matches `^[A-Za-z][A-Za-z0-9_.:/-]{0,99}$`. */
    claim: string;
    value: unknown;
  } | {
    /** Matches `^[A-Za-z][A-Za-z0-9_.:/-]{0,99}$`. */
    claim: string;
    /** Matches `^(email|emailVerified|name|externalId|metadata(\.[^.\s]{1,64}){1,8})$`. */
    from: string;
  }> | null | undefined;
  allowedOrigins?: string[] | null | undefined;
  verifyEmailUrl?: string | null | null | undefined;
  resetPasswordUrl?: string | null | null | undefined;
  signInLinkUrl?: string | null | null | undefined;
  appUrl?: string | null | null | undefined;
  termsUrl?: string | null | null | undefined;
  privacyUrl?: string | null | null | undefined;
  supportUrl?: string | null | null | undefined;
  pageTexts?: {
    en?: PageTexts | null | undefined;
    de?: PageTexts | null | undefined;
  } | null | undefined;
  brandName?: string | null | null | undefined;
  brandLogoUrl?: string | null | null | undefined;
  brandColor?: string | null | null | undefined;
  language?: "en" | "de" | null | null | undefined;
  replyToEmail?: string | null | null | undefined;
  location?: "wnam" | "enam" | "sam" | "weur" | "eeur" | "apac" | "oc" | "afr" | "me" | null | null | undefined;
}

/** Request of `tenants.update`. */
export interface UpdateTenantRequest {
  /** 1 to 200 characters. */
  name?: string | undefined;
  /** The tenant's own host; null to serve it under its slug only. */
  host?: string | null | undefined;
}

/** Request of `testing.clock.advance`. */
export interface AdvanceTestClockRequest {
  /** Seconds to advance the clock. 1 to 315,360,000. */
  seconds: number;
}

/** Response of `testing.clock.advance`. */
export interface AdvanceTestClockResponse {
  /** Current time of the tenant's clock. */
  now: Date;
  /** Seconds by which the tenant's clock is ahead of real time. */
  offsetSeconds: number;
}

/** Request of `users.ban`. */
export interface BanUserRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `users.ban`. */
export interface BanUserResponse {
  user: ManagedUser;
}

/** Request of `users.create`. */
export interface CreateUserRequest {
  /** The user's email. Case and Unicode form don't matter. At most 254 characters. Format: email. */
  email: string;
  /** 1 to 200 characters. */
  name?: string | undefined;
  /** Custom data that your servers store with the user, who may read it. At most 8,192 bytes of JSON. */
  metadata?: Record<string, unknown> | undefined;
  /** Whether the email is already verified. Defaults to `false`. */
  emailVerified?: boolean | undefined;
  /** The user's id in your own database. It is unique and compared byte by byte. 1 to 200 characters. */
  externalId?: string | undefined;
  /** Creation time in another system. Defaults to now. It doesn't change the order of lists. */
  createdAt?: Date | undefined;
  /** Password that the user has chosen. The password policy applies. At most 1,024 characters. */
  password?: string | undefined;
  /** Hash of a password from another system, in a format that docs/operating.md lists. 1 to 1,024 characters. */
  passwordHash?: string | undefined;
  /** Whether to email the user a link to choose a password, valid for 72 hours. Defaults to `false`. */
  invite?: boolean | undefined;
  /** Id of the inviting user whom the email names. Defaults to the tenant. 1 to 64 characters. */
  invitedBy?: string | undefined;
}

/** Response of `users.create`. */
export interface CreateUserResponse {
  user: ManagedUser;
  /** Warnings about the password hash, for people to read. */
  warnings: string[];
}

/** Request of `users.delete`. */
export interface DeleteUserRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `users.delete`. */
export interface DeleteUserResponse {
  id: string;
}

/** Request of `users.factors.cancelReset`. */
export interface CancelUserFactorResetRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `users.factors.cancelReset`. */
export interface CancelUserFactorResetResponse {
  user: ManagedUser;
}

/** Request of `users.factors.requestReset`. */
export interface RequestUserFactorResetRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `users.factors.requestReset`. */
export interface RequestUserFactorResetResponse {
  user: ManagedUser;
}

/** Request of `users.forceReset`. */
export interface ForcePasswordResetRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `users.forceReset`. */
export interface ForcePasswordResetResponse {
  user: ManagedUser;
}

/** Request of `users.get`. */
export interface GetUserRequest {
  /** The user's id. 1 to 64 characters. */
  id?: string | undefined;
  /** The user's whole email; case doesn't matter. At most 254 characters. Format: email. */
  email?: string | undefined;
  /** The user's id in your own database. It is unique and compared byte by byte. 1 to 200 characters. */
  externalId?: string | undefined;
}

/** Response of `users.get`. */
export interface GetUserResponse {
  user: ManagedUser;
}

/** Request of `users.getMany`. */
export interface GetUsersRequest {
  /** 1 to 100 items. 1 to 64 characters each. */
  ids: string[];
}

/** Response of `users.getMany`. */
export interface GetUsersResponse {
  items: ManagedUser[];
  /** Ids that no user has. */
  missingIds: string[];
}

/** Request of `users.import`. */
export interface ImportUsersRequest {
  /** Users to import, at most 1000, with the fields of users.create except password, invite and invitedBy. 1 to 1,000 items. */
  users: {
    /** At most 1,000 characters. Format: email. */
    email: string;
    /** At most 1,000 characters. */
    name?: string | undefined;
    metadata?: Record<string, unknown> | undefined;
    emailVerified?: boolean | undefined;
    /** At most 1,000 characters. */
    externalId?: string | undefined;
    createdAt?: Date | undefined;
    /** At most 2,000 characters. */
    passwordHash?: string | undefined;
  }[];
  /** Whether to only report the result of each row. Defaults to `false`. */
  dryRun?: boolean | undefined;
}

/** Response of `users.import`. */
export interface ImportUsersResponse {
  /** Number of users that were created, or would be in a dry run. */
  createdCount: number;
  /** Number of rows whose email an existing user has, who stays unchanged. */
  existingCount: number;
  failedCount: number;
  /** Results in the order of the rows. */
  results: {
    result: "created" | "existing" | "failed";
    /** Id of the created or existing user; absent for new users in a dry run. */
    userId?: string | undefined;
    /** Error code that users.create would return. */
    code?: string | undefined;
    /** Problem and the field that it is in. */
    problem?: string | undefined;
    /** Warning about the password hash. */
    warning?: string | undefined;
  }[];
}

/** Request of `users.invitations.revoke`. */
export interface RevokeUserInvitationRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `users.invitations.revoke`. */
export interface RevokeUserInvitationResponse {
  user: ManagedUser;
}

/** Request of `users.invitations.send`. */
export interface SendUserInvitationRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
  /** Id of the inviting user whom the email names. Defaults to the tenant. 1 to 64 characters. */
  invitedBy?: string | undefined;
}

/** Response of `users.invitations.send`. */
export interface SendUserInvitationResponse {
  user: ManagedUser;
}

/** Request of `users.list`. */
export interface ListUsersRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
  status?: "active" | "invited" | "banned" | undefined;
  /** Only users whose email is verified, or only those whose email isn't. */
  emailVerified?: boolean | undefined;
  /** Only users whose email is at this domain; subdomains don't match. At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`. */
  emailDomain?: string | undefined;
}

/** Response of `users.list`. */
export interface ListUsersResponse {
  items: ManagedUser[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `users.search`. */
export interface SearchUsersRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
  by: "email" | "name";
  /** 1 to 254 characters. */
  prefix: string;
}

/** Response of `users.search`. */
export interface SearchUsersResponse {
  items: ManagedUser[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `users.sessions.end`. */
export interface EndUserSessionRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
  /** At most 64 characters. */
  sessionId: string;
}

/** Response of `users.sessions.end`. */
export interface EndUserSessionResponse {
  /** Number of sessions that were ended. At least 0. */
  endedCount: number;
}

/** Request of `users.sessions.endAll`. */
export interface EndAllUserSessionsRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `users.sessions.endAll`. */
export interface EndAllUserSessionsResponse {
  /** Number of sessions that were ended. At least 0. */
  endedCount: number;
}

/** Request of `users.sessions.list`. */
export interface ListUserSessionsRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `users.sessions.list`. */
export interface ListUserSessionsResponse {
  items: Session[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `users.unban`. */
export interface UnbanUserRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `users.unban`. */
export interface UnbanUserResponse {
  user: ManagedUser;
}

/** Request of `users.unlock`. */
export interface UnlockUserRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `users.unlock`. */
export interface UnlockUserResponse {
  user: ManagedUser;
}

/** Request of `users.update`. */
export interface UpdateUserRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
  /** The user's name; null to remove it. */
  name?: string | null | undefined;
  /** New email, which must be verified again. The old email is notified if it was verified. At most 254 characters. Format: email. */
  email?: string | undefined;
  /** The user's id in your own database; null to remove it. */
  externalId?: string | null | undefined;
  /** Whether the user must show a second factor to sign in, whatever the tenant requires of others. */
  secondFactorRequired?: boolean | undefined;
  /** JSON merge patch (RFC 7396): null removes a value, omitted values stay. */
  metadata?: Record<string, unknown> | undefined;
}

/** Response of `users.update`. */
export interface UpdateUserResponse {
  user: ManagedUser;
}

/** Request of `webhooks.create`. */
export interface CreateWebhookRequest {
  /** The URL that receives the events: https on port 443 of a public host of yours, without user name. 1 to 2,000 characters. */
  url: string;
  /** Name of the webhook, for your own use. Defaults to `""`. At most 100 characters. */
  name?: string | undefined;
  /** Events that it receives: names such as users.create, or prefixes that end in a dot. An empty list is all events. Defaults to `[]`. At most 50 items. At most 100 characters each. */
  events?: string[] | undefined;
  /** Whether calls that were refused are sent as well. Alerts always are. Defaults to `false`. */
  includeRefused?: boolean | undefined;
}

/** Response of `webhooks.create`. */
export interface CreateWebhookResponse {
  webhook: Webhook;
  /** The signing secret, whsec_ and base64. It is shown once: store it where the receiver runs. */
  secret: string;
}

/** Request of `webhooks.delete`. */
export interface DeleteWebhookRequest {
  /** The webhook's id. 1 to 64 characters. */
  id: string;
}

/** Response of `webhooks.delete`. */
export interface DeleteWebhookResponse {
  id: string;
}

/** Request of `webhooks.deliveries`. */
export interface DeliveriesWebhookRequest {
  /** Only deliveries of this webhook. Defaults to all webhooks. 1 to 64 characters. */
  id?: string | undefined;
  /** Only deliveries of this status. */
  status?: "queued" | "waiting" | "sending" | "delivered" | "failed" | undefined;
  /** Only deliveries of this event, such as users.create. At most 100 characters. */
  event?: string | undefined;
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `webhooks.deliveries`. */
export interface DeliveriesWebhookResponse {
  items: WebhookDelivery[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `webhooks.get`. */
export interface GetWebhookRequest {
  /** The webhook's id. 1 to 64 characters. */
  id: string;
}

/** Response of `webhooks.get`. */
export interface GetWebhookResponse {
  webhook: Webhook;
}

/** Request of `webhooks.list`. */
export interface ListWebhooksRequest {
  /** nextCursor of the previous page. Defaults to the first page. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `webhooks.list`. */
export interface ListWebhooksResponse {
  items: Webhook[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** Request of `webhooks.replay`. */
export interface ReplayWebhookRequest {
  /** The webhook's id. 1 to 64 characters. */
  id: string;
  /** Time of the first event that is sent again. Events are stored for 7 days. */
  from: Date;
  /** Time of the last event that is sent again. Defaults to now. */
  to?: Date | undefined;
  /** nextCursor of the previous call, to continue. At most 200 characters. */
  cursor?: string | undefined;
}

/** Response of `webhooks.replay`. */
export interface ReplayWebhookResponse {
  /** Number of events that were queued; events that still wait for delivery aren't queued twice. */
  queued: number;
  /** Time of the oldest stored event: earlier ones can't be sent again. */
  oldestAt: Date | null;
  /** Continue with it; null if the whole range is queued. */
  nextCursor: string | null;
}

/** Request of `webhooks.rotateSecret`. */
export interface RotateWebhookSecretRequest {
  /** The webhook's id. 1 to 64 characters. */
  id: string;
  /** Seconds during which deliveries are signed with both secrets. Defaults to 1 day; at most 7 days. Defaults to `86400`. At most 604,800. */
  overlapSeconds?: number | undefined;
}

/** Response of `webhooks.rotateSecret`. */
export interface RotateWebhookSecretResponse {
  webhook: Webhook;
  /** The signing secret, whsec_ and base64. It is shown once: store it where the receiver runs. */
  secret: string;
}

/** Request of `webhooks.test`. */
export interface TestWebhookRequest {
  /** The webhook's id. 1 to 64 characters. */
  id: string;
}

/** Response of `webhooks.test`. */
export interface TestWebhookResponse {
  delivery: WebhookDelivery;
}

/** Request of `webhooks.update`. */
export interface UpdateWebhookRequest {
  /** The webhook's id. 1 to 64 characters. */
  id: string;
  /** The URL that receives the events: https on port 443 of a public host of yours, without user name. 1 to 2,000 characters. */
  url?: string | undefined;
  /** Name of the webhook, for your own use. At most 100 characters. */
  name?: string | undefined;
  /** Events that it receives: names such as users.create, or prefixes that end in a dot. An empty list is all events. At most 50 items. At most 100 characters each. */
  events?: string[] | undefined;
  /** Whether calls that were refused are sent as well. Alerts always are. */
  includeRefused?: boolean | undefined;
  /** false ends its deliveries, also those that are queued. true starts with the next event. */
  enabled?: boolean | undefined;
}

/** Response of `webhooks.update`. */
export interface UpdateWebhookResponse {
  webhook: Webhook;
}
