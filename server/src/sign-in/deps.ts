import type { EnterpriseDomains } from "../accounts/enterprise-domain.ts";
import type { AuthStore } from "../accounts/store.ts";
import type { ApiKeyStore } from "../api-keys/store.ts";
import type { AttemptCounter } from "../attempts/attempts.ts";
import type { Challenges } from "../attempts/challenges/challenge.ts";
import type { AuditStore } from "../audit/store.ts";
import type { Outbox } from "../email/email.ts";
import type { FactorsDeps } from "../factors/deps.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { UserCounts } from "../plans/store.ts";
import type { Codes } from "../ports/codes.ts";
import type { Config } from "../ports/config.ts";
import type { Clock } from "../ports/time.ts";
import type { SessionStore } from "../sessions/session-store.ts";
import type { AccessTokens } from "../tokens/access-token.ts";
import type { RefreshTokens } from "../tokens/refresh-token.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { SigningKeys } from "../tokens/signing-keys.ts";
import type { FirstProofStore } from "../verification/first-proof-store.ts";
import type { VerificationTokenStore } from "../verification/token-store.ts";
import type { PasskeyStore } from "./passkeys/passkey-store.ts";

/** Dependencies of sign-in; `compose.ts` makes them. */
export interface SignInDeps extends FactorsDeps {
  /** The tenant's clock in a procedure about a tenant. */
  readonly clock: Clock;
  readonly apiKeys: ApiKeyStore;
  readonly config: Config;
  /** Generator of the codes that users type. */
  readonly codes: Codes;
  readonly tenants: UserCounts;
  readonly auth: AuthStore;
  /** Email domains whose users sign in at their own provider. */
  readonly enterpriseDomains: EnterpriseDomains;
  readonly verificationTokens: VerificationTokenStore;
  /** Proofs of emails by other means than a verification token. */
  readonly firstProofs: FirstProofStore;
  readonly passkeys: PasskeyStore;
  readonly sessions: SessionStore;
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
