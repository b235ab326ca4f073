import type { SqlDatabase } from "../ports/sql.ts";
import type { Clock } from "../ports/time.ts";
import type { Job } from "../shared/alarms.ts";
import { daysOf, type Pending, sumsOf, withTallies } from "./pending.ts";
import type { Delivery } from "./usage.ts";
import { type CounterMetric, dayOf, hourOf } from "./usage.ts";

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
/** Delay of a roll-up to D1, which saves written rows. */
const ROLL_UP_AFTER_MS = 60 * SECOND;
/** Retention of hours, and of the last delivery of an isolate. */
const HOUR_RETENTION_MS = 35 * DAY;
const SOURCE_RETENTION_MS = DAY;

/** Writes changed totals of a day to D1. Idempotent. */
export type RollUp = (day: string, totals: ReadonlyMap<string, number>) => Promise<void>;

/** Row of an isolate. `pending` is JSON of `Pending`, or null if nothing is pending. */
type Row = { source: string; serial: number; at: number; due: number | null; pending: string | null };

/**
 * Counts usage of one tenant in the SQLite of its object, and rolls it up by day to D1. A delivery writes one row for its
 * isolate: the number of the delivery, and the counts pending since the last roll-up, which adds them to the hours.
 */
export class UsageCounter implements Job {
  private readonly sql: SqlDatabase;
  private readonly clock: Clock;
  private readonly rollUp: RollUp;
  /** Cached, because every call of the object reads it, and there is one row for each isolate of a day. */
  private dueAt: number | undefined;
  /** Deliveries since the running roll-up read the pending counts. */
  private meanwhile: Delivery[] | undefined;
  private running: Promise<void> | undefined;

  constructor(sql: SqlDatabase, clock: Clock, rollUp: RollUp) {
    this.sql = sql;
    this.clock = clock;
    this.rollUp = rollUp;
    this.dueAt = this.firstDue();
  }

  count(delivery: Delivery): void {
    const { source, serial, tallies } = delivery;
    const last = this.rowOf(source);
    if (last !== undefined && serial <= last.serial) return;
    const now = this.clock.now().getTime();
    const due = last?.due ?? now + ROLL_UP_AFTER_MS;
    const pending = withTallies(pendingOf(last), tallies);
    this.put({ source, serial, at: now, due, pending: JSON.stringify(pending) });
    this.dueAt = Math.min(this.dueAt ?? due, due);
    this.meanwhile?.push(delivery);
  }

  byHour(metric: CounterMetric, from: string, to: string): { hour: string; value: number }[] {
    const query = "SELECT hour, value FROM usage_hours WHERE metric = ? AND hour BETWEEN ? AND ?";
    const values = this.sql.exec<{ hour: string; value: number }>(query, metric, from, to).toArray();
    const hours = new Map(values.map(({ hour, value }) => [hour, value]));
    for (const row of this.waiting()) {
      for (const [hour, metrics] of Object.entries(pendingOf(row)?.metrics ?? {})) {
        const value = metrics[metric];
        if (value !== undefined && hour >= from && hour <= to) hours.set(hour, (hours.get(hour) ?? 0) + value);
      }
    }
    return [...hours].map(([hour, value]) => ({ hour, value })).sort((a, b) => (a.hour < b.hour ? -1 : 1));
  }

  due(): number | undefined {
    return this.dueAt;
  }

  /** Rolls up changed totals, one run at a time. Counts that arrive meanwhile wait for the next run. */
  async run(): Promise<void> {
    this.running ??= this.write().finally(() => {
      this.running = undefined;
      this.meanwhile = undefined;
    });
    await this.running;
  }

  /** Clears the pending counts only after all totals are written, so that an interrupted run is repeated. */
  private async write(): Promise<void> {
    const rows = this.waiting();
    this.meanwhile = [];
    const all = rows.flatMap((row) => pendingOf(row) ?? []);
    for (const day of daysOf(all)) await this.rollUp(day, this.totalsOf(day, all));
    for (const pending of all) this.add(pending);
    for (const { source } of rows) this.settle(source, this.meanwhile);
    this.dueAt = this.firstDue();
    this.removeOld();
  }

