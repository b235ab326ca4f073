import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { App } from "./app.ts";
import { authHttp } from "./auth/http-router.ts";
import { accountPages } from "./auth/pages/pages-router.ts";
import { authzHttp } from "./authz/http-router.ts";
import { AppError } from "./errors/app-error.ts";
import type { ErrorCode } from "./errors/catalog.ts";
import { eventsHttp } from "./events/http-router.ts";
import { KEY_HEADER } from "./idempotency/key.ts";
import { devMailbox } from "./mail/dev-mailbox.ts";
import { acceptsHtml } from "./pages/accepts-html.ts";
import { errorPage } from "./pages/error-page.ts";
import { homeHttp } from "./pages/http-router.ts";
import { failureText } from "./ports/database.ts";
import { type Defer, floating } from "./ports/defer.ts";
import { referenceHttp } from "./reference/http-router.ts";
import { afterwards } from "./rpc/afterwards.ts";
import { BoundedRequest, MAX_BATCH_CALLS, MAX_BODY, maxBodyOf } from "./rpc/body-limit.ts";
import { CLIENT_HEADER, clientWarning, WARNING_HEADER } from "./rpc/client-version.ts";
import { createContext, type RequestInfo, readPage, readRequest } from "./rpc/context.ts";
import { corsHeaders, preflight } from "./rpc/cors.ts";
import { errorResponse } from "./rpc/error-response.ts";
import { appErrorOf, toTrpcError } from "./rpc/error-shape.ts";
import { withRequestId } from "./rpc/request-id.ts";
import { retryAfter } from "./rpc/retry-after.ts";
import { appRouter } from "./rpc/router.ts";
import { requireUtf8Encoded, Utf8Request } from "./rpc/well-formed.ts";

const TRPC = "/trpc";

const HOST_ISSUE = { path: "host", message: "Send a Host header with a host name or an IP address." };

/** Every request comes through here. */
export async function handle(app: App, request: Request, defer = floating): Promise<Response> {
  const info = readRequest(request, app.clock.now());
  // A Host header may be anything.
  const pathname = URL.parse(request.url)?.pathname;
  const work = withRequestId(info.id, async () => {
    if (pathname === undefined) throw new AppError("invalid_input", { issues: [HOST_ISSUE] });
    return await route(app, request, info, pathname, defer);
  });
  const answering = work.catch((error: unknown) => {
    if (error instanceof AppError) return refusal(request, error, info.id, pathname);
    console.error(JSON.stringify({ level: "error", requestId: info.id, path: pathname, error: failureText(error) }));
    return refusal(request, new AppError("internal"), info.id, pathname);
  });
  // What a client may repeat goes on when the client has gone, so that the repeat finds it done.
  if (request.headers.has(KEY_HEADER)) defer(answering);
  const response = await answering;
  for (const work of afterwards(app)) defer(work);
  // A response that opens a WebSocket is handed on as it is.
  if (response.webSocket) return response;
  const headers = new Headers(response.headers);
  headers.set("x-request-id", info.id);
  // No answer that sets a cookie may be kept, whatever it says.
  if (!headers.has("cache-control") || headers.has("set-cookie")) headers.set("cache-control", "no-store");
  headers.set("x-content-type-options", "nosniff");
  return new Response(response.body, { status: response.status, headers });
}

function refusal(request: Request, error: AppError, requestId: string, pathname: string | undefined): Response {
  const isCall = pathname?.startsWith(`${TRPC}/`);
  return acceptsHtml(request) && !isCall ? errorPage(error, requestId) : errorResponse(error, requestId);
}

/** The answer where there is no app to handle the request. */
export function refuse(request: Request, code: ErrorCode): Response {
  return errorResponse(new AppError(code), readRequest(request, new Date()).id);
}

async function route(app: App, request: Request, info: RequestInfo, pathname: string, defer: Defer) {
  if (pathname.startsWith(`${TRPC}/`)) return await trpc(app, request, info, defer);
  requireUtf8Encoded(new URL(request.url).search);
  const response =
    (await homeHttp(app, request)) ??
    (await authHttp(app, request)) ??
    (await accountPages(app, request, info)) ??
    (await authzHttp(app, request, info)) ??
    (await eventsHttp(app, request, info)) ??
    (await referenceHttp(request)) ??
    (await devMailbox(app, request));
  if (response !== undefined) return response;
  throw new AppError("unknown_procedure");
}

async function trpc(app: App, request: Request, info: RequestInfo, defer: Defer): Promise<Response> {
  const bounded = new BoundedRequest(request, MAX_BODY);
  const page = await readPage(app, request);
  if (request.method === "OPTIONS") return preflight(page);
  const response = await fetchRequestHandler({
    endpoint: TRPC,
    req: new Utf8Request(unstreamed(bounded.request)),
    router: appRouter,
    allowMethodOverride: true,
    maxBatchSize: MAX_BATCH_CALLS,
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors.map(appErrorOf)) }),
    createContext: async ({ resHeaders: answer, info: { calls } }) => {
      try {
        requireUtf8Encoded(new URL(request.url).search);
        const context = await createContext(app, request, info, page, { answer, calls: calls.length, defer });
        // Nothing of the body has been read before this.
        bounded.lowerTo(maxBodyOf(context.caller));
        return context;
      } catch (error) {
        throw error instanceof AppError ? toTrpcError(error) : error;
      }
    },
  });
  // tRPC leaves it out where it refuses a request as a whole; what has no type, our own client takes for a stranger's.
  if (response.body !== null) response.headers.set("content-type", "application/json");
  for (const [name, value] of Object.entries(corsHeaders(page))) response.headers.set(name, value);
  response.headers.append("vary", "Origin");
  const warning = clientWarning(request.headers.get(CLIENT_HEADER));
  if (warning !== undefined) response.headers.set(WARNING_HEADER, warning);
  return response;
}

/** An answer in one piece: one that is streamed sends its headers, cookies among them, before the work is done. */
function unstreamed(request: Request): Request {
  if (!request.headers.has("trpc-accept") && !request.headers.get("accept")?.includes("jsonl")) return request;
  const headers = new Headers(request.headers);
  headers.delete("trpc-accept");
  headers.set("accept", "application/json");
  return new Request(request, { headers });
}
