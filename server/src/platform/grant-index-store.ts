import { and, asc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { AuditEntry } from "../audit/entry.ts";
import { type Database, schema } from "../ports/database.ts";
import type { AdminGrant, AdminGrantRow, Grant } from "./admin-model.ts";

const { tenants, auditEvents, platformAdminTenantPermissions: grantRows } = schema;

export interface GrantView extends AdminGrant {
  readonly tenant: { readonly slug: string; readonly name: string };
}

/**
 * The operators' index of admins' grants on tenants, in D1. The platform's graph decides what an admin may do; the index
 * lists it, with the tenants' names, in one query. Grants on purged tenants aren't in it.
 */
export class GrantIndex {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async list(userId: string, now: Date): Promise<GrantView[]> {
    const rows = await this.db
      .select({
        tenantId: grantRows.tenantId,
        permission: grantRows.permission,
        until: grantRows.expiresAt,
        tenant: { slug: tenants.slug, name: tenants.name },
      })
      .from(grantRows)
      .innerJoin(tenants, eq(tenants.id, grantRows.tenantId))
      .where(and(eq(grantRows.userId, userId), or(isNull(grantRows.expiresAt), gt(grantRows.expiresAt, now))))
      .orderBy(asc(grantRows.tenantId), asc(grantRows.permission));
    // Only `replace` writes the column.
    return rows.map(({ permission, ...row }) => ({ ...row, relation: permission as Grant | "emergency" }));
  }

  /**
   * Replaces what the index has, of one admin or of all, in one batch with the audit entry of the call, if any. Returns
   * the number of rows that changed.
   */
  async replace(
    grants: readonly AdminGrantRow[],
    { userId, now, entry }: { readonly userId?: string; readonly now: Date; readonly entry?: AuditEntry | undefined },
  ): Promise<number> {
    const all = JSON.stringify(
      grants.map(({ userId: user, tenantId, relation, until }) => [user, tenantId, relation, until?.getTime() ?? null]),
    );
    const named = sql`select value ->> 0, value ->> 1, value ->> 2 from json_each(${all})`;
    const old = sql`(user_id, tenant_id, permission) not in (${named})`;
    // In the order of the table's columns.
    const found = sql`
      select users.id, tenants.id, value ->> 2, ${now.getTime()}, value ->> 3 from json_each(${all})
      join users on users.id = value ->> 0
      join tenants on tenants.id = value ->> 1 and tenants.purged_at is null
      where true`;
    const [removed, added] = await this.db.batch([
      this.db.delete(grantRows).where(and(old, userId === undefined ? undefined : eq(grantRows.userId, userId))),
      this.db
        .insert(grantRows)
        .select(found)
        .onConflictDoUpdate({
          target: [grantRows.userId, grantRows.tenantId, grantRows.permission],
          set: { expiresAt: sql`excluded.expires_at` },
          setWhere: sql`${grantRows.expiresAt} is not excluded.expires_at`,
        }),
      ...(entry === undefined ? [] : [this.db.insert(auditEvents).values(entry.successRow())]),
    ]);
    entry?.markWritten();
    return removed.meta.changes + added.meta.changes;
  }
}
