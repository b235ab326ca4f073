import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { fromBase64Url, toBase64Url, utf8 } from "../ports/encoding.ts";
import type { Keyring } from "../ports/keyring.ts";
import type { SigningKeyRow, SigningKeyStore } from "./signing-key-store.ts";

/** What access tokens are signed with unless a tenant asks for ES256. */
const ALGORITHM = "EdDSA";
const IV_BYTES = 12;
/** How long an isolate relies on a key it has read, in milliseconds. */
const CACHE_MS = 60_000;
const CACHE_ENTRIES = 1000;

export interface Signer {
  readonly kid: string;
  readonly algorithm: "EdDSA" | "ES256";
  readonly key: CryptoKey;
}

/** A tenant's signing keys. Private keys are stored encrypted (AES-256-GCM) under a key derived from JWT_SECRET. */
export class SigningKeys {
  private readonly store: SigningKeyStore;
  private readonly keyring: Keyring;
  private readonly signers = new Map<string, { value: Signer; readAt: number }>();
  private readonly verifiers = new Map<string, { value: CryptoKey; readAt: number }>();

  constructor(store: SigningKeyStore, keyring: Keyring) {
    this.store = store;
    this.keyring = keyring;
  }

  /** A new active key, to be written with its tenant. */
  async create(tenantId: string, now: Date): Promise<SigningKeyRow> {
    const pair = await generateKeyPair(ALGORITHM, { crv: "Ed25519", extractable: true });
    const publicJwk = await exportJWK(pair.publicKey);
    const kid = await calculateJwkThumbprint(publicJwk);
    const privateKey = await this.seal(JSON.stringify(await exportJWK(pair.privateKey)), tenantId, kid);
    const publicKey = JSON.stringify({ ...publicJwk, kid, alg: ALGORITHM, use: "sig" });
    return {
      kid,
      tenantId,
      algorithm: ALGORITHM,
      state: "active",
      publicKey,
      privateKey,
      createdAt: now,
      stateSince: now,
    };
  }

  /** The key that the tenant's tokens are signed with now. */
  async signer(tenantId: string, now: Date): Promise<Signer> {
    const cached = fresh(this.signers.get(tenantId), now);
    if (cached !== undefined) return cached;
    const row = await this.store.active(tenantId);
    if (row === undefined) throw new Error(`Tenant ${tenantId} has no active signing key.`);
    const jwk: JWK = JSON.parse(await this.open(row));
    const signer = { kid: row.kid, algorithm: row.algorithm, key: await importKey(jwk, row.algorithm) };
    remember(this.signers, tenantId, signer, now);
    return signer;
  }

  /** The tenant's public key of that id; undefined when the tenant has none. */
  async verifier(tenantId: string, kid: string, now: Date): Promise<CryptoKey | undefined> {
    const cacheKey = `${tenantId} ${kid}`;
    const cached = fresh(this.verifiers.get(cacheKey), now);
    if (cached !== undefined) return cached;
    const row = await this.store.find(tenantId, kid);
    if (row === undefined) return undefined;
    const key = await importKey(JSON.parse(row.publicKey), row.algorithm);
    remember(this.verifiers, cacheKey, key, now);
    return key;
  }

  private async seal(text: string, tenantId: string, kid: string): Promise<string> {
    const version = this.keyring.newest;
    const key = await this.keyring.encryption("signing-keys", version);
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const algorithm = { name: "AES-GCM", iv, additionalData: utf8(`${tenantId} ${kid}`) };
    const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, utf8(text)));
    return [version, toBase64Url(iv), toBase64Url(sealed)].join(".");
  }

  private async open({ privateKey, tenantId, kid }: SigningKeyRow): Promise<string> {
    const [version = "", iv = "", sealed = ""] = privateKey.split(".");
    const key = await this.keyring.encryption("signing-keys", version);
    const additionalData = utf8(`${tenantId} ${kid}`);
    const algorithm = { name: "AES-GCM", iv: fromBase64Url(iv), additionalData };
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, fromBase64Url(sealed)));
  }
}

/** jose types the key as bytes too, which only symmetric keys are. */
async function importKey(jwk: JWK, algorithm: string): Promise<CryptoKey> {
  return (await importJWK(jwk, algorithm)) as CryptoKey;
}

function fresh<T>(entry: { value: T; readAt: number } | undefined, now: Date): T | undefined {
  return entry !== undefined && now.getTime() - entry.readAt < CACHE_MS ? entry.value : undefined;
}

function remember<T>(cache: Map<string, { value: T; readAt: number }>, key: string, value: T, now: Date): void {
  if (cache.size >= CACHE_ENTRIES) cache.clear();
  cache.set(key, { value, readAt: now.getTime() });
}
