import { CfAuthError } from "../calls/error.ts";
import type { LiveEvent } from "../generated/types.ts";

/** An event on the wire: its time in milliseconds since 1970. */
type WireEvent = Omit<LiveEvent, "at"> & { readonly at: number };

/** A message of the service. `position` is where to continue after its events. */
export interface LiveMessage {
  readonly events: readonly WireEvent[];
  readonly position: number;
}

/** The connection closed, or was never open. */
export class SocketClosed extends Error {}

/** Ping interval of a silent connection in milliseconds. It is closed after the same time without a pong. */
const QUIET_MS = 30_000;
const PROTOCOL = "cf-auth.events";

/** A WebSocket with a queue of received messages. */
export interface LiveSocket {
  /** The next message. Throws `SocketClosed` once there are no more. */
  next(): Promise<LiveMessage>;
  send(text: string): void;
  close(): void;
}

/** Opens the WebSocket of a ticket. The ticket is a subprotocol, so that no URL contains a secret. */
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
  // Some networks drop silent connections without notice.
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
        if (isClosed) throw new SocketClosed("The connection is closed.");
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

/** Undefined for a message that is not from cf-auth. */
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
    message: "This platform has no WebSocket, or the client has no url.",
    action:
      "Use a browser, a Worker or Node 22 or later, and create the client with the service's url; or poll events.list.",
    retryable: false,
  });
}
