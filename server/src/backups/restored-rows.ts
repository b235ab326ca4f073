import { isUniqueViolation } from "../ports/database.ts";
import { ALL_PROVIDERS, GONE } from "./changed-rows.ts";
import { columnsOf } from "./insert-row.ts";
import type { Row, TableRow, Value } from "./rows.ts";
import { BACKED_UP_TABLES, type BackedUpTable, CREDENTIAL_TABLES } from "./tables.ts";

/** Something that a restore left out or changed, because it was revoked, banned, rotated or deleted after the backup. */
export interface Withheld {
  readonly kind:
    | "user_deleted"
    | "user_banned"
    | "user_conflict"
    | "credentials_changed"
    | "key_revoked"
    | "signing_keys_replaced";
  /** Id of the user, key or tenant. */
  readonly id: string;
}

/** The state of a tenant as its row has it. */
export interface RecordedTenant {
  readonly suspendedAt: number | null;
  readonly deletedAt: number | null;
  readonly purgeAt: number | null;
  readonly parentId: string | null;
}

/** SQLite's limit for a text is 2 MB in D1. */
const MAX_JSON_CHARACTERS = 500_000;
const MAX_IDS = 10_000;

/** Writes rows of backups and of revocation lists into D1. Every method is safe to repeat. */
export class RestoredRows {
  private readonly db: D1Database;

  constructor(db: D1Database) {
    this.db = db;
  }

  /** Whether the database has no tenants. */
  async hasNoTenants(): Promise<boolean> {
    return (await this.db.prepare("SELECT 1 FROM tenants LIMIT 1").first()) === null;
  }

  async hasTenant(id: string): Promise<boolean> {
    return (await this.db.prepare("SELECT 1 FROM tenants WHERE id = ?").bind(id).first()) !== null;
  }

  /**
   * Makes the audit events that are written from now on, and those of calls to the empty deployment, follow all that
   * are restored, whose row ids are smaller. Safe to repeat until the first is restored.
   */
  async reserveAuditRows(restoreId: string, rowId: number): Promise<void> {
    const insert = `INSERT OR IGNORE INTO audit_events (rowid, id, tenant_id, event, actor, outcome, ip, request_id, at)
      VALUES (?, ?, NULL, 'platform.restore', 'system', 'ok', '', ?, ?)`;
    const now = Math.floor(rowId / 1000);
    // The first step restores no rows.
    const isFirst = "EXISTS (SELECT 1 FROM restores WHERE id = ?2 AND step = 0)";
    const move = `UPDATE audit_events SET rowid = rowid + ?1 WHERE rowid < ?1 AND ${isFirst}`;
    await this.db.batch([
      this.db.prepare(insert).bind(rowId, restoreId.replace(/^rst/, "evt"), restoreId, now),
      this.db.prepare(move).bind(rowId, restoreId),
    ]);
  }

  /** Inserts rows of a backup that don't exist. Rows that refer to users who don't exist are left out. */
  async insert(rows: readonly TableRow[]): Promise<void> {
    for (const table of BACKED_UP_TABLES) {
      const own = rows.filter((row) => row.table === table.name && table.source === "database").map(({ row }) => row);
      for (const some of chunks(own)) await this.insertChunk(table, some);
    }
  }

  /**
   * Rows that refer to users who don't exist: the users were added while the backup was made, and the revocation list
   * has both.
   */
  async withoutUser(rows: readonly TableRow[]): Promise<TableRow[]> {
    const userOf = ({ table, row }: TableRow) => {
      const { userColumn } = BACKED_UP_TABLES.find(({ name }) => name === table) ?? {};
      return userColumn === undefined ? undefined : `${row[userColumn]}`;
    };
    const ids = [...new Set(rows.map(userOf))].filter((id) => id !== undefined);
    const missing = new Set<string>();
    for (let i = 0; i < ids.length; i += MAX_IDS) {
      const query =
        "SELECT value AS id FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM users WHERE users.id = value)";
      const some = JSON.stringify(ids.slice(i, i + MAX_IDS));
      for (const { id } of (await this.db.prepare(query).bind(some).all<{ id: string }>()).results) missing.add(id);
    }
    return rows.filter((row) => missing.has(userOf(row) ?? ""));
  }

