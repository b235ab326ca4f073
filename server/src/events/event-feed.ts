import * as z from "zod";
import { attach, type FeedSocket } from "../connections/sockets.ts";
import type { EventLog } from "./event-log.ts";
import type { LiveEvent } from "./live-event.ts";

/** Maximum number of events sent to a subscriber beyond those that it has acknowledged. */
export const WINDOW = 1000;
const MAX_EVENTS_PER_MESSAGE = 100;

/** A message to a subscriber, which resumes after `position` when it reconnects. */
export interface Message {
  readonly events: readonly LiveEvent[];
  /** `seq` up to which the subscriber has all events that match its filter. */
  readonly position: number;
}

/** A subscriber's acknowledgement of all events up to `seen`. */
const acknowledgement = z.object({ seen: z.int().min(0) });

interface Attachment {
  readonly sent: number;
  /** Number of sent events that are not acknowledged yet. */
  readonly unseen: number;
  readonly event: string | null;
}

/**
 * Sends a tenant's events to subscribers, each once and in order, at the speed of their acknowledgements. A slow subscriber
 * delays no other, and takes no memory beyond its attachment.
 */
export class EventFeed {
  private readonly log: EventLog;

  constructor(log: EventLog) {
    this.log = log;
  }

  /** Starts a subscription and sends its position immediately. `newest` is the `seq` of the newest event. */
  start(socket: FeedSocket, { after, event }: { after: number; event: string | null }, newest: number): void {
    attach(socket, { sent: after, unseen: 0, event } satisfies Attachment);
    if (!this.send(socket, newest)) sendMessage(socket, { events: [], position: attachmentOf(socket).sent });
  }

  /** Sends the events that the socket lacks, up to `WINDOW`. Returns whether it sent any. Throws `event_not_found`. */
  send(socket: FeedSocket, newest: number): boolean {
    let { sent, unseen } = attachmentOf(socket);
    const { event } = attachmentOf(socket);
    let isSent = false;
    // A subscriber too slow to get its next events must get an error, not a gap.
    this.log.requireStored(sent, newest);
    while (sent < newest && unseen < WINDOW) {
      const limit = Math.min(MAX_EVENTS_PER_MESSAGE, WINDOW - unseen);
      const events = this.log.after(sent, event, limit);
      sent = events.length < limit ? newest : (events.at(-1)?.seq ?? newest);
      unseen += events.length;
      if (events.length > 0) sendMessage(socket, { events, position: sent });
      isSent ||= events.length > 0;
      attach(socket, { sent, unseen, event } satisfies Attachment);
    }
    return isSent;
  }

  /** Handles an acknowledgement and sends more events. Ignores other messages. */
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
  // Attached by `start`.
  return socket.deserializeAttachment() as Attachment;
}

function seenIn(text: string): number | undefined {
  try {
    return acknowledgement.safeParse(JSON.parse(text)).data?.seen;
  } catch {
    return undefined;
  }
}
