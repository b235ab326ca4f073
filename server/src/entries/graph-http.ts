import { requireTenantGraph } from "../authz/query.ts";
import { admit, dropSocket, requireUpgrade } from "../pipeline/admit-connection.ts";
import { BoundedRequest, MAX_FILE } from "../pipeline/body-limit.ts";
import type { RequestInfo } from "../pipeline/context.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import type { CallContext } from "../pipeline/run.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import { answerHttpCall } from "./http-call.ts";

const CALLERS = ["secret", "admin"] as const;
const TENANT_CALL = { caller: CALLERS, rateLimit: "standard", about: "tenant" } as const;

const CHANGES = {
  scope: { path: "authz.changes", type: "query" },
  declaration: { ...TENANT_CALL, audit: "none", summary: "Streams the graph's changes on a WebSocket." },
} as const;
const DOWNLOAD = {
  scope: { path: "authz.graph.export", type: "mutation" },
  declaration: { ...TENANT_CALL, audit: "authz.graph.download", summary: "Downloads the graph file." },
} as const;
const UPLOAD = {
  scope: { path: "authz.graph.reload", type: "mutation" },
  declaration: { ...TENANT_CALL, audit: "authz.graph.upload", summary: "Uploads a graph file." },
} as const;

type TenantContext = CallContext<typeof CALLERS, "tenant">;

/** Calls that tRPC can't carry: files of any size, and a WebSocket. */
export async function authzHttp(app: AppDeps, request: Request, info: RequestInfo): Promise<Response | undefined> {
  const { pathname } = new URL(request.url);
  if (pathname === "/authz/changes") {
    return await answerHttpCall(app, request, info, CHANGES, (context) => changes(context, request));
  }
  if (pathname !== "/authz/graph.csv") return undefined;
  if (request.method === "GET") return await answerHttpCall(app, request, info, DOWNLOAD, download);
  if (request.method !== "PUT") throw new AppError("method_not_allowed");
  return await answerHttpCall(app, request, info, UPLOAD, (context) => upload(context, request));
}

/** Streams changes after the revision in the query, which defaults to the present one. */
async function changes(context: TenantContext, request: Request): Promise<Response> {
  requireUpgrade(request);
  const after = new URL(request.url).searchParams.get("after");
  if (after !== null && !/^(0|[1-9][0-9]{0,14})$/.test(after)) {
    throw new AppError("invalid_input", { issues: [{ path: "after", message: "This is not a revision." }] });
  }
  const tenantId = context.tenant.id;
  return await admit({ ...context, tenantId }, "changes", {
    open: async (owner) => {
      const headers = new Headers(request.headers);
      headers.set("x-connection-credentials", JSON.stringify(owner));
      return await context.app.graph(tenantId).fetch(new Request(request, { headers }));
    },
    undo: dropSocket,
  });
}

/** The CSV in R2, as it was exported or uploaded last. */
async function download({ app, tenant }: TenantContext): Promise<Response> {
  const key = keyOf(tenant);
  const file = await app.files.open(key);
  if (file === undefined) throw new AppError("graph_file_not_found", { key });
  return new Response(file.body, { headers: { "content-type": "text/csv; charset=utf-8", etag: `"${file.etag}"` } });
}

/** Puts a CSV into R2. `authz.graph.reload` validates it. */
async function upload({ app, tenant }: TenantContext, request: Request): Promise<Response> {
  const { body, headers } = new BoundedRequest(request, MAX_FILE).request;
  if (body === null || headers.get("content-length") === null) {
    throw new AppError("invalid_input", {
      issues: [{ path: "body", message: "Send the CSV with the header content-length." }],
    });
  }
  requireTenantGraph(tenant);
  const key = keyOf(tenant);
  await app.files.put(key, body, "text/csv; charset=utf-8");
  return Response.json({ key });
}

function keyOf({ id }: Tenant): string {
  return `tenants/${id}/graph.csv`;
}
