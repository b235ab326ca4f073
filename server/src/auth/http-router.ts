import type { App } from "../app.ts";
import { addressOf } from "../callers/address.ts";
import { tenantNamed } from "../callers/host.ts";
import { AppError } from "../errors/app-error.ts";
import { metadataOf } from "./discovery.ts";
import { JWKS_CACHE_SECONDS, readJwks } from "./jwks.ts";

/** A tenant is named by id or slug; neither has anything that would be percent-encoded. */
const TENANT = "([0-9a-z_-]{1,64})";
const JWKS_PATH = new RegExp(`^/t/${TENANT}/\\.well-known/jwks\\.json$`);
/** OpenID Connect Discovery appends to the issuer; RFC 8414 §3.1 puts its part between host and path. */
const METADATA_PATHS = [
  new RegExp(`^/t/${TENANT}/\\.well-known/(?:openid-configuration|oauth-authorization-server)$`),
  new RegExp(`^/\\.well-known/oauth-authorization-server/t/${TENANT}$`),
];

/** What anyone who verifies tokens fetches: public, cacheable, the same for everybody. */
export async function authHttp(app: App, request: Request): Promise<Response | undefined> {
  const { pathname, origin } = new URL(request.url);
  const keys = JWKS_PATH.exec(pathname)?.[1];
  const metadata = METADATA_PATHS.map((path) => path.exec(pathname)?.[1]).find((id) => id !== undefined);
  if (keys === undefined && metadata === undefined) return undefined;
  if (request.method !== "GET" && request.method !== "HEAD") throw new AppError("method_not_allowed");
  const address = addressOf(request.headers);
  if (metadata !== undefined) return await describe(app, origin, metadata, address);
  const lookup = { address, what: `key set ${keys}`, now: app.clock.now() };
  const body = keys && (await app.failedLookups.find(lookup, async () => await readJwks(app, keys)));
  if (body === undefined) throw new AppError("tenant_unknown");
  return published(body, "application/jwk-set+json");
}

/** Only at the issuer's own address: elsewhere, under a slug or another host, its name would not be where it was found. */
async function describe(app: App, origin: string, id: string, address: string): Promise<Response> {
  const issuer = app.accessTokens.issuer(id);
  const tenant = issuer === `${origin}/t/${id}` ? await tenantNamed(app, id, address) : undefined;
  if (tenant?.id !== id) throw new AppError("tenant_unknown");
  return published(JSON.stringify(metadataOf(issuer)), "application/json");
}

function published(body: string, contentType: string): Response {
  const headers = {
    "content-type": contentType,
    "cache-control": `public, max-age=${JWKS_CACHE_SECONDS}`,
  };
  return new Response(body, { headers });
}
