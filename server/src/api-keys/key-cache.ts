import { BoundedMap, NO_VERSION, VersionedCache } from "../shared/cache.ts";
import { type CredentialStatus, TENANT_VERSION } from "../shared/credential-status.ts";
import type { Revocations } from "../tokens/revocations.ts";
import { hashKey, type KeyKind, kindOfKey } from "./api-key.ts";
import type { ApiKeyRow, ApiKeyStore, FoundKey } from "./store.ts";

/** Maximum number of keys whose hashes an isolate caches. */
const MAX_HASHES = 1000;

interface HashedKey {
  readonly kind: KeyKind;
  readonly hash: string;
}

/**
 * Caches customers' keys in this isolate, under the requesting tenant and its version. So no tenant's requests affect
 * another tenant's entries.
 */
export class CustomerKeyCache {
  private readonly cache: VersionedCache<ApiKeyRow>;

  constructor(store: Pick<ApiKeyStore, "findCustomerKey">) {
    this.cache = new VersionedCache((id) => {
      const [tenantId = "", hash = ""] = id.split(" ");
      return store.findCustomerKey(tenantId, hash);
    });
  }

  /** A row that was read within the last minute, and the version that it was read under. */
  recent(tenantId: string, hash: string, now: Date): { value: ApiKeyRow; version: number } | undefined {
    return this.cache.recent(`${tenantId} ${hash}`, now);
  }

  /** The key under a version that the tenant's object named before. */
  async get(tenantId: string, hash: string, version: number, now: Date): Promise<ApiKeyRow | undefined> {
    return await this.cache.get(`${tenantId} ${hash}`, version, now);
  }
}

/** Caches API keys in this isolate. Each lookup compares the version that the tenant's object names. */
export class KeyCache {
  private readonly cache: VersionedCache<FoundKey>;
  private readonly hashes = new BoundedMap<HashedKey>(MAX_HASHES);
  private readonly revocations: (tenantId: string) => Pick<Revocations, "tenantVersion">;

  constructor(store: Pick<ApiKeyStore, "findByHash">, revocations: KeyCache["revocations"]) {
    this.cache = new VersionedCache((hash) => store.findByHash(hash));
    this.revocations = revocations;
  }

  /** Kind and hash of a key. Undefined if its format or checksum is wrong. */
  async hashOf(key: string): Promise<HashedKey | undefined> {
    const cached = this.hashes.get(key);
    if (cached !== undefined) return cached;
    const kind = kindOfKey(key);
    if (kind === undefined) return undefined;
    const hashed = { kind, hash: await hashKey(key) };
    this.hashes.set(key, hashed);
    return hashed;
  }

  /** The key and its tenant as last read, current or not. */
  last(hash: string): FoundKey | undefined {
    return this.cache.last(hash);
  }

  /** The current key and its tenant, whatever the state of either. Of the version that `status` has. */
  async findByHash(hash: string, now: Date, status?: CredentialStatus): Promise<FoundKey | undefined> {
    // The key's tenant is known once the key was read, and never changes.
    const owner = this.cache.last(hash)?.tenant.id;
    if (owner === undefined) return await this.cache.get(hash, NO_VERSION, now);
    const request = async () => await this.revocations(owner).tenantVersion();
    const version = status === undefined ? await request() : await status.read(owner, TENANT_VERSION, request);
    return await this.cache.get(hash, version, now, status?.defer);
  }
}
