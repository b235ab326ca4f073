import { CfAuthError } from "../calls/error.ts";
import { retryAfterMs } from "../calls/failures.ts";
import type { GetEventTicketRequest, GetEventTicketResponse, LiveEvent } from "../generated/types.ts";
import { pauseBefore } from "./reconnect.ts";
import { type LiveMessage, openSocket, SocketClosed } from "./socket.ts";

/** Options of `events.follow`. */
export interface FollowOptions {
  /** The `seq` of the last event seen, from here or from `events.list`. Defaults to now: only new events. */
  readonly after?: number | undefined;
  /** One event, or a prefix such as `auth.`. Defaults to all events. */
  readonly event?: string | undefined;
  /** Ends the loop. */
  readonly signal?: AbortSignal | undefined;
}

/** Calls `events.ticket`. */
export type GetTicket = (
  input: GetEventTicketRequest,
  signal: AbortSignal | undefined,
) => Promise<GetEventTicketResponse>;

/**
 * Yields the tenant's events as they happen, each once and in order. A lost connection is replaced and continues after the last event
 * yielded. The service waits for a slow loop.
 *
 * Throws errors of `events.ticket` that are not retryable: `event_not_found`, `key_revoked`, `session_ended`, `forbidden`.
 */
export async function* followEvents(
  url: string | undefined,
  getTicket: GetTicket,
  { after, event, signal }: FollowOptions = {},
): AsyncGenerator<LiveEvent, void, undefined> {
  let position = after;
  let failures = 0;
  while (!signal?.aborted) {
    try {
      const { ticket, position: start } = await getTicket({ after: position, event }, signal);
      position ??= start;
      for await (const message of messagesOf(url, ticket, signal)) {
        failures = 0;
        for (const { at, ...wire } of message.events) {
          yield { ...wire, at: new Date(at) };
          position = wire.seq;
          if (signal?.aborted) return;
        }
        position = message.position;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (!shouldReconnect(error)) throw error;
      await pauseBefore(++failures, retryAfterMs(error), signal);
    }
  }
}

/** Acknowledges each message once it is consumed, so that the service sends no more than that. Throws `SocketClosed`. */
async function* messagesOf(
  url: string | undefined,
  ticket: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<LiveMessage> {
  const socket = openSocket(url, ticket, signal);
  try {
    for (;;) {
      const message = await socket.next();
      yield message;
      socket.send(JSON.stringify({ seen: message.position }));
    }
  } finally {
    socket.close();
  }
}

/** Whether to reconnect: after a closed socket or a retryable error. */
function shouldReconnect(error: unknown): boolean {
  return error instanceof SocketClosed || (error instanceof CfAuthError && error.retryable);
}
