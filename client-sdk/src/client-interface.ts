import type { FollowOptions } from "./events/follow.ts";
import type { Procedures } from "./generated/procedures.ts";
import type { LiveEvent } from "./generated/types.ts";

/** A client of the service: a method for each procedure, and what goes on between calls. */
export interface Client extends Procedures {
  readonly events: Procedures["events"] & {
    /**
     * Follows the tenant's events as they happen: each comes once and in order, through lost connections too. For secret
     * and restricted keys on servers, and for the sessions of platform admins; it needs a WebSocket, as browsers and
     * Node 22 have one.
     *
     * Throws what will not pass by itself, such as `event_not_found`, `key_revoked` and `session_ended`.
     *
     * @example
     * for await (const event of cfauth.events.follow({ after: lastSeen, event: "auth." })) {
     *   if (event.alert) await tellSomebody(event);
     *   lastSeen = event.seq;
     * }
     */
    follow(options?: FollowOptions): AsyncGenerator<LiveEvent, void, undefined>;
  };
}
