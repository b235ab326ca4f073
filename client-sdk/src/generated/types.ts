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

/** An API key of a tenant, without the key itself. */
export interface ApiKey {
  id: string;
  /** publishable: names the tenant, for browsers; secret: may do everything to the tenant, for servers. */
  kind: "publishable" | "secret";
  mode: "live" | "test";
  name: string;
  /** The key's last four characters. */
  hint: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
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

/** A relation of an object that the subject does not have. */
export interface Refuted {
  relation: string;
  object: string;
  /** For each `but not` whose base holds: why its subtracted part holds. */
  excluded?: Reason[] | undefined;
}

/** A customer of the platform. */
export interface Tenant {
  id: string;
  /** The tenant's short name, unique over the platform. */
  slug: string;
  name: string;
  /** A host name of its own under which the tenant is served. */
  host: string | null;
  status: "active" | "suspended";
  createdAt: Date;
}

/** One fact: the subject has the relation to the object. */
export interface Tuple {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation of the object's type, as the model names it. */
  relation: string;
  /** type:id. */
  object: string;
}

/** An end user of a tenant. */
export interface User {
  id: string;
  email: string;
  emailVerified: boolean;
  name: string | null;
  createdAt: Date;
}

/** What `apiKeys.create` takes. */
export interface ApiKeysCreateInput {
  /** publishable: names the tenant, for browsers; secret: may do everything to the tenant, for servers. */
  kind: "publishable" | "secret";
  /** Default: "live". */
  mode?: "live" | "test" | undefined;
  name: string;
  /** When the key stops working; never unless told. */
  expiresAt?: Date | undefined;
}

/** What `apiKeys.create` answers. */
export interface ApiKeysCreateOutput {
  key: string;
  apiKey: ApiKey;
}

/** What `apiKeys.list` takes. */
export interface ApiKeysListInput {
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

/** What `apiKeys.revoke` takes. */
export interface ApiKeysRevokeInput {
  id: string;
}

/** What `apiKeys.revoke` answers. */
export type ApiKeysRevokeOutput = ApiKey;

/** What `auth.login` takes. */
export interface AuthLoginInput {
  /** The address, as the user writes it. */
  email: string;
  password: string;
}

/** What `auth.login` answers. */
export interface AuthLoginOutput {
  user: User;
  /** A JSON Web Token (RFC 9068), to be sent as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Exchanges for new tokens, once. */
  refreshToken: string;
  /** When the refresh token ends unless it is used. */
  refreshTokenExpiresAt: Date;
}

/** What `auth.logout` takes. */
export interface AuthLogoutInput {
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

/** What `auth.refresh` takes. */
export interface AuthRefreshInput {
  refreshToken: string;
}

/** What `auth.refresh` answers. */
export interface AuthRefreshOutput {
  /** A JSON Web Token (RFC 9068), to be sent as Authorization: Bearer. */
  accessToken: string;
  accessTokenExpiresAt: Date;
  /** Exchanges for new tokens, once. */
  refreshToken: string;
  /** When the refresh token ends unless it is used. */
  refreshTokenExpiresAt: Date;
}

/** What `auth.register` takes. */
export interface AuthRegisterInput {
  /** The address, as the user writes it. */
  email: string;
  password: string;
  name?: string | undefined;
}

/** What `auth.register` answers. */
export interface AuthRegisterOutput {
  user: User;
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
  }[];
}

/** What `authz.batchCheck` answers. */
export interface AuthzBatchCheckOutput {
  /** In the order of the checks. */
  results: Array<{
    /** Whether the subject has the relation; conditional where that depends on context not given. */
    allowed: boolean | "conditional";
  } | {
    error: {
      code: string;
      message: string;
    };
  }>;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.check` takes. */
export interface AuthzCheckInput {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  subject: string;
  /** A relation of the object's type, as the model names it. */
  relation: string;
  /** type:id. */
  object: string;
}

/** What `authz.check` answers. */
export interface AuthzCheckOutput {
  /** Whether the subject has the relation; conditional where that depends on context not given. */
  allowed: boolean | "conditional";
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
}

/** What `authz.explain` answers. */
export interface AuthzExplainOutput {
  /** Whether the subject has the relation; conditional where that depends on context not given. */
  allowed: boolean | "conditional";
  /** Null where the answer is no. */
  proof: Proof | null;
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
  /** merge adds the file's tuples; replace also removes all others. Default: "merge". */
  mode?: "merge" | "replace" | undefined;
  /** Only say what would change. Default: false. */
  dryRun?: boolean | undefined;
}

/** What `authz.graph.import` answers. */
export interface AuthzGraphImportOutput {
  /** Tuples in the file, repeats not counted. */
  tuples: number;
  added: number;
  removed: number;
  /** Tuples of the file that were there already. */
  unchanged: number;
  /** False when the graph was like this already, or this was a dry run. */
  changed: boolean;
  dryRun: boolean;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.graph.reload` takes. */
export interface AuthzGraphReloadInput {
  /** Only say what would change. Default: false. */
  dryRun?: boolean | undefined;
}

/** What `authz.graph.reload` answers. */
export interface AuthzGraphReloadOutput {
  /** Tuples in the file, repeats not counted. */
  tuples: number;
  added: number;
  removed: number;
  /** Tuples of the file that were there already. */
  unchanged: number;
  /** False when the graph was like this already, or this was a dry run. */
  changed: boolean;
  dryRun: boolean;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.graph.stats` answers. */
export interface AuthzGraphStatsOutput {
  tuples: number;
  /** By type, how many ids the graph has seen. */
  objects: Record<string, number>;
  /** Memory of the packed graph. */
  bytes: number;
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

/** What `authz.listSubjects` takes. */
export interface AuthzListSubjectsInput {
  /** type:id. */
  object: string;
  /** A relation of the object's type, as the model names it. */
  relation: string;
  /** A type such as user, or a userset's kind such as team#member. */
  subjectKind: string;
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
  /** The model in OpenFGA's modelling language, schema 1.1. */
  model: string;
  createdAt: Date;
  createdBy: string;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `authz.model.put` takes. */
export interface AuthzModelPutInput {
  /** The model in OpenFGA's modelling language, schema 1.1. */
  model: string;
}

/** What `authz.model.put` answers. */
export interface AuthzModelPutOutput {
  version: number;
  /** False when this was the newest model already. */
  changed: boolean;
  /** Stored tuples that this model does not allow: kept, but without effect. */
  inertTuples: number;
  /** The graph's revision that the answer was true at. */
  revision: string;
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

/** What `authz.write` takes. */
export interface AuthzWriteInput {
  /** Default: []. */
  writes?: Tuple[] | undefined;
  /** Default: []. */
  deletes?: Tuple[] | undefined;
}

/** What `authz.write` answers. */
export interface AuthzWriteOutput {
  /** Tuples that were not there before. */
  written: number;
  /** Tuples that were there before. */
  deleted: number;
  /** The graph's revision that the answer was true at. */
  revision: string;
}

/** What `dashboard.overview` answers. */
export interface DashboardOverviewOutput {
  /** Without the platform's own. */
  tenants: number;
  /** End users of all those tenants. */
  users: number;
  /** Sessions that live now, admins' own among them. */
  sessions: number;
  /** Permission checks since midnight UTC; a few seconds behind. */
  checksToday: number;
  at: Date;
}

/** What `platform.bootstrap` takes. */
export interface PlatformBootstrapInput {
  /** The deployment's BOOTSTRAP_SECRET. */
  secret: string;
  /** The address, as the user writes it. */
  email: string;
  password: string;
}

/** What `platform.bootstrap` answers. */
export interface PlatformBootstrapOutput {
  /** The platform's own tenant. */
  tenantId: string;
  userId: string;
}

/** What `system.health` answers. */
export interface SystemHealthOutput {
  status: "ok";
  time: Date;
}

/** What `tenants.create` takes. */
export interface TenantsCreateInput {
  slug: string;
  name: string;
  host?: string | undefined;
}

/** What `tenants.create` answers. */
export interface TenantsCreateOutput {
  tenant: Tenant;
  /** For browsers and apps: it names the tenant and opens nothing else. */
  publishableKey: string;
  /** For the tenant's servers: it may do everything to the tenant. */
  secretKey: string;
}

/** What `tenants.get` answers. */
export type TenantsGetOutput = Tenant;

/** What `tenants.list` takes. */
export interface TenantsListInput {
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
