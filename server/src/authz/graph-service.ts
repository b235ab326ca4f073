import type {
  Allowed,
  ContextProblem,
  Denial,
  ModelDefinition,
  Proof,
  Remedy,
  Tuple,
  TupleFilter,
  TupleKey,
  UsersetTree,
  UsersetTreeCursor,
} from "@cf-auth/engine";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import type { Purgeable } from "../shared/purgeable.ts";
import type { GraphSettings, SettingsChange } from "./settings.ts";

/**
 * What a tenant's graph answers, across the call into its Durable Object. Failures come back as values, since
 * an error thrown across that call keeps neither its class nor its code.
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

/** A tuple as callers write it. */
export interface TupleText extends Triple {
  readonly condition?:
    | { readonly name: string; readonly context?: Readonly<Record<string, unknown>> | undefined }
    | undefined;
  readonly expiresAt?: Date | undefined;
}

/** Every answer says at which revision it was true. */
export interface AtRevision {
  readonly revision: number;
}

/** An answer that may have taken a while. */
export interface Paused {
  /** How often others went first; absent where it was answered at once. */
  readonly pauses?: number | undefined;
}

/** What a question may bring besides its names. */
export interface Given {
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  readonly tuples?: readonly TupleText[] | undefined;
}

export interface CheckAnswer {
  readonly allowed: Allowed;
  readonly missing: readonly string[];
}

export interface PageAnswer {
  readonly items: readonly string[];
  readonly conditional: readonly string[];
  /** Absent where the object that answers is of an older release. */
  readonly excluded?: readonly string[];
  readonly next: string | undefined;
}

interface PageAsked {
  readonly after: string | undefined;
  readonly limit: number;
}

/** Every question, with what it takes and what it answers. All are answered from one graph, which stays as it is. */
export interface Questions {
  check: { asked: Triple & Given; answer: CheckAnswer };
  batchCheck: {
    asked: Given & { readonly checks: readonly (Triple & Pick<Given, "context">)[] };
    answer: { readonly answers: readonly Outcome<CheckAnswer>[] };
  };
  listObjects: {
    asked: Given & PageAsked & { readonly subject: string; readonly relation: string; readonly objectType: string };
    answer: PageAnswer;
  };
  listSubjects: {
    asked: Given & PageAsked & { readonly object: string; readonly relation: string; readonly subjectKind: string };
    answer: PageAnswer;
  };
  listRelations: {
    asked: Given & { readonly subject: string; readonly object: string };
    answer: { readonly relations: string[]; readonly conditional: string[] };
  };
  expand: {
    asked: Given & {
      readonly object: string;
      readonly relation: string;
      readonly after: UsersetTreeCursor | undefined;
      /** Tuples in the tree. */
      readonly limit: number;
    };
    answer: { readonly tree: UsersetTree; readonly next: UsersetTreeCursor | undefined };
  };
  explain: {
    asked: Triple & Given;
    answer: CheckAnswer & {
      readonly proof: Proof | null;
      readonly remedies: readonly Remedy[];
      /** Absent where the object that answers is of an older release. */
      readonly denial?: Denial | null;
    };
  };
  verifyProof: { asked: Given & { readonly proof: Proof }; answer: { valid: boolean; problem: string | null } };
  read: {
    asked: { readonly filter: TupleFilter; readonly after: TupleKey | undefined; readonly limit: number };
    answer: { readonly tuples: Tuple[]; readonly more: boolean };
  };
}

export type QuestionKind = keyof Questions;

/** Who changes something, why, and by which request. */
export interface Origin {
  readonly actor: string;
  readonly reason: string | null;
  readonly requestId: string;
}

export type RevisionKind = "write" | "import" | "expiry" | "model";

/** One line of the log: what a revision did to one tuple, or the revision itself where it has no such lines. */
export interface ChangeEntry extends Origin {
  readonly revision: number;
  /** Counts the changes of one revision, from 0. */
  readonly position: number;
  readonly kind: RevisionKind;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of the whole revision. */
  readonly written: number;
  readonly deleted: number;
  readonly modelVersion: number | null;
  /** Null for a model, and for an import that changed more than is kept line by line. */
  readonly change: { readonly operation: "write" | "delete"; readonly tuple: Tuple | TupleKey } | null;
}

/** A model's text: one file, or modules that an `fga.mod` lists. */
export type ModelSource = string | readonly { readonly name: string; readonly contents: string }[];

export interface ModelVersion {
  readonly version: number;
  /** In the modelling language, as it was put. */
  readonly source: ModelSource;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly createdBy: string;
}

export interface Changes {
  readonly writes: readonly TupleText[];
  readonly deletes: readonly Triple[];
  /** Facts that must be stored, or must not be, for anything to happen. */
  readonly mustExist: readonly Triple[];
  readonly mustNotExist: readonly Triple[];
}

/** Which rows of an import that the model does not allow are stored: those stored already, all, or none. */
export type IneffectiveRows = "refuse" | "keep" | "drop";

export interface ImportRequest {
  readonly replace: boolean;
  readonly dryRun: boolean;
  /** Absent in what was written down before there was a choice: `refuse`. */
  readonly ineffective?: IneffectiveRows;
}

/** A row of a CSV file, by its line; the header is line 1. */
export interface CsvRow {
  readonly line: number;
  readonly reason: string;
}

