/** What may be said about one call. */
export interface CallOptions {
  /** Ends the call with a `CfAuthError` of code `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds after which the call ends with code `timeout`; the client's own unless given. */
  readonly timeoutSeconds?: number | undefined;
}
