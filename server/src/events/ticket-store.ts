import type { SqlDatabase } from "../ports/sql.ts";

/** So long a ticket may be used, in milliseconds: it is got to connect at once. */
export const TICKET_MS = 30_000;

/** What a connection will be, once somebody comes with the ticket. */
export interface Ticket {
  /** SHA-256 of its secret. */
  readonly hash: string;
  readonly ids: readonly string[];
  /** When the connection ends, in milliseconds since 1970. */
  readonly until: number;
  /** It starts after this event. */
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

/** The tickets of one tenant, each good once, for half a minute. */
export class TicketStore {
  private readonly sql: SqlDatabase;
  private readonly now: () => number;

  constructor(sql: SqlDatabase, now: () => number) {
    this.sql = sql;
    this.now = now;
  }

  put({ hash, ids, until, after, event }: Ticket): void {
    this.sql.exec("DELETE FROM event_tickets WHERE expires_at <= ?", this.now());
    const insert = `INSERT INTO event_tickets (hash, ids, until, after, event, expires_at)
      VALUES (?, ?, ?, ?, ?, ?)`;
    this.sql.exec(insert, hash, JSON.stringify(ids), until, after, event, this.now() + TICKET_MS);
  }

  /** Takes a ticket, which is then gone. */
  take(hash: string): Ticket | undefined {
    const remove = `DELETE FROM event_tickets WHERE hash = ? AND expires_at > ?
      RETURNING hash, ids, until, after, event`;
    const [row] = this.sql.exec<Row>(remove, hash, this.now()).toArray();
    // `put` has written the ids.
    return row && { ...row, ids: JSON.parse(row.ids) as string[] };
  }

  /** What was got with one of these is good no longer than that. */
  end(ids: readonly string[], at: number): void {
    const has = "EXISTS (SELECT 1 FROM json_each(ids) WHERE value = ?)";
    for (const id of ids) {
      this.sql.exec(`UPDATE event_tickets SET until = min(until, ?) WHERE ${has}`, at, id);
    }
    this.sql.exec("DELETE FROM event_tickets WHERE until <= ?", this.now());
  }
}
