import type { AttemptKind } from "../attempts.ts";

/** What a client has to do before the next attempt; it reaches the client in the details of `challenge_required`. */
export type ChallengeOffer =
  /** Find a number n so that SHA-256 of `<text>.<n>` begins with so many zero bits; `<text>.<n>` is the token. */
  | { readonly kind: "proof-of-work"; readonly text: string; readonly bits: number; readonly expiresAt: Date }
  /** Show Cloudflare's widget for this site and action; what it answers is the token. */
  | { readonly kind: "turnstile"; readonly siteKey: string; readonly action: string };

/** What the challenge guards: a token that was made for one guess is none for another. */
export interface ChallengeSubject {
  readonly tenantId: string;
  readonly kind: AttemptKind;
  readonly account: string;
  /** The client's address; null where it says nothing of who guesses. */
  readonly ip: string | null;
}

/** A challenge that was met. Whoever takes it remembers the id until then, so that it counts once. */
export interface SolvedChallenge {
  readonly id: string;
  readonly expiresAt: Date;
}

export interface Challenges {
  offer(subject: ChallengeSubject, now: Date): Promise<ChallengeOffer>;
  /** Undefined where the token does not show that the challenge was met; whether it was used before is not asked here. */
  check(token: string, subject: ChallengeSubject, now: Date): Promise<SolvedChallenge | undefined>;
}
