import type { Allowed, GraphStats, ModelDefinition, Page, PageRequest, Proof } from "@cf-auth/engine";
import type { ErrorCode } from "../errors/catalog.ts";

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

/** Every answer says at which revision it was true. */
export interface AtRevision {
  readonly revision: number;
}

export interface TupleFilter {
  readonly objectType?: string | undefined;
  readonly objectId?: string | undefined;
  readonly relation?: string | undefined;
  readonly subjectType?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly subjectRelation?: string | undefined;
}

export interface ModelVersion {
  readonly version: number;
  /** In the modelling language, as it was put. */
  readonly source: string;
  readonly createdAt: number;
  readonly createdBy: string;
}

export interface ImportResult extends AtRevision {
  /** Tuples in the file, repeats not counted. */
  readonly tuples: number;
  readonly added: number;
  readonly removed: number;
  readonly unchanged: number;
}

export interface ObjectsRequest extends PageRequest {
  readonly subject: string;
  readonly relation: string;
  readonly objectType: string;
}

export interface SubjectsRequest extends PageRequest {
  readonly object: string;
  readonly relation: string;
  /** `user`, or `group#member`. */
  readonly subjectKind: string;
}

export interface GraphService {
  check(question: Triple): Promise<Outcome<{ allowed: Allowed } & AtRevision>>;
  batchCheck(questions: readonly Triple[]): Promise<Outcome<{ answers: readonly Outcome<Allowed>[] } & AtRevision>>;
  listObjects(request: ObjectsRequest): Promise<Outcome<Page & AtRevision>>;
  listSubjects(request: SubjectsRequest): Promise<Outcome<Page & AtRevision>>;
  /** The proof is null when the relation does not hold. */
  explain(question: Triple): Promise<Outcome<{ proof: Proof | null } & AtRevision>>;
  write(changes: {
    writes: readonly Triple[];
    deletes: readonly Triple[];
  }): Promise<Outcome<{ written: number; deleted: number } & AtRevision>>;
  read(request: {
    filter: TupleFilter;
    after: Triple | undefined;
    limit: number;
  }): Promise<Outcome<{ tuples: Triple[]; more: boolean } & AtRevision>>;
  putModel(model: {
    source: string;
    definition: ModelDefinition;
    actor: string;
  }): Promise<Outcome<{ version: number; changed: boolean; inertTuples: number } & AtRevision>>;
  /** Null when there is no model, or no such version. */
  getModel(version: number | undefined): Promise<Outcome<{ model: ModelVersion | null } & AtRevision>>;
  importCsv(request: { csv: string; replace: boolean; dryRun: boolean }): Promise<Outcome<ImportResult>>;
  exportCsv(maximumBytes: number): Promise<Outcome<{ csv: string; tuples: number } & AtRevision>>;
  /** Puts the canonical CSV into R2 and answers its key. */
  publishCsv(): Promise<Outcome<{ key: string; tuples: number } & AtRevision>>;
  /** Imports the CSV that lies in R2, replacing the graph. */
  reloadCsv(request: { dryRun: boolean }): Promise<Outcome<ImportResult>>;
  stats(): Promise<Outcome<GraphStats & { modelVersion: number | null } & AtRevision>>;
}
