import { MAX_DECISION_WORK } from "@cf-auth/engine";

/** What a tenant's graph may grow to and a question may cost, and how long the past is kept. */
export interface GraphSettings {
  /** Stored tuples at most. */
  readonly maxTuples: number;
  /** Bytes of memory of the packed graph at most; the object and everything in it has 128 MB. */
  readonly maxBytes: number;
  /** Tuples in a row that a question may follow. */
  readonly maxDepth: number;
  /** Units of work that one check may take: ten thousand are about a millisecond. Nothing interrupts a check. */
  readonly maxWork: number;
  /** How old the graph may be that answers with the consistency `fast`, in seconds. */
  readonly maxStalenessSeconds: number;
  /** For how many days changes are kept and past revisions can be asked. */
  readonly retentionDays: number;
}

/** Some of the settings; null returns one to what it is without. */
export type SettingsChange = { readonly [Name in keyof GraphSettings]?: number | null };

/** What they may be set to at most. */
export const MAX_SETTINGS: GraphSettings = {
  maxTuples: 10_000_000,
  maxBytes: 110_000_000,
  maxDepth: 1000,
  maxWork: MAX_DECISION_WORK,
  maxStalenessSeconds: 300,
  retentionDays: 365,
};

export const DEFAULT_SETTINGS: GraphSettings = {
  maxTuples: 3_000_000,
  maxBytes: 100_000_000,
  maxDepth: 25,
  maxWork: MAX_DECISION_WORK,
  maxStalenessSeconds: 2,
  retentionDays: 30,
};
