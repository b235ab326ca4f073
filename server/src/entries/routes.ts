import { FILE_TYPES } from "../authz/file-formats.ts";
import { METRICS_SCOPE } from "../dashboard/metrics.ts";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { authzenRoutes } from "./authzen/routes.ts";
import { hasMailbox, listEmails, showEmail, showEmailContent, showMailbox } from "./dev-mailbox/dev-mailbox.ts";
import { followEvents, orTicket } from "./events-http.ts";
import { downloadGraph, followChanges, uploadGraph } from "./graph-http.ts";
import { callRoute, platformRoute } from "./http-call.ts";
import { showMetrics } from "./metrics-http.ts";
import { OPENFGA_ROUTES } from "./openfga/openfga-routes.ts";
import { home } from "./pages/home.ts";
import { findSignIn, HOSTED_PAGES, showHostedPage, submitHostedPage } from "./pages/hosted-pages.ts";
import { showLinkPage, submitLinkPage } from "./pages/link-pages.ts";
import { showLogo } from "./pages/logo.ts";
import { showProvider, takeProviderAnswer } from "./pages/provider-pages.ts";
import { serveReference, serveViewer } from "./reference.ts";
import type { Handler, Parameter, Route } from "./route.ts";
import { describeIssuer, publishKeys, publishRelatedOrigins } from "./well-known.ts";

/** A tenant's id or slug. Neither has characters that are percent-encoded. */
const TENANT = inPath("tenant", "[0-9a-z_-]{1,64}", "The tenant's id or slug.");
const ISSUER = { ...TENANT, description: "The tenant's id, as in its issuer URL. A slug is redirected to it." };
const PAGE = inPath("page", "verify-email|confirm|reset-password", "The page that a link in an email opens.");
const LOGO = inPath("hash", "[0-9a-f]{32}", "The hash of an image.");
const PROVIDER = inPath("provider", "[a-z0-9-]{1,40}", "The identity provider's slug.");
const HOSTED = inPath("hosted", HOSTED_PAGES, "A page to sign in, or for the own account.");
const EMAIL = [inPath("tenant", "\\w+", "The tenant's id."), inPath("email", "\\w+", "The email's id.")];
const AFTER: Parameter = {
  name: "after",
  in: "query",
  description: "Last received revision or seq, after which the stream starts.",
  pattern: "(0|[1-9][0-9]{0,14})",
};
const EVENT: Parameter = {
  name: "event",
  in: "query",
  description: "An event name, or a prefix that ends in a dot.",
  pattern: "[a-zA-Z_]+(\\.[a-zA-Z_]+)*\\.?",
};

const BY: Parameter = {
  name: "by",
  in: "query",
  description: "`tenant` for the usage of each tenant; at most 1,000, those with the most calls.",
  pattern: "tenant",
};

const READ = ["GET", "HEAD"] as const;
const METADATA = "Gets a token issuer's metadata (OpenID Connect Discovery 1.0, RFC 8414).";

