import type { AuthStore } from "../accounts/store.ts";
import type { AttemptCounter } from "../attempts/attempts.ts";
import type { Outbox } from "../email/email.ts";
import type { Blocklist } from "../passwords/blocklist.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { UserCounts } from "../plans/store.ts";
import type { Codes } from "../ports/codes.ts";
import type { Config } from "../ports/config.ts";
import type { Clock } from "../ports/time.ts";
import type { SessionStore } from "../sessions/session-store.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { ProofStore } from "../verification/token-store.ts";
import type { UserStore } from "./store.ts";

/** What this family works with; `compose.ts` makes it. */
export interface UsersDeps {
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
  readonly users: UserStore;
  readonly passwords: Passwords;
  readonly blocklist: Blocklist;
  /** The tenant's exact counters, in its Durable Object. */
  attempts(tenantId: string): AttemptCounter;
  /** What the tenant has revoked, in its Durable Object. */
  revocations(tenantId: string): Revocations;
  /** The tenant's letters on their way, in its Durable Object. */
  outbox(tenantId: string): Outbox;
}
