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

/** Returns `result` of Cloudflare's envelope, one `ResultPage` of it, or raw bytes. */
export type Route = (call: Call, ...parts: string[]) => Promise<unknown> | unknown;

/** One page of a list, with its paging information. */
export class ResultPage {
  readonly items: readonly unknown[];
  readonly info: Readonly<Record<string, unknown>>;

  constructor(items: readonly unknown[], info: Readonly<Record<string, unknown>>) {
    this.items = items;
    this.info = info;
  }
}

/** An error response in Cloudflare's form. */
export class ApiError extends Error {
  readonly status: number;
  /** Whether a client may run into it, such as one that looks for a Worker that doesn't exist yet. */
  readonly isExpected: boolean;
  /** Cloudflare's number of the error, which wrangler depends on. */
  readonly code: number;

  constructor(status: number, message: string, isExpected = status === 400, code = 10_000) {
    super(message);
    this.status = status;
    this.isExpected = isExpected;
    this.code = code;
  }
}

export interface Api {
  readonly url: string;
  /** `METHOD /path` of all requests, in order. */
  readonly log: string[];
  /** Requests without a route or token. Tests expect none. */
  readonly unexpectedRequests: string[];
  stop(): Promise<void>;
}

/**
 * Serves routes of Cloudflare's API on loopback. A route is `METHOD /path` with `:name` for a parameter. Every request
 * needs the token. `denied` has parts of requests that the token has no right to, with the error's code. Unknown requests get 404
 * and are recorded.
 */
export async function serveApi(
  token: string,
  routes: Readonly<Record<string, Route>>,
  denied: ReadonlyMap<string, number> = new Map(),
): Promise<Api> {
  const log: string[] = [];
  const unexpectedRequests: string[] = [];
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
      if (!isOpen && call.headers.authorization !== `Bearer ${token}`) throw new ApiError(401, "Invalid API Token");
      for (const [part, code] of denied) {
        if (`${call.method} ${call.path}`.includes(part)) throw new ApiError(403, "Authentication error", true, code);
      }
      for (const { method, pattern, answer } of table) {
        const parts = method === call.method ? pattern.exec(call.path)?.slice(1) : undefined;
        if (parts !== undefined) return send(response, await answer(call, ...parts.map(decodeURIComponent)));
      }
      throw new ApiError(404, `No route for ${call.method} ${call.path}`);
    } catch (error) {
      const { status, message, isExpected, code } =
        error instanceof ApiError ? error : new ApiError(500, String(error));
      if (!isExpected) unexpectedRequests.push(`${call.method} ${call.path}: ${status} ${message}`);
      const errors = [{ code, message }];
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
    unexpectedRequests,
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
  const answer = result instanceof ResultPage ? { result: result.items, result_info: result.info } : { result };
  response.end(JSON.stringify({ success: true, errors: [], messages: [], ...answer }));
}
