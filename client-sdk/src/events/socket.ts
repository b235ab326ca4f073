import { CfAuthError } from "../calls/error.ts";
import type { LiveEvent } from "../generated/types.ts";

/** An event as it is sent: its time in milliseconds since 1970. */
type WireEvent = Omit<LiveEvent, "at"> & { readonly at: number };

/** What the service sends. Whoever has taken the events goes on after `position`. */
export interface LiveMessage {
  readonly events: readonly WireEvent[];
  readonly position: number;
}

/** The connection is gone, or never was. */
export class SocketClosed extends Error {}

/** A connection that nothing is heard from is asked so often, in milliseconds, and given up after as long again. */
const QUIET_MS = 30_000;
const PROTOCOL = "cf-auth.events";

/** What a WebSocket has brought and nobody has taken yet, and how to wait for more. */
export interface LiveSocket {
  /** The next message. Throws `SocketClosed` once there are no more. */
  next(): Promise<LiveMessage>;
  send(text: string): void;
  close(): void;
}

/** Opens the WebSocket of a ticket, which goes as a subprotocol: neither it nor a key stands in an address. */
export function openSocket(url: string | undefined, ticket: string, signal: AbortSignal | undefined): LiveSocket {
  const socket = new (webSocketClass(url))(`${url?.replace(/^http/, "ws")}/events`, [PROTOCOL, ticket]);
  const messages: LiveMessage[] = [];
  let isClosed = false;
  let isQuiet = false;
  let wake = () => {};
  const end = () => {
    isClosed = true;
    clearInterval(timer);
    signal?.removeEventListener("abort", end);
    socket.close();
    wake();
  };
  // Some networks forget a connection that is silent, and tell neither side.
  const timer = setInterval(() => {
    if (isQuiet) return end();
    isQuiet = true;
    if (socket.readyState === socket.OPEN) socket.send("ping");
  }, QUIET_MS);
  socket.addEventListener("message", ({ data }) => {
    isQuiet = false;
    if (isClosed || data === "pong") return;
    const message = read(`${data}`);
    if (message === undefined) return end();
    messages.push(message);
    wake();
  });
  socket.addEventListener("close", end);
  socket.addEventListener("error", end);
  signal?.addEventListener("abort", end);
  if (signal?.aborted) end();
  return {
    async next() {
      for (;;) {
        const message = messages.shift();
        if (message !== undefined) return message;
        if (isClosed) throw new SocketClosed("The connection is gone.");
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    send: (text) => {
      if (!isClosed && socket.readyState === socket.OPEN) socket.send(text);
    },
    close: end,
  };
}

/** Undefined for what does not come from cf-auth. */
function read(text: string): LiveMessage | undefined {
  try {
    const message: LiveMessage | null = JSON.parse(text);
    return Array.isArray(message?.events) ? message : undefined;
  } catch {
    return undefined;
  }
}

function webSocketClass(url: string | undefined): typeof WebSocket {
  if (url !== undefined && typeof WebSocket !== "undefined") return WebSocket;
  throw new CfAuthError({
    code: "no_websocket",
    message: "There is no WebSocket here.",
    action:
      "Use a browser or Node 22 or later and a client that has the service's url, or ask events.list now and then.",
    retryable: false,
  });
}
