import { and, asc, eq, gt, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { AuditEntry } from "../audit/entry.ts";
import { insertIfChanged } from "../audit/store.ts";
import { type Database, rowIf, schema } from "../ports/database.ts";
import { endSessions } from "../sessions/session-store.ts";
import { markPending } from "../shared/pending-store.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { KeyKind } from "./api-key.ts";

const { apiKeys, tenants } = schema;

export type ApiKeyRow = typeof apiKeys.$inferSelect;

/** A key's rights, limits, quota and description. Its successor has the same. */
export type KeyProperties = Pick<
  ApiKeyRow,
  | "name"
  | "expiresAt"
  | "scopes"
  | "allowedOrigins"
  | "allowedIpRanges"
  | "limits"
  | "metadata"
  | "ownerId"
  | "enabled"
  | "quota"
  | "prefix"
>;

/** A key with its tenant. */
export interface FoundKey {
  readonly key: ApiKeyRow;
  readonly tenant: Tenant;
}

/** A selection of keys: those of some kinds, or the tenant's customers', of one owner or all. */
export type KeysOf =
  | { readonly kinds: readonly Exclude<KeyKind, "customer">[] }
  | { readonly owner: string | undefined };

export interface KeyFilter {
  /** `active`: keys that work. `ended`: keys that were revoked, replaced or have expired. */
  readonly state: "active" | "ended" | undefined;
  /** Part of the name, case-insensitive, or the last four characters of the key. */
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

  /** Writes the key and its audit entry together. */
  async create(key: ApiKeyRow, entry: AuditEntry): Promise<void> {
    const insert = this.db.insert(apiKeys).values(key);
    await this.unlessWritten(key, this.db.batch([insert, insertIfChanged(this.db, entry.successRow())]));
    entry.markWritten();
  }

  /**
   * The result of a write. Undefined if the write failed but the row exists, as when its response was lost. The key is
   * returned only once, so that is no failure.
   */
  private async unlessWritten<T>({ tenantId, id }: ApiKeyRow, write: Promise<T>): Promise<T | undefined> {
    try {
      return await write;
    } catch (error) {
      if ((await this.find(tenantId, id).catch(() => undefined)) === undefined) throw error;
      return undefined;
    }
  }

  /** Lists keys, oldest first. */
  async list(tenantId: string, of: KeysOf, { state, search, after, limit, now }: KeyFilter): Promise<ApiKeyRow[]> {
    const isActive = and(
      isNull(apiKeys.revokedAt),
      isInFuture(apiKeys.expiresAt, now),
      isInFuture(apiKeys.retiresAt, now),
    );
    const conditions = [
      eq(apiKeys.tenantId, tenantId),
      after === undefined ? undefined : gt(apiKeys.id, after),
      ...familyConditions(of),
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

  /** Returns undefined if the key was changed since it was read, or doesn't exist. */
  async update({ tenantId, id, version }: ApiKeyRow, change: KeyChange, now: Date): Promise<ApiKeyRow | undefined> {
    const [[row]] = await this.db.batch([
      this.db
        .update(apiKeys)
        .set({ ...change, version: version + 1 })
        .where(and(own(tenantId, id), eq(apiKeys.version, version)))
        .returning(),
      markPending(this.db, tenantId, now),
    ]);
    return row;
  }

  /**
   * Writes the key's successor, the end of the key's overlap and the audit entry together, or nothing. Returns false if
   * the key was changed since it was read.
   */
  async replace(
    { tenantId, id, version }: ApiKeyRow,
    successor: ApiKeyRow,
    { retiresAt, now, entry }: { readonly retiresAt: Date; readonly now: Date; readonly entry: AuditEntry },
  ): Promise<boolean> {
    const isReplaced = sql`exists (select 1 from api_keys where id = ${id} and replaced_by = ${successor.id})`;
    const write = this.db.batch([
      this.db
        .update(apiKeys)
        .set({ replacedBy: successor.id, retiresAt, version: version + 1 })
        .where(and(own(tenantId, id), eq(apiKeys.version, version))),
      this.db.insert(apiKeys).select(rowIf(apiKeys, successor, isReplaced)),
      insertIfChanged(this.db, entry.successRow()),
      markPending(this.db, tenantId, now, isReplaced),
    ]);
    const results = await this.unlessWritten(successor, write);
    const isWritten = results === undefined || results[1].meta.changes > 0;
    if (isWritten) entry.markWritten();
    return isWritten;
  }

  /**
   * Revokes a key and ends its sessions. Returns the key as it is afterwards; undefined if the tenant has no such key. The
   * first revocation's time and reason stay.
   */
  async revoke(
    tenantId: string,
    id: string,
    { at, reason, where }: { at: Date; reason: NonNullable<ApiKeyRow["revokeReason"]>; where: string | null },
  ): Promise<ApiKeyRow | undefined> {
    const [, , , [row]] = await this.db.batch([
      this.db
        .update(apiKeys)
        .set({ revokedAt: at, revokeReason: reason, leakSource: where, version: sql`${apiKeys.version} + 1` })
        .where(and(own(tenantId, id), isNull(apiKeys.revokedAt))),
      endSessions(this.db, tenantId, { key: id }, { reason: "key_revoked", now: at }),
      markPending(this.db, tenantId, at),
      this.db.select().from(apiKeys).where(own(tenantId, id)),
    ]);
    return row;
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

/** Written as text: SQLite uses a partial index only if the query repeats the index's condition. */
function familyConditions(of: KeysOf): (SQL | undefined)[] {
  if ("owner" in of) {
    return [sql`${apiKeys.kind} = 'customer'`, of.owner === undefined ? undefined : eq(apiKeys.ownerId, of.owner)];
  }
  return [sql`${apiKeys.kind} <> 'customer'`, inArray(apiKeys.kind, [...of.kinds])];
}

function isInFuture(column: typeof apiKeys.expiresAt | typeof apiKeys.retiresAt, now: Date): SQL | undefined {
  return or(isNull(column), gt(column, now));
}
