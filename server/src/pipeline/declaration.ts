import type { CallerKind } from "../shared/caller.ts";
import type { Permission } from "../platform/admin-model.ts";
import type { RateLimitClass } from "../ports/rate-limits.ts";
import type { AdminNeed } from "./zz-rpc--admin-need.ts";

/** What every procedure says about itself; the SDK, the reference and the audit log are made from it. */
export interface Declaration<Kinds extends readonly CallerKind[] = readonly CallerKind[]> {
  /** One line, for people. */
  readonly summary: string;
  /** Which kinds of caller may call it. */
  readonly caller: Kinds;
  readonly rateLimit: RateLimitClass;
  /** The event under which calls and refusals are recorded; `none` for what changes nothing. */
  readonly audit: string;
  /** What a platform admin needs, where that is not what `adminNeedOf` says by itself. */
  readonly admin?: Permission | AdminNeed;
  /** Whether it is about a tenant or the whole platform; the procedure's builder says so. */
  readonly about?: "tenant" | "platform";
}

export const EVERY_CALLER = ["anonymous", "publishable", "secret", "user", "admin"] as const;
