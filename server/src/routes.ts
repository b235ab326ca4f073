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
import { failureText } from "./ports/database.ts";
import { type Defer, floating } from "./ports/defer.ts";
import { referenceHttp } from "./reference/http-router.ts";
import { CLIENT_HEADER, clientWarning, WARNING_HEADER } from "./rpc/client-version.ts";
import { createContext, type RequestInfo, readPage, readRequest } from "./rpc/context.ts";
import { ANY_ORIGIN, corsHeaders, isPublicDocument, preflight, publicPreflight } from "./rpc/cors.ts";
import { errorResponse } from "./rpc/error-response.ts";
import { appErrorOf, toTrpcError } from "./rpc/error-shape.ts";
import { withRequestId } from "./rpc/request-id.ts";
import { retryAfter } from "./rpc/retry-after.ts";
import { appRouter } from "./rpc/router.ts";

const TRPC = "/trpc";
const MAXIMUM_CALLS = 100;
const MAXIMUM_BODY = 32 * 1024 * 1024;

/** Every request comes through here. */
export async function handle(app: App, request: Request, defer = floating): Promise<Response> {
  const info = readRequest(request, app.clock.now());
  const { pathname } = new URL(request.url);
  const work = withRequestId(info.id, () => route(app, request, info, pathname, defer));
  const answering = work.catch((error: unknown) => {
    // A page of another origin can read what went wrong only if it is told that it may.
    const cors = pathname.startsWith(`${TRPC}/`) ? ANY_ORIGIN : {};
    if (error instanceof AppError) return errorResponse(error, info.id, cors);
    console.error(JSON.stringify({ level: "error", requestId: info.id, path: pathname, error: failureText(error) }));
    return errorResponse(new AppError("internal"), info.id, cors);
  });
  // What a client may repeat goes on when the client has gone, so that the repeat finds it done.
  if (request.headers.has(KEY_HEADER)) defer(answering);
  const response = await answering;
  const handingOver = app.meter.handOver();
  if (handingOver !== undefined) defer(handingOver);
  // A response that opens a WebSocket is handed on as it is.
  if (response.webSocket) return response;
  const headers = new Headers(response.headers);
  headers.set("x-request-id", info.id);
  // No answer that sets a cookie may be kept, whatever it says.
  if (!headers.has("cache-control") || headers.has("set-cookie")) headers.set("cache-control", "no-store");
  headers.set("x-content-type-options", "nosniff");
  if (isPublicDocument(pathname)) for (const [name, value] of Object.entries(ANY_ORIGIN)) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}

/** The answer where there is no app to handle the request. */
export function refuse(request: Request, code: ErrorCode): Response {
  return errorResponse(new AppError(code), readRequest(request, new Date()).id);
}

async function route(app: App, request: Request, info: RequestInfo, pathname: string, defer: Defer) {
  if (pathname.startsWith(`${TRPC}/`)) return await trpc(app, request, info, defer);
  if (request.method === "OPTIONS" && isPublicDocument(pathname)) return publicPreflight(request.headers);
  const response =
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
  if (Number(request.headers.get("content-length") ?? 0) > MAXIMUM_BODY) throw new AppError("body_too_large");
  const page = await readPage(app, request);
  if (request.method === "OPTIONS") return preflight(page, request.headers);
  const response = await fetchRequestHandler({
    endpoint: TRPC,
    req: plainRequest(request),
    router: appRouter,
    allowMethodOverride: true,
    maxBatchSize: MAXIMUM_CALLS,
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors.map(appErrorOf)) }),
    createContext: async ({ resHeaders: answer, info: { calls } }) => {
      try {
        return await createContext(app, request, info, page, { answer, calls: calls.length, defer });
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
