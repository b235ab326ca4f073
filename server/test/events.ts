import { exports } from "cloudflare:workers";
import type { Message } from "../src/events/event-feed.ts";

export interface Listening {
  readonly messages: readonly Message[];
  /** The numbers of the events so far. */
  seqs(): number[];
  names(): string[];
  pongs(): number;
  /** Code and reason of the close. */
  closed(): { code: number; reason: string } | undefined;
  say(text: string): void;
  close(): void;
}

const open: WebSocket[] = [];

/** Follows a tenant's events, over the Worker's real fetch handler. */
export async function listen(
  headers: Record<string, string>,
  query: Record<string, string | number> = {},
  path = "/events",
): Promise<Listening> {
  const entries = Object.entries(query).map(([name, value]) => [name, `${value}`]);
  const url = `http://auth.test${path}?${new URLSearchParams(entries)}`;
  const own = { upgrade: "websocket", "cf-connecting-ip": "192.0.2.9", ...headers };
  const response = await exports.default.fetch(url, { headers: own });
  const { webSocket } = response;
  if (!webSocket) throw new Error(`There is no socket: ${await response.text()}`);
  const messages: Message[] = [];
  let closed: { code: number; reason: string } | undefined;
  let pongs = 0;
  webSocket.addEventListener("message", ({ data }) => {
    if (data === "pong") pongs++;
    else messages.push(JSON.parse(`${data}`));
  });
  webSocket.addEventListener("close", ({ code, reason }) => {
    closed = { code, reason };
  });
  webSocket.accept();
  open.push(webSocket);
  const events = () => messages.flatMap((message) => message.events);
  return {
    messages,
    seqs: () => events().map(({ seq }) => seq),
    names: () => events().map(({ event }) => event),
    pongs: () => pongs,
    closed: () => closed,
    say: (text) => webSocket.send(text),
    close: () => webSocket.close(),
  };
}

/** Closes what a test has opened. */
export function closeAll(): void {
  for (const socket of open.splice(0)) socket.close();
}
