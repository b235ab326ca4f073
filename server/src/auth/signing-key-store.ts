import { and, eq } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";

const { signingKeys } = schema;

export type SigningKeyRow = typeof signingKeys.$inferSelect;

export class SigningKeyStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async active(tenantId: string): Promise<SigningKeyRow | undefined> {
    const where = and(eq(signingKeys.tenantId, tenantId), eq(signingKeys.state, "active"));
    return await this.db.select().from(signingKeys).where(where).get();
  }

  async find(tenantId: string, kid: string): Promise<SigningKeyRow | undefined> {
    const where = and(eq(signingKeys.tenantId, tenantId), eq(signingKeys.kid, kid));
    return await this.db.select().from(signingKeys).where(where).get();
  }

  async list(tenantId: string): Promise<SigningKeyRow[]> {
    return await this.db.select().from(signingKeys).where(eq(signingKeys.tenantId, tenantId));
  }
}
