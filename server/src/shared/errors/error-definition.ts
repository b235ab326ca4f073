/** What an error is to a caller. */
export interface ErrorDefinition {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly message: string;
  /** What the reader can do about it. */
  readonly action: string;
  /** Whether the same call may succeed later, unchanged. */
  readonly retryable?: true;
}
