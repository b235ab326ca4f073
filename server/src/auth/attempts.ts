/** What is remembered about failed sign-ins of one account. */
export interface AttemptState {
  /** Attempts since the last success, the present ones included. */
  readonly failures: number;
  /** Milliseconds since 1970 before which no attempt is looked at. */
  readonly blockedUntil: number;
}

export type AttemptDecision =
  | { readonly allowed: true; readonly state: AttemptState }
  /** `retryAfterSeconds` is null where only a reset of the password helps. */
  | { readonly allowed: false; readonly retryAfterSeconds: number | null };

/** Exact counters of one tenant, shared by all isolates. */
export interface AttemptCounter {
  /** Counts an attempt before it is made, so that parallel guesses cannot pass the limit together. */
  beginAttempt(account: string, now: number): Promise<{ allowed: boolean; retryAfterSeconds: number | null }>;
  /** Takes back an attempt that was counted and then not made; a wait that it began stays. */
  returnAttempt(account: string): Promise<void>;
  /** Forgets the account's failures, after a success. */
  clearAttempts(account: string): Promise<void>;
}

const FREE_FAILURES = 5;
const HARD_STOP = 100;
const LONGEST_DELAY_SECONDS = 15 * 60;

/**
 * Whether one more attempt may be made, and what to remember if so. From the 5th failure on each attempt waits
 * twice as long as the one before, up to 15 minutes; after the 100th only a reset helps (NIST SP 800-63B-4 §3.2.2).
 */
export function nextAttempt(state: AttemptState | undefined, now: number): AttemptDecision {
  const { failures, blockedUntil } = state ?? { failures: 0, blockedUntil: 0 };
  if (failures >= HARD_STOP) return { allowed: false, retryAfterSeconds: null };
  if (blockedUntil > now) return { allowed: false, retryAfterSeconds: Math.ceil((blockedUntil - now) / 1000) };
  const count = failures + 1;
  const delaySeconds = count < FREE_FAILURES ? 0 : Math.min(2 ** (count - FREE_FAILURES), LONGEST_DELAY_SECONDS);
  return { allowed: true, state: { failures: count, blockedUntil: now + delaySeconds * 1000 } };
}
