import type { Visit } from "../pipeline/context.ts";
import { tenantAtHost, tenantNamed } from "../pipeline/resolve-caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { addressOf } from "../shared/ip-address.ts";
import { relatedOrigins } from "../sign-in/passkeys/relying-party.ts";
import { JWKS_CACHE_SECONDS, metadataOf, readJwks } from "../tokens/jwks.ts";

/** Publishes a tenant's public keys, for everyone who verifies tokens. Cacheable. */
export async function publishKeys({ app, request }: Visit, { tenant: name = "" }): Promise<Response> {
  const lookup = { address: addressOf(request.headers), target: `key set ${name}`, now: app.clock.now() };
  const keys = await app.failedLookups.find(lookup, async () => await readJwks(app, name));
  if (keys === undefined) throw new AppError("tenant_not_found");
  return published(keys, "application/jwk-set+json");
}

/**
 * Publishes an issuer's metadata, at the issuer's own address only: its name has to be where it was found (OpenID Connect
 * Discovery 1.0 §4.3, RFC 8414 §3.3). A request by slug or at another host is redirected.
 */
export async function describeIssuer({ app, request, url }: Visit, { tenant: name = "" }): Promise<Response> {
  const { origin, hostname, pathname } = url;
  const address = addressOf(request.headers);
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

/** Publishes the origins whose pages may use a tenant's passkeys, at the host that they are bound to (WebAuthn Level 3 §5.11). */
export async function publishRelatedOrigins({ app, url, info }: Visit): Promise<Response> {
  const tenant = await tenantAtHost(app, url.hostname, info.ip);
  const origins = tenant && relatedOrigins(tenant, app.config, url.hostname);
  if (origins === undefined) throw new AppError("tenant_not_found");
  return published(JSON.stringify({ origins }), "application/json");
}

const PUBLIC = { "cache-control": `public, max-age=${JWKS_CACHE_SECONDS}` };

function published(body: string, contentType: string): Response {
  return new Response(body, { headers: { ...PUBLIC, "content-type": contentType } });
}
