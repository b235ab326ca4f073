import { and, eq, gt, isNull } from "drizzle-orm";
import { type Database, isUniqueViolation, schema } from "../ports/database.ts";
import type { Tenant } from "../tenants/tenant.ts";

const { users, accounts, sessions, tenants, platformAdmins } = schema;

export type UserRow = typeof users.$inferSelect;
export type SessionRow = typeof sessions.$inferSelect;
export type AdminRole = (typeof platformAdmins.$inferSelect)["role"];

/** The issuer of accounts that are passwords kept here. */
export const PASSWORD_ISSUER = "password";

/** A session with all that decides whether it may go on. */
export interface SessionState {
  readonly session: SessionRow;
  readonly user: UserRow;
  readonly tenant: Tenant;
  readonly adminRole: AdminRole | null;
}

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

  async createSession(session: SessionRow): Promise<void> {
    await this.db.insert(sessions).values(session);
  }

  async findSession(id: string): Promise<SessionState | undefined> {
    return await this.db
      .select({ session: sessions, user: users, tenant: tenants, adminRole: platformAdmins.role })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .innerJoin(tenants, eq(tenants.id, sessions.tenantId))
      .leftJoin(platformAdmins, eq(platformAdmins.userId, users.id))
      .where(eq(sessions.id, id))
      .get();
  }

  /** Replaces the session's token if it is still the one given: one conditional write. Whether it was. */
  async rotate(id: string, change: { from: string; to: string; now: Date; idleExpiresAt: Date }): Promise<boolean> {
    const { from, to, now, idleExpiresAt } = change;
    const rotated = await this.db
      .update(sessions)
      .set({ tokenHash: to, previousHash: from, rotatedAt: now, idleExpiresAt })
      .where(
        and(
          eq(sessions.id, id),
          eq(sessions.tokenHash, from),
          isNull(sessions.endedAt),
          gt(sessions.idleExpiresAt, now),
          gt(sessions.expiresAt, now),
        ),
      )
      .returning({ id: sessions.id });
    return rotated.length === 1;
  }

  /** Ends the session; the first end's time and reason stay. */
  async endSession(id: string, reason: NonNullable<SessionRow["endReason"]>, now: Date): Promise<void> {
    await this.db
      .update(sessions)
      .set({ endedAt: now, endReason: reason })
      .where(and(eq(sessions.id, id), isNull(sessions.endedAt)));
  }
}