/** Every route outside of `/trpc`. Those with `api` are part of the API: the generator documents them in this order. */
export const ROUTES: readonly Route[] = [
  { methods: READ, path: "/", handle: home },
  open(
    "/t/{tenant}/.well-known/jwks.json",
    publishKeys,
    "Gets a tenant's public signing keys (RFC 7517).",
    "application/jwk-set+json",
    TENANT,
  ),
  // OpenID Connect Discovery appends to the issuer; RFC 8414 §3.1 puts its part between host and path.
  open("/t/{tenant}/.well-known/openid-configuration", describeIssuer, METADATA, "application/json", ISSUER),
  open("/t/{tenant}/.well-known/oauth-authorization-server", describeIssuer, METADATA, "application/json", ISSUER),
  open("/.well-known/oauth-authorization-server/t/{tenant}", describeIssuer, METADATA, "application/json", ISSUER),
  open(
    "/.well-known/webauthn",
    publishRelatedOrigins,
    "Gets the origins that may use the passkeys of the host's tenant (WebAuthn Level 3, related origins).",
    "application/json",
  ),
  { methods: READ, path: "/t/{tenant}/{page}", parameters: [TENANT, PAGE], handle: showLinkPage },
  { methods: ["POST"], path: "/t/{tenant}/{page}", parameters: [TENANT, PAGE], handle: submitLinkPage },
  { methods: READ, path: "/t/{tenant}/logo/{hash}", parameters: [TENANT, LOGO], handle: showLogo },
  { methods: ["GET"], path: "/t/{tenant}/auth/{provider}", parameters: [TENANT, PROVIDER], handle: showProvider },
  {
    methods: ["GET", "POST"],
    path: "/t/{tenant}/callback/{provider}",
    parameters: [TENANT, PROVIDER],
    handle: takeProviderAnswer,
  },
  { methods: READ, path: "/sign-in", handle: findSignIn },
  { methods: READ, path: "/t/{tenant}/{hosted}", parameters: [TENANT, HOSTED], handle: showHostedPage },
  { methods: ["POST"], path: "/t/{tenant}/{hosted}", parameters: [TENANT, HOSTED], handle: submitHostedPage },
  callRoute({
    method: "GET",
    path: "/authz/graph.csv",
    summary: "Downloads the graph file that was exported or uploaded last.",
    scope: { path: "authz.graph.export", type: "mutation" },
    audit: "authz.graph.download",
    answers: "text/csv",
    work: downloadGraph,
  }),
  callRoute({
    method: "PUT",
    path: "/authz/graph.csv",
    summary:
      "Uploads a file of tuples for `authz.graph.reload`, in the form of its content type. Requires the header content-length.",
    scope: { path: "authz.graph.reload", type: "mutation" },
    audit: "authz.graph.upload",
    takes: FILE_TYPES,
    answers: "application/json",
    work: uploadGraph,
  }),
  callRoute({
    method: "GET",
    path: "/authz/changes",
    summary: "Streams the graph's changes on a WebSocket, in the order of revisions.",
    parameters: [AFTER],
    scope: { path: "authz.changes", type: "query" },
    audit: "none",
    answers: "websocket",
    work: followChanges,
  }),
  orTicket(
    callRoute({
      method: "GET",
      path: "/events",
      summary:
        "Streams the tenant's events on a WebSocket. A browser sends a ticket from `events.ticket` as a subprotocol, together with `cf-auth.events`.",
      parameters: [AFTER, EVENT],
      scope: { path: "events.ticket", type: "query" },
      audit: "none",
      answers: "websocket",
      work: followEvents,
    }),
  ),
  platformRoute({
    method: "GET",
    path: "/metrics",
    summary: "Gets the platform's metrics in the text format of OpenMetrics, for Prometheus.",
    parameters: [BY],
    scope: METRICS_SCOPE,
    audit: "none",
    answers: "application/openmetrics-text",
    work: showMetrics,
  }),
  ...authzenRoutes(TENANT),
  ...OPENFGA_ROUTES,
  open("/openapi.json", serveReference, "Gets this API as an OpenAPI 3.1 document.", "application/json"),
  open("/reference", serveReference, "Gets the API reference as an HTML page.", "text/html"),
  { methods: READ, path: "/reference/viewer.js", handle: serveViewer },
  open("/errors", serveReference, "Gets the list of errors as an HTML page.", "text/html"),
  open("/llms.txt", serveReference, "Gets the API reference for language models (llmstxt.org).", "text/plain"),
  { methods: READ, path: "/dev/mailbox", isServed: hasMailbox, handle: showMailbox },
  { methods: READ, path: "/dev/mailbox.json", isServed: hasMailbox, handle: listEmails },
  {
    methods: READ,
    path: "/dev/mailbox/{tenant}/{email}",
    parameters: EMAIL,
    isServed: hasMailbox,
    handle: showEmail,
  },
  {
    methods: READ,
    path: "/dev/mailbox/{tenant}/{email}.html",
    parameters: EMAIL,
    isServed: hasMailbox,
    handle: showEmailContent,
  },
];

/** A public document, which everyone may fetch and cache. */
function open(path: string, handle: Handler, summary: string, answers: string, ...parameters: Parameter[]): Route {
  return { methods: READ, path, parameters, handle, api: { summary, caller: EVERY_CALLER, answers } };
}

function inPath(name: string, pattern: string, description: string): Parameter {
  return { name, in: "path", description, pattern };
}
