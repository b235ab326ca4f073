import { dayOf } from "../dashboard/day.ts";
import type { SqlDatabase } from "../ports/sql.ts";

/**
 * Counts checks in memory, and by the day in storage when told to. What was counted since the last flush is
 * lost if the object dies in between.
 */
export class CheckCounter {
  private readonly sql: SqlDatabase;
  private pending = 0;

  constructor(sql: SqlDatabase) {
    this.sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS checks (day TEXT PRIMARY KEY, total INTEGER NOT NULL) STRICT, WITHOUT ROWID");
  }

  add(checks: number): void {
    this.pending += checks;
  }

  /** Adds what is pending to the day's total and answers it. */
  flush(now: Date): { day: string; total: number } {
    const day = dayOf(now);
    const rows = this.sql.exec<{ total: number }>(
      "INSERT INTO checks VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET total = total + excluded.total RETURNING total",
      day,
      this.pending,
    );
    const total = rows.toArray()[0]?.total ?? 0;
    this.pending = 0;
    return { day, total };
  }
}
