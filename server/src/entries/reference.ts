import { SERVED } from "../generated/served.ts";
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

/** Whether the client has the present version. Compared weakly, since compression on the way may mark the tag (RFC 9110 §13.1.2). */
function isCurrent(header: string | null, etag: string): boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
