import { requireTenantGraph } from "../authz/query.ts";
import { admit, dropSocket, requireUpgrade } from "../pipeline/admit-connection.ts";
import { BoundedRequest, MAX_FILE } from "../pipeline/body-limit.ts";
import type { Visit } from "../pipeline/context.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { ServerContext } from "./http-call.ts";

/** Streams changes after the revision in the query, which defaults to the present one. */
export async function followChanges(context: ServerContext, { request, url }: Visit): Promise<Response> {
  requireUpgrade(request);
  const after = url.searchParams.get("after");
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

/** Downloads the CSV in R2, as it was exported or uploaded last. */
export async function downloadGraph({ app, tenant }: ServerContext): Promise<Response> {
  const key = keyOf(tenant);
  const file = await app.files.open(key);
  if (file === undefined) throw new AppError("graph_file_not_found", { key });
  return new Response(file.body, { headers: { "content-type": "text/csv; charset=utf-8", etag: `"${file.etag}"` } });
}

/** Puts a CSV into R2. `authz.graph.reload` validates it. */
export async function uploadGraph({ app, tenant }: ServerContext, { request }: Visit): Promise<Response> {
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
