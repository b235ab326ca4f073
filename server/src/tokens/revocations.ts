import type { SessionRow } from "../sessions/session-store.ts";

/** Why what was issued is good no more. */
export type RevocationReason = NonNullable<SessionRow["endReason"]> | "compromised";

/** What of a token decides whether it has been revoked. */
export interface TokenMarks {
  readonly sessionId: string;
  /** The API key that the session was opened with, or the tenant. */
  readonly clientId: string;
  /** The key that signed it. */
  readonly kid: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** When its session began, in milliseconds since 1970; a Worker of an earlier release does not say. */
  readonly sessionStartedAt?: number;
}

export interface Standing {
  /** Why the token is refused; null while nothing stands against it. */
  readonly reason: RevocationReason | null;
  /** Rises whenever the tenant's row, or that of one of its keys, was changed. */
  readonly tenantVersion: number;
}

/**
 * What one tenant has revoked, strongly consistent, at every edge: access tokens are asked about here on each request,
 * though they have not expired. Whatever is revoked is kept until the last token it concerns has ended by itself.
 */
export interface Revocations {
  standing(token: TokenMarks): Promise<Standing>;
  /** Refuses the tokens of sessions, API keys and signing keys, by their ids. */
  revoke(ids: readonly string[], reason: RevocationReason, now: number): Promise<void>;
  /** Refuses every token of the sessions that began until now, whenever it is issued. */
  revokeAll(reason: RevocationReason, now: number): Promise<void>;
  tenantVersion(): Promise<number>;
  /** Has every edge read the rows of the tenant and its keys anew. To be called after each change of one. */
  tenantChanged(): Promise<void>;
}
