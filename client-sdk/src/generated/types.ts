// Generated from the router by `npm run generate`. Do not edit.

/** Why something does not hold. */
export interface Absence {
  /** What does not hold, in the modelling language. */
  expression: string;
  /** Each could only follow from others of these, and so follows from nothing. */
  refuted: Refuted[];
  /** For each `but not` whose base holds: why its subtracted part holds. */
  excluded?: Reason[] | undefined;
}

/** All that is held about a user, secrets left out. */
export interface AccountExport {
  exportedAt: Date;
  user: {
    id: string;
    email: string;
    emailVerifiedAt: Date | null;
    name: string | null;
    /** What the tenant's servers keep with the user. */
    metadata: Record<string, unknown>;
    createdAt: Date;
  };
  signInMethods: {
    /** password, or the address of an issuer. */
    issuer: string;
    subject: string;
    createdAt: Date;
  }[];
  sessions: {
    id: string;
    userAgent: string;
    ip: string;
    place: string;
    keyId: string | null;
    mode: string;
    factors: Record<string, number>;
    createdAt: Date;
    lastUsedAt: Date | null;
    expiresAt: Date;
    endedAt: Date | null;
    endReason: string | null;
  }[];
  /** Links and codes that were sent, without what is secret of them. */
  proofs: {
    purpose: string;
    email: string;
    newEmail: string | null;
    createdAt: Date;
    expiresAt: Date;
    usedAt: Date | null;
  }[];
  /** Emails of the last 30 days that were sent to this user, whatever email they had then. */
  letters: {
    kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
    to: string;
    state: "waiting" | "sending" | "sent" | "refused" | "expired" | "uncertain";
    queuedAt: Date;
  }[];
  /** From the audit log. */
  events: {
    event: string;
    outcome: string;
    /** Whether the user did it, or somebody else to them. */
    byUser: boolean;
    ip: string;
    at: Date;
  }[];
  /** False where there were more than 1000 of a kind; then these are the newest. */
  complete: boolean;
}

/** What an admin is for a tenant, and for all below it. */
export interface AdminGrant {
  tenantId: string;
  /** Null where the tenant has been removed. */
  slug: string | null;
  name: string | null;
  /** emergency: taken for a while by platform.breakGlass. */
  grant: "manager" | "support" | "billing" | "viewer" | "emergency";
  /** When it ends by itself. */
  until: Date | null;
}

/** An API key of a tenant, without the key itself. */
export interface ApiKey {
  id: string;
  mode: "live" | "test";
  name: string;
  /** The key's last four characters. */
  hint: string;
  allowedIpRanges: string[];
  limits: {
    calls: number;
    perSeconds: number;
  }[];
  metadata: Record<string, unknown>;
  /** The id of the key or the user that made it. */
  createdBy: string;
  createdAt: Date;
  /** A sample: within some minutes of the last use. */
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  /** The id of the key that takes its place, once it has been rotated. */
  replacedBy: string | null;
  /** Until when it works beside that. */
  retiresAt: Date | null;
  revokedAt: Date | null;
  /** leaked: somebody found it and reported it. */
  revokeReason: "revoked" | "leaked" | null;
  /** Where it was found, as whoever reported it says. */
  leakSource: string | null;
  /** publishable: names the tenant, for browsers; secret: may do everything to the tenant, for servers; restricted: what its scopes name, for servers. */
  kind: "publishable" | "secret" | "restricted";
  /** What a restricted key may call; empty of the others. */
  scopes: string[];
  /** The pages that a publishable key may be used on; empty for any. */
  allowedOrigins: string[];
}

/** Something that was done to a tenant, or refused. */
export interface AuditEvent {
  id: string;
  /** What was called, such as auth.login. */
  event: string;
  /** anonymous, or the id of a key or a user. */
  actor: string;
  /** The id of the user whom it was about, where it was about one. */
  subject: string | null;
  /** ok, or the code of the error that it was refused with. */
  outcome: string;
  /** What was changed: ids, numbers, switches, the names of other fields; null where nothing is to be said. */
  details: Record<string, unknown> | null;
  ip: string;
  requestId: string;
  at: Date;
}

/** What a revision did to one tuple, or the revision as a whole. */
export interface Change {
  revision: string;
  kind: "write" | "import" | "expiry" | "model";
  at: Date;
  /** Who changed it: a key's or a user's id, or system. */
  actor: string;
  reason: string | null;
  requestId: string;
  /** Null for a model, and for an import too large to be kept tuple by tuple: export the graph then. */
  operation: "write" | "delete" | null;
  tuple: Tuple | null;
  /** The model's version as of this revision. */
  modelVersion: number | null;
}

/** A key that a tenant issued to its customer, without the key itself. */
export interface CustomerKey {
  id: string;
  mode: "live" | "test";
  name: string;
  /** The key's last four characters. */
  hint: string;
  allowedIpRanges: string[];
  limits: {
    calls: number;
    perSeconds: number;
  }[];
  metadata: Record<string, unknown>;
  /** The id of the key or the user that made it. */
  createdBy: string;
  createdAt: Date;
  /** A sample: within some minutes of the last use. */
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  /** The id of the key that takes its place, once it has been rotated. */
  replacedBy: string | null;
  /** Until when it works beside that. */
  retiresAt: Date | null;
  revokedAt: Date | null;
  /** leaked: somebody found it and reported it. */
  revokeReason: "revoked" | "leaked" | null;
  /** Where it was found, as whoever reported it says. */
  leakSource: string | null;
  prefix: string;
  ownerId: string | null;
  scopes: string[];
  enabled: boolean;
  /** How much can be used; null where there is no end to it. */
  quota: {
    /** What is left now. */
    remaining: number;
    refill: {
      amount: number;
      every: "day" | "month";
    } | null;
    refillsAt: Date | null;
  } | null;
}

/** What stands between a subject and a relation that it does not have. */
export interface Denial {
  /** Whether any tuple is about the object. */
  objectFound: boolean;
  /** Whether any tuple names the subject itself. */
  subjectFound: boolean;
  /** Tuples on the way from the object to the subject that do not count, nearest to the object first; 20 at most. */
  ineffective: IneffectiveTuple[];
  /** Tuples by which `but not` takes away what the subject would have; 20 at most. */
  excluding: ProofTuple[];
  /** False where more was found than is listed, or there is more than the 2,000 relations of objects looked at. */
  complete: boolean;
}

/** The subject has the relation to the object. */
export interface Fact {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation of the object's type, as the model names it. */
  relation: string;
  /** type:id. */
  object: string;
}

/** Limits and policies of a tenant's graph. */
export interface GraphSettings {
  /** Stored tuples at most. */
  maxTuples: number;
  /** Memory of the packed graph at most, in bytes. */
  maxBytes: number;
  /** Tuples in a row that a question may follow. */
  maxDepth: number;
  /** Units of work that one check may take, 10,000 of which are about a millisecond; a list, a batch and whatever else is done in slices may take 20 times as many. */
  maxWork: number;
  /** How old the graph may be that answers with consistency fast. */
  maxStalenessSeconds: number;
  /** How long changes are kept and past revisions can be asked. */
  retentionDays: number;
}

/** An import from R2. It goes on by itself, and begins again if interrupted. */
export interface ImportJob {
  id: string;
  state: "running" | "done" | "failed";
  startedAt: Date;
  finishedAt: Date | null;
  bytesRead: number;
  bytesTotal: number;
  /** Good rows read so far. */
  rows: number;
  /** Null until it is done. */
  result: {
    /** Tuples in the file, repeats not counted. */
    tuples: number;
    added: number;
    removed: number;
    /** Tuples of the file that were there already, or have expired. */
    unchanged: number;
    /** Tuples of the file that the model does not allow, or whose context their condition can't take. */
    ineffective: number;
    /** Rows that were left out because of `ineffective: "drop"`. */
    dropped: number;
    /** Rows that are probably not meant, such as an id that repeats its type; 100 at most. */
    warnings: {
      /** The header is line 1. */
      line: number;
      reason: string;
    }[];
    /** False when the graph was like this already, or this was a dry run. */
    changed: boolean;
    dryRun: boolean;
    /** The graph's revision that the answer was true at. */
    revision: string;
  } | null;
  /** Why it failed; nothing was changed then. */
  error: {
    code: string;
    message: string;
    details: Record<string, unknown>;
  } | null;
}

