import { eq, sql } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";

const { tenants } = schema;

/**
 * The tables of what is a tenant's, each before those that its rows point to. What was counted stays, for the bills: it
 * tells of no user.
 */
export const PURGED = [
  schema.verificationTokens,
  schema.sessions,
  schema.accounts,
  schema.platformAdminTenantPermissions,
  schema.users,
  schema.apiKeys,
  schema.signingKeys,
  schema.mailTemplates,
  schema.modelVersions,
  schema.auditEvents,
] as const;

/** Removes what D1 holds of a tenant. */
export class PurgeStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Removes at most so many rows of the tenant's. How many it removed: fewer where none is left. */
  async removeSome(tenantId: string, limit: number): Promise<number> {
    let removed = 0;
    for (const table of PURGED) {
      if (removed === limit) break;
      const some = sql`select rowid from ${table} where tenant_id = ${tenantId} limit ${limit - removed}`;
      const { meta } = await this.db.run(sql`delete from ${table} where rowid in (${some})`);
      removed += meta.changes;
    }
    return removed;
  }

  /** What is left of a tenant is its id and its slug, which nobody is given again. */
  async markPurged(tenantId: string, now: Date): Promise<void> {
    const nothing = { name: "", nameKey: "", host: null, settings: {}, ownSettings: {}, purgedAt: now };
    await this.db.update(tenants).set(nothing).where(eq(tenants.id, tenantId));
  }
}
