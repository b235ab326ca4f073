import { log } from "../ports/logger.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Clock } from "../ports/time.ts";
import type { Job } from "../shared/alarms.ts";
import { type DayUsage, NO_TOTALS, sumOf, type Totals, totalsOf } from "./totals.ts";
import { type CounterMetric, type Delivery, dayOf, hourOf, type Tally } from "./usage.ts";

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
/** Shortest time between two roll-ups to D1, which saves written rows. */
const ROLL_UP_INTERVAL_MS = 60 * SECOND;
/** Loading the graph to measure it costs. Twice, since a new tenant's graph is empty at first. */
const MEASUREMENTS_PER_HOUR = 2;
/** Age at which the rows of an hour are merged. A delivery that is repeated later than this counts twice. */
const MERGE_AGE_MS = DAY;
const RETENTION_MS = 35 * DAY;

/**
 * Writes the usage of some days to D1, and with `measuresGraph` the size of the graph. Idempotent: the values are totals.
 * They leave out the graph.
 */
export type RollUp = (days: readonly DayUsage[], options: { readonly measuresGraph: boolean }) => Promise<void>;

/**
 * Counts usage of one tenant in the SQLite of its object, and rolls it up by day to D1. A delivery writes one row, that
 * of its isolate and hour. A roll-up writes one row of D1, and none of the object: a quiet tenant is rolled up with each
 * delivery, and a busy one by alarm once a minute.
 */
export class UsageCounter implements Job {
  private readonly sql: SqlDatabase;
  private readonly clock: Clock;
  private readonly tenantId: string;
  private readonly rollUp: RollUp;
  /** Days with usage that may be missing in D1. */
  private changed: Set<string>;
  private readonly days = new Map<string, DayUsage>();
  private dueAt: number | undefined;
  private rolledUpAt = Number.NEGATIVE_INFINITY;
  /** Number of the next roll-ups that measure the graph. */
  private measurements = 0;
  /** Hour of the last removal of old rows. */
  private tidiedIn: string | undefined;
  private running: Promise<void> | undefined;

  constructor(sql: SqlDatabase, clock: Clock, tenantId: string, rollUp: RollUp) {
    this.sql = sql;
    this.clock = clock;
    this.tenantId = tenantId;
    this.rollUp = rollUp;
    this.changed = this.latestDays();
  }

  /** Counts a delivery, unless it was counted before. */
  count({ source, serial, tallies }: Delivery): void {
    for (const tally of tallies) this.add(source, serial, tally);
    this.resume();
  }

  /** Plans a roll-up if usage may be missing in D1, such as after a restart of the object. */
  resume(): void {
    if (this.changed.size > 0) this.dueAt ??= Math.max(this.now(), this.rolledUpAt + ROLL_UP_INTERVAL_MS);
  }

  byHour(metric: CounterMetric, from: string, to: string): { hour: string; value: number }[] {
    const query = `SELECT hour, sum(totals ->> ?) AS value FROM usage_hours WHERE hour BETWEEN ? AND ?
      GROUP BY hour HAVING value IS NOT NULL ORDER BY hour`;
    return this.sql.exec<{ hour: string; value: number }>(query, `$.counts.${metric}`, from, to).toArray();
  }

  due(): number | undefined {
    return this.dueAt;
  }

  /** Rolls up changed days immediately if that is due, which saves the alarm. A failed run is left to the alarm. */
  async runIfDue(): Promise<void> {
    if (this.dueAt === undefined || this.dueAt > this.now()) return;
    await this.run().catch((error: unknown) =>
      log("warn", "Usage was not rolled up; the alarm repeats it.", { tenantId: this.tenantId, error }),
    );
  }

  /** Rolls up changed days, one run at a time. Counts that arrive meanwhile wait for the next run. */
  async run(): Promise<void> {
    this.running ??= this.write().finally(() => {
      this.running = undefined;
    });
    await this.running;
  }

  /** Remembers the days of a failed run in the object, since the next run may be that of a restarted object. */
  private async write(): Promise<void> {
    const { changed } = this;
    const measuresGraph = this.measurements > 0;
    this.changed = new Set();
    this.dueAt = undefined;
    this.rolledUpAt = this.now();
    try {
      if (changed.size > 0)
        await this.rollUp(
          [...changed].map((day) => this.usageOf(day)),
          { measuresGraph },
        );
    } catch (error) {
      this.changed = new Set([...changed, ...this.changed]);
      for (const day of changed) this.sql.exec("INSERT OR IGNORE INTO usage_unreported (day) VALUES (?)", day);
      this.resume();
      throw error;
    }
    if (measuresGraph) this.measurements--;
    for (const day of changed) this.sql.exec("DELETE FROM usage_unreported WHERE day = ?", day);
    this.tidy();
  }

