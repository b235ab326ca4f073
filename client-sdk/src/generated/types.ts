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
    postedAt: Date;
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
  isComplete: boolean;
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
  allowedAddresses: string[];
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
  foundWhere: string | null;
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
  allowedAddresses: string[];
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
  foundWhere: string | null;
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
  /** type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation of the object's type, as the model names it. At most 2,048 characters. */
  relation: string;
  /** type:id. At most 2,048 characters. */
  object: string;
}

/** Limits and policies of a tenant's graph. */
export interface GraphSettings {
  /** Stored tuples at most. 1 to 10,000,000. */
  maxTuples: number;
  /** Memory of the packed graph at most, in bytes. 1,000,000 to 110,000,000. */
  maxBytes: number;
  /** Tuples in a row that a question may follow. 1 to 1,000. */
  maxDepth: number;
  /** Units of work that one check may take, 10,000 of which are about a millisecond; a list, a batch and whatever else is done in slices may take 20 times as many. 10,000 to 800,000. */
  maxWork: number;
  /** How old the graph may be that answers with consistency fast. At most 300. */
  staleSeconds: number;
  /** How long changes are kept and past revisions can be asked. 1 to 365. */
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
  code: "valid" | "key_malformed" | "key_unknown" | "key_revoked" | "key_expired" | "key_replaced" | "key_disabled" | "address_refused" | "scope_missing" | "rate_limited" | "quota_exceeded";
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
    resetSeconds: number;
  }[];
  /** How long to wait where a limit was met. */
  retryAfterSeconds: number | null;
}