  private async insertChunk({ name, userColumn }: BackedUpTable, rows: readonly Row[]): Promise<void> {
    const [first] = rows;
    if (first === undefined) return;
    const columns = columnsOf(first);
    const of = (column: string) => `json_extract(value, '$.${column}')`;
    const condition = userColumn === undefined ? "true" : `EXISTS (SELECT 1 FROM users WHERE id = ${of(userColumn)})`;
    const query = `INSERT OR IGNORE INTO ${name} (${columns.join(", ")})
      SELECT ${columns.map(of).join(", ")} FROM json_each(?) WHERE ${condition}`;
    await this.db.prepare(query).bind(JSON.stringify(rows)).run();
  }

  /**
   * Applies rows of a revocation list to a restored tenant. With `addsNew` false, rows that the tenant doesn't have
   * are left out: they are newer than the time to which it is restored. Returns what was withheld, and the tenant's
   * state if the rows have it.
   */
  async apply(
    tenantId: string,
    rows: readonly TableRow[],
    { addsNew }: { readonly addsNew: boolean },
  ): Promise<{ withheld: Withheld[]; tenant: RecordedTenant | undefined }> {
    const of = (table: string) => rows.filter((row) => row.table === table).map(({ row }) => row);
    const users = of("users");
    const withheld = [
      ...(await this.remove(
        tenantId,
        of(GONE).map(({ id }) => `${id}`),
      )),
      ...(await this.applyUsers(
        tenantId,
        users,
        rows.filter(({ table }) => isCredential(table)),
        addsNew,
      )),
      ...(await this.applyKeys(tenantId, of("api_keys"), addsNew)),
      ...(await this.applySigningKeys(tenantId, of("signing_keys"))),
    ];
    if (of(ALL_PROVIDERS).length > 0) {
      await this.applyProviders(tenantId, of("identity_providers"), of("email_domains"), addsNew);
    }
    const [tenant] = of("tenants");
    if (tenant !== undefined) await this.applySettings(tenantId, tenant);
    return { withheld, tenant: tenant && stateOf(tenant) };
  }

  /** Puts a tenant under its parent, or at the top. Returns false if the parent doesn't exist or is below the tenant. */
  async setParent(tenantId: string, parentId: string | null): Promise<boolean> {
    const below = `WITH RECURSIVE below(id) AS (SELECT ?1 UNION SELECT t.id FROM tenants t JOIN below ON t.parent_id = below.id)
      SELECT id FROM below`;
    const isPossible = `?2 IS NULL OR (?2 IN (SELECT id FROM tenants) AND ?2 NOT IN (${below}))`;
    const update = `UPDATE tenants SET parent_id = ?2 WHERE id = ?1 AND (${isPossible})`;
    // A trigger's change counts too.
    return (await this.db.prepare(update).bind(tenantId, parentId).run()).meta.changes > 0;
  }

  /** Ends all sessions that have begun. Returns the tenant's time, in milliseconds since 1970. */
  async endSessions(tenantId: string, now: Date): Promise<number> {
    const ownNow = "? + iif(environment = 'test', clock_offset_seconds * 1000, 0)";
    const update = `UPDATE tenants SET sessions_ended_at = ${ownNow} WHERE id = ? RETURNING sessions_ended_at AS at`;
    return (await this.db.prepare(update).bind(now.getTime(), tenantId).first<number>("at")) ?? now.getTime();
  }

