import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Call {
  readonly method: string;
  /** Below `/client/v4`, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What a route answers: `result` of Cloudflare's envelope, a `Page` of one, or bytes as they are. */
export type Route = (call: Call, ...parts: string[]) => Promise<unknown> | unknown;

/** A part of a list, and what is said of the rest beside it. */
export class Page {
  readonly items: readonly unknown[];
  readonly info: Readonly<Record<string, unknown>>;

  constructor(items: readonly unknown[], info: Readonly<Record<string, unknown>>) {
    this.items = items;
    this.info = info;
  }
}

/** A refusal in Cloudflare's own form. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Api {
  readonly url: string;
  /** `METHOD /path` of all that was asked for, in its order. */
  readonly log: string[];
  /** What was asked for and is none of the routes, or came without the token: nothing may. */
  readonly strays: string[];
  stop(): Promise<void>;
}

/**
 * Cloudflare's API as far as the routes go, on loopback. A route is `METHOD /path` with `:name` for a part of it. Whoever
 * asks needs the token; whatever else is asked for is answered 404 and remembered.
 */
export async function serveApi(token: string, routes: Readonly<Record<string, Route>>): Promise<Api> {
  const log: string[] = [];
  const strays: string[] = [];
  const table = Object.entries(routes).map(([route, answer]) => {
    const [method = "", path = ""] = route.split(" ");
    return {
      method,
      pattern: new RegExp(`^${path.replaceAll(/:[a-z]+\*/g, "(.+)").replaceAll(/:[a-z]+/g, "([^/]+)")}$`),
      answer,
    };
  });
  const server = createServer(async (request, response) => {
    const call = await read(request);
    log.push(`${call.method} ${call.path}`);
    const isOpen = call.path.startsWith("/download/");
    try {
      if (!isOpen && call.headers.authorization !== `Bearer ${token}`) throw new Refusal(401, "Invalid API Token");
      for (const { method, pattern, answer } of table) {
        const parts = method === call.method ? pattern.exec(call.path)?.slice(1) : undefined;
        if (parts !== undefined) return send(response, await answer(call, ...parts.map(decodeURIComponent)));
      }
      throw new Refusal(404, `No route for ${call.method} ${call.path}`);
    } catch (error) {
      const { status, message } = error instanceof Refusal ? error : new Refusal(500, String(error));
      if (status !== 400) strays.push(`${call.method} ${call.path}: ${status} ${message}`);
      const errors = [{ code: 10_000, message }];
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ success: false, errors, messages: [], result: null }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server's address is an object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/client/v4`,
    log,
    strays,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function read(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { pathname, searchParams: query } = new URL(request.url ?? "", "http://localhost");
  const path = pathname.replace(/^\/client\/v4/, "");
  return { method: request.method ?? "", path, query, body: Buffer.concat(chunks), headers: request.headers };
}

function send(response: ServerResponse, result: unknown): void {
  if (Buffer.isBuffer(result)) return void response.end(result);
  response.writeHead(200, { "content-type": "application/json" });
  const answer = result instanceof Page ? { result: result.items, result_info: result.info } : { result };
  response.end(JSON.stringify({ success: true, errors: [], messages: [], ...answer }));
}
