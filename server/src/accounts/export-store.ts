import { and, desc, eq } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";

const { accounts, sessions, verificationTokens } = schema;

/** Readable data stored about one user besides the user's own row, without secrets and their hashes. */
export class ExportStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async accounts(tenantId: string, userId: string) {
    const { issuer, subject, createdAt } = accounts;
    return await this.db
      .select({ issuer, subject, createdAt })
      .from(accounts)
      .where(and(eq(accounts.tenantId, tenantId), eq(accounts.userId, userId)));
  }

  /** Lists sessions, newest first, including those that have ended. */
  async sessions(tenantId: string, userId: string, limit: number) {
    const { id, userAgent, ip, location, keyId, mode, factors } = sessions;
    const { createdAt, lastUsedAt, expiresAt, endedAt, endReason } = sessions;
    const times = { createdAt, lastUsedAt, expiresAt, endedAt, endReason };
    return await this.db
      .select({ id, userAgent, ip, location, keyId, mode, factors, ...times })
      .from(sessions)
      .where(and(eq(sessions.tenantId, tenantId), eq(sessions.userId, userId)))
      .orderBy(desc(sessions.id))
      .limit(limit);
  }

  /** Lists verification links and codes that were sent, newest first. */
  async verifications(tenantId: string, userId: string, limit: number) {
    const { purpose, email, payload: newEmail, createdAt, expiresAt, usedAt } = verificationTokens;
    return await this.db
      .select({ purpose, email, newEmail, createdAt, expiresAt, usedAt })
      .from(verificationTokens)
      .where(and(eq(verificationTokens.tenantId, tenantId), eq(verificationTokens.userId, userId)))
      .orderBy(desc(createdAt))
      .limit(limit);
  }
}
