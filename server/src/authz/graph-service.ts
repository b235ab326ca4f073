import type {
  Allowed,
  ContextProblem,
  Denial,
  ModelDefinition,
  Proof,
  ReadFormat,
  Remedy,
  Tuple,
  TupleFilter,
  TupleFormat,
  TupleKey,
  UsersetTree,
  UsersetTreeCursor,
} from "@cf-auth/engine";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import type { Purgeable } from "../shared/purgeable.ts";
import type { GraphSettings, SettingsChange } from "./settings.ts";

/**
 * Result of an RPC to a tenant's Durable Object. Failures are values, because an error thrown across RPC loses its class
 * and code.
 */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      readonly message: string;
      readonly details: Readonly<Record<string, unknown>>;
    };

export interface Triple {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

/** A tuple in the API's text form. */
export interface TupleText extends Triple {
  readonly condition?:
    | { readonly name: string; readonly context?: Readonly<Record<string, unknown>> | undefined }
    | undefined;
  readonly expiresAt?: Date | undefined;
}

/** The revision at which the result holds. */
export interface AtRevision {
  readonly revision: number;
}

/** A result of work that may have paused. */
export interface Paused {
  /** Number of pauses in which other requests ran; absent if there was none. */
  readonly pauses?: number | undefined;
}

/** What a request requires of the model. */
export interface RequiredModel {
  /** The version that must be the graph's model. Defaults to any. */
  readonly modelVersion?: number | undefined;
}

/** Evaluation context and contextual tuples of a query. */
export interface ContextualInput extends RequiredModel {
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  readonly tuples?: readonly TupleText[] | undefined;
}

export interface CheckResult {
  readonly allowed: Allowed;
  readonly missing: readonly string[];
}

export interface ListResult {
  readonly items: readonly string[];
  readonly conditional: readonly string[];
  /** Absent in results of objects of an older release. */
  readonly excluded?: readonly string[];
  readonly next: string | undefined;
}

interface PageRequest {
  readonly after: string | undefined;
  readonly limit: number;
}

/** Request and result of each kind of query. A query reads one revision of the graph. */
export interface Queries {
  check: { request: Triple & ContextualInput; result: CheckResult };
  batchCheck: {
    request: ContextualInput & { readonly checks: readonly (Triple & Pick<ContextualInput, "context">)[] };
    result: { readonly results: readonly Outcome<CheckResult>[] };
  };
  listObjects: {
    request: ContextualInput &
      PageRequest & {
        readonly subject: string;
        readonly relation: string;
        readonly objectType?: string | undefined;
      };
    result: ListResult;
  };
  listSubjects: {
    request: ContextualInput &
      PageRequest & { readonly object: string; readonly relation: string; readonly subjectKind: string };
    result: ListResult;
  };
  listRelations: {
    request: ContextualInput & { readonly subject: string; readonly object: string };
    result: { readonly relations: string[]; readonly conditional: string[] };
  };
  expand: {
    request: ContextualInput & {
      readonly object: string;
      readonly relation: string;
      readonly after: UsersetTreeCursor | undefined;
      /** Maximum number of tuples in the tree. */
      readonly limit: number;
    };
    result: { readonly tree: UsersetTree; readonly next: UsersetTreeCursor | undefined };
  };
  explain: {
    request: Triple & ContextualInput;
    result: CheckResult & {
      readonly proof: Proof | null;
      readonly remedies: readonly Remedy[];
      /** Absent in results of objects of an older release. */
      readonly denial?: Denial | null;
    };
  };
  verifyProof: {
    request: ContextualInput & { readonly proof: Proof };
    result: { valid: boolean; problem: string | null };
  };
  read: {
    request: { readonly filter: TupleFilter; readonly after: TupleKey | undefined; readonly limit: number };
    result: { readonly tuples: Tuple[]; readonly more: boolean };
  };
}

export type QueryKind = keyof Queries;

/** Actor, reason and request of a change. */
export interface Origin {
  readonly actor: string;
  readonly reason: string | null;
  readonly requestId: string;
}

/** `restore`: the graph was replaced by an earlier one, or by that of a backup. */
export type RevisionKind = "write" | "import" | "expiry" | "model" | "restore";

/** One entry of the log: a change of one tuple, or a whole revision that has no such changes. */
export interface ChangeEntry extends Origin {
  readonly revision: number;
  /** Index of the change in its revision, from 0. */
  readonly position: number;
  readonly kind: RevisionKind;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Number of writes of the whole revision. */
  readonly written: number;
  readonly deleted: number;
  readonly modelVersion: number | null;
  /** Null for a model, and for an import that is too large to log by tuple. */
  readonly change: { readonly operation: "write" | "delete"; readonly tuple: Tuple | TupleKey } | null;
}

/** A model's text: one file, or modules that an `fga.mod` lists. */
export type ModelSource = string | readonly { readonly name: string; readonly contents: string }[];

export interface ModelVersion {
  readonly version: number;
  /** Text in the modelling language, unchanged. */
  readonly source: ModelSource;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly createdBy: string;
}

/** A check with its expected result, which is stored with a version of the model. */
export interface Assertion extends Triple, Pick<ContextualInput, "context"> {
  readonly expected: boolean;
  readonly contextualTuples?: readonly TupleText[] | undefined;
}

export interface Changes extends RequiredModel {
  readonly writes: readonly TupleText[];
  readonly deletes: readonly Triple[];
  /** Facts that must be stored for the write to happen. */
  readonly mustExist: readonly Triple[];
  /** Facts that must not be stored for the write to happen. */
  readonly mustNotExist: readonly Triple[];
}

/** Handling of rows that the model doesn't allow: an error unless stored already, stored as ineffective, or left out. */
export type IneffectiveRows = "refuse" | "keep" | "drop";

export interface ImportRequest {
  readonly replace: boolean;
  readonly dryRun: boolean;
  /** Defaults to `refuse`. */
  readonly ineffective?: IneffectiveRows;
}

/** A file of tuples. */
export interface TupleFile {
  readonly text: string;
  readonly format: ReadFormat;
}

/** A row of a file of tuples, by its line; the first is line 1. */
export interface FileRow {
  readonly line: number;
  readonly reason: string;
}

export interface ImportResult extends AtRevision {
  /** Number of distinct tuples in the file. */
  readonly tupleCount: number;
  /** Number of tuples that are new, or have another condition, context or expiry. */
  readonly addedCount: number;
  readonly removedCount: number;
  readonly unchangedCount: number;
  /** Number of tuples that the model doesn't allow, or whose context doesn't fit their condition. */
  readonly ineffectiveCount?: number;
  /** Number of rows left out because the model doesn't allow them. */
  readonly droppedCount?: number;
  readonly warnings?: readonly FileRow[];
}

/** An import from R2, which runs in the background. */
export interface ImportJob extends Origin, ImportRequest {
  readonly id: string;
  readonly status: "running" | "done" | "failed";
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly rowCount: number;
  readonly result: ImportResult | null;
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly details: Record<string, unknown>;
  } | null;
}

