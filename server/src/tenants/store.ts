import { and, asc, eq, gt, lte, ne, or, sql } from "drizzle-orm";
import { type Database, isUniqueViolation, schema } from "../ports/database.ts";
import { PLATFORM_SLUG, type Tenant } from "./tenant.ts";

const { tenants, apiKeys, signingKeys } = schema;

export type TenantRow = typeof tenants.$inferSelect;
export type NewTenant = typeof tenants.$inferInsert;

export interface NewTenantParts {
  readonly tenant: NewTenant;
  readonly signingKey: typeof signingKeys.$inferInsert;
  readonly keys: readonly (typeof apiKeys.$inferInsert)[];
}

export class TenantStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** By id or slug. */
  async find(idOrSlug: string): Promise<TenantRow | undefined> {
    const match = or(eq(tenants.id, idOrSlug), eq(tenants.slug, idOrSlug));
    return await this.db.select().from(tenants).where(match).get();
  }

  async findByHost(host: string): Promise<Tenant | undefined> {
    return await this.db.select().from(tenants).where(eq(tenants.host, host)).get();
  }

  /** Writes the tenant with its signing key and API keys, all or nothing. False when slug or host are taken. */
  async create({ tenant, signingKey, keys }: NewTenantParts): Promise<boolean> {
    try {
      await this.db.batch([
        this.db.insert(tenants).values(tenant),
        this.db.insert(signingKeys).values(signingKey),
        ...keys.map((key) => this.db.insert(apiKeys).values(key)),
      ]);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** Changes some settings by a JSON merge patch (RFC 7396), so that two changes at once both hold. */
  async patchSettings(id: string, patch: Readonly<Record<string, unknown>>): Promise<TenantRow | undefined> {
    const settings = sql`json_patch(${tenants.settings}, ${JSON.stringify(patch)})`;
    const [row] = await this.db.update(tenants).set({ settings }).where(eq(tenants.id, id)).returning();
    return row;
  }

  /**
   * Moves a test tenant's clock ahead, in one conditional write; the tenant as it is then. Undefined where that would be
   * further than the limit, or the tenant is a live one.
   */
  async advanceClock(id: string, seconds: number, limitSeconds: number): Promise<TenantRow | undefined> {
    const clockOffsetSeconds = sql`${tenants.clockOffsetSeconds} + ${seconds}`;
    const isTest = and(eq(tenants.id, id), eq(tenants.environment, "test"));
    const where = and(isTest, lte(tenants.clockOffsetSeconds, limitSeconds - seconds));
    const [row] = await this.db.update(tenants).set({ clockOffsetSeconds }).where(where).returning();
    return row;
  }

  /** The platform's own tenant is not among them. */
  async list(page: { after: string | undefined; limit: number }): Promise<TenantRow[]> {
    const others = ne(tenants.slug, PLATFORM_SLUG);
    const where = page.after === undefined ? others : and(others, gt(tenants.id, page.after));
    return await this.db.select().from(tenants).where(where).orderBy(asc(tenants.id)).limit(page.limit);
  }
}
