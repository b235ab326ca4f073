import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { KEY_HEADER } from "../idempotency/key.ts";
import { BoundedRequest, MAX_BATCH_CALLS, MAX_BODY, maxBodyOf } from "../pipeline/body-limit.ts";
import { CLIENT_HEADER, clientWarning, WARNING_HEADER } from "../pipeline/client-version.ts";
import { createContext, type RequestInfo, readIdempotency, readPage, readRequest } from "../pipeline/context.ts";
import { ANY_ORIGIN, corsHeaders, isPublicDocument, preflight, publicPreflight } from "../pipeline/cors.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { requireUtf8Encoded, Utf8Request } from "../pipeline/document.ts";
import { appErrorOf, mapError, toTrpcError } from "../pipeline/error-shape.ts";
import { runRequest } from "../pipeline/run.ts";
import { type Defer, floating } from "../ports/time.ts";
import { appRouter } from "../router.ts";
import { AppError, errorResponse, retryAfter } from "../shared/errors/app-error.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import { acceptsHtml, errorPage } from "./pages/error-page.ts";
import { routerOf } from "./route.ts";
import { ROUTES } from "./routes.ts";

const TRPC = "/trpc";

const answer = routerOf(ROUTES);

const HOST_ISSUE = { path: "host", message: "Send a Host header with a host name or an IP address." };

/** Answers every request. */
export async function handle(app: AppDeps, request: Request, defer = floating): Promise<Response> {
  const info = readRequest(request, app.clock.now());
  // Any Host header reaches this, also one that makes no URL.
  const url = URL.parse(request.url) ?? undefined;
  const pathname = url?.pathname;
  const isReplayable = request.headers.has(KEY_HEADER);
  const response = await runRequest(
    app,
    { id: info.id, path: pathname ?? "", isReplayable, defer },
    async () => {
      if (url === undefined) throw new AppError("invalid_input", { issues: [HOST_ISSUE] });
      return await route(app, request, info, url, defer);
    },
    (error) => errorAnswer(request, error, { id: info.id, pathname }),
  );
  // A response that opens a WebSocket can't be copied.
  if (response.webSocket) return response;
  const headers = new Headers(response.headers);
  headers.set("x-request-id", info.id);
  // A response that sets a cookie is never cached, whatever it says.
  if (!headers.has("cache-control") || headers.has("set-cookie")) headers.set("cache-control", "no-store");
  headers.set("x-content-type-options", "nosniff");
  if (pathname !== undefined && isPublicDocument(pathname))
    for (const [name, value] of Object.entries(ANY_ORIGIN)) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}

/** The response to an error outside of procedures. Pages of every origin may read those of tRPC's path. */
function errorAnswer(
  request: Request,
  error: AppError,
  { id, pathname = "" }: { id: string; pathname: string | undefined },
) {
  if (pathname.startsWith(`${TRPC}/`)) return errorResponse(error, id, ANY_ORIGIN);
  return acceptsHtml(request) ? errorPage(error, id) : errorResponse(error, id);
}

/** The response of a deployment that can't serve requests. */
export function refuse(request: Request, code: ErrorCode): Response {
  return errorResponse(new AppError(code), readRequest(request, new Date()).id);
}

async function route(app: AppDeps, request: Request, info: RequestInfo, url: URL, defer: Defer) {
  const { pathname, search } = url;
  if (pathname.startsWith(`${TRPC}/`)) return await trpc(app, request, info, pathname, defer);
  requireUtf8Encoded(search);
  if (request.method === "OPTIONS" && isPublicDocument(pathname)) return publicPreflight(request.headers);
  return await answer({ app, request, url, info });
}

async function trpc(
  app: AppDeps,
  request: Request,
  info: RequestInfo,
  pathname: string,
  defer: Defer,
): Promise<Response> {
  const bounded = new BoundedRequest(request, MAX_BODY);
  const page = await readPage(app, request);
  if (request.method === "OPTIONS") return preflight(page, request.headers);
  const response = await fetchRequestHandler({
    endpoint: TRPC,
    req: new Utf8Request(plainRequest(bounded.request)),
    router: appRouter,
    allowMethodOverride: true,
    maxBatchSize: MAX_BATCH_CALLS,
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors.map(appErrorOf)) }),
    createContext: async ({ resHeaders: answer, info: { calls } }) => {
      try {
        requireUtf8Encoded(new URL(request.url).search);
        const idempotency = readIdempotency(request, calls.length, defer);
        const context = await createContext(app, request, info, page, { answer, idempotency });
        // The body has not been read yet.
        bounded.lowerTo(maxBodyOf(context.caller));
        return context;
      } catch (error) {
        throw toTrpcError(mapError(error, info.id, pathname));
      }
    },
  });
  // tRPC omits it where it refuses the whole request, and the SDK takes a response without it for a proxy's.
  if (response.body !== null) response.headers.set("content-type", "application/json");
  for (const [name, value] of Object.entries(corsHeaders(page))) response.headers.set(name, value);
  response.headers.append("vary", "Origin");
  const warning = clientWarning(request.headers.get(CLIENT_HEADER));
  if (warning !== undefined) response.headers.set(WARNING_HEADER, warning);
  return response;
}

/**
 * The request as tRPC takes it. A streamed response would send its headers, cookies among them, before the work is done, so
 * streaming is refused. A request without a body counts as JSON, whatever its content type.
 */
function plainRequest(request: Request): Request {
  const isStreamed = request.headers.has("trpc-accept") || request.headers.get("accept")?.includes("jsonl");
  const isEmpty = request.method === "POST" && (request.body === null || request.headers.get("content-length") === "0");
  if (!isStreamed && !isEmpty) return request;
  const headers = new Headers(request.headers);
  headers.delete("trpc-accept");
  headers.set("accept", "application/json");
  if (isEmpty) headers.set("content-type", "application/json");
  return new Request(request, { headers });
}