/** Stored contexts that don't fit a model's conditions. */
export interface ContextProblems {
  /** Number of tuples with such a context. */
  readonly invalidContextCount: number;
  readonly contextProblems: readonly ContextProblem[];
}

export interface PutResult extends Partial<ContextProblems> {
  readonly version: number;
  readonly changed: boolean;
  readonly ineffectiveCount: number;
}

/** Effect that a new model would have on the graph. */
export interface ModelDiff extends Partial<ContextProblems> {
  readonly ineffectiveTuples: readonly Tuple[];
  readonly ineffectiveCount: number;
  /** Number of ineffective tuples that the new model makes effective again. */
  readonly effectiveAgainCount: number;
  readonly addedRelations: readonly string[];
  readonly removedRelations: readonly string[];
  readonly changedRelations: readonly string[];
  readonly gained: readonly Triple[];
  readonly lost: readonly Triple[];
  /** False if more access changes than is listed, or if not all of it could be examined. */
  readonly complete: boolean;
}

export interface GraphStats {
  readonly tupleCount: number;
  /** Number of distinct ids by type. */
  readonly objectCounts: Readonly<Record<string, number>>;
  /** Memory of the packed graph in bytes. */
  readonly memoryBytes: number;
  readonly modelVersion: number | null;
  /** The oldest revision that can still be queried. */
  readonly oldestRevision: number;
  /** Number of stored tuples that the model doesn't allow. */
  readonly ineffectiveCount: number;
}

/** Result of a restore of tuples. */
export interface RestoredTuples extends AtRevision {
  /** The revision whose tuples were restored. */
  readonly restoredRevision: number;
  readonly tupleCount: number;
}