/** What became of a letter, without what it brings. */
export interface LetterRecord {
  /** Also in the letter's header X-Letter-Id. */
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
  postedAt: Date;
  /** When it is tried next. */
  dueAt: Date | null;
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
  resetRequired: boolean;
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
  /** At least 1. */
  version: number;
  /** A model in OpenFGA's modelling language, in one file or in modules. */
  model: string | {
    /** At most 256 characters. */
    name: string;
    /** At most 524,288 characters. */
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
  /** Matches `^[a-z][a-z0-9-]{0,62}$`. */
  slug: string;
  name: string;
  limits: PlanLimits;
  createdAt: Date;
}

/** What a plan limits; what is left out it does not limit. */
export interface PlanLimits {
  /** Calls about the tenant in a minute. Those of platform admins do not count; of callers without credentials or with a publishable key only those that succeed. 1 to 10,000,000. */
  callsPerMinute?: number | undefined;
  /** Users of the tenant. At most 1,000,000,000. */
  users?: number | undefined;
  /** Stored tuples of its graph. 1 to 10,000,000. */
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
  /** type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation of the object's type, as the model names it. At most 2,048 characters. */
  relation: string;
  /** type:id. At most 2,048 characters. */
  object: string;
  because: Reason;
}

/** A stored tuple, with the terms on which it counts. */
export interface ProofTuple {
  /** type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation of the object's type, as the model names it. At most 2,048 characters. */
  relation: string;
  /** type:id. At most 2,048 characters. */
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
  stateSince: Date;
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
  /** 15 is what a password needs that is the only factor. 8 to 64. */
  passwordMinimumCharacters: number;
  /** Refuse to sign in a user whose address is not verified. */
  requireVerifiedEmail: boolean;
  /** So long an access token is good, and who verifies offline may not know that its session has ended. 60 to 900. */
  accessTokenSeconds: number;
  /** Without a refresh for so long, a session ends. 300 to 7,776,000. */
  sessionIdleSeconds: number;
  /** So long after sign-in, a session ends in any case. 900 to 31,536,000. */
  sessionAbsoluteSeconds: number;
  /** What access tokens are signed with; a change takes effect within half an hour. */
  tokenAlgorithm: "EdDSA" | "ES256";
  /** Claims of the tenant's own, in every access token. At most 32 items. */
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
  /** Origins of browser apps that may call with cookies; https://*.example.com for all below a domain. At most 50 items. At most 300 characters each. */
  allowedOrigins: string[];
  /** Where links in mail lead; a page of this service unless set. */
  verifyEmailPage: string | null;
  /** Where links in mail lead; a page of this service unless set. */
  resetPasswordPage: string | null;
  /** The product's own URL, to which hosted pages link back; they show no link if it is not set. */
  appUrl: string | null;
  /** Whom letters are from; the tenant's name unless set. */
  brandName: string | null;
  /** A picture at the head of letters, in place of the name. */
  brandLogo: string | null;
  /** Where answers to letters go; nowhere unless set. */
  mailReplyTo: string | null;
}

/** Who has a relation to an object, one step deep. */
export type Tree = __schema0;

/** One fact, and when it counts. */
export interface Tuple {
  /** type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation of the object's type, as the model names it. At most 2,048 characters. */
  relation: string;
  /** type:id. At most 2,048 characters. */
  object: string;
  /** The condition under which it counts. */
  condition?: {
    /** At most 256 characters. */
    name: string;
    /** Values of the condition's parameters that the tuple brings; at most 20 levels deep. */
    context?: Record<string, unknown> | undefined;
  } | undefined;
  /** When it stops counting, rounded down to a whole second: 1970-01-01T00:00:01Z to 2106-02-07T06:28:15Z. Leave it out for a tuple that never expires. */
  expiresAt?: Date | undefined;
}

/** Which tuple is meant: its subject, relation and object. A tuple that was read can be used as it is. */
export interface TupleReference {
  /** type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation of the object's type, as the model names it. At most 2,048 characters. */
  relation: string;
  /** type:id. At most 2,048 characters. */
  object: string;
  /** Ignored. */
  condition?: {
    /** At most 256 characters. */
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

/** Request of `apiKeys.create`. */
export interface CreateApiKeyRequest {
  /** publishable: names the tenant, for browsers; secret: may do everything to the tenant, for servers; restricted: what its scopes name, for servers. */
  kind: "publishable" | "secret" | "restricted";
  /** That of the tenant's environment, which is all it can be. */
  mode?: "live" | "test" | undefined;
  /** 1 to 200 characters. */
  name: string;
  /** When the key stops working; never unless told. */
  expiresAt?: Date | undefined;
  /** What a restricted key may call: a procedure's path, a family such as authz.*, or what only reads: authz:read. At most 100 items. At most 100 characters each. */
  scopes?: string[] | undefined;
  /** The origins of the pages that a publishable key may be used on; https://*.example.com for all below a domain. Empty for any. At most 50 items. At most 300 characters each. */
  allowedOrigins?: string[] | undefined;
  /** IPv4 and IPv6 addresses and ranges that the key may come from; empty for any. At most 100 items. At most 100 characters each. */
  allowedAddresses?: string[] | undefined;
  /** How many calls a window takes, which begins with the first of them; all of the limits hold. At most 4 items. */
  limits?: {
    /** 1 to 1,000,000,000. */
    calls: number;
    /** 1 to 2,678,400. */
    perSeconds: number;
  }[] | undefined;
  /** What the tenant keeps with the key. */
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
  /** Whose key it is, as the tenant calls its customer. 1 to 200 characters. */
  ownerId?: string | undefined;
  /** What the key begins with, such as the tenant's name; ck unless told. Matches `^[a-z][a-z0-9]{1,15}$`. */
  prefix?: string | undefined;
  /** When the key stops working; never unless told. */
  expiresAt?: Date | undefined;
  /** How much can be used; as much as one likes without one. */
  quota?: {
    /** What there is to use up from now on. At most 1,000,000,000. */
    remaining: number;
    /** To what it is raised when a day or a month (UTC) begins; more than that stays. Defaults to no refill. */
    refill?: {
      /** At most 1,000,000,000. */
      amount: number;
      every: "day" | "month";
    } | undefined;
  } | undefined;
  /** Words of the tenant's own, compared byte by byte. At most 100 items. */
  scopes?: string[] | undefined;
  /** What the tenant keeps with the key. */
  metadata?: Record<string, unknown> | undefined;
  /** IPv4 and IPv6 addresses and ranges that the key may come from; empty for any. At most 100 items. At most 100 characters each. */
  allowedAddresses?: string[] | undefined;
  /** How many calls a window takes, which begins with the first of them; all of the limits hold. At most 4 items. */
  limits?: {
    /** 1 to 1,000,000,000. */
    calls: number;
    /** 1 to 2,678,400. */
    perSeconds: number;
  }[] | undefined;
  /** Whether the key works at present. */
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
  /** Whose key it is, as the tenant calls its customer. 1 to 200 characters. */
  ownerId?: string | undefined;
  /** active: works; ended: does no more. All unless told. */
  state?: "active" | "ended" | undefined;
  /** Part of the name, or the last four characters of the key. 1 to 200 characters. */
  search?: string | undefined;
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `apiKeys.customers.list`. */
export interface ListCustomerKeysResponse {
  items: CustomerKey[];
  /** Null on the last page. */
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
  /** How long the key works beside its successor: 0 to 30 days. At most 2,592,000. */
  overlapSeconds: number;
  /** When the successor stops working; with the key unless told, null for never. */
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
  /** When the key stops working; null for never. */
  expiresAt?: Date | null | undefined;
  quota?: {
    /** What there is to use up from now on. At most 1,000,000,000. */
    remaining: number;
    /** To what it is raised when a day or a month (UTC) begins; more than that stays. Defaults to no refill. */
    refill?: {
      /** At most 1,000,000,000. */
      amount: number;
      every: "day" | "month";
    } | undefined;
  } | null | undefined;
  /** Words of the tenant's own, compared byte by byte. At most 100 items. */
  scopes?: string[] | undefined;
  /** What the tenant keeps with the key. */
  metadata?: Record<string, unknown> | undefined;
  /** IPv4 and IPv6 addresses and ranges that the key may come from; empty for any. At most 100 items. At most 100 characters each. */
  allowedAddresses?: string[] | undefined;
  /** How many calls a window takes, which begins with the first of them; all of the limits hold. At most 4 items. */
  limits?: {
    /** 1 to 1,000,000,000. */
    calls: number;
    /** 1 to 2,678,400. */
    perSeconds: number;
  }[] | undefined;
  /** Whether the key works at present. */
  enabled?: boolean | undefined;
}

/** Request of `apiKeys.get`. */
export interface GetApiKeyRequest {
  /** At most 64 characters. */
  id: string;
}

/** Request of `apiKeys.list`. */
export interface ListApiKeysRequest {
  /** Of these kinds only. At most 3 items. */
  kinds?: Array<"publishable" | "secret" | "restricted"> | undefined;
  /** active: works; ended: does no more. All unless told. */
  state?: "active" | "ended" | undefined;
  /** Part of the name, or the last four characters of the key. 1 to 200 characters. */
  search?: string | undefined;
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `apiKeys.list`. */
export interface ListApiKeysResponse {
  items: ApiKey[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Request of `apiKeys.reportLeak`. */
export interface ReportApiKeyLeakRequest {
  /** At most 512 characters. */
  key: string;
  /** Where it was found, such as a URL; its tenant is told. 1 to 1,000 characters. */
  where?: string | undefined;
}

/** Response of `apiKeys.reportLeak`. */
export interface ReportApiKeyLeakResponse {
  /** What the text says by itself: received, whether or not there is such a key; publishable keys stay. */
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
  /** How long the key works beside its successor: 0 to 30 days. At most 2,592,000. */
  overlapSeconds: number;
  /** When the successor stops working; with the key unless told, null for never. */
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
  /** When the key stops working; null for never. */
  expiresAt?: Date | null | undefined;
  /** What a restricted key may call: a procedure's path, a family such as authz.*, or what only reads: authz:read. At most 100 items. At most 100 characters each. */
  scopes?: string[] | undefined;
  /** The origins of the pages that a publishable key may be used on; https://*.example.com for all below a domain. Empty for any. At most 50 items. At most 300 characters each. */
  allowedOrigins?: string[] | undefined;
  /** IPv4 and IPv6 addresses and ranges that the key may come from; empty for any. At most 100 items. At most 100 characters each. */
  allowedAddresses?: string[] | undefined;
  /** How many calls a window takes, which begins with the first of them; all of the limits hold. At most 4 items. */
  limits?: {
    /** 1 to 1,000,000,000. */
    calls: number;
    /** 1 to 2,678,400. */
    perSeconds: number;
  }[] | undefined;
  /** What the tenant keeps with the key. */
  metadata?: Record<string, unknown> | undefined;
}

/** Request of `apiKeys.verify`. */
export interface VerifyApiKeyRequest {
  /** Whatever the customer came with. At most 4,096 characters. */
  key: string;
  /** What the customer is about to do needs all of these. Defaults to `[]`. At most 100 items. */
  scopes?: string[] | undefined;
  /** How much of the quota it takes; 0 asks, and counts nothing. Defaults to `1`. At most 1,000,000. */
  cost?: number | undefined;
  /** Where the customer comes from, for keys that are bound to addresses. At most 256 characters. */
  ip?: string | undefined;
}

/** Request of `audit.export`. */
export interface ExportAuditLogRequest {
  /** Where the call before ended: a file has 50000. At most 8,192 characters. */
  cursor?: string | undefined;
}

/** Response of `audit.export`. */
export interface ExportAuditLogResponse {
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

/** Request of `audit.list`. */
export interface ListAuditEventsRequest {
  /** One event, or the beginning of several: auth. means all of auth. At most 100 characters. */
  event?: string | undefined;
  /** At most 64 characters. */
  actor?: string | undefined;
  outcome?: "ok" | "refused" | undefined;
  /** The earliest time, counted. */
  from?: Date | undefined;
  /** The latest time, not counted. */
  to?: Date | undefined;
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `audit.list`. */
export interface ListAuditEventsResponse {
  items: AuditEvent[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Request of `audit.verify`. */
export interface VerifyAuditLogRequest {
  /** Where the call before ended: it looks at 5000. At most 8,192 characters. */
  cursor?: string | undefined;
}

/** Response of `audit.verify`. */
export interface VerifyAuditLogResponse {
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

/** Request of `auth.account.delete`. */
export interface DeleteAccountRequest {
  /** The user's present one; a wrong one is a failed sign-in. At most 1,024 characters. */
  password: string;
  /** Only where `challenge_required` asked for it. */
  challenge?: {
    /** What meeting the challenge gave; it counts for one attempt. 1 to 2,048 characters. */
    token: string;
  } | undefined;
}

/** Response of `auth.account.delete`. */
export interface DeleteAccountResponse {
  deleted: true;
}

/** Request of `auth.account.update`. */
export interface UpdateAccountRequest {
  /** Null for none. */
  name: string | null;
}

/** Response of `auth.account.update`. */
export interface UpdateAccountResponse {
  user: User;
}

/** Request of `auth.email.change`. */
export interface ChangeEmailRequest {
  /** The email, as the user writes it. At most 254 characters. Format: email. */
  newEmail: string;
  /** The user's present one; a wrong one is a failed sign-in. At most 1,024 characters. */
  password: string;
  /** Only where `challenge_required` asked for it. */
  challenge?: {
    /** What meeting the challenge gave; it counts for one attempt. 1 to 2,048 characters. */
    token: string;
  } | undefined;
}

/** Response of `auth.email.change`. */
export interface ChangeEmailResponse {
  /** That it was asked for, and nothing of whether there is such a user. */
  accepted: true;
}

/** Request of `auth.email.confirm`. */
export interface ConfirmEmailRequest {
  /** What the link in the letter has as its `token`. 1 to 256 characters. */
  token: string;
}

/** Response of `auth.email.confirm`. */
export interface ConfirmEmailResponse {
  /** waiting: a change of address is done once the link in the other letter has been followed too. */
  result: "verified" | "waiting" | "changed";
  /** The email that the user has now; while waiting, the one they will have. */
  email: string;
  /** True where it was done before, so that nothing was changed now. */
  alreadyDone: boolean;
}

/** Request of `auth.email.confirmCode`. */
export interface ConfirmEmailCodeRequest {
  /** The email, as the user writes it. At most 254 characters. Format: email. */
  email: string;
  /** The digits in the letter. 1 to 32 characters. */
  code: string;
  /** Only where `challenge_required` asked for it. */
  challenge?: {
    /** What meeting the challenge gave; it counts for one attempt. 1 to 2,048 characters. */
    token: string;
  } | undefined;
}

/** Response of `auth.email.confirmCode`. */
export interface ConfirmEmailCodeResponse {
  email: string;
}

/** Request of `auth.email.resend`. */
export interface ResendVerificationEmailRequest {
  /** The email, as the user writes it. At most 254 characters. Format: email. */
  email: string;
}

/** Response of `auth.email.resend`. */
export interface ResendVerificationEmailResponse {
  /** That it was asked for, and nothing of whether there is such a user. */
  accepted: true;
}

/** Response of `auth.keys.list`. */
export interface ListSigningKeysResponse {
  keys: SigningKey[];
}

/** Request of `auth.keys.rotate`. */
export interface RotateSigningKeyRequest {
  /** Somebody else may have a key: drops all of them and signs with a new one at once. Tokens signed before are refused here from now on, and by offline verifiers once they fetch the key set anew. Defaults to `false`. */
  compromised?: boolean | undefined;
}

/** Response of `auth.keys.rotate`. */
export interface RotateSigningKeyResponse {
  keys: SigningKey[];
  /** When another key signs: now, or as soon as it has been published for long enough. */
  rotatesAt: Date;
}

/** Request of `auth.login`. */
export interface LoginRequest {
  /** The email, as the user writes it. At most 254 characters. Format: email. */
  email: string;
  /** At most 1,024 characters. */
  password: string;
  /** Only where `challenge_required` asked for it. */
  challenge?: {
    /** What meeting the challenge gave; it counts for one attempt. 1 to 2,048 characters. */
    token: string;
  } | undefined;
  /** Who holds the refresh token: bearer, the client itself; cookie, the browser, where no script can read it. Cookies work on the tenant's own host only. Defaults to `"bearer"`. */
  mode?: "bearer" | "cookie" | undefined;
}

/** Response of `auth.login`. */
export interface LoginResponse {
  user: User;
  /** A JSON Web Token (RFC 9068), to be sent as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Exchanges for new tokens, once. Empty in cookie mode, where the browser keeps it. */
  refreshToken: string;
  /** When the refresh token ends unless it is used. */
  refreshTokenExpiresAt: Date;
}

/** Request of `auth.logout`. */
export interface LogoutRequest {
  /** Left out or empty in cookie mode, where the browser sends it. Defaults to `""`. At most 256 characters. */
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

/** Request of `auth.password.change`. */
export interface ChangePasswordRequest {
  /** The user's present one; a wrong one is a failed sign-in. At most 1,024 characters. */
  currentPassword: string;
  /** At most 1,024 characters. */
  newPassword: string;
  /** Whether to sign out everywhere else. Defaults to `true`. */
  endOtherSessions?: boolean | undefined;
  /** Only where `challenge_required` asked for it. */
  challenge?: {
    /** What meeting the challenge gave; it counts for one attempt. 1 to 2,048 characters. */
    token: string;
  } | undefined;
}

/** Response of `auth.password.change`. */
export interface ChangePasswordResponse {
  /** At least 0. */
  endedSessions: number;
}

/** Request of `auth.password.forgot`. */
export interface ForgotPasswordRequest {
  /** The email, as the user writes it. At most 254 characters. Format: email. */
  email: string;
}

/** Response of `auth.password.forgot`. */
export interface ForgotPasswordResponse {
  /** That it was asked for, and nothing of whether there is such a user. */
  accepted: true;
}

/** Request of `auth.password.reset`. */
export interface ResetPasswordRequest {
  /** What the link in the letter has as its `token`. 1 to 256 characters. */
  token: string;
  /** At most 1,024 characters. */
  password: string;
}

/** Response of `auth.password.reset`. */
export interface ResetPasswordResponse {
  /** The address to sign in with. */
  email: string;
}

/** Request of `auth.refresh`. */
export interface RefreshRequest {
  /** Left out or empty in cookie mode, where the browser sends it. Defaults to `""`. At most 256 characters. */
  refreshToken?: string | undefined;
}

/** Response of `auth.refresh`. */
export interface RefreshResponse {
  /** A JSON Web Token (RFC 9068), to be sent as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Exchanges for new tokens, once. Empty in cookie mode, where the browser keeps it. */
  refreshToken: string;
  /** When the refresh token ends unless it is used. */
  refreshTokenExpiresAt: Date;
}

/** Request of `auth.register`. */
export interface RegisterRequest {
  /** The email, as the user writes it. At most 254 characters. Format: email. */
  email: string;
  /** At most 1,024 characters. */
  password: string;
  /** 1 to 200 characters. */
  name?: string | undefined;
}

/** Response of `auth.register`. */
export interface RegisterResponse {
  /** What the tenant's users do next. Whether the address was free is told to its owner, by mail. */
  next: "login" | "verify_email";
}

/** Request of `auth.sessions.end`. */
export interface EndSessionRequest {
  /** At most 64 characters. */
  id: string;
}

/** Response of `auth.sessions.end`. */
export interface EndSessionResponse {
  /** How many sessions went on until now. At least 0. */
  ended: number;
}

/** Response of `auth.sessions.endAll`. */
export interface EndAllSessionsResponse {
  /** How many sessions went on until now. At least 0. */
  ended: number;
}

/** Response of `auth.sessions.endOthers`. */
export interface EndOtherSessionsResponse {
  /** How many sessions went on until now. At least 0. */
  ended: number;
}

/** Request of `auth.sessions.list`. */
export interface ListSessionsRequest {
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `auth.sessions.list`. */
export interface ListSessionsResponse {
  items: OwnSession[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Request of `authz.batchCheck`. */
export interface BatchCheckRequest {
  checks: {
    /** type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
    subject: string;
    /** A relation of the object's type, as the model names it. At most 2,048 characters. */
    relation: string;
    /** type:id. At most 2,048 characters. */
    object: string;
    /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
    context?: Record<string, unknown> | undefined;
  }[];
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. At most 16 characters. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. At most 16 characters. */
    at: string;
  } | undefined;
}

/** Response of `authz.batchCheck`. */
export interface BatchCheckResponse {
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

/** Request of `authz.changes`. */
export interface ListChangesRequest {
  /** Changes after this revision; 0 for all. Defaults to `"0"`. At most 16 characters. */
  after?: string | undefined;
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `authz.changes`. */
export interface ListChangesResponse {
  items: Change[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Request of `authz.check`. */
export interface CheckRequest {
  /** type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation of the object's type, as the model names it. At most 2,048 characters. */
  relation: string;
  /** type:id. At most 2,048 characters. */
  object: string;
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. At most 16 characters. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. At most 16 characters. */
    at: string;
  } | undefined;
}

/** Response of `authz.check`. */
export interface CheckResponse {
  /** Whether the subject has the relation; conditional where that depends on context not given. */
  allowed: boolean | "conditional";
  /** Where the answer is conditional: the parameters without a value, of the conditions that stayed open. A value for one of them may not change the answer. */
  missing?: string[] | undefined;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** Request of `authz.expand`. */
export interface ExpandRequest {
  /** type:id. At most 2,048 characters. */
  object: string;
  /** A relation of the object's type, as the model names it. At most 2,048 characters. */
  relation: string;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. At most 16 characters. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. At most 16 characters. */
    at: string;
  } | undefined;
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** Tuples in the tree at most; defaults to 1000, which is the most. Defaults to `1000`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `authz.expand`. */
export interface ExpandResponse {
  /** The whole tree. Its lists of tuples have those of this page. */
  tree: Tree;
  /** Null where no list of tuples goes on. Otherwise the next page has the same tree, with more tuples. */
  nextCursor: string | null;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** Request of `authz.explain`. */
export interface ExplainRequest {
  /** type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation of the object's type, as the model names it. At most 2,048 characters. */
  relation: string;
  /** type:id. At most 2,048 characters. */
  object: string;
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. At most 16 characters. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. At most 16 characters. */
    at: string;
  } | undefined;
}

/** Response of `authz.explain`. */
export interface ExplainResponse {
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

/** Request of `authz.graph.export`. */
export interface ExportGraphRequest {
  /** Defaults to `"response"`. */
  destination?: "response" | "r2" | undefined;
}

/** Response of `authz.graph.export`. */
export interface ExportGraphResponse {
  /** The CSV; null when it went into R2. */
  csv: string | null;
  /** Where it lies in R2; null when it is in the answer. */
  key: string | null;
  tuples: number;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** Request of `authz.graph.import`. */
export interface ImportGraphRequest {
  /** At most 25,165,824 characters. */
  csv: string;
  /** merge adds the file's tuples; replace also removes all others, except what is written meanwhile. Defaults to `"merge"`. */
  mode?: "merge" | "replace" | undefined;
  /** What happens to rows that the model does not allow. refuse: an error, except for tuples that are stored just so; keep: they are stored without effect; drop: they are left out. Defaults to `"refuse"`. */
  ineffective?: "refuse" | "keep" | "drop" | undefined;
  /** Only say what would change. Defaults to `false`. */
  dryRun?: boolean | undefined;
  /** Why, for the log. At most 500 characters. */
  reason?: string | undefined;
}

/** Response of `authz.graph.import`. */
export interface ImportGraphResponse {
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

/** Response of `authz.graph.job`. */
export interface GetImportJobResponse {
  /** Null when there has been none. */
  job: ImportJob | null;
}

/** Request of `authz.graph.reload`. */
export interface ReloadGraphRequest {
  /** merge adds the file's tuples; replace also removes all others, except what is written meanwhile. Defaults to `"replace"`. */
  mode?: "merge" | "replace" | undefined;
  /** What happens to rows that the model does not allow. refuse: an error, except for tuples that are stored just so; keep: they are stored without effect; drop: they are left out. Defaults to `"refuse"`. */
  ineffective?: "refuse" | "keep" | "drop" | undefined;
  /** Only say what would change. Defaults to `false`. */
  dryRun?: boolean | undefined;
  /** Why, for the log. At most 500 characters. */
  reason?: string | undefined;
}

/** Response of `authz.graph.stats`. */
export interface GetGraphStatsResponse {
  /** Stored tuples that have not expired. */
  tuples: number;
  /** By type, how many ids the graph has seen. */
  objects: Record<string, number>;
  /** Memory of the packed graph. */
  bytes: number;
  /** Stored tuples that the model does not allow: kept, but without effect. */
  inertTuples: number;
  /** The oldest revision that can still be asked. */
  oldestRevision: string;
  /** Null while there is no model. */
  modelVersion: number | null;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** Request of `authz.listObjects`. */
export interface ListObjectsRequest {
  /** type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** A relation of the object's type, as the model names it. At most 2,048 characters. */
  relation: string;
  /** At most 254 characters. */
  objectType: string;
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. At most 16 characters. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. At most 16 characters. */
    at: string;
  } | undefined;
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `authz.listObjects`. */
export interface ListObjectsResponse {
  /** At most 2,048 characters each. */
  items: string[];
  /** Null on the last page. */
  nextCursor: string | null;
  /** Those of this page that depend on context not given; a page holds both kinds. At most 2,048 characters each. */
  conditional: string[];
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** Request of `authz.listRelations`. */
export interface ListRelationsRequest {
  /** type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject: string;
  /** type:id. At most 2,048 characters. */
  object: string;
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. At most 16 characters. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. At most 16 characters. */
    at: string;
  } | undefined;
}

/** Response of `authz.listRelations`. */
export interface ListRelationsResponse {
  relations: string[];
  /** Relations that depend on context not given. */
  conditional: string[];
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** Request of `authz.listSubjects`. */
export interface ListSubjectsRequest {
  /** type:id. At most 2,048 characters. */
  object: string;
  /** A relation of the object's type, as the model names it. At most 2,048 characters. */
  relation: string;
  /** A type such as user, or a userset's kind such as team#member. At most 512 characters. */
  subjectKind: string;
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. At most 16 characters. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. At most 16 characters. */
    at: string;
  } | undefined;
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `authz.listSubjects`. */
export interface ListSubjectsResponse {
  /** At most 2,048 characters each. */
  items: string[];
  /** Null on the last page. */
  nextCursor: string | null;
  /** Those of this page that depend on context not given; a page holds both kinds. At most 2,048 characters each. */
  conditional: string[];
  /** Subjects of this page that lack the relation although the list has type:*. Never grant access to type:* without leaving these out, and those in conditional. Empty where the list does not have type:*. At most 2,048 characters each. */
  excluded: string[];
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** Request of `authz.model.diff`. */
export interface DiffModelRequest {
  /** A model in OpenFGA's modelling language, in one file or in modules. */
  model: string | {
    /** At most 256 characters. */
    name: string;
    /** At most 524,288 characters. */
    contents: string;
  }[];
}

/** Response of `authz.model.diff`. */
export interface DiffModelResponse {
  /** Tuples that would lose their effect, 100 at most. */
  inertTuples: Tuple[];
  /** How many would lose their effect. */
  inertCount: number;
  /** How many that are without effect now would get one. */
  revivedCount: number;
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
  invalidContexts: number;
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

/** Request of `authz.model.get`. */
export interface GetModelRequest {
  /** At least 1. */
  version?: number | undefined;
}

/** Response of `authz.model.get`. */
export interface GetModelResponse {
  /** At least 1. */
  version: number;
  /** A model in OpenFGA's modelling language, in one file or in modules. */
  model: string | {
    /** At most 256 characters. */
    name: string;
    /** At most 524,288 characters. */
    contents: string;
  }[];
  createdAt: Date;
  createdBy: string;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** Request of `authz.model.list`. */
export interface ListModelVersionsRequest {
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `authz.model.list`. */
export interface ListModelVersionsResponse {
  items: ModelVersion[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Request of `authz.model.put`. */
export interface PutModelRequest {
  /** A model in OpenFGA's modelling language, in one file or in modules. */
  model: string | {
    /** At most 256 characters. */
    name: string;
    /** At most 524,288 characters. */
    contents: string;
  }[];
  /** Refuse a relation that depends on its own absence; otherwise that is a warning. Defaults to `false`. */
  strict?: boolean | undefined;
  /** Why, for the log. At most 500 characters. */
  reason?: string | undefined;
}

/** Response of `authz.model.put`. */
export interface PutModelResponse {
  /** At least 1. */
  version: number;
  /** False when this was the newest model already. */
  changed: boolean;
  /** Stored tuples that this model does not allow: kept, but without effect. */
  inertTuples: number;
  /** Stored tuples with a value that this model's condition can't take or does not know. A check that depends on a value of the wrong type is an error that names the tuple. */
  invalidContexts: number;
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

/** Request of `authz.model.validate`. */
export interface ValidateModelRequest {
  /** A model in OpenFGA's modelling language, in one file or in modules. */
  model: string | {
    /** At most 256 characters. */
    name: string;
    /** At most 524,288 characters. */
    contents: string;
  }[];
  /** Refuse a relation that depends on its own absence; otherwise that is a warning. Defaults to `false`. */
  strict?: boolean | undefined;
}

/** Response of `authz.model.validate`. */
export interface ValidateModelResponse {
  valid: boolean;
  /** In the order of the files and their lines, 100 at most. */
  problems: ModelProblem[];
  warnings: ModelProblem[];
}

/** Request of `authz.read`. */
export interface ReadRequest {
  /** type:id. At most 2,048 characters. */
  object?: string | undefined;
  /** All objects of this type, where no object is given. At most 254 characters. */
  objectType?: string | undefined;
  /** A relation of the object's type, as the model names it. At most 2,048 characters. */
  relation?: string | undefined;
  /** type:id, type:id#relation, or type:* for everyone of the type. At most 2,048 characters. */
  subject?: string | undefined;
  /** All subjects of this type, where no subject is given. At most 254 characters. */
  subjectType?: string | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. At most 16 characters. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. At most 16 characters. */
    at: string;
  } | undefined;
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `authz.read`. */
export interface ReadResponse {
  items: Tuple[];
  /** Null on the last page. */
  nextCursor: string | null;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** Request of `authz.settings.update`. */
export interface UpdateGraphSettingsRequest {
  maxTuples?: number | null | undefined;
  maxBytes?: number | null | undefined;
  maxDepth?: number | null | undefined;
  maxWork?: number | null | undefined;
  staleSeconds?: number | null | undefined;
  retentionDays?: number | null | undefined;
}

/** Request of `authz.verifyProof`. */
export interface VerifyProofRequest {
  proof: Proof;
  /** What is known about the request, by the parameters of conditions; at most 20 levels deep. */
  context?: Record<string, unknown> | undefined;
  /** Tuples that count for this question only, 100 at most; validated like stored ones. */
  contextualTuples?: Tuple[] | undefined;
  /** exact answers from the newest revision; fast from a copy nearby that is a few seconds old at most; { atLeast } from one that is no older than the revision. These go by the present time. { at } answers from that revision and at the time at which it was made, which decides what has expired: one revision, one answer. Defaults to `"exact"`. */
  consistency?: "exact" | "fast" | {
    /** A revision that an answer has carried. At most 16 characters. */
    atLeast: string;
  } | {
    /** A revision that an answer has carried. At most 16 characters. */
    at: string;
  } | undefined;
}

/** Response of `authz.verifyProof`. */
export interface VerifyProofResponse {
  valid: boolean;
  /** What is wrong with the proof; null where it is valid. */
  problem: string | null;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** Request of `authz.write`. */
export interface WriteRequest {
  /** A tuple takes the place of one that states the same fact on other terms. One that has expired already is not stored; it only ends the one that is there. Defaults to `[]`. */
  writes?: Tuple[] | undefined;
  /** What is not there is not deleted. Types and relations have to be ones that a version of the model has or had. Defaults to `[]`. */
  deletes?: TupleReference[] | undefined;
  /** What must be stored, and what must not be, for anything to happen. A tuple that has expired is not stored. Defaults to `{"mustExist":[],"mustNotExist":[]}`. */
  preconditions?: {
    /** Defaults to `[]`. */
    mustExist?: TupleReference[] | undefined;
    /** Defaults to `[]`. */
    mustNotExist?: TupleReference[] | undefined;
  } | undefined;
  /** Why, for the log. At most 500 characters. */
  reason?: string | undefined;
}

/** Response of `authz.write`. */
export interface WriteResponse {
  /** Tuples that were not there before, or stood on other terms. */
  written: number;
  /** Tuples that were there before and had not expired. */
  deleted: number;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** Request of `dashboard.activity`. */
export interface GetDashboardActivityRequest {
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
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
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Response of `dashboard.health`. */
export interface GetDashboardHealthResponse {
  ok: boolean;
  parts: {
    part: "database" | "files" | "cache" | "graphObject" | "stateObject";
    ok: boolean;
    milliseconds: number | null;
  }[];
}

/** Request of `dashboard.hours`. */
export interface GetDashboardHoursRequest {
  /** Id or slug. At most 64 characters. */
  tenant: string;
  metric: "calls" | "failures" | "checks" | "logins" | "failedLogins" | "events";
  /** Today, UTC, unless told. Matches `^\d{4}-\d{2}-\d{2}$`. */
  day?: string | undefined;
}

/** Response of `dashboard.hours`. */
export interface GetDashboardHoursResponse {
  points: {
    /** As YYYY-MM-DDTHH, UTC. */
    hour: string;
    value: number;
  }[];
}

/** Request of `dashboard.latency`. */
export interface GetDashboardLatencyRequest {
  /** The first day, UTC; 30 days before the last unless told. Matches `^\d{4}-\d{2}-\d{2}$`. */
  from?: string | undefined;
  /** The last day, UTC; today unless told. Matches `^\d{4}-\d{2}-\d{2}$`. */
  to?: string | undefined;
  /** Id or slug of one tenant; all together unless told. At most 64 characters. */
  tenant?: string | undefined;
  /** Whether to count anew; otherwise the answer is up to 60 seconds old. Defaults to `false`. */
  fresh?: boolean | undefined;
}

/** Response of `dashboard.latency`. */
export interface GetDashboardLatencyResponse {
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

/** Request of `dashboard.overview`. */
export interface GetDashboardOverviewRequest {
  /** Whether to count anew; otherwise the answer is up to 60 seconds old. Defaults to `false`. */
  fresh?: boolean | undefined;
}

/** Response of `dashboard.overview`. */
export interface GetDashboardOverviewResponse {
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

/** Request of `dashboard.tenants`. */
export interface GetDashboardTenantsRequest {
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
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
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Request of `dashboard.timeseries`. */
export interface GetDashboardTimeseriesRequest {
  /** calls, failures among them, checks, logins, failedLogins and events of the log are counted; activeUsers came on that day; tuples and graphBytes are what the graph held when it was last looked at. */
  metric: "calls" | "failures" | "checks" | "logins" | "failedLogins" | "events" | "activeUsers" | "tuples" | "graphBytes";
  /** The first day, UTC; 30 days before the last unless told. Matches `^\d{4}-\d{2}-\d{2}$`. */
  from?: string | undefined;
  /** The last day, UTC; today unless told. Matches `^\d{4}-\d{2}-\d{2}$`. */
  to?: string | undefined;
  /** Id or slug of one tenant; all together unless told. At most 64 characters. */
  tenant?: string | undefined;
  /** Whether to count anew; otherwise the answer is up to 60 seconds old. Defaults to `false`. */
  fresh?: boolean | undefined;
}

/** Response of `dashboard.timeseries`. */
export interface GetDashboardTimeseriesResponse {
  points: {
    /** Matches `^\d{4}-\d{2}-\d{2}$`. */
    day: string;
    value: number;
  }[];
  /** When it was counted. */
  at: Date;
}

/** Request of `dashboard.topTenants`. */
export interface GetDashboardTopTenantsRequest {
  /** calls, failures among them, checks, logins, failedLogins and events of the log are counted; activeUsers came on that day; tuples and graphBytes are what the graph held when it was last looked at. */
  metric: "calls" | "failures" | "checks" | "logins" | "failedLogins" | "events" | "activeUsers" | "tuples" | "graphBytes";
  /** The first day, UTC; 30 days before the last unless told. Matches `^\d{4}-\d{2}-\d{2}$`. */
  from?: string | undefined;
  /** The last day, UTC; today unless told. Matches `^\d{4}-\d{2}-\d{2}$`. */
  to?: string | undefined;
  /** Defaults to `10`. 1 to 100. */
  limit?: number | undefined;
  /** Whether to count anew; otherwise the answer is up to 60 seconds old. Defaults to `false`. */
  fresh?: boolean | undefined;
}

/** Response of `dashboard.topTenants`. */
export interface GetDashboardTopTenantsResponse {
  items: {
    id: string;
    slug: string;
    name: string;
    value: number;
  }[];
  /** When it was counted. */
  at: Date;
}

/** Request of `events.list`. */
export interface ListEventsRequest {
  /** The seq of the last event seen. At least 0. */
  after?: number | undefined;
  /** One event, or the beginning of several: auth. means all of auth. At most 100 characters. Matches `^[a-zA-Z_]+(\.[a-zA-Z_]+)*\.?$`. */
  event?: string | undefined;
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `events.list`. */
export interface ListEventsResponse {
  items: LiveEvent[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Request of `events.ticket`. */
export interface GetEventTicketRequest {
  /** The seq of the last event seen. At least 0. */
  after?: number | undefined;
  /** One event, or the beginning of several: auth. means all of auth. At most 100 characters. Matches `^[a-zA-Z_]+(\.[a-zA-Z_]+)*\.?$`. */
  event?: string | undefined;
}

/** Response of `events.ticket`. */
export interface GetEventTicketResponse {
  /** To offer as a subprotocol beside cf-auth.events, at /events. */
  ticket: string;
  /** The seq after which it starts. */
  position: number;
}

/** Request of `mail.mailbox.list`. */
export interface ListMailMailboxRequest {
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
  /** Only letters to this address. At most 254 characters. */
  to?: string | undefined;
  kind?: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass" | undefined;
}

/** Response of `mail.mailbox.list`. */
export interface ListMailMailboxResponse {
  items: ReceivedLetter[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Request of `mail.outbox.list`. */
export interface ListMailOutboxRequest {
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
  /** Only letters to this address. At most 254 characters. */
  to?: string | undefined;
  state?: "waiting" | "sending" | "sent" | "refused" | "expired" | "uncertain" | undefined;
}

/** Response of `mail.outbox.list`. */
export interface ListMailOutboxResponse {
  items: LetterRecord[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Request of `mail.templates.get`. */
export interface GetMailTemplateRequest {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
}

/** Request of `mail.templates.list`. */
export interface ListMailTemplatesRequest {
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `mail.templates.list`. */
export interface ListMailTemplatesResponse {
  items: MailTemplate[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Request of `mail.templates.preview`. */
export interface PreviewMailTemplateRequest {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
  /** At most 200 characters. */
  subject?: string | undefined;
  /** At most 20,000 characters. */
  text?: string | undefined;
  /** Plain markup: quoted attributes, no scripts, forms or frames. At most 100,000 characters. */
  html?: string | undefined;
}

/** Response of `mail.templates.preview`. */
export interface PreviewMailTemplateResponse {
  subject: string;
  text: string;
  html: string;
  from: string;
}

/** Request of `mail.templates.put`. */
export interface PutMailTemplateRequest {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
  /** At most 200 characters. */
  subject?: string | undefined;
  /** At most 20,000 characters. */
  text?: string | undefined;
  /** Plain markup: quoted attributes, no scripts, forms or frames. At most 100,000 characters. */
  html?: string | undefined;
}

/** Request of `mail.templates.reset`. */
export interface ResetMailTemplateRequest {
  kind: "verify_email" | "already_registered" | "reset_password" | "password_changed" | "confirm_email_change" | "confirm_new_email" | "email_changed" | "session_stolen" | "invitation" | "account_deleted" | "api_key_leaked" | "admin_changed" | "break_glass";
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
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `plans.list`. */
export interface ListPlansResponse {
  items: Plan[];
  /** Null on the last page. */
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
  /** Id or slug. At most 64 characters. */
  tenant: string;
  grant: "manager" | "support" | "billing" | "viewer";
}

/** Response of `platform.admins.grant`. */
export interface GrantPlatformAdminResponse {
  /** False where it was so already. */
  changed: boolean;
}

/** Request of `platform.admins.invite`. */
export interface InvitePlatformAdminRequest {
  /** The email, as the user writes it. At most 254 characters. Format: email. */
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
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `platform.admins.list`. */
export interface ListPlatformAdminsResponse {
  items: PlatformAdmin[];
  /** Null on the last page. */
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
  /** Id or slug. At most 64 characters. */
  tenant: string;
  grant: "manager" | "support" | "billing" | "viewer";
}

/** Response of `platform.admins.revoke`. */
export interface RevokePlatformAdminResponse {
  /** False where it was so already. */
  changed: boolean;
}

/** Request of `platform.admins.setRole`. */
export interface SetPlatformAdminRoleRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
  /** Null for what they are for tenants, and no more. */
  role: "superadmin" | "support" | "billing" | "readonly" | null;
}

/** Response of `platform.admins.setRole`. */
export interface SetPlatformAdminRoleResponse {
  /** False where it was so already. */
  changed: boolean;
}

/** Request of `platform.bootstrap`. */
export interface BootstrapPlatformRequest {
  /** The deployment's BOOTSTRAP_SECRET. At most 1,024 characters. */
  secret: string;
  /** The email, as the user writes it. At most 254 characters. Format: email. */
  email: string;
  /** At most 1,024 characters. */
  password: string;
}

/** Response of `platform.bootstrap`. */
export interface BootstrapPlatformResponse {
  /** The platform's own tenant. */
  tenantId: string;
  userId: string;
}

/** Request of `platform.breakGlass`. */
export interface BreakGlassRequest {
  /** Id or slug. At most 64 characters. */
  tenant: string;
  /** Why, for people to read. 10 to 500 characters. Matches `^[^\p{Cc}\u2028\u2029]*\S[^\p{Cc}\u2028\u2029]*$`. */
  reason: string;
  /** 1 to 60. */
  minutes: number;
}

/** Response of `platform.breakGlass`. */
export interface BreakGlassResponse {
  until: Date;
}

/** Request of `platform.endBreakGlass`. */
export interface EndBreakGlassRequest {
  /** Id or slug. At most 64 characters. */
  tenant: string;
  /** Another admin's id. 1 to 64 characters. */
  id?: string | undefined;
}

/** Response of `platform.endBreakGlass`. */
export interface EndBreakGlassResponse {
  ended: boolean;
}

/** Response of `system.health`. */
export interface GetSystemHealthResponse {
  status: "ok";
  version: string;
  time: Date;
}

/** Request of `tenants.create`. */
export interface CreateTenantRequest {
  /** Matches `^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`. */
  slug: string;
  /** 1 to 200 characters. */
  name: string;
  /** At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`. */
  host?: string | undefined;
  /** The tenant that it shall stand below; at the top unless told. At most 64 characters. */
  parentId?: string | undefined;
  /** It stays what it is created as; live unless told. Defaults to `"live"`. */
  environment?: "live" | "test" | undefined;
}

/** Response of `tenants.create`. */
export interface CreateTenantResponse {
  tenant: Tenant;
  /** For browsers and apps: it names the tenant and opens nothing else. */
  publishableKey: string;
  /** For the tenant's servers: it may do everything to the tenant. */
  secretKey: string;
}

/** Request of `tenants.delete`. */
export interface DeleteTenantRequest {
  /** The tenant's slug, once more, so that no other is meant. At most 63 characters. */
  slug: string;
  /** So long it can be restored. Defaults to `30`. At most 365. */
  retentionDays?: number | undefined;
}

/** Request of `tenants.list`. */
export interface ListTenantsRequest {
  /** How the name or the slug begins; case means nothing. 1 to 200 characters. */
  search?: string | undefined;
  status?: "active" | "suspended" | "deleted" | undefined;
  environment?: "live" | "test" | undefined;
  /** Those right below this tenant. At most 64 characters. */
  parentId?: string | undefined;
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
}

/** Response of `tenants.list`. */
export interface ListTenantsResponse {
  items: Tenant[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Request of `tenants.move`. */
export interface MoveTenantRequest {
  /** Null for the top. */
  parentId: string | null;
}

/** Response of `tenants.sessions.endAll`. */
export interface EndAllTenantSessionsResponse {
  /** How many sessions went on until now. At least 0. */
  ended: number;
}

/** Request of `tenants.setPlan`. */
export interface SetTenantPlanRequest {
  plan: string | null;
}

/** Request of `tenants.settings.update`. */
export interface UpdateTenantSettingsRequest {
  passwordMinimumCharacters?: number | null | undefined;
  requireVerifiedEmail?: boolean | null | undefined;
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
  verifyEmailPage?: string | null | null | undefined;
  resetPasswordPage?: string | null | null | undefined;
  appUrl?: string | null | null | undefined;
  brandName?: string | null | null | undefined;
  brandLogo?: string | null | null | undefined;
  mailReplyTo?: string | null | null | undefined;
}

/** Request of `tenants.update`. */
export interface UpdateTenantRequest {
  /** 1 to 200 characters. */
  name?: string | undefined;
  /** Null where it is served under its slug alone. */
  host?: string | null | undefined;
}

/** Request of `testing.clock.advance`. */
export interface AdvanceTestClockRequest {
  /** How far; it never goes back. 1 to 315,360,000. */
  seconds: number;
}

/** Response of `testing.clock.advance`. */
export interface AdvanceTestClockResponse {
  /** What time it is for the tenant now. */
  now: Date;
  /** How far that is ahead of the real time. */
  aheadSeconds: number;
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
  /** The email, as the user writes it. At most 254 characters. Format: email. */
  email: string;
  /** 1 to 200 characters. */
  name?: string | undefined;
  /** What your servers keep with the user, who may read it. */
  metadata?: Record<string, unknown> | undefined;
  /** Whether you know already that the email is the user's. Defaults to `false`. */
  emailVerified?: boolean | undefined;
  /** The user's id in your own database: at most one user has it; compared byte by byte. 1 to 200 characters. */
  externalId?: string | undefined;
  /** When the user was made elsewhere; defaults to now. Lists stay in the order of creation here. */
  createdAt?: Date | undefined;
  /** One that the user has chosen with you; the policy applies to it. At most 1,024 characters. */
  password?: string | undefined;
  /** Of a password that was chosen elsewhere, in a form that docs/operating.md lists. 1 to 1,024 characters. */
  passwordHash?: string | undefined;
  /** Whether to send the user a link to choose a password, good for 72 hours. Defaults to `false`. */
  invite?: boolean | undefined;
  /** The user whom the invitation names; defaults to the tenant. 1 to 64 characters. */
  invitedBy?: string | undefined;
}

/** Response of `users.create`. */
export interface CreateUserResponse {
  user: ManagedUser;
  /** What to know about the password hash, for people to read. */
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
  /** The user's whole email; case does not count. At most 254 characters. Format: email. */
  email?: string | undefined;
  /** The user's id in your own database: at most one user has it; compared byte by byte. 1 to 200 characters. */
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
  /** The ids that no user has. */
  missing: string[];
}

/** Request of `users.import`. */
export interface ImportUsersRequest {
  /** At most 1000. The fields are those of users.create; plaintext passwords and invitations are not imported. 1 to 1,000 items. */
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
  /** Whether to say what would become of each row, and write nothing. Defaults to `false`. */
  dryRun?: boolean | undefined;
}

/** Response of `users.import`. */
export interface ImportUsersResponse {
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
  /** The user whom the invitation names; defaults to the tenant. 1 to 64 characters. */
  invitedBy?: string | undefined;
}

/** Response of `users.invitations.send`. */
export interface SendUserInvitationResponse {
  user: ManagedUser;
}

/** Request of `users.list`. */
export interface ListUsersRequest {
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
  status?: "active" | "invited" | "banned" | undefined;
  /** Only those whose email is verified, or only those whose is not. */
  verified?: boolean | undefined;
  /** Only those whose email is at this domain; not below it. At most 253 characters. Matches `^(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?[.\u3002\uff0e\uff61])+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9]|[A-Za-z0-9-]{0,62}[^\x00-\x7f\u3002\uff0e\uff61](?:(?:[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61]|-){0,61}[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\u3002\uff0e\uff61])?)$`. */
  domain?: string | undefined;
}

/** Response of `users.list`. */
export interface ListUsersResponse {
  items: ManagedUser[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** Request of `users.search`. */
export interface SearchUsersRequest {
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
  by: "email" | "name";
  /** 1 to 254 characters. */
  prefix: string;
}

/** Response of `users.search`. */
export interface SearchUsersResponse {
  items: ManagedUser[];
  /** Null on the last page. */
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
  /** How many sessions went on until now. At least 0. */
  ended: number;
}

/** Request of `users.sessions.endAll`. */
export interface EndAllUserSessionsRequest {
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `users.sessions.endAll`. */
export interface EndAllUserSessionsResponse {
  /** How many sessions went on until now. At least 0. */
  ended: number;
}

/** Request of `users.sessions.list`. */
export interface ListUserSessionsRequest {
  /** Where the page before ended: its nextCursor. At most 8,192 characters. */
  cursor?: string | undefined;
  /** How many items at most; 100 unless told, 1000 at most. Defaults to `100`. 1 to 1,000. */
  limit?: number | undefined;
  /** The user's id. 1 to 64 characters. */
  id: string;
}

/** Response of `users.sessions.list`. */
export interface ListUserSessionsResponse {
  items: Session[];
  /** Null on the last page. */
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
  /** Null for none. */
  name?: string | null | undefined;
  /** It has to be verified anew; the old one is notified if it was verified. At most 254 characters. Format: email. */
  email?: string | undefined;
  /** The user's id in your own database; null for none. */
  externalId?: string | null | undefined;
  /** A JSON merge patch (RFC 7396): what is null is removed, what is left out stays. */
  metadata?: Record<string, unknown> | undefined;
}

/** Response of `users.update`. */
export interface UpdateUserResponse {
  user: ManagedUser;
}
