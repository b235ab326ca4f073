import type { LiveEvent } from "../generated/types.ts";

/** An event that a webhook received. Receivers get each event at least once: skip an `id` that you have processed. */
export interface WebhookEvent {
  /** Id of the event: the same in every attempt and replay. */
  readonly id: string;
  /** Name of the event, such as `users.create`. */
  readonly type: string;
  readonly timestamp: Date;
  /** The tenant whose event it is. */
  readonly tenantId: string;
  /** The event as `events.list` has it. Sort by `seq` where the order matters; it is 0 in a test. */
  readonly data: LiveEvent;
}
