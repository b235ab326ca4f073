import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import type { KeyCipher } from "./key-encryption.ts";
import type { SigningAlgorithm } from "./key-lifecycle.ts";
import type { SigningKeyRow, SigningKeyStore } from "./signing-key-store.ts";

/** Algorithm of access tokens unless a tenant chooses ES256. */
const DEFAULT_ALGORITHM: SigningAlgorithm = "EdDSA";
/** Milliseconds for which an isolate caches a public key. */
const CACHE_MS = 60_000;
const CACHE_ENTRIES = 1000;

export interface Key {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly key: CryptoKey;
}

/** A tenant's signing keys. An isolate caches those that it has used. Private keys are encrypted at rest. */
export class SigningKeys {
  private readonly store: SigningKeyStore;
  private readonly cipher: KeyCipher;
  private readonly signers = new Map<string, Key>();
  private readonly verifiers = new Map<string, Key & { readAt: number }>();

  constructor(store: SigningKeyStore, seal: KeyCipher) {
    this.store = store;
    this.cipher = seal;
  }

  /** A new key, not yet written. */
  async create(
    tenantId: string,
    now: Date,
    algorithm = DEFAULT_ALGORITHM,
    state: "active" | "next" = "active",
  ): Promise<SigningKeyRow> {
    const pair = await generateKeyPair(algorithm, { extractable: true });
    const publicJwk = await exportJWK(pair.publicKey);
    const kid = await calculateJwkThumbprint(publicJwk);
    const privateKey = await this.cipher.encrypt(JSON.stringify(await exportJWK(pair.privateKey)), { tenantId, kid });
    const publicKey = JSON.stringify({ ...publicJwk, kid, alg: algorithm, use: "sig" });
    const times = { createdAt: now, statusSince: now, rotateAt: null };
    return { kid, tenantId, algorithm, state, publicKey, privateKey, ...times };
  }

  /**
   * The key to sign with: the one named, which the database reported as active a moment ago. If it is null or was deleted,
   * the active key; a tenant without any gets its first.
   */
  async signer(tenantId: string, kid: string | null, now: Date, algorithm: SigningAlgorithm): Promise<Key> {
    const cached = kid === null ? undefined : this.signers.get(kid);
    if (cached !== undefined) return cached;
    const named = kid === null ? undefined : await this.store.find(tenantId, kid);
    const row = named ?? (await this.ensure(tenantId, now, algorithm));
    const jwk: JWK = JSON.parse(await this.cipher.decrypt(row));
    const signer = { kid: row.kid, algorithm: row.algorithm, key: await importKey(jwk, row.algorithm) };
    remember(this.signers, row.kid, signer);
    return signer;
  }

  /** The tenant's active key, created if it has none. Concurrent calls get the one that was written. */
  async ensure(tenantId: string, now: Date, algorithm: SigningAlgorithm): Promise<SigningKeyRow> {
    const present = await this.store.active(tenantId);
    if (present !== undefined) return present;
    await this.store.addFirst(await this.create(tenantId, now, algorithm));
    const row = await this.store.active(tenantId);
    if (row === undefined) throw new Error(`Tenant ${tenantId} has no active signing key.`);
    return row;
  }

  /** The tenant's public key with that id; undefined if the tenant has none. */
  async verifier(tenantId: string, kid: string, now: Date): Promise<Key | undefined> {
    const cacheKey = `${tenantId} ${kid}`;
    const cached = this.verifiers.get(cacheKey);
    if (cached !== undefined && now.getTime() - cached.readAt < CACHE_MS) return cached;
    const row = await this.store.find(tenantId, kid);
    if (row === undefined) return undefined;
    const key = await importKey(JSON.parse(row.publicKey), row.algorithm);
    const verifier = { kid, algorithm: row.algorithm, key };
    remember(this.verifiers, cacheKey, { ...verifier, readAt: now.getTime() });
    return verifier;
  }
}

/** jose also types the key as bytes, which only symmetric keys are. */
async function importKey(jwk: JWK, algorithm: SigningAlgorithm): Promise<CryptoKey> {
  return (await importJWK(jwk, algorithm)) as CryptoKey;
}

function remember<T>(cache: Map<string, T>, key: string, value: T): void {
  if (cache.size >= CACHE_ENTRIES) cache.clear();
  cache.set(key, value);
}