/** A tuple that would lead to the subject, and why it does not count. */
export type IneffectiveTuple = {
  reason: "expired";
  tuple: ProofTuple;
} | {
  reason: "condition_not_met";
  tuple: ProofTuple;
  /** The values that the condition went by; absent where they are longer than 2,000 characters of JSON. */
  context?: Record<string, unknown> | undefined;
} | {
  reason: "context_missing";
  tuple: ProofTuple;
  /** Parameters of its condition that have no value. */
  missing: string[];
} | {
  reason: "condition_failed";
  tuple: ProofTuple;
  problem: string;
};

/** Whether a customer's key is good for what is asked. */
export interface KeyVerification {
  valid: boolean;
  /** Why it is not valid; valid where it is. */
  code: "valid" | "key_malformed" | "key_invalid" | "key_revoked" | "key_expired" | "key_replaced" | "key_disabled" | "ip_not_allowed" | "insufficient_scope" | "rate_limited" | "quota_exceeded";
  /** Null where the tenant has no such key; so are the fields that follow. */
  keyId: string | null;
  name: string | null;
  ownerId: string | null;
  scopes: string[];
  /** What was asked for and the key has not. */
  missingScopes: string[];
  metadata: Record<string, unknown>;
  /** When the key ends, or its overlap with its successor. */
  expiresAt: Date | null;
  /** What is left of the quota; null where none was asked, or there is none. */
  remaining: number | null;
  refillsAt: Date | null;
  limits: {
    calls: number;
    perSeconds: number;
    remaining: number;
    /** After so many seconds the window begins anew. */
    resetAfterSeconds: number;
  }[];
  /** How long to wait where a limit was met. */
  retryAfterSeconds: number | null;
}

/** What became of a letter, without what it brings. */
export interface LetterRecord {
  /** Also in the letter's header X-Email-Id. */
  id: string;
  /** Letters of one key are one letter. */
  key: string;
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
  to: string;
  /** waiting, sending; sent: taken by the mail service; refused by it for good; expired: not taken in time; uncertain: it may have arrived. */
  state: "waiting" | "sending" | "sent" | "refused" | "expired" | "uncertain";
  attempts: number;
  /** The mail service's word for why it did not take the letter last. */
  error: string | null;
  queuedAt: Date;
  /** When it is tried next. */
  nextAttemptAt: Date | null;
  finishedAt: Date | null;
}

/** Something that was done to a tenant, or refused, in the order of writing. */
export interface LiveEvent {
  /** Counts from 1, without a gap: its number in the audit chain. */
  seq: number;
  /** Its id in the audit log. */
  id: string;
  /** What was called, such as auth.login, or what the service found out. */
  event: string;
  /** ok, or the code of the error that it was refused with. */
  outcome: string;
  /** Whether somebody should look at it. */
  alert: boolean;
  /** anonymous, or the id of a key or a user. */
  actor: string;
  /** The id of the user whom it was done to, where that is known. */
  subject: string | null;
  requestId: string;
  at: Date;
}

/** The text of one kind of letter. */
export interface MailTemplate {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
  subject: string;
  text: string;
  html: string;
  /** Which parts are the tenant's own; the others are the default. */
  own: Array<"subject" | "text" | "html">;
  /** What {{name}} may stand for, besides secrets. */
  placeholders: string[];
  /** What text and HTML may have besides, and one of which they need. */
  secrets: string[];
  updatedAt: Date | null;
}

/** An end user, as the tenant's own servers see them. */
export interface ManagedUser {
  id: string;
  email: string;
  emailVerified: boolean;
  name: string | null;
  /** invited: until they have chosen a password or signed in; then the invitation says until when they can. */
  status: "active" | "invited" | "banned";
  /** The newest invitation, while it is open; it may have expired. */
  invitation: {
    invitedAt: Date;
    expiresAt: Date;
  } | null;
  /** Whether the password has to be chosen anew before the next sign-in. */
  passwordResetRequired: boolean;
  metadata: Record<string, unknown>;
  /** The user's id in your own database. */
  externalId: string | null;
  /** When the newest session was opened; null before the first. */
  lastSignInAt: Date | null;
  createdAt: Date;
}

/** What is wrong with a model, and where. */
export interface ModelProblem {
  /** Counted from 1. */
  line: number;
  /** Counted from 1. */
  column: number;
  message: string;
  /** The module it is in. */
  file?: string | undefined;
}

/** One version of a tenant's model; it never changes. */
export interface ModelVersion {
  version: number;
  /** A model in OpenFGA's modelling language, in one file or in modules. */
  model: string | {
    name: string;
    contents: string;
  }[];
  createdAt: Date;
  createdBy: string;
}

/** One sign-in of the user who asks. */
export interface OwnSession {
  id: string;
  /** Browser and system, as far as the user agent tells. */
  device: string;
  /** City and country of the sign-in, as far as the network tells; may be empty. */
  place: string;
  /** Whether the client holds its refresh token, or the browser in a cookie. */
  mode: "bearer" | "cookie";
  createdAt: Date;
  /** To within a few minutes. */
  lastUsedAt: Date;
  /** When it ends unless it is used. */
  expiresAt: Date;
  /** Whether it is the one that asks. */
  current: boolean;
}

/** What a tenant may use. It stays what it is; another plan has another slug. */
export interface Plan {
  slug: string;
  name: string;
  limits: PlanLimits;
  createdAt: Date;
}

/** What a plan limits; what is left out it does not limit. */
export interface PlanLimits {
  /** Calls about the tenant in a minute. Those of platform admins do not count; of callers without credentials or with a publishable key only those that succeed. */
  callsPerMinute?: number | undefined;
  /** Users of the tenant. */
  users?: number | undefined;
  /** Stored tuples of its graph. */
  tuples?: number | undefined;
}

/** A user of the platform's own tenant. */
export interface PlatformAdmin {
  id: string;
  email: string;
  name: string | null;
  /** Null for somebody who is something for some tenants only, or for none. */
  role: "superadmin" | "support" | "billing" | "readonly" | null;
  /** invited until they have chosen a password. */
  state: "invited" | "active";
  createdAt: Date;
}

/** Why a subject has a relation to an object: tuples and rules. */
export interface Proof {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation of the object's type, as the model names it. */
  relation: string;
  /** type:id. */
  object: string;
  because: Reason;
}

/** A stored tuple, with the terms on which it counts. */
export interface ProofTuple {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation of the object's type, as the model names it. */
  relation: string;
  /** type:id. */
  object: string;
  /** The condition under which it counts. */
  condition?: string | undefined;
  /** Canonical JSON of what it brings for its condition. */
  context?: string | undefined;
  /** Seconds since 1970 from which on it no longer counts. */
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
  holds: Reason;
} | {
  kind: "and";
  all: Reason[];
} | {
  kind: "butNot";
  base: Reason;
  absent: Absence;
};

/** A letter in the mailbox of a test tenant. */
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
  /** What differs from letter to letter: its link, its code. */
  values: Record<string, string>;
  at: Date;
}

/** A relation of an object that the subject does not have. */
export interface Refuted {
  relation: string;
  object: string;
  /** For each `but not` whose base holds: why its subtracted part holds. */
  excluded?: Reason[] | undefined;
}

/** Tuples to add and to remove, which together would turn a no into a yes. */
export interface Remedy {
  add: Fact[];
  remove: Fact[];
}

