import { EVERY_CALLER } from "../pipeline/declaration.ts";
import type { CallerKind } from "../shared/caller.ts";

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly description: string;
  /** A regular expression that it matches. */
  readonly pattern: string;
}

/** A route beside tRPC, with the declaration that a procedure has. */
export interface HttpRoute {
  readonly method: "get" | "put";
  /** Parameters stand in braces. */
  readonly path: string;
  readonly summary: string;
  readonly caller: readonly CallerKind[];
  readonly parameters: readonly Parameter[];
  /** The media type of the request. */
  readonly takes?: string;
  /** The media type of the response; a WebSocket is opened with status 101. */
  readonly answers: string | "websocket";
}

const TENANT: Parameter = {
  name: "tenant",
  in: "path",
  description: "The tenant's id or slug.",
  pattern: "^[0-9a-z_-]{1,64}$",
};
const ISSUER: Parameter = {
  ...TENANT,
  description: "The tenant's id, as in its issuer URL. A slug is redirected to it.",
};
const AFTER: Parameter = {
  name: "after",
  in: "query",
  description: "Last received revision or seq, after which the stream starts.",
  pattern: "^(0|[1-9][0-9]{0,14})$",
};
const EVENT: Parameter = {
  name: "event",
  in: "query",
  description: "An event name, or a prefix that ends in a dot.",
  pattern: "^[a-zA-Z_]+(\\.[a-zA-Z_]+)*\\.?$",
};

const SERVERS = ["secret", "admin"] as const;
const METADATA = "Gets a token issuer's metadata (OpenID Connect Discovery 1.0, RFC 8414).";

/** Every route that is part of the API. Pages for people, such as those of links in emails, are not. */
export const HTTP_ROUTES: readonly HttpRoute[] = [
  open(
    "/t/{tenant}/.well-known/jwks.json",
    "Gets a tenant's public signing keys (RFC 7517).",
    "application/jwk-set+json",
    TENANT,
  ),
  open("/t/{tenant}/.well-known/openid-configuration", METADATA, "application/json", ISSUER),
  open("/t/{tenant}/.well-known/oauth-authorization-server", METADATA, "application/json", ISSUER),
  open("/.well-known/oauth-authorization-server/t/{tenant}", METADATA, "application/json", ISSUER),
  {
    method: "get",
    path: "/authz/graph.csv",
    summary: "Downloads the graph file that was exported or uploaded last.",
    caller: SERVERS,
    parameters: [],
    answers: "text/csv",
  },
  {
    method: "put",
    path: "/authz/graph.csv",
    summary: "Uploads a graph file for `authz.graph.reload`. Requires the header content-length.",
    caller: SERVERS,
    parameters: [],
    takes: "text/csv",
    answers: "application/json",
  },
  {
    method: "get",
    path: "/authz/changes",
    summary: "Streams the graph's changes on a WebSocket, in the order of revisions.",
    caller: SERVERS,
    parameters: [AFTER],
    answers: "websocket",
  },
  {
    method: "get",
    path: "/events",
    summary:
      "Streams the tenant's events on a WebSocket. A browser sends a ticket from `events.ticket` as a subprotocol beside `cf-auth.events`.",
    caller: SERVERS,
    parameters: [AFTER, EVENT],
    answers: "websocket",
  },
  open("/openapi.json", "Gets this API as an OpenAPI 3.1 document.", "application/json"),
  open("/reference", "Gets the API reference as an HTML page.", "text/html"),
  open("/llms.txt", "Gets the API reference for language models (llmstxt.org).", "text/plain"),
];

/** A public document, which everyone may fetch and cache. */
function open(path: string, summary: string, answers: string, ...parameters: Parameter[]): HttpRoute {
  return { method: "get", path, summary, caller: EVERY_CALLER, parameters, answers };
}
