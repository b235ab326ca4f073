import { requireTenantGraph } from "../authz/query.ts";
import { admit, dropSocket, requireUpgrade } from "../pipeline/admit-connection.ts";
import { BoundedRequest, MAX_FILE } from "../pipeline/body-limit.ts";
import type { Context, RequestInfo } from "../pipeline/context.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { tenantOf } from "../pipeline/guard.ts";
import { type Guarded, type GuardedContext, guarded } from "../pipeline/guarded.ts";
import { AppError } from "../shared/errors/app-error.ts";

const DOWNLOAD: Guarded = { call: { path: "authz.graph.export", type: "mutation" }, audit: "authz.graph.download" };
const UPLOAD: Guarded = { call: { path: "authz.graph.reload", type: "mutation" }, audit: "authz.graph.upload" };

/** What tRPC does not carry, for tenants' backends and platform admins: files of any size, and a WebSocket. */
export async function authzHttp(app: AppDeps, request: Request, info: RequestInfo): Promise<Response | undefined> {
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

/** A stream of changes, after the revision in the query or the present one. */
async function changes(context: GuardedContext, request: Request): Promise<Response> {
  requireUpgrade(request);
  const after = new URL(request.url).searchParams.get("after");
  if (after !== null && !/^(0|[1-9][0-9]{0,14})$/.test(after)) {
    throw new AppError("invalid_input", { issues: [{ path: "after", message: "This is not a revision." }] });
  }
  const { id: tenantId } = tenantOf(context);
  return await admit({ ...context, tenantId }, "changes", {
    open: async (holder) => {
      const headers = new Headers(request.headers);
      headers.set("x-connection-credentials", JSON.stringify(holder));
      return await context.app.graph(tenantId).fetch(new Request(request, { headers }));
    },
    undo: dropSocket,
  });
}

/** The CSV that lies in R2, as it was exported or uploaded last. */
async function download(context: Context): Promise<Response> {
  const key = keyOf(context);
  const file = await context.app.files.open(key);
  if (file === undefined) throw new AppError("graph_file_not_found", { key });
  return new Response(file.body, { headers: { "content-type": "text/csv; charset=utf-8", etag: `"${file.etag}"` } });
}

/** Puts a CSV into R2, for `authz.graph.reload` to read; nothing is looked at yet. */
async function upload(context: Context, request: Request): Promise<Response> {
  const { body, headers } = new BoundedRequest(request, MAX_FILE).request;
  if (body === null || headers.get("content-length") === null) {
    throw new AppError("invalid_input", {
      issues: [{ path: "body", message: "Send the CSV with the header content-length." }],
    });
  }
  requireTenantGraph(tenantOf(context));
  const key = keyOf(context);
  await context.app.files.put(key, body, "text/csv; charset=utf-8");
  return Response.json({ key });
}

function keyOf(context: Context): string {
  return `tenants/${tenantOf(context).id}/graph.csv`;
}
