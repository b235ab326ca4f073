import { and, eq, gt, inArray, isNull, lt, ne, sql } from "drizzle-orm";
import { type Database, isUniqueViolation, rowIf, schema } from "../ports/database.ts";
import { endSessions } from "../sessions/session-store.ts";
import { type AccountRow, SAME_ACCOUNT, type UserRow } from "../shared/rows.ts";
import {
  hasAgreed,
  insertProof,
  isUsable,
  isUsed,
  type ProofDraft,
  useProof,
  voidAll,
  voidEarlier,
} from "./statements-store.ts";
import { CODE_TRIES, type NewProof, type ProofPurpose } from "./token.ts";

const { users, accounts, verificationTokens } = schema;

export type ProofRow = typeof verificationTokens.$inferSelect;

/** A proof, and the user whom it was sent to. */
export interface SentProof {
  readonly proof: ProofRow;
  readonly user: UserRow;
}

/** Proofs that were sent to users. Each is used once, whatever happens at once: a batch with conditional writes. */
export class ProofStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Writes the proofs and ends earlier ones. The stored address of each, where there is such a user to be sent one. */
  async issue(...drafts: readonly [ProofDraft, ...ProofDraft[]]): Promise<{ userId: string; email: string }[]> {
    const [first, ...rest] = drafts;
    const results = await this.db.batch([
      insertProof(this.db, first),
      ...rest.map((draft) => insertProof(this.db, draft)),
      ...drafts.map(({ proof }) => voidEarlier(this.db, proof)),
    ]);
    // The first results are those of the inserts, which answer rows.
    return results.slice(0, drafts.length).flat() as { userId: string; email: string }[];
  }

  /**
   * Writes an invitation, in the place of earlier ones, and that the user is invited until it expires. The stored email;
   * undefined where there is no such user who may be sent one.
   */
  async invite(tenantId: string, userId: string, proof: NewProof): Promise<string | undefined> {
    const isIssued = sql`exists (select 1 from verification_tokens where hash = ${proof.hash})`;
    const [[sent]] = await this.db.batch([
      insertProof(this.db, { proof, tenantId, to: { user: userId }, unlimited: true }),
      voidEarlier(this.db, proof),
      this.db
        .update(users)
        .set({ invitedAt: proof.createdAt, invitationExpiresAt: proof.expiresAt })
        .where(and(eq(users.tenantId, tenantId), eq(users.id, userId), isIssued)),
    ]);
    return sent?.email;
  }

  /** Used or expired ones too. */
  async find(tenantId: string, hash: string, purposes: readonly ProofPurpose[]): Promise<SentProof | undefined> {
    const { purpose } = verificationTokens;
    const isOne = and(eq(verificationTokens.hash, hash), eq(verificationTokens.tenantId, tenantId));
    return await this.db
      .select({ proof: verificationTokens, user: users })
      .from(verificationTokens)
      .innerJoin(users, eq(users.id, verificationTokens.userId))
      .where(and(isOne, inArray(purpose, [...purposes]), ne(users.status, "deleted")))
      .get();
  }

  /** Counts a try at the code that the address was sent, before anybody looks at it. Undefined where none may be tried. */
  async tryCode(
    tenantId: string,
    emailKey: string,
    now: Date,
  ): Promise<{ hash: string; codeHash: string } | undefined> {
    const user = sql`(select id from users where tenant_id = ${tenantId} and email_key = ${emailKey} and status = 'active')`;
    const { usedAt, codeExpiresAt, tries, purpose } = verificationTokens;
    const [tried] = await this.db
      .update(verificationTokens)
      .set({ tries: sql`${tries} + 1` })
      .where(
        and(
          eq(verificationTokens.tenantId, tenantId),
          eq(verificationTokens.userId, user),
          eq(purpose, "verify_email"),
          isNull(usedAt),
          gt(codeExpiresAt, now),
          lt(tries, CODE_TRIES),
        ),
      )
      .returning({ hash: verificationTokens.hash, codeHash: verificationTokens.codeHash });
    return tried?.codeHash ? { hash: tried.hash, codeHash: tried.codeHash } : undefined;
  }

  /** Verifies the address that the proof was sent to. Undefined where the proof is of no use any more. */
  async verifyEmail(hash: string, now: Date): Promise<UserRow | undefined> {
    const proof = sql`(select user_id, email from verification_tokens where hash = ${hash})`;
    const [[user]] = await this.db.batch([
      this.db
        .update(users)
        .set({ emailVerifiedAt: now })
        .where(and(sql`(id, email) = ${proof}`, isUsable(hash, now)))
        .returning(),
      useProof(this.db, hash, now),
    ]);
    return user;
  }

  /**
   * Gives the user another password, or a first one. Whoever has the proof reads the user's mail, so that the address is
   * verified by it; and every other proof that was sent before ends. Undefined where the proof is of no use any more.
   */
  async setPassword({ proof, user }: SentProof, account: AccountRow, now: Date): Promise<UserRow | undefined> {
    const { hash } = proof;
    const change = {
      resetRequired: false,
      invitationExpiresAt: null,
      credentialsVersion: sql`${users.credentialsVersion} + 1`,
      emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, ${now.getTime()})`,
    };
    const [, [changed]] = await this.db.batch([
      this.db
        .insert(accounts)
        .select(rowIf(accounts, account, isUsable(hash, now)))
        .onConflictDoUpdate({ target: SAME_ACCOUNT, set: { secret: account.secret } }),
      this.db
        .update(users)
        .set(change)
        .where(and(eq(users.id, user.id), isUsable(hash, now)))
        .returning(),
      useProof(this.db, hash, now),
      voidAll(this.db, { tenantId: user.tenantId, userId: user.id }, now, hash, isUsed(hash, now)),
      // Whoever calls ends them too, at our edge; should that be broken off, none of them goes on.
      endSessions(
        this.db,
        user.tenantId,
        { user: user.id },
        { reason: "password_changed", now, condition: isUsed(hash, now) },
      ),
    ]);
    return changed;
  }

  /**
   * Agrees to a change of email at one end; where the other end has agreed, or was not asked, it is done, and every other
   * proof ends that was sent before.
   */
  async agreeToChange(
    { proof, user }: SentProof,
    to: { readonly email: string; readonly emailKey: string },
    now: Date,
  ): Promise<"changed" | "agreed" | "unusable" | "taken"> {
    const { hash } = proof;
    const { counterpart } = proof;
    const isChanged = sql`exists (select 1 from users
      where id = ${user.id} and email = ${to.email} and email_verified_at = ${now.getTime()})`;
    try {
      const [[changed], [used]] = await this.db.batch([
        this.db
          .update(users)
          .set({ ...to, emailVerifiedAt: now })
          .where(and(eq(users.id, user.id), isUsable(hash, now), hasAgreed(counterpart, now)))
          .returning({ id: users.id }),
        // An email that was not asked has been verified since: then the change needs it too, and this is no use.
        useProof(this.db, hash, now, counterpart === null ? isChanged : undefined),
        voidAll(this.db, { tenantId: user.tenantId, userId: user.id }, now, hash, isChanged),
      ]);
      if (used === undefined) return "unusable";
      return changed === undefined ? "agreed" : "changed";
    } catch (error) {
      if (isUniqueViolation(error)) return "taken";
      throw error;
    }
  }

  /** Forgets some of those that ended before. How many. */
  async prune(before: Date, limit: number): Promise<number> {
    const old = sql`(select hash from verification_tokens where expires_at < ${before.getTime()} limit ${limit})`;
    const { meta } = await this.db.delete(verificationTokens).where(sql`hash in ${old}`);
    return meta.changes;
  }
}
