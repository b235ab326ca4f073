import type { ScopedCall } from "../api-keys/scopes.ts";
import type { App } from "../app.ts";
import { AppError } from "../errors/app-error.ts";
import { type Context, createContext, type RequestInfo, readPage } from "../rpc/context.ts";
import { errorResponse } from "../rpc/error-response.ts";
import {
  measure,
  record,
  requireCaller,
  requireWithinExactLimits,
  requireWithinLimit,
  tenantOf,
} from "../rpc/guard.ts";

/** What a restricted key needs the scope of, and under which event it is recorded. */
interface Guarded {
  readonly call: ScopedCall;
  readonly audit: string;
}

const DOWNLOAD: Guarded = { call: { path: "authz.graph.export", type: "mutation" }, audit: "authz.graph.download" };
const UPLOAD: Guarded = { call: { path: "authz.graph.reload", type: "mutation" }, audit: "authz.graph.upload" };

/** What tRPC does not carry, for tenants' backends and platform admins: files of any size, and a WebSocket. */
export async function authzHttp(app: App, request: Request, info: RequestInfo): Promise<Response | undefined> {
  const { pathname } = new URL(request.url);
  if (pathname === "/authz/changes") {
    const call = { path: "authz.changes", type: "query" } as const;
    return await guarded(app, request, info, { call, audit: "none" }, (context) => changes(context, request));
  }
  if (pathname !== "/authz/graph.csv") return undefined;
  if (request.method === "GET") return await guarded(app, request, info, DOWNLOAD, download);
  if (request.method !== "PUT") throw new AppError("method_not_allowed");
  return await guarded(app, request, info, UPLOAD, (context) => upload(context, request));
}

/** What a procedure checks and records, for a request that is none. */
async function guarded(
  app: App,
  request: Request,
  info: RequestInfo,
  { call, audit }: Guarded,
  work: (context: Context) => Promise<Response>,
): Promise<Response> {
  const startedAt = app.clock.now();
  const context = await createContext(app, request, info, await readPage(app, request));
  const end = async (outcome: string) => {
    await record(context, { audit }, outcome);
    measure(context, { audit }, startedAt, outcome);
  };
  try {
    await requireWithinLimit(context, "standard");
    await requireWithinExactLimits(context);
    requireCaller(context.caller, ["secret", "admin"], call);
    const response = await work(context);
    await end("ok");
    return withHeaders(response, context.answer);
  } catch (error) {
    await end(error instanceof AppError ? error.code : "internal");
    if (!(error instanceof AppError)) throw error;
    return withHeaders(errorResponse(error, info.id), context.answer);
  }
}

/** A response that opens a WebSocket is handed on as it is. */
function withHeaders(response: Response, more: Headers): Response {
  const added = [...more];
  if (response.webSocket || added.length === 0) return response;
  const headers = new Headers([...response.headers, ...added]);
  return new Response(response.body, { status: response.status, headers });
}

/** A stream of changes, after the revision in the query or the present one. */
async function changes(context: Context, request: Request): Promise<Response> {
  if (request.headers.get("upgrade") !== "websocket") throw new AppError("websocket_required");
  const after = new URL(request.url).searchParams.get("after");
  if (after !== null && !/^(0|[1-9][0-9]{0,14})$/.test(after)) {
    throw new AppError("invalid_input", { issues: [{ path: "after", message: "This is no revision." }] });
  }
  return await context.app.graph(tenantOf(context).id).fetch(request);
}

/** The CSV that lies in R2, as it was exported or uploaded last. */
async function download(context: Context): Promise<Response> {
  const key = keyOf(context);
  const file = await context.app.files.open(key);
  if (file === undefined) throw new AppError("graph_file_missing", { key });
  return new Response(file.body, { headers: { "content-type": "text/csv; charset=utf-8", etag: `"${file.etag}"` } });
}

/** Puts a CSV into R2, for `authz.graph.reload` to read; nothing is looked at yet. */
async function upload(context: Context, request: Request): Promise<Response> {
  if (request.body === null || request.headers.get("content-length") === null) {
    throw new AppError("invalid_input", {
      issues: [{ path: "body", message: "Send the CSV with its content-length." }],
    });
  }
  const key = keyOf(context);
  await context.app.files.put(key, request.body, "text/csv; charset=utf-8");
  return Response.json({ key });
}

function keyOf(context: Context): string {
  return `tenants/${tenantOf(context).id}/graph.csv`;
}
