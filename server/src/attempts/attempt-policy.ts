import type { AttemptRefusal } from "./attempts.ts";

/** Failures in a row. Times are milliseconds since 1970. */
export interface AttemptState {
  /** Attempts since the last success, including those under way. */
  readonly failures: number;
  /** Time before which every attempt is refused. */
  readonly blockedUntil: number;
  /** Time when the failures stop counting; null for never. */
  readonly forgetAt: number | null;
}

export interface AttemptPolicy {
  /** Each failure from this one on doubles the delay before the next attempt. */
  readonly delaysFrom: number;
  readonly maxDelaySeconds: number;
  /** Each attempt from this failure on requires a solved challenge. */
  readonly challengeFrom: number;
  /** Attempts from this failure on are refused until a reset. */
  readonly stopFrom: number;
  /** Time for which failures count, since the first or the last of them. A stop never expires. */
  readonly retentionSeconds: number;
  readonly retainedSince: "first" | "last";
}

/** A counter that an attempt counts against. */
export interface Counter {
  readonly policy: AttemptPolicy;
  readonly state: AttemptState | undefined;
  /** True if only the stop applies: delays and challenges were caused by failures of others. */
  readonly onlyStops?: boolean;
}

const DAY = 24 * 60 * 60;

/**
 * Limits of an account, from all addresses: SECURITY.md, Numbers. NIST SP 800-63B-4 §3.2.2 allows 100 failures in a row,
 * over any time, so they count until a year has passed without a failure.
 */
export const ACCOUNT_POLICY: AttemptPolicy = {
  delaysFrom: 5,
  maxDelaySeconds: 15 * 60,
  challengeFrom: 10,
  stopFrom: 100,
  retentionSeconds: 365 * DAY,
  retainedSince: "last",
};

/** Time for which an account trusts an address after a success there: 30 days. */
export const TRUST_SECONDS = 30 * DAY;

/** Limits of an account from one address. The owner's success elsewhere doesn't reset an attacker's failures. */
export const PAIR_POLICY: AttemptPolicy = { ...ACCOUNT_POLICY, retentionSeconds: TRUST_SECONDS };

/** Failures that an address may have in a day, and those for each account that trusts it. */
const ADDRESS_FAILURES = 30;
const FAILURES_PER_ACCOUNT = 5;
/** More accounts raise the limit no further, because an attacker may have created them. */
export const MAX_COUNTED_ACCOUNTS = 50;

/**
 * Limits of an address, over all accounts that don't trust it. Many people may share an address, so it is never stopped
 * and waits at most 60 seconds. Its limit rises with the number of accounts that trust it.
 */
export function addressPolicy(trustingAccounts: number): AttemptPolicy {
  const challengeFrom = ADDRESS_FAILURES + FAILURES_PER_ACCOUNT * Math.min(trustingAccounts, MAX_COUNTED_ACCOUNTS);
  return {
    delaysFrom: 3 * challengeFrom,
    maxDelaySeconds: 60,
    challengeFrom,
    stopFrom: Number.POSITIVE_INFINITY,
    retentionSeconds: DAY,
    retainedSince: "first",
  };
}

/** Decides whether an attempt is allowed; the strictest of its counters wins. */
export function decideAttempt(
  counters: readonly Counter[],
  now: number,
): AttemptRefusal | { readonly outcome: "allowed" } {
  const reaches = (limit: "stopFrom" | "challengeFrom", { policy, state }: Counter) =>
    failuresIn(state, now) >= policy[limit];
  if (counters.some((counter) => reaches("stopFrom", counter))) return { outcome: "stopped" };
  const slowing = counters.filter(({ onlyStops }) => onlyStops !== true);
  const waits = slowing.map(({ state }) => (isRetained(state, now) ? state.blockedUntil - now : 0));
  const waitMs = Math.max(0, ...waits);
  if (waitMs > 0) return { outcome: "wait", retryAfterSeconds: Math.ceil(waitMs / 1000) };
  return { outcome: slowing.some((counter) => reaches("challengeFrom", counter)) ? "challenge" : "allowed" };
}

/** The state after one more attempt. */
export function countOne({ policy, state }: Counter, now: number): AttemptState {
  const failures = failuresIn(state, now) + 1;
  const { delaysFrom, maxDelaySeconds } = policy;
  const delaySeconds = failures < delaysFrom ? 0 : Math.min(2 ** (failures - delaysFrom), maxDelaySeconds);
  const goesOn = policy.retainedSince === "first" && isRetained(state, now);
  const forgetAt = (goesOn ? state.forgetAt : null) ?? now + policy.retentionSeconds * 1000;
  return {
    failures,
    // Isolates' clocks differ a little: without a delay, an isolate whose clock is behind must not wait.
    blockedUntil: delaySeconds === 0 ? 0 : now + delaySeconds * 1000,
    forgetAt: failures >= policy.stopFrom ? null : forgetAt,
  };
}

function failuresIn(state: AttemptState | undefined, now: number): number {
  return isRetained(state, now) ? state.failures : 0;
}

function isRetained(state: AttemptState | undefined, now: number): state is AttemptState {
  return state !== undefined && (state.forgetAt === null || state.forgetAt > now);
}
