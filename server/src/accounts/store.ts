import { and, eq, ne, sql } from "drizzle-orm";
import { hasUserCapacity } from "../plans/store.ts";
import { type Database, rowIf, schema } from "../ports/database.ts";
import { endSessions } from "../sessions/session-store.ts";
import type { AccountRow, UserRow } from "../shared/rows.ts";
import { insertProof, type ProofDraft, voidAll, voidEarlier } from "../verification/statements-store.ts";

const { users, accounts } = schema;

/** A user beside the hash of their password; null where there is none. */
export interface UserWithPassword {
  readonly user: UserRow;
  readonly passwordHash: string | null;
}

/** The issuer of accounts that are passwords kept here. */
export const PASSWORD_ISSUER = "password";

/** The account of a user who signs in with a password. */
export function passwordAccountOf(
  user: Pick<UserRow, "tenantId" | "id">,
  account: { id: string; passwordHash: string; createdAt: Date },
): AccountRow {
  const { id, passwordHash, createdAt } = account;
  const of = { tenantId: user.tenantId, userId: user.id, issuer: PASSWORD_ISSUER, subject: user.id };
  return { id, ...of, secret: passwordHash, createdAt };
}

export class AuthStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /**
   * Writes a user with a password and a proof of the address; or, where the address is taken, a proof for the user who
   * has it. The same statements either way. Answers whom to send an email, if anyone, and which proof it brings, and
   * whether nothing was written because the tenant's plan leaves no room.
   */
  async register(
    user: UserRow,
    account: AccountRow,
    proofs: { readonly fresh: ProofDraft; readonly taken: ProofDraft },
  ): Promise<{ registered: boolean; to: { userId: string; email: string } | undefined; isFull: boolean }> {
    const owner = and(eq(users.tenantId, user.tenantId), eq(users.emailKey, user.emailKey));
    const isWritten = sql`exists (select 1 from users where id = ${user.id})`;
    const [, [written], [welcome], [reminder], , owners] = await this.db.batch([
      this.db
        .insert(users)
        .select(rowIf(users, user, hasUserCapacity(user.tenantId)))
        .onConflictDoNothing(),
      this.db
        .insert(accounts)
        .select(rowIf(accounts, account, isWritten))
        .returning({ id: accounts.id }),
      insertProof(this.db, proofs.fresh),
      insertProof(this.db, proofs.taken),
      voidEarlier(this.db, proofs.taken.proof),
      this.db.select({ id: users.id }).from(users).where(owner),
    ]);
    return { registered: written !== undefined, to: welcome ?? reminder, isFull: owners.length === 0 };
  }

  /** The user of that address, if there is one. */
  async findForLogin(tenantId: string, key: string): Promise<UserWithPassword | undefined> {
    return await this.withPassword()
      .where(and(eq(users.tenantId, tenantId), eq(users.emailKey, key), ne(users.status, "deleted")))
      .get();
  }

  async findWithPassword(userId: string): Promise<UserWithPassword | undefined> {
    return await this.withPassword().where(eq(users.id, userId)).get();
  }

  /**
   * Replaces the hash of the user's password if it is still the one given: one conditional write, so that a password
   * that is changed at the same time stays changed. Whether it was.
   */
  async replacePasswordHash(userId: string, { from, to }: { from: string; to: string }): Promise<boolean> {
    const replaced = await this.replaceHash(userId, from, to);
    return replaced.length === 1;
  }

  /**
   * Changes the user's password unless another change came first, and ends every proof that was sent, and their sessions
   * but one, if that is wanted. How many sessions; undefined where another change came first.
   */
  async changePassword(
    user: Pick<UserRow, "tenantId" | "id">,
    { from, to, now, endAllBut }: { from: string; to: string; now: Date; endAllBut: string | undefined },
  ): Promise<number | undefined> {
    const isChanged = sql`exists (select 1 from accounts where user_id = ${user.id} and secret = ${to})`;
    const condition = endAllBut === undefined ? sql`false` : isChanged;
    const others = { user: user.id, except: endAllBut };
    const [replaced, , , { meta }] = await this.db.batch([
      this.replaceHash(user.id, from, to),
      this.db
        .update(users)
        .set({ credentialsVersion: sql`${users.credentialsVersion} + 1` })
        .where(and(eq(users.id, user.id), isChanged)),
      voidAll(this.db, { tenantId: user.tenantId, userId: user.id }, now, "", isChanged),
      endSessions(this.db, user.tenantId, others, { reason: "password_changed", now, condition }),
    ]);
    return replaced.length === 1 ? meta.changes : undefined;
  }

  async findUser(id: string): Promise<UserRow | undefined> {
    return await this.db.select().from(users).where(eq(users.id, id)).get();
  }

  private withPassword() {
    const password = and(eq(accounts.userId, users.id), eq(accounts.issuer, PASSWORD_ISSUER));
    return this.db.select({ user: users, passwordHash: accounts.secret }).from(users).leftJoin(accounts, password);
  }

  private replaceHash(userId: string, from: string, to: string) {
    return this.db
      .update(accounts)
      .set({ secret: to })
      .where(and(eq(accounts.userId, userId), eq(accounts.issuer, PASSWORD_ISSUER), eq(accounts.secret, from)))
      .returning({ id: accounts.id });
  }
}
