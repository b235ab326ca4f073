import type { SqlDatabase } from "../ports/sql.ts";
import type { SessionRow } from "../shared/rows.ts";
import { LONGEST_ACCESS_TOKEN_SECONDS } from "../shared/tenant-settings.ts";

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

/** A token may be taken for so long after it was issued: its life, and the clocks of two machines apart. */
const KEPT_MS = (LONGEST_ACCESS_TOKEN_SECONDS + 60) * 1000;

/**
 * The revocations of one tenant in the SQLite of its Durable Object. The tenant's version begins with the time: should the
 * object lose what it has, no edge takes the new versions for old ones.
 */
export class RevocationList {
  private readonly sql: SqlDatabase;

  constructor(sql: SqlDatabase) {
    this.sql = sql;
  }

  standing({ sessionId, clientId, kid, issuedAt, sessionStartedAt = issuedAt }: TokenMarks): Standing {
    // One statement, since it is run for each request that brings a token.
    const query = `
      SELECT version, coalesce(
        (SELECT reason FROM revoked WHERE id IN (?, ?, ?) LIMIT 1), iif(? <= revoked_before, reason, NULL)
      ) AS reason FROM tenant_state`;
    const row = this.sql
      .exec<{ version: number; reason: RevocationReason | null }>(query, sessionId, clientId, kid, sessionStartedAt)
      .one();
    return { reason: row.reason, tenantVersion: row.version };
  }

  tenantVersion(): number {
    return this.sql.exec<{ version: number }>("SELECT version FROM tenant_state").one().version;
  }

  revoke(ids: readonly string[], reason: RevocationReason, now: number): void {
    this.sql.exec("DELETE FROM revoked WHERE until < ?", now);
    for (const id of ids) {
      this.sql.exec("INSERT OR REPLACE INTO revoked (id, reason, until) VALUES (?, ?, ?)", id, reason, now + KEPT_MS);
    }
  }

  revokeAll(reason: RevocationReason, now: number): void {
    this.sql.exec("UPDATE tenant_state SET revoked_before = ?, reason = ?, version = version + 1", now, reason);
  }

  tenantChanged(): void {
    this.sql.exec("UPDATE tenant_state SET version = version + 1");
  }
}
