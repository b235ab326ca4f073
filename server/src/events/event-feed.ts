import * as z from "zod";
import { attach, type FeedSocket } from "../connections/sockets.ts";
import type { EventLog } from "./event-log.ts";
import type { LiveEvent } from "./live-event.ts";

/** So many events a listener is sent beyond those that it says it has seen. */
export const WINDOW = 1000;
const MAX_EVENTS_PER_MESSAGE = 100;

/** What is sent. Whoever has taken the events goes on after `position`, later or elsewhere. */
export interface Message {
  readonly events: readonly LiveEvent[];
  /** The number up to which there is nothing else for this listener. */
  readonly position: number;
}

/** What a listener says: up to which event it has taken them. */
const acknowledgement = z.object({ seen: z.int().min(0) });

interface Attachment {
  readonly sent: number;
  /** How many of the events that were sent have not been seen yet. */
  readonly unseen: number;
  readonly event: string | null;
}

/**
 * Sends a tenant's events to those who follow them, each once and in order, and no faster than they are taken: who is slow
 * keeps nobody else waiting, and nothing has to be kept for them but a number.
 */
export class EventFeed {
  private readonly log: EventLog;

  constructor(log: EventLog) {
    this.log = log;
  }

  /** `newest` is the number of the last event there is. Says at once how far the listener is then. */
  start(socket: FeedSocket, { after, event }: { after: number; event: string | null }, newest: number): void {
    attach(socket, { sent: after, unseen: 0, event } satisfies Attachment);
    if (!this.send(socket, newest)) sendMessage(socket, { events: [], position: attachmentOf(socket).sent });
  }

  /** Sends what the socket has not had yet, as far as it has room for it. Whether there was anything. Throws `event_not_found`. */
  send(socket: FeedSocket, newest: number): boolean {
    let { sent, unseen } = attachmentOf(socket);
    const { event } = attachmentOf(socket);
    let posted = false;
    // Whoever takes so little that its next events are gone has to be told, and not be sent what comes after them.
    this.log.requireStored(sent, newest);
    while (sent < newest && unseen < WINDOW) {
      const limit = Math.min(MAX_EVENTS_PER_MESSAGE, WINDOW - unseen);
      const events = this.log.after(sent, event, limit);
      sent = events.length < limit ? newest : (events.at(-1)?.seq ?? newest);
      unseen += events.length;
      if (events.length > 0) sendMessage(socket, { events, position: sent });
      posted ||= events.length > 0;
      attach(socket, { sent, unseen, event } satisfies Attachment);
    }
    return posted;
  }

  /** Goes on with a listener that says what it has seen; anything else that it says is nothing. */
  receive(socket: FeedSocket, text: string, newest: number): void {
    const seen = seenIn(text);
    const { sent, event } = attachmentOf(socket);
    if (seen === undefined || seen > sent) return;
    attach(socket, { sent, unseen: this.log.count(seen, sent, event), event } satisfies Attachment);
    this.send(socket, newest);
  }
}

function sendMessage(socket: FeedSocket, message: Message): void {
  socket.send(JSON.stringify(message));
}

function attachmentOf(socket: FeedSocket): Attachment {
  // `start` has attached it.
  return socket.deserializeAttachment() as Attachment;
}

function seenIn(text: string): number | undefined {
  try {
    return acknowledgement.safeParse(JSON.parse(text)).data?.seen;
  } catch {
    return undefined;
  }
}
