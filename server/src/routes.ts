import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { App } from "./app.ts";
import { JWKS_CACHE_SECONDS, readJwks } from "./auth/jwks.ts";
import { authzHttp } from "./authz/http-router.ts";
import { AppError, errorData } from "./errors/app-error.ts";
import { definitionOf, type ErrorCode } from "./errors/catalog.ts";
import { devMailbox } from "./mail/dev-mailbox.ts";
import { createContext, type RequestInfo, readRequest } from "./rpc/context.ts";
import { appErrorOf, toTrpcError } from "./rpc/error-shape.ts";
import { withRequestId } from "./rpc/request-id.ts";
import { retryAfter } from "./rpc/retry-after.ts";
import { appRouter } from "./rpc/router.ts";

const TRPC = "/trpc";
const MAXIMUM_CALLS = 100;
const MAXIMUM_BODY = 32 * 1024 * 1024;
/** A tenant is named by id or slug; neither has anything that would be percent-encoded. */
const JWKS_PATH = /^\/t\/([0-9a-z_-]{1,64})\/\.well-known\/jwks\.json$/;

/** Every request comes through here. */
export async function handle(app: App, request: Request): Promise<Response> {
  const info = readRequest(request, app.clock.now());
  const { pathname } = new URL(request.url);
  const work = withRequestId(info.id, () => route(app, request, info, pathname));
  const response = await work.catch((error: unknown) => {
    if (error instanceof AppError) return errorResponse(error, info.id);
    console.error(JSON.stringify({ level: "error", requestId: info.id, path: pathname, error: `${error}` }));
    return errorResponse(new AppError("internal"), info.id);
  });
  // A response that opens a WebSocket is handed on as it is.
  if (response.webSocket) return response;
  const headers = new Headers(response.headers);
  headers.set("x-request-id", info.id);
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  headers.set("x-content-type-options", "nosniff");
  return new Response(response.body, { status: response.status, headers });
}

/** The answer where there is no app to handle the request. */
export function refuse(request: Request, code: ErrorCode): Response {
  return errorResponse(new AppError(code), readRequest(request, new Date()).id);
}

async function route(app: App, request: Request, info: RequestInfo, pathname: string): Promise<Response> {
  if (pathname.startsWith(`${TRPC}/`)) return await trpc(app, request, info);
  const tenant = JWKS_PATH.exec(pathname)?.[1];
  if (tenant !== undefined) return await jwks(app, request, tenant);
  const response = (await authzHttp(app, request, info)) ?? (await devMailbox(app, request));
  if (response !== undefined) return response;
  throw new AppError("unknown_procedure");
}

async function trpc(app: App, request: Request, info: RequestInfo): Promise<Response> {
  if (Number(request.headers.get("content-length") ?? 0) > MAXIMUM_BODY) throw new AppError("body_too_large");
  return await fetchRequestHandler({
    endpoint: TRPC,
    req: request,
    router: appRouter,
    allowMethodOverride: true,
    maxBatchSize: MAXIMUM_CALLS,
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors.map(appErrorOf)) }),
    createContext: async () => {
      try {
        return await createContext(app, request, info);
      } catch (error) {
        throw error instanceof AppError ? toTrpcError(error) : error;
      }
    },
  });
}

async function jwks(app: App, request: Request, idOrSlug: string): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") throw new AppError("method_not_allowed");
  const tenant = await app.tenants.find(idOrSlug);
  const body = tenant && (await readJwks(app.signingKeyStore, app.jwksCache, tenant.id));
  if (body === undefined) throw new AppError("tenant_unknown");
  const headers = {
    "content-type": "application/jwk-set+json",
    "cache-control": `public, max-age=${JWKS_CACHE_SECONDS}`,
    "access-control-allow-origin": "*",
  };
  return new Response(body, { headers });
}

/** The same shape as tRPC's errors, for paths that tRPC does not see. */
function errorResponse(error: AppError, requestId: string): Response {
  const { status } = definitionOf(error.code);
  const body = { error: { message: error.message, data: errorData(error, requestId) } };
  return Response.json(body, { status, headers: retryAfter([error]) });
}
