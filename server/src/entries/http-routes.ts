import { EVERY_CALLER } from "../pipeline/declaration.ts";
import type { CallerKind } from "../shared/caller.ts";

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly description: string;
  /** A regular expression that it matches. */
  readonly pattern: string;
}

/** What tRPC does not carry, as it says of itself what a procedure says. */
export interface HttpRoute {
  readonly method: "get" | "put";
  /** With what varies in braces. */
  readonly path: string;
  readonly summary: string;
  readonly caller: readonly CallerKind[];
  readonly parameters: readonly Parameter[];
  /** The media type of what it takes. */
  readonly takes?: string;
  /** The media type of what it answers; a WebSocket is opened with status 101. */
  readonly answers: string | "websocket";
}

const TENANT: Parameter = {
  name: "tenant",
  in: "path",
  description: "The tenant's id or slug.",
  pattern: "^[0-9a-z_-]{1,64}$",
};
const ISSUER: Parameter = { ...TENANT, description: "The tenant's id, as its issuer names it; a slug is led there." };
const AFTER: Parameter = {
  name: "after",
  in: "query",
  description: "What was seen last, to go on from there: a revision or an event's number.",
  pattern: "^(0|[1-9][0-9]{0,14})$",
};
const EVENT: Parameter = {
  name: "event",
  in: "query",
  description: "One event, or with a dot at its end the beginning of several.",
  pattern: "^[a-zA-Z_]+(\\.[a-zA-Z_]+)*\\.?$",
};

const SERVERS = ["secret", "admin"] as const;
const METADATA = "Says of an issuer of tokens where its keys are (OpenID Connect Discovery 1.0, RFC 8414).";

/** Every route that is part of the API. Pages for people, such as those that letters link to, are none. */
export const HTTP_ROUTES: readonly HttpRoute[] = [
  open("/t/{tenant}/.well-known/jwks.json", "A tenant's public keys (RFC 7517).", "application/jwk-set+json", TENANT),
  open("/t/{tenant}/.well-known/openid-configuration", METADATA, "application/json", ISSUER),
  open("/t/{tenant}/.well-known/oauth-authorization-server", METADATA, "application/json", ISSUER),
  open("/.well-known/oauth-authorization-server/t/{tenant}", METADATA, "application/json", ISSUER),
  {
    method: "get",
    path: "/authz/graph.csv",
    summary: "The graph's file as it was exported or uploaded last.",
    caller: SERVERS,
    parameters: [],
    answers: "text/csv",
  },
  {
    method: "put",
    path: "/authz/graph.csv",
    summary: "Puts a file of the graph in its place, for `authz.graph.reload` to read; needs its content-length.",
    caller: SERVERS,
    parameters: [],
    takes: "text/csv",
    answers: "application/json",
  },
  {
    method: "get",
    path: "/authz/changes",
    summary: "A WebSocket of the graph's changes, each in the order of its revision.",
    caller: SERVERS,
    parameters: [AFTER],
    answers: "websocket",
  },
  {
    method: "get",
    path: "/events",
    summary:
      "A WebSocket of the tenant's events. A browser brings a ticket of `events.ticket` as a subprotocol beside `cf-auth.events`.",
    caller: SERVERS,
    parameters: [AFTER, EVENT],
    answers: "websocket",
  },
  open("/openapi.json", "This API as an OpenAPI 3.1 document.", "application/json"),
  open("/reference", "This API as a page for people.", "text/html"),
  open("/llms.txt", "This API as a page for language models (llmstxt.org).", "text/plain"),
];

/** What anybody may fetch and keep. */
function open(path: string, summary: string, answers: string, ...parameters: Parameter[]): HttpRoute {
  return { method: "get", path, summary, caller: EVERY_CALLER, parameters, answers };
}
