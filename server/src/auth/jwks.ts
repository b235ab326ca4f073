import type { SigningKeyStore } from "./signing-key-store.ts";

/** How long anyone may keep a tenant's key set, in seconds. */
export const JWKS_CACHE_SECONDS = 300;
/** How long our own edge keeps it; KV's least. */
const EDGE_CACHE_SECONDS = 60;

/** The part of a KV namespace that caching needs. */
export interface TextCache {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options: { expirationTtl: number }): Promise<void>;
}

/**
 * A tenant's public keys as a JSON Web Key Set (RFC 7517), serialised; undefined when it has none, so when there
 * is no such tenant. Kept at the edge for a minute: it decides nothing, since new keys are published long
 * before they are used.
 */
export async function readJwks(
  store: SigningKeyStore,
  cache: TextCache,
  tenantId: string,
): Promise<string | undefined> {
  const cached = await cache.get(tenantId);
  if (cached !== null) return cached;
  const rows = await store.list(tenantId);
  if (rows.length === 0) return undefined;
  const jwks = JSON.stringify({ keys: rows.map((row) => JSON.parse(row.publicKey)) });
  await cache.put(tenantId, jwks, { expirationTtl: EDGE_CACHE_SECONDS });
  return jwks;
}
