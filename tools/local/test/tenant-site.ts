import { readFileSync } from "node:fs";
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { ROOT } from "../src/paths.ts";

/** What becomes of calls: `lost` is carried out, and its answer cut off. */
export type Weather = "fair" | "503" | "lost";

/** What a tenant has on a host of its own: a page with the SDK as it is published, an API, and the service under `/trpc`. */
export interface TenantSite {
  readonly port: number;
  /** Paths of the calls that came so far. */
  readonly calls: string[];
  /** What requests to the API had as `Authorization`, by host. */
  readonly authorizations: { readonly host: string; readonly authorization: string | undefined }[];
  /** The session cookies that browsers were sent, each once, by host. */
  readonly cookies: { readonly host: string; readonly value: string }[];
  weather: Weather;
  stop(): Promise<void>;
}

const PAGE = `<!doctype html><title>Acme</title><script type="module">
  import * as sdk from "/sdk/browser.js";
  import * as passkeys from "/sdk/passkeys.js";
  Object.assign(window, { sdk, passkeys });
</script>`;

export async function startTenantSite(service: string): Promise<TenantSite> {
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const site: TenantSite = {
    // A TCP server's address is an object.
    port: (server.address() as AddressInfo).port,
    calls: [],
    authorizations: [],
    cookies: [],
    weather: "fair",
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "", `http://${request.headers.host}`);
    if (url.pathname.startsWith("/trpc/")) call(request, response, url.pathname.slice("/trpc/".length));
    else if (url.pathname.startsWith("/api/")) api(request, response, url);
    else if (!url.pathname.startsWith("/sdk/")) send(response, "text/html", PAGE);
    else {
      // A sandboxed frame has no origin, so that it imports modules across origins.
      response.setHeader("access-control-allow-origin", "*");
      send(response, "text/javascript", readFileSync(join(ROOT, "client-sdk/dist", basename(url.pathname))));
    }
  }

  function call(request: IncomingMessage, response: ServerResponse, path: string): void {
    site.calls.push(path);
    if (site.weather === "503") {
      request.resume();
      response.writeHead(503).end();
      return;
    }
    const { weather } = site;
    const { method, headers } = request;
    const onward = forward(`${service}${request.url}`, { method, headers }, (answered) => {
      if (weather === "lost") {
        answered.resume().on("end", () => request.socket.destroy());
        return;
      }
      for (const cookie of answered.headers["set-cookie"] ?? []) noteCookie(`${headers.host}`, cookie);
      response.writeHead(answered.statusCode ?? 500, answered.headers);
      answered.pipe(response);
    });
    onward.on("error", () => request.socket.destroy());
    request.pipe(onward);
  }

  function noteCookie(host: string, cookie: string): void {
    const value = /^[^=]*=([^;]*)/.exec(cookie)?.[1] ?? "";
    if (!site.cookies.some((sent) => sent.host === host && sent.value === value)) site.cookies.push({ host, value });
  }

  function api(request: IncomingMessage, response: ServerResponse, url: URL): void {
    response.setHeader("access-control-allow-origin", "*").setHeader("access-control-allow-headers", "authorization");
    const { host = "", authorization } = request.headers;
    if (request.method !== "OPTIONS") site.authorizations.push({ host, authorization });
    const to = url.searchParams.get("to");
    if (to === null) send(response, "application/json", "{}");
    else response.writeHead(302, { location: to }).end();
  }

  return site;
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.setHeader("content-type", type).end(body);
}
