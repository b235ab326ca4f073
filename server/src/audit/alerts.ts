import { newId } from "../ports/ids.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Job } from "../shared/alarms.ts";
import type { AuditEvent } from "./store.ts";

/** How long to wait before an alert that could not be written is written again, in milliseconds. */
const AGAIN_AFTER_MS = 5000;

interface Row extends Record<string, string | number> {
  readonly event: string;
  readonly id: string;
  readonly at: number;
}

/** Writes to the audit log; an event that is there already is left as it is. */
type Append = (event: AuditEvent) => Promise<void>;

/** What a tenant's object finds out by itself, on its way to the tenant's log: once for each reason, whatever fails. */
export class Alerts implements Job {
  private readonly sql: SqlDatabase;
  private readonly now: () => number;
  private readonly tenantId: string;
  private readonly append: Append;

  constructor(sql: SqlDatabase, now: () => number, tenantId: string, append: Append) {
    this.sql = sql;
    this.now = now;
    this.tenantId = tenantId;
    this.append = append;
  }

  /** Whether it is new; nothing is told twice before it is settled. */
  raise(event: string, reason: string): boolean {
    const now = this.now();
    const insert = "INSERT OR IGNORE INTO alerts (reason, event, id, at, due) VALUES (?, ?, ?, ?, ?) RETURNING id";
    return this.sql.exec(insert, reason, event, newId("evt", new Date(now)), now, now).toArray().length === 1;
  }

  /** The reason is gone: should it come back, that is told anew. */
  settle(reason: string): void {
    this.sql.exec("DELETE FROM alerts WHERE reason = ? AND due IS NULL", reason);
    // What is still to be written keeps nothing else from being told.
    this.sql.exec("UPDATE alerts SET reason = reason || ' ' || id WHERE reason = ?", reason);
  }

  due(): number | undefined {
    const query = "SELECT min(due) AS due FROM alerts WHERE due IS NOT NULL";
    return this.sql.exec<{ due: number | null }>(query).toArray()[0]?.due ?? undefined;
  }

  /** Writes down what has not been yet. */
  async run(): Promise<void> {
    const query = "SELECT event, id, at FROM alerts WHERE due <= ?";
    for (const { event, id, at } of this.sql.exec<Row>(query, this.now()).toArray()) {
      // Before the attempt: if that fails in any way, it is made again.
      this.sql.exec("UPDATE alerts SET due = ? WHERE id = ?", this.now() + AGAIN_AFTER_MS, id);
      const { tenantId } = this;
      const row = {
        id,
        tenantId,
        event,
        actor: "system",
        subject: null,
        details: null,
        outcome: "ok",
        ip: "",
        requestId: "",
      };
      await this.append({ ...row, at: new Date(at) });
      this.sql.exec("UPDATE alerts SET due = NULL WHERE id = ?", id);
    }
  }
}
