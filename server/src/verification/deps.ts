import type { Outbox } from "../email/email.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { Codes } from "../ports/codes.ts";
import type { Config } from "../ports/config.ts";
import type { Clock } from "../ports/time.ts";
import type { VerificationTokenStore } from "./token-store.ts";

/** Dependencies of this family, composed in `compose.ts`. */
export interface VerificationDeps {
  readonly config: Config;
  /** Clock; the tenant's own in a procedure about a tenant. */
  readonly clock: Clock;
  /** Generator of the codes that users type. */
  readonly codes: Codes;
  /** Verification tokens that were sent to users. */
  readonly verificationTokens: VerificationTokenStore;
  readonly passwords: Passwords;
  /** The tenant's email queue, in its Durable Object. */
  outbox(tenantId: string): Outbox;
}