  private async remove(tenantId: string, ids: readonly string[]): Promise<Withheld[]> {
    const removed: Withheld[] = [];
    for (const id of ids) {
      const results = await this.db.batch([
        this.db.prepare("DELETE FROM platform_admins WHERE user_id = ?").bind(id),
        ...this.removeCredentials(tenantId, id),
        this.db.prepare("DELETE FROM users WHERE tenant_id = ? AND id = ?").bind(tenantId, id),
      ]);
      const user = results.at(-1);
      // A trigger counts users, which is a change too.
      if ((user?.meta.changes ?? 0) > 0) removed.push({ kind: "user_deleted", id });
    }
    return removed;
  }

  private async applyUsers(
    tenantId: string,
    users: readonly Row[],
    credentials: readonly TableRow[],
    addsNew: boolean,
  ): Promise<Withheld[]> {
    const withheld: Withheld[] = [];
    for (const user of users) {
      const query = "SELECT status, credentials_version AS version FROM users WHERE tenant_id = ? AND id = ?";
      const before = await this.db
        .prepare(query)
        .bind(tenantId, `${user.id}`)
        .first<{ status: string; version: number }>();
      if (before === null && !addsNew) continue;
      const own = credentials.filter(({ row }) => row.user_id === user.id);
      try {
        await this.db.batch([
          this.upsert("users", user),
          // What was removed since the backup signs nobody in, and what was added isn't lost.
          ...this.removeCredentials(tenantId, `${user.id}`),
          ...own.map(({ table, row }) => this.insertOne(table, row)),
        ]);
      } catch (error) {
        // Another user has the email, identity or passkey: nobody signs in as this one until an admin has decided.
        if (!isUniqueViolation(error)) throw error;
        await this.db
          .prepare("UPDATE users SET status = 'banned' WHERE tenant_id = ? AND id = ?")
          .bind(tenantId, `${user.id}`)
          .run();
        withheld.push({ kind: "user_conflict", id: `${user.id}` });
        continue;
      }
      if (before === null) continue;
      if (user.status === "banned" && before.status !== "banned")
        withheld.push({ kind: "user_banned", id: `${user.id}` });
      if (user.status === "deleted" && before.status !== "deleted")
        withheld.push({ kind: "user_deleted", id: `${user.id}` });
      if (Number(user.credentials_version) > before.version)
        withheld.push({ kind: "credentials_changed", id: `${user.id}` });
    }
    return withheld;
  }

  private async applyKeys(tenantId: string, keys: readonly Row[], addsNew: boolean): Promise<Withheld[]> {
    const withheld: Withheld[] = [];
    for (const key of keys) {
      const query = "SELECT revoked_at, retires_at FROM api_keys WHERE tenant_id = ? AND id = ?";
      const before = await this.db.prepare(query).bind(tenantId, `${key.id}`).first<Row>();
      if (before === null && !addsNew) continue;
      await this.upsert("api_keys", key).run();
      const ends = (row: Row) => row.revoked_at !== null || row.retires_at !== null;
      if (before !== null && ends(key) && !ends(before)) withheld.push({ kind: "key_revoked", id: `${key.id}` });
    }
    return withheld;
  }

  /** The list always has all signing keys that the tenant had at the time. */
  private async applySigningKeys(tenantId: string, keys: readonly Row[]): Promise<Withheld[]> {
    if (keys.length === 0) return [];
    const kids = JSON.stringify(keys.map(({ kid }) => kid));
    const others = "DELETE FROM signing_keys WHERE tenant_id = ? AND kid NOT IN (SELECT value FROM json_each(?))";
    const [removed] = await this.db.batch([
      this.db.prepare(others).bind(tenantId, kids),
      ...keys.map((key) => this.upsert("signing_keys", key)),
    ]);
    return removed?.meta.changes === 0 ? [] : [{ kind: "signing_keys_replaced", id: tenantId }];
  }

