import { and, eq, ne, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { hasUserCapacity } from "../plans/store.ts";
import { type Database, rowIf, schema } from "../ports/database.ts";
import { endSessions } from "../sessions/session-store.ts";
import type { AccountRow, UserRow } from "../shared/rows.ts";
import { insertToken, revokeEarlierTokens, revokeTokens, type TokenDraft } from "../verification/statements-store.ts";

const { users, accounts } = schema;

/** User with the hash of their password; null if there is none. */
export interface UserWithPassword {
  readonly user: UserRow;
  readonly passwordHash: string | null;
}

/** Issuer of accounts that sign in with a password stored here. */
export const PASSWORD_ISSUER = "password";

/** Builds the account row of a user who signs in with a password. */
export function passwordAccountOf(
  user: Pick<UserRow, "tenantId" | "id">,
  account: { id: string; passwordHash: string; createdAt: Date },
): AccountRow {
  const { id, passwordHash, createdAt } = account;
  const of = { tenantId: user.tenantId, userId: user.id, issuer: PASSWORD_ISSUER, subject: user.id };
  return { id, ...of, secret: passwordHash, details: null, createdAt };
}

export class AuthStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /**
   * Writes a user with a password and a verification token. If the email is taken, writes a token for its owner instead, with
   * the same statements. Returns the recipient of the email, if any, whether the user was written, and whether the tenant's
   * plan limit prevented it.
   */
  async register(
    user: UserRow,
    account: AccountRow,
    tokens: { readonly fresh: TokenDraft; readonly taken: TokenDraft },
  ): Promise<{ registered: boolean; to: { userId: string; email: string } | undefined; isFull: boolean }> {
    const owner = and(eq(users.tenantId, user.tenantId), eq(users.emailKey, user.emailKey));
    const isWritten = sql`exists (select 1 from users where id = ${user.id})`;
    const [, [written], [verification], [reminder], , owners] = await this.db.batch([
      this.db
        .insert(users)
        .select(rowIf(users, user, hasUserCapacity(user.tenantId)))
        .onConflictDoNothing(),
      this.db
        .insert(accounts)
        .select(rowIf(accounts, account, isWritten))
        .returning({ id: accounts.id }),
      insertToken(this.db, tokens.fresh),
      insertToken(this.db, tokens.taken),
      revokeEarlierTokens(this.db, tokens.taken.token),
      this.db.select({ id: users.id }).from(users).where(owner),
    ]);
    return { registered: written !== undefined, to: verification ?? reminder, isFull: owners.length === 0 };
  }

  /** Writes a user without a password whose email is verified. */
  async createVerified(user: UserRow): Promise<"created" | "taken" | "plan_limit"> {
    const [, owners] = await this.db.batch([
      this.db
        .insert(users)
        .select(rowIf(users, user, hasUserCapacity(user.tenantId)))
        .onConflictDoNothing(),
      this.db
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.tenantId, user.tenantId), eq(users.emailKey, user.emailKey))),
    ]);
    if (owners.length === 0) return "plan_limit";
    return owners.some(({ id }) => id === user.id) ? "created" : "taken";
  }

  /** Finds a user by email for a sign-in. */
  async findForLogin(tenantId: string, key: string): Promise<UserWithPassword | undefined> {
    return await this.withPassword()
      .where(and(eq(users.tenantId, tenantId), eq(users.emailKey, key), ne(users.status, "deleted")))
      .get();
  }

  async findWithPassword(userId: string): Promise<UserWithPassword | undefined> {
    return await this.withPassword().where(eq(users.id, userId)).get();
  }

  /**
   * Replaces the hash of the user's password if it is still `from`: one conditional write, so that a concurrent change wins.
   * Returns whether the hash was replaced.
   */
  async replacePasswordHash(userId: string, { from, to }: { from: string; to: string }): Promise<boolean> {
    const replaced = await this.replaceHash(userId, from, to);
    return replaced.length === 1;
  }

  /**
   * Changes the user's password unless another change came first, and revokes all verification tokens. Ends all sessions but
   * `endAllBut` if it is set. Returns the number of ended sessions; undefined if another change came first.
   */
  async changePassword(
    user: Pick<UserRow, "tenantId" | "id">,
    { from, to, now, endAllBut }: { from: string; to: string; now: Date; endAllBut: string | undefined },
  ): Promise<number | undefined> {
    return await this.setPassword(user, this.replaceHash(user.id, from, to), { to, now, endAllBut });
  }

  /** Sets the first password of a user, as `changePassword` does. Undefined if the user has one. */
  async addPassword(
    user: Pick<UserRow, "tenantId" | "id">,
    { account, now, endAllBut }: { account: AccountRow; now: Date; endAllBut: string | undefined },
  ): Promise<number | undefined> {
    const insert = this.db.insert(accounts).values(account).onConflictDoNothing().returning({ id: accounts.id });
    return await this.setPassword(user, insert, { to: account.secret ?? "", now, endAllBut });
  }

  private async setPassword(
    user: Pick<UserRow, "tenantId" | "id">,
    write: BatchItem<"sqlite">,
    { to, now, endAllBut }: { to: string; now: Date; endAllBut: string | undefined },
  ): Promise<number | undefined> {
    const isChanged = sql`exists (select 1 from accounts where user_id = ${user.id} and secret = ${to})`;
    const condition = endAllBut === undefined ? sql`false` : isChanged;
    const others = { user: user.id, except: endAllBut };
    const [written, , , { meta }] = await this.db.batch([
      write as BatchItem<"sqlite"> & { _: { result: readonly { id: string }[] } },
      this.db
        .update(users)
        .set({ credentialsVersion: sql`${users.credentialsVersion} + 1` })
        .where(and(eq(users.id, user.id), isChanged)),
      revokeTokens(this.db, { tenantId: user.tenantId, userId: user.id }, now, "", isChanged),
      endSessions(this.db, user.tenantId, others, { reason: "password_changed", now, condition }),
    ]);
    return written.length === 1 ? meta.changes : undefined;
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