/** One sign-in of a user that has not ended. */
export interface Session {
  id: string;
  /** Browser and system, as far as the user agent tells. */
  device: string;
  /** City and country of the sign-in, as far as the network tells; may be empty. */
  place: string;
  /** Whether the client holds its refresh token, or the browser in a cookie. */
  mode: "bearer" | "cookie";
  createdAt: Date;
  /** To within a few minutes. */
  lastUsedAt: Date;
  /** When it ends unless it is used. */
  expiresAt: Date;
}

/** A key that a tenant's access tokens are signed with. */
export interface SigningKey {
  /** As in the key set and in the header of tokens. */
  kid: string;
  algorithm: "EdDSA" | "ES256";
  /** next: published, signs nothing yet; active: signs; retiring: verifies what it signed. */
  state: "next" | "active" | "retiring";
  createdAt: Date;
  statusSince: Date;
}

/** A customer of the platform. */
export interface Tenant {
  id: string;
  /** The tenant's short name, unique over the platform; it stays. */
  slug: string;
  name: string;
  /** A host name of its own under which the tenant is served. */
  host: string | null;
  /** The tenant that it stands below. */
  parentId: string | null;
  /** How deep it stands: 1 without a parent, 5 at most. */
  level: number;
  /** What it is for its users: its own state or, where that is worse, its parent's. */
  status: "active" | "suspended" | "deleted";
  /** A test tenant has test keys, fixed codes and a clock that can be moved. */
  environment: "live" | "test";
  /** The plan that it is on itself. */
  plan: string | null;
  /** What its plan, or that of a tenant above it, allows. */
  limits: PlanLimits;
  /** How many users it has. */
  users: number;
  createdAt: Date;
  /** Since when it is suspended itself. */
  suspendedAt: Date | null;
  /** Since when it is deleted itself. */
  deletedAt: Date | null;
  /** When what is left of it will be removed for good. */
  purgeAt: Date | null;
}

/** How a tenant's users sign in. */
export interface TenantSettings {
  /** 15 is what a password needs that is the only factor. */
  minPasswordLength: number;
  /** Refuse to sign in a user whose address is not verified. */
  requireVerifiedEmail: boolean;
  /** So long an access token is good, and who verifies offline may not know that its session has ended. */
  accessTokenSeconds: number;
  /** Without a refresh for so long, a session ends. */
  sessionIdleSeconds: number;
  /** So long after sign-in, a session ends in any case. */
  sessionAbsoluteSeconds: number;
  /** What access tokens are signed with; a change takes effect within half an hour. */
  tokenAlgorithm: "EdDSA" | "ES256";
  /** Claims of the tenant's own, in every access token. */
  accessTokenClaims: Array<{
    claim: string;
    value: unknown;
  } | {
    claim: string;
    from: string;
  }>;
  /** Origins of browser apps that may call with cookies; https://*.example.com for all below a domain. */
  allowedOrigins: string[];
  /** Where links in mail lead; a page of this service unless set. */
  verifyEmailUrl: string | null;
  /** Where links in mail lead; a page of this service unless set. */
  resetPasswordUrl: string | null;
  /** The product's own URL, to which hosted pages link back; they show no link if it is not set. */
  appUrl: string | null;
  /** Whom letters are from; the tenant's name unless set. */
  brandName: string | null;
  /** A picture at the head of letters, in place of the name. */
  brandLogoUrl: string | null;
  /** Where answers to letters go; nowhere unless set. */
  replyToEmail: string | null;
}

/** Who has a relation to an object, one step deep. */
export type Tree = __schema0;

/** One fact, and when it counts. */
export interface Tuple {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation of the object's type, as the model names it. */
  relation: string;
  /** type:id. */
  object: string;
  /** The condition under which it counts. */
  condition?: {
    name: string;
    /** Values of the condition's parameters that the tuple brings; at most 20 levels deep. */
    context?: Record<string, unknown> | undefined;
  } | undefined;
  /** When it stops counting, rounded down to a whole second: 1970-01-01T00:00:01Z to 2106-02-07T06:28:15Z. Leave it out for a tuple that never expires. */
  expiresAt?: Date | undefined;
}

