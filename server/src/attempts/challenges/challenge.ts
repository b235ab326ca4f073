import type { AttemptKind } from "../attempts.ts";

/** A challenge for the next attempt; sent to the client in the details of `challenge_required`. */
export type ChallengeOffer =
  /** Find a number n so that SHA-256 of `<text>.<n>` begins with `bits` zero bits; `<text>.<n>` is the token. */
  | { readonly kind: "proof-of-work"; readonly text: string; readonly bits: number; readonly expiresAt: Date }
  /** Show Cloudflare's widget for this site and action; its response is the token. */
  | { readonly kind: "turnstile"; readonly siteKey: string; readonly action: string };

/** The attempt that a challenge is for. A token for one attempt is invalid for another. */
export interface ChallengeSubject {
  readonly tenantId: string;
  readonly kind: AttemptKind;
  readonly account: string;
  /** The client's IP address; null if it doesn't identify the attempt's source. */
  readonly ip: string | null;
}

/** A solved challenge. The caller stores the id until `expiresAt`, so that it counts once. */
export interface SolvedChallenge {
  readonly id: string;
  readonly expiresAt: Date;
}

export interface Challenges {
  offer(subject: ChallengeSubject, now: Date): Promise<ChallengeOffer>;
  /** Undefined if the token doesn't solve the challenge. Doesn't check whether the token was used before. */
  check(token: string, subject: ChallengeSubject, now: Date): Promise<SolvedChallenge | undefined>;
}