  /** Replaces an isolate's pending counts by those delivered meanwhile. */
  private settle(source: string, meanwhile: readonly Delivery[]): void {
    const row = this.rowOf(source);
    if (row === undefined) return;
    const tallies = meanwhile.filter((delivery) => delivery.source === source).flatMap((delivery) => delivery.tallies);
    const due = this.clock.now().getTime() + ROLL_UP_AFTER_MS;
    const left = { due, pending: JSON.stringify(withTallies(undefined, tallies)) };
    this.put({ ...row, ...(tallies.length === 0 ? { due: null, pending: null } : left) });
  }

  private add({ metrics, users }: Pending): void {
    for (const [hour, values] of Object.entries(metrics)) {
      for (const [metric, value] of Object.entries(values)) {
        this.sql.exec(
          `INSERT INTO usage_hours (hour, metric, value) VALUES (?, ?, ?)
           ON CONFLICT (hour, metric) DO UPDATE SET value = value + excluded.value`,
          hour,
          metric,
          value,
        );
      }
    }
    for (const [day, ids] of Object.entries(users)) {
      const insert = "INSERT OR IGNORE INTO usage_users (day, user) VALUES (?, ?)";
      for (const user of ids) this.sql.exec(insert, day, user);
    }
  }

  /** Totals of the metrics with pending counts, including these. */
  private totalsOf(day: string, all: readonly Pending[]): Map<string, number> {
    const totals = sumsOf(all, day);
    const query = "SELECT metric, sum(value) AS value FROM usage_hours WHERE hour BETWEEN ? AND ? GROUP BY metric";
    for (const { metric, value } of this.sql.exec<{ metric: string; value: number }>(query, day, `${day}T99`)) {
      const more = totals.get(metric);
      if (more !== undefined) totals.set(metric, value + more);
    }
    const activeUsers = this.activeUsers(day, new Set(all.flatMap(({ users }) => users[day] ?? [])));
    if (activeUsers !== undefined) totals.set("activeUsers", activeUsers);
    return totals;
  }

  /** Number of active users of a day; undefined if all of these were counted before. */
  private activeUsers(day: string, users: ReadonlySet<string>): number | undefined {
    const isCounted = (user: string) =>
      this.sql.exec("SELECT 1 FROM usage_users WHERE day = ? AND user = ?", day, user).toArray().length > 0;
    const added = [...users].filter((user) => !isCounted(user)).length;
    if (added === 0) return undefined;
    const [before] = this.sql.exec<{ n: number }>("SELECT count(*) AS n FROM usage_users WHERE day = ?", day);
    return (before?.n ?? 0) + added;
  }

  private rowOf(source: string): Row | undefined {
    return this.sql.exec<Row>("SELECT * FROM usage_pending WHERE source = ?", source).toArray()[0];
  }

  private waiting(): Row[] {
    return this.sql.exec<Row>("SELECT * FROM usage_pending WHERE pending IS NOT NULL").toArray();
  }

  private put({ source, serial, at, due, pending }: Row): void {
    const insert = "INSERT OR REPLACE INTO usage_pending (source, serial, at, due, pending) VALUES (?, ?, ?, ?, ?)";
    this.sql.exec(insert, source, serial, at, due, pending);
  }

  private firstDue(): number | undefined {
    const [row] = this.sql.exec<{ due: number | null }>("SELECT min(due) AS due FROM usage_pending");
    return row?.due ?? undefined;
  }

  private removeOld(): void {
    const now = this.clock.now().getTime();
    const oldest = new Date(now - HOUR_RETENTION_MS);
    this.sql.exec("DELETE FROM usage_hours WHERE hour < ?", hourOf(oldest));
    this.sql.exec("DELETE FROM usage_users WHERE day < ?", dayOf(oldest));
    this.sql.exec("DELETE FROM usage_pending WHERE at < ? AND pending IS NULL", now - SOURCE_RETENTION_MS);
  }
}

function pendingOf(row: Row | undefined): Pending | undefined {
  // Written by `count` or `settle`.
  return row === undefined || row.pending === null ? undefined : (JSON.parse(row.pending) as Pending);
}
