import type { AuditEvent } from "../audit/store.ts";
import { AFTER_ALL, type SqlDatabase } from "../ports/sql.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { type LiveEvent, liveEventOf } from "./live-event.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** So many events are kept, and none for longer. What came before is in the audit log. */
export const KEPT_EVENTS = 100_000;
export const KEPT_MS = 7 * DAY_MS;
/** Removed at once, so that no delivery waits for it. */
const FORGOTTEN_AT_ONCE = 1000;

/** An event and its number in the chain. */
export interface SealedEvent {
  readonly seq: number;
  readonly event: AuditEvent;
}

/**
 * The latest events of a tenant in the SQLite of its object, by their numbers in the audit chain. They are put here with
 * the links of that chain, so that the log has what the chain has, once and in the same order.
 */
export class EventLog {
  private readonly sql: SqlDatabase;
  private readonly now: () => number;

  constructor(sql: SqlDatabase, now: () => number) {
    this.sql = sql;
    this.now = now;
  }

  append(sealed: readonly SealedEvent[]): void {
    for (const { seq, event } of sealed) {
      const body = JSON.stringify(liveEventOf(seq, event));
      const insert = "INSERT INTO events (seq, sealed_at, event, body) VALUES (?, ?, ?, ?)";
      this.sql.exec(insert, seq, this.now(), event.event, body);
    }
    this.forget();
  }

  /** Throws `event_not_found` unless the log has everything after that event, of which `newest` is the last. */
  requireKept(after: number, newest: number): void {
    const oldest = this.oldest(newest);
    if (after < oldest || after > newest) throw new AppError("event_not_found", { after, oldest, newest });
  }

  /** The number before the first event that is kept. */
  oldest(newest: number): number {
    const [first] = this.sql.exec<{ seq: number | null }>("SELECT min(seq) AS seq FROM events");
    return (first?.seq ?? newest + 1) - 1;
  }

  /** In order; `event` is one event, or with a dot at its end the beginning of several. */
  after(seq: number, event: string | null, limit: number): LiveEvent[] {
    const query = `SELECT body FROM events WHERE seq > ? AND event BETWEEN ? AND ? ORDER BY seq LIMIT ?`;
    const rows = this.sql.exec<{ body: string }>(query, seq, ...bounds(event), limit);
    // It was written by `append`.
    return rows.toArray().map(({ body }) => JSON.parse(body) as LiveEvent);
  }

  /** How many there are after one event and up to another. */
  count(after: number, last: number, event: string | null): number {
    const query = "SELECT count(*) AS events FROM events WHERE seq > ? AND seq <= ? AND event BETWEEN ? AND ?";
    return this.sql.exec<{ events: number }>(query, after, last, ...bounds(event)).toArray()[0]?.events ?? 0;
  }

  private forget(): void {
    const oldest = `SELECT seq, sealed_at FROM events ORDER BY seq LIMIT ${FORGOTTEN_AT_ONCE}`;
    const remove = `DELETE FROM events WHERE seq IN (SELECT seq FROM (${oldest})
      WHERE sealed_at < ? OR seq <= (SELECT max(seq) FROM events) - ?)`;
    this.sql.exec(remove, this.now() - KEPT_MS, KEPT_EVENTS);
  }
}

/** The first name and the last that a filter lets through. */
function bounds(event: string | null): [string, string] {
  if (event === null) return ["", AFTER_ALL];
  return event.endsWith(".") ? [event, event + AFTER_ALL] : [event, event];
}