export interface ImportResult extends AtRevision {
  /** Tuples in the file, repeats not counted. */
  readonly tupleCount: number;
  /** Tuples that are new, or stand on other terms. */
  readonly addedCount: number;
  readonly removedCount: number;
  readonly unchangedCount: number;
  /** Tuples of the file that the model does not allow, or whose context their condition can't take. */
  readonly ineffectiveCount?: number;
  /** Rows that were left out because the model does not allow them. */
  readonly droppedCount?: number;
  readonly warnings?: readonly CsvRow[];
}

/** An import from R2, which goes on by itself. */
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

/** Stored contexts that the conditions of a model can't take, or do not know. */
export interface ContextProblems {
  /** Tuples with such a context. */
  readonly invalidContextCount: number;
  readonly contextProblems: readonly ContextProblem[];
}

export interface PutResult extends Partial<ContextProblems> {
  readonly version: number;
  readonly changed: boolean;
  readonly ineffectiveCount: number;
}

/** What a new model would do to the graph as it is. */
export interface ModelDiff extends Partial<ContextProblems> {
  readonly inert: readonly Tuple[];
  readonly ineffectiveCount: number;
  /** Tuples without effect under the present model that the new one allows. */
  readonly effectiveAgainCount: number;
  readonly addedRelations: readonly string[];
  readonly removedRelations: readonly string[];
  readonly changedRelations: readonly string[];
  readonly gained: readonly Triple[];
  readonly lost: readonly Triple[];
  /** False where more access changes than is listed, or may change: not everything could be looked at. */
  readonly complete: boolean;
}

export interface GraphFigures {
  readonly tupleCount: number;
  /** By type, how many ids the graph has seen. */
  readonly objectCounts: Readonly<Record<string, number>>;
  /** Memory of the packed graph. */
  readonly memoryBytes: number;
  readonly modelVersion: number | null;
  /** The oldest revision that can still be asked. */
  readonly oldestRevision: number;
  /** Stored tuples that the model does not allow. */
  readonly ineffectiveCount: number;
}

/** What brings an isolate's copy of the graph up to date. */
export interface Update extends AtRevision {
  readonly settings: GraphSettings;
  /** Where the changes start from: the copy's own revision, or a snapshot's; 0 is the empty graph. */
  readonly from: number;
  /** Where the snapshot lies in R2; null where the changes start from the copy itself, or from nothing. */
  readonly snapshot: string | null;
  readonly changes: readonly { readonly operation: "write" | "delete"; readonly tuple: Tuple | TupleKey }[];
  /** Null where the copy has it already, or there is none. */
  readonly model: { readonly version: number; readonly definition: ModelDefinition } | null;
  readonly modelVersion: number | null;
  /** Whether the graph has got further than this brings the copy; absent where it has not. */
  readonly more?: boolean;
}

export interface GraphService extends Purgeable {
  /** Closes the connections of all who follow the changes. */
  disconnect(reason: string): Promise<void>;
  /** Answers from the graph as it is, or as it was at a past revision. */
  ask<Kind extends QuestionKind>(
    kind: Kind,
    asked: Questions[Kind]["asked"],
    at: number | undefined,
  ): Promise<Outcome<Questions[Kind]["answer"] & AtRevision & Paused>>;
  write(changes: Changes, origin: Origin): Promise<Outcome<{ written: number; deleted: number } & AtRevision>>;
  changes(after: { revision: number; position: number }, limit: number): Promise<Outcome<ChangeEntry[]>>;
  putModel(
    model: { source: ModelSource; definition: ModelDefinition },
    origin: Origin,
  ): Promise<Outcome<PutResult & AtRevision>>;
  /** Null when there is no model, or no such version. */
  getModel(version: number | undefined): Promise<Outcome<{ model: ModelVersion | null } & AtRevision>>;
  listModels(before: number | undefined, limit: number): Promise<Outcome<ModelVersion[]>>;
  diffModel(definition: ModelDefinition): Promise<Outcome<ModelDiff & AtRevision & Paused>>;
  importCsv(request: ImportRequest & { csv: string }, origin: Origin): Promise<Outcome<ImportResult>>;
  exportCsv(maxBytes: number): Promise<Outcome<{ csv: string; tuples: number } & AtRevision & Paused>>;
  /** Puts the canonical CSV into R2 and answers its key. */
  publishCsv(): Promise<Outcome<{ key: string; tuples: number } & AtRevision>>;
  /** Begins to import the CSV that lies in R2, and waits a while for the end. */
  reloadCsv(request: ImportRequest, origin: Origin): Promise<Outcome<ImportJob>>;
  /** The last import from R2; null when there has been none. */
  importJob(): Promise<Outcome<ImportJob | null>>;
  stats(): Promise<Outcome<GraphFigures & AtRevision>>;
  settings(): Promise<Outcome<GraphSettings>>;
  putSettings(change: SettingsChange): Promise<Outcome<GraphSettings>>;
  /** What is set for the tenant, by itself over those above it. */
  givenSettings(): Promise<Outcome<Partial<GraphSettings>>>;
  /** Takes what is set above the tenant in the place of what was; answers what is set for it then. */
  inheritSettings(settings: Partial<GraphSettings>): Promise<Outcome<Partial<GraphSettings>>>;
  /** `known` is the copy's revision and model version. */
  update(
    known: { revision: number; modelVersion: number | null } | undefined,
    /** Changes that are sent at once, about; all unless given. */
    limit?: number,
  ): Promise<Outcome<Update>>;
  /** Opens the WebSocket of changes; the header `x-holder` has a `Holder` as JSON. */
  fetch(request: Request): Promise<Response>;
}
