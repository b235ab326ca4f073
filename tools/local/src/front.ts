import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";

/** A replacement of the Worker cuts off requests that take longer than this. */
const DRAIN_SECONDS = 30;
/** Headers of one connection (RFC 9110, section 7.6.1). Transfer-Encoding stays, since Node encodes the body by it. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "proxy-connection", "upgrade"]);

/** A listener in front of workerd, which stays while workerd is replaced: then no connection is refused and no request fails. */
export interface Front {
  readonly port: number;
  /** Holds new requests back, waits for those under way, does the work, and lets the others go on. */
  replace(work: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Listens on a loopback port and passes requests on to another one. WebSockets end when the Worker is replaced, as deployed. */
export async function startFront(port: number, behind: number, drainSeconds = DRAIN_SECONDS): Promise<Front> {
  const admission = new Admission(drainSeconds * 1000);
  let agent = new Agent({ keepAlive: true });
  const target = () => ({ host: "127.0.0.1", port: behind, setHost: false });
  const server = createServer((incoming, outgoing) => {
    void admission.pass(async () => await forward(incoming, outgoing, { ...target(), agent }));
  });
  server.on("upgrade", (incoming, socket, head) => {
    void admission.pass(async () => upgrade(incoming, socket, head, target()));
  });
  // The Worker has its own limits; connections stay open as long as clients want.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    // Of a listener on a port, which has an object as its address.
    port: (server.address() as AddressInfo).port,
    replace: async (work) =>
      await admission.closedFor(async () => {
        agent.destroy();
        agent = new Agent({ keepAlive: true });
        await work();
      }),
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

/** Lets work pass while it is open, and counts it. */
class Admission {
  readonly #drainMs: number;
  #active = 0;
  #open: Promise<void> = Promise.resolve();

  constructor(drainMs: number) {
    this.#drainMs = drainMs;
  }

  async pass(work: () => Promise<void>): Promise<void> {
    for (let open: Promise<void> | undefined; open !== this.#open; ) {
      open = this.#open;
      await open;
    }
    this.#active++;
    await work().finally(() => this.#active--);
  }

  /** One at a time. */
  async closedFor(work: () => Promise<void>): Promise<void> {
    const previous = this.#open;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#open = promise;
    await previous;
    for (let waited = 0; this.#active > 0 && waited < this.#drainMs; waited += 10) await wait(10);
    await work().finally(resolve);
  }
}

type Target = NonNullable<Parameters<typeof request>[1]>;

/** Settles when the response has ended, or its connection has. */
async function forward(incoming: IncomingMessage, outgoing: ServerResponse, target: Target): Promise<void> {
  const { method, url: path } = incoming;
  const options = { ...target, method, path, headers: endToEnd(incoming.rawHeaders) };
  await new Promise<void>((resolve) => {
    const passed = request("http://127.0.0.1", options, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, endToEnd(response.rawHeaders));
      response.pipe(outgoing);
      response.on("error", () => outgoing.destroy());
    });
    passed.on("error", () => {
      if (!outgoing.headersSent) outgoing.writeHead(502).end();
      else outgoing.destroy();
    });
    outgoing.on("close", () => {
      passed.destroy();
      resolve();
    });
    incoming.pipe(passed);
  });
}

/** Passes a WebSocket on. Settles at once: it may last for days. */
function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer, target: Target): void {
  const { method, url: path, rawHeaders: headers } = incoming;
  const passed = request("http://127.0.0.1", { ...target, method, path, headers });
  socket.on("error", () => passed.destroy());
  passed.on("error", () => socket.destroy());
  passed.on("response", (response) => {
    socket.write(`${headOf(response)}\r\n`);
    response.pipe(socket);
  });
  passed.on("upgrade", (response, upstream, first) => {
    socket.write(`${headOf(response)}\r\n`);
    socket.write(first);
    upstream.write(head);
    upstream.pipe(socket).pipe(upstream);
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  passed.end();
}

function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`];
  for (let i = 0; i < rawHeaders.length; i += 2) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  return `${lines.join("\r\n")}\r\n`;
}

/** Names and values of the headers that aren't about the connection, as they were sent. */
function endToEnd(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, i) => !HOP_BY_HOP.has((rawHeaders[i - (i % 2)] ?? "").toLowerCase()));
}
