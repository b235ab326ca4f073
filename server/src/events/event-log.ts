import type { AuditEvent } from "../audit/store.ts";
import { AFTER_ALL, type SqlDatabase } from "../ports/sql.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { type LiveEvent, liveEventOf } from "./live-event.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Maximum number and age of stored events. Older events are in the audit log. */
export const MAX_STORED_EVENTS = 100_000;
export const RETENTION_MS = 7 * DAY_MS;
/** Maximum number of events removed at a time, so that no delivery waits long. */
const MAX_REMOVED_EVENTS = 1000;

/** An event and its number in the audit chain. */
export interface SealedEvent {
  readonly seq: number;
  readonly event: AuditEvent;
}

/**
 * The newest events of a tenant by their numbers in the audit chain, in the SQLite of its object. They are stored together
 * with the links of that chain, so log and chain have the same events, once and in the same order.
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
    this.removeOld();
  }

  /** Throws `event_not_found` unless the log has all events after `after`. `newest` is the `seq` of the newest event. */
  requireStored(after: number, newest: number): void {
    const oldest = this.oldest(newest);
    if (after < oldest || after > newest) throw new AppError("event_not_found", { after, oldest, newest });
  }

  /** `seq` before the first stored event. */
  oldest(newest: number): number {
    const [first] = this.sql.exec<{ seq: number | null }>("SELECT min(seq) AS seq FROM events");
    return (first?.seq ?? newest + 1) - 1;
  }

  /** Events after `seq` in order. `event` is an event name, or a prefix that ends in a dot. */
  after(seq: number, event: string | null, limit: number): LiveEvent[] {
    const query = `SELECT body FROM events WHERE seq > ? AND event BETWEEN ? AND ? ORDER BY seq LIMIT ?`;
    const rows = this.sql.exec<{ body: string }>(query, seq, ...bounds(event), limit);
    // Written by `append`.
    return rows.toArray().map(({ body }) => JSON.parse(body) as LiveEvent);
  }

  /** Number of events after `after` up to `last`. */
  count(after: number, last: number, event: string | null): number {
    const query = "SELECT count(*) AS events FROM events WHERE seq > ? AND seq <= ? AND event BETWEEN ? AND ?";
    return this.sql.exec<{ events: number }>(query, after, last, ...bounds(event)).toArray()[0]?.events ?? 0;
  }

  private removeOld(): void {
    const oldest = `SELECT seq, sealed_at FROM events ORDER BY seq LIMIT ${MAX_REMOVED_EVENTS}`;
    const remove = `DELETE FROM events WHERE seq IN (SELECT seq FROM (${oldest})
      WHERE sealed_at < ? OR seq <= (SELECT max(seq) FROM events) - ?)`;
    this.sql.exec(remove, this.now() - RETENTION_MS, MAX_STORED_EVENTS);
  }
}

/** First and last event name that match the filter. */
function bounds(event: string | null): [string, string] {
  if (event === null) return ["", AFTER_ALL];
  return event.endsWith(".") ? [event, event + AFTER_ALL] : [event, event];
}
