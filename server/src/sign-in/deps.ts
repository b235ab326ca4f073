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

/** Dependencies of sign-in; `compose.ts` makes them. */
export interface SignInDeps {
  /** The tenant's clock in a procedure about a tenant. */
  readonly clock: Clock;
  readonly apiKeys: ApiKeyStore;
  readonly auth: AuthStore;
  readonly sessions: SessionStore;
  /** Factors that a sign-in requires besides the password. */
  readonly requiredFactors: RequiredFactors;
  readonly passwords: Passwords;
  readonly signingKeys: SigningKeys;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly audit: AuditStore;
  /** Challenge required after too many failed attempts. */
  readonly challenges: Challenges;
  /** The tenant's exact counters, in its Durable Object. */
  attempts(tenantId: string): AttemptCounter;
  /** The tenant's revocations, in its Durable Object. */
  revocations(tenantId: string): Revocations;
  /** The tenant's email queue, in its Durable Object. */
  outbox(tenantId: string): Outbox;
}
