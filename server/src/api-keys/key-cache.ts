import { NO_VERSION, VersionedCache } from "../shared/cache.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { ApiKeyRow, ApiKeyStore, FoundKey } from "./store.ts";

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
  private readonly revocations: (tenantId: string) => Pick<Revocations, "tenantVersion">;

  constructor(store: Pick<ApiKeyStore, "findByHash">, revocations: KeyCache["revocations"]) {
    this.cache = new VersionedCache((hash) => store.findByHash(hash));
    this.revocations = revocations;
  }

  /** The key and its tenant as last read, current or not. */
  last(hash: string): FoundKey | undefined {
    return this.cache.last(hash);
  }

  /** The current key and its tenant, whatever the state of either. */
  async findByHash(hash: string, now: Date): Promise<FoundKey | undefined> {
    // The key's tenant is known once the key was read, and never changes.
    const owner = this.cache.last(hash)?.tenant.id;
    const version = owner === undefined ? NO_VERSION : await this.revocations(owner).tenantVersion();
    return await this.cache.get(hash, version, now);
  }
}
