import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { KEY_HEADER } from "../idempotency/key.ts";
import { BoundedRequest, MAX_BATCH_CALLS, MAX_BODY, maxBodyOf } from "../pipeline/body-limit.ts";
import { createContext, readIdempotency, readPage, readRequest, type Visit } from "../pipeline/context.ts";
import { ANY_ORIGIN, isPublicDocument, preflight, publicPreflight } from "../pipeline/cors.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { requireUtf8Encoded, Utf8Request } from "../pipeline/document.ts";
import { appErrorOf, mapError, toTrpcError } from "../pipeline/error-shape.ts";
import { runRequest } from "../pipeline/run.ts";
import { type Defer, floating } from "../ports/time.ts";
import { appRouter } from "../router.ts";
import { AppError, errorData, retryAfter } from "../shared/errors/app-error.ts";
import { definitionOf, type ErrorCode } from "../shared/errors/catalog.ts";
import { problemResponse } from "../shared/errors/problem.ts";
import type { BrowserRequest } from "../shared/same-site.ts";
import { authzenError } from "./authzen/answer.ts";
import { AUTHZEN_PATH } from "./authzen/routes.ts";
import { answerDirectQuery, callHeaders, readDirectQuery, TRPC_PROTOCOL } from "./direct-query-http.ts";
import { openFgaErrorResponse } from "./openfga/openfga-error.ts";
import { isOpenFgaPath } from "./openfga/openfga-route.ts";
import { acceptsHtml, errorPage } from "./pages/error-page.ts";
import { answerPlain, PLAIN } from "./plain-http.ts";
import { noteRoute, routerOf } from "./route.ts";
import { ROUTES } from "./routes.ts";

const TRPC = "/trpc";
const REQUEST_ID = "x-request-id";

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
    { id: info.id, path: pathname ?? "", request, statusOf: ({ status }) => status, isReplayable, defer },
    async () => {
      if (url === undefined) throw new AppError("invalid_input", { issues: [HOST_ISSUE] });
      return await route({ app, request, url, info }, defer);
    },
    (error) => errorAnswer(request, error, { id: info.id, pathname }),
  );
  // A response that opens a WebSocket has no headers of ours.
  return response.webSocket ? response : withHeaders(response, info.id, pathname);
}

/** The response with the headers that every response has. */
function withHeaders(made: Response, requestId: string, pathname = ""): Response {
  // A direct query has set them all.
  if (made.headers.has(REQUEST_ID)) return made;
  const response = setId(made, requestId);
  const { headers } = response;
  // A response that sets a cookie is never cached, whatever it says.
  if (!headers.has("cache-control") || headers.has("set-cookie")) headers.set("cache-control", "no-store");
  headers.set("x-content-type-options", "nosniff");
  if (isPublicDocument(pathname)) for (const [name, value] of Object.entries(ANY_ORIGIN)) headers.set(name, value);
  return response;
}

/** The response, or a copy of one whose headers are immutable because an object made it. */
function setId(response: Response, requestId: string): Response {
  try {
    response.headers.set(REQUEST_ID, requestId);
    return response;
  } catch {
    return setId(new Response(response.body, response), requestId);
  }
}

/** The response to an error outside of procedures. Pages of every origin may read those of calls. */
function errorAnswer(
  request: Request,
  error: AppError,
  { id, pathname = "" }: { id: string; pathname: string | undefined },
) {
  if (pathname.startsWith(`${TRPC}/`)) return trpcError(error, id);
  const where = { id, origin: URL.parse(request.url)?.origin ?? "" };
  if (pathname.startsWith(`${PLAIN}/`)) return problemResponse(error, where, ANY_ORIGIN);
  if (isOpenFgaPath(pathname)) return openFgaErrorResponse(error);
  if (AUTHZEN_PATH.test(pathname)) return authzenError(error, { request, info: { id } });
  return acceptsHtml(request) ? errorPage(error, id) : problemResponse(error, where);
}

/** An error in the shape of a procedure's errors, without JSON-RPC's number. */
function trpcError(error: AppError, id: string): Response {
  const body = { error: { json: { message: error.message, data: errorData(error, id) } } };
  return Response.json(body, {
    status: definitionOf(error.code).status,
    headers: { ...ANY_ORIGIN, ...retryAfter([error]) },
  });
}

/** The response of a deployment that can't serve requests. */
export function refuse(request: Request, code: ErrorCode): Response {
  const url = URL.parse(request.url);
  const { id } = readRequest(request, new Date());
  return errorAnswer(request, new AppError(code), { id, pathname: url?.pathname });
}

async function route(visit: Visit, defer: Defer) {
  const { request, url } = visit;
  const { pathname, search } = url;
  if (pathname.startsWith(`${TRPC}/`)) return await trpc(visit, defer);
  if (pathname.startsWith(`${PLAIN}/`)) return await answerPlain(visit, defer);
  requireUtf8Encoded(search);
  if (request.method === "OPTIONS" && isPublicDocument(pathname)) return publicPreflight(request.headers);
  return await answer(visit, defer);
}

async function trpc(visit: Visit, defer: Defer): Promise<Response> {
  noteRoute(`${TRPC}/{procedure}`);
  const { request, url } = visit;
  const query = readDirectQuery(request, url.pathname.slice(TRPC.length + 1), url.search);
  if (query !== undefined) return await answerDirectQuery(visit, query, TRPC_PROTOCOL, defer);
  const page = await readPage(visit);
  if (request.method === "OPTIONS") return preflight(page, request.headers);
  const response = await callTrpc(visit, page, defer);
  // tRPC omits it where it refuses the whole request, and the SDK takes a response without it for a proxy's.
  if (response.body !== null) response.headers.set("content-type", "application/json");
  for (const [name, value] of callHeaders(request, page)) response.headers.append(name, value);
  return response;
}

async function callTrpc(visit: Visit, page: BrowserRequest, defer: Defer): Promise<Response> {
  const { request, url, info } = visit;
  const bounded = new BoundedRequest(request, MAX_BODY);
  return await fetchRequestHandler({
    endpoint: TRPC,
    req: new Utf8Request(plainRequest(bounded.request)),
    router: appRouter,
    allowMethodOverride: true,
    maxBatchSize: MAX_BATCH_CALLS,
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors.map(appErrorOf)) }),
    createContext: async ({ resHeaders: answer, info: { calls } }) => {
      try {
        requireUtf8Encoded(url.search);
        const idempotency = readIdempotency(request, calls.length, defer);
        const context = await createContext(visit, page, { answer, idempotency });
        // The body has not been read yet.
        bounded.lowerTo(maxBodyOf(context.caller));
        return context;
      } catch (error) {
        throw toTrpcError(mapError(error, info.id, url.pathname));
      }
    },
  });
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
