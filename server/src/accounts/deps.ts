import type { AttemptCounter } from "../attempts/attempts.ts";
import type { Challenges } from "../attempts/challenges/challenge.ts";
import type { AuditStore } from "../audit/store.ts";
import type { Outbox } from "../email/email.ts";
import type { MailRecords } from "../email/email-queue.ts";
import type { Blocklist } from "../passwords/blocklist.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { UserCounts } from "../plans/store.ts";
import type { Codes } from "../ports/codes.ts";
import type { Config } from "../ports/config.ts";
import type { Clock } from "../ports/time.ts";
import type { SessionStore } from "../sessions/session-store.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { ProofStore } from "../verification/token-store.ts";
import type { ExportStore } from "./export-store.ts";
import type { AuthStore } from "./store.ts";

/** Which methods a sign-in of the user has to have used, whatever else it used. */
export type RequiredFactors = (tenant: Tenant, user: UserRow) => readonly string[];

/** What this family works with; `compose.ts` makes it. */
export interface AccountsDeps {
  readonly config: Config;
  /** The tenant's own in a procedure about one. */
  readonly clock: Clock;
  /** What users are sent to type. */
  readonly codes: Codes;
  readonly tenants: UserCounts;
  readonly auth: AuthStore;
  readonly sessions: SessionStore;
  /** What users were sent to show that they read mail at their address. */
  readonly proofs: ProofStore;
  /** What a sign-in needs besides what it was made with. */
  readonly requiredFactors: RequiredFactors;
  readonly exports: ExportStore;
  readonly passwords: Passwords;
  readonly blocklist: Blocklist;
  readonly audit: AuditStore;
  /** What a guesser has to do who failed too often. */
  readonly challenges: Challenges;
  /** The tenant's exact counters, in its Durable Object. */
  attempts(tenantId: string): AttemptCounter;
  /** What the tenant has revoked, in its Durable Object. */
  revocations(tenantId: string): Revocations;
  /** The tenant's letters on their way, in its Durable Object. */
  outbox(tenantId: string): Outbox;
  /** What became of the tenant's letters. */
  mailRecords(tenantId: string): MailRecords;
}
