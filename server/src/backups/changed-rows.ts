import type { Row, TableRow, Value } from "./rows.ts";
import { CREDENTIAL_TABLES } from "./tables.ts";

/** The table of a row that no longer exists, with its id. */
export const GONE = "gone";
/** The id of all signing keys of a tenant. */
const SIGNING_KEYS = "signing_keys";
/**
 * The id of all identity providers and email domains of a tenant, and the table of a row that says that the list has all of them,
 * which may be none.
 */
export const PROVIDERS = "identity_providers";
export const ALL_PROVIDERS = "all_identity_providers";

/** A user, key or other object that has changed since it was written to the revocation list. */
export interface ChangedRow {
  readonly id: string;
  /** Differs after each change. */
  readonly serial: number;
}

/** What triggers have noted in D1 about changes of users, their sign-in methods, keys and tenants. */
export class ChangedRows {
  private readonly db: D1Database;

  constructor(db: D1Database) {
    this.db = db;
  }

  /**
   * Nothing of a tenant that is being restored: its rows are those of the backup until the revocation list is applied
   * to them.
   */
  async list(tenantId: string, limit: number): Promise<ChangedRow[]> {
    const restored = `SELECT 1 FROM restores, json_each(restores.state, '$.stack') AS tenant
      WHERE ended_at IS NULL AND restores.tenant_id IS NULL AND tenant.value ->> 'tenantId' = ?1`;
    const query = `SELECT id, serial FROM changed_rows WHERE tenant_id = ?1 AND NOT EXISTS (${restored}) LIMIT ?2`;
    return (await this.db.prepare(query).bind(tenantId, limit).all<ChangedRow & Record<string, unknown>>()).results;
  }

  /** Tenants with changes from before a time in milliseconds since 1970. */
  async tenants(before: number, limit: number): Promise<string[]> {
    const query = "SELECT DISTINCT tenant_id AS id FROM changed_rows WHERE changed_at < ? LIMIT ?";
    return (await this.db.prepare(query).bind(before, limit).all<{ id: string }>()).results.map(({ id }) => id);
  }

  /** Removes what was written, unless it has changed again. */
  async remove(tenantId: string, rows: readonly ChangedRow[]): Promise<void> {
    const written = "SELECT value ->> 'id', value ->> 'serial' FROM json_each(?)";
    const query = `DELETE FROM changed_rows WHERE tenant_id = ? AND (id, serial) IN (${written})`;
    await this.db.prepare(query).bind(tenantId, JSON.stringify(rows)).run();
  }

  /**
   * Removes all that was noted about a tenant, because a restore brings back rows that the list has. Call it before
   * the tenant is opened: afterwards it does nothing.
   */
  async clear(tenantId: string): Promise<void> {
    const closed = "SELECT 1 FROM tenants WHERE id = ?1 AND suspended_at IS NOT NULL";
    await this.db.prepare(`DELETE FROM changed_rows WHERE tenant_id = ?1 AND EXISTS (${closed})`).bind(tenantId).run();
  }

  /** The present rows of objects; for a user who is gone, a row of the table `gone` with the id. */
  async read(tenantId: string, ids: readonly string[]): Promise<TableRow[]> {
    const among = (column: string) => `${column} IN (SELECT value FROM json_each(?2))`;
    const all = async (table: string, condition: string): Promise<TableRow[]> => {
      const query = `SELECT * FROM ${table} WHERE ${table === "tenants" ? "id" : "tenant_id"} = ?1 AND ${condition}`;
      const { results } = await this.db.prepare(query).bind(tenantId, JSON.stringify(ids)).all<Record<string, Value>>();
      return results.map((row: Row) => ({ table, row }));
    };
    const whole = async (table: string) => await all(table, "?2 IS NOT NULL");
    const hasProviders = ids.includes(PROVIDERS);
    const [tenants, users, credentials, keys, signingKeys, providers] = await Promise.all([
      all("tenants", among("id")),
      all("users", among("id")),
      Promise.all(CREDENTIAL_TABLES.map((table) => all(table, among("user_id")))),
      all("api_keys", among("id")),
      ids.includes(SIGNING_KEYS) ? whole("signing_keys") : [],
      hasProviders ? Promise.all([whole("identity_providers"), whole("email_domains")]) : [],
    ]);
    const allProviders = hasProviders ? [{ table: ALL_PROVIDERS, row: { tenant_id: tenantId } }] : [];
    const found = new Set(users.map(({ row }) => row.id));
    const gone = ids
      .filter((id) => id.startsWith("usr_") && !found.has(id))
      .map((id) => ({ table: GONE, row: { id } }));
    return [
      ...[...gone, ...tenants, ...users, ...credentials.flat(), ...keys, ...signingKeys],
      ...[...allProviders, ...providers.flat()],
    ];
  }
}