  private async applySettings(tenantId: string, { settings, own_settings, plan, limits }: Row): Promise<void> {
    // A plan that was created after the platform's backup doesn't exist; its limits apply nevertheless.
    const known = "(SELECT slug FROM plans WHERE slug = ?3)";
    const update = `UPDATE tenants SET settings = ?1, own_settings = ?2, plan = ${known}, limits = ?4 WHERE id = ?5`;
    await this.db
      .prepare(update)
      .bind(settings ?? "{}", own_settings ?? "{}", plan ?? null, limits ?? "{}", tenantId)
      .run();
  }

  /** The list always has all providers and domains that the tenant had at the time: one that was disabled stays so. */
  private async applyProviders(
    tenantId: string,
    providers: readonly Row[],
    domains: readonly Row[],
    addsNew: boolean,
  ): Promise<void> {
    const known = async (table: string, column: string) => {
      const query = `SELECT ${column} AS name FROM ${table} WHERE tenant_id = ?`;
      const { results } = await this.db.prepare(query).bind(tenantId).all<{ name: string }>();
      return new Set(results.map(({ name }) => name));
    };
    const [ids, names] = [await known("identity_providers", "id"), await known("email_domains", "domain")];
    const ownProviders = providers.filter(({ id }) => addsNew || ids.has(`${id}`));
    const kept = JSON.stringify(ownProviders.map(({ id }) => id));
    const ownDomains = domains.filter(({ domain }) => addsNew || names.has(`${domain}`));
    const isKept = "SELECT value FROM json_each(?)";
    await this.db.batch([
      this.db.prepare("DELETE FROM email_domains WHERE tenant_id = ?").bind(tenantId),
      this.db
        .prepare(`DELETE FROM identity_providers WHERE tenant_id = ? AND id NOT IN (${isKept})`)
        .bind(tenantId, kept),
      ...ownProviders.map((row) => this.upsert("identity_providers", row)),
      ...ownDomains
        .filter(({ provider_id: id }) => id === null || ownProviders.some((provider) => provider.id === id))
        .map((row) => this.insertOne("email_domains", row)),
    ]);
  }

  private removeCredentials(tenantId: string, userId: string): D1PreparedStatement[] {
    return CREDENTIAL_TABLES.map((table) =>
      this.db.prepare(`DELETE FROM ${table} WHERE tenant_id = ? AND user_id = ?`).bind(tenantId, userId),
    );
  }

  private insertOne(table: string, row: Row): D1PreparedStatement {
    const columns = columnsOf(row);
    const query = `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
    return this.db.prepare(query).bind(...(Object.values(row) as Value[]));
  }

  private upsert(table: "users" | "api_keys" | "signing_keys" | "identity_providers", row: Row): D1PreparedStatement {
    const columns = columnsOf(row);
    const key = table === "signing_keys" ? "kid" : "id";
    const others = columns.filter((column) => column !== key).map((column) => `${column} = excluded.${column}`);
    const parameters = columns.map(() => "?").join(", ");
    const query = `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${parameters})
      ON CONFLICT (${key}) DO UPDATE SET ${others.join(", ")}`;
    return this.db.prepare(query).bind(...(Object.values(row) as Value[]));
  }
}

/** Whether a table has credentials of users. */
export function isCredential(table: string): boolean {
  return CREDENTIAL_TABLES.some((name) => name === table);
}

/** The state in a row of `tenants`. */
export function stateOf(row: Row): RecordedTenant {
  const time = (name: string) => (typeof row[name] === "number" ? row[name] : null);
  const parentId = typeof row.parent_id === "string" ? row.parent_id : null;
  return { suspendedAt: time("suspended_at"), deletedAt: time("deleted_at"), purgeAt: time("purge_at"), parentId };
}

/** The rows in lists whose JSON fits a statement. */
function chunks(rows: readonly Row[]): Row[][] {
  const lists: Row[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const length = JSON.stringify(row).length;
    characters += length;
    if (characters > MAX_JSON_CHARACTERS) {
      lists.push([]);
      characters = length;
    }
    lists.at(-1)?.push(row);
  }
  return lists;
}
