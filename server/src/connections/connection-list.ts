import { log } from "../ports/logger.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Job } from "../shared/alarms.ts";
import type { Connection, Stream } from "./connection.ts";

/** Delay before an owner that could not be notified is notified again, in milliseconds. */
const RETRY_AFTER_MS = 5000;

/** Notifies the owner of connections when those opened with these credentials end. */
type NotifyOwner = (owner: { tenantId: string; stream: Stream }, ids: readonly string[], at: number) => Promise<void>;

interface Row extends Record<string, string | number> {
  readonly id: string;
  readonly tenantId: string;
  readonly stream: Stream;
  readonly until: number;
}

/** Index of the connections opened with one tenant's credentials and of their owners, in the SQLite of its object. */
export class ConnectionList implements Job {
  private readonly sql: SqlDatabase;
  private readonly now: () => number;
  private readonly notify: NotifyOwner;

  constructor(sql: SqlDatabase, now: () => number, notify: NotifyOwner) {
    this.sql = sql;
    this.now = now;
    this.notify = notify;
  }

  register({ ids, tenantId, stream, ttlMs }: Connection): void {
    const until = this.now() + ttlMs;
    // Keeps an end that the owner has not been notified of.
    const insert = `INSERT INTO connections (id, tenant, stream, until, told, due) VALUES (?, ?, ?, ?, 1, ?)
      ON CONFLICT DO UPDATE SET
      until = max(until, excluded.until), due = max(due, excluded.due) WHERE told = 1`;
    for (const id of ids) this.sql.exec(insert, id, tenantId, stream, until, until);
  }

  /** Ends connections after a delay, and notifies their owners. Owners that can't be reached are notified later. */
  async cutOff(ids: readonly string[], inMs: number): Promise<void> {
    const at = this.now() + inMs;
    const update = "UPDATE connections SET until = min(until, ?), told = 0, due = ? WHERE id = ?";
    for (const id of ids) this.sql.exec(update, at, this.now(), id);
    await this.notifyOwners(ids);
  }

  /** Ends all connections immediately. */
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
    // The owners end these by themselves.
    this.sql.exec("DELETE FROM connections WHERE told = 1 AND until <= ?", now);
    const overdue = this.sql.exec<{ id: string }>(
      "SELECT DISTINCT id FROM connections WHERE told = 0 AND due <= ?",
      now,
    );
    await this.notifyOwners(overdue.toArray().map(({ id }) => id));
  }

  private async notifyOwners(ids: readonly string[]): Promise<void> {
    const query = "SELECT id, tenant AS tenantId, stream, until FROM connections WHERE id = ? AND told = 0";
    const rows = ids.flatMap((id) => this.sql.exec<Row>(query, id).toArray());
    await Promise.all(rows.map(async (row) => await this.notifyOwner(row)));
  }

  private async notifyOwner({ id, tenantId, stream, until }: Row): Promise<void> {
    const where = "WHERE id = ? AND tenant = ? AND stream = ? AND until = ?";
    try {
      await this.notify({ tenantId, stream }, [id], until);
      this.sql.exec(`UPDATE connections SET told = 1, due = until ${where}`, id, tenantId, stream, until);
    } catch (error) {
      const due = this.now() + RETRY_AFTER_MS;
      this.sql.exec(`UPDATE connections SET due = ? ${where}`, due, id, tenantId, stream, until);
      const message = "The owner of a connection could not be notified of its end. Retrying in 5 seconds.";
      log("warn", message, { tenantId, stream, error });
    }
  }
}
