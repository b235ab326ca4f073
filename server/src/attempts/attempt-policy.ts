import type { AttemptRefusal } from "./attempts.ts";

/** What is remembered about failures in a row. Times are milliseconds since 1970. */
export interface AttemptState {
  /** Attempts since the last success, those under way included. */
  readonly failures: number;
  /** Before this no attempt is looked at. */
  readonly blockedUntil: number;
  /** When all this counts for nothing; null for never. */
  readonly forgetAt: number | null;
}

export interface AttemptPolicy {
  /** From this failure on each attempt waits twice as long as the one before. */
  readonly delaysFrom: number;
  readonly maxDelaySeconds: number;
  /** From this failure on each attempt needs a challenge that was met. */
  readonly challengeFrom: number;
  /** From this failure on only a reset helps. */
  readonly stopFrom: number;
  /** Failures are forgotten so long after the first or the last of them; what is stopped stays so. */
  readonly retentionSeconds: number;
  readonly retainedSince: "first" | "last";
}

/** What an attempt counts against. */
export interface Counter {
  readonly policy: AttemptPolicy;
  readonly state: AttemptState | undefined;
  /** Whether its delays and challenges do not matter, as they were caused by others elsewhere. Its stop always does. */
  readonly onlyStops?: boolean;
}

const DAY = 24 * 60 * 60;

/**
 * Of an account, from whatever address: SECURITY.md, Numbers. NIST SP 800-63B-4 §3.2.2 allows 100 failures in a row,
 * however long they take, so they are not forgotten before a year has gone by without any.
 */
export const ACCOUNT_POLICY: AttemptPolicy = {
  delaysFrom: 5,
  maxDelaySeconds: 15 * 60,
  challengeFrom: 10,
  stopFrom: 100,
  retentionSeconds: 365 * DAY,
  retainedSince: "last",
};

/** An account trusts an address for so long after a success there. */
export const TRUST_SECONDS = 30 * DAY;

/** Of an account from one address: that its owner signs in elsewhere gives no guesser a new start. */
export const PAIR_POLICY: AttemptPolicy = { ...ACCOUNT_POLICY, retentionSeconds: TRUST_SECONDS };

/** The failures that an address may have in a day, and those for each account that is at home there. */
const ADDRESS_FAILURES = 30;
const FAILURES_PER_ACCOUNT = 5;
/** More accounts give no more room: whoever guesses may have made them for that. */
export const MAX_COUNTED_ACCOUNTS = 50;

/**
 * Of an address, over all accounts that are not at home there. Many people may share it, so it is never stopped, waits
 * for a minute at most, and has the more room the more of them rightly sign in from it.
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

/** Whether an attempt may be made that counts against all of these: the strictest of them decides. */
export function decideAttempt(counters: readonly Counter[], now: number): AttemptRefusal | { readonly outcome: "allowed" } {
  const reaches = (limit: "stopFrom" | "challengeFrom", { policy, state }: Counter) =>
    failuresIn(state, now) >= policy[limit];
  if (counters.some((counter) => reaches("stopFrom", counter))) return { outcome: "stopped" };
  const slowing = counters.filter(({ onlyStops }) => onlyStops !== true);
  const waits = slowing.map(({ state }) => (isRetained(state, now) ? state.blockedUntil - now : 0));
  const waitMs = Math.max(0, ...waits);
  if (waitMs > 0) return { outcome: "wait", retryAfterSeconds: Math.ceil(waitMs / 1000) };
  return { outcome: slowing.some((counter) => reaches("challengeFrom", counter)) ? "challenge" : "allowed" };
}

/** What is remembered when one more attempt is counted. */
export function countOne({ policy, state }: Counter, now: number): AttemptState {
  const failures = failuresIn(state, now) + 1;
  const { delaysFrom, maxDelaySeconds } = policy;
  const delaySeconds = failures < delaysFrom ? 0 : Math.min(2 ** (failures - delaysFrom), maxDelaySeconds);
  const goesOn = policy.retainedSince === "first" && isRetained(state, now);
  const forgetAt = (goesOn ? state.forgetAt : null) ?? now + policy.retentionSeconds * 1000;
  return {
    failures,
    // Isolates' clocks differ a little: without a delay, one that is behind does not wait.
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
