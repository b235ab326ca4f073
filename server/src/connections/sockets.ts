import type { Job } from "../shared/alarms.ts";

/** A WebSocket, as far as it is used; what is attached outlives the object's sleep. */
export interface FeedSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  serializeAttachment(attachment: unknown): void;
  deserializeAttachment(): unknown;
}

/** Attaches something beside what others have attached. */
export function attach(socket: FeedSocket, more: object): void {
  // Nothing but this attaches anything.
  const before = socket.deserializeAttachment() as object | null;
  socket.serializeAttachment({ ...before, ...more });
}

/** RFC 6455 §7.4.1: what the other side does is against the rules; and the IANA's registry: the service starts anew. */
const POLICY_VIOLATION = 1008;
const SERVICE_RESTART = 1012;

interface Attachment {
  readonly until: number;
}

/** What of a Durable Object keeps WebSockets while it sleeps. */
export interface HibernationApi<Socket extends FeedSocket> {
  acceptWebSocket(socket: Socket, tags: string[]): void;
  getWebSockets(tag?: string): Socket[];
}

/** The WebSockets of one object, each with an end: no credential opens one for good. */
export class Sockets<Socket extends FeedSocket> implements Job {
  private readonly hibernation: HibernationApi<Socket>;
  private readonly now: () => number;
  /** When the first of them ends; undefined where that has to be looked up. */
  private first: number | undefined;

  constructor(keeper: HibernationApi<Socket>, now: () => number) {
    this.hibernation = keeper;
    this.now = now;
  }

  accept(socket: Socket, ids: readonly string[], until: number): void {
    this.hibernation.acceptWebSocket(socket, [...ids]);
    attach(socket, { until } satisfies Attachment);
    this.first = undefined;
  }

  all(): Socket[] {
    return this.hibernation.getWebSockets();
  }

  /** Ends those that were opened with one of these, at once or later. */
  end(ids: readonly string[], at: number): void {
    for (const socket of new Set(ids.flatMap((id) => this.hibernation.getWebSockets(id)))) {
      if (at <= this.now()) socket.close(POLICY_VIOLATION, "The credentials of this connection are no longer valid.");
      else attach(socket, { until: Math.min(at, untilOf(socket)) } satisfies Attachment);
    }
    this.first = undefined;
  }

  endAll(reason: string): void {
    for (const socket of this.all()) socket.close(POLICY_VIOLATION, reason);
  }

  due(): number | undefined {
    this.first ??= this.all().reduce((least, socket) => Math.min(least, untilOf(socket)), Number.POSITIVE_INFINITY);
    return Number.isFinite(this.first) ? this.first : undefined;
  }

  /** Ends those whose time has come. */
  run(): void {
    for (const socket of this.all()) {
      if (untilOf(socket) <= this.now())
        socket.close(SERVICE_RESTART, "Reconnect with the last revision or seq that you received.");
    }
    this.first = undefined;
  }
}

function untilOf(socket: FeedSocket): number {
  // `accept` has attached it; what was connected before there was an end gets one now.
  return (socket.deserializeAttachment() as Partial<Attachment> | null)?.until ?? 0;
}
