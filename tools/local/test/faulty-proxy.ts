import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a network does to a request. */
export const FAULTS = ["none", "delay", "cut before", "cut after", "cut within", "double", "answer 500"] as const;
type Fault = (typeof FAULTS)[number];

export interface FaultyProxy {
  readonly url: string;
  /** How often each fault happened. */
  readonly happened: Readonly<Record<Fault, number>>;
  stop(): Promise<void>;
}

const MAX_DELAY_MS = 60;

/**
 * A proxy on loopback that does to each request what `choose` says: lets it pass, late perhaps; cuts the connection before
 * the service has seen it, after the service has answered, or in the middle of the answer; sends it twice; or answers 500
 * itself, whether the service has seen it or not.
 */
export async function startFaultyProxy(
  target: string,
  choose: () => Fault,
  random: () => number,
): Promise<FaultyProxy> {
  const happened = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;
  const server = createServer((incoming, outgoing) => {
    const fault = choose();
    happened[fault]++;
    void pass(target, incoming, outgoing, { fault, random }).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server's address is an object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    happened,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function pass(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { fault, random }: { fault: Fault; random: () => number },
): Promise<void> {
  const body = await bytesOf(incoming);
  if (fault === "cut before") return void outgoing.destroy();
  if (fault === "answer 500" && random() < 0.5) return void outgoing.writeHead(500).end("<html>");
  if (fault === "delay") await new Promise((resolve) => setTimeout(resolve, random() * MAX_DELAY_MS));
  const send = async () => await forward(target, incoming, body);
  const [answer] = await Promise.all(fault === "double" ? [send(), send()] : [send()]);
  if (fault === "answer 500") return void outgoing.writeHead(500).end("<html>");
  if (fault === "cut after") return void outgoing.destroy();
  outgoing.writeHead(answer.status, answer.headers);
  if (fault !== "cut within") return void outgoing.end(answer.body);
  outgoing.write(answer.body.subarray(0, answer.body.length / 2), () => outgoing.destroy());
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

async function forward(target: string, { url, method, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const onward = request(new URL(url ?? "/", target), { method, headers }, (response) => {
      const { statusCode: status = 0, headers: received } = response;
      bytesOf(response).then((bytes) => resolve({ status, headers: received, body: bytes }), reject);
    });
    onward.on("error", reject).end(body);
  });
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
