import { and, asc, eq, gt, isNull, lte, ne, or, type SQL, sql } from "drizzle-orm";
import type { Entry } from "../audit/entry.ts";
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
  readonly entry: Entry;
}

/** What may be written of a tenant by itself. */
export interface TenantValues {
  readonly name?: string;
  readonly nameKey?: string;
  readonly host?: string | null;
  readonly pendingSince?: Date;
}

/** The tenants that an admin sees: all, or these with all that are below them. */
export type Visible = "all" | readonly string[];

export interface TenantFilter {
  /** Of these only, so that nobody forgets for whom the list is. */
  readonly visible: Visible;
  readonly status?: TenantRow["status"] | undefined;
  readonly environment?: TenantRow["environment"] | undefined;
  readonly parentId?: string | undefined;
}

/** What tenants are searched by, in the form in which it is compared. */
export interface TenantSearch {
  readonly by: "name" | "slug";
  readonly prefix: string;
  /** Where the page before ended. */
  readonly after: { readonly key: string; readonly id: string } | undefined;
}

export class TenantStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** By id or slug; one that was removed is found by nobody. */
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
   * Writes the tenant with its signing key, API keys and audit entry below its parent, all or nothing: nothing where slug or
   * host are taken, or the parent, if one is named, is not there, is deleted or stands on the last level. The tenant as
   * it is then, or why there is none.
   */
  async create({ tenant, signingKey, keys, entry }: NewTenantParts): Promise<TenantRow | "taken" | "misplaced"> {
    const { id, parentId } = tenant;
    const takes = sql`exists (select 1 from tenants where id = ${parentId} and level < ${MAX_LEVELS} and status <> 'deleted')`;
    const written = sql`exists (select 1 from tenants where id = ${id})`;
    try {
      const results = await this.db.batch([
        this.db.insert(tenants).select(rowIf(tenants, tenant, parentId === null ? sql`true` : takes)),
        insertIfChanged(this.db, entry.successRow()),
        this.db.insert(signingKeys).select(rowIf(signingKeys, signingKey, written)),
        ...keys.map((key) => this.db.insert(apiKeys).select(rowIf(apiKeys, key, written))),
        ...inherit(this.db, id),
        this.db.select().from(tenants).where(eq(tenants.id, id)),
      ]);
      // The types of a batch of varying length are those of all its statements.
      const [row] = results.at(-1) as unknown as TenantRow[];
      if (row === undefined) return "misplaced";
      entry.markWritten();
      return row;
    } catch (error) {
      if (isUniqueViolation(error)) return "taken";
      // It may have been written though the answer got lost; its keys must not be lost with that.
      const row = await this.find(id).catch(() => undefined);
      if (row === undefined) throw error;
      entry.markWritten();
      return row;
    }
  }

  /** Changes what is given, unless another tenant has the host. Undefined where there is no such tenant. */
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

  /** Oldest first. The platform's own tenant is not among them, nor what was removed. */
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
   * Whose name begins so or, of the others, whose slug does, in the order of that: a range of an index, which LIKE would
   * not be.
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

/** The ids of tenants and of all below them. */
function subtreesOf(ids: readonly string[]): SQL {
  return sql`with recursive seen(id) as (
    select value from json_each(${JSON.stringify(ids)})
    union select child.id from tenants child join seen on child.parent_id = seen.id) select id from seen`;
}
