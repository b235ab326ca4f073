import type { AuditEvent } from "../audit/store.ts";
import { newId } from "../ports/ids.ts";
import { log } from "../ports/logger.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Job } from "../shared/alarms.ts";
import type { BackupFiles } from "./backup-files.ts";
import type { Row, TableRow, Value } from "./rows.ts";

/**
 * The revocation list of a tenant: after each audited change of a user, a key or the tenant itself, the rows that it has now. A restore
 * applies them to an older backup, so that it never revives what was revoked, banned, rotated or deleted since.
 */

/** The table of a row that no longer exists, with its id. */
export const GONE = "gone";
/** The id under which a change of the tenant's signing keys is recorded. */
const SIGNING_KEYS = "signing_keys";

const RETRY_MS = 60_000;
/** Objects of one file. */
const MAX_IDS = 500;

/** Events that change no user, key or tenant. All others are recorded. */
const UNRECORDED = /^(?:auth\.(?:login|logout|refresh|sessions\..*)|authz\..*|audit\..*|calls\..*|emails\..*)$/;
const IDS = /\b(?:usr|key|ten)_[0-9a-hjkmnp-tv-z]{26}\b/g;

/** Ids of the objects that an event may have changed. */
export function changedBy({ event, outcome, subject, details, tenantId }: AuditEvent): string[] {
  if (outcome !== "ok" || UNRECORDED.test(event)) return [];
  const named = JSON.stringify([subject, details]).match(IDS) ?? [];
  const own = event.startsWith("tenants.") && tenantId !== null ? [tenantId] : [];
  return [...new Set([...named, ...own, ...(event === "auth.keys.rotate" ? [SIGNING_KEYS] : [])])];
}

/** Reads the rows of changed objects. */
export type ReadChanged = (ids: readonly string[]) => Promise<TableRow[]>;

/** Adds to the revocation list of one tenant. What is noted survives an eviction, and is written until it succeeds. */
export class RevocationRecords implements Job {
  private readonly sql: SqlDatabase;
  private readonly tenantId: string;
  private readonly now: () => number;
  private readonly files: BackupFiles | undefined;
  private readonly read: ReadChanged;
  private next: number | undefined;
  private isLoaded = false;

  constructor(
    sql: SqlDatabase,
    { tenantId, now, files }: { tenantId: string; now: () => number; files: BackupFiles | undefined },
    read: ReadChanged,
  ) {
    this.sql = sql;
    this.tenantId = tenantId;
    this.now = now;
    this.files = files;
    this.read = read;
  }

  /** Notes what events have changed. Synchronous: an event is sealed and noted, or neither. */
  note(events: readonly AuditEvent[]): void {
    if (this.files === undefined) return;
    const ids = events.flatMap(changedBy);
    for (const id of ids)
      this.sql.exec(
        "INSERT OR REPLACE INTO backup_records (id, serial) VALUES (?, (SELECT coalesce(max(serial), 0) + 1 FROM backup_records))",
        id,
      );
    if (ids.length > 0) this.next = Math.min(this.due() ?? Number.POSITIVE_INFINITY, this.now());
  }

  due(): number | undefined {
    if (!this.isLoaded && this.files !== undefined) {
      this.isLoaded = true;
      this.next ??= this.pending(1).length > 0 ? this.now() : undefined;
    }
    return this.next;
  }

  async run(): Promise<void> {
    const { files } = this;
    if (files === undefined) return;
    for (let pending = this.pending(MAX_IDS); pending.length > 0; pending = this.pending(MAX_IDS)) {
      try {
        const rows = await this.read(pending.map(({ id }) => id));
        await files.putRecords(this.tenantId, newId("rst", new Date(this.now())), rows);
      } catch (error) {
        log("error", "Changes of users and keys were not added to the revocation list.", {
          tenantId: this.tenantId,
          error,
        });
        this.next = this.now() + RETRY_MS;
        return;
      }
      // A change that was noted meanwhile has another serial.
      for (const { id, serial } of pending)
        this.sql.exec("DELETE FROM backup_records WHERE id = ? AND serial = ?", id, serial);
    }
    this.next = undefined;
  }

  private pending(limit: number): { id: string; serial: number }[] {
    const query = "SELECT id, serial FROM backup_records ORDER BY serial LIMIT ?";
    return this.sql.exec<{ id: string; serial: number }>(query, limit).toArray();
  }
}

/** Reads the present rows of objects in D1; of those that are gone, a row with the id. */
export function readChangedIn(db: D1Database, tenantId: string): ReadChanged {
  const all = async (table: string, condition: string, ids: readonly string[]): Promise<TableRow[]> => {
    const query = `SELECT * FROM ${table} WHERE ${condition}`;
    const { results } = await db.prepare(query).bind(tenantId, JSON.stringify(ids)).all<Record<string, Value>>();
    return results.map((row: Row) => ({ table, row }));
  };
  const among = (column: string) => `${column} IN (SELECT value FROM json_each(?2))`;
  return async (ids) => {
    const objects = ids.filter((id) => id !== SIGNING_KEYS);
    const own = "tenant_id = ?1 AND";
    const [tenants, users, accounts, keys, signingKeys] = await Promise.all([
      all("tenants", `id = ?1 AND ${among("id")}`, objects),
      all("users", `${own} ${among("id")}`, objects),
      all("accounts", `${own} ${among("user_id")}`, objects),
      all("api_keys", `${own} ${among("id")}`, objects),
      ids.includes(SIGNING_KEYS) ? all("signing_keys", `${own} ?2 IS NOT NULL`, []) : [],
    ]);
    const found = new Set([...tenants, ...users, ...keys].map(({ row }) => row.id));
    // Ids of other tenants' objects in details are not this tenant's to lose.
    const gone = objects.filter((id) => id.startsWith("usr_") && !found.has(id));
    return [
      ...gone.map((id) => ({ table: GONE, row: { id } })),
      ...tenants,
      ...users,
      ...accounts,
      ...keys,
      ...signingKeys,
    ];
  };
}
