/** Options of one call. */
export interface CallOptions {
  /** Aborts the call, which then throws `CfAuthError` with code `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Timeout in seconds, including retries; then the call throws code `timeout`. Defaults to the client's `timeoutSeconds`. */
  readonly timeoutSeconds?: number | undefined;
  /**
   * Idempotency key of a mutation: calls with the same key within 24 hours change something once. 16 to 200 visible ASCII characters,
   * unguessable. Defaults to a new random key per call. Store a key before the call to repeat it safely after a crash.
   */
  readonly idempotencyKey?: string | undefined;
  /**
   * IP address of the end user that a server acts for, with a secret key only. Attempts at passwords and codes then count by it in the
   * tenant's own limits per IP address, and the audit log records it.
   */
  readonly clientIp?: string | undefined;
}
