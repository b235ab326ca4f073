import { and, eq, sql } from "drizzle-orm";
import { type Database, isUniqueViolation, schema } from "../ports/database.ts";
import type { AccountRow, TenantRow, UserRow } from "../shared/rows.ts";
import type { SigningKeyRow } from "../tokens/signing-key-store.ts";

const { tenants, signingKeys, users, accounts, platformAdmins, platformAdminTenantPermissions } = schema;

export class PlatformStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Writes the platform's tenant, its signing key and its first superadmin together. False when it exists. */
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

  /** Whom the platform began with, and as what. */
  async founders(): Promise<{ userId: string; role: (typeof platformAdmins.$inferSelect)["role"] }[]> {
    return await this.db.select({ userId: platformAdmins.userId, role: platformAdmins.role }).from(platformAdmins);
  }

  /** Those of the users who can sign in: they have chosen a password, and nothing keeps them out. */
  async able(userIds: readonly string[]): Promise<Set<string>> {
    const isMeant = sql`${users.id} in (select value from json_each(${JSON.stringify(userIds)}))`;
    const rows = await this.db
      .select({ id: users.id })
      .from(users)
      .innerJoin(accounts, eq(accounts.userId, users.id))
      .where(and(isMeant, eq(users.status, "active")));
    return new Set(rows.map((row) => row.id));
  }

  /** Where letters to these users go. */
  async addresses(userIds: readonly string[]): Promise<{ id: string; email: string }[]> {
    const isMeant = sql`${users.id} in (select value from json_each(${JSON.stringify(userIds)}))`;
    return await this.db
      .select({ id: users.id, email: users.email })
      .from(users)
      .where(and(isMeant, eq(users.status, "active")));
  }

  /** Forgets that a user was there from the beginning, so that the user's own row can go. */
  async forget(userId: string): Promise<void> {
    await this.db.batch([
      this.db.delete(platformAdminTenantPermissions).where(eq(platformAdminTenantPermissions.userId, userId)),
      this.db.delete(platformAdmins).where(eq(platformAdmins.userId, userId)),
    ]);
  }
}
