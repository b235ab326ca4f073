import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { KEY_HEADER } from "../idempotency/key.ts";
import { BoundedRequest, MAX_BATCH_CALLS, MAX_BODY, maxBodyOf } from "../pipeline/body-limit.ts";
import { CLIENT_HEADER, clientWarning, WARNING_HEADER } from "../pipeline/client-version.ts";
import { createContext, type RequestInfo, readPage, readRequest, withRequestId } from "../pipeline/context.ts";
import { ANY_ORIGIN, corsHeaders, isPublicDocument, preflight, publicPreflight } from "../pipeline/cors.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { requireUtf8Encoded, Utf8Request } from "../pipeline/document.ts";
import { appErrorOf, toTrpcError } from "../pipeline/error-shape.ts";
import { afterwards } from "../pipeline/guard.ts";
import { failureText } from "../ports/database.ts";
import { type Defer, floating } from "../ports/time.ts";
import { appRouter } from "../router.ts";
import { AppError, errorResponse, retryAfter } from "../shared/errors/app-error.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import { devMailbox } from "./dev-mailbox/dev-mailbox.ts";
import { eventsHttp } from "./events-http.ts";
import { authzHttp } from "./graph-http.ts";
import { accountPages } from "./pages/account-pages.ts";
import { acceptsHtml, errorPage } from "./pages/error-page.ts";
import { homeHttp } from "./pages/home.ts";
import { referenceHttp } from "./reference.ts";
import { authHttp } from "./well-known.ts";

const TRPC = "/trpc";

const HOST_ISSUE = { path: "host", message: "Send a Host header with a host name or an IP address." };

/** Every request comes through here. */
export async function handle(app: AppDeps, request: Request, defer = floating): Promise<Response> {
  const info = readRequest(request, app.clock.now());
  // A Host header may be anything.
  const pathname = URL.parse(request.url)?.pathname;
  const work = withRequestId(info.id, async () => {
    if (pathname === undefined) throw new AppError("invalid_input", { issues: [HOST_ISSUE] });
    return await route(app, request, info, pathname, defer);
  });
  const answering = work.catch((error: unknown) => {
    const refusal = error instanceof AppError ? error : new AppError("internal_error");
    if (refusal !== error) {
      console.error(JSON.stringify({ level: "error", requestId: info.id, path: pathname, error: failureText(error) }));
    }
    return refused(request, refusal, { id: info.id, pathname });
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
  if (pathname !== undefined && isPublicDocument(pathname))
    for (const [name, value] of Object.entries(ANY_ORIGIN)) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}

/** An error of no procedure. A page of another origin can read what is wrong with its call only if it is told that it may. */
function refused(
  request: Request,
  error: AppError,
  { id, pathname = "" }: { id: string; pathname: string | undefined },
) {
  if (pathname.startsWith(`${TRPC}/`)) return errorResponse(error, id, ANY_ORIGIN);
  return acceptsHtml(request) ? errorPage(error, id) : errorResponse(error, id);
}

/** The answer where there is no app to handle the request. */
export function refuse(request: Request, code: ErrorCode): Response {
  return errorResponse(new AppError(code), readRequest(request, new Date()).id);
}

async function route(app: AppDeps, request: Request, info: RequestInfo, pathname: string, defer: Defer) {
  if (pathname.startsWith(`${TRPC}/`)) return await trpc(app, request, info, defer);
  requireUtf8Encoded(new URL(request.url).search);
  if (request.method === "OPTIONS" && isPublicDocument(pathname)) return publicPreflight(request.headers);
  const response =
    (await homeHttp(app, request)) ??
    (await authHttp(app, request)) ??
    (await accountPages(app, request, info)) ??
    (await authzHttp(app, request, info)) ??
    (await eventsHttp(app, request, info)) ??
    (await referenceHttp(request)) ??
    (await devMailbox(app, request));
  if (response !== undefined) return response;
  throw new AppError("procedure_not_found");
}

async function trpc(app: AppDeps, request: Request, info: RequestInfo, defer: Defer): Promise<Response> {
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

/**
 * The request as tRPC takes it. Its answer comes in one piece: one that is streamed sends its headers, cookies among them,
 * before the work is done. Without a body it has no type of content, whatever it says.
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
