import { isAllowedOrigin } from "../shared/origin.ts";
import type { BrowserRequest } from "../shared/same-site.ts";
import { settingsOf } from "../shared/tenant-settings.ts";

/** Seconds for which a browser may cache the response to a preflight. */
const PREFLIGHT_SECONDS = 600;
/** Browsers name every header of a page's request that is not safelisted; more characters than this come from no page. */
const MAX_REQUESTED_HEADERS = 4096;
/** Field names (RFC 9110 §5.1) in a list (§5.6.1). */
const FIELD_NAMES = /^[!#$%&'*+.^_`|~0-9a-z-]+(?:[ \t]*,[ \t]*[!#$%&'*+.^_`|~0-9a-z-]+)*$/i;

/** The headers that this API reads, for preflights that name none. */
const OWN_HEADERS = "authorization, content-type, idempotency-key, x-api-key, x-cf-auth-client, x-tenant-id";
/** Response headers that pages may read. */
const EXPOSED = "idempotency-replayed, ratelimit, ratelimit-policy, retry-after, x-cf-auth-warning, x-request-id";

/** Documents that are the same for every caller, also their errors. */
const PUBLIC_DOCUMENT = /\/\.well-known\/|^\/(?:openapi\.json|reference|errors|llms\.txt)$/;

/**
 * The CORS headers of a response (Fetch, CORS protocol). Origins that the tenant allows, named exactly, may send cookies to the
 * tenant's own host. Every other origin may call without cookies: it needs a key or a token, which no browser supplies.
 *
 * The origins of a publishable key are checked with the key, which a preflight does not send.
 */
export function corsHeaders({
  origin,
  own,
  host,
}: Pick<BrowserRequest, "origin" | "own" | "host">): Record<string, string> {
  if (origin === undefined || origin === own) return {};
  const exposed = { "access-control-expose-headers": EXPOSED };
  const isAllowed = host !== undefined && isAllowedOrigin(settingsOf(host).allowedOrigins, origin, host.environment);
  if (!isAllowed) return { ...exposed, "access-control-allow-origin": "*" };
  return { ...exposed, "access-control-allow-origin": origin, "access-control-allow-credentials": "true" };
}

/** The CORS headers of public documents, and of errors before the page is known. */
export const ANY_ORIGIN = { "access-control-allow-origin": "*", "access-control-expose-headers": `age, ${EXPOSED}` };

export function isPublicDocument(pathname: string): boolean {
  return PUBLIC_DOCUMENT.test(pathname);
}

/** The response to a browser's preflight. */
export function preflight(page: BrowserRequest, request: Headers): Response {
  return allow({ ...corsHeaders(page), "access-control-allow-methods": "GET, POST" }, request);
}

/** The same for a public document. */
export function publicPreflight(request: Headers): Response {
  return allow({ ...ANY_ORIGIN, "access-control-allow-methods": "GET, HEAD" }, request);
}

function allow(headers: Record<string, string>, request: Headers): Response {
  const more = {
    "access-control-allow-headers": allowedHeaders(request.get("access-control-request-headers")),
    "access-control-max-age": `${PREFLIGHT_SECONDS}`,
    vary: "Origin, Access-Control-Request-Headers",
  };
  return new Response(null, { status: 204, headers: { ...headers, ...more } });
}

/**
 * Every header that the page asks for: tracing libraries add `traceparent`, `baggage` and others to each request, and a page has
 * some of its own. That is safe because no header opens anything by itself. Without cookies the request has no more than what
 * the page's script could send from any machine. With cookies the browser needs `access-control-allow-credentials`, which only
 * allowed origins get, and `requireOwnPage` looks at the origin of the request itself. What the service goes by when it asks who
 * and where a page is (`Origin`, `Sec-Fetch-Site`, `Cookie`, `Host`), no script can set (Fetch, forbidden request-header).
 */
function allowedHeaders(requested: string | null): string {
  if (requested === null || requested.length > MAX_REQUESTED_HEADERS || !FIELD_NAMES.test(requested))
    return OWN_HEADERS;
  return requested;
}
