import { and, asc, eq, gt, inArray, isNull, lte, ne, sql } from "drizzle-orm";
import { type Database, rowIf, schema } from "../ports/database.ts";

const { signingKeys, tenants } = schema;

export type SigningKeyRow = typeof signingKeys.$inferSelect;

/** A private key as it is stored: whose it is, and its sealed form. */
export type EncryptedKey = Pick<SigningKeyRow, "tenantId" | "kid" | "privateKey">;

/** The tenant's active key, by its id. */
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

  /** Writes an active key unless the tenant has one: of many at once, one is written. */
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

  /** Makes a next key the active one, and retires the one that was; both or, where it is no next key any more, neither. */
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

  /** Has the active key give way as soon as another may be signed with. */
  async requestRotation(tenantId: string, now: Date): Promise<void> {
    await this.db.update(signingKeys).set({ rotateAt: now }).where(activeOf(tenantId));
  }

  /** Removes keys that sign nothing. */
  async drop(tenantId: string, kids: readonly string[]): Promise<void> {
    const idle = inArray(signingKeys.state, ["next", "retiring"]);
    await this.db
      .delete(signingKeys)
      .where(and(eq(signingKeys.tenantId, tenantId), inArray(signingKeys.kid, [...kids]), idle));
  }

  /** Puts one active key in the place of all the tenant has. The ids of those that are gone. */
  async replaceAll(row: SigningKeyRow): Promise<string[]> {
    const own = eq(signingKeys.tenantId, row.tenantId);
    const [gone] = await this.db.batch([
      this.db.delete(signingKeys).where(own).returning({ kid: signingKeys.kid }),
      this.db.insert(signingKeys).values(row),
    ]);
    return gone.map((key) => key.kid);
  }

  /** Some tenants after the one given, in the order of their ids, each with what it has set and all its keys. */
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

  /** Some of the keys that are sealed with another version than the one given, and how many there are. */
  async encryptedWithOther(version: string, limit: number): Promise<{ keys: EncryptedKey[]; total: number }> {
    const prefix = `${version}.`;
    const other = ne(sql`substr(${signingKeys.privateKey}, 1, ${prefix.length})`, prefix);
    const { kid, tenantId, privateKey } = signingKeys;
    const keys = await this.db.select({ kid, tenantId, privateKey }).from(signingKeys).where(other).limit(limit);
    return { keys, total: keys.length < limit ? keys.length : await this.db.$count(signingKeys, other) };
  }

  /** Puts another sealed form of the same key in the place of the one given. */
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
