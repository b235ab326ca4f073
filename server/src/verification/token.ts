import type { LetterKind } from "../email/email.ts";
import { sha256, toBase64Url } from "../ports/encoding.ts";
import { after } from "../shared/session-lifetimes.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** What a user is sent a proof for: the kind of letter that brings it. */
export type ProofPurpose = Extract<
  LetterKind,
  "verify_email" | "already_registered" | "reset_password" | "invitation" | "confirm_email_change" | "confirm_new_email"
>;

interface KindOfProof {
  /** What its tokens begin with, so that one kind is never taken for another. */
  readonly prefix: string;
  /** SECURITY.md, Numbers. */
  readonly seconds: number;
}

const KINDS: Readonly<Record<ProofPurpose, KindOfProof>> = {
  verify_email: { prefix: "ev", seconds: 24 * HOUR },
  // As good as a reset, and sent to whoever may have forgotten that there is a password.
  already_registered: { prefix: "pr", seconds: 30 * MINUTE },
  reset_password: { prefix: "pr", seconds: 30 * MINUTE },
  invitation: { prefix: "iv", seconds: 72 * HOUR },
  confirm_email_change: { prefix: "ec", seconds: 24 * HOUR },
  confirm_new_email: { prefix: "en", seconds: 24 * HOUR },
};

/** So long a code may be typed that goes along with a link (ASVS 6.5.5). */
export const CODE_SECONDS = 10 * MINUTE;
/** So often one code may be tried. */
export const CODE_TRIES = 5;

/** 256 bits: what is as random as that needs no slow hash (ASVS 6.5.2, NIST SP 800-63B-4 §3.1.2.2). */
const TOKEN_BYTES = 32;
const FORM = /^([a-z]{2})_[A-Za-z0-9_-]{43}$/;

/** A proof that is about to be sent; the token itself is kept nowhere. */
export interface NewProof {
  readonly purpose: ProofPurpose;
  readonly token: string;
  readonly hash: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function newProof(purpose: ProofPurpose, now: Date): Promise<NewProof> {
  const { prefix, seconds } = KINDS[purpose];
  const token = `${prefix}_${toBase64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)))}`;
  return { purpose, token, hash: await hashToken(token), createdAt: now, expiresAt: after(now, seconds) };
}

/** How a token is stored and found. */
export async function hashToken(token: string): Promise<string> {
  return await sha256(token);
}

/** Whether the text can be a token for one of these purposes. */
export function isTokenFor(token: string, purposes: readonly ProofPurpose[]): boolean {
  const prefix = FORM.exec(token)?.[1];
  return purposes.some((purpose) => KINDS[purpose].prefix === prefix);
}
