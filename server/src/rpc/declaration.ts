import type { CallerKind } from "../callers/caller.ts";
import type { RateLimitClass } from "../ports/rate-limits.ts";

/** What every procedure says about itself; the SDK, the reference and the audit log are made from it. */
export interface Declaration<Kinds extends readonly CallerKind[] = readonly CallerKind[]> {
  /** One line, for people. */
  readonly summary: string;
  /** Which kinds of caller may call it. */
  readonly caller: Kinds;
  readonly rateLimit: RateLimitClass;
  /** The event under which calls and refusals are recorded; `none` for what changes nothing. */
  readonly audit: string;
}

export const EVERY_CALLER = ["anonymous", "publishable", "secret", "user", "admin"] as const;
