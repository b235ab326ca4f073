import { and, count, eq, isNull, lt, type SQL, sql } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";
import type { UserRow } from "../shared/rows.ts";

const { users, totpFactors, passkeys, backupCodes, trustedDevices } = schema;

export type TotpRow = typeof totpFactors.$inferSelect;
export type PasskeyRow = typeof passkeys.$inferSelect;

type Owner = Pick<UserRow, "tenantId" | "id">;

/** The factors that a user has enrolled. */
export interface EnrolledFactors {
  /** Undefined until its first code was entered. */
  readonly totp: TotpRow | undefined;
  readonly passkeys: readonly PasskeyRow[];
  readonly backupCodesLeft: number;
}

/** Second factors of users. Each write is one batch, and ends the user's trusted devices where it changes a factor. */
export class FactorStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async enrolled(user: Owner): Promise<EnrolledFactors> {
    const left = and(of(backupCodes, user), isNull(backupCodes.usedAt));
    const [[totp], keys, [codes]] = await this.db.batch([
      this.db
        .select()
        .from(totpFactors)
        .where(and(of(totpFactors, user), sql`confirmed_at is not null`)),
      this.db.select().from(passkeys).where(of(passkeys, user)).orderBy(passkeys.id),
      this.db.select({ left: count() }).from(backupCodes).where(left),
    ]);
    return { totp, passkeys: keys, backupCodesLeft: codes?.left ?? 0 };
  }

  /** Finds the secret of an authenticator app, also one that isn't confirmed. */
  async findTotp(user: Owner): Promise<TotpRow | undefined> {
    return await this.db.select().from(totpFactors).where(of(totpFactors, user)).get();
  }

  /** Writes a secret to be confirmed, in place of an unconfirmed one. Returns false if the user has a confirmed one. */
  async startTotp({ tenantId, id: userId }: Owner, secret: string, now: Date): Promise<boolean> {
    const row = { tenantId, userId, secret, lastStep: 0, createdAt: now, confirmedAt: null, lastUsedAt: null };
    const written = await this.db
      .insert(totpFactors)
      .values(row)
      .onConflictDoUpdate({
        target: [totpFactors.tenantId, totpFactors.userId],
        set: { secret, createdAt: now, lastStep: 0 },
        setWhere: isNull(totpFactors.confirmedAt),
      })
      .returning({ secret: totpFactors.secret });
    return written.length === 1;
  }

  /**
   * Confirms an authenticator app by the step of its first code, and adds backup codes if the user has none. Returns the changed
   * user and whether the codes were added; undefined if another call confirmed it, the secret was replaced, or the user's credentials
   * have changed since they were read.
   */
  async confirmTotp(
    user: UserRow,
    { secret, step, codes, now }: { secret: string; step: number; codes: readonly string[]; now: Date },
  ): Promise<{ user: UserRow; codesAdded: boolean } | undefined> {
    const mine = sql`exists (select 1 from totp_factors where tenant_id = ${user.tenantId} and user_id = ${user.id}
      and secret = ${secret} and confirmed_at = ${now.getTime()} and last_step = ${step})`;
    const open = and(
      of(totpFactors, user),
      eq(totpFactors.secret, secret),
      isNull(totpFactors.confirmedAt),
      isUnchanged(user),
    );
    const [, added, [changed]] = await this.db.batch([
      this.db.update(totpFactors).set({ confirmedAt: now, lastUsedAt: now, lastStep: step }).where(open),
      this.insertFirstCodes(user, codes, now, mine),
      this.changed(user, mine),
    ]);
    return changed === undefined ? undefined : { user: changed, codesAdded: added.meta.changes > 0 };
  }

  /** Uses a step up. Returns false if it, or a later one, was used before. */
  async useTotpStep(user: Owner, step: number, now: Date): Promise<boolean> {
    const used = await this.db
      .update(totpFactors)
      .set({ lastStep: step, lastUsedAt: now })
      .where(and(of(totpFactors, user), sql`confirmed_at is not null`, lt(totpFactors.lastStep, step)))
      .returning({ step: totpFactors.lastStep });
    return used.length === 1;
  }

  /** Removes the authenticator app, and the backup codes where it was the last second factor. Undefined if there was none. */
  async removeTotp(user: Owner): Promise<UserRow | undefined> {
    const had = sql`exists (select 1 from totp_factors
      where tenant_id = ${user.tenantId} and user_id = ${user.id} and confirmed_at is not null)`;
    const [[changed]] = await this.db.batch([
      this.db
        .update(users)
        .set(credentialsChanged())
        .where(and(isUser(user), had))
        .returning(),
      this.db.delete(totpFactors).where(of(totpFactors, user)),
      ...this.afterRemoval(user),
    ]);
    return changed;
  }

  /** Replaces all backup codes. */
  async replaceBackupCodes(user: Owner, hashes: readonly string[], now: Date): Promise<UserRow | undefined> {
    const [, , [changed]] = await this.db.batch([
      this.db.delete(backupCodes).where(of(backupCodes, user)),
      this.insertCodes(user, hashes, now, sql`true`),
      this.changed(user, sql`true`),
    ]);
    return changed;
  }

  /** Uses a backup code up. Returns false if it is wrong or was used. */
  async useBackupCode(user: Owner, hash: string, now: Date): Promise<boolean> {
    const used = await this.db
      .update(backupCodes)
      .set({ usedAt: now })
      .where(and(of(backupCodes, user), isNull(backupCodes.usedAt), eq(backupCodes.hash, hash)))
      .returning({ hash: backupCodes.hash });
    return used.length === 1;
  }

  /** Removes every factor of a user, as an administrator requested, if the request is due. */
  async removeAll(user: Owner, now: Date): Promise<UserRow | undefined> {
    const due = sql`factors_reset_at <= ${now.getTime()}`;
    const isDue = sql`exists (select 1 from users where id = ${user.id} and ${due})`;
    const [, , , , [changed]] = await this.db.batch([
      ...factorRemovals(this.db, user, isDue),
      this.db
        .update(users)
        .set({ ...credentialsChanged(), hasSecondFactor: false, factorsResetAt: null })
        .where(and(isUser(user), due))
        .returning(),
    ]);
    return changed;
  }

  /** Statement after a factor was added: the user has a second factor if one of them is one. */
  changed(user: Owner, condition: SQL) {
    const change = { ...credentialsChanged(), hasSecondFactor: hasSecondFactorNow(user), factorsResetAt: null };
    return this.db
      .update(users)
      .set(change)
      .where(and(isUser(user), condition))
      .returning();
  }

  /** Statements after a factor was removed: without one, backup codes have no use. */
  afterRemoval(user: Owner) {
    const none = sql`not exists (select 1 from totp_factors where tenant_id = ${user.tenantId} and user_id = ${user.id})
      and not exists (select 1 from passkeys where tenant_id = ${user.tenantId} and user_id = ${user.id})`;
    return [
      this.db.delete(backupCodes).where(and(of(backupCodes, user), none)),
      this.db
        .update(users)
        .set({ hasSecondFactor: hasSecondFactorNow(user) })
        .where(isUser(user)),
    ] as const;
  }

  /** Requests that a user's factors be removed at a sign-in from this time on; null takes the request back. */
  async setReset(user: Owner, at: Date | null): Promise<UserRow | undefined> {
    const [row] = await this.db.update(users).set({ factorsResetAt: at }).where(isUser(user)).returning();
    return row;
  }

  /** Lists secrets that are encrypted with other versions than this one. */
  async listEncryptedWithOther(version: string, limit: number): Promise<TotpRow[]> {
    const newest = `${version}.`;
    return await this.db
      .select()
      .from(totpFactors)
      .where(sql`substr(${totpFactors.secret}, 1, ${newest.length}) <> ${newest}`)
      .limit(limit);
  }

  /** Replaces an encrypted secret, unless it has changed. */
  async replaceSecret({ tenantId, userId, secret }: TotpRow, next: string): Promise<boolean> {
    const same = and(of(totpFactors, { tenantId, id: userId }), eq(totpFactors.secret, secret));
    const replaced = await this.db
      .update(totpFactors)
      .set({ secret: next })
      .where(same)
      .returning({ userId: totpFactors.userId });
    return replaced.length === 1;
  }

  /** Statement that adds backup codes under a condition, if the user has none that can be used. */
  insertFirstCodes(user: Owner, hashes: readonly string[], now: Date, condition: SQL) {
    const none = sql`not exists (select 1 from backup_codes
      where tenant_id = ${user.tenantId} and user_id = ${user.id} and used_at is null)`;
    return this.insertCodes(user, hashes, now, sql`${condition} and ${none}`);
  }

  private insertCodes({ tenantId, id }: Owner, hashes: readonly string[], now: Date, condition: SQL) {
    const rows = sql`select ${tenantId}, ${id}, value, ${now.getTime()}, null
      from json_each(${JSON.stringify(hashes)}) where ${condition}`;
    return this.db.insert(backupCodes).select(rows);
  }
}

