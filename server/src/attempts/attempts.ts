/** What is guessed at. Each has counters of its own. */
export type AttemptKind = "password" | "code";

/**
 * Of what attempts are counted: an account, an address, or an account from an address. The other part is empty. A session
 * of the account counts in the place of an address.
 */
export interface CounterKey {
  readonly kind: AttemptKind;
  readonly account: string;
  readonly address: string;
}

/** One guess, before anybody looks at it. */
export interface Attempt {
  readonly kind: AttemptKind;
  readonly account: string;
  /** Null where the address says nothing of who guesses. */
  readonly address: string | null;
  /** The session that the attempt comes from, of somebody who has signed in to this account; the address does not count then. */
  readonly session?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** A challenge that was met, which counts for one attempt. */
  readonly challenge: { readonly id: string; readonly expiresAt: number } | null;
}

export type AttemptDecision =
  /** `counted` is handed back when the attempt turns out well, or is not made after all. */
  { readonly outcome: "allowed"; readonly counted: readonly CounterKey[] } | AttemptRefusal;

export type AttemptRefusal =
  | { readonly outcome: "wait"; readonly retryAfterSeconds: number }
  /** Only with a challenge that was met. */
  | { readonly outcome: "challenge" }
  /** Only a reset helps. */
  | { readonly outcome: "stopped" };

/** Exact counters of one tenant, shared by all isolates. */
export interface AttemptCounter {
  /** Decides about an attempt and counts it before it is made, so that parallel guesses pass no limit together. */
  beginAttempt(attempt: Attempt): Promise<AttemptDecision>;
  /** Takes back what was counted for an attempt that was then not made; a wait that it began stays. */
  refundAttempt(counted: readonly CounterKey[]): Promise<void>;
  /** Forgets the failures of the account, after a success. */
  succeedAttempt(counted: readonly CounterKey[], now: number): Promise<void>;
  /**
   * Forgets all failures at the account, from wherever: its owner has shown in another way who they are. The address where
   * that happened, if any, is trusted from then on, as after a success.
   */
  resetAttempts(account: string, trusted?: { readonly address: string; readonly now: number }): Promise<void>;
  /** The same for many accounts at once, without an address. */
  resetManyAttempts(accounts: readonly string[]): Promise<void>;
  /** Forgets all that is known of the account, trusted addresses too: whoever has its email next is somebody else. */
  forgetAccount(account: string): Promise<void>;
  /** Whether the account was signed in to from the address not too long ago. */
  isTrusted(account: string, address: string, now: number): Promise<boolean>;
}
