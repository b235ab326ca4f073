import { readCached, type TextCache, writeCached } from "../shared/cache.ts";
import type { Tenant } from "../shared/tenant.ts";

/** Seconds for which clients may cache a tenant's key set. */
export const JWKS_CACHE_SECONDS = 300;
/** Seconds for which KV caches a key set; KV's minimum. */
export const EDGE_CACHE_SECONDS = 60;

interface Source {
  readonly tenantDirectory: { idOf(slug: string): Promise<string | undefined> };
  readonly signingKeyStore: { list(tenantId: string): Promise<readonly { readonly publicKey: string }[]> };
  readonly jwksCache: TextCache;
}

/**
 * A tenant's public keys as a serialized JSON Web Key Set (RFC 7517); undefined if the tenant doesn't exist or has signed
 * nothing yet. Cached for a minute, which is safe: new keys are published long before they sign.
 */
export async function readJwks({ tenantDirectory, signingKeyStore, jwksCache }: Source, idOrSlug: string) {
  const cached = await readCached(jwksCache, idOrSlug);
  if (cached !== null) return cached;
  // A slug has no underscore. An id needs no tenant to be read: without one, there are no keys.
  const id = idOrSlug.includes("_") ? idOrSlug : await tenantDirectory.idOf(idOrSlug);
  const rows = id === undefined ? [] : await signingKeyStore.list(id);
  if (rows.length === 0) return undefined;
  const jwks = JSON.stringify({ keys: rows.map((row) => JSON.parse(row.publicKey)) });
  await writeCached(jwksCache, idOrSlug, jwks, EDGE_CACHE_SECONDS);
  return jwks;
}

/** Deletes the cached key set, here immediately and at other locations within a minute. */
export async function forgetJwks(cache: TextCache, { id, slug }: Pick<Tenant, "id" | "slug">): Promise<void> {
  await Promise.all([id, slug].map((name) => cache.delete(name)));
}

/**
 * A tenant's metadata as an authorization server (RFC 8414 §2, OpenID Connect Discovery 1.0 §3). A tenant issues access
 * tokens and has a key set; it isn't an OpenID provider. Without an OAuth grant type there is neither an authorization
 * endpoint nor a token endpoint.
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
