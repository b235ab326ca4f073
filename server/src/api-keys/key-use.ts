import type { ApiKeyRow } from "./store.ts";

/** So many calls in a window, which begins with the first of them. */
export type KeyLimit = ApiKeyRow["limits"][number];
export type KeyQuota = NonNullable<ApiKeyRow["quota"]>;

/** Uses of what is counted together: of a key, and of those that it succeeded. */
export interface CountedKey {
  readonly countsAs: string;
  readonly limits: readonly KeyLimit[];
  readonly quota: KeyQuota | null;
  readonly quotaSerial: number;
}

export interface KeyUse extends CountedKey {
  /** How much of the quota it takes. Nothing is counted at all where it costs nothing. */
  readonly cost: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What is left of a limit's window. */
export interface WindowState extends KeyLimit {
  readonly remaining: number;
  /** After so many seconds it begins anew. */
  readonly resetAfterSeconds: number;
}

export interface UseDecision {
  /** Counted, or refused and not counted. */
  readonly outcome: "allowed" | "rate_limited" | "quota_exceeded";
  readonly windows: readonly WindowState[];
  /** Of the quota; null where there is none. */
  readonly remaining: number | null;
}

/** The uses of a tenant's keys, exactly counted, shared by all isolates. */
export interface KeyUsage {
  /** Decides about a use and counts it, in one, so that parallel calls pass no limit together. */
  countUse(use: KeyUse): Promise<UseDecision>;
  /**
   * The same for a key's row that was read under `version` of the tenant, if it still holds; the version as it is in any
   * case. Null counts nothing.
   */
  countUseAt(version: number, use: KeyUse | null): Promise<{ version: number; decision: UseDecision | null }>;
  /** What is left of the quotas, in the same order. */
  remainingOf(keys: readonly CountedKey[], now: number): Promise<(number | null)[]>;
}

/** What of a key's row says how its uses are counted. */
export function countedOf({ id, countsAs, limits, quota, quotaSerial }: ApiKeyRow): CountedKey {
  return { countsAs: countsAs ?? id, limits, quota, quotaSerial };
}

/** How long to wait until a use that was refused may be allowed, in seconds; null where it takes another quota. */
export function waitOf({ outcome, windows }: UseDecision): number | null {
  if (outcome === "allowed") return 0;
  if (outcome === "quota_exceeded") return null;
  return Math.max(
    ...windows.filter(({ remaining }) => remaining === 0).map(({ resetAfterSeconds }) => resetAfterSeconds),
  );
}
