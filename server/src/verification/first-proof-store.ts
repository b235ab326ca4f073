import { and, eq, type SQL, sql } from "drizzle-orm";
import { credentialsChanged, factorRemovals } from "../factors/factor-store.ts";
import { type Database, schema } from "../ports/database.ts";
import { endSessions } from "../sessions/session-store.ts";
import type { UserRow } from "../shared/rows.ts";
import { revokeTokens } from "./statements-store.ts";

const { users, accounts } = schema;

type Owner = Pick<UserRow, "tenantId" | "id">;

/** A user whose email was verified now. */
export interface Verified {
  readonly user: UserRow;
  /** Whether credentials from before were removed. */
  readonly isCleared: boolean;
}

/** A proof that an email belongs to its user. */
export interface EmailProof {
  readonly now: Date;
  /** Hash of the registration token, which only the client that registered the user holds; null without one. */
  readonly registrationHash: string | null;
  /** SQL condition of the proof, such as that a token can be used. */
  readonly condition: SQL;
}

/**
 * Statements for the first proof that an email belongs to the user: the person who registered the account may be somebody else, so
 * every password, identity, factor and session from before is removed ("pre-hijacking", Sudhodanan and Paverd 2022). The client that
 * registered the user proves with its registration token that both are the same; then nothing is removed.
 *
 * They go before the statement that sets `emailVerified`. `resultOfFirstProof` reads their results.
 */
export function firstProofStatements(db: Database, user: Owner, proof: EmailProof) {
  const { now, registrationHash, condition } = proof;
  const isFirst = sql`${condition} and exists (select 1 from users where id = ${user.id} and tenant_id = ${user.tenantId}
    and first_verified_at is null and (registration_hash is null or registration_hash is not ${registrationHash}))`;
  const own = and(eq(accounts.tenantId, user.tenantId), eq(accounts.userId, user.id));
  const clears = {
    ...credentialsChanged(),
    hasSecondFactor: false,
    factorsResetAt: null,
  };
  return [
    db.delete(accounts).where(and(own, isFirst)).returning({ issuer: accounts.issuer }),
    ...factorRemovals(db, user, isFirst),
    endSessions(db, user.tenantId, { user: user.id }, { reason: "password_changed", now, condition: isFirst }),
    db
      .update(users)
      .set(clears)
      .where(and(eq(users.id, user.id), isFirst)),
  ] as const;
}

/** Results of a batch that begins with the statements of a first proof. */
type FirstProofResults<Rest extends readonly unknown[]> = readonly [
  removedAccounts: readonly unknown[],
  removedTotp: unknown,
  removedPasskeys: unknown,
  removedBackupCodes: unknown,
  removedDevices: unknown,
  endedSessions: { readonly meta: { readonly changes: number } },
  changedUser: unknown,
  ...rest: Rest,
];

/** Whether a first proof has removed credentials from before, and the results of the statements after it. */
export function resultOfFirstProof<Rest extends readonly unknown[]>(
  results: FirstProofResults<Rest>,
): { readonly isCleared: boolean; readonly rest: Rest } {
  const [removedAccounts, , , , , endedSessions, , ...rest] = results;
  return { isCleared: removedAccounts.length > 0 || endedSessions.meta.changes > 0, rest };
}

/** Values of a user whose email was proved now. */
export function emailProved(now: Date) {
  return {
    emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, ${now.getTime()})`,
    firstVerifiedAt: sql`coalesce(${users.firstVerifiedAt}, ${now.getTime()})`,
    registrationHash: null,
  };
}

/** Proofs of emails by other means than a verification token. */
export class FirstProofStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /**
   * Notes that the user's email was proved to be theirs, in one step with everything that follows if it is the first time. Returns
   * the changed user, and whether credentials were removed; undefined if the user has another email now, or is disabled.
   */
  async prove(user: Pick<UserRow, "tenantId" | "id" | "email">, now: Date): Promise<Verified | undefined> {
    const same = sql`exists (select 1 from users where id = ${user.id} and email = ${user.email} and status = 'active')`;
    const statements = firstProofStatements(this.db, user, { now, registrationHash: null, condition: same });
    const isActive = and(eq(users.id, user.id), eq(users.email, user.email), eq(users.status, "active"));
    // Links that were sent before it was proved are void: a change of email may have been begun by somebody else.
    const isNew = sql`exists (select 1 from users where id = ${user.id} and first_verified_at = ${now.getTime()})`;
    const results = await this.db.batch([
      ...statements,
      this.db.update(users).set(emailProved(now)).where(isActive).returning(),
      revokeTokens(this.db, { tenantId: user.tenantId, userId: user.id }, now, "", isNew),
    ]);
    const { isCleared, rest } = resultOfFirstProof(results);
    const [[proved]] = rest;
    return proved && { user: proved, isCleared };
  }
}
