import { LONGEST_ACCESS_TOKEN_SECONDS } from "../shared/tenant-settings.ts";
import { EDGE_CACHE_SECONDS, JWKS_CACHE_SECONDS } from "./jwks.ts";
import type { SigningKeyRow } from "./signing-key-store.ts";

const DAY = 24 * 60 * 60;
/** Clocks of verifiers may be off by this much (SECURITY rule 33). */
const SKEW_SECONDS = 60;

/** So long a key is published before anything is signed with it: twice what anyone may keep a key set, and our edge. */
export const PUBLISHED_SECONDS = 2 * (JWKS_CACHE_SECONDS + EDGE_CACHE_SECONDS);
/** So long a key signs, unless it is asked to give way. */
export const ACTIVE_SECONDS = 30 * DAY;
/** So long a key is kept once it signs no more: until its last token has ended. */
export const RETIRING_SECONDS = LONGEST_ACCESS_TOKEN_SECONDS + SKEW_SECONDS;

export type SigningAlgorithm = SigningKeyRow["algorithm"];
/** What of a key its life depends on. */
export type KeyAge = Pick<SigningKeyRow, "kid" | "algorithm" | "state" | "createdAt" | "statusSince" | "rotateAt">;

/** What is due for a tenant's keys. */
export interface KeySteps {
  /** Keys to remove: whose tokens have all ended, and those that never will sign. */
  readonly drop: readonly string[];
  /** The key to sign with from now on; the present one retires. */
  readonly promote: string | undefined;
  /** Whether a new key has to be published, so that there is always one to turn to. */
  readonly publish: boolean;
}

/**
 * A key's life: next (published, signs nothing) → active (signs) → retiring (verifies what it signed) → gone. A tenant
 * without an active key has nothing due: its first one is made when it first signs.
 */
export function keySteps(keys: readonly KeyAge[], algorithm: SigningAlgorithm, now: Date): KeySteps {
  const active = keys.find((key) => key.state === "active");
  const next = keys.find((key) => key.state === "next" && key.algorithm === algorithm);
  const gone = keys.filter((key) => key.state === "retiring" && ageOf(key, now) >= RETIRING_SECONDS);
  const unwanted = keys.filter((key) => key.state === "next" && key.algorithm !== algorithm);
  const due = active !== undefined && isDue(active, algorithm, now);
  const promote = due && next !== undefined && ageOf(next, now) >= PUBLISHED_SECONDS ? next.kid : undefined;
  return {
    drop: [...gone, ...unwanted].map((key) => key.kid),
    promote,
    publish: active !== undefined && (next === undefined || promote !== undefined),
  };
}

/** When a key that is published may be signed with. */
export function usableFrom(key: KeyAge): Date {
  return new Date(sinceOf(key) + PUBLISHED_SECONDS * 1000);
}

function isDue(active: KeyAge, algorithm: SigningAlgorithm, now: Date): boolean {
  const isRequested = active.rotateAt !== null && active.rotateAt <= now;
  return isRequested || active.algorithm !== algorithm || ageOf(active, now) >= ACTIVE_SECONDS;
}

/** Seconds since the key came into its state. */
function ageOf(key: KeyAge, now: Date): number {
  return (now.getTime() - sinceOf(key)) / 1000;
}

function sinceOf({ statusSince, createdAt }: KeyAge): number {
  return (statusSince ?? createdAt).getTime();
}
