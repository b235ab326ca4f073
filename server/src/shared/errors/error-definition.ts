/** The public definition of an error code. */
export interface ErrorDefinition {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly message: string;
  /** The next step for the caller. */
  readonly action: string;
  /** Set if the same call may succeed later. */
  readonly retryable?: true;
}
