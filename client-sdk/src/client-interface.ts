import type { FollowOptions } from "./events/follow.ts";
import type { Procedures } from "./generated/procedures.ts";
import type { LiveEvent } from "./generated/types.ts";

/** A client of the service: a method for each procedure, and `events.follow`. */
export interface CfAuthClient extends Procedures {
  readonly events: Procedures["events"] & {
    /**
     * Follows the tenant's events as they happen. Each event comes once and in order, also after a lost connection.
     *
     * Callers: secret and restricted keys, and platform admins. Needs `WebSocket`: browsers, Workers, Node from 22 on.
     *
     * @param options - `after` (`number`): the last `seq` seen, defaults to now. `event` (`string`): one event or a prefix such as
     * `auth.`, defaults to all. `signal`: ends the loop.
     * @returns An async iterator of events; it ends only by `break` or `signal`.
     * @throws `CfAuthError`, with code `event_not_found`, `no_websocket`, or a code of `events.ticket` that is not retryable.
     * @example
     * for await (const event of cfauth.events.follow({ after: lastSeen, event: "auth." })) {
     *   if (event.alert) await notify(event);
     *   lastSeen = event.seq;
     * }
     */
    follow(options?: FollowOptions): AsyncGenerator<LiveEvent, void, undefined>;
  };
}
