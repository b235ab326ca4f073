import type { SqlDatabase } from "../ports/sql.ts";
import type { Clock } from "../ports/time.ts";
import type { Job } from "../shared/alarms.ts";
import { daysOf, type Pending, sumsOf, withTallies } from "./pending.ts";
import type { Delivery } from "./usage.ts";
import { type Counted, dayOf, hourOf } from "./usage.ts";

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
/** How long what was counted may wait to be written down for the dashboard: rows are paid for, so they wait for more. */
const ROLL_UP_AFTER_MS = 60 * SECOND;
/** How long hours are kept here, and the last delivery of an isolate. */
const KEEP_HOURS_MS = 35 * DAY;
const KEEP_SOURCES_MS = DAY;

/** Totals of a day that have changed, on their way to where all tenants' lie. Writing them twice does no harm. */
export type RollUp = (day: string, totals: ReadonlyMap<string, number>) => Promise<void>;

/** Of an isolate: JSON of `Pending`, or null where nothing is pending. */
type Row = { source: string; serial: number; at: number; due: number | null; pending: string | null };

/**
 * What one tenant has used, in the SQLite of its object, and by the day for everybody. A delivery writes one row, that of
 * its isolate: the number of its last delivery, and what is pending since the last roll-up, which adds it to the hours.
 */
export class UsageCounter implements Job {
  private readonly sql: SqlDatabase;
  private readonly clock: Clock;
  private readonly rollUp: RollUp;
  /** Kept beside the rows, which are as many as a day had isolates: it is asked for at each call of the object. */
  private dueAt: number | undefined;
  /** What was delivered since the roll-up that is going on has read what is pending. */
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

  byHour(metric: Counted, from: string, to: string): { hour: string; value: number }[] {
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

  /** Writes down the totals that have changed; what changes meanwhile is written the next time. One at a time. */
  async run(): Promise<void> {
    this.running ??= this.write().finally(() => {
      this.running = undefined;
      this.meanwhile = undefined;
    });
    await this.running;
  }

  /** Until all is written down nothing is taken from what is pending, so that what was cut off is done again. */
  private async write(): Promise<void> {
    const rows = this.waiting();
    this.meanwhile = [];
    const all = rows.flatMap((row) => pendingOf(row) ?? []);
    for (const day of daysOf(all)) await this.rollUp(day, this.totalsOf(day, all));
    for (const pending of all) this.add(pending);
    for (const { source } of rows) this.settle(source, this.meanwhile);
    this.dueAt = this.firstDue();
    this.forget();
  }

  /** Leaves of an isolate what it has delivered meanwhile. */
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

  /** Those that something is pending of, with it. */
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

  /** How many came on a day; undefined where these were counted before. */
  private activeUsers(day: string, users: ReadonlySet<string>): number | undefined {
    const known = (user: string) =>
      this.sql.exec("SELECT 1 FROM usage_users WHERE day = ? AND user = ?", day, user).toArray().length > 0;
    const added = [...users].filter((user) => !known(user)).length;
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

  private forget(): void {
    const now = this.clock.now().getTime();
    const oldest = new Date(now - KEEP_HOURS_MS);
    this.sql.exec("DELETE FROM usage_hours WHERE hour < ?", hourOf(oldest));
    this.sql.exec("DELETE FROM usage_users WHERE day < ?", dayOf(oldest));
    this.sql.exec("DELETE FROM usage_pending WHERE at < ? AND pending IS NULL", now - KEEP_SOURCES_MS);
  }
}

function pendingOf(row: Row | undefined): Pending | undefined {
  // Written by `JSON.stringify` of one.
  return row === undefined || row.pending === null ? undefined : (JSON.parse(row.pending) as Pending);
}
