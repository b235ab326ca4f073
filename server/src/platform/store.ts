import type { SigningKeyRow } from "../auth/signing-key-store.ts";
import type { AccountRow, UserRow } from "../auth/store.ts";
import { type Database, isUniqueViolation, schema } from "../ports/database.ts";
import type { TenantRow } from "../tenants/store.ts";

const { tenants, signingKeys, users, accounts, platformAdmins } = schema;

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
}
