import type { Page } from "../auth/own-page.ts";
import { isAllowedOrigin } from "../origins/origin.ts";
import { settingsOf } from "../tenants/settings.ts";

/** How long a browser may keep the answer to a preflight, in seconds. */
const PREFLIGHT_SECONDS = 600;

/** What pages send, and what they read of an answer; `x-cf-auth-*` tells the SDK and the service of each other's age. */
const ALLOWED = "authorization, content-type, idempotency-key, x-api-key, x-cf-auth-client, x-tenant-id";
const EXPOSED = "idempotency-replayed, ratelimit, ratelimit-policy, retry-after, x-cf-auth-warning, x-request-id";

/**
 * What browsers may let a page of another origin do (Fetch, CORS protocol). With cookies: origins that the tenant allows,
 * on the tenant's own host, each named exactly. All others without: a key or a token has to be brought along, which no
 * page gets from the browser.
 *
 * Which origins a publishable key is bound to is checked with the key, since a preflight does not show it.
 */
export function corsHeaders({ origin, own, host }: Pick<Page, "origin" | "own" | "host">): Record<string, string> {
  if (origin === undefined || origin === own) return {};
  const exposed = { "access-control-expose-headers": EXPOSED };
  const isAllowed = host !== undefined && isAllowedOrigin(settingsOf(host).allowedOrigins, origin, host.environment);
  if (!isAllowed) return { ...exposed, "access-control-allow-origin": "*" };
  return { ...exposed, "access-control-allow-origin": origin, "access-control-allow-credentials": "true" };
}

/** The answer to a browser that asks before it calls. */
export function preflight(page: Page): Response {
  const headers = {
    ...corsHeaders(page),
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": ALLOWED,
    "access-control-max-age": `${PREFLIGHT_SECONDS}`,
    vary: "Origin",
  };
  return new Response(null, { status: 204, headers });
}
