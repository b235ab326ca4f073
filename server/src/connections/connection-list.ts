import type { SqlDatabase } from "../ports/sql.ts";
import type { Job } from "../shared/alarms.ts";
import type { Connection, Stream } from "./connection.ts";

/** How long to wait before a place that could not be told is told again, in milliseconds. */
const AGAIN_AFTER_MS = 5000;

/** Tells the place of connections when those that were opened with a credential end. */
type Tell = (place: { tenantId: string; stream: Stream }, ids: readonly string[], at: number) => Promise<void>;

interface Row extends Record<string, string | number> {
  readonly id: string;
  readonly tenantId: string;
  readonly stream: Stream;
  readonly until: number;
}

/** Where connections lie that were opened with one tenant's credentials, in the SQLite of its object. */
export class ConnectionList implements Job {
  private readonly sql: SqlDatabase;
  private readonly now: () => number;
  private readonly tell: Tell;

  constructor(sql: SqlDatabase, now: () => number, tell: Tell) {
    this.sql = sql;
    this.now = now;
    this.tell = tell;
  }

  note({ ids, tenantId, stream, forMs }: Connection): void {
    const until = this.now() + forMs;
    // An end that the place has not been told of yet stays until it has been.
    const insert = `INSERT INTO connections (id, tenant, stream, until, told, due) VALUES (?, ?, ?, ?, 1, ?)
      ON CONFLICT DO UPDATE SET
      until = max(until, excluded.until), due = max(due, excluded.due) WHERE told = 1`;
    for (const id of ids) this.sql.exec(insert, id, tenantId, stream, until, until);
  }

  /** Gives connections an end, and tells where they lie; a place that cannot be reached is told later. */
  async cutOff(ids: readonly string[], inMs: number): Promise<void> {
    const at = this.now() + inMs;
    const update = "UPDATE connections SET until = min(until, ?), told = 0, due = ? WHERE id = ?";
    for (const id of ids) this.sql.exec(update, at, this.now(), id);
    await this.tellThose(ids);
  }

  /** Ends all there is, at once. */
  async cutOffAll(): Promise<void> {
    const ids = this.sql.exec<{ id: string }>("SELECT DISTINCT id FROM connections").toArray();
    await this.cutOff(
      ids.map(({ id }) => id),
      0,
    );
  }

  due(): number | undefined {
    return (
      this.sql.exec<{ due: number | null }>("SELECT min(due) AS due FROM connections").toArray()[0]?.due ?? undefined
    );
  }

  async run(): Promise<void> {
    const now = this.now();
    // The place ends them by itself at their time.
    this.sql.exec("DELETE FROM connections WHERE told = 1 AND until <= ?", now);
    const late = this.sql.exec<{ id: string }>("SELECT DISTINCT id FROM connections WHERE told = 0 AND due <= ?", now);
    await this.tellThose(late.toArray().map(({ id }) => id));
  }

  private async tellThose(ids: readonly string[]): Promise<void> {
    const query = "SELECT id, tenant AS tenantId, stream, until FROM connections WHERE id = ? AND told = 0";
    const rows = ids.flatMap((id) => this.sql.exec<Row>(query, id).toArray());
    await Promise.all(rows.map(async (row) => await this.tellOf(row)));
  }

  private async tellOf({ id, tenantId, stream, until }: Row): Promise<void> {
    const which = "WHERE id = ? AND tenant = ? AND stream = ? AND until = ?";
    try {
      await this.tell({ tenantId, stream }, [id], until);
      this.sql.exec(`UPDATE connections SET told = 1, due = until ${which}`, id, tenantId, stream, until);
    } catch (error) {
      const due = this.now() + AGAIN_AFTER_MS;
      this.sql.exec(`UPDATE connections SET due = ? ${which}`, due, id, tenantId, stream, until);
      const message = "A connection could not be ended; it will be.";
      console.error(JSON.stringify({ level: "error", message, tenantId, stream, error: `${error}` }));
    }
  }
}
