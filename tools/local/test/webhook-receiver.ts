import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { verifyWebhook, type WebhookEvent } from "@cf-auth/client/webhooks";

/** What a receiver does with a request: responds, or not. */
export type Behaviour = (response: ServerResponse) => void;

export const responds =
  (status: number): Behaviour =>
  (response) =>
    response.writeHead(status).end();
/** Never responds. */
export const hangs: Behaviour = () => undefined;
/** Responds after this time, when the sender may have given up. */
export const respondsAfter =
  (milliseconds: number): Behaviour =>
  (response) =>
    void setTimeout(() => response.writeHead(204).end(), milliseconds).unref();
/** Closes the connection without a response. */
export const breaksOff: Behaviour = (response) => response.destroy();

/** A receiver of webhooks on loopback, which verifies each with all of its secrets. */
export class WebhookReceiver {
  readonly events: WebhookEvent[] = [];
  /** Problems of requests that didn't verify. */
  readonly problems: unknown[] = [];
  secrets: readonly string[] = [];
  private readonly behaviours = new Map<string, Behaviour[]>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.receive(request, response));
  }

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await new Promise<void>((listening) => {
      receiver.server.listen(0, "127.0.0.1", listening);
    });
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** What it does with the next requests about an object. Otherwise it responds with 204. */
  behaves(object: string, ...behaviours: Behaviour[]): void {
    this.behaviours.set(object, behaviours);
  }

  /** Sequence numbers of the events about an object, in the order of their arrival. */
  seqs(object: string): number[] {
    return this.events.filter(({ data }) => data.object === object).map(({ data }) => data.seq);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => {
      this.server.close(closed);
    });
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = new Uint8Array(await new Response(Readable.toWeb(request) as ReadableStream).arrayBuffer());
      // With each secret alone: a rotation must not break a receiver that has either.
      const verified = this.secrets.map((secret) => verifyWebhook({ headers: request.headers, body }, { secret }));
      const [event] = await Promise.all(verified);
      if (event === undefined) throw new Error("The receiver has no secret.");
      this.events.push(event);
      (this.behaviours.get(event.data.object)?.shift() ?? responds(204))(response);
    } catch (error) {
      this.problems.push(error);
      response.writeHead(400).end();
    }
  }
}
