import { MAX_ACCESS_TOKEN_SECONDS } from "../shared/tenant-settings.ts";
import { EDGE_CACHE_SECONDS, JWKS_CACHE_SECONDS } from "./jwks.ts";
import type { SigningKeyRow } from "./signing-key-store.ts";

const DAY = 24 * 60 * 60;
/** Tolerated difference of verifiers' clocks (SECURITY rule 33). */
const SKEW_SECONDS = 60;

/** Time between a key's publication and its first signature: twice what clients and KV may cache a key set. */
export const PUBLISHED_SECONDS = 2 * (JWKS_CACHE_SECONDS + EDGE_CACHE_SECONDS);
/** Time for which a key signs, unless its rotation is requested. */
export const ACTIVE_SECONDS = 30 * DAY;
/** Time for which a key is stored after its last signature, until its last token has expired. */
export const RETIRING_SECONDS = MAX_ACCESS_TOKEN_SECONDS + SKEW_SECONDS;

export type SigningAlgorithm = SigningKeyRow["algorithm"];
/** The fields of a key that its lifecycle depends on. */
export type KeyAge = Pick<SigningKeyRow, "kid" | "algorithm" | "state" | "createdAt" | "statusSince" | "rotateAt">;

/** Due steps of a tenant's keys. */
export interface KeySteps {
  /** Keys to delete: those whose tokens have all expired, and those that will never sign. */
  readonly drop: readonly string[];
  /** The key that signs from now on; the present one retires. */
  readonly promote: string | undefined;
  /** True if a new key must be published, so that there is always a next one. */
  readonly publish: boolean;
}

/**
 * Lifecycle of a key: next (published, signs nothing) → active (signs) → retiring (verifies what it signed) → deleted. A
 * tenant without an active key has no due steps: its first key is created when it first signs.
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

/**
 * The key that the active one replaced, until its last token has expired. It is older: after it was made active again, there is
 * none.
 */
export function replacedKey<Key extends KeyAge>(keys: readonly Key[], now: Date): Key | undefined {
  const active = keys.find((key) => key.state === "active");
  const replaced = keys.filter(
    (key) =>
      key.state === "retiring" &&
      ageOf(key, now) < RETIRING_SECONDS &&
      active !== undefined &&
      key.createdAt < active.createdAt,
  );
  return replaced.toSorted((a, b) => sinceOf(b) - sinceOf(a))[0];
}

/** The time from which a published key may sign. */
export function usableFrom(key: KeyAge): Date {
  return new Date(sinceOf(key) + PUBLISHED_SECONDS * 1000);
}

function isDue(active: KeyAge, algorithm: SigningAlgorithm, now: Date): boolean {
  const isRequested = active.rotateAt !== null && active.rotateAt <= now;
  return isRequested || active.algorithm !== algorithm || ageOf(active, now) >= ACTIVE_SECONDS;
}

/** Seconds since the key entered its state. */
function ageOf(key: KeyAge, now: Date): number {
  return (now.getTime() - sinceOf(key)) / 1000;
}

function sinceOf({ statusSince, createdAt }: KeyAge): number {
  return (statusSince ?? createdAt).getTime();
}
