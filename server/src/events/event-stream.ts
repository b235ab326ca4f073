import type { Followers } from "../audit/seals.ts";
import type { AuditEvent } from "../audit/store.ts";
import type { Outcome } from "../authz/graph-service.ts";
import { outcomeOf } from "../authz/outcome.ts";
import type { ConnectionCredentials } from "../connections/connection.ts";
import type { FeedSocket } from "../connections/sockets.ts";
import { type HibernationApi, Sockets } from "../connections/sockets.ts";
import { log } from "../ports/logger.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Job } from "../shared/alarms.ts";
import { EventFeed } from "./event-feed.ts";
import { EventLog } from "./event-log.ts";
import type { LiveEvent } from "./live-event.ts";
import { TicketStore } from "./ticket-store.ts";

/** Filter and start of a subscription. */
export interface EventSubscription {
  /** `seq` of the last event received; null for new events only. */
  readonly after: number | null;
  readonly event: string | null;
}

/** RPC interface to the live events of one tenant. */
export interface LiveEvents {
  /** Stores a ticket under the hash of its secret. Returns the `seq` after which it starts. */
  admitSubscriber(
    ticketHash: string,
    credentials: ConnectionCredentials,
    subscription: EventSubscription,
  ): Promise<Outcome<number>>;
  /** One page of events. */
  eventsAfter(subscription: EventSubscription, limit: number): Promise<Outcome<LiveEvent[]>>;
  /** Opens the WebSocket of the ticket whose hash is in the header `x-ticket`; 404 if the ticket is invalid. */
  fetch(request: Request): Promise<Response>;
}

/** The log of one tenant's events and its subscribers. `newest` is always the `seq` of the newest event. */
export class EventStream<Socket extends FeedSocket> implements Followers, Job {
  private readonly log: EventLog;
  private readonly feed: EventFeed;
  private readonly tickets: TicketStore;
  private readonly sockets: Sockets<Socket>;
  private readonly now: () => number;

  constructor(sql: SqlDatabase, keeper: HibernationApi<Socket>, now: () => number) {
    this.log = new EventLog(sql, now);
    this.feed = new EventFeed(this.log);
    this.tickets = new TicketStore(sql, now);
    this.sockets = new Sockets(keeper, now);
    this.now = now;
  }

  get waiting(): boolean {
    return this.sockets.all().length > 0;
  }

  sealed(events: readonly { readonly seq: number; readonly event: AuditEvent }[]): void {
    const newest = events.at(-1)?.seq;
    if (newest === undefined) return;
    this.log.append(events);
    for (const socket of this.sockets.all()) this.notify(socket, () => this.feed.send(socket, newest));
  }

  admit(
    hash: string,
    { ids, ttlMs }: ConnectionCredentials,
    { after, event }: EventSubscription,
    newest: number,
  ): Outcome<number> {
    return outcomeOf(() => {
      if (after !== null) this.log.requireStored(after, newest);
      this.tickets.put({ hash, ids, until: this.now() + ttlMs, after: after ?? newest, event });
      return after ?? newest;
    });
  }

  page({ after, event }: EventSubscription, limit: number, newest: number): Outcome<LiveEvent[]> {
    return outcomeOf(() => {
      const from = after ?? this.log.oldest(newest);
      this.log.requireStored(from, newest);
      return this.log.after(from, event, limit);
    });
  }

  /** Accepts the socket and starts its subscription. Returns whether the ticket was valid. */
  open(hash: string, socket: Socket, newest: number): boolean {
    const ticket = this.tickets.take(hash);
    if (ticket === undefined || !outcomeOf(() => this.log.requireStored(ticket.after, newest)).ok) return false;
    this.sockets.accept(socket, ticket.ids, ticket.until);
    this.notify(socket, () => this.feed.start(socket, ticket, newest));
    return true;
  }

  receive(socket: Socket, text: string, newest: number): void {
    this.notify(socket, () => this.feed.receive(socket, text, newest));
  }

  end(ids: readonly string[], at: number): void {
    this.tickets.end(ids, at);
    this.sockets.end(ids, at);
  }

  endAll(reason: string): void {
    this.sockets.endAll(reason);
  }

  due(): number | undefined {
    return this.sockets.due();
  }

  run(): void {
    this.sockets.run();
  }

  /** Runs work for a socket, and closes a socket that can't be sent to; its client reconnects. */
  private notify(socket: Socket, work: () => void): void {
    try {
      work();
    } catch (error) {
      log("warn", "A subscriber could not be notified.", { error });
      socket.close(1011, "Reconnect with the last revision or seq that you received.");
    }
  }
}
