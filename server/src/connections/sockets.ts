import type { Job } from "../shared/alarms.ts";

/** The used part of a WebSocket. Attachments survive hibernation of the object. */
export interface FeedSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
  serializeAttachment(attachment: unknown): void;
  deserializeAttachment(): unknown;
}

/** Adds properties to the socket's attachment. */
export function attach(socket: FeedSocket, more: object): void {
  // Only this function writes attachments.
  const before = socket.deserializeAttachment() as object | null;
  socket.serializeAttachment({ ...before, ...more });
}

/** Close codes of RFC 6455 §7.4.1 and of IANA's registry. */
const POLICY_VIOLATION = 1008;
const SERVICE_RESTART = 1012;

interface Attachment {
  readonly until: number;
}

/** The hibernation API of a Durable Object. */
export interface HibernationApi<Socket extends FeedSocket> {
  acceptWebSocket(socket: Socket, tags: string[]): void;
  getWebSockets(tag?: string): Socket[];
}

/** WebSockets of one object. Each has an end, at the latest when its credentials expire. */
export class Sockets<Socket extends FeedSocket> implements Job {
  private readonly hibernation: HibernationApi<Socket>;
  private readonly now: () => number;
  /** Time of the first end; undefined until it is computed. */
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

  /** Ends sockets opened with these credentials, immediately or at a later time. */
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

  /** Ends sockets whose time has passed. */
  run(): void {
    for (const socket of this.all()) {
      if (untilOf(socket) <= this.now())
        socket.close(SERVICE_RESTART, "Reconnect with the last revision or seq that you received.");
    }
    this.first = undefined;
  }
}

function untilOf(socket: FeedSocket): number {
  // Attached by `accept`; a socket without it ends now.
  return (socket.deserializeAttachment() as Partial<Attachment> | null)?.until ?? 0;
}
