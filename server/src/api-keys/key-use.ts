import type { ApiKeyRow } from "./store.ts";

/** Number of calls in a window, which starts with the first of them. */
export type KeyLimit = ApiKeyRow["limits"][number];
export type KeyQuota = NonNullable<ApiKeyRow["quota"]>;

/** Counts uses under `countsAs`: a rotated key and its predecessors share one count. */
export interface CountedKey {
  readonly countsAs: string;
  readonly limits: readonly KeyLimit[];
  readonly quota: KeyQuota | null;
  readonly quotaSerial: number;
}

export interface KeyUse extends CountedKey {
  /** Units of quota that the use takes. A cost of 0 counts nothing at all. */
  readonly cost: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Remainder of a limit's window. */
export interface WindowState extends KeyLimit {
  readonly remaining: number;
  /** Seconds until the window resets. */
  readonly resetAfterSeconds: number;
}

export interface UseDecision {
  /** `allowed`: the use was counted. Any other outcome: it was refused and not counted. */
  readonly outcome: "allowed" | "rate_limited" | "quota_exceeded";
  readonly windows: readonly WindowState[];
  /** Remainder of the quota; null if the key has none. */
  readonly remaining: number | null;
}

/** Exact counts of a tenant's keys, shared by all isolates. */
export interface KeyUsage {
  /** Decides about a use and counts it in one step, so that parallel calls can't exceed a limit together. */
  countUse(use: KeyUse): Promise<UseDecision>;
  /**
   * Counts a use, if the key's row was read under the tenant's current version. Returns the current version in any case.
   * A use of null counts nothing.
   */
  countUseAt(version: number, use: KeyUse | null): Promise<{ version: number; decision: UseDecision | null }>;
  /** Remainders of the quotas, in the same order. */
  remainingOf(keys: readonly CountedKey[], now: number): Promise<(number | null)[]>;
}

/** The part of a key's row that counting needs. */
export function countedOf({ id, countsAs, limits, quota, quotaSerial }: ApiKeyRow): CountedKey {
  return { countsAs: countsAs ?? id, limits, quota, quotaSerial };
}

/** Seconds until a refused use may be allowed; null if it takes another quota. */
export function waitOf({ outcome, windows }: UseDecision): number | null {
  if (outcome === "allowed") return 0;
  if (outcome === "quota_exceeded") return null;
  return Math.max(
    ...windows.filter(({ remaining }) => remaining === 0).map(({ resetAfterSeconds }) => resetAfterSeconds),
  );
}