/** Changes that bring an isolate's copy of the graph up to date. */
export interface Update extends AtRevision {
  readonly settings: GraphSettings;
  /** Revision that the changes start from: the copy's or a snapshot's; 0 is the empty graph. */
  readonly from: number;
  /** Key of the snapshot in R2; null if the changes start from the copy or the empty graph. */
  readonly snapshot: string | null;
  readonly changes: readonly { readonly operation: "write" | "delete"; readonly tuple: Tuple | TupleKey }[];
  /** Null if the copy has this version already, or if there is no model. */
  readonly model: { readonly version: number; readonly definition: ModelDefinition } | null;
  readonly modelVersion: number | null;
  /** Whether newer revisions follow that this update leaves out. */
  readonly more?: boolean;
}

export interface GraphService extends Purgeable {
  /** Closes all connections to the stream of changes. */
  disconnect(reason: string): Promise<void>;
  /** Runs a query on the newest revision, or on the revision `at`. */
  query<Kind extends QueryKind>(
    kind: Kind,
    request: Queries[Kind]["request"],
    at: number | undefined,
  ): Promise<Outcome<Queries[Kind]["result"] & AtRevision & Paused>>;
  write(changes: Changes, origin: Origin): Promise<Outcome<{ written: number; deleted: number } & AtRevision>>;
  changes(after: { revision: number; position: number }, limit: number): Promise<Outcome<ChangeEntry[]>>;
  putModel(
    model: { source: ModelSource; definition: ModelDefinition },
    origin: Origin,
  ): Promise<Outcome<PutResult & AtRevision>>;
  /** The newest model, or this version; null if it doesn't exist. */
  getModel(version: number | undefined): Promise<Outcome<{ model: ModelVersion | null } & AtRevision>>;
  listModels(before: number | undefined, limit: number): Promise<Outcome<ModelVersion[]>>;
  /** The assertions of a version of the model. */
  getAssertions(version: number): Promise<Outcome<{ assertions: readonly Assertion[] }>>;
  /** Replaces the assertions of a version of the model, which must define their names. */
  putAssertions(version: number, assertions: readonly Assertion[]): Promise<Outcome<{ assertionCount: number }>>;
  diffModel(definition: ModelDefinition): Promise<Outcome<ModelDiff & AtRevision & Paused>>;
  /** Imports the text `csv`. Its form defaults to CSV, as in an older release. */
  importCsv(
    request: ImportRequest & { readonly csv: string; readonly format?: ReadFormat },
    origin: Origin,
  ): Promise<Outcome<ImportResult>>;
  /** Returns the graph in canonical form, as the text `csv`. The form defaults to CSV. */
  exportCsv(
    maxBytes: number,
    format?: TupleFormat,
  ): Promise<Outcome<{ csv: string; tuples: number } & AtRevision & Paused>>;
  /** Writes the graph in canonical form to R2 and returns its key. The form defaults to CSV. */
  publishCsv(format?: ReadFormat): Promise<Outcome<{ key: string; tuples: number } & AtRevision>>;
  /** Begins an import of the file in R2, and waits at most 20 seconds for its end. */
  reloadCsv(request: ImportRequest, origin: Origin): Promise<Outcome<ImportJob>>;
  /** The last import from R2; null if there was none. */
  importJob(): Promise<Outcome<ImportJob | null>>;
  stats(): Promise<Outcome<GraphStats & AtRevision>>;
  settings(): Promise<Outcome<GraphSettings>>;
  putSettings(change: SettingsChange, mayRaiseStaleness: boolean): Promise<Outcome<GraphSettings>>;
  /** The inherited settings, overridden by the tenant's own. Without defaults. */
  configuredSettings(): Promise<Outcome<Partial<GraphSettings>>>;
  /** Replaces the settings inherited from the ancestors. Returns the configured settings. */
  inheritSettings(settings: Partial<GraphSettings>): Promise<Outcome<Partial<GraphSettings>>>;
  /** Returns the changes since the copy's revision, about as many as the limit. Defaults to all. */
  update(copy: { revision: number; modelVersion: number | null } | undefined, limit?: number): Promise<Outcome<Update>>;
  /**
   * Restores the tuples of a revision that is kept, or the newest at a time in milliseconds since 1970, as a new
   * revision. The model stays. Repeating a request of the same id changes nothing.
   */
  restoreTuples(to: { revision: number } | { at: number }, origin: Origin): Promise<Outcome<RestoredTuples>>;
  /** Opens the WebSocket of changes. The header `x-connection-credentials` has `ConnectionCredentials` as JSON. */
  fetch(request: Request): Promise<Response>;
}