/** Which tuple is meant: its subject, relation and object. A tuple that was read can be used as it is. */
export interface TupleReference {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation of the object's type, as the model names it. */
  relation: string;
  /** type:id. */
  object: string;
  /** Ignored. */
  condition?: {
    name: string;
    /** Values of the condition's parameters that the tuple brings; at most 20 levels deep. */
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
  /** publishable: names the tenant, for browsers; secret: may do everything to the tenant, for servers; restricted: what its scopes name, for servers. */
  kind: "publishable" | "secret" | "restricted";
  /** That of the tenant's environment, which is all it can be. */
  mode?: "live" | "test" | undefined;
  name: string;
  /** When the key stops working; never unless told. */
  expiresAt?: Date | undefined;
  /** What a restricted key may call: a procedure's path, a family such as authz.*, or what only reads: authz:read. */
  scopes?: string[] | undefined;
  /** The origins of the pages that a publishable key may be used on; https://*.example.com for all below a domain. Empty for any. */
  allowedOrigins?: string[] | undefined;
  /** IPv4 and IPv6 addresses and ranges that the key may come from; empty for any. */
  allowedIpRanges?: string[] | undefined;
  /** How many calls a window takes, which begins with the first of them; all of the limits hold. */
  limits?: {
    calls: number;
    perSeconds: number;
  }[] | undefined;
  /** What the tenant keeps with the key. */
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
  /** Whose key it is, as the tenant calls its customer. */
  ownerId?: string | undefined;
  /** What the key begins with, such as the tenant's name; ck unless told. */
  prefix?: string | undefined;
  /** When the key stops working; never unless told. */
  expiresAt?: Date | undefined;
  /** How much can be used; as much as one likes without one. */
  quota?: {
    /** What there is to use up from now on. */
    remaining: number;
    /** To what it is raised when a day or a month (UTC) begins; more than that stays. Defaults to no refill. */
    refill?: {
      amount: number;
      every: "day" | "month";
    } | undefined;
  } | undefined;
  /** Words of the tenant's own, compared byte by byte. */
  scopes?: string[] | undefined;
  /** What the tenant keeps with the key. */
  metadata?: Record<string, unknown> | undefined;
  /** IPv4 and IPv6 addresses and ranges that the key may come from; empty for any. */
  allowedIpRanges?: string[] | undefined;
  /** How many calls a window takes, which begins with the first of them; all of the limits hold. */
  limits?: {
    calls: number;
    perSeconds: number;
  }[] | undefined;
  /** Whether the key works at present. */
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
  /** Whose key it is, as the tenant calls its customer. */
  ownerId?: string | undefined;
  /** active: works; ended: does no more. All unless told. */
  state?: "active" | "ended" | undefined;
  /** Part of the name, or the last four characters of the key. */
  search?: string | undefined;
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `apiKeys.customers.list` answers. */
export interface ApiKeysCustomersListOutput {
  items: CustomerKey[];
  /** Null on the last page. */
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
  /** How long the key works beside its successor: 0 to 30 days. */
  overlapSeconds: number;
  /** When the successor stops working; with the key unless told, null for never. */
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
  /** When the key stops working; null for never. */
  expiresAt?: Date | null | undefined;
  quota?: {
    /** What there is to use up from now on. */
    remaining: number;
    /** To what it is raised when a day or a month (UTC) begins; more than that stays. Defaults to no refill. */
    refill?: {
      amount: number;
      every: "day" | "month";
    } | undefined;
  } | null | undefined;
  /** Words of the tenant's own, compared byte by byte. */
  scopes?: string[] | undefined;
  /** What the tenant keeps with the key. */
  metadata?: Record<string, unknown> | undefined;
  /** IPv4 and IPv6 addresses and ranges that the key may come from; empty for any. */
  allowedIpRanges?: string[] | undefined;
  /** How many calls a window takes, which begins with the first of them; all of the limits hold. */
  limits?: {
    calls: number;
    perSeconds: number;
  }[] | undefined;
  /** Whether the key works at present. */
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
  /** Of these kinds only. */
  kinds?: Array<"publishable" | "secret" | "restricted"> | undefined;
  /** active: works; ended: does no more. All unless told. */
  state?: "active" | "ended" | undefined;
  /** Part of the name, or the last four characters of the key. */
  search?: string | undefined;
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `apiKeys.list` answers. */
export interface ApiKeysListOutput {
  items: ApiKey[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** What `apiKeys.reportLeak` takes. */
export interface ApiKeysReportLeakInput {
  key: string;
  /** Where it was found, such as a URL; its tenant is told. */
  where?: string | undefined;
}

/** What `apiKeys.reportLeak` answers. */
export interface ApiKeysReportLeakOutput {
  /** What the text says by itself: received, whether or not there is such a key; publishable keys stay. */
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
  /** How long the key works beside its successor: 0 to 30 days. */
  overlapSeconds: number;
  /** When the successor stops working; with the key unless told, null for never. */
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
  /** When the key stops working; null for never. */
  expiresAt?: Date | null | undefined;
  /** What a restricted key may call: a procedure's path, a family such as authz.*, or what only reads: authz:read. */
  scopes?: string[] | undefined;
  /** The origins of the pages that a publishable key may be used on; https://*.example.com for all below a domain. Empty for any. */
  allowedOrigins?: string[] | undefined;
  /** IPv4 and IPv6 addresses and ranges that the key may come from; empty for any. */
  allowedIpRanges?: string[] | undefined;
  /** How many calls a window takes, which begins with the first of them; all of the limits hold. */
  limits?: {
    calls: number;
    perSeconds: number;
  }[] | undefined;
  /** What the tenant keeps with the key. */
  metadata?: Record<string, unknown> | undefined;
}

/** What `apiKeys.update` answers. */
export type ApiKeysUpdateOutput = ApiKey;

/** What `apiKeys.verify` takes. */
export interface ApiKeysVerifyInput {
  /** Whatever the customer came with. */
  key: string;
  /** What the customer is about to do needs all of these. Default: []. */
  scopes?: string[] | undefined;
  /** How much of the quota it takes; 0 asks, and counts nothing. Default: 1. */
  cost?: number | undefined;
  /** Where the customer comes from, for keys that are bound to addresses. */
  ip?: string | undefined;
}

/** What `apiKeys.verify` answers. */
export type ApiKeysVerifyOutput = KeyVerification;

/** What `audit.export` takes. */
export interface AuditExportInput {
  /** Where the call before ended: a file has 50000. */
  cursor?: string | undefined;
}

/** What `audit.export` answers. */
export interface AuditExportOutput {
  /** The file's key in R2; null where there was nothing to write. */
  key: string | null;
  events: number;
  /** The number of the first event in the file. */
  first: number | null;
  last: number | null;
  /** To write what comes after, now or another day. */
  nextCursor: string;
  /** Whether there is more already. */
  more: boolean;
}

/** What `audit.list` takes. */
export interface AuditListInput {
  /** One event, or the beginning of several: auth. means all of auth. */
  event?: string | undefined;
  actor?: string | undefined;
  outcome?: "ok" | "refused" | undefined;
  /** The earliest time, counted. */
  from?: Date | undefined;
  /** The latest time, not counted. */
  to?: Date | undefined;
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `audit.list` answers. */
export interface AuditListOutput {
  items: AuditEvent[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** What `audit.verify` takes. */
export interface AuditVerifyInput {
  /** Where the call before ended: it looks at 5000. */
  cursor?: string | undefined;
}

/** What `audit.verify` answers. */
export interface AuditVerifyOutput {
  /** Whether everything holds as far as was looked. */
  ok: boolean;
  broken: {
    /** The number of the first link that does not hold. */
    seq: number;
    eventId: string;
    /** What happened to that event; inserted is one that was never sealed. */
    problem: "altered" | "removed" | "inserted";
  } | null;
  /** How many events hold, from the first on. */
  verified: number;
  /** How many there are. */
  events: number;
  /** SHA-256, in hexadecimal, of the last link of the chain. */
  hash: string;
  /** Null at the end, and where the chain is broken. */
  nextCursor: string | null;
}

/** What `auth.account.delete` takes. */
export interface AuthAccountDeleteInput {
  /** The user's present one; a wrong one is a failed sign-in. */
  password: string;
  /** Only where `challenge_required` asked for it. */
  challenge?: {
    /** What meeting the challenge gave; it counts for one attempt. */
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
  /** Null for none. */
  name: string | null;
}

/** What `auth.account.update` answers. */
export interface AuthAccountUpdateOutput {
  user: User;
}

/** What `auth.email.change` takes. */
export interface AuthEmailChangeInput {
  /** The email, as the user writes it. */
  newEmail: string;
  /** The user's present one; a wrong one is a failed sign-in. */
  password: string;
  /** Only where `challenge_required` asked for it. */
  challenge?: {
    /** What meeting the challenge gave; it counts for one attempt. */
    token: string;
  } | undefined;
}

/** What `auth.email.change` answers. */
export interface AuthEmailChangeOutput {
  /** That it was asked for, and nothing of whether there is such a user. */
  accepted: true;
}

/** What `auth.email.confirm` takes. */
export interface AuthEmailConfirmInput {
  /** What the link in the letter has as its `token`. */
  token: string;
}

/** What `auth.email.confirm` answers. */
export interface AuthEmailConfirmOutput {
  /** waiting: a change of address is done once the link in the other letter has been followed too. */
  result: "verified" | "waiting" | "changed";
  /** The email that the user has now; while waiting, the one they will have. */
  email: string;
  /** True where it was done before, so that nothing was changed now. */
  alreadyConfirmed: boolean;
}

/** What `auth.email.confirmCode` takes. */
export interface AuthEmailConfirmCodeInput {
  /** The email, as the user writes it. */
  email: string;
  /** The digits in the letter. */
  code: string;
  /** Only where `challenge_required` asked for it. */
  challenge?: {
    /** What meeting the challenge gave; it counts for one attempt. */
    token: string;
  } | undefined;
}

/** What `auth.email.confirmCode` answers. */
export interface AuthEmailConfirmCodeOutput {
  email: string;
}

/** What `auth.email.resend` takes. */
export interface AuthEmailResendInput {
  /** The email, as the user writes it. */
  email: string;
}

/** What `auth.email.resend` answers. */
export interface AuthEmailResendOutput {
  /** That it was asked for, and nothing of whether there is such a user. */
  accepted: true;
}

/** What `auth.keys.list` answers. */
export interface AuthKeysListOutput {
  keys: SigningKey[];
}

/** What `auth.keys.rotate` takes. */
export interface AuthKeysRotateInput {
  /** Somebody else may have a key: drops all of them and signs with a new one at once. Tokens signed before are refused here from now on, and by offline verifiers once they fetch the key set anew. Default: false. */
  compromised?: boolean | undefined;
}

/** What `auth.keys.rotate` answers. */
export interface AuthKeysRotateOutput {
  keys: SigningKey[];
  /** When another key signs: now, or as soon as it has been published for long enough. */
  rotatesAt: Date;
}

/** What `auth.login` takes. */
export interface AuthLoginInput {
  /** The email, as the user writes it. */
  email: string;
  password: string;
  /** Only where `challenge_required` asked for it. */
  challenge?: {
    /** What meeting the challenge gave; it counts for one attempt. */
    token: string;
  } | undefined;
  /** Who holds the refresh token: bearer, the client itself; cookie, the browser, where no script can read it. Cookies work on the tenant's own host only. Default: "bearer". */
  mode?: "bearer" | "cookie" | undefined;
}

/** What `auth.login` answers. */
export interface AuthLoginOutput {
  user: User;
  /** A JSON Web Token (RFC 9068), to be sent as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Exchanges for new tokens, once. Empty in cookie mode, where the browser keeps it. */
  refreshToken: string;
  /** When the refresh token ends unless it is used. */
  refreshTokenExpiresAt: Date;
}

/** What `auth.logout` takes. */
export interface AuthLogoutInput {
  /** Left out or empty in cookie mode, where the browser sends it. Default: "". */
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
  /** The user's present one; a wrong one is a failed sign-in. */
  currentPassword: string;
  newPassword: string;
  /** Whether to sign out everywhere else. Default: true. */
  endOtherSessions?: boolean | undefined;
  /** Only where `challenge_required` asked for it. */
  challenge?: {
    /** What meeting the challenge gave; it counts for one attempt. */
    token: string;
  } | undefined;
}

/** What `auth.password.change` answers. */
export interface AuthPasswordChangeOutput {
  endedSessionCount: number;
}

/** What `auth.password.forgot` takes. */
export interface AuthPasswordForgotInput {
  /** The email, as the user writes it. */
  email: string;
}

/** What `auth.password.forgot` answers. */
export interface AuthPasswordForgotOutput {
  /** That it was asked for, and nothing of whether there is such a user. */
  accepted: true;
}

/** What `auth.password.reset` takes. */
export interface AuthPasswordResetInput {
  /** What the link in the letter has as its `token`. */
  token: string;
  password: string;
}

/** What `auth.password.reset` answers. */
export interface AuthPasswordResetOutput {
  /** The address to sign in with. */
  email: string;
}

/** What `auth.refresh` takes. */
export interface AuthRefreshInput {
  /** Left out or empty in cookie mode, where the browser sends it. Default: "". */
  refreshToken?: string | undefined;
}

/** What `auth.refresh` answers. */
export interface AuthRefreshOutput {
  /** A JSON Web Token (RFC 9068), to be sent as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Exchanges for new tokens, once. Empty in cookie mode, where the browser keeps it. */
  refreshToken: string;
  /** When the refresh token ends unless it is used. */
  refreshTokenExpiresAt: Date;
}

/** What `auth.register` takes. */
export interface AuthRegisterInput {
  /** The email, as the user writes it. */
  email: string;
  password: string;
  name?: string | undefined;
}

/** What `auth.register` answers. */
export interface AuthRegisterOutput {
  /** What the tenant's users do next. Whether the address was free is told to its owner, by mail. */
  next: "login" | "verify_email";
}

/** What `auth.sessions.end` takes. */
export interface AuthSessionsEndInput {
  id: string;
}

/** What `auth.sessions.end` answers. */
export interface AuthSessionsEndOutput {
  /** How many sessions went on until now. */
  ended: number;
}

/** What `auth.sessions.endAll` answers. */
export interface AuthSessionsEndAllOutput {
  /** How many sessions went on until now. */
  ended: number;
}

/** What `auth.sessions.endOthers` answers. */
export interface AuthSessionsEndOthersOutput {
  /** How many sessions went on until now. */
  ended: number;
}

/** What `auth.sessions.list` takes. */
export interface AuthSessionsListInput {
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `auth.sessions.list` answers. */
export interface AuthSessionsListOutput {
  items: OwnSession[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** What `authz.batchCheck` takes. */
export interface AuthzBatchCheckInput {
  checks: {
    /** type:id, type:id#relation, or type:* for everyone of the type. */
    subject: string;
    /** A relation of the object's type, as the model names it. */
    relation: string;
    /** type:id. */
    object: string;
    /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
    context?: Record<string, unknown> | undefined;
  }[];
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. */
    at: string;
  } | undefined;
}

/** What `authz.batchCheck` answers. */
export interface AuthzBatchCheckOutput {
  /** In the order of the checks. */
  results: Array<{
    /** Whether the subject has the relation; conditional where that depends on context not given. */
    allowed: boolean | "conditional";
    /** Where the answer is conditional: the parameters without a value, of the conditions that stayed open. A value for one of them may not change the answer. */
    missing?: string[] | undefined;
  } | {
    error: {
      code: string;
      message: string;
    };
  }>;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.changes` takes. */
export interface AuthzChangesInput {
  /** Changes after this revision; 0 for all. Default: "0". */
  after?: string | undefined;
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `authz.changes` answers. */
export interface AuthzChangesOutput {
  items: Change[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** What `authz.check` takes. */
export interface AuthzCheckInput {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation of the object's type, as the model names it. */
  relation: string;
  /** type:id. */
  object: string;
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. */
    at: string;
  } | undefined;
}

/** What `authz.check` answers. */
export interface AuthzCheckOutput {
  /** Whether the subject has the relation; conditional where that depends on context not given. */
  allowed: boolean | "conditional";
  /** Where the answer is conditional: the parameters without a value, of the conditions that stayed open. A value for one of them may not change the answer. */
  missing?: string[] | undefined;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.expand` takes. */
export interface AuthzExpandInput {
  /** type:id. */
  object: string;
  /** A relation of the object's type, as the model names it. */
  relation: string;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. */
    at: string;
  } | undefined;
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** Tuples in the tree at most; defaults to 1000, which is the most. Default: 1000. */
  limit?: number | undefined;
}

/** What `authz.expand` answers. */
export interface AuthzExpandOutput {
  /** The whole tree. Its lists of tuples have those of this page. */
  tree: Tree;
  /** Null where no list of tuples goes on. Otherwise the next page has the same tree, with more tuples. */
  nextCursor: string | null;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.explain` takes. */
export interface AuthzExplainInput {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation of the object's type, as the model names it. */
  relation: string;
  /** type:id. */
  object: string;
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. */
    at: string;
  } | undefined;
}

/** What `authz.explain` answers. */
export interface AuthzExplainOutput {
  /** Whether the subject has the relation; conditional where that depends on context not given. */
  allowed: boolean | "conditional";
  /** Where the answer is conditional: the parameters without a value, of the conditions that stayed open. A value for one of them may not change the answer. */
  missing?: string[] | undefined;
  /** Null where the answer is not yes. */
  proof: Proof | null;
  /** Smallest first, five at most; each works, and no part of it would. Empty where none was found. */
  remedies: Remedy[];
  /** Null where the answer is yes. */
  denial: Denial | null;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.graph.export` takes. */
export interface AuthzGraphExportInput {
  /** Default: "response". */
  destination?: "response" | "r2" | undefined;
}

/** What `authz.graph.export` answers. */
export interface AuthzGraphExportOutput {
  /** The CSV; null when it went into R2. */
  csv: string | null;
  /** Where it lies in R2; null when it is in the answer. */
  key: string | null;
  tuples: number;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.graph.import` takes. */
export interface AuthzGraphImportInput {
  csv: string;
  /** merge adds the file's tuples; replace also removes all others, except what is written meanwhile. Default: "merge". */
  mode?: "merge" | "replace" | undefined;
  /** What happens to rows that the model does not allow. refuse: an error, except for tuples that are stored just so; keep: they are stored without effect; drop: they are left out. Default: "refuse". */
  ineffective?: "refuse" | "keep" | "drop" | undefined;
  /** Only say what would change. Default: false. */
  dryRun?: boolean | undefined;
  /** Why, for the log. */
  reason?: string | undefined;
}

/** What `authz.graph.import` answers. */
export interface AuthzGraphImportOutput {
  /** Tuples in the file, repeats not counted. */
  tuples: number;
  added: number;
  removed: number;
  /** Tuples of the file that were there already, or have expired. */
  unchanged: number;
  /** Tuples of the file that the model does not allow, or whose context their condition can't take. */
  ineffective: number;
  /** Rows that were left out because of `ineffective: "drop"`. */
  dropped: number;
  /** Rows that are probably not meant, such as an id that repeats its type; 100 at most. */
  warnings: {
    /** The header is line 1. */
    line: number;
    reason: string;
  }[];
  /** False when the graph was like this already, or this was a dry run. */
  changed: boolean;
  dryRun: boolean;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.graph.job` answers. */
export interface AuthzGraphJobOutput {
  /** Null when there has been none. */
  job: ImportJob | null;
}

/** What `authz.graph.reload` takes. */
export interface AuthzGraphReloadInput {
  /** merge adds the file's tuples; replace also removes all others, except what is written meanwhile. Default: "replace". */
  mode?: "merge" | "replace" | undefined;
  /** What happens to rows that the model does not allow. refuse: an error, except for tuples that are stored just so; keep: they are stored without effect; drop: they are left out. Default: "refuse". */
  ineffective?: "refuse" | "keep" | "drop" | undefined;
  /** Only say what would change. Default: false. */
  dryRun?: boolean | undefined;
  /** Why, for the log. */
  reason?: string | undefined;
}

/** What `authz.graph.reload` answers. */
export type AuthzGraphReloadOutput = ImportJob;

/** What `authz.graph.stats` answers. */
export interface AuthzGraphStatsOutput {
  /** Stored tuples that have not expired. */
  tuples: number;
  /** By type, how many ids the graph has seen. */
  objects: Record<string, number>;
  /** Memory of the packed graph. */
  bytes: number;
  /** Stored tuples that the model does not allow: kept, but without effect. */
  ineffectiveTuples: number;
  /** The oldest revision that can still be asked. */
  oldestRevision: string;
  /** Null while there is no model. */
  modelVersion: number | null;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.listObjects` takes. */
export interface AuthzListObjectsInput {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation of the object's type, as the model names it. */
  relation: string;
  objectType: string;
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. */
    at: string;
  } | undefined;
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `authz.listObjects` answers. */
export interface AuthzListObjectsOutput {
  items: string[];
  /** Null on the last page. */
  nextCursor: string | null;
  /** Those of this page that depend on context not given; a page holds both kinds. */
  conditional: string[];
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.listRelations` takes. */
export interface AuthzListRelationsInput {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** type:id. */
  object: string;
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. */
    at: string;
  } | undefined;
}

/** What `authz.listRelations` answers. */
export interface AuthzListRelationsOutput {
  relations: string[];
  /** Relations that depend on context not given. */
  conditional: string[];
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.listSubjects` takes. */
export interface AuthzListSubjectsInput {
  /** type:id. */
  object: string;
  /** A relation of the object's type, as the model names it. */
  relation: string;
  /** A type such as user, or a userset's kind such as team#member. */
  subjectKind: string;
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. */
    at: string;
  } | undefined;
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `authz.listSubjects` answers. */
export interface AuthzListSubjectsOutput {
  items: string[];
  /** Null on the last page. */
  nextCursor: string | null;
  /** Those of this page that depend on context not given; a page holds both kinds. */
  conditional: string[];
  /** Subjects of this page that lack the relation although the list has type:*. Never grant access to type:* without leaving these out, and those in conditional. Empty where the list does not have type:*. */
  excluded: string[];
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.model.diff` takes. */
export interface AuthzModelDiffInput {
  /** A model in OpenFGA's modelling language, in one file or in modules. */
  model: string | {
    name: string;
    contents: string;
  }[];
}

/** What `authz.model.diff` answers. */
export interface AuthzModelDiffOutput {
  /** Tuples that would lose their effect, 100 at most. */
  ineffectiveTuples: Tuple[];
  /** How many would lose their effect. */
  ineffectiveCount: number;
  /** How many that are without effect now would get one. */
  effectiveAgainCount: number;
  /** As type#relation. */
  addedRelations: string[];
  removedRelations: string[];
  /** Relations whose own definition changes. */
  changedRelations: string[];
  /** Who would have what it has not now; of single subjects, 100 at most. */
  gained: Fact[];
  /** Who would no longer have what it has now; likewise. */
  lost: Fact[];
  /** False where more access changes than is listed, or may change, since not all could be looked at. What is listed does change. */
  complete: boolean;
  /** Stored tuples with a value that this model's condition can't take or does not know. A check that depends on a value of the wrong type is an error that names the tuple. */
  invalidContextCount: number;
  /** Stored contexts that this model's conditions can't take, most tuples first, 100 at most. */
  contextProblems: {
    condition: string;
    /** Empty where the context as a whole costs too much to read. */
    parameter: string;
    /** What the value has to be; null where the condition has no such parameter, and ignores it. */
    expected: string | null;
    /** Stored tuples that bring such a value. */
    tuples: number;
  }[];
  warnings: ModelProblem[];
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.model.get` takes. */
export interface AuthzModelGetInput {
  version?: number | undefined;
}

/** What `authz.model.get` answers. */
export interface AuthzModelGetOutput {
  version: number;
  /** A model in OpenFGA's modelling language, in one file or in modules. */
  model: string | {
    name: string;
    contents: string;
  }[];
  createdAt: Date;
  createdBy: string;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.model.list` takes. */
export interface AuthzModelListInput {
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `authz.model.list` answers. */
export interface AuthzModelListOutput {
  items: ModelVersion[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** What `authz.model.put` takes. */
export interface AuthzModelPutInput {
  /** A model in OpenFGA's modelling language, in one file or in modules. */
  model: string | {
    name: string;
    contents: string;
  }[];
  /** Refuse a relation that depends on its own absence; otherwise that is a warning. Default: false. */
  strict?: boolean | undefined;
  /** Why, for the log. */
  reason?: string | undefined;
}

/** What `authz.model.put` answers. */
export interface AuthzModelPutOutput {
  version: number;
  /** False when this was the newest model already. */
  changed: boolean;
  /** Stored tuples that this model does not allow: kept, but without effect. */
  ineffectiveTuples: number;
  /** Stored tuples with a value that this model's condition can't take or does not know. A check that depends on a value of the wrong type is an error that names the tuple. */
  invalidContextCount: number;
  /** Stored contexts that this model's conditions can't take, most tuples first, 100 at most. */
  contextProblems: {
    condition: string;
    /** Empty where the context as a whole costs too much to read. */
    parameter: string;
    /** What the value has to be; null where the condition has no such parameter, and ignores it. */
    expected: string | null;
    /** Stored tuples that bring such a value. */
    tuples: number;
  }[];
  warnings: ModelProblem[];
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.model.validate` takes. */
export interface AuthzModelValidateInput {
  /** A model in OpenFGA's modelling language, in one file or in modules. */
  model: string | {
    name: string;
    contents: string;
  }[];
  /** Refuse a relation that depends on its own absence; otherwise that is a warning. Default: false. */
  strict?: boolean | undefined;
}

/** What `authz.model.validate` answers. */
export interface AuthzModelValidateOutput {
  valid: boolean;
  /** In the order of the files and their lines, 100 at most. */
  problems: ModelProblem[];
  warnings: ModelProblem[];
}

/** What `authz.read` takes. */
export interface AuthzReadInput {
  /** type:id. */
  object?: string | undefined;
  /** All objects of this type, where no object is given. */
  objectType?: string | undefined;
  /** A relation of the object's type, as the model names it. */
  relation?: string | undefined;
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  subject?: string | undefined;
  /** All subjects of this type, where no subject is given. */
  subjectType?: string | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. */
    at: string;
  } | undefined;
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `authz.read` answers. */
export interface AuthzReadOutput {
  items: Tuple[];
  /** Null on the last page. */
  nextCursor: string | null;
  /** The graph's revision that the answer was true at. */
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
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Default: "exact". */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. */
    at: string;
  } | undefined;
}

/** What `authz.verifyProof` answers. */
export interface AuthzVerifyProofOutput {
  valid: boolean;
  /** What is wrong with the proof; null where it is valid. */
  problem: string | null;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.write` takes. */
export interface AuthzWriteInput {
  /** A tuple takes the place of one that states the same fact on other terms. One that has expired already is not stored; it only ends the one that is there. Default: []. */
  writes?: Tuple[] | undefined;
  /** What is not there is not deleted. Types and relations have to be ones that a version of the model has or had. Default: []. */
  deletes?: TupleReference[] | undefined;
  /** What must be stored, and what must not be, for anything to happen. A tuple that has expired is not stored. Default: {"mustExist":[],"mustNotExist":[]}. */
  preconditions?: {
    /** Default: []. */
    mustExist?: TupleReference[] | undefined;
    /** Default: []. */
    mustNotExist?: TupleReference[] | undefined;
  } | undefined;
  /** Why, for the log. */
  reason?: string | undefined;
}

/** What `authz.write` answers. */
export interface AuthzWriteOutput {
  /** Tuples that were not there before, or stood on other terms. */
  written: number;
  /** Tuples that were there before and had not expired. */
  deleted: number;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `dashboard.activity` takes. */
export interface DashboardActivityInput {
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
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
  /** Null on the last page. */
  nextCursor: string | null;
}

/** What `dashboard.health` answers. */
export interface DashboardHealthOutput {
  ok: boolean;
  parts: {
    part: "database" | "files" | "cache" | "graphObject" | "stateObject";
    ok: boolean;
    milliseconds: number | null;
  }[];
}

/** What `dashboard.hours` takes. */
export interface DashboardHoursInput {
  /** Id or slug. */
  tenant: string;
  metric: "calls" | "failures" | "checks" | "logins" | "failedLogins" | "events";
  /** Today, UTC, unless told. */
  day?: string | undefined;
}

/** What `dashboard.hours` answers. */
export interface DashboardHoursOutput {
  points: {
    /** As YYYY-MM-DDTHH, UTC. */
    hour: string;
    value: number;
  }[];
}

/** What `dashboard.latency` takes. */
export interface DashboardLatencyInput {
  /** The first day, UTC; 30 days before the last unless told. */
  from?: string | undefined;
  /** The last day, UTC; today unless told. */
  to?: string | undefined;
  /** Id or slug of one tenant; all together unless told. */
  tenant?: string | undefined;
  /** Whether to count anew; otherwise the answer is up to 60 seconds old. Default: false. */
  fresh?: boolean | undefined;
}

/** What `dashboard.latency` answers. */
export interface DashboardLatencyOutput {
  /** Milliseconds, too high by 41 in a hundred at most; null where there was no call. */
  p50: number | null;
  /** Milliseconds, too high by 41 in a hundred at most; null where there was no call. */
  p95: number | null;
  /** Milliseconds, too high by 41 in a hundred at most; null where there was no call. */
  p99: number | null;
  calls: number;
  /** When it was counted. */
  at: Date;
}

/** What `dashboard.overview` takes. */
export interface DashboardOverviewInput {
  /** Whether to count anew; otherwise the answer is up to 60 seconds old. Default: false. */
  fresh?: boolean | undefined;
}

/** What `dashboard.overview` answers. */
export interface DashboardOverviewOutput {
  /** Without the platform's own. */
  tenants: number;
  /** End users of all those tenants. */
  users: number;
  /** Sessions that live now, admins' own among them. */
  sessions: number;
  /** Calls since midnight UTC; up to a minute behind. */
  callsToday: number;
  /** Those of them that were answered with an error. */
  failuresToday: number;
  /** Permission checks since midnight UTC; up to a minute behind. */
  checksToday: number;
  loginsToday: number;
  /** Users who came today, by tenant: who is in two counts twice. */
  activeUsersToday: number;
  /** When it was counted. */
  at: Date;
}

/** What `dashboard.tenants` takes. */
export interface DashboardTenantsInput {
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
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
  /** Null on the last page. */
  nextCursor: string | null;
}

/** What `dashboard.timeseries` takes. */
export interface DashboardTimeseriesInput {
  /** calls, failures among them, checks, logins, failedLogins and events of the log are counted; activeUsers came on that day; tuples and graphBytes are what the graph held when it was last looked at. */
  metric: "calls" | "failures" | "checks" | "logins" | "failedLogins" | "events" | "activeUsers" | "tuples" | "graphBytes";
  /** The first day, UTC; 30 days before the last unless told. */
  from?: string | undefined;
  /** The last day, UTC; today unless told. */
  to?: string | undefined;
  /** Id or slug of one tenant; all together unless told. */
  tenant?: string | undefined;
  /** Whether to count anew; otherwise the answer is up to 60 seconds old. Default: false. */
  fresh?: boolean | undefined;
}

/** What `dashboard.timeseries` answers. */
export interface DashboardTimeseriesOutput {
  points: {
    day: string;
    value: number;
  }[];
  /** When it was counted. */
  at: Date;
}

/** What `dashboard.topTenants` takes. */
export interface DashboardTopTenantsInput {
  /** calls, failures among them, checks, logins, failedLogins and events of the log are counted; activeUsers came on that day; tuples and graphBytes are what the graph held when it was last looked at. */
  metric: "calls" | "failures" | "checks" | "logins" | "failedLogins" | "events" | "activeUsers" | "tuples" | "graphBytes";
  /** The first day, UTC; 30 days before the last unless told. */
  from?: string | undefined;
  /** The last day, UTC; today unless told. */
  to?: string | undefined;
  /** Default: 10. */
  limit?: number | undefined;
  /** Whether to count anew; otherwise the answer is up to 60 seconds old. Default: false. */
  fresh?: boolean | undefined;
}

/** What `dashboard.topTenants` answers. */
export interface DashboardTopTenantsOutput {
  items: {
    id: string;
    slug: string;
    name: string;
    value: number;
  }[];
  /** When it was counted. */
  at: Date;
}

/** What `emails.mailbox.list` takes. */
export interface EmailsMailboxListInput {
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
  /** Only letters to this address. */
  to?: string | undefined;
  kind?: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass" | undefined;
}

/** What `emails.mailbox.list` answers. */
export interface EmailsMailboxListOutput {
  items: ReceivedLetter[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** What `emails.outbox.list` takes. */
export interface EmailsOutboxListInput {
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
  /** Only letters to this address. */
  to?: string | undefined;
  state?: "waiting" | "sending" | "sent" | "refused" | "expired" | "uncertain" | undefined;
}

/** What `emails.outbox.list` answers. */
export interface EmailsOutboxListOutput {
  items: LetterRecord[];
  /** Null on the last page. */
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
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `emails.templates.list` answers. */
export interface EmailsTemplatesListOutput {
  items: MailTemplate[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** What `emails.templates.preview` takes. */
export interface EmailsTemplatesPreviewInput {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
  subject?: string | undefined;
  text?: string | undefined;
  /** Plain markup: quoted attributes, no scripts, forms or frames. */
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
  /** Plain markup: quoted attributes, no scripts, forms or frames. */
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
  /** The seq of the last event seen. */
  after?: number | undefined;
  /** One event, or the beginning of several: auth. means all of auth. */
  event?: string | undefined;
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `events.list` answers. */
export interface EventsListOutput {
  items: LiveEvent[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** What `events.ticket` takes. */
export interface EventsTicketInput {
  /** The seq of the last event seen. */
  after?: number | undefined;
  /** One event, or the beginning of several: auth. means all of auth. */
  event?: string | undefined;
}

/** What `events.ticket` answers. */
export interface EventsTicketOutput {
  /** To offer as a subprotocol beside cf-auth.events, at /events. */
  ticket: string;
  /** The seq after which it starts. */
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
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `plans.list` answers. */
export interface PlansListOutput {
  items: Plan[];
  /** Null on the last page. */
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
  /** Id or slug. */
  tenant: string;
  grant: "manager" | "support" | "billing" | "viewer";
}

/** What `platform.admins.grant` answers. */
export interface PlatformAdminsGrantOutput {
  /** False where it was so already. */
  changed: boolean;
}

/** What `platform.admins.invite` takes. */
export interface PlatformAdminsInviteInput {
  /** The email, as the user writes it. */
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
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `platform.admins.list` answers. */
export interface PlatformAdminsListOutput {
  items: PlatformAdmin[];
  /** Null on the last page. */
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
  /** Id or slug. */
  tenant: string;
  grant: "manager" | "support" | "billing" | "viewer";
}

/** What `platform.admins.revoke` answers. */
export interface PlatformAdminsRevokeOutput {
  /** False where it was so already. */
  changed: boolean;
}

/** What `platform.admins.setRole` takes. */
export interface PlatformAdminsSetRoleInput {
  /** The user's id. */
  id: string;
  /** Null for what they are for tenants, and no more. */
  role: "superadmin" | "support" | "billing" | "readonly" | null;
}

/** What `platform.admins.setRole` answers. */
export interface PlatformAdminsSetRoleOutput {
  /** False where it was so already. */
  changed: boolean;
}

/** What `platform.bootstrap` takes. */
export interface PlatformBootstrapInput {
  /** The deployment's BOOTSTRAP_SECRET. */
  secret: string;
  /** The email, as the user writes it. */
  email: string;
  password: string;
}

/** What `platform.bootstrap` answers. */
export interface PlatformBootstrapOutput {
  /** The platform's own tenant. */
  tenantId: string;
  userId: string;
}

/** What `platform.breakGlass` takes. */
export interface PlatformBreakGlassInput {
  /** Id or slug. */
  tenant: string;
  /** Why, for people to read. */
  reason: string;
  minutes: number;
}

/** What `platform.breakGlass` answers. */
export interface PlatformBreakGlassOutput {
  until: Date;
}

/** What `platform.endBreakGlass` takes. */
export interface PlatformEndBreakGlassInput {
  /** Id or slug. */
  tenant: string;
  /** Another admin's id. */
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
  /** The tenant that it shall stand below; at the top unless told. */
  parentId?: string | undefined;
  /** It stays what it is created as; live unless told. Default: "live". */
  environment?: "live" | "test" | undefined;
}

/** What `tenants.create` answers. */
export interface TenantsCreateOutput {
  tenant: Tenant;
  /** For browsers and apps: it names the tenant and opens nothing else. */
  publishableKey: string;
  /** For the tenant's servers: it may do everything to the tenant. */
  secretKey: string;
}

/** What `tenants.delete` takes. */
export interface TenantsDeleteInput {
  /** The tenant's slug, once more, so that no other is meant. */
  slug: string;
  /** So long it can be restored. Default: 30. */
  retentionDays?: number | undefined;
}

/** What `tenants.delete` answers. */
export type TenantsDeleteOutput = Tenant;

/** What `tenants.get` answers. */
export type TenantsGetOutput = Tenant;

/** What `tenants.list` takes. */
export interface TenantsListInput {
  /** How the name or the slug begins; case means nothing. */
  search?: string | undefined;
  status?: "active" | "suspended" | "deleted" | undefined;
  environment?: "live" | "test" | undefined;
  /** Those right below this tenant. */
  parentId?: string | undefined;
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
}

/** What `tenants.list` answers. */
export interface TenantsListOutput {
  items: Tenant[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** What `tenants.move` takes. */
export interface TenantsMoveInput {
  /** Null for the top. */
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
  /** How many sessions went on until now. */
  ended: number;
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
  /** Null where it is served under its slug alone. */
  host?: string | null | undefined;
}

/** What `tenants.update` answers. */
export type TenantsUpdateOutput = Tenant;

/** What `testing.clock.advance` takes. */
export interface TestingClockAdvanceInput {
  /** How far; it never goes back. */
  seconds: number;
}

/** What `testing.clock.advance` answers. */
export interface TestingClockAdvanceOutput {
  /** What time it is for the tenant now. */
  now: Date;
  /** How far that is ahead of the real time. */
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
  /** The email, as the user writes it. */
  email: string;
  name?: string | undefined;
  /** What your servers keep with the user, who may read it. */
  metadata?: Record<string, unknown> | undefined;
  /** Whether you know already that the email is the user's. Default: false. */
  emailVerified?: boolean | undefined;
  /** The user's id in your own database: at most one user has it; compared byte by byte. */
  externalId?: string | undefined;
  /** When the user was made elsewhere; defaults to now. Lists stay in the order of creation here. */
  createdAt?: Date | undefined;
  /** One that the user has chosen with you; the policy applies to it. */
  password?: string | undefined;
  /** Of a password that was chosen elsewhere, in a form that docs/operating.md lists. */
  passwordHash?: string | undefined;
  /** Whether to send the user a link to choose a password, good for 72 hours. Default: false. */
  invite?: boolean | undefined;
  /** The user whom the invitation names; defaults to the tenant. */
  invitedBy?: string | undefined;
}

/** What `users.create` answers. */
export interface UsersCreateOutput {
  user: ManagedUser;
  /** What to know about the password hash, for people to read. */
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
  /** The user's whole email; case does not count. */
  email?: string | undefined;
  /** The user's id in your own database: at most one user has it; compared byte by byte. */
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
  /** The ids that no user has. */
  missing: string[];
}

/** What `users.import` takes. */
export interface UsersImportInput {
  /** At most 1000. The fields are those of users.create; plaintext passwords and invitations are not imported. */
  users: {
    email: string;
    name?: string | undefined;
    metadata?: Record<string, unknown> | undefined;
    emailVerified?: boolean | undefined;
    externalId?: string | undefined;
    createdAt?: Date | undefined;
    passwordHash?: string | undefined;
  }[];
  /** Whether to say what would become of each row, and write nothing. Default: false. */
  dryRun?: boolean | undefined;
}

/** What `users.import` answers. */
export interface UsersImportOutput {
  /** How many were made, or would be. */
  created: number;
  /** How many have the email of a user there is, who stays as they are. */
  existing: number;
  failed: number;
  /** One for each row, in the same order. */
  results: {
    result: "created" | "existing" | "failed";
    /** The user who was made, or has the email; nobody yet in a dry run. */
    userId?: string | undefined;
    /** Why it failed: the code that users.create would answer. */
    code?: string | undefined;
    /** What is wrong with which field. */
    problem?: string | undefined;
    /** What to know about the password hash. */
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
  /** The user whom the invitation names; defaults to the tenant. */
  invitedBy?: string | undefined;
}

/** What `users.invitations.send` answers. */
export interface UsersInvitationsSendOutput {
  user: ManagedUser;
}

/** What `users.list` takes. */
export interface UsersListInput {
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
  status?: "active" | "invited" | "banned" | undefined;
  /** Only those whose email is verified, or only those whose is not. */
  verified?: boolean | undefined;
  /** Only those whose email is at this domain; not below it. */
  domain?: string | undefined;
}

/** What `users.list` answers. */
export interface UsersListOutput {
  items: ManagedUser[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** What `users.search` takes. */
export interface UsersSearchInput {
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
  by: "email" | "name";
  prefix: string;
}

/** What `users.search` answers. */
export interface UsersSearchOutput {
  items: ManagedUser[];
  /** Null on the last page. */
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
  /** How many sessions went on until now. */
  ended: number;
}

/** What `users.sessions.endAll` takes. */
export interface UsersSessionsEndAllInput {
  /** The user's id. */
  id: string;
}

/** What `users.sessions.endAll` answers. */
export interface UsersSessionsEndAllOutput {
  /** How many sessions went on until now. */
  ended: number;
}

/** What `users.sessions.list` takes. */
export interface UsersSessionsListInput {
  /** Where the page before ended: its nextCursor. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Default: 100. */
  limit?: number | undefined;
  /** The user's id. */
  id: string;
}

/** What `users.sessions.list` answers. */
export interface UsersSessionsListOutput {
  items: Session[];
  /** Null on the last page. */
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
  /** Null for none. */
  name?: string | null | undefined;
  /** It has to be verified anew; the old one is notified if it was verified. */
  email?: string | undefined;
  /** The user's id in your own database; null for none. */
  externalId?: string | null | undefined;
  /** A JSON merge patch (RFC 7396): what is null is removed, what is left out stays. */
  metadata?: Record<string, unknown> | undefined;
}

/** What `users.update` answers. */
export interface UsersUpdateOutput {
  user: ManagedUser;
}
