/** What may be said about one call. */
export interface CallOptions {
  /** Ends the call with a `CfAuthError` of code `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds after which the call ends with code `timeout`, repetitions included; the client's own unless given. */
  readonly timeoutSeconds?: number | undefined;
  /**
   * Of a mutation: under the same key, it is done once, however often and from wherever it is called within a day. Made
   * up anew for each call unless given; give one that was written down before, to call again after a crash. 16 to 200
   * visible ASCII characters that nobody can guess.
   */
  readonly idempotencyKey?: string | undefined;
}
