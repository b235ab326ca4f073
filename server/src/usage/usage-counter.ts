import type { Job } from "../durable-objects/alarms.ts";
import type { Clock } from "../ports/clock.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import { type Counted, dayOf } from "./metric.ts";
import type { Delivery, Tally } from "./usage.ts";

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
/** How long a day's new totals may wait to be written down for the dashboard. */
const ROLL_UP_AFTER_MS = 10 * SECOND;
/** How long hours are kept here, and the last delivery of an isolate. */
const KEEP_HOURS_MS = 35 * DAY;
const KEEP_SOURCES_MS = DAY;

/** `latency` is how many calls fell into the bucket whose number follows, such as `latency:7`. */
export const LATENCY = "latency:";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS usage_hours (
    hour TEXT NOT NULL, metric TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (hour, metric)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS usage_users (
    day TEXT NOT NULL, user TEXT NOT NULL, PRIMARY KEY (day, user)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS usage_sources (
    source TEXT PRIMARY KEY, serial INTEGER NOT NULL, at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS usage_days (
    day TEXT PRIMARY KEY, changed INTEGER NOT NULL, due INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** Where a day's totals go, to be read beside those of other tenants. Writing them twice does no harm. */
export type RollUp = (day: string, totals: ReadonlyMap<string, number>) => Promise<void>;

/** What one tenant has used, in the SQLite of its object, and by the day for everybody. */
export class UsageCounter implements Job {
  private readonly sql: SqlDatabase;
  private readonly clock: Clock;
  private readonly rollUp: RollUp;

  constructor(sql: SqlDatabase, clock: Clock, rollUp: RollUp) {
    this.sql = sql;
    this.clock = clock;
    this.rollUp = rollUp;
    sql.exec(SCHEMA);
  }

  count({ source, serial, tallies }: Delivery): void {
    const now = this.clock.now().getTime();
    const [last] = this.sql.exec<{ serial: number }>("SELECT serial FROM usage_sources WHERE source = ?", source);
    if (last !== undefined && serial <= last.serial) return;
    this.sql.exec("INSERT OR REPLACE INTO usage_sources VALUES (?, ?, ?)", source, serial, now);
    for (const tally of tallies) this.add(tally, now);
  }

  byHour(metric: Counted, from: string, to: string): { hour: string; value: number }[] {
    const query = "SELECT hour, value FROM usage_hours WHERE metric = ? AND hour BETWEEN ? AND ? ORDER BY hour";
    return this.sql.exec<{ hour: string; value: number }>(query, metric, from, to).toArray();
  }

  due(): number | undefined {
    return (
      this.sql.exec<{ due: number | null }>("SELECT min(due) AS due FROM usage_days").toArray()[0]?.due ?? undefined
    );
  }

  /** Writes down the totals of the days that have changed; a day that changes meanwhile is written again. */
  async run(): Promise<void> {
    const days = this.sql.exec<{ day: string; changed: number }>("SELECT day, changed FROM usage_days").toArray();
    for (const { day, changed } of days) {
      await this.rollUp(day, this.totalsOf(day));
      this.sql.exec("DELETE FROM usage_days WHERE day = ? AND changed = ?", day, changed);
      const due = this.clock.now().getTime() + ROLL_UP_AFTER_MS;
      this.sql.exec("UPDATE usage_days SET due = ? WHERE day = ?", due, day);
    }
    this.forget();
  }

  private add({ hour, counts, latency, users }: Tally, now: number): void {
    const day = dayOf(hour);
    const values = [
      ...Object.entries(counts),
      ...[...latency].map(([bucket, n]) => [`${LATENCY}${bucket}`, n] as const),
    ];
    for (const [metric, value] of values) {
      this.sql.exec(
        `INSERT INTO usage_hours VALUES (?, ?, ?)
         ON CONFLICT (hour, metric) DO UPDATE SET value = value + excluded.value`,
        hour,
        metric,
        value,
      );
    }
    for (const user of users) this.sql.exec("INSERT OR IGNORE INTO usage_users VALUES (?, ?)", day, user);
    this.sql.exec(
      "INSERT INTO usage_days VALUES (?, 1, ?) ON CONFLICT (day) DO UPDATE SET changed = changed + 1",
      day,
      now + ROLL_UP_AFTER_MS,
    );
  }

  private totalsOf(day: string): Map<string, number> {
    const rows = this.sql.exec<{ metric: string; value: number }>(
      `SELECT metric, sum(value) AS value FROM usage_hours WHERE hour BETWEEN ? AND ? GROUP BY metric
       UNION ALL SELECT 'activeUsers', count(*) FROM usage_users WHERE day = ?`,
      day,
      `${day}T99`,
      day,
    );
    return new Map(rows.toArray().map(({ metric, value }) => [metric, value]));
  }

  private forget(): void {
    const now = this.clock.now().getTime();
    const oldest = new Date(now - KEEP_HOURS_MS).toISOString();
    this.sql.exec("DELETE FROM usage_hours WHERE hour < ?", oldest.slice(0, 13));
    this.sql.exec("DELETE FROM usage_users WHERE day < ?", oldest.slice(0, 10));
    this.sql.exec("DELETE FROM usage_sources WHERE at < ?", now - KEEP_SOURCES_MS);
  }
}
