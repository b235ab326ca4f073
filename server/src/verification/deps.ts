import type { Outbox } from "../email/email.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { Codes } from "../ports/codes.ts";
import type { Config } from "../ports/config.ts";
import type { Clock } from "../ports/time.ts";
import type { ProofStore } from "./token-store.ts";

/** What this family works with; `compose.ts` makes it. */
export interface VerificationDeps {
  readonly config: Config;
  /** The tenant's own in a procedure about one. */
  readonly clock: Clock;
  /** What users are sent to type. */
  readonly codes: Codes;
  /** What users were sent to show that they read mail at their address. */
  readonly proofs: ProofStore;
  readonly passwords: Passwords;
  /** The tenant's letters on their way, in its Durable Object. */
  outbox(tenantId: string): Outbox;
}
