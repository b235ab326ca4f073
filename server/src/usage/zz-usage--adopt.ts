import type { SqlDatabase } from "../ports/sql.ts";
import type { Pending } from "./pending.ts";

/**
 * Takes over what a Worker before this one has left in tables of its own: which deliveries it had counted, and the days
 * whose totals it had still to write down. Hours and users stay where they are, so that it may come back.
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

/** Adds nothing, and has each total of the day written down. */
function wholeDay(sql: SqlDatabase, day: string): Pending {
  const query = "SELECT hour, metric FROM usage_hours WHERE hour BETWEEN ? AND ?";
  const rows = sql.exec<{ hour: string; metric: string }>(query, day, `${day}T99`).toArray();
  const metrics: Pending["metrics"] = {};
  for (const { hour, metric } of rows) metrics[hour] = { ...metrics[hour], [metric]: 0 };
  // Users are counted anew when there is one who was not there before.
  const removed = sql.exec<{ user: string }>(
    "DELETE FROM usage_users WHERE day = ? AND user = (SELECT max(user) FROM usage_users WHERE day = ?) RETURNING user",
    day,
    day,
  );
  return { metrics, users: { [day]: removed.toArray().map(({ user }) => user) } };
}
