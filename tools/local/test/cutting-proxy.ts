import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface CuttingProxy {
  readonly url: string;
  /** How many connections were cut so far. */
  readonly cuts: number;
  /** How many WebSockets were opened so far. */
  readonly upgrades: number;
  /** Cuts all connections now. */
  cut(): void;
  stop(): Promise<void>;
}

/** A proxy on loopback that cuts each connection after so many milliseconds, wherever it is in a message. */
export async function startCuttingProxy(target: string, lifeMs: () => number): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let cuts = 0;
  let upgrades = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const end = () => {
      clearTimeout(timer);
      for (const socket of [client, upstream]) socket.destroy();
      open.delete(client);
    };
    const timer = setTimeout(() => {
      cuts++;
      end();
    }, lifeMs());
    open.add(client);
    for (const socket of [client, upstream]) socket.on("error", end).on("close", end);
    upstream.on("data", (chunk: Buffer) => {
      if (chunk.subarray(0, 12).toString() === "HTTP/1.1 101") upgrades++;
    });
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server's address is an object.
  const address = server.address() as AddressInfo;
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    get cuts() {
      return cuts;
    },
    get upgrades() {
      return upgrades;
    },
    cut,
    stop: async () => {
      const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      await stopped;
    },
  };
}
