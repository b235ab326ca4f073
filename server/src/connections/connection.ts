/** Content of a connection. */
export type Stream = "events" | "changes";

/** Credentials that a connection was opened with, and their remaining validity. */
export interface ConnectionCredentials {
  /** Id of the API key, or of the session and its user. Ending one of them ends the connection. */
  readonly ids: readonly string[];
  /** Lifetime of the connection in milliseconds from now. A client that continues reconnects and is authorized again. */
  readonly ttlMs: number;
}

/** A connection and its owner: the object of the tenant that serves the stream. */
export interface Connection extends ConnectionCredentials {
  readonly tenantId: string;
  readonly stream: Stream;
}

/** An object that has connections open. */
export interface ConnectionOwner {
  /** Ends connections opened with these credentials at a time in milliseconds since 1970, or immediately if it has passed. */
  endConnections(ids: readonly string[], at: number): Promise<void>;
}

/**
 * Connections opened with the credentials of one tenant, also those to other tenants: an admin's session belongs to the
 * platform.
 */
export interface ConnectionRecords {
  /** Registers a connection. Call it before opening, so that a revocation of its credentials finds it. */
  registerConnection(connection: Connection): Promise<void>;
  /** Ends connections opened with these credentials, after a delay in milliseconds. Revocations call it by themselves. */
  cutOff(ids: readonly string[], inMs: number): Promise<void>;
  /** Ends all connections immediately. */
  cutOffAll(): Promise<void>;
}
