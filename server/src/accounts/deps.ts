import type { AttemptCounter } from "../attempts/attempts.ts";
import type { Challenges } from "../attempts/challenges/challenge.ts";
import type { AuditStore } from "../audit/store.ts";
import type { Outbox } from "../email/email.ts";
import type { EmailRecords } from "../email/email-queue.ts";
import type { FactorsDeps } from "../factors/deps.ts";
import type { Blocklist } from "../passwords/blocklist.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { UserCounts } from "../plans/store.ts";
import type { Codes } from "../ports/codes.ts";
import type { Config } from "../ports/config.ts";
import type { Clock } from "../ports/time.ts";
import type { SessionStore } from "../sessions/session-store.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { VerificationTokenStore } from "../verification/token-store.ts";
import type { EnterpriseDomains } from "./enterprise-domain.ts";
import type { ExportStore } from "./export-store.ts";
import type { AuthStore } from "./store.ts";

/** Dependencies of this family, composed in `compose.ts`. */
export interface AccountsDeps extends FactorsDeps {
  readonly config: Config;
  /** Clock; the tenant's own in a procedure about a tenant. */
  readonly clock: Clock;
  /** Generator of the codes that users type. */
  readonly codes: Codes;
  readonly tenants: UserCounts;
  readonly auth: AuthStore;
  /** Email domains whose users sign in at their own provider. */
  readonly enterpriseDomains: EnterpriseDomains;
  readonly sessions: SessionStore;
  /** Verification tokens that were sent to users. */
  readonly verificationTokens: VerificationTokenStore;
  readonly exports: ExportStore;
  readonly passwords: Passwords;
  readonly blocklist: Blocklist;
  readonly audit: AuditStore;
  /** Challenges required after too many failed attempts. */
  readonly challenges: Challenges;
  /** The tenant's exact counters, in its Durable Object. */
  attempts(tenantId: string): AttemptCounter;
  /** The tenant's revocations, in its Durable Object. */
  revocations(tenantId: string): Revocations;
  /** The tenant's email queue, in its Durable Object. */
  outbox(tenantId: string): Outbox;
  /** Delivery records of the tenant's emails. */
  emailRecords(tenantId: string): EmailRecords;
}
