import { and, count, eq, ne, sql } from "drizzle-orm";
import { type Database, isUniqueViolation, schema } from "../ports/database.ts";
import type { AccountRow, TenantRow, UserRow } from "../shared/rows.ts";
import type { SigningKeyRow } from "../tokens/signing-key-store.ts";

const { tenants, signingKeys, users, accounts, platformAdmins, platformAdminTenantPermissions } = schema;

export class PlatformStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Creates the platform's tenant, its signing key and its first superadmin. Returns false if it exists. */
  async create(parts: {
    tenant: TenantRow;
    signingKey: SigningKeyRow;
    user: UserRow;
    account: AccountRow;
  }): Promise<boolean> {
    const { tenant, signingKey, user, account } = parts;
    const admin = { userId: user.id, role: "superadmin" as const, createdAt: user.createdAt };
    try {
      await this.db.batch([
        this.db.insert(tenants).values(tenant),
        this.db.insert(signingKeys).values(signingKey),
        this.db.insert(users).values(user),
        this.db.insert(accounts).values(account),
        this.db.insert(platformAdmins).values(admin),
      ]);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }

  /**
   * Password hashes with this version of the pepper, at most `limit` of them, and the number of all. Leaves out the hash of one
   * user.
   */
  async hashesWithPepper(version: string, limit: number, except: string) {
    // In PHC's format, a parameter ends at a comma, and the last one at a dollar sign.
    const [inside, last] = [`keyid=${version},`, `keyid=${version}$`];
    const has = sql`(instr(${accounts.secret}, ${inside}) > 0 or instr(${accounts.secret}, ${last}) > 0)`;
    const where = and(has, ne(accounts.userId, except));
    const [hashes, [counted]] = await this.db.batch([
      this.db
        .select({
          accountId: accounts.id,
          tenantId: accounts.tenantId,
          userId: accounts.userId,
          hash: sql<string>`${accounts.secret}`,
        })
        .from(accounts)
        .where(where)
        .limit(limit),
      this.db.select({ total: count() }).from(accounts).where(where),
    ]);
    return { hashes, total: counted?.total ?? 0 };
  }

  /** Removes a password hash if it is still this one. */
  async removeHash(accountId: string, hash: string): Promise<void> {
    const same = and(eq(accounts.id, accountId), eq(accounts.secret, hash));
    await this.db.update(accounts).set({ secret: null }).where(same);
  }

  /** The first admins and their roles. */
  async firstAdmins(): Promise<{ userId: string; role: (typeof platformAdmins.$inferSelect)["role"] }[]> {
    return await this.db.select({ userId: platformAdmins.userId, role: platformAdmins.role }).from(platformAdmins);
  }

  /** Ids of the users who can sign in: they have a password and are active. */
  async ableToSignIn(userIds: readonly string[]): Promise<Set<string>> {
    const isMeant = sql`${users.id} in (select value from json_each(${JSON.stringify(userIds)}))`;
    const rows = await this.db
      .select({ id: users.id })
      .from(users)
      .innerJoin(accounts, eq(accounts.userId, users.id))
      .where(and(isMeant, eq(users.status, "active")));
    return new Set(rows.map((row) => row.id));
  }

  /** Emails of active users. */
  async emailsOf(userIds: readonly string[]): Promise<{ id: string; email: string }[]> {
    const isMeant = sql`${users.id} in (select value from json_each(${JSON.stringify(userIds)}))`;
    return await this.db
      .select({ id: users.id, email: users.email })
      .from(users)
      .where(and(isMeant, eq(users.status, "active")));
  }

  /** Forgets that a user was there from the beginning, so that the user's own row can go. */
  async removeFirstAdmin(userId: string): Promise<void> {
    await this.db.batch([
      this.db.delete(platformAdminTenantPermissions).where(eq(platformAdminTenantPermissions.userId, userId)),
      this.db.delete(platformAdmins).where(eq(platformAdmins.userId, userId)),
    ]);
  }
}
