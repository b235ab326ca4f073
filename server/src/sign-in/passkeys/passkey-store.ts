import { and, eq, type SQL, sql } from "drizzle-orm";
import type { FactorStore, PasskeyRow } from "../../factors/factor-store.ts";
import { credentialsChanged, isUnchanged } from "../../factors/factor-store.ts";
import { type Database, rowIf, schema } from "../../ports/database.ts";
import type { UserRow } from "../../shared/rows.ts";

const { passkeys, users } = schema;

type Owner = Pick<UserRow, "tenantId" | "id">;

/** Maximum number of passkeys of a user. */
export const MAX_PASSKEYS = 20;

/** What an authenticator says about its passkey when it is used. */
export interface PasskeyUse {
  /** Signature counter; 0 if it has none. */
  readonly counter: number;
  readonly backedUp: boolean;
}

/** The result of adding a passkey: the changed user, and whether backup codes were added. */
export type Added = { readonly user: UserRow; readonly codesAdded: boolean } | "taken" | "limit" | "changed";

/** Passkeys of users. Each write is one batch with what follows from it. */
export class PasskeyStore {
  private readonly db: Database;
  private readonly factors: FactorStore;

  constructor(db: Database, factors: FactorStore) {
    this.db = db;
    this.factors = factors;
  }

  /** Finds a passkey of a tenant with its user. */
  async find(tenantId: string, credentialId: string): Promise<{ passkey: PasskeyRow; user: UserRow } | undefined> {
    return await this.db
      .select({ passkey: passkeys, user: users })
      .from(passkeys)
      .innerJoin(users, and(eq(users.id, passkeys.userId), eq(users.tenantId, passkeys.tenantId)))
      .where(and(eq(passkeys.tenantId, tenantId), eq(passkeys.credentialId, credentialId)))
      .get();
  }

  /**
   * Adds a passkey, and backup codes if the user has none. `taken` if the tenant has the credential already, and `changed` if the
   * credentials of the user who began to sign in have changed since they were read; a session may add several at once.
   */
  async add(row: PasskeyRow, codes: readonly string[], begun?: UserRow): Promise<Added> {
    const user = { tenantId: row.tenantId, id: row.userId };
    const own = sql`(select count(*) from passkeys where tenant_id = ${user.tenantId} and user_id = ${user.id})`;
    const isWritten = sql`exists (select 1 from passkeys where id = ${row.id})`;
    const [, added, [changed], [current]] = await this.db.batch([
      this.db
        .insert(passkeys)
        .select(
          rowIf(
            passkeys,
            row,
            sql`${own} < ${MAX_PASSKEYS} and ${begun === undefined ? sql`true` : isUnchanged(begun)}`,
          ),
        )
        .onConflictDoNothing(),
      this.factors.insertFirstCodes(user, codes, row.createdAt, isWritten),
      this.factors.changed(user, isWritten),
      this.db.select({ version: users.credentialsVersion }).from(users).where(eq(users.id, user.id)),
    ]);
    if (changed !== undefined) return { user: changed, codesAdded: added.meta.changes > 0 };
    if (begun !== undefined && current?.version !== begun.credentialsVersion) return "changed";
    return (await this.find(row.tenantId, row.credentialId)) === undefined ? "limit" : "taken";
  }

  /**
   * Notes a use of a passkey. Returns false if the signature counter didn't grow, although the authenticator counts: it was cloned, or
   * the signature was used before (WebAuthn Level 3 §6.1.1).
   */
  async use({ id }: Pick<PasskeyRow, "id">, { counter, backedUp }: PasskeyUse, now: Date): Promise<boolean> {
    const grows = sql`(${passkeys.counter} < ${counter} or (${passkeys.counter} = 0 and ${counter} = 0))`;
    const used = await this.db
      .update(passkeys)
      .set({ counter, backedUp, lastUsedAt: now })
      .where(and(eq(passkeys.id, id), grows))
      .returning({ id: passkeys.id });
    return used.length === 1;
  }

  async rename(user: Owner, id: string, name: string): Promise<PasskeyRow | undefined> {
    const [row] = await this.db.update(passkeys).set({ name }).where(isPasskey(user, id)).returning();
    return row;
  }

  /**
   * Removes a passkey, and the backup codes where it was the last factor, unless the condition `isLastWayIn` holds. Returns the changed
   * user; undefined if nothing was removed.
   */
  async remove(user: Owner, id: string, isLastWayIn: SQL): Promise<UserRow | undefined> {
    const removable = and(isPasskey(user, id), sql`not ${isLastWayIn}`);
    const exists = sql`exists (select 1 from passkeys where ${removable})`;
    const [[changed]] = await this.db.batch([
      this.db
        .update(users)
        .set(credentialsChanged())
        .where(and(eq(users.tenantId, user.tenantId), eq(users.id, user.id), exists))
        .returning(),
      this.db.delete(passkeys).where(removable),
      ...this.factors.afterRemoval(user),
    ]);
    return changed;
  }
}

function isPasskey({ tenantId, id: userId }: Owner, id: string) {
  return and(eq(passkeys.tenantId, tenantId), eq(passkeys.userId, userId), eq(passkeys.id, id));
}
