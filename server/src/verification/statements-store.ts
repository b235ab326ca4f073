import { and, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { type Database, rowsFrom, schema } from "../ports/database.ts";
import type { NewVerificationToken, VerificationPurpose } from "./token.ts";

const { verificationTokens } = schema;

/** Maximum number of tokens per user, purpose and hour. Further requests get the same result, and no token. */
export const MAX_PER_HOUR = 5;
const HOUR_MS = 60 * 60 * 1000;

/** Recipient of a token: a user by id, or by email, optionally only if the email is unverified. */
export type Recipient =
  | { readonly user: string }
  | { readonly emailKey: string; readonly unverified?: true; readonly except?: string };

/** Verification token to be written. */
export interface TokenDraft {
  readonly token: NewVerificationToken;
  readonly tenantId: string;
  readonly to: Recipient;
  /** Code that can be typed instead of following the link. */
  readonly code?: { readonly hash: string; readonly expiresAt: Date };
  /** Change of email: the new email, the email that receives this token, and the hash of the other token, if any. */
  readonly change?: { readonly newEmail: string; readonly email: string; readonly counterpart: string | null };
  /** Skips the hourly limit: for requests that strangers can't make. */
  readonly unlimited?: true;
}

/** Writes the token if the user exists and the hourly limit allows it. Returns the user and the stored email. */
export function insertToken(db: Database, draft: TokenDraft) {
  const { token, tenantId, to, code, change, unlimited } = draft;
  const { purpose, hash, createdAt, expiresAt } = token;
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
  const limit = unlimited === true ? sql`true` : sql`${countSentLastHour(purpose, createdAt)} < ${MAX_PER_HOUR}`;
  const source = sql`users where ${isFor(to, tenantId)} and users.status = 'active' and ${limit}`;
  return db
    .insert(verificationTokens)
    .select(rowsFrom(verificationTokens, row, source))
    .returning({ userId: verificationTokens.userId, email: verificationTokens.email });
}

/** Revokes the user's earlier tokens of the same purpose once this one is written (ASVS 6.6.2). */
export function revokeEarlierTokens(db: Database, { hash, createdAt }: NewVerificationToken) {
  const same = sql`(tenant_id, user_id, purpose) =
    (select tenant_id, user_id, purpose from verification_tokens where hash = ${hash})`;
  return db
    .update(verificationTokens)
    .set(revoked(createdAt))
    .where(and(same, isOpen(createdAt, hash)));
}

/** Revokes all of the user's tokens but `except`, if the condition holds. */
export function revokeTokens(
  db: Database,
  user: { tenantId: string; userId: string },
  now: Date,
  except: string,
  condition: SQL,
) {
  const own = and(eq(verificationTokens.tenantId, user.tenantId), eq(verificationTokens.userId, user.userId));
  return db
    .update(verificationTokens)
    .set(revoked(now))
    .where(and(own, isOpen(now, except), condition));
}

/** Marks a token as used, if the condition holds. Returns one row the first time, and none afterwards. */
export function useToken(db: Database, hash: string, now: Date, condition?: SQL) {
  const { usedAt, expiresAt } = verificationTokens;
  return db
    .update(verificationTokens)
    .set({ usedAt: now })
    .where(and(eq(verificationTokens.hash, hash), isNull(usedAt), gt(expiresAt, now), condition))
    .returning({ hash: verificationTokens.hash });
}

/** Condition that the token can be used, for statements before `useToken` in the same batch. */
export function isUsable(hash: string, now: Date): SQL {
  return sql`exists (select 1 from verification_tokens
    where hash = ${hash} and used_at is null and expires_at > ${now.getTime()})`;
}

/** Condition that the token was used now, for statements after `useToken` in the same batch. */
export function isUsed(hash: string, now: Date): SQL {
  return sql`exists (select 1 from verification_tokens where hash = ${hash} and used_at = ${now.getTime()})`;
}

/**
 * Condition that the other link of a change of email was followed and neither link was replaced. Null stands for an
 * unverified email, which received no link: it must still be unverified.
 */
export function isCounterpartConfirmed(counterpart: string | null, now: Date): SQL {
  if (counterpart === null) return sql`users.email_verified_at is null`;
  return sql`exists (select 1 from verification_tokens
    where hash = ${counterpart} and used_at is not null and expires_at > ${now.getTime()})`;
}

function isFor(to: Recipient, tenantId: string): SQL {
  const tenant = sql`users.tenant_id = ${tenantId}`;
  if ("user" in to) return sql`${tenant} and users.id = ${to.user}`;
  const unverified = to.unverified === true ? sql`users.email_verified_at is null` : sql`true`;
  return sql`${tenant} and users.email_key = ${to.emailKey} and users.id <> ${to.except ?? ""} and ${unverified}`;
}

function countSentLastHour(purpose: VerificationPurpose, now: Date): SQL {
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

function revoked(now: Date) {
  return { expiresAt: now, codeExpiresAt: now };
}
