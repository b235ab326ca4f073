import { CfAuthError } from "../calls/error.ts";
import { retryAfterMs } from "../calls/failures.ts";
import type { GetEventTicketRequest, GetEventTicketResponse, LiveEvent } from "../generated/types.ts";
import { pauseBefore } from "./reconnect.ts";
import { type LiveMessage, openSocket, SocketClosed } from "./socket.ts";

/** Which events to follow. */
export interface FollowOptions {
  /** The `seq` of the last event seen, from here or from `events.list`; only what happens from now on unless given. */
  readonly after?: number | undefined;
  /** One event, or the beginning of several: `auth.` means all of auth. */
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
 * The tenant's events as they happen, each once and in order, through whatever the network does: where the connection is
 * lost, another goes on after the last event that the loop has taken. A loop that is slow is waited for.
 *
 * Throws what `events.ticket` throws and does not pass: `event_unknown`, `key_revoked`, `session_ended`, `forbidden`.
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
      if (!mayPass(error)) throw error;
      await pauseBefore(++failures, retryAfterMs(error), signal);
    }
  }
}

/** Says after each message that it has been taken, so that no more is sent than is taken. Throws `SocketClosed`. */
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

/** Whether to connect again: of what the service refuses, only where it says that it may be tried again. */
function mayPass(error: unknown): boolean {
  return error instanceof SocketClosed || (error instanceof CfAuthError && error.retryable);
}
