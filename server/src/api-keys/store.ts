import { and, asc, eq, gt, isNull } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";
import type { Tenant } from "../tenants/tenant.ts";

const { apiKeys, tenants } = schema;

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** A key beside the tenant it belongs to. */
export interface FoundKey {
  readonly key: ApiKeyRow;
  readonly tenant: Tenant;
}

export class ApiKeyStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** The key and its tenant, whatever the state of either. */
  async findByHash(hash: string): Promise<FoundKey | undefined> {
    return await this.db
      .select({ key: apiKeys, tenant: tenants })
      .from(apiKeys)
      .innerJoin(tenants, eq(tenants.id, apiKeys.tenantId))
      .where(eq(apiKeys.hash, hash))
      .get();
  }

  async create(key: ApiKeyRow): Promise<void> {
    await this.db.insert(apiKeys).values(key);
  }

  async list(tenantId: string, page: { after: string | undefined; limit: number }): Promise<ApiKeyRow[]> {
    const own = eq(apiKeys.tenantId, tenantId);
    const where = page.after === undefined ? own : and(own, gt(apiKeys.id, page.after));
    return await this.db.select().from(apiKeys).where(where).orderBy(asc(apiKeys.id)).limit(page.limit);
  }

  /** The key as it is afterwards; undefined when the tenant has no such key. The first revocation's time stays. */
  async revoke(tenantId: string, id: string, now: Date): Promise<ApiKeyRow | undefined> {
    const own = and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, id));
    await this.db
      .update(apiKeys)
      .set({ revokedAt: now })
      .where(and(own, isNull(apiKeys.revokedAt)));
    return await this.db.select().from(apiKeys).where(own).get();
  }
}
