import { SERVED, VIEWER_HASH } from "../generated/served.ts";
import type { Visit } from "../pipeline/context.ts";
import { AppError } from "../shared/errors/app-error.ts";

/** Seconds for which a page may be cached. It changes only with a deployment. */
const CACHE_SECONDS = 300;

/** Serves the API's description for programs, people and language models. Public, generated, the same for every caller. */
export async function serveReference({ request, url }: Visit): Promise<Response> {
  const served = SERVED[url.pathname];
  if (served === undefined) throw new AppError("procedure_not_found");
  const headers = {
    "content-type": served.type,
    "cache-control": `public, max-age=${CACHE_SECONDS}`,
    etag: served.etag,
    "content-security-policy": served.policy,
    "referrer-policy": "no-referrer",
  };
  if (isCurrent(request.headers.get("if-none-match"), served.etag)) return new Response(null, { status: 304, headers });
  return new Response(request.method === "HEAD" ? null : await served.text(), { headers });
}

/** Seconds for which the viewer's script is cached under an address that names its content: a year. */
const IMMUTABLE_SECONDS = 31_536_000;

/**
 * Serves the script of the reference's viewer, which is compressed in the bundle: the Worker never decompresses it for browsers, and
 * loads it with the first request only.
 */
export async function serveViewer({ request, url }: Visit): Promise<Response> {
  const isNamed = url.searchParams.get("v") === VIEWER_HASH;
  const etag = `"${VIEWER_HASH}"`;
  const headers = new Headers({
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": isNamed ? `public, max-age=${IMMUTABLE_SECONDS}, immutable` : `public, max-age=${CACHE_SECONDS}`,
    etag,
    vary: "accept-encoding",
    "referrer-policy": "no-referrer",
  });
  if (isCurrent(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  if (request.method === "HEAD") return new Response(null, { headers });
  const compressed = (await import("../../viewer/api-reference.bin")).default;
  if (!/\bgzip\b/.test(request.headers.get("accept-encoding") ?? "")) {
    return new Response(new Blob([compressed]).stream().pipeThrough(new DecompressionStream("gzip")), { headers });
  }
  headers.set("content-encoding", "gzip");
  return new Response(compressed, { headers, encodeBody: "manual" });
}

/** Whether the client has the present version. Compared weakly, since compression on the way may mark the tag (RFC 9110 §13.1.2). */
function isCurrent(header: string | null, etag: string): boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
