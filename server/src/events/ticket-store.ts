import type { SqlDatabase } from "../ports/sql.ts";

/** Validity of a ticket in milliseconds. */
export const TICKET_MS = 30_000;

/** A ticket and the connection that it opens. */
export interface StoredTicket {
  /** SHA-256 of the ticket's secret. */
  readonly hash: string;
  readonly ids: readonly string[];
  /** End of the connection in milliseconds since 1970. */
  readonly until: number;
  /** `seq` after which the connection starts. */
  readonly after: number;
  readonly event: string | null;
}

interface Row extends Record<string, string | number | null> {
  readonly hash: string;
  readonly ids: string;
  readonly until: number;
  readonly after: number;
  readonly event: string | null;
}

/** Tickets of one tenant. Each is valid once, for 30 seconds. */
export class TicketStore {
  private readonly sql: SqlDatabase;
  private readonly now: () => number;

  constructor(sql: SqlDatabase, now: () => number) {
    this.sql = sql;
    this.now = now;
  }

  put({ hash, ids, until, after, event }: StoredTicket): void {
    this.sql.exec("DELETE FROM event_tickets WHERE expires_at <= ?", this.now());
    const insert = `INSERT INTO event_tickets (hash, ids, until, after, event, expires_at)
      VALUES (?, ?, ?, ?, ?, ?)`;
    this.sql.exec(insert, hash, JSON.stringify(ids), until, after, event, this.now() + TICKET_MS);
  }

  /** Removes a valid ticket and returns it. */
  take(hash: string): StoredTicket | undefined {
    const remove = `DELETE FROM event_tickets WHERE hash = ? AND expires_at > ?
      RETURNING hash, ids, until, after, event`;
    const [row] = this.sql.exec<Row>(remove, hash, this.now()).toArray();
    // Written by `put`.
    return row && { ...row, ids: JSON.parse(row.ids) as string[] };
  }

  /** Ends tickets created with these credentials at a time in milliseconds since 1970. */
  end(ids: readonly string[], at: number): void {
    const has = "EXISTS (SELECT 1 FROM json_each(ids) WHERE value = ?)";
    for (const id of ids) {
      this.sql.exec(`UPDATE event_tickets SET until = min(until, ?) WHERE ${has}`, at, id);
    }
    this.sql.exec("DELETE FROM event_tickets WHERE until <= ?", this.now());
  }
}
