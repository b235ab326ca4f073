import { MAX_DECISION_WORK } from "@cf-auth/engine";

/** Limits of a tenant's graph and of the work of a query, and the retention of its history. */
export interface GraphSettings {
  /** Maximum number of stored tuples. */
  readonly maxTuples: number;
  /** Maximum memory of the packed graph in bytes. A Durable Object has 128 MB for everything. */
  readonly maxBytes: number;
  /** Maximum number of tuples in a row that a query follows. */
  readonly maxDepth: number;
  /** Maximum work of one check; 10,000 units take about 1 millisecond. A check is never interrupted. */
  readonly maxWork: number;
  /** Maximum age of the copy that answers with consistency `fast`, in seconds. */
  readonly maxStalenessSeconds: number;
  /** Days for which changes are stored and past revisions can be queried. */
  readonly retentionDays: number;
}

/** A partial update of the settings; null resets one to its inherited or default value. */
export type SettingsChange = { readonly [Name in keyof GraphSettings]?: number | null };

/** Maximum age of a caller's credentials with consistency `fast`, in milliseconds. */
export const MAX_STALE_CREDENTIALS_MS = 10_000;

/** Maximum of each setting. */
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
