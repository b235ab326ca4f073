import { isAllowedOrigin } from "../shared/origin.ts";
import type { BrowserRequest } from "../shared/same-site.ts";
import { settingsOf } from "../shared/tenant-settings.ts";

/** How long a browser may keep the answer to a preflight, in seconds. */
const PREFLIGHT_SECONDS = 600;
/** Browsers name every header of a page's request that is not safelisted; more characters than this come from no page. */
const MAX_REQUESTED_HEADERS = 4096;
/** Field names (RFC 9110 §5.1) in a list (§5.6.1). */
const FIELD_NAMES = /^[!#$%&'*+.^_`|~0-9a-z-]+(?:[ \t]*,[ \t]*[!#$%&'*+.^_`|~0-9a-z-]+)*$/i;

/** What is granted where a preflight names no headers: those that this API reads. */
const OWN_HEADERS = "authorization, content-type, idempotency-key, x-api-key, x-cf-auth-client, x-tenant-id";
/** What pages read of an answer; `x-cf-auth-warning` tells the SDK of the service's age. */
const EXPOSED = "idempotency-replayed, ratelimit, ratelimit-policy, retry-after, x-cf-auth-warning, x-request-id";

/** Documents that are the same for everybody, also when they are answered with an error. */
const PUBLIC_DOCUMENT = /\/\.well-known\/|^\/(?:openapi\.json|reference|llms\.txt)$/;

/**
 * What browsers may let a page of another origin do (Fetch, CORS protocol). With cookies: origins that the tenant allows,
 * on the tenant's own host, each named exactly. All others without: a key or a token has to be brought along, which no
 * page gets from the browser.
 *
 * Which origins a publishable key is bound to is checked with the key, since a preflight does not show it.
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

/** For what needs no page to be told apart: public documents, and errors before it is known which page asks. */
export const ANY_ORIGIN = { "access-control-allow-origin": "*", "access-control-expose-headers": `age, ${EXPOSED}` };

export function isPublicDocument(pathname: string): boolean {
  return PUBLIC_DOCUMENT.test(pathname);
}

/** The answer to a browser that asks before it calls. */
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
