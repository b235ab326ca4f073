import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, ne, sql } from "drizzle-orm";
import { type Database, rowIf, schema } from "../ports/database.ts";

const { signingKeys, tenants } = schema;

export type SigningKeyRow = typeof signingKeys.$inferSelect;

/** A private key in its stored, encrypted form, with its tenant and id. */
export type EncryptedKey = Pick<SigningKeyRow, "tenantId" | "kid" | "privateKey">;

/** SQL expression for the id of the tenant's active key. */
export function activeKid(tenantId: string) {
  return sql<string | null>`(select kid from signing_keys where tenant_id = ${tenantId} and state = 'active')`;
}

export class SigningKeyStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async active(tenantId: string): Promise<SigningKeyRow | undefined> {
    return await this.db.select().from(signingKeys).where(activeOf(tenantId)).get();
  }

  async find(tenantId: string, kid: string): Promise<SigningKeyRow | undefined> {
    const where = and(eq(signingKeys.tenantId, tenantId), eq(signingKeys.kid, kid));
    return await this.db.select().from(signingKeys).where(where).get();
  }

  async list(tenantId: string): Promise<SigningKeyRow[]> {
    return await this.db.select().from(signingKeys).where(eq(signingKeys.tenantId, tenantId));
  }

  /** Writes an active key unless the tenant has one. Of many concurrent calls one writes. */
  async addFirst(row: SigningKeyRow): Promise<void> {
    const none = sql`${activeKid(row.tenantId)} is null`;
    await this.db
      .insert(signingKeys)
      .select(rowIf(signingKeys, row, none))
      .onConflictDoNothing();
  }

  /** Writes a next key unless the tenant has one of that algorithm. */
  async addNext(row: SigningKeyRow): Promise<void> {
    await this.db.insert(signingKeys).values(row).onConflictDoNothing();
  }

  /** Makes a next key active and retires the active one, both or neither. Does nothing if the key isn't next any more. */
  async promote(tenantId: string, kid: string, now: Date): Promise<void> {
    const isNext = sql`exists (select 1 from signing_keys where kid = ${kid} and state = 'next')`;
    await this.db.batch([
      this.db
        .update(signingKeys)
        .set({ state: "retiring", statusSince: now })
        .where(and(activeOf(tenantId), isNext)),
      this.db
        .update(signingKeys)
        .set({ state: "active", statusSince: now })
        .where(and(eq(signingKeys.tenantId, tenantId), eq(signingKeys.kid, kid), eq(signingKeys.state, "next"))),
    ]);
  }

  /** Requests that the active key be replaced as soon as another one may sign. */
  async requestRotation(tenantId: string, now: Date): Promise<void> {
    await this.db.update(signingKeys).set({ rotateAt: now }).where(activeOf(tenantId));
  }

  /** Cancels a requested rotation. Returns whether one was requested. */
  async cancelRotation(tenantId: string): Promise<boolean> {
    const requested = and(activeOf(tenantId), isNotNull(signingKeys.rotateAt));
    const { meta } = await this.db.update(signingKeys).set({ rotateAt: null }).where(requested);
    return meta.changes > 0;
  }

  /** Makes a retiring key active again and retires the active one, both or neither. Returns whether it was still retiring. */
  async reactivate(tenantId: string, kid: string, now: Date): Promise<boolean> {
    const isRetiring = sql`exists (select 1 from signing_keys where kid = ${kid} and state = 'retiring')`;
    const [, { meta }] = await this.db.batch([
      this.db
        .update(signingKeys)
        .set({ state: "retiring", statusSince: now })
        .where(and(activeOf(tenantId), isRetiring)),
      this.db
        .update(signingKeys)
        .set({ state: "active", statusSince: now, rotateAt: null })
        .where(and(eq(signingKeys.tenantId, tenantId), eq(signingKeys.kid, kid), eq(signingKeys.state, "retiring"))),
    ]);
    return meta.changes > 0;
  }

  /** Deletes keys that sign nothing. */
  async drop(tenantId: string, kids: readonly string[]): Promise<void> {
    const idle = inArray(signingKeys.state, ["next", "retiring"]);
    await this.db
      .delete(signingKeys)
      .where(and(eq(signingKeys.tenantId, tenantId), inArray(signingKeys.kid, [...kids]), idle));
  }

  /** Replaces all of the tenant's keys with one active key. Returns the ids of the deleted ones. */
  async replaceAll(row: SigningKeyRow): Promise<string[]> {
    const own = eq(signingKeys.tenantId, row.tenantId);
    const [gone] = await this.db.batch([
      this.db.delete(signingKeys).where(own).returning({ kid: signingKeys.kid }),
      this.db.insert(signingKeys).values(row),
    ]);
    return gone.map((key) => key.kid);
  }

  /** A page of tenants after an id, in the order of their ids, each with its settings and all its keys. */
  async page(after: string, limit: number) {
    const page = await this.db
      .select({ id: tenants.id, settings: tenants.settings })
      .from(tenants)
      .where(and(gt(tenants.id, after), isNull(tenants.purgedAt)))
      .orderBy(asc(tenants.id))
      .limit(limit);
    const last = page.at(-1)?.id ?? after;
    const within = and(gt(signingKeys.tenantId, after), lte(signingKeys.tenantId, last));
    const keys = Map.groupBy(await this.db.select().from(signingKeys).where(within), (key) => key.tenantId);
    return page.map((tenant) => ({ tenant, keys: keys.get(tenant.id) ?? [] }));
  }

  /** Keys that are encrypted with another version than this one, at most `limit` of them, and their total. */
  async encryptedWithOther(version: string, limit: number): Promise<{ keys: EncryptedKey[]; total: number }> {
    const prefix = `${version}.`;
    const other = ne(sql`substr(${signingKeys.privateKey}, 1, ${prefix.length})`, prefix);
    const { kid, tenantId, privateKey } = signingKeys;
    const keys = await this.db.select({ kid, tenantId, privateKey }).from(signingKeys).where(other).limit(limit);
    return { keys, total: keys.length < limit ? keys.length : await this.db.$count(signingKeys, other) };
  }

  /** Replaces a private key's encrypted form, if it is unchanged. */
  async replaceEncrypted({ tenantId, kid, privateKey }: EncryptedKey, reencrypted: string): Promise<void> {
    const same = and(eq(signingKeys.kid, kid), eq(signingKeys.privateKey, privateKey));
    await this.db
      .update(signingKeys)
      .set({ privateKey: reencrypted })
      .where(and(eq(signingKeys.tenantId, tenantId), same));
  }
}

function activeOf(tenantId: string) {
  return and(eq(signingKeys.tenantId, tenantId), eq(signingKeys.state, "active"));
}
