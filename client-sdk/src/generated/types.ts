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
    kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
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

/** Role of an admin on a tenant and its descendants. */
export interface AdminGrant {
  tenantId: string;
  /** Slug of the tenant; null if it was purged. */
  slug: string | null;
  name: string | null;
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

/** A change of one tuple in a revision, or the revision as a whole. */
export interface Change {
  revision: string;
  kind: "write" | "import" | "expiry" | "model";
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

/** A fact: the subject has the relation to the object. */
export interface Fact {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation that the model defines for the object's type. */
  relation: string;
  /** An object: type:id. */
  object: string;
}

/** Limits and policies of a tenant's graph. */
export interface GraphSettings {
  /** Maximum number of stored tuples. Defaults to 3,000,000. */
  maxTuples: number;
  /** Maximum memory of the packed graph in bytes. Defaults to 100,000,000. */
  maxBytes: number;
  /** Maximum number of tuples in a row that a request follows. Defaults to 25. */
  maxDepth: number;
  /** Maximum work of one check; 10,000 units take about 1 millisecond. Lists, batches and other long requests may use 20 times as much. */
  maxWork: number;
  /** Maximum age in seconds of the graph for requests with consistency fast. Defaults to 2. */
  maxStalenessSeconds: number;
  /** Days for which changes are stored and past revisions can be queried. Defaults to 30. */
  retentionDays: number;
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
      /** Line number; the header is line 1. */
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

/** Delivery status of an email, without its content. */
export interface LetterRecord {
  /** Id of the email, also in its header X-Email-Id. */
  id: string;
  /** Emails with the same key are sent once. */
  idempotencyKey: string;
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
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
  requestId: string;
  at: Date;
}

/** Template of one kind of email. */
export interface MailTemplate {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
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
}

/** A version of a tenant's model, which never changes. */
export interface ModelVersion {
  version: number;
  /** A model in OpenFGA's modeling language, as one file or as modules. */
  model: string | {
    name: string;
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

/** A plan: limits of tenants. A plan can't be changed; create another with another slug. */
export interface Plan {
  slug: string;
  name: string;
  limits: PlanLimits;
  createdAt: Date;
}

/** Limits of a plan. Omitted limits are unlimited. */
export interface PlanLimits {
  /** Maximum calls per minute for the tenant. Calls of platform admins don't count. Calls without credentials or with a publishable key count only if they succeed. */
  callsPerMinute?: number | undefined;
  /** Maximum number of the tenant's users. */
  users?: number | undefined;
  /** Maximum number of stored tuples of the tenant's graph. */
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

/** Proof that a subject has a relation to an object: tuples and rules. */
export interface Proof {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation that the model defines for the object's type. */
  relation: string;
  /** An object: type:id. */
  object: string;
  reason: Reason;
}

/** A stored tuple with its condition and expiry time. */
export interface ProofTuple {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation that the model defines for the object's type. */
  relation: string;
  /** An object: type:id. */
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
export interface ReceivedLetter {
  id: string;
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
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

/** Sign-in settings of a tenant. */
export interface TenantSettings {
  /** Minimum password length in characters: 8 to 64. Defaults to 15, the minimum for a password that is the only factor. */
  minPasswordLength: number;
  /** Whether users must verify their email before they can sign in. Defaults to false. */
  requireVerifiedEmail: boolean;
  /** Lifetime of an access token in seconds: 60 to 900. Defaults to 300. Offline verifiers accept it until then, even if its session has ended. */
  accessTokenSeconds: number;
  /** Seconds without a refresh after which a session ends: 300 to 7,776,000 (90 days). Defaults to 1,209,600 (14 days). */
  sessionIdleSeconds: number;
  /** Seconds after sign-in at which a session ends: 900 to 31,536,000 (365 days). Defaults to 2,592,000 (30 days). */
  sessionAbsoluteSeconds: number;
  /** Signing algorithm of access tokens. Defaults to EdDSA. A change takes effect within 30 minutes. */
  tokenAlgorithm: "EdDSA" | "ES256";
  /** Custom claims, added to every access token. Defaults to none. */
  accessTokenClaims: Array<{
    claim: string;
    value: unknown;
  } | {
    claim: string;
    from: string;
  }>;
  /** Origins of browser apps that may call with cookies. https://*.example.com allows all subdomains. Defaults to none. */
  allowedOrigins: string[];
  /** URL that links in emails open. Defaults to a hosted page of this service. */
  verifyEmailUrl: string | null;
  /** URL that links in emails open. Defaults to a hosted page of this service. */
  resetPasswordUrl: string | null;
  /** URL of the product, to which hosted pages link. Defaults to no link. */
  appUrl: string | null;
  /** Sender name of emails. Defaults to the tenant's name. */
  brandName: string | null;
  /** URL of a logo at the top of emails. Defaults to the brand name as text. */
  brandLogoUrl: string | null;
  /** Reply-to email of emails. Defaults to none. */
  replyToEmail: string | null;
}

/** Subjects of a relation to an object, one step deep. */
export type Tree = __schema0;

/** A relationship tuple with an optional condition and expiry time. */
export interface Tuple {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation that the model defines for the object's type. */
  relation: string;
  /** An object: type:id. */
  object: string;
  /** Condition under which the tuple is effective. */
  condition?: {
    name: string;
    /** Values of the condition's parameters, stored with the tuple. At most 20 levels deep. */
    context?: Record<string, unknown> | undefined;
  } | undefined;
  /** Expiry time, rounded down to a whole second: 1970-01-01T00:00:01Z to 2106-02-07T06:28:15Z. Defaults to no expiry. */
  expiresAt?: Date | undefined;
}

/** A reference to a tuple by subject, relation and object. A tuple that was read can be used unchanged. */
export interface TupleReference {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation that the model defines for the object's type. */
  relation: string;
  /** An object: type:id. */
  object: string;
  /** Ignored. */
  condition?: {
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

export type __schema0 = {
  kind: "tuples";
  tuples: ProofTuple[];
} | {
  kind: "userset";
  object: string;
  relation: string;
} | {
  kind: "from";
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

/** What `apiKeys.create` takes. */
export interface ApiKeysCreateInput {
  /** publishable: identifies the tenant, for browsers. secret: full access to the tenant, for servers. restricted: only what its scopes allow, for servers. */
  kind: "publishable" | "secret" | "restricted";
  /** That of the tenant's environment, which is all it can be. */
  mode?: "live" | "test" | undefined;
  name: string;
  /** Expiry time of the key. Defaults to no expiry. */
  expiresAt?: Date | undefined;
  /** Scopes of a restricted key: a procedure's path, a family such as authz.*, or the reads of a family such as authz:read. */
  scopes?: string[] | undefined;
  /** Origins of the pages that may use a publishable key. https://*.example.com allows all subdomains. Empty allows any origin. */
  allowedOrigins?: string[] | undefined;
  /** IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. */
  allowedIpRanges?: string[] | undefined;
  /** Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. */
  limits?: {
    calls: number;
    perSeconds: number;
  }[] | undefined;
  /** Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep. */
  metadata?: Record<string, unknown> | undefined;
}

/** What `apiKeys.create` answers. */
export interface ApiKeysCreateOutput {
  key: string;
  apiKey: ApiKey;
}

/** What `apiKeys.customers.create` takes. */
export interface ApiKeysCustomersCreateInput {
  name: string;
  /** The tenant's own id of the customer who owns the key. */
  ownerId?: string | undefined;
  /** Prefix of the key, such as the tenant's name: 2 to 16 lower-case letters and digits. Defaults to ck. */
  prefix?: string | undefined;
  /** Expiry time of the key. Defaults to no expiry. */
  expiresAt?: Date | undefined;
  /** Usage quota of the key. Defaults to unlimited use. */
  quota?: {
    /** Units of quota that remain from now on. */
    remaining: number;
    /** Raises remaining to amount at the start of each day or month (UTC), unless more is left. Defaults to no refill. */
    refill?: {
      amount: number;
      every: "day" | "month";
    } | undefined;
  } | undefined;
  /** Scopes that the tenant defines, at most 100. They are compared byte by byte. */
  scopes?: string[] | undefined;
  /** Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep. */
  metadata?: Record<string, unknown> | undefined;
  /** IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. */
  allowedIpRanges?: string[] | undefined;
  /** Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. */
  limits?: {
    calls: number;
    perSeconds: number;
  }[] | undefined;
  /** Whether the key is enabled. */
  enabled?: boolean | undefined;
}

/** What `apiKeys.customers.create` answers. */
export interface ApiKeysCustomersCreateOutput {
  key: string;
  apiKey: CustomerKey;
}

/** What `apiKeys.customers.get` takes. */
export interface ApiKeysCustomersGetInput {
  id: string;
}

/** What `apiKeys.customers.get` answers. */
export type ApiKeysCustomersGetOutput = CustomerKey;

/** What `apiKeys.customers.list` takes. */
export interface ApiKeysCustomersListInput {
  /** The tenant's own id of the customer who owns the key. */
  ownerId?: string | undefined;
  /** active: the key works. ended: it was revoked, expired or was replaced. Defaults to both. */
  status?: "active" | "ended" | undefined;
  /** Part of the name, or the last four characters of the key. */
  search?: string | undefined;
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `apiKeys.customers.list` answers. */
export interface ApiKeysCustomersListOutput {
  items: CustomerKey[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `apiKeys.customers.revoke` takes. */
export interface ApiKeysCustomersRevokeInput {
  id: string;
}

/** What `apiKeys.customers.revoke` answers. */
export type ApiKeysCustomersRevokeOutput = CustomerKey;

/** What `apiKeys.customers.rotate` takes. */
export interface ApiKeysCustomersRotateInput {
  id: string;
  /** Seconds that the old key still works beside the new one: 0 to 2,592,000 (30 days). */
  overlapSeconds: number;
  /** Expiry time of the new key; null for no expiry. Defaults to the old key's. */
  expiresAt?: Date | null | undefined;
}

/** What `apiKeys.customers.rotate` answers. */
export interface ApiKeysCustomersRotateOutput {
  key: string;
  apiKey: CustomerKey;
  retiresAt: Date;
}

/** What `apiKeys.customers.update` takes. */
export interface ApiKeysCustomersUpdateInput {
  id: string;
  name?: string | undefined;
  ownerId?: string | null | undefined;
  /** Expiry time of the key; null for no expiry. */
  expiresAt?: Date | null | undefined;
  quota?: {
    /** Units of quota that remain from now on. */
    remaining: number;
    /** Raises remaining to amount at the start of each day or month (UTC), unless more is left. Defaults to no refill. */
    refill?: {
      amount: number;
      every: "day" | "month";
    } | undefined;
  } | null | undefined;
  /** Scopes that the tenant defines, at most 100. They are compared byte by byte. */
  scopes?: string[] | undefined;
  /** Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep. */
  metadata?: Record<string, unknown> | undefined;
  /** IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. */
  allowedIpRanges?: string[] | undefined;
  /** Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. */
  limits?: {
    calls: number;
    perSeconds: number;
  }[] | undefined;
  /** Whether the key is enabled. */
  enabled?: boolean | undefined;
}

/** What `apiKeys.customers.update` answers. */
export type ApiKeysCustomersUpdateOutput = CustomerKey;

/** What `apiKeys.get` takes. */
export interface ApiKeysGetInput {
  id: string;
}

/** What `apiKeys.get` answers. */
export type ApiKeysGetOutput = ApiKey;

/** What `apiKeys.list` takes. */
export interface ApiKeysListInput {
  /** Kinds to list. Defaults to all kinds. */
  kinds?: Array<"publishable" | "secret" | "restricted"> | undefined;
  /** active: the key works. ended: it was revoked, expired or was replaced. Defaults to both. */
  status?: "active" | "ended" | undefined;
  /** Part of the name, or the last four characters of the key. */
  search?: string | undefined;
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `apiKeys.list` answers. */
export interface ApiKeysListOutput {
  items: ApiKey[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `apiKeys.reportLeak` takes. */
export interface ApiKeysReportLeakInput {
  key: string;
  /** Place where the key was found, such as a URL. The key's tenant can see it. */
  source?: string | undefined;
}

/** What `apiKeys.reportLeak` answers. */
export interface ApiKeysReportLeakOutput {
  /** received: the text has the form of a key, whether or not the key exists. publishable: such keys are public and stay active. */
  result: "not_a_key" | "publishable" | "received";
}

/** What `apiKeys.revoke` takes. */
export interface ApiKeysRevokeInput {
  id: string;
}

/** What `apiKeys.revoke` answers. */
export type ApiKeysRevokeOutput = ApiKey;

/** What `apiKeys.rotate` takes. */
export interface ApiKeysRotateInput {
  id: string;
  /** Seconds that the old key still works beside the new one: 0 to 2,592,000 (30 days). */
  overlapSeconds: number;
  /** Expiry time of the new key; null for no expiry. Defaults to the old key's. */
  expiresAt?: Date | null | undefined;
}

/** What `apiKeys.rotate` answers. */
export interface ApiKeysRotateOutput {
  key: string;
  apiKey: ApiKey;
  retiresAt: Date;
}

/** What `apiKeys.update` takes. */
export interface ApiKeysUpdateInput {
  id: string;
  name?: string | undefined;
  /** Expiry time of the key; null for no expiry. */
  expiresAt?: Date | null | undefined;
  /** Scopes of a restricted key: a procedure's path, a family such as authz.*, or the reads of a family such as authz:read. */
  scopes?: string[] | undefined;
  /** Origins of the pages that may use a publishable key. https://*.example.com allows all subdomains. Empty allows any origin. */
  allowedOrigins?: string[] | undefined;
  /** IPv4 and IPv6 addresses and CIDR ranges that may use the key, at most 100. Empty allows any IP address. */
  allowedIpRanges?: string[] | undefined;
  /** Rate limits of the key, at most 4. A window starts with its first call. Every limit applies. */
  limits?: {
    calls: number;
    perSeconds: number;
  }[] | undefined;
  /** Custom data that the tenant stores with the key: at most 4,096 bytes of JSON, 8 levels deep. */
  metadata?: Record<string, unknown> | undefined;
}

/** What `apiKeys.update` answers. */
export type ApiKeysUpdateOutput = ApiKey;

/** What `apiKeys.verify` takes. */
export interface ApiKeysVerifyInput {
  /** The key that the customer sent. */
  key: string;
  /** Scopes that the customer's request requires; the key must have all of them. Default: []. */
  scopes?: string[] | undefined;
  /** Units of quota that the request uses; 0 verifies without counting. Default: 1. */
  cost?: number | undefined;
  /** The customer's IP address, required for keys that have allowedIpRanges. */
  ip?: string | undefined;
}

/** What `apiKeys.verify` answers. */
export type ApiKeysVerifyOutput = KeyVerification;

/** What `audit.export` takes. */
export interface AuditExportInput {
  /** nextCursor of the previous call; a file has at most 50000 events. Defaults to the first event. */
  cursor?: string | undefined;
}

/** What `audit.export` answers. */
export interface AuditExportOutput {
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

/** What `audit.list` takes. */
export interface AuditListInput {
  /** An event name such as auth.login, or a prefix that ends in a dot, such as auth. for all events of auth. */
  event?: string | undefined;
  actor?: string | undefined;
  outcome?: "ok" | "refused" | undefined;
  /** Earliest time, inclusive. */
  from?: Date | undefined;
  /** Latest time, exclusive. */
  to?: Date | undefined;
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `audit.list` answers. */
export interface AuditListOutput {
  items: AuditEvent[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `audit.verify` takes. */
export interface AuditVerifyInput {
  /** nextCursor of the previous call, which verifies at most 5000 events. Defaults to the first event. */
  cursor?: string | undefined;
}

/** What `audit.verify` answers. */
export interface AuditVerifyOutput {
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
  /** Number of events in the log. */
  eventCount: number;
  /** SHA-256 in hexadecimal of the last link of the chain. */
  hash: string;
  /** Cursor to continue; null at the end and where the chain is broken. */
  nextCursor: string | null;
}

/** What `auth.account.delete` takes. */
export interface AuthAccountDeleteInput {
  /** The user's current password. A wrong password counts as a failed sign-in. */
  password: string;
  /** The solved challenge. Required after the error `challenge_required`. */
  challenge?: {
    /** Token of the solved challenge, valid for one attempt. */
    token: string;
  } | undefined;
}

/** What `auth.account.delete` answers. */
export interface AuthAccountDeleteOutput {
  deleted: true;
}

/** What `auth.account.export` answers. */
export type AuthAccountExportOutput = AccountExport;

/** What `auth.account.update` takes. */
export interface AuthAccountUpdateInput {
  /** The user's name; null to remove it. */
  name: string | null;
}

/** What `auth.account.update` answers. */
export interface AuthAccountUpdateOutput {
  user: User;
}

/** What `auth.email.change` takes. */
export interface AuthEmailChangeInput {
  /** The user's email. Case and Unicode form don't matter. */
  newEmail: string;
  /** The user's current password. A wrong password counts as a failed sign-in. */
  password: string;
  /** The solved challenge. Required after the error `challenge_required`. */
  challenge?: {
    /** Token of the solved challenge, valid for one attempt. */
    token: string;
  } | undefined;
}

/** What `auth.email.change` answers. */
export interface AuthEmailChangeOutput {
  /** Always true, whether or not such a user exists. */
  accepted: true;
}

/** What `auth.email.confirm` takes. */
export interface AuthEmailConfirmInput {
  /** The `token` parameter of the link in the email. */
  token: string;
}

/** What `auth.email.confirm` answers. */
export interface AuthEmailConfirmOutput {
  /** verified: the email is verified. waiting: the change also needs the link in the other email. changed: the change is done. */
  result: "verified" | "waiting" | "changed";
  /** The user's email; while waiting, their future email. */
  email: string;
  /** Whether this was confirmed before, so that nothing changed now. */
  alreadyConfirmed: boolean;
}

/** What `auth.email.confirmCode` takes. */
export interface AuthEmailConfirmCodeInput {
  /** The user's email. Case and Unicode form don't matter. */
  email: string;
  /** The digits of the code in the email. */
  code: string;
  /** The solved challenge. Required after the error `challenge_required`. */
  challenge?: {
    /** Token of the solved challenge, valid for one attempt. */
    token: string;
  } | undefined;
}

/** What `auth.email.confirmCode` answers. */
export interface AuthEmailConfirmCodeOutput {
  email: string;
}

/** What `auth.email.resend` takes. */
export interface AuthEmailResendInput {
  /** The user's email. Case and Unicode form don't matter. */
  email: string;
}

/** What `auth.email.resend` answers. */
export interface AuthEmailResendOutput {
  /** Always true, whether or not such a user exists. */
  accepted: true;
}

/** What `auth.keys.list` answers. */
export interface AuthKeysListOutput {
  keys: SigningKey[];
}

/** What `auth.keys.rotate` takes. */
export interface AuthKeysRotateInput {
  /** Drops all keys and signs with a new one immediately, because a key may be compromised. This service refuses earlier tokens from now on; offline verifiers do once they refetch the key set. Default: false. */
  compromised?: boolean | undefined;
}

/** What `auth.keys.rotate` answers. */
export interface AuthKeysRotateOutput {
  keys: SigningKey[];
  /** Time from which the new key signs: now, or once it has been published long enough. */
  rotatesAt: Date;
}

/** What `auth.login` takes. */
export interface AuthLoginInput {
  /** The user's email. Case and Unicode form don't matter. */
  email: string;
  password: string;
  /** The solved challenge. Required after the error `challenge_required`. */
  challenge?: {
    /** Token of the solved challenge, valid for one attempt. */
    token: string;
  } | undefined;
  /** bearer: the client stores the refresh token. cookie: the browser stores it in an HttpOnly cookie, on the tenant's own host only. Default: "bearer". */
  mode?: "bearer" | "cookie" | undefined;
}

/** What `auth.login` answers. */
export interface AuthLoginOutput {
  user: User;
  /** A JSON Web Token (RFC 9068). Send it as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Refresh token, valid once. Empty in cookie mode, where the browser stores it. */
  refreshToken: string;
  /** Expiry time of the refresh token if it isn't used before. */
  refreshTokenExpiresAt: Date;
}

/** What `auth.logout` takes. */
export interface AuthLogoutInput {
  /** The refresh token. Leave it out in cookie mode, where the browser sends it. Default: "". */
  refreshToken?: string | undefined;
}

/** What `auth.logout` answers. */
export interface AuthLogoutOutput {
  sessionId: string;
}

/** What `auth.me` answers. */
export interface AuthMeOutput {
  user: User;
  sessionId: string;
}

/** What `auth.password.change` takes. */
export interface AuthPasswordChangeInput {
  /** The user's current password. A wrong password counts as a failed sign-in. */
  currentPassword: string;
  newPassword: string;
  /** Whether to end the user's other sessions. Default: true. */
  endOtherSessions?: boolean | undefined;
  /** The solved challenge. Required after the error `challenge_required`. */
  challenge?: {
    /** Token of the solved challenge, valid for one attempt. */
    token: string;
  } | undefined;
}

/** What `auth.password.change` answers. */
export interface AuthPasswordChangeOutput {
  endedSessionCount: number;
}

/** What `auth.password.forgot` takes. */
export interface AuthPasswordForgotInput {
  /** The user's email. Case and Unicode form don't matter. */
  email: string;
}

/** What `auth.password.forgot` answers. */
export interface AuthPasswordForgotOutput {
  /** Always true, whether or not such a user exists. */
  accepted: true;
}

/** What `auth.password.reset` takes. */
export interface AuthPasswordResetInput {
  /** The `token` parameter of the link in the email. */
  token: string;
  password: string;
}

/** What `auth.password.reset` answers. */
export interface AuthPasswordResetOutput {
  /** The email to sign in with. */
  email: string;
}

/** What `auth.refresh` takes. */
export interface AuthRefreshInput {
  /** The refresh token. Leave it out in cookie mode, where the browser sends it. Default: "". */
  refreshToken?: string | undefined;
}

/** What `auth.refresh` answers. */
export interface AuthRefreshOutput {
  /** A JSON Web Token (RFC 9068). Send it as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Refresh token, valid once. Empty in cookie mode, where the browser stores it. */
  refreshToken: string;
  /** Expiry time of the refresh token if it isn't used before. */
  refreshTokenExpiresAt: Date;
}

/** What `auth.register` takes. */
export interface AuthRegisterInput {
  /** The user's email. Case and Unicode form don't matter. */
  email: string;
  password: string;
  name?: string | undefined;
}

/** What `auth.register` answers. */
export interface AuthRegisterOutput {
  /** The next step, the same whether or not the email was free. Only the email's owner is notified which it was. */
  next: "login" | "verify_email";
}

/** What `auth.sessions.end` takes. */
export interface AuthSessionsEndInput {
  id: string;
}

/** What `auth.sessions.end` answers. */
export interface AuthSessionsEndOutput {
  /** Number of sessions that were ended. */
  endedCount: number;
}

/** What `auth.sessions.endAll` answers. */
export interface AuthSessionsEndAllOutput {
  /** Number of sessions that were ended. */
  endedCount: number;
}

/** What `auth.sessions.endOthers` answers. */
export interface AuthSessionsEndOthersOutput {
  /** Number of sessions that were ended. */
  endedCount: number;
}

/** What `auth.sessions.list` takes. */
export interface AuthSessionsListInput {
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `auth.sessions.list` answers. */
export interface AuthSessionsListOutput {
  items: OwnSession[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `authz.batchCheck` takes. */
export interface AuthzBatchCheckInput {
  checks: {
    /** A subject: type:id, type:id#relation, or type:* for everyone of the type. */
    subject: string;
    /** A relation that the model defines for the object's type. */
    relation: string;
    /** An object: type:id. */
    object: string;
    /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
    context?: Record<string, unknown> | undefined;
  }[];
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. { at }: exactly that revision, evaluated at the time when it was made. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. */
    atLeast: string;
  } | {
    /** A revision from an earlier result. */
    at: string;
  } | undefined;
}

/** What `authz.batchCheck` answers. */
export interface AuthzBatchCheckOutput {
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

/** What `authz.changes` takes. */
export interface AuthzChangesInput {
  /** Lists changes after this revision; 0 lists all. Default: "0". */
  after?: string | undefined;
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `authz.changes` answers. */
export interface AuthzChangesOutput {
  items: Change[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `authz.check` takes. */
export interface AuthzCheckInput {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation that the model defines for the object's type. */
  relation: string;
  /** An object: type:id. */
  object: string;
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. { at }: exactly that revision, evaluated at the time when it was made. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. */
    atLeast: string;
  } | {
    /** A revision from an earlier result. */
    at: string;
  } | undefined;
}

/** What `authz.check` answers. */
export interface AuthzCheckOutput {
  /** Whether the subject has the relation; conditional if that depends on missing context. */
  allowed: boolean | "conditional";
  /** If the result is conditional: parameters without a value of the undecided conditions. A value for one of them may not change the result. */
  missing?: string[] | undefined;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** What `authz.expand` takes. */
export interface AuthzExpandInput {
  /** An object: type:id. */
  object: string;
  /** A relation that the model defines for the object's type. */
  relation: string;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. { at }: exactly that revision, evaluated at the time when it was made. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. */
    atLeast: string;
  } | {
    /** A revision from an earlier result. */
    at: string;
  } | undefined;
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of tuples in the tree. Default: 1000. */
  limit?: number | undefined;
}

/** What `authz.expand` answers. */
export interface AuthzExpandOutput {
  /** The whole tree. Its lists of tuples contain those of this page. */
  tree: Tree;
  /** Cursor of the next page, which has the same tree with more tuples; null on the last page. */
  nextCursor: string | null;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** What `authz.explain` takes. */
export interface AuthzExplainInput {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation that the model defines for the object's type. */
  relation: string;
  /** An object: type:id. */
  object: string;
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. { at }: exactly that revision, evaluated at the time when it was made. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. */
    atLeast: string;
  } | {
    /** A revision from an earlier result. */
    at: string;
  } | undefined;
}

/** What `authz.explain` answers. */
export interface AuthzExplainOutput {
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

/** What `authz.graph.export` takes. */
export interface AuthzGraphExportInput {
  /** Default: "response". */
  destination?: "response" | "r2" | undefined;
}

/** What `authz.graph.export` answers. */
export interface AuthzGraphExportOutput {
  /** The CSV; null if it was written to R2. */
  csv: string | null;
  /** Key of the file in R2; null if the CSV is in the response. */
  key: string | null;
  tupleCount: number;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** What `authz.graph.import` takes. */
export interface AuthzGraphImportInput {
  csv: string;
  /** merge: adds the file's tuples. replace: also removes all other tuples, except those written during the import. Default: "merge". */
  mode?: "merge" | "replace" | undefined;
  /** Handling of rows that the model doesn't allow. refuse: an error, except for tuples already stored like that. keep: stored as ineffective tuples. drop: left out. Default: "refuse". */
  ineffective?: "refuse" | "keep" | "drop" | undefined;
  /** Whether to only report what would change. Default: false. */
  dryRun?: boolean | undefined;
  /** Reason for the change, recorded in the log. At most 500 characters. */
  reason?: string | undefined;
}

/** What `authz.graph.import` answers. */
export interface AuthzGraphImportOutput {
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
    /** Line number; the header is line 1. */
    line: number;
    reason: string;
  }[];
  /** Whether the graph changed; false in a dry run. */
  changed: boolean;
  dryRun: boolean;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** What `authz.graph.job` answers. */
export interface AuthzGraphJobOutput {
  /** The last import; null if there was none. */
  job: ImportJob | null;
}

/** What `authz.graph.reload` takes. */
export interface AuthzGraphReloadInput {
  /** merge: adds the file's tuples. replace: also removes all other tuples, except those written during the import. Default: "replace". */
  mode?: "merge" | "replace" | undefined;
  /** Handling of rows that the model doesn't allow. refuse: an error, except for tuples already stored like that. keep: stored as ineffective tuples. drop: left out. Default: "refuse". */
  ineffective?: "refuse" | "keep" | "drop" | undefined;
  /** Whether to only report what would change. Default: false. */
  dryRun?: boolean | undefined;
  /** Reason for the change, recorded in the log. At most 500 characters. */
  reason?: string | undefined;
}

/** What `authz.graph.reload` answers. */
export type AuthzGraphReloadOutput = ImportJob;

/** What `authz.graph.stats` answers. */
export interface AuthzGraphStatsOutput {
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

/** What `authz.listObjects` takes. */
export interface AuthzListObjectsInput {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation that the model defines for the object's type. */
  relation: string;
  objectType: string;
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. { at }: exactly that revision, evaluated at the time when it was made. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. */
    atLeast: string;
  } | {
    /** A revision from an earlier result. */
    at: string;
  } | undefined;
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `authz.listObjects` answers. */
export interface AuthzListObjectsOutput {
  items: string[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
  /** Items of this page that depend on missing context. A page has at most limit items of both kinds. */
  conditional: string[];
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** What `authz.listRelations` takes. */
export interface AuthzListRelationsInput {
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** An object: type:id. */
  object: string;
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. { at }: exactly that revision, evaluated at the time when it was made. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. */
    atLeast: string;
  } | {
    /** A revision from an earlier result. */
    at: string;
  } | undefined;
}

/** What `authz.listRelations` answers. */
export interface AuthzListRelationsOutput {
  relations: string[];
  /** Relations that depend on missing context. */
  conditional: string[];
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** What `authz.listSubjects` takes. */
export interface AuthzListSubjectsInput {
  /** An object: type:id. */
  object: string;
  /** A relation that the model defines for the object's type. */
  relation: string;
  /** A type such as user, or a kind of userset such as team#member. */
  subjectKind: string;
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. { at }: exactly that revision, evaluated at the time when it was made. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. */
    atLeast: string;
  } | {
    /** A revision from an earlier result. */
    at: string;
  } | undefined;
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `authz.listSubjects` answers. */
export interface AuthzListSubjectsOutput {
  items: string[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
  /** Items of this page that depend on missing context. A page has at most limit items of both kinds. */
  conditional: string[];
  /** Subjects of this page that lack the relation although the list has type:*. Exclude these and the conditional ones when you grant access to type:*. Empty without type:*. */
  excluded: string[];
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** What `authz.model.diff` takes. */
export interface AuthzModelDiffInput {
  /** A model in OpenFGA's modeling language, as one file or as modules. */
  model: string | {
    name: string;
    contents: string;
  }[];
}

/** What `authz.model.diff` answers. */
export interface AuthzModelDiffOutput {
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

/** What `authz.model.get` takes. */
export interface AuthzModelGetInput {
  version?: number | undefined;
}

/** What `authz.model.get` answers. */
export interface AuthzModelGetOutput {
  version: number;
  /** A model in OpenFGA's modeling language, as one file or as modules. */
  model: string | {
    name: string;
    contents: string;
  }[];
  createdAt: Date;
  createdBy: string;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** What `authz.model.list` takes. */
export interface AuthzModelListInput {
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `authz.model.list` answers. */
export interface AuthzModelListOutput {
  items: ModelVersion[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `authz.model.put` takes. */
export interface AuthzModelPutInput {
  /** A model in OpenFGA's modeling language, as one file or as modules. */
  model: string | {
    name: string;
    contents: string;
  }[];
  /** Whether a relation that depends on its own absence is an error instead of a warning. Default: false. */
  strict?: boolean | undefined;
  /** Reason for the change, recorded in the log. At most 500 characters. */
  reason?: string | undefined;
}

/** What `authz.model.put` answers. */
export interface AuthzModelPutOutput {
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

/** What `authz.model.validate` takes. */
export interface AuthzModelValidateInput {
  /** A model in OpenFGA's modeling language, as one file or as modules. */
  model: string | {
    name: string;
    contents: string;
  }[];
  /** Whether a relation that depends on its own absence is an error instead of a warning. Default: false. */
  strict?: boolean | undefined;
}

/** What `authz.model.validate` answers. */
export interface AuthzModelValidateOutput {
  valid: boolean;
  /** Problems in the order of files and lines. At most 100. */
  problems: ModelProblem[];
  warnings: ModelProblem[];
}

/** What `authz.read` takes. */
export interface AuthzReadInput {
  /** An object: type:id. */
  object?: string | undefined;
  /** Matches all objects of this type. Use it instead of object. */
  objectType?: string | undefined;
  /** A relation that the model defines for the object's type. */
  relation?: string | undefined;
  /** A subject: type:id, type:id#relation, or type:* for everyone of the type. */
  subject?: string | undefined;
  /** Matches all subjects of this type. Use it instead of subject. */
  subjectType?: string | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. { at }: exactly that revision, evaluated at the time when it was made. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. */
    atLeast: string;
  } | {
    /** A revision from an earlier result. */
    at: string;
  } | undefined;
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `authz.read` answers. */
export interface AuthzReadOutput {
  items: Tuple[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** What `authz.settings.get` answers. */
export type AuthzSettingsGetOutput = GraphSettings;

/** What `authz.settings.update` takes. */
export interface AuthzSettingsUpdateInput {
  maxTuples?: number | null | undefined;
  maxBytes?: number | null | undefined;
  maxDepth?: number | null | undefined;
  maxWork?: number | null | undefined;
  maxStalenessSeconds?: number | null | undefined;
  retentionDays?: number | null | undefined;
}

/** What `authz.settings.update` answers. */
export type AuthzSettingsUpdateOutput = GraphSettings;

/** What `authz.verifyProof` takes. */
export interface AuthzVerifyProofInput {
  proof: Proof;
  /** Evaluation context: values of the conditions' parameters, at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Contextual tuples: apply to this request only and are validated like stored ones. At most 100. */
  contextualTuples?: Tuple[] | undefined;
  /** exact: the newest revision. fast: a nearby copy, at most maxStalenessSeconds old. { atLeast }: that revision or newer. { at }: exactly that revision, evaluated at the time when it was made. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision from an earlier result. */
    atLeast: string;
  } | {
    /** A revision from an earlier result. */
    at: string;
  } | undefined;
}

/** What `authz.verifyProof` answers. */
export interface AuthzVerifyProofOutput {
  valid: boolean;
  /** Problem of the proof; null if it is valid. */
  problem: string | null;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** What `authz.write` takes. */
export interface AuthzWriteInput {
  /** Tuples to write. Each replaces a stored tuple of the same fact. A tuple that has expired already isn't stored; it only deletes the stored one. Default: []. */
  writes?: Tuple[] | undefined;
  /** Tuples to delete; those that aren't stored are ignored. A version of the model must define their types and relations. Default: []. */
  deletes?: TupleReference[] | undefined;
  /** Tuples that must be stored, and tuples that must not be, for the write to happen. An expired tuple counts as not stored. Default: {"mustExist":[],"mustNotExist":[]}. */
  preconditions?: {
    /** Default: []. */
    mustExist?: TupleReference[] | undefined;
    /** Default: []. */
    mustNotExist?: TupleReference[] | undefined;
  } | undefined;
  /** Reason for the change, recorded in the log. At most 500 characters. */
  reason?: string | undefined;
}

/** What `authz.write` answers. */
export interface AuthzWriteOutput {
  /** Number of tuples that are new or have another condition or expiry time. */
  writtenCount: number;
  /** Number of deleted tuples that had not expired. */
  deletedCount: number;
  /** Revision of the graph at which the result holds. */
  revision: string;
}

/** What `dashboard.activity` takes. */
export interface DashboardActivityInput {
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `dashboard.activity` answers. */
export interface DashboardActivityOutput {
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

/** What `dashboard.health` answers. */
export interface DashboardHealthOutput {
  healthy: boolean;
  components: {
    component: "database" | "files" | "cache" | "graphObject" | "stateObject";
    healthy: boolean;
    latencyMilliseconds: number | null;
  }[];
}

/** What `dashboard.hours` takes. */
export interface DashboardHoursInput {
  /** Id or slug of the tenant. */
  tenant: string;
  metric: "calls" | "failures" | "checks" | "logins" | "failedLogins" | "events";
  /** Day in UTC, as YYYY-MM-DD. Defaults to today. */
  day?: string | undefined;
}

/** What `dashboard.hours` answers. */
export interface DashboardHoursOutput {
  points: {
    /** Hour in UTC, as YYYY-MM-DDTHH. */
    hour: string;
    value: number;
  }[];
}

/** What `dashboard.latency` takes. */
export interface DashboardLatencyInput {
  /** First day in UTC. Defaults to 30 days before the last day. */
  from?: string | undefined;
  /** Last day in UTC. Defaults to today. */
  to?: string | undefined;
  /** Id or slug of one tenant. Defaults to all tenants together. */
  tenant?: string | undefined;
  /** Whether to compute the figures again. Otherwise they are up to 60 seconds old. Default: false. */
  skipCache?: boolean | undefined;
}

/** What `dashboard.latency` answers. */
export interface DashboardLatencyOutput {
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

/** What `dashboard.overview` takes. */
export interface DashboardOverviewInput {
  /** Whether to compute the figures again. Otherwise they are up to 60 seconds old. Default: false. */
  skipCache?: boolean | undefined;
}

/** What `dashboard.overview` answers. */
export interface DashboardOverviewOutput {
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

/** What `dashboard.tenants` takes. */
export interface DashboardTenantsInput {
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `dashboard.tenants` answers. */
export interface DashboardTenantsOutput {
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

/** What `dashboard.timeseries` takes. */
export interface DashboardTimeseriesInput {
  /** calls, failures (failed calls), checks, logins, failedLogins and events (audit events) are totals of the day. activeUsers were active on that day. tuples and graphBytes are the last measured size of the graph. */
  metric: "calls" | "failures" | "checks" | "logins" | "failedLogins" | "events" | "activeUsers" | "tuples" | "graphBytes";
  /** First day in UTC. Defaults to 30 days before the last day. */
  from?: string | undefined;
  /** Last day in UTC. Defaults to today. */
  to?: string | undefined;
  /** Id or slug of one tenant. Defaults to all tenants together. */
  tenant?: string | undefined;
  /** Whether to compute the figures again. Otherwise they are up to 60 seconds old. Default: false. */
  skipCache?: boolean | undefined;
}

/** What `dashboard.timeseries` answers. */
export interface DashboardTimeseriesOutput {
  points: {
    day: string;
    value: number;
  }[];
  /** Time when the figures were computed. */
  at: Date;
}

/** What `dashboard.topTenants` takes. */
export interface DashboardTopTenantsInput {
  /** calls, failures (failed calls), checks, logins, failedLogins and events (audit events) are totals of the day. activeUsers were active on that day. tuples and graphBytes are the last measured size of the graph. */
  metric: "calls" | "failures" | "checks" | "logins" | "failedLogins" | "events" | "activeUsers" | "tuples" | "graphBytes";
  /** First day in UTC. Defaults to 30 days before the last day. */
  from?: string | undefined;
  /** Last day in UTC. Defaults to today. */
  to?: string | undefined;
  /** Default: 10. */
  limit?: number | undefined;
  /** Whether to compute the figures again. Otherwise they are up to 60 seconds old. Default: false. */
  skipCache?: boolean | undefined;
}

/** What `dashboard.topTenants` answers. */
export interface DashboardTopTenantsOutput {
  items: {
    id: string;
    slug: string;
    name: string;
    value: number;
  }[];
  /** Time when the figures were computed. */
  at: Date;
}

/** What `emails.mailbox.list` takes. */
export interface EmailsMailboxListInput {
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
  /** Only emails to this recipient. */
  to?: string | undefined;
  kind?: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass" | undefined;
}

/** What `emails.mailbox.list` answers. */
export interface EmailsMailboxListOutput {
  items: ReceivedLetter[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `emails.outbox.list` takes. */
export interface EmailsOutboxListInput {
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
  /** Only emails to this recipient. */
  to?: string | undefined;
  status?: "waiting" | "sending" | "sent" | "refused" | "expired" | "uncertain" | undefined;
}

/** What `emails.outbox.list` answers. */
export interface EmailsOutboxListOutput {
  items: LetterRecord[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `emails.templates.get` takes. */
export interface EmailsTemplatesGetInput {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
}

/** What `emails.templates.get` answers. */
export type EmailsTemplatesGetOutput = MailTemplate;

/** What `emails.templates.list` takes. */
export interface EmailsTemplatesListInput {
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `emails.templates.list` answers. */
export interface EmailsTemplatesListOutput {
  items: MailTemplate[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `emails.templates.preview` takes. */
export interface EmailsTemplatesPreviewInput {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
  subject?: string | undefined;
  text?: string | undefined;
  /** Plain HTML: quoted attributes, no scripts, forms or frames. */
  html?: string | undefined;
}

/** What `emails.templates.preview` answers. */
export interface EmailsTemplatesPreviewOutput {
  subject: string;
  text: string;
  html: string;
  from: string;
}

/** What `emails.templates.put` takes. */
export interface EmailsTemplatesPutInput {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
  subject?: string | undefined;
  text?: string | undefined;
  /** Plain HTML: quoted attributes, no scripts, forms or frames. */
  html?: string | undefined;
}

/** What `emails.templates.put` answers. */
export type EmailsTemplatesPutOutput = MailTemplate;

/** What `emails.templates.reset` takes. */
export interface EmailsTemplatesResetInput {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
}

/** What `emails.templates.reset` answers. */
export type EmailsTemplatesResetOutput = MailTemplate;

/** What `events.list` takes. */
export interface EventsListInput {
  /** seq of the last event that you received. Defaults to the oldest stored event in a list, and to new events in a stream. */
  after?: number | undefined;
  /** An event name such as auth.login, or a prefix that ends in a dot, such as auth. for all events of auth. */
  event?: string | undefined;
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `events.list` answers. */
export interface EventsListOutput {
  items: LiveEvent[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `events.ticket` takes. */
export interface EventsTicketInput {
  /** seq of the last event that you received. Defaults to the oldest stored event in a list, and to new events in a stream. */
  after?: number | undefined;
  /** An event name such as auth.login, or a prefix that ends in a dot, such as auth. for all events of auth. */
  event?: string | undefined;
}

/** What `events.ticket` answers. */
export interface EventsTicketOutput {
  /** Send it as a WebSocket subprotocol beside cf-auth.events, at /events. */
  ticket: string;
  /** seq after which the stream starts. */
  position: number;
}

/** What `plans.create` takes. */
export interface PlansCreateInput {
  slug: string;
  name: string;
  limits: PlanLimits;
}

/** What `plans.create` answers. */
export type PlansCreateOutput = Plan;

/** What `plans.delete` takes. */
export interface PlansDeleteInput {
  slug: string;
}

/** What `plans.delete` answers. */
export interface PlansDeleteOutput {
  deleted: true;
}

/** What `plans.list` takes. */
export interface PlansListInput {
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `plans.list` answers. */
export interface PlansListOutput {
  items: Plan[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `platform.admins.get` takes. */
export interface PlatformAdminsGetInput {
  /** The user's id. */
  id: string;
}

/** What `platform.admins.get` answers. */
export interface PlatformAdminsGetOutput {
  admin: PlatformAdmin;
  grants: AdminGrant[];
}

/** What `platform.admins.grant` takes. */
export interface PlatformAdminsGrantInput {
  /** The user's id. */
  id: string;
  /** Id or slug of the tenant. */
  tenant: string;
  grant: "manager" | "support" | "billing" | "viewer";
}

/** What `platform.admins.grant` answers. */
export interface PlatformAdminsGrantOutput {
  /** Whether anything changed. */
  changed: boolean;
}

/** What `platform.admins.invite` takes. */
export interface PlatformAdminsInviteInput {
  /** The user's email. Case and Unicode form don't matter. */
  email: string;
  name?: string | undefined;
  role: "superadmin" | "support" | "billing" | "readonly" | null;
}

/** What `platform.admins.invite` answers. */
export interface PlatformAdminsInviteOutput {
  id: string;
}

/** What `platform.admins.list` takes. */
export interface PlatformAdminsListInput {
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `platform.admins.list` answers. */
export interface PlatformAdminsListOutput {
  items: PlatformAdmin[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `platform.admins.remove` takes. */
export interface PlatformAdminsRemoveInput {
  /** The user's id. */
  id: string;
}

/** What `platform.admins.remove` answers. */
export interface PlatformAdminsRemoveOutput {
  id: string;
}

/** What `platform.admins.revoke` takes. */
export interface PlatformAdminsRevokeInput {
  /** The user's id. */
  id: string;
  /** Id or slug of the tenant. */
  tenant: string;
  grant: "manager" | "support" | "billing" | "viewer";
}

/** What `platform.admins.revoke` answers. */
export interface PlatformAdminsRevokeOutput {
  /** Whether anything changed. */
  changed: boolean;
}

/** What `platform.admins.setRole` takes. */
export interface PlatformAdminsSetRoleInput {
  /** The user's id. */
  id: string;
  /** Role on the platform; null for grants on tenants only. */
  role: "superadmin" | "support" | "billing" | "readonly" | null;
}

/** What `platform.admins.setRole` answers. */
export interface PlatformAdminsSetRoleOutput {
  /** Whether anything changed. */
  changed: boolean;
}

/** What `platform.bootstrap` takes. */
export interface PlatformBootstrapInput {
  /** The deployment's BOOTSTRAP_SECRET. */
  secret: string;
  /** The user's email. Case and Unicode form don't matter. */
  email: string;
  password: string;
}

/** What `platform.bootstrap` answers. */
export interface PlatformBootstrapOutput {
  /** Id of the platform's own tenant. */
  tenantId: string;
  userId: string;
}

/** What `platform.breakGlass` takes. */
export interface PlatformBreakGlassInput {
  /** Id or slug of the tenant. */
  tenant: string;
  /** Reason for the access, 10 to 500 characters. Superadmins read it. */
  reason: string;
  durationMinutes: number;
}

/** What `platform.breakGlass` answers. */
export interface PlatformBreakGlassOutput {
  expiresAt: Date;
}

/** What `platform.endBreakGlass` takes. */
export interface PlatformEndBreakGlassInput {
  /** Id or slug of the tenant. */
  tenant: string;
  /** Id of the admin whose access ends. Defaults to the caller. */
  id?: string | undefined;
}

/** What `platform.endBreakGlass` answers. */
export interface PlatformEndBreakGlassOutput {
  ended: boolean;
}

/** What `system.health` answers. */
export interface SystemHealthOutput {
  status: "ok";
  version: string;
  time: Date;
}

/** What `tenants.create` takes. */
export interface TenantsCreateInput {
  slug: string;
  name: string;
  host?: string | undefined;
  /** Id of the parent tenant. Defaults to none. */
  parentId?: string | undefined;
  /** Environment of the tenant, which can't be changed. Default: "live". */
  environment?: "live" | "test" | undefined;
}

/** What `tenants.create` answers. */
export interface TenantsCreateOutput {
  tenant: Tenant;
  /** Publishable key for browsers and apps; it only identifies the tenant. */
  publishableKey: string;
  /** Secret key for the tenant's servers, with full access to the tenant. */
  secretKey: string;
}

/** What `tenants.delete` takes. */
export interface TenantsDeleteInput {
  /** The tenant's slug, as confirmation. */
  slug: string;
  /** Days for which the tenant can be restored. Default: 30. */
  retentionDays?: number | undefined;
}

/** What `tenants.delete` answers. */
export type TenantsDeleteOutput = Tenant;

/** What `tenants.get` answers. */
export type TenantsGetOutput = Tenant;

/** What `tenants.list` takes. */
export interface TenantsListInput {
  /** Prefix of the name or the slug; case doesn't matter. */
  search?: string | undefined;
  status?: "active" | "suspended" | "deleted" | undefined;
  environment?: "live" | "test" | undefined;
  /** Only direct children of this tenant. */
  parentId?: string | undefined;
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
}

/** What `tenants.list` answers. */
export interface TenantsListOutput {
  items: Tenant[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `tenants.move` takes. */
export interface TenantsMoveInput {
  /** Id of the new parent; null for none. */
  parentId: string | null;
}

/** What `tenants.move` answers. */
export type TenantsMoveOutput = Tenant;

/** What `tenants.restore` answers. */
export type TenantsRestoreOutput = Tenant;

/** What `tenants.resume` answers. */
export type TenantsResumeOutput = Tenant;

/** What `tenants.sessions.endAll` answers. */
export interface TenantsSessionsEndAllOutput {
  /** Number of sessions that were ended. */
  endedCount: number;
}

/** What `tenants.setPlan` takes. */
export interface TenantsSetPlanInput {
  plan: string | null;
}

/** What `tenants.setPlan` answers. */
export type TenantsSetPlanOutput = Tenant;

/** What `tenants.settings.get` answers. */
export type TenantsSettingsGetOutput = TenantSettings;

/** What `tenants.settings.update` takes. */
export interface TenantsSettingsUpdateInput {
  minPasswordLength?: number | null | undefined;
  requireVerifiedEmail?: boolean | null | undefined;
  accessTokenSeconds?: number | null | undefined;
  sessionIdleSeconds?: number | null | undefined;
  sessionAbsoluteSeconds?: number | null | undefined;
  tokenAlgorithm?: "EdDSA" | "ES256" | null | undefined;
  accessTokenClaims?: Array<{
    claim: string;
    value: unknown;
  } | {
    claim: string;
    from: string;
  }> | null | undefined;
  allowedOrigins?: string[] | null | undefined;
  verifyEmailUrl?: string | null | null | undefined;
  resetPasswordUrl?: string | null | null | undefined;
  appUrl?: string | null | null | undefined;
  brandName?: string | null | null | undefined;
  brandLogoUrl?: string | null | null | undefined;
  replyToEmail?: string | null | null | undefined;
}

/** What `tenants.settings.update` answers. */
export type TenantsSettingsUpdateOutput = TenantSettings;

/** What `tenants.suspend` answers. */
export type TenantsSuspendOutput = Tenant;

/** What `tenants.update` takes. */
export interface TenantsUpdateInput {
  name?: string | undefined;
  /** The tenant's own host; null to serve it under its slug only. */
  host?: string | null | undefined;
}

/** What `tenants.update` answers. */
export type TenantsUpdateOutput = Tenant;

/** What `testing.clock.advance` takes. */
export interface TestingClockAdvanceInput {
  /** Seconds to advance the clock. */
  seconds: number;
}

/** What `testing.clock.advance` answers. */
export interface TestingClockAdvanceOutput {
  /** Current time of the tenant's clock. */
  now: Date;
  /** Seconds by which the tenant's clock is ahead of real time. */
  offsetSeconds: number;
}

/** What `users.ban` takes. */
export interface UsersBanInput {
  /** The user's id. */
  id: string;
}

/** What `users.ban` answers. */
export interface UsersBanOutput {
  user: ManagedUser;
}

/** What `users.create` takes. */
export interface UsersCreateInput {
  /** The user's email. Case and Unicode form don't matter. */
  email: string;
  name?: string | undefined;
  /** Custom data that your servers store with the user, who may read it. At most 8,192 bytes of JSON. */
  metadata?: Record<string, unknown> | undefined;
  /** Whether the email is already verified. Default: false. */
  emailVerified?: boolean | undefined;
  /** The user's id in your own database. It is unique and compared byte by byte. */
  externalId?: string | undefined;
  /** Creation time in another system. Defaults to now. It doesn't change the order of lists. */
  createdAt?: Date | undefined;
  /** Password that the user has chosen. The password policy applies. */
  password?: string | undefined;
  /** Hash of a password from another system, in a format that docs/operating.md lists. */
  passwordHash?: string | undefined;
  /** Whether to email the user a link to choose a password, valid for 72 hours. Default: false. */
  invite?: boolean | undefined;
  /** Id of the inviting user whom the email names. Defaults to the tenant. */
  invitedBy?: string | undefined;
}

/** What `users.create` answers. */
export interface UsersCreateOutput {
  user: ManagedUser;
  /** Warnings about the password hash, for people to read. */
  warnings: string[];
}

/** What `users.delete` takes. */
export interface UsersDeleteInput {
  /** The user's id. */
  id: string;
}

/** What `users.delete` answers. */
export interface UsersDeleteOutput {
  id: string;
}

/** What `users.forceReset` takes. */
export interface UsersForceResetInput {
  /** The user's id. */
  id: string;
}

/** What `users.forceReset` answers. */
export interface UsersForceResetOutput {
  user: ManagedUser;
}

/** What `users.get` takes. */
export interface UsersGetInput {
  /** The user's id. */
  id?: string | undefined;
  /** The user's whole email; case doesn't matter. */
  email?: string | undefined;
  /** The user's id in your own database. It is unique and compared byte by byte. */
  externalId?: string | undefined;
}

/** What `users.get` answers. */
export interface UsersGetOutput {
  user: ManagedUser;
}

/** What `users.getMany` takes. */
export interface UsersGetManyInput {
  ids: string[];
}

/** What `users.getMany` answers. */
export interface UsersGetManyOutput {
  items: ManagedUser[];
  /** Ids that no user has. */
  missingIds: string[];
}

/** What `users.import` takes. */
export interface UsersImportInput {
  /** Users to import, at most 1000, with the fields of users.create except password, invite and invitedBy. */
  users: {
    email: string;
    name?: string | undefined;
    metadata?: Record<string, unknown> | undefined;
    emailVerified?: boolean | undefined;
    externalId?: string | undefined;
    createdAt?: Date | undefined;
    passwordHash?: string | undefined;
  }[];
  /** Whether to only report the result of each row. Default: false. */
  dryRun?: boolean | undefined;
}

/** What `users.import` answers. */
export interface UsersImportOutput {
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

/** What `users.invitations.revoke` takes. */
export interface UsersInvitationsRevokeInput {
  /** The user's id. */
  id: string;
}

/** What `users.invitations.revoke` answers. */
export interface UsersInvitationsRevokeOutput {
  user: ManagedUser;
}

/** What `users.invitations.send` takes. */
export interface UsersInvitationsSendInput {
  /** The user's id. */
  id: string;
  /** Id of the inviting user whom the email names. Defaults to the tenant. */
  invitedBy?: string | undefined;
}

/** What `users.invitations.send` answers. */
export interface UsersInvitationsSendOutput {
  user: ManagedUser;
}

/** What `users.list` takes. */
export interface UsersListInput {
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
  status?: "active" | "invited" | "banned" | undefined;
  /** Only users whose email is verified, or only those whose email isn't. */
  emailVerified?: boolean | undefined;
  /** Only users whose email is at this domain; subdomains don't match. */
  emailDomain?: string | undefined;
}

/** What `users.list` answers. */
export interface UsersListOutput {
  items: ManagedUser[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `users.search` takes. */
export interface UsersSearchInput {
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
  by: "email" | "name";
  prefix: string;
}

/** What `users.search` answers. */
export interface UsersSearchOutput {
  items: ManagedUser[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `users.sessions.end` takes. */
export interface UsersSessionsEndInput {
  /** The user's id. */
  id: string;
  sessionId: string;
}

/** What `users.sessions.end` answers. */
export interface UsersSessionsEndOutput {
  /** Number of sessions that were ended. */
  endedCount: number;
}

/** What `users.sessions.endAll` takes. */
export interface UsersSessionsEndAllInput {
  /** The user's id. */
  id: string;
}

/** What `users.sessions.endAll` answers. */
export interface UsersSessionsEndAllOutput {
  /** Number of sessions that were ended. */
  endedCount: number;
}

/** What `users.sessions.list` takes. */
export interface UsersSessionsListInput {
  /** nextCursor of the previous page. Defaults to the first page. */
  cursor?: string | undefined;
  /** Maximum number of items per page. Default: 100. */
  limit?: number | undefined;
  /** The user's id. */
  id: string;
}

/** What `users.sessions.list` answers. */
export interface UsersSessionsListOutput {
  items: Session[];
  /** Cursor of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What `users.unban` takes. */
export interface UsersUnbanInput {
  /** The user's id. */
  id: string;
}

/** What `users.unban` answers. */
export interface UsersUnbanOutput {
  user: ManagedUser;
}

/** What `users.unlock` takes. */
export interface UsersUnlockInput {
  /** The user's id. */
  id: string;
}

/** What `users.unlock` answers. */
export interface UsersUnlockOutput {
  user: ManagedUser;
}

/** What `users.update` takes. */
export interface UsersUpdateInput {
  /** The user's id. */
  id: string;
  /** The user's name; null to remove it. */
  name?: string | null | undefined;
  /** New email, which must be verified again. The old email is notified if it was verified. */
  email?: string | undefined;
  /** The user's id in your own database; null to remove it. */
  externalId?: string | null | undefined;
  /** JSON merge patch (RFC 7396): null removes a value, omitted values stay. */
  metadata?: Record<string, unknown> | undefined;
}

/** What `users.update` answers. */
export interface UsersUpdateOutput {
  user: ManagedUser;
}