/** Statements that remove every factor of a user, under a condition. */
export function factorRemovals(db: Database, user: Owner, condition: SQL) {
  return [
    db.delete(totpFactors).where(and(of(totpFactors, user), condition)),
    db.delete(passkeys).where(and(of(passkeys, user), condition)),
    db.delete(backupCodes).where(and(of(backupCodes, user), condition)),
    db.delete(trustedDevices).where(and(of(trustedDevices, user), condition)),
  ] as const;
}

/** Values of a user whose credentials changed: sign-ins that are under way and trusted devices end. */
export function credentialsChanged() {
  return { credentialsVersion: sql`${users.credentialsVersion} + 1` };
}

/** A passkey that doesn't verify its user is a second factor and nothing else. Others may be, where one is required. */
function hasSecondFactorNow({ tenantId, id }: Owner): SQL {
  return sql`exists (select 1 from totp_factors
      where tenant_id = ${tenantId} and user_id = ${id} and confirmed_at is not null)
    or exists (select 1 from passkeys where tenant_id = ${tenantId} and user_id = ${id} and user_verified = 0)`;
}

/** Whether a user's credentials are those that were read: a proof of earlier ones enrols nothing any more. */
export function isUnchanged({ id, credentialsVersion }: Pick<UserRow, "id" | "credentialsVersion">): SQL {
  return sql`exists (select 1 from users where id = ${id} and credentials_version = ${credentialsVersion})`;
}

function isUser({ tenantId, id }: Owner) {
  return and(eq(users.tenantId, tenantId), eq(users.id, id));
}

function of(table: typeof totpFactors | typeof passkeys | typeof backupCodes | typeof trustedDevices, user: Owner) {
  return and(eq(table.tenantId, user.tenantId), eq(table.userId, user.id));
}
