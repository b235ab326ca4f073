import type { Outbox } from "../email/email.ts";
import type { Clock } from "../ports/time.ts";
import type { FactorStore } from "./factor-store.ts";
import type { RelationCheck } from "./relation-check.ts";
import type { SignInStates } from "./sign-in-state-store.ts";
import type { TotpSecrets } from "./totp-secrets.ts";
import type { TrustedDevices } from "./trusted-device-store.ts";

/** Dependencies of factors; `compose.ts` makes them. */
export interface FactorsDeps {
  /** The tenant's clock in a procedure about a tenant. */
  readonly clock: Clock;
  readonly factors: FactorStore;
  readonly totpSecrets: TotpSecrets;
  readonly trustedDevices: TrustedDevices;
  /** Sign-ins that have begun. */
  readonly signInStates: SignInStates;
  /** The tenant's graph, for second factors that a relation requires. */
  readonly hasRelation: RelationCheck;
  /** The tenant's email queue, in its Durable Object. */
  outbox(tenantId: string): Outbox;
}
