import { tenantAtHost, tenantNamed } from "../pipeline/credentials.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { addressOf } from "../shared/ip-address.ts";
import { JWKS_CACHE_SECONDS, metadataOf, readJwks } from "../tokens/jwks.ts";

/** A tenant's id or slug. Neither has characters that are percent-encoded. */
const TENANT = "([0-9a-z_-]{1,64})";
const JWKS_PATH = new RegExp(`^/t/${TENANT}/\\.well-known/jwks\\.json$`);
/** OpenID Connect Discovery appends to the issuer; RFC 8414 §3.1 puts its part between host and path. */
const METADATA_PATHS = [
  new RegExp(`^/t/${TENANT}/\\.well-known/(?:openid-configuration|oauth-authorization-server)$`),
  new RegExp(`^/\\.well-known/oauth-authorization-server/t/${TENANT}$`),
];

/** Public keys and issuer metadata, for everyone who verifies tokens. Cacheable. */
export async function authHttp(app: AppDeps, request: Request): Promise<Response | undefined> {
  const { pathname } = new URL(request.url);
  const keys = JWKS_PATH.exec(pathname)?.[1];
  const metadata = METADATA_PATHS.map((path) => path.exec(pathname)?.[1]).find((id) => id !== undefined);
  if (keys === undefined && metadata === undefined) return undefined;
  if (request.method !== "GET" && request.method !== "HEAD") throw new AppError("method_not_allowed");
  const address = addressOf(request.headers);
  if (metadata !== undefined) return await describe(app, new URL(request.url), metadata, address);
  const lookup = { address, what: `key set ${keys}`, now: app.clock.now() };
  const body = keys && (await app.failedLookups.find(lookup, async () => await readJwks(app, keys)));
  if (body === undefined) throw new AppError("tenant_not_found");
  return published(body, "application/jwk-set+json");
}

/**
 * The metadata, at the issuer's own address only: its name has to be where it was found (OpenID Connect Discovery 1.0
 * §4.3, RFC 8414 §3.3). A request by slug or at another host is redirected.
 */
async function describe(app: AppDeps, url: URL, name: string, address: string): Promise<Response> {
  const { origin, hostname, pathname } = url;
  const tenant = await tenantNamed(app, name, address);
  if (tenant === undefined) throw new AppError("tenant_not_found");
  const issuer = app.accessTokens.issuer(tenant.id);
  if (issuer === `${origin}/t/${name}`) return published(JSON.stringify(metadataOf(issuer)), "application/json");
  // At any other host, such as behind a proxy that changes it, the redirect would loop.
  const isElsewhere = name !== tenant.id || (await tenantAtHost(app, hostname, address))?.id === tenant.id;
  if (!isElsewhere) throw new AppError("tenant_not_found");
  const location = `${new URL(issuer).origin}${pathname.replace(`/t/${name}`, () => `/t/${tenant.id}`)}`;
  return new Response(null, { status: 308, headers: { ...PUBLIC, location } });
}

const PUBLIC = { "cache-control": `public, max-age=${JWKS_CACHE_SECONDS}` };

function published(body: string, contentType: string): Response {
  return new Response(body, { headers: { ...PUBLIC, "content-type": contentType } });
}
