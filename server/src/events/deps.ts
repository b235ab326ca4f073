import type { LiveEvents } from "./event-stream.ts";

/** What this family works with; `compose.ts` makes it. */
export interface EventsDeps {
  /** What goes on at the tenant, live. */
  liveEvents(tenantId: string): LiveEvents;
}
