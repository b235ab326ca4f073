import type { SqlDatabase } from "../ports/sql.ts";
import type { EmailKind } from "./email.ts";

/**
 * Delivery statuses of an email. `waiting` and `sending` come first. `refused`: the service rejected it. `expired`: the
 * service did not accept it in time. `uncertain`: it may have arrived, once or twice, and is not retried.
 */
export const EMAIL_STATUSES = ["waiting", "sending", "sent", "refused", "expired", "uncertain"] as const;
export type EmailStatus = (typeof EMAIL_STATUSES)[number];
export type FinalStatus = Exclude<EmailStatus, "waiting" | "sending">;

/** Delivery record of an email, without its content. */
export interface EmailRecord {
  /** Sequence number within the tenant. */
  readonly number: number;
  /** Id of the email, which the sender passes to the email service. */
  readonly id: string;
  readonly idempotencyKey: string;
  readonly kind: EmailKind;
  readonly to: string;
  readonly status: EmailStatus;
  readonly attemptCount: number;
  /** Code of the service's last failure; null if there was none. */
  readonly lastError: string | null;
  readonly queuedAt: number;
  /** Time of the next attempt; null if there is none. */
  readonly nextAttemptAt: number | null;
  readonly finishedAt: number | null;
}

/** Email as it enters the queue. */
export interface NewEmailRecord extends Pick<EmailRecord, "id" | "idempotencyKey" | "kind" | "to"> {
  /** Recipient; undefined if a Worker of an earlier release queued the email. */
  readonly userId: string | undefined;
  /** Encrypted content of the email. */
  readonly encrypted: string;
}

/** Email that is due, with its content. */
export interface DueEmail extends EmailRecord {
  /** Encrypted content of the email. */
  readonly encrypted: string;
  /** Number of attempts of which the result is unknown. */
  readonly uncertainAttempts: number;
}

export interface EmailQuery {
  readonly to?: string | undefined;
  /** Only emails to this user, at any of their emails. Records without a user never match. */
  readonly userId?: string | undefined;
  readonly status?: EmailStatus | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

const COLUMNS = `number, id, key AS idempotencyKey, kind, recipient AS "to", state AS status, attempts AS attemptCount,
  error AS lastError, posted_at AS queuedAt, due_at AS nextAttemptAt, finished_at AS finishedAt`;

/** Emails of one tenant, in the SQLite database of its Durable Object. */
export class EmailStore {
  private readonly sql: SqlDatabase;

  constructor(sql: SqlDatabase) {
    this.sql = sql;
  }

  /** Queues an email, due now, unless its key was queued before. */
  add({ id, idempotencyKey, kind, to, userId, encrypted }: NewEmailRecord, now: number): void {
    this.sql.exec(
      `INSERT OR IGNORE INTO outbox (id, key, kind, recipient, user_id, sealed, state, posted_at, due_at)
       VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?)`,
      ...[id, idempotencyKey, kind, to, userId ?? null, encrypted, now, now],
    );
  }

  /** Deletes an email and its record. */
  remove(id: string): void {
    this.sql.exec("DELETE FROM outbox WHERE id = ?", id);
  }

  has(key: string): boolean {
    return this.sql.exec("SELECT 1 FROM outbox WHERE key = ?", key).toArray().length > 0;
  }

  /** Time at which the next email is due. */
  earliestDueAt(): number | undefined {
    return this.minimum("SELECT min(due_at) AS minimum FROM outbox WHERE due_at IS NOT NULL");
  }

  /** Time at which the oldest finished email finished. */
  earliestFinishedAt(): number | undefined {
    return this.minimum("SELECT min(finished_at) AS minimum FROM outbox WHERE finished_at IS NOT NULL");
  }

  /** Lists emails that are due, oldest first. */
  due(now: number, limit: number): DueEmail[] {
    const query = `SELECT ${COLUMNS}, sealed AS encrypted, doubts AS uncertainAttempts FROM outbox WHERE due_at <= ? ORDER BY due_at, number LIMIT ?`;
    return this.rows<DueEmail>(query, now, limit);
  }

  /** Marks an email as being sent. It is due again at `until`, in case the attempt is never finished. */
  markSending(number: number, { until, uncertainAttempts }: { until: number; uncertainAttempts: number }): void {
    this.sql.exec(
      "UPDATE outbox SET state = 'sending', attempts = attempts + 1, doubts = ?, due_at = ? WHERE number = ?",
      ...[uncertainAttempts, until, number],
    );
  }

  /** Marks an email as waiting for its next attempt. */
  postpone(
    number: number,
    { until, uncertainAttempts, error }: { until: number; uncertainAttempts: number; error: string },
  ): void {
    this.sql.exec(
      "UPDATE outbox SET state = 'waiting', doubts = ?, error = ?, due_at = ? WHERE number = ?",
      ...[uncertainAttempts, error, until, number],
    );
  }

  /** Finishes an email and deletes its content. */
  finish(number: number, state: FinalStatus, error: string | null, now: number): void {
    this.sql.exec(
      "UPDATE outbox SET state = ?, error = ?, sealed = NULL, due_at = NULL, finished_at = ? WHERE number = ?",
      ...[state, error, now, number],
    );
  }

  /** Deletes records that finished at or before this time, with their keys. */
  prune(until: number): void {
    this.sql.exec("DELETE FROM outbox WHERE finished_at <= ?", until);
  }

  /** Lists records, newest first. */
  list({ to, userId, status, before, limit }: EmailQuery): EmailRecord[] {
    const isTheirs = userId === undefined ? "" : "user_id = ?5 AND";
    const query = `SELECT ${COLUMNS} FROM outbox
      WHERE ${isTheirs} number < ?1 AND (?2 IS NULL OR lower(recipient) = lower(?2)) AND (?3 IS NULL OR state = ?3)
      ORDER BY number DESC LIMIT ?4`;
    const bindings = [before ?? Number.MAX_SAFE_INTEGER, to ?? null, status ?? null, limit];
    return this.rows<EmailRecord>(query, ...bindings, ...(userId === undefined ? [] : [userId]));
  }

  private minimum(query: string): number | undefined {
    return this.sql.exec<{ minimum: number | null }>(query).one().minimum ?? undefined;
  }

  /** Rows of the table above. Only this class writes them, so kinds and statuses are valid. */
  private rows<Row>(query: string, ...bindings: (string | number | null)[]): Row[] {
    return this.sql.exec(query, ...bindings).toArray() as unknown as Row[];
  }
}
