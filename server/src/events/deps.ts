import type { LiveEvents } from "./event-stream.ts";

/** Dependencies of this family; `compose.ts` makes them. */
export interface EventsDeps {
  /** The tenant's live events, in its Durable Object. */
  liveEvents(tenantId: string): LiveEvents;
}
