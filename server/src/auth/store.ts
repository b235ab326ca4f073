import { and, eq } from "drizzle-orm";
import { type Database, isUniqueViolation, schema } from "../ports/database.ts";

const { users, accounts, platformAdmins } = schema;

export type UserRow = typeof users.$inferSelect;
export type AdminRole = (typeof platformAdmins.$inferSelect)["role"];

/** The issuer of accounts that are passwords kept here. */
export const PASSWORD_ISSUER = "password";

/** The statements that write a user with a password, for a batch. */
export function insertUser(db: Database, user: UserRow, account: { id: string; passwordHash: string }) {
  const { tenantId, id, createdAt } = user;
  const password = { tenantId, userId: id, issuer: PASSWORD_ISSUER, subject: id, createdAt };
  return [
    db.insert(users).values(user),
    db.insert(accounts).values({ ...password, id: account.id, secret: account.passwordHash }),
  ] as const;
}

export class AuthStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Writes a user with a password. False when the address is taken in the tenant. */
  async createUser(user: UserRow, account: { id: string; passwordHash: string }): Promise<boolean> {
    try {
      await this.db.batch(insertUser(this.db, user, account));
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /** The user of that address and the hash of the password, if there is one. */
  async findForLogin(
    tenantId: string,
    key: string,
  ): Promise<{ user: UserRow; passwordHash: string | null } | undefined> {
    return await this.db
      .select({ user: users, passwordHash: accounts.secret })
      .from(users)
      .leftJoin(accounts, and(eq(accounts.userId, users.id), eq(accounts.issuer, PASSWORD_ISSUER)))
      .where(and(eq(users.tenantId, tenantId), eq(users.emailKey, key)))
      .get();
  }

  /**
   * Replaces the hash of the user's password if it is still the one given: one conditional write, so that a password
   * that is changed at the same time stays changed. Whether it was.
   */
  async replacePasswordHash(userId: string, { from, to }: { from: string; to: string }): Promise<boolean> {
    const replaced = await this.db
      .update(accounts)
      .set({ secret: to })
      .where(and(eq(accounts.userId, userId), eq(accounts.issuer, PASSWORD_ISSUER), eq(accounts.secret, from)))
      .returning({ id: accounts.id });
    return replaced.length === 1;
  }

  async findUser(id: string): Promise<UserRow | undefined> {
    return await this.db.select().from(users).where(eq(users.id, id)).get();
  }

  async findAdminRole(userId: string): Promise<AdminRole | undefined> {
    const { role } = platformAdmins;
    return (await this.db.select({ role }).from(platformAdmins).where(eq(platformAdmins.userId, userId)).get())?.role;
  }
}
