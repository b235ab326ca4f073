import type { Clock } from "../ports/time.ts";
import type { AttemptCounter } from "./attempts.ts";
import type { Challenges } from "./challenges/challenge.ts";

/** Dependencies of attempts; `compose.ts` makes them. */
export interface AttemptsDeps {
  /** The tenant's clock in a procedure about a tenant. */
  readonly clock: Clock;
  /** Challenge required after too many failed attempts. */
  readonly challenges: Challenges;
  /** The tenant's exact counters, in its Durable Object. */
  attempts(tenantId: string): AttemptCounter;
}
