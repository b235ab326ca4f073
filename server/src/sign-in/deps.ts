import type { RequiredFactors } from "../accounts/deps.ts";
import type { AuthStore } from "../accounts/store.ts";
import type { ApiKeyStore } from "../api-keys/store.ts";
import type { AttemptCounter } from "../attempts/attempts.ts";
import type { Challenges } from "../attempts/challenges/challenge.ts";
import type { AuditStore } from "../audit/store.ts";
import type { Outbox } from "../email/email.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { Clock } from "../ports/time.ts";
import type { SessionStore } from "../sessions/session-store.ts";
import type { AccessTokens } from "../tokens/access-token.ts";
import type { RefreshTokens } from "../tokens/refresh-token.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { SigningKeys } from "../tokens/signing-keys.ts";

/** What this family works with; `compose.ts` makes it. */
export interface SignInDeps {
  /** The tenant's own in a procedure about one. */
  readonly clock: Clock;
  readonly apiKeys: ApiKeyStore;
  readonly auth: AuthStore;
  readonly sessions: SessionStore;
  /** What a sign-in needs besides what it was made with. */
  readonly requiredFactors: RequiredFactors;
  readonly passwords: Passwords;
  readonly signingKeys: SigningKeys;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly audit: AuditStore;
  /** What a guesser has to do who failed too often. */
  readonly challenges: Challenges;
  /** The tenant's exact counters, in its Durable Object. */
  attempts(tenantId: string): AttemptCounter;
  /** What the tenant has revoked, in its Durable Object. */
  revocations(tenantId: string): Revocations;
  /** The tenant's letters on their way, in its Durable Object. */
  outbox(tenantId: string): Outbox;
}
