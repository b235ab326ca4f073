import type { EmailKind } from "../email/email.ts";
import { sha256, toBase64Url } from "../ports/encoding.ts";
import { after } from "../shared/session-lifetimes.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Purpose of a verification token: the kind of email that carries it. */
export type VerificationPurpose = Extract<
  EmailKind,
  "verify_email" | "already_registered" | "reset_password" | "invitation" | "confirm_email_change" | "confirm_new_email"
>;

interface TokenKind {
  /** Prefix of its tokens, so that one kind is never taken for another. */
  readonly prefix: string;
  /** Lifetime in seconds (SECURITY.md, Numbers). */
  readonly seconds: number;
}

const KINDS: Readonly<Record<VerificationPurpose, TokenKind>> = {
  verify_email: { prefix: "ev", seconds: 24 * HOUR },
  // Works like a reset: its recipient may have forgotten that they have a password.
  already_registered: { prefix: "pr", seconds: 30 * MINUTE },
  reset_password: { prefix: "pr", seconds: 30 * MINUTE },
  invitation: { prefix: "iv", seconds: 72 * HOUR },
  confirm_email_change: { prefix: "ec", seconds: 24 * HOUR },
  confirm_new_email: { prefix: "en", seconds: 24 * HOUR },
};

/** Lifetime in seconds of a code that is sent with a link (ASVS 6.5.5). */
export const CODE_SECONDS = 10 * MINUTE;
/** Maximum number of attempts per code. */
export const MAX_CODE_ATTEMPTS = 5;

/** 256 bits, which need no slow hash (ASVS 6.5.2, NIST SP 800-63B-4 §3.1.2.2). */
const TOKEN_BYTES = 32;
const FORM = /^([a-z]{2})_[A-Za-z0-9_-]{43}$/;

/** Verification token to be sent. Only its hash is stored. */
export interface NewVerificationToken {
  readonly purpose: VerificationPurpose;
  readonly value: string;
  readonly hash: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function newVerificationToken(purpose: VerificationPurpose, now: Date): Promise<NewVerificationToken> {
  const { prefix, seconds } = KINDS[purpose];
  const value = `${prefix}_${toBase64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)))}`;
  return { purpose, value, hash: await hashToken(value), createdAt: now, expiresAt: after(now, seconds) };
}

/** Hash by which a token is stored and found. */
export async function hashToken(token: string): Promise<string> {
  return await sha256(token);
}

/** Reports whether the text has the format of a token for one of these purposes. */
export function isTokenFor(token: string, purposes: readonly VerificationPurpose[]): boolean {
  const prefix = FORM.exec(token)?.[1];
  return purposes.some((purpose) => KINDS[purpose].prefix === prefix);
}
