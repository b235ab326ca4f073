import { SERVED } from "../generated/served.ts";
import { AppError } from "../shared/errors/app-error.ts";

/** How long anyone may keep a page without asking whether it has changed, in seconds: it does with a deployment only. */
const CACHE_SECONDS = 300;

/** What this API is: for programs, for people, for language models. Public, the same for everybody, and made beforehand. */
export async function referenceHttp(request: Request): Promise<Response | undefined> {
  const { pathname } = new URL(request.url);
  const served = Object.hasOwn(SERVED, pathname) ? SERVED[pathname] : undefined;
  if (served === undefined) return undefined;
  if (request.method !== "GET" && request.method !== "HEAD") throw new AppError("method_not_allowed");
  const headers = {
    "content-type": served.type,
    "cache-control": `public, max-age=${CACHE_SECONDS}`,
    etag: served.etag,
    "content-security-policy": served.policy,
    "referrer-policy": "no-referrer",
  };
  if (isKnown(request.headers.get("if-none-match"), served.etag)) return new Response(null, { status: 304, headers });
  return new Response(request.method === "HEAD" ? null : await served.text(), { headers });
}

/** Whether a client has what it asks for: compared weakly, as what compresses it on its way may have marked it (RFC 9110 §13.1.2). */
function isKnown(header: string | null, etag: string): boolean {
  const tags = (header ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