  private add(source: string, serial: number, tally: Tally): void {
    const { hour } = tally;
    const query = "SELECT serial, totals FROM usage_hours WHERE hour = ? AND source = ?";
    const [last] = this.sql.exec<{ serial: number; totals: string }>(query, hour, source).toArray();
    if (last !== undefined && serial <= last.serial) return;
    const isFirst = last === undefined && hour === hourOf(this.clock.now()) && !this.hasHour(hour);
    if (isFirst) this.measurements = MEASUREMENTS_PER_HOUR;
    const day = dayOf(hour);
    const before = this.usageOf(day);
    const totals = sumOf(last === undefined ? NO_TOTALS : parsed(last), totalsOf(tally));
    const insert = "INSERT OR REPLACE INTO usage_hours (hour, source, serial, totals) VALUES (?, ?, ?, ?)";
    this.sql.exec(insert, hour, source, serial, JSON.stringify(totals));
    const added = [...tally.users].filter((user) => this.addUser(day, user)).length;
    const activeUsers = before.activeUsers + added;
    this.days.set(day, { ...sumOf(before, totalsOf(tally)), day, activeUsers });
    this.changed.add(day);
  }

  /** Returns whether the user is new on this day. */
  private addUser(day: string, user: string): boolean {
    const insert = "INSERT OR IGNORE INTO usage_users (day, user) VALUES (?, ?) RETURNING 1";
    return this.sql.exec(insert, day, user).toArray().length > 0;
  }

  private usageOf(day: string): DayUsage {
    let usage = this.days.get(day);
    if (usage === undefined) {
      const query = "SELECT totals FROM usage_hours WHERE hour BETWEEN ? AND ?";
      const rows = this.sql.exec<{ totals: string }>(query, day, `${day}T99`).toArray();
      const users = "SELECT count(*) AS n FROM usage_users WHERE day = ?";
      const activeUsers = this.sql.exec<{ n: number }>(users, day).one().n;
      usage = { ...rows.map(parsed).reduce(sumOf, NO_TOTALS), day, activeUsers };
      this.days.set(day, usage);
    }
    return usage;
  }

  private hasHour(hour: string): boolean {
    return this.sql.exec("SELECT 1 FROM usage_hours WHERE hour = ? LIMIT 1", hour).toArray().length > 0;
  }

  private rowsOf(hour: string): { source: string; totals: string }[] {
    const query = "SELECT source, totals FROM usage_hours WHERE hour = ?";
    return this.sql.exec<{ source: string; totals: string }>(query, hour).toArray();
  }

  /** Days that may be missing in D1 at a start: those of failed runs, and of the last counts, whose run may be cut off. */
  private latestDays(): Set<string> {
    const failed = this.sql.exec<{ day: string }>("SELECT day FROM usage_unreported").toArray();
    const [last] = this.sql.exec<{ hour: string | null }>("SELECT max(hour) AS hour FROM usage_hours").toArray();
    const days = failed.map(({ day }) => day);
    if (last?.hour) {
      const day = dayOf(last.hour);
      days.push(day, dayOf(new Date(Date.parse(day) - DAY)));
    }
    return new Set(days);
  }

  /** Once an hour, removes old rows, and merges those of an hour. */
  private tidy(): void {
    const hour = hourOf(this.clock.now());
    if (this.tidiedIn === hour) return;
    this.tidiedIn = hour;
    const oldest = new Date(this.now() - RETENTION_MS);
    this.sql.exec("DELETE FROM usage_hours WHERE hour < ?", hourOf(oldest));
    this.sql.exec("DELETE FROM usage_users WHERE day < ?", dayOf(oldest));
    const query = "SELECT hour FROM usage_hours WHERE hour < ? GROUP BY hour HAVING count(*) > 1";
    const merged = this.sql.exec<{ hour: string }>(query, hourOf(new Date(this.now() - MERGE_AGE_MS))).toArray();
    for (const row of merged) this.merge(row.hour);
    for (const day of this.days.keys()) if (day !== dayOf(hour)) this.days.delete(day);
  }

  private merge(hour: string): void {
    const totals = this.rowsOf(hour).map(parsed).reduce(sumOf);
    this.sql.exec("DELETE FROM usage_hours WHERE hour = ?", hour);
    const insert = "INSERT INTO usage_hours (hour, source, serial, totals) VALUES (?, '', 0, ?)";
    this.sql.exec(insert, hour, JSON.stringify(totals));
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

function parsed({ totals }: { readonly totals: string }): Totals {
  // Written by `add` or `merge`.
  return JSON.parse(totals) as Totals;
}
