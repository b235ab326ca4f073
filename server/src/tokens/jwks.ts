import type { TextCache } from "../shared/cache.ts";
import type { Tenant } from "../shared/tenant.ts";

/** How long anyone may keep a tenant's key set, in seconds. */
export const JWKS_CACHE_SECONDS = 300;
/** How long our own edge keeps it; KV's least. */
export const EDGE_CACHE_SECONDS = 60;

interface Source {
  readonly tenantDirectory: { idOf(slug: string): Promise<string | undefined> };
  readonly signingKeyStore: { list(tenantId: string): Promise<readonly { readonly publicKey: string }[]> };
  readonly jwksCache: TextCache;
}

/**
 * A tenant's public keys as a JSON Web Key Set (RFC 7517), serialised; undefined when there is no such tenant, or it has
 * signed nothing yet. Kept at the edge for a minute: it decides nothing, since new keys are published long before they
 * are used.
 */
export async function readJwks({ tenantDirectory, signingKeyStore, jwksCache }: Source, idOrSlug: string) {
  const cached = await jwksCache.get(idOrSlug);
  if (cached !== null) return cached;
  // A slug has no underscore. An id needs no tenant to be read: without one, there are no keys.
  const id = idOrSlug.includes("_") ? idOrSlug : await tenantDirectory.idOf(idOrSlug);
  const rows = id === undefined ? [] : await signingKeyStore.list(id);
  if (rows.length === 0) return undefined;
  const jwks = JSON.stringify({ keys: rows.map((row) => JSON.parse(row.publicKey)) });
  await jwksCache.put(idOrSlug, jwks, { expirationTtl: EDGE_CACHE_SECONDS });
  return jwks;
}

/** Has the key set read anew, here at once and at other edges within a minute. */
export async function forgetJwks(cache: TextCache, { id, slug }: Pick<Tenant, "id" | "slug">): Promise<void> {
  await Promise.all([id, slug].map((name) => cache.delete(name)));
}

/**
 * What an authorization server says of itself (RFC 8414 §2, OpenID Connect Discovery 1.0 §3), as far as it is true: a
 * tenant is an issuer of access tokens with a key set, and not an OpenID provider. Without a grant type of OAuth there is
 * neither an authorization endpoint nor a token endpoint to name.
 */
export function metadataOf(issuer: string) {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: [],
    grant_types_supported: [],
    subject_types_supported: ["public"],
  };
}
