import { eq, sql } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";

const { tenants } = schema;

/** Tables with a tenant's rows, each before the tables that it references. Usage stays for billing; it has no user data. */
export const PURGED = [
  schema.verificationTokens,
  schema.signInStates,
  schema.trustedDevices,
  schema.backupCodes,
  schema.passkeys,
  schema.totpFactors,
  schema.emailDomains,
  schema.identityProviders,
  schema.sessions,
  schema.accounts,
  schema.platformAdminTenantPermissions,
  schema.users,
  schema.apiKeys,
  schema.signingKeys,
  schema.mailTemplates,
  schema.modelVersions,
  schema.webhooks,
  schema.auditEvents,
  schema.restores,
  // Triggers fill it while the others are deleted.
  schema.changedRows,
] as const;

/** Removes a tenant's rows from D1. */
export class PurgeStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Removes about `limit` rows of the tenant. Returns their number and that of rows that triggers wrote; fewer than the limit if none is left. */
  async removeSome(tenantId: string, limit: number): Promise<number> {
    let removed = 0;
    for (const table of PURGED) {
      if (removed >= limit) break;
      const some = sql`select rowid from ${table} where tenant_id = ${tenantId} limit ${limit - removed}`;
      const { meta } = await this.db.run(sql`delete from ${table} where rowid in (${some})`);
      removed += meta.changes;
    }
    return removed;
  }

  /** Clears the tenant's row except for its id and slug, so that neither is used again. */
  async markPurged(tenantId: string, now: Date): Promise<void> {
    const cleared = { name: "", nameKey: "", host: null, settings: {}, ownSettings: {}, purgedAt: now };
    await this.db.batch([
      this.db.update(tenants).set(cleared).where(eq(tenants.id, tenantId)),
      // A trigger notes the update.
      this.db.delete(schema.changedRows).where(eq(schema.changedRows.tenantId, tenantId)),
    ]);
  }
}
