import type { Clock } from "../ports/time.ts";
import type { AttemptCounter } from "./attempts.ts";
import type { Challenges } from "./challenges/challenge.ts";

/** What this family works with; `compose.ts` makes it. */
export interface AttemptsDeps {
  /** The tenant's own in a procedure about one. */
  readonly clock: Clock;
  /** What a guesser has to do who failed too often. */
  readonly challenges: Challenges;
  /** The tenant's exact counters, in its Durable Object. */
  attempts(tenantId: string): AttemptCounter;
}
