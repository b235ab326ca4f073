import type { SqlDatabase } from "../ports/sql.ts";
import type { Tally } from "./usage.ts";
import { dayOf } from "./usage.ts";

/** Prefix of the metrics that count calls by latency bucket, such as `latency:7`. */
export const LATENCY = "latency:";

/** Hourly counts that are not added to the stored hours yet; serialized as JSON. */
export interface Pending {
  readonly metrics: Record<string, Record<string, number>>;
  /** Ids of active users by day. */
  readonly users: Record<string, string[]>;
}

/** Adds tallies to the pending counts. */
export function withTallies(before: Pending | undefined, tallies: readonly Tally[]): Pending {
  const { metrics, users } = structuredClone(before ?? { metrics: {}, users: {} });
  for (const tally of tallies) {
    metrics[tally.hour] = added(metrics[tally.hour] ?? {}, valuesOf(tally));
    const day = dayOf(tally.hour);
    if (tally.users.size > 0) users[day] = [...new Set([...(users[day] ?? []), ...tally.users])];
  }
  return { metrics, users };
}

/** Days with pending counts. */
export function daysOf(all: readonly Pending[]): Set<string> {
  return new Set(all.flatMap(({ metrics }) => Object.keys(metrics).map(dayOf)));
}

/** Sum of each pending metric on a day. */
export function sumsOf(all: readonly Pending[], day: string): Map<string, number> {
  const hours = all.flatMap(({ metrics }) => Object.entries(metrics).filter(([hour]) => dayOf(hour) === day));
  return new Map(Object.entries(hours.reduce((sum, [, values]) => added(sum, Object.entries(values)), {})));
}

function valuesOf({ counts, latency }: Tally): [string, number][] {
  return [
    ...Object.entries(counts),
    ...[...latency].map(([bucket, n]): [string, number] => [`${LATENCY}${bucket}`, n]),
  ];
}

function added(values: Readonly<Record<string, number>>, more: readonly [string, number][]): Record<string, number> {
  const sum = { ...values };
  for (const [metric, value] of more) sum[metric] = (sum[metric] ?? 0) + value;
  return sum;
}

/**
 * Migrates tables of an earlier release: its counted deliveries, and the days whose totals it had not written yet. Hours and
 * users stay unchanged, so that a rollback is possible.
 */
export function adopt(sql: SqlDatabase, now: number): void {
  if (sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'usage_sources'").toArray().length === 0) return;
  sql.exec(`INSERT INTO usage_pending SELECT source, serial, at, NULL, NULL FROM usage_sources WHERE true
            ON CONFLICT (source) DO UPDATE SET serial = max(serial, excluded.serial)`);
  for (const { day } of sql.exec<{ day: string }>("SELECT day FROM usage_days").toArray()) {
    const pending = JSON.stringify(wholeDay(sql, day));
    sql.exec("INSERT OR REPLACE INTO usage_pending VALUES (?, 0, ?, ?, ?)", `before: ${day}`, now, now, pending);
  }
  sql.exec("DROP TABLE usage_sources; DROP TABLE usage_days");
}

/** Pending counts of 0, which cause each total of the day to be written. */
function wholeDay(sql: SqlDatabase, day: string): Pending {
  const query = "SELECT hour, metric FROM usage_hours WHERE hour BETWEEN ? AND ?";
  const rows = sql.exec<{ hour: string; metric: string }>(query, day, `${day}T99`).toArray();
  const metrics: Pending["metrics"] = {};
  for (const { hour, metric } of rows) metrics[hour] = { ...metrics[hour], [metric]: 0 };
  // One user is removed and pending again, so that the day's users are counted.
  const removed = sql.exec<{ user: string }>(
    "DELETE FROM usage_users WHERE day = ? AND user = (SELECT max(user) FROM usage_users WHERE day = ?) RETURNING user",
    day,
    day,
  );
  return { metrics, users: { [day]: removed.toArray().map(({ user }) => user) } };
}
