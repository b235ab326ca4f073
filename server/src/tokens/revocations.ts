import type { SqlDatabase } from "../ports/sql.ts";
import type { SessionRow } from "../shared/rows.ts";
import { MAX_ACCESS_TOKEN_SECONDS } from "../shared/tenant-settings.ts";

/** The reason of a revocation. */
export type RevocationReason = NonNullable<SessionRow["endReason"]> | "compromised";

/** The ids and times of a token by which it can be revoked. */
export interface TokenMarks {
  readonly sessionId: string;
  /** The API key that the session was opened with, or the tenant. */
  readonly clientId: string;
  /** The key that signed it. */
  readonly kid: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** Start of its session, in milliseconds since 1970; absent from a Worker of an earlier release. */
  readonly sessionStartedAt?: number;
}

export interface Standing {
  /** The reason why the token is refused; null if it isn't. */
  readonly reason: RevocationReason | null;
  /** Rises with each change of the tenant's row or of one of its keys. */
  readonly tenantVersion: number;
}

/**
 * Revocations of one tenant, strongly consistent. Every request with an access token checks them, although the token
 * hasn't expired. A revocation is stored until the last token that it concerns has expired.
 */
export interface Revocations {
  standing(token: TokenMarks): Promise<Standing>;
  /** Refuses the tokens of sessions, API keys and signing keys, by their ids. */
  revoke(ids: readonly string[], reason: RevocationReason, now: number): Promise<void>;
  /** Refuses every token of the sessions that began until now, including tokens that are issued later. */
  revokeAll(reason: RevocationReason, now: number): Promise<void>;
  tenantVersion(): Promise<number>;
  /** Makes every isolate reread the rows of the tenant and its keys. Call it after each change of one. */
  tenantChanged(): Promise<void>;
}

/** Longest time for which a token is accepted: its life, and the difference of two clocks. */
const RETENTION_MS = (MAX_ACCESS_TOKEN_SECONDS + 60) * 1000;

/**
 * The revocations of one tenant in the SQLite of its Durable Object. The tenant's version starts with the time: if the
 * object loses its data, no isolate takes a new version for an old one.
 */
export class RevocationList {
  private readonly sql: SqlDatabase;
  /** Cached, because every call with a key asks for it. */
  private version: number | undefined;

  constructor(sql: SqlDatabase) {
    this.sql = sql;
  }

  standing({ sessionId, clientId, kid, issuedAt, sessionStartedAt = issuedAt }: TokenMarks): Standing {
    // One statement, because it runs for each request with a token.
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
    this.version ??= this.sql.exec<{ version: number }>("SELECT version FROM tenant_state").one().version;
    return this.version;
  }

  revoke(ids: readonly string[], reason: RevocationReason, now: number): void {
    this.sql.exec("DELETE FROM revoked WHERE until < ?", now);
    for (const id of ids) {
      this.sql.exec(
        "INSERT OR REPLACE INTO revoked (id, reason, until) VALUES (?, ?, ?)",
        id,
        reason,
        now + RETENTION_MS,
      );
    }
  }

  revokeAll(reason: RevocationReason, now: number): void {
    this.version = undefined;
    this.sql.exec("UPDATE tenant_state SET revoked_before = ?, reason = ?, version = version + 1", now, reason);
  }

  tenantChanged(): void {
    this.version = undefined;
    this.sql.exec("UPDATE tenant_state SET version = version + 1");
  }
}
