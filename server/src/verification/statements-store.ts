import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { type Database, rowsFrom, schema } from "../ports/database.ts";
import type { NewProof, ProofPurpose } from "./token.ts";

const { verificationTokens } = schema;

/** How many proofs of one purpose a user is sent within an hour; whoever asks for more gets the same answer, and none. */
export const MAX_PER_HOUR = 5;
const HOUR_MS = 60 * 60 * 1000;

/** Whom a proof is for: a user by id, or whoever has an address, perhaps only if it is not verified yet. */
export type Recipient =
  | { readonly user: string }
  | { readonly address: string; readonly unverified?: true; readonly except?: string };

/** A proof with all that is kept of it. */
export interface ProofDraft {
  readonly proof: NewProof;
  readonly tenantId: string;
  readonly to: Recipient;
  /** A code that may be typed in place of the token. */
  readonly code?: { readonly hash: string; readonly expiresAt: Date };
  /** Of a change of email: the new one, where this goes, and the proof that goes to the other end, if one does. */
  readonly change?: { readonly newEmail: string; readonly email: string; readonly counterpart: string | null };
  /** Made however many there were: for what no stranger can ask for. */
  readonly unlimited?: true;
}

/** Writes the proof if there is such a user, who may be sent another. Answers whom it is for, and the stored address. */
export function insertProof(db: Database, draft: ProofDraft) {
  const { proof, tenantId, to, code, change, unlimited } = draft;
  const { purpose, hash, createdAt, expiresAt } = proof;
  const row = {
    hash,
    tenantId,
    userId: sql`users.id`,
    purpose,
    email: change?.email ?? sql`users.email`,
    payload: change?.newEmail ?? null,
    counterpart: change?.counterpart ?? null,
    codeHash: code?.hash ?? null,
    codeExpiresAt: code?.expiresAt ?? null,
    tries: 0,
    createdAt,
    expiresAt,
    usedAt: null,
  };
  const limit = unlimited === true ? sql`true` : sql`${sentLately(purpose, createdAt)} < ${MAX_PER_HOUR}`;
  const source = sql`users where ${isFor(to, tenantId)} and users.status = 'active' and ${limit}`;
  return db
    .insert(verificationTokens)
    .select(rowsFrom(verificationTokens, row, source))
    .returning({ userId: verificationTokens.userId, email: verificationTokens.email });
}

/** Ends the user's earlier proofs of the same purpose, once this one is written (ASVS 6.6.2). */
export function voidEarlier(db: Database, { hash, createdAt }: NewProof) {
  const same = sql`(tenant_id, user_id, purpose) =
    (select tenant_id, user_id, purpose from verification_tokens where hash = ${hash})`;
  return db
    .update(verificationTokens)
    .set(ended(createdAt))
    .where(and(same, isOpen(createdAt, hash)));
}

/** Ends all of the user's proofs but the one given, if the condition holds. */
export function voidAll(
  db: Database,
  user: { tenantId: string; userId: string },
  now: Date,
  except: string,
  condition: SQL,
) {
  const own = and(eq(verificationTokens.tenantId, user.tenantId), eq(verificationTokens.userId, user.userId));
  return db
    .update(verificationTokens)
    .set(ended(now))
    .where(and(own, isOpen(now, except), condition));
}

/** Uses a proof up, if the condition holds. One row the first time, and none again. */
export function useProof(db: Database, hash: string, now: Date, condition?: SQL) {
  const { usedAt, expiresAt } = verificationTokens;
  return db
    .update(verificationTokens)
    .set({ usedAt: now })
    .where(and(eq(verificationTokens.hash, hash), isNull(usedAt), gt(expiresAt, now), condition))
    .returning({ hash: verificationTokens.hash });
}

/** Whether the proof can be used: for what is to happen with it, in the same batch before `useProof`. */
export function isUsable(hash: string, now: Date): SQL {
  return sql`exists (select 1 from verification_tokens
    where hash = ${hash} and used_at is null and expires_at > ${now.getTime()})`;
}

/** Whether the proof was used up just now: for what is to follow in the same batch. */
export function isUsed(hash: string, now: Date): SQL {
  return sql`exists (select 1 from verification_tokens where hash = ${hash} and used_at = ${now.getTime()})`;
}

/**
 * Whether the other end of a change has agreed to it, and neither has been asked anew since. Null stands for an email that
 * was not asked, since it was not verified: it must not have been verified since.
 */
export function hasAgreed(counterpart: string | null, now: Date): SQL {
  if (counterpart === null) return sql`users.email_verified_at is null`;
  return sql`exists (select 1 from verification_tokens
    where hash = ${counterpart} and used_at is not null and expires_at > ${now.getTime()})`;
}

function isFor(to: Recipient, tenantId: string): SQL {
  const tenant = sql`users.tenant_id = ${tenantId}`;
  if ("user" in to) return sql`${tenant} and users.id = ${to.user}`;
  const unverified = to.unverified === true ? sql`users.email_verified_at is null` : sql`true`;
  return sql`${tenant} and users.email_key = ${to.address} and users.id <> ${to.except ?? ""} and ${unverified}`;
}

function sentLately(purpose: ProofPurpose, now: Date): SQL {
  return sql`(select count(*) from verification_tokens as sent where sent.tenant_id = users.tenant_id
    and sent.user_id = users.id and sent.purpose = ${purpose} and sent.created_at > ${now.getTime() - HOUR_MS})`;
}

function isOpen(now: Date, except: string) {
  return and(
    sql`${verificationTokens.hash} <> ${except}`,
    isNull(verificationTokens.usedAt),
    gt(verificationTokens.expiresAt, now),
  );
}

function ended(now: Date) {
  return { expiresAt: now, codeExpiresAt: now };
}
