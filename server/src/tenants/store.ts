import { and, asc, eq, gt, isNull, lte, ne, or, type SQL, sql } from "drizzle-orm";
import type { AuditEntry } from "../audit/entry.ts";
import { insertIfChanged } from "../audit/store.ts";
import { beginsWith, type Database, isUniqueViolation, rowIf, schema } from "../ports/database.ts";
import type { TenantRow } from "../shared/rows.ts";
import { MAX_LEVELS, PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import { inherit } from "./tree-store.ts";

const { tenants, apiKeys, signingKeys } = schema;

export interface NewTenantParts {
  readonly tenant: TenantRow;
  readonly signingKey: typeof signingKeys.$inferSelect;
  readonly keys: readonly (typeof apiKeys.$inferSelect)[];
  readonly entry: AuditEntry;
}

/** Columns that `update` can write. */
export interface TenantValues {
  readonly name?: string;
  readonly nameKey?: string;
  readonly host?: string | null;
  readonly pendingSince?: Date;
}

/** Tenants that an admin can see: all, or these with their descendants. */
export type Visible = "all" | readonly string[];

export interface TenantFilter {
  /** Required, so that no caller forgets whose list it is. */
  readonly visible: Visible;
  readonly status?: TenantRow["status"] | undefined;
  readonly environment?: TenantRow["environment"] | undefined;
  readonly parentId?: string | undefined;
}

/** Search by prefix, in the normalized form of `searchKey`. */
export interface TenantSearch {
  readonly by: "name" | "slug";
  readonly prefix: string;
  /** Last tenant of the previous page. */
  readonly after: { readonly key: string; readonly id: string } | undefined;
}

export class TenantStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Finds a tenant by id or slug. Never finds a purged tenant. */
  async find(idOrSlug: string): Promise<TenantRow | undefined> {
    const match = or(eq(tenants.id, idOrSlug), eq(tenants.slug, idOrSlug));
    return await this.db
      .select()
      .from(tenants)
      .where(and(match, isNull(tenants.purgedAt)))
      .get();
  }

  async findByHost(host: string): Promise<Tenant | undefined> {
    return await this.db.select().from(tenants).where(eq(tenants.host, host)).get();
  }

  /**
   * Creates the tenant with its signing key, API keys and audit entry, all or nothing. Returns the tenant, `taken` if
   * another tenant has the slug or host, or `parent_invalid` if the parent doesn't exist, is deleted or is on the last level.
   */
  async create({ tenant, signingKey, keys, entry }: NewTenantParts): Promise<TenantRow | "taken" | "parent_invalid"> {
    const { id, parentId } = tenant;
    const canHaveChild = sql`exists (select 1 from tenants where id = ${parentId} and level < ${MAX_LEVELS} and status <> 'deleted')`;
    const written = sql`exists (select 1 from tenants where id = ${id})`;
    try {
      const results = await this.db.batch([
        this.db.insert(tenants).select(rowIf(tenants, tenant, parentId === null ? sql`true` : canHaveChild)),
        insertIfChanged(this.db, entry.successRow()),
        this.db.insert(signingKeys).select(rowIf(signingKeys, signingKey, written)),
        ...keys.map((key) => this.db.insert(apiKeys).select(rowIf(apiKeys, key, written))),
        ...inherit(this.db, id),
        this.db.select().from(tenants).where(eq(tenants.id, id)),
      ]);
      // The types of a batch of varying length are those of all its statements.
      const [row] = results.at(-1) as unknown as TenantRow[];
      if (row === undefined) return "parent_invalid";
      entry.markWritten();
      return row;
    } catch (error) {
      if (isUniqueViolation(error)) return "taken";
      // A write whose response was lost still counts, because its keys must not be lost.
      const row = await this.find(id).catch(() => undefined);
      if (row === undefined) throw error;
      entry.markWritten();
      return row;
    }
  }

  /** Updates these columns. Returns `taken` if another tenant has the host, and undefined if the tenant doesn't exist. */
  async update(id: string, values: TenantValues): Promise<TenantRow | "taken" | undefined> {
    try {
      const [row] = await this.db.update(tenants).set(values).where(eq(tenants.id, id)).returning();
      return row;
    } catch (error) {
      if (isUniqueViolation(error)) return "taken";
      throw error;
    }
  }

  /**
   * Advances a test tenant's clock in one conditional write, and returns the tenant. Undefined if the offset would exceed
   * the limit, or if the tenant is live.
   */
  async advanceClock(id: string, seconds: number, limitSeconds: number): Promise<TenantRow | undefined> {
    const clockOffsetSeconds = sql`${tenants.clockOffsetSeconds} + ${seconds}`;
    const isTest = and(eq(tenants.id, id), eq(tenants.environment, "test"));
    const where = and(isTest, lte(tenants.clockOffsetSeconds, limitSeconds - seconds));
    const [row] = await this.db.update(tenants).set({ clockOffsetSeconds }).where(where).returning();
    return row;
  }

  /** Lists tenants, oldest first. Leaves out the platform's tenant and purged ones. */
  async list(filter: TenantFilter, page: { after: string | undefined; limit: number }): Promise<TenantRow[]> {
    const after = page.after === undefined ? undefined : gt(tenants.id, page.after);
    return await this.db
      .select()
      .from(tenants)
      .where(and(isShown, matches(filter), after))
      .orderBy(asc(tenants.id))
      .limit(page.limit);
  }

  /**
   * Searches tenants by a prefix of the name, or of the slug where the name doesn't match, in that order. Uses a range of an
   * index instead of LIKE, which can't.
   */
  async search(filter: TenantFilter, { by, prefix, after }: TenantSearch, limit: number): Promise<TenantRow[]> {
    const key = by === "name" ? tenants.nameKey : tenants.slug;
    const others = by === "slug" ? sql`not ${beginsWith(tenants.nameKey, prefix)}` : undefined;
    const rest = after && sql`(${key}, ${tenants.id}) > (${after.key}, ${after.id})`;
    return await this.db
      .select()
      .from(tenants)
      .where(and(isShown, beginsWith(key, prefix), others, rest, matches(filter)))
      .orderBy(asc(key), asc(tenants.id))
      .limit(limit);
  }
}

const isShown = and(ne(tenants.slug, PLATFORM_SLUG), isNull(tenants.purgedAt));

function matches({ visible, status, environment, parentId }: TenantFilter): SQL | undefined {
  return and(
    status && eq(tenants.status, status),
    environment && eq(tenants.environment, environment),
    parentId === undefined ? undefined : eq(tenants.parentId, parentId),
    visible === "all" ? undefined : sql`${tenants.id} in (${subtreesOf(visible)})`,
  );
}

/** Ids of tenants and their descendants. */
function subtreesOf(ids: readonly string[]): SQL {
  return sql`with recursive seen(id) as (
    select value from json_each(${JSON.stringify(ids)})
    union select child.id from tenants child join seen on child.parent_id = seen.id) select id from seen`;
}
