import { newId } from "../ports/ids.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Job } from "../shared/alarms.ts";
import type { AuditEvent } from "./store.ts";

/** Delay in milliseconds before an alert that could not be written is written again. */
const RETRY_AFTER_MS = 5000;

interface Row extends Record<string, string | number> {
  readonly event: string;
  readonly id: string;
  readonly at: number;
}

/** Appends to the audit log. An event with an existing id is ignored. */
type Append = (event: AuditEvent) => Promise<void>;

/** Audit events that a tenant's Durable Object raises itself. Each reason is logged once until it is settled; failed writes are retried. */
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

  /** Returns whether the alert is new: a reason is logged once until it is settled. */
  raise(event: string, reason: string): boolean {
    const now = this.now();
    const insert = "INSERT OR IGNORE INTO alerts (reason, event, id, at, due) VALUES (?, ?, ?, ?, ?) RETURNING id";
    return this.sql.exec(insert, reason, event, newId("evt", new Date(now)), now, now).toArray().length === 1;
  }

  /** Clears a reason, so that it is logged again when it comes back. */
  settle(reason: string): void {
    this.sql.exec("DELETE FROM alerts WHERE reason = ? AND due IS NULL", reason);
    // An alert that is still unwritten gets another key, so that the reason can be raised again.
    this.sql.exec("UPDATE alerts SET reason = reason || ' ' || id WHERE reason = ?", reason);
  }

  due(): number | undefined {
    const query = "SELECT min(due) AS due FROM alerts WHERE due IS NOT NULL";
    return this.sql.exec<{ due: number | null }>(query).toArray()[0]?.due ?? undefined;
  }

  /** Appends the alerts that are not in the log yet. */
  async run(): Promise<void> {
    const query = "SELECT event, id, at FROM alerts WHERE due <= ?";
    for (const { event, id, at } of this.sql.exec<Row>(query, this.now()).toArray()) {
      // Set before the attempt, so that any failure leads to another one.
      this.sql.exec("UPDATE alerts SET due = ? WHERE id = ?", this.now() + RETRY_AFTER_MS, id);
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
