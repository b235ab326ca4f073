import type { SigningKeyRow } from "../auth/signing-key-store.ts";
import type { UserRow } from "../auth/store.ts";
import { insertUser } from "../auth/store.ts";
import { type Database, isUniqueViolation, schema } from "../ports/database.ts";
import type { TenantRow } from "../tenants/store.ts";

const { tenants, signingKeys, platformAdmins } = schema;

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
    account: { id: string; passwordHash: string };
  }): Promise<boolean> {
    const { tenant, signingKey, user, account } = parts;
    const admin = { userId: user.id, role: "superadmin" as const, createdAt: user.createdAt };
    try {
      await this.db.batch([
        this.db.insert(tenants).values(tenant),
        this.db.insert(signingKeys).values(signingKey),
        ...insertUser(this.db, user, account),
        this.db.insert(platformAdmins).values(admin),
      ]);
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }
}
