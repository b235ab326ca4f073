/** The secret that an attempt tries. Each kind has counters of its own. */
export type AttemptKind = "password" | "code" | "sign_in_code" | "totp" | "backup_code";

/**
 * Identifies a counter: of an account, of an IP address, or of an account from an address. The other part is empty. A
 * session of the account takes the place of an address.
 */
export interface CounterKey {
  readonly kind: AttemptKind;
  readonly account: string;
  readonly address: string;
}

/** An attempt, before its secret is checked. */
export interface Attempt {
  readonly kind: AttemptKind;
  readonly account: string;
  /** Null if the address doesn't identify the attempt's source. */
  readonly address: string | null;
  /** The session of a user who is signed in to this account. The attempt then counts by session, not by address. */
  readonly session?: string;
  /** Hash of the secret of a device that this account trusts. The attempt then counts by device, not by address. */
  readonly device?: string;
  /** The group of an end user's address that a tenant's server names. It counts, but is never trusted. */
  readonly bucket?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** A solved challenge, which allows one attempt. */
  readonly challenge: { readonly id: string; readonly expiresAt: number } | null;
}

export type AttemptDecision =
  /** `counted` is passed back when the attempt succeeds or is refunded. */
  { readonly outcome: "allowed"; readonly counted: readonly CounterKey[] } | AttemptRefusal;

export type AttemptRefusal =
  | { readonly outcome: "wait"; readonly retryAfterSeconds: number }
  /** Allowed with a solved challenge only. */
  | { readonly outcome: "challenge" }
  /** Refused until a reset. */
  | { readonly outcome: "stopped" };

/** Exact attempt counters of one tenant, shared by all isolates. */
export interface AttemptCounter {
  /** Decides about an attempt and counts it before it is made, so that parallel attempts can't exceed a limit together. */
  beginAttempt(attempt: Attempt): Promise<AttemptDecision>;
  /** Refunds an attempt that wasn't made. A delay that it started stays. */
  refundAttempt(counted: readonly CounterKey[]): Promise<void>;
  /** Clears the account's failures after a success. */
  succeedAttempt(counted: readonly CounterKey[], now: number): Promise<void>;
  /**
   * Clears all failures of the account, from all addresses, after its owner proved their identity another way. The address
   * where that happened, if any, is trusted from then on, as after a success.
   */
  resetAttempts(account: string, trusted?: { readonly address: string; readonly now: number }): Promise<void>;
  /** Resets many accounts in one call, without an address. */
  resetManyAttempts(accounts: readonly string[]): Promise<void>;
  /** Deletes everything about the account, including trusted addresses: the next owner of its email is another person. */
  forgetAccount(account: string): Promise<void>;
  /** True if the account was signed in to from the address within the last 30 days. */
  isTrusted(account: string, address: string, now: number): Promise<boolean>;
}
