import type { SqlDatabase } from "../ports/sql.ts";
import type { LetterKind } from "./email.ts";

/**
 * What becomes of a letter. `waiting` and `sending` come first; `refused` will not be taken by the service; `expired`
 * was not taken while it was worth sending; `uncertain` may have arrived, once or twice, and is not tried again.
 */
export const LETTER_STATES = ["waiting", "sending", "sent", "refused", "expired", "uncertain"] as const;
export type LetterState = (typeof LETTER_STATES)[number];
export type FinalState = Exclude<LetterState, "waiting" | "sending">;

/** What is kept of a letter to be shown: nothing that it brings. */
export interface LetterRecord {
  /** Rises from letter to letter. */
  readonly number: number;
  /** What the services know it by. */
  readonly id: string;
  readonly idempotencyKey: string;
  readonly kind: LetterKind;
  readonly to: string;
  readonly status: LetterState;
  readonly attemptCount: number;
  /** The service's word for why it did not take the letter, if it did not. */
  readonly lastError: string | null;
  readonly queuedAt: number;
  /** When it is tried next, or was done with. */
  readonly nextAttemptAt: number | null;
  readonly finishedAt: number | null;
}

/** A letter as it is first kept. */
export interface NewLetter extends Pick<LetterRecord, "id" | "idempotencyKey" | "kind" | "to"> {
  /** Undefined of a letter that a Worker of an earlier release has posted. */
  readonly userId: string | undefined;
  /** The letter itself, encrypted. */
  readonly sealed: string;
}

/** A letter that has been taken to be sent. */
export interface TakenLetter extends LetterRecord {
  /** The letter itself, encrypted. */
  readonly sealed: string;
  /** How often it is unknown whether it was sent. */
  readonly doubts: number;
}

export interface LetterQuery {
  readonly to?: string | undefined;
  /** Only those to one user, whatever email they had. One of which nobody knows whom it was for is nobody's. */
  readonly userId?: string | undefined;
  readonly state?: LetterState | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

const COLUMNS = `number, id, key AS idempotencyKey, kind, recipient AS "to", state AS status, attempts AS attemptCount,
  error AS lastError,  posted_at AS queuedAt, due_at AS nextAttemptAt, finished_at AS finishedAt`;

/** One tenant's letters in the SQLite of its object. */
export class LetterStore {
  private readonly sql: SqlDatabase;

  constructor(sql: SqlDatabase) {
    this.sql = sql;
  }

  /** Keeps a letter to be sent at once, unless there is one of that key, sent or not. */
  add({ id, idempotencyKey, kind, to, userId, sealed }: NewLetter, now: number): void {
    this.sql.exec(
      `INSERT OR IGNORE INTO outbox (id, key, kind, recipient, user_id, sealed, state, posted_at, due_at)
       VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?)`,
      ...[id, idempotencyKey, kind, to, userId ?? null, sealed, now, now],
    );
  }

  /** Forgets a letter, as if it had never been there. */
  remove(id: string): void {
    this.sql.exec("DELETE FROM outbox WHERE id = ?", id);
  }

  has(key: string): boolean {
    return this.sql.exec("SELECT 1 FROM outbox WHERE key = ?", key).toArray().length > 0;
  }

  /** When the first letter is due. */
  nextDue(): number | undefined {
    return this.least("SELECT min(due_at) AS least FROM outbox WHERE due_at IS NOT NULL");
  }

  /** When the first letter was done with. */
  firstFinished(): number | undefined {
    return this.least("SELECT min(finished_at) AS least FROM outbox WHERE finished_at IS NOT NULL");
  }

  /** The letters that are due, as they are before anything is done about them. */
  due(now: number, limit: number): TakenLetter[] {
    const query = `SELECT ${COLUMNS}, sealed, doubts FROM outbox WHERE due_at <= ? ORDER BY due_at, number LIMIT ?`;
    return this.rows<TakenLetter>(query, now, limit);
  }

  /** Marks a letter as being sent; it is due again at the time given, in case nobody comes back to it. */
  begin(number: number, { until, doubts }: { until: number; doubts: number }): void {
    this.sql.exec(
      "UPDATE outbox SET state = 'sending', attempts = attempts + 1, doubts = ?, due_at = ? WHERE number = ?",
      ...[doubts, until, number],
    );
  }

  /** Marks a letter as not sent yet. */
  postpone(number: number, { until, doubts, error }: { until: number; doubts: number; error: string }): void {
    this.sql.exec(
      "UPDATE outbox SET state = 'waiting', doubts = ?, error = ?, due_at = ? WHERE number = ?",
      ...[doubts, error, until, number],
    );
  }

  /** Is done with a letter, and forgets what it brings. */
  finish(number: number, state: FinalState, error: string | null, now: number): void {
    this.sql.exec(
      "UPDATE outbox SET state = ?, error = ?, sealed = NULL, due_at = NULL, finished_at = ? WHERE number = ?",
      ...[state, error, now, number],
    );
  }

  /** Forgets the letters that were done with until then, their keys too. */
  prune(until: number): void {
    this.sql.exec("DELETE FROM outbox WHERE finished_at <= ?", until);
  }

  /** Newest first. */
  list({ to, userId, state, before, limit }: LetterQuery): LetterRecord[] {
    const isTheirs = userId === undefined ? "" : "user_id = ?5 AND";
    const query = `SELECT ${COLUMNS} FROM outbox
      WHERE ${isTheirs} number < ?1 AND (?2 IS NULL OR lower(recipient) = lower(?2)) AND (?3 IS NULL OR state = ?3)
      ORDER BY number DESC LIMIT ?4`;
    const bindings = [before ?? Number.MAX_SAFE_INTEGER, to ?? null, state ?? null, limit];
    return this.rows<LetterRecord>(query, ...bindings, ...(userId === undefined ? [] : [userId]));
  }

  private least(query: string): number | undefined {
    return this.sql.exec<{ least: number | null }>(query).one().least ?? undefined;
  }

  /** The columns are those of the table above, of whose kinds and states only this class writes any. */
  private rows<Row>(query: string, ...bindings: (string | number | null)[]): Row[] {
    return this.sql.exec(query, ...bindings).toArray() as unknown as Row[];
  }
}
