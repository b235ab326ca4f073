/** What a connection shows as it goes on. */
export type Stream = "events" | "changes";

/** What a connection was opened with, and how long that is good. */
export interface ConnectionCredentials {
  /** The API key's id, or the session's and its user's: whoever ends one of them ends the connection. */
  readonly ids: readonly string[];
  /** In milliseconds from now. Whoever wants to go on connects again, and is looked at again. */
  readonly ttlMs: number;
}

/** A connection, and where it lies. */
export interface Connection extends ConnectionCredentials {
  readonly tenantId: string;
  readonly stream: Stream;
}

/** Where connections lie: they can be ended, and be given an end. */
export interface ConnectionOwner {
  /** Ends what was opened with one of these at that time, in milliseconds since 1970; at once if it has passed. */
  endConnections(ids: readonly string[], at: number): Promise<void>;
}

/**
 * What lies open with the credentials of one tenant, wherever it lies: a platform admin's session is the platform's, and
 * follows another tenant.
 */
export interface ConnectionRecords {
  /** To be called before the connection is opened, so that whatever ends its credential finds it. */
  registerConnection(connection: Connection): Promise<void>;
  /** Ends what was opened with one of these, so many milliseconds from now. What is revoked is cut off by itself. */
  cutOff(ids: readonly string[], inMs: number): Promise<void>;
  /** Ends all there is, at once. */
  cutOffAll(): Promise<void>;
}
