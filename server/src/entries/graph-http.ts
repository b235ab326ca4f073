import { FILE_TYPES, formatOfFile, formatOfType, MEDIA_TYPES, readableFile } from "../authz/file-formats.ts";
import { MAX_YAML } from "../authz/limits.ts";
import { requireTenantGraph } from "../authz/query.ts";
import { admit, dropSocket, requireUpgrade } from "../pipeline/admit-connection.ts";
import { BoundedRequest, MAX_FILE } from "../pipeline/body-limit.ts";
import type { Visit } from "../pipeline/context.ts";
import { readDocument } from "../pipeline/document.ts";
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

/** Downloads the file of tuples in R2, as it was exported or uploaded last. */
export async function downloadGraph({ app, tenant }: ServerContext): Promise<Response> {
  const key = keyOf(tenant);
  const file = await app.files.open(key);
  if (file === undefined) throw new AppError("graph_file_not_found", { key });
  const type = MEDIA_TYPES[formatOfFile(file.contentType)];
  return new Response(file.body, { headers: { "content-type": type, etag: `"${file.etag}"` } });
}

/**
 * Puts a file of tuples into R2, in the form that its content type names, by default CSV. `authz.graph.reload` validates it. YAML is
 * converted to JSON first, which throws `invalid_tuple_file`.
 */
export async function uploadGraph({ app, tenant }: ServerContext, { request }: Visit): Promise<Response> {
  requireTenantGraph(tenant);
  const sent = formatOfType(request.headers.get("content-type") ?? MEDIA_TYPES.csv);
  if (sent === undefined) throw new AppError("unsupported_media_type", { supported: FILE_TYPES }, OTHER_TYPE);
  const { body, headers } = new BoundedRequest(request, sent === "yaml" ? MAX_YAML : MAX_FILE).request;
  if (body === null || headers.get("content-length") === null) {
    throw new AppError("invalid_input", {
      issues: [{ path: "body", message: "Send the file with the header content-length." }],
    });
  }
  const key = keyOf(tenant);
  if (sent === "yaml") {
    const { text, format } = await readableFile(app, sent, readDocument(await new Response(body).arrayBuffer()));
    await app.files.put(key, new Blob([text]), MEDIA_TYPES[format]);
  } else await app.files.put(key, body, MEDIA_TYPES[sent]);
  return Response.json({ key });
}

const OTHER_TYPE = `The content type is none of ${FILE_TYPES.join(", ")}.`;

function keyOf({ id }: Tenant): string {
  return `tenants/${id}/graph.csv`;
}
