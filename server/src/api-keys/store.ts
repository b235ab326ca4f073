import { and, asc, eq, gt, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { type Database, rowIf, schema } from "../ports/database.ts";
import type { Tenant } from "../tenants/tenant.ts";
import type { OwnKeyKind } from "./api-key.ts";
import type { KeyProperties } from "./make.ts";

const { apiKeys, tenants } = schema;

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** A key beside the tenant it belongs to. */
export interface FoundKey {
  readonly key: ApiKeyRow;
  readonly tenant: Tenant;
}

/** Keys that open this service, of some kinds, or those of customers, of one owner or all. */
export type KeysOf = { readonly kinds: readonly OwnKeyKind[] | undefined } | { readonly owner: string | undefined };

export interface KeyFilter {
  /** `active` for those that work, `ended` for those that do no more. */
  readonly state: "active" | "ended" | undefined;
  /** Part of the name, in any case, or the last four characters of the key. */
  readonly search: string | undefined;
  readonly after: string | undefined;
  readonly limit: number;
  readonly now: Date;
}

export type KeyChange = Partial<Omit<KeyProperties, "prefix">> & Partial<Pick<ApiKeyRow, "quotaSerial">>;

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

  async findCustomerKey(tenantId: string, hash: string): Promise<ApiKeyRow | undefined> {
    const isOne = and(eq(apiKeys.hash, hash), eq(apiKeys.tenantId, tenantId), eq(apiKeys.kind, "customer"));
    return await this.db.select().from(apiKeys).where(isOne).get();
  }

  async find(tenantId: string, id: string): Promise<ApiKeyRow | undefined> {
    return await this.db.select().from(apiKeys).where(own(tenantId, id)).get();
  }

  async create(key: ApiKeyRow): Promise<void> {
    await this.db.insert(apiKeys).values(key);
  }

  /** Oldest first. */
  async list(tenantId: string, of: KeysOf, { state, search, after, limit, now }: KeyFilter): Promise<ApiKeyRow[]> {
    const isActive = and(isNull(apiKeys.revokedAt), isAhead(apiKeys.expiresAt, now), isAhead(apiKeys.retiresAt, now));
    const conditions = [
      eq(apiKeys.tenantId, tenantId),
      after === undefined ? undefined : gt(apiKeys.id, after),
      ...among(of),
      state === undefined ? undefined : state === "active" ? isActive : sql`not (${isActive})`,
      search === undefined
        ? undefined
        : or(sql`instr(lower(${apiKeys.name}), lower(${search})) > 0`, eq(apiKeys.hint, search)),
    ];
    return await this.db
      .select()
      .from(apiKeys)
      .where(and(...conditions))
      .orderBy(asc(apiKeys.id))
      .limit(limit);
  }

  /** Undefined where the tenant's key has been changed since it was read, or there is none. */
  async update({ tenantId, id, version }: ApiKeyRow, change: KeyChange): Promise<ApiKeyRow | undefined> {
    const [row] = await this.db
      .update(apiKeys)
      .set({ ...change, version: version + 1 })
      .where(and(own(tenantId, id), eq(apiKeys.version, version)))
      .returning();
    return row;
  }

  /**
   * Writes the key's successor, and until when the key works beside it: both or neither. False where the key has been
   * changed since it was read.
   */
  async replace({ tenantId, id, version }: ApiKeyRow, successor: ApiKeyRow, retiresAt: Date): Promise<boolean> {
    const isReplaced = sql`exists (select 1 from api_keys where id = ${id} and replaced_by = ${successor.id})`;
    const [, written] = await this.db.batch([
      this.db
        .update(apiKeys)
        .set({ replacedBy: successor.id, retiresAt, version: version + 1 })
        .where(and(own(tenantId, id), eq(apiKeys.version, version))),
      this.db.insert(apiKeys).select(rowIf(apiKeys, successor, isReplaced)),
    ]);
    return written.meta.changes > 0;
  }

  /**
   * The key as it is afterwards; undefined when the tenant has no such key. The first revocation's time and reason stay.
   */
  async revoke(
    tenantId: string,
    id: string,
    { at, reason, where }: { at: Date; reason: NonNullable<ApiKeyRow["revokeReason"]>; where: string | null },
  ): Promise<ApiKeyRow | undefined> {
    await this.db
      .update(apiKeys)
      .set({ revokedAt: at, revokeReason: reason, foundWhere: where, version: sql`${apiKeys.version} + 1` })
      .where(and(own(tenantId, id), isNull(apiKeys.revokedAt)));
    return await this.find(tenantId, id);
  }

  async noteUse(id: string, now: Date): Promise<void> {
    const isNews = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, now));
    await this.db
      .update(apiKeys)
      .set({ lastUsedAt: now })
      .where(and(eq(apiKeys.id, id), isNews));
  }
}

function own(tenantId: string, id: string): SQL | undefined {
  return and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, id));
}

/** Written out, since SQLite finds its partial indexes only so. */
function among(of: KeysOf): (SQL | undefined)[] {
  if ("owner" in of) {
    return [sql`${apiKeys.kind} = 'customer'`, of.owner === undefined ? undefined : eq(apiKeys.ownerId, of.owner)];
  }
  const { kinds } = of;
  return [sql`${apiKeys.kind} <> 'customer'`, kinds === undefined ? undefined : inArray(apiKeys.kind, [...kinds])];
}

function isAhead(column: typeof apiKeys.expiresAt | typeof apiKeys.retiresAt, now: Date): SQL | undefined {
  return or(isNull(column), gt(column, now));
}
