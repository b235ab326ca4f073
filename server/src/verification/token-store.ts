import { and, eq, gt, inArray, isNull, lt, ne, sql } from "drizzle-orm";
import { type Database, isUniqueViolation, rowIf, schema } from "../ports/database.ts";
import { endSessions } from "../sessions/session-store.ts";
import { type AccountRow, SAME_ACCOUNT, type UserRow } from "../shared/rows.ts";
import { emailProved, firstProofStatements, resultOfFirstProof, type Verified } from "./first-proof-store.ts";
import {
  insertToken,
  isCounterpartConfirmed,
  isUsable,
  isUsed,
  revokeEarlierTokens,
  revokeTokens,
  type TokenDraft,
  useToken,
} from "./statements-store.ts";
import { MAX_CODE_ATTEMPTS, type NewVerificationToken, type VerificationPurpose } from "./token.ts";

const { users, accounts, verificationTokens } = schema;

export type VerificationTokenRow = typeof verificationTokens.$inferSelect;

/** Verification token with the user to whom it was sent. */
export interface SentToken {
  readonly token: VerificationTokenRow;
  readonly user: UserRow;
}

/** Verification tokens. Each is used once, also under concurrent calls: a batch with conditional writes. */
export class VerificationTokenStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Writes tokens and revokes earlier ones. Returns the recipients of those that were written. */
  async issue(...drafts: readonly [TokenDraft, ...TokenDraft[]]): Promise<{ userId: string; email: string }[]> {
    const [first, ...rest] = drafts;
    const results = await this.db.batch([
      insertToken(this.db, first),
      ...rest.map((draft) => insertToken(this.db, draft)),
      ...drafts.map(({ token }) => revokeEarlierTokens(this.db, token)),
    ]);
    // The first results are those of the inserts, which return rows.
    return results.slice(0, drafts.length).flat() as { userId: string; email: string }[];
  }

  /**
   * Writes the token of an invitation, revokes earlier ones, and marks the user as invited until it expires. Returns the
   * stored email; undefined if the user does not exist or is not active.
   */
  async invite(tenantId: string, userId: string, token: NewVerificationToken): Promise<string | undefined> {
    const isIssued = sql`exists (select 1 from verification_tokens where hash = ${token.hash})`;
    const [[sent]] = await this.db.batch([
      insertToken(this.db, { token, tenantId, to: { user: userId }, unlimited: true }),
      revokeEarlierTokens(this.db, token),
      this.db
        .update(users)
        .set({ invitedAt: token.createdAt, invitationExpiresAt: token.expiresAt })
        .where(and(eq(users.tenantId, tenantId), eq(users.id, userId), isIssued)),
    ]);
    return sent?.email;
  }

  /** Finds a token with its user, also if it is used or expired. */
  async find(tenantId: string, hash: string, purposes: readonly VerificationPurpose[]): Promise<SentToken | undefined> {
    const { purpose } = verificationTokens;
    const isOne = and(eq(verificationTokens.hash, hash), eq(verificationTokens.tenantId, tenantId));
    return await this.db
      .select({ token: verificationTokens, user: users })
      .from(verificationTokens)
      .innerJoin(users, eq(users.id, verificationTokens.userId))
      .where(and(isOne, inArray(purpose, [...purposes]), ne(users.status, "deleted")))
      .get();
  }

  /** Counts an attempt at the code that was sent to an email, before the code is compared. Undefined if no code can be tried. */
  async countCodeAttempt(
    tenantId: string,
    emailKey: string,
    now: Date,
  ): Promise<{ hash: string; codeHash: string; userId: string } | undefined> {
    const user = sql`(select id from users where tenant_id = ${tenantId} and email_key = ${emailKey} and status = 'active')`;
    const { usedAt, codeExpiresAt, tries, purpose } = verificationTokens;
    const [row] = await this.db
      .update(verificationTokens)
      .set({ tries: sql`${tries} + 1` })
      .where(
        and(
          eq(verificationTokens.tenantId, tenantId),
          eq(verificationTokens.userId, user),
          eq(purpose, "verify_email"),
          isNull(usedAt),
          gt(codeExpiresAt, now),
          lt(tries, MAX_CODE_ATTEMPTS),
        ),
      )
      .returning({
        hash: verificationTokens.hash,
        codeHash: verificationTokens.codeHash,
        userId: verificationTokens.userId,
      });
    return row?.codeHash ? { ...row, codeHash: row.codeHash } : undefined;
  }

  /**
   * Verifies the email to which the token was sent. If it is the first proof of an email of this user, credentials from before are
   * removed, unless the registration token's hash is right. Returns undefined if the token can't be used any more.
   */
  async verifyEmail(
    owner: Pick<UserRow, "tenantId" | "id">,
    {
      hash,
      registrationHash,
      now,
    }: { readonly hash: string; readonly registrationHash: string | null; readonly now: Date },
  ): Promise<Verified | undefined> {
    const recipient = sql`(select user_id, email from verification_tokens where hash = ${hash})`;
    const condition = sql`exists (select 1 from users where (id, email) = ${recipient}) and ${isUsable(hash, now)}`;
    const results = await this.db.batch([
      ...firstProofStatements(this.db, owner, { now, registrationHash, condition }),
      this.db
        .update(users)
        .set(emailProved(now))
        .where(and(sql`(id, email) = ${recipient}`, isUsable(hash, now)))
        .returning(),
      useToken(this.db, hash, now),
    ]);
    const { isCleared, rest } = resultOfFirstProof(results);
    const [[user]] = rest;
    return user && { user, isCleared };
  }

  /**
   * Sets the user's password. The token was sent to the user's email, so this also verifies the email. Revokes all
   * other tokens. Returns undefined if the token can't be used any more.
   */
  async setPassword({ token, user }: SentToken, account: AccountRow, now: Date): Promise<UserRow | undefined> {
    const { hash } = token;
    const change = {
      resetRequired: false,
      invitationExpiresAt: null,
      credentialsVersion: sql`${users.credentialsVersion} + 1`,
      ...emailProved(now),
    };
    const proof = { now, registrationHash: null, condition: isUsable(hash, now) };
    const results = await this.db.batch([
      ...firstProofStatements(this.db, user, proof),
      this.db
        .insert(accounts)
        .select(rowIf(accounts, account, isUsable(hash, now)))
        .onConflictDoUpdate({ target: SAME_ACCOUNT, set: { secret: account.secret } }),
      this.db
        .update(users)
        .set(change)
        .where(and(eq(users.id, user.id), isUsable(hash, now)))
        .returning(),
      useToken(this.db, hash, now),
      revokeTokens(this.db, { tenantId: user.tenantId, userId: user.id }, now, hash, isUsed(hash, now)),
      // The caller also revokes the access tokens; if it is interrupted, the sessions have ended all the same.
      endSessions(
        this.db,
        user.tenantId,
        { user: user.id },
        { reason: "password_changed", now, condition: isUsed(hash, now) },
      ),
    ]);
    const [, [changed]] = resultOfFirstProof(results).rest;
    return changed;
  }

  /**
   * Confirms a change of email by one of its tokens. If no other confirmation is missing, makes the change and revokes all
   * other tokens.
   */
  async confirmEmailChange(
    { token, user }: SentToken,
    to: { readonly email: string; readonly emailKey: string },
    { now, registrationHash }: { readonly now: Date; readonly registrationHash: string | null },
  ): Promise<"changed" | "confirmed" | "unusable" | "taken"> {
    const { hash, counterpart } = token;
    const isChanged = sql`exists (select 1 from users
      where id = ${user.id} and email = ${to.email} and email_verified_at = ${now.getTime()})`;
    try {
      const confirms = sql`${isUsable(hash, now)} and exists (select 1 from users
        where id = ${user.id} and ${isCounterpartConfirmed(counterpart, now)})`;
      const results = await this.db.batch([
        ...firstProofStatements(this.db, user, { now, registrationHash, condition: confirms }),
        this.db
          .update(users)
          .set({ ...to, ...emailProved(now), emailVerifiedAt: now })
          .where(and(eq(users.id, user.id), confirms))
          .returning({ id: users.id }),
        // If the current email was verified since, the change needs its confirmation too, and this token is unusable.
        useToken(this.db, hash, now, counterpart === null ? isChanged : undefined),
        revokeTokens(this.db, { tenantId: user.tenantId, userId: user.id }, now, hash, isChanged),
      ]);
      const [[changed], [used]] = resultOfFirstProof(results).rest;
      if (used === undefined) return "unusable";
      return changed === undefined ? "confirmed" : "changed";
    } catch (error) {
      if (isUniqueViolation(error)) return "taken";
      throw error;
    }
  }

  /** Deletes up to `limit` tokens that ended before this time. Returns their number. */
  async prune(before: Date, limit: number): Promise<number> {
    const old = sql`(select hash from verification_tokens where expires_at < ${before.getTime()} limit ${limit})`;
    const { meta } = await this.db.delete(verificationTokens).where(sql`hash in ${old}`);
    return meta.changes;
  }
}
