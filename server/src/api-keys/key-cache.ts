import { Known, NO_VERSION } from "../shared/cache.ts";
import type { Revocations } from "../tokens/revocations.ts";
import type { ApiKeyRow, ApiKeyStore, FoundKey } from "./store.ts";

/**
 * Keys of tenants' customers that this isolate has read. Each is kept for the tenant that asked, under that tenant's
 * version: what one tenant asks about is nothing to another, whoever's key it is.
 */
export class CustomerKeyCache {
  private readonly cache: Known<ApiKeyRow>;

  constructor(store: Pick<ApiKeyStore, "findCustomerKey">) {
    this.cache = new Known((id) => {
      const [tenantId = "", hash = ""] = id.split(" ");
      return store.findCustomerKey(tenantId, hash);
    });
  }

  /** What was read not too long ago, and the version that it holds for. */
  recent(tenantId: string, hash: string, now: Date): { value: ApiKeyRow; version: number } | undefined {
    return this.cache.recent(`${tenantId} ${hash}`, now);
  }

  /** The key under a version that was asked for before. */
  async get(tenantId: string, hash: string, version: number, now: Date): Promise<ApiKeyRow | undefined> {
    return await this.cache.get(`${tenantId} ${hash}`, version, now);
  }
}

/** API keys that this isolate has read. Whether one has changed since is asked of the tenant's state each time. */
export class KeyCache {
  private readonly cache: Known<FoundKey>;
  private readonly revocations: (tenantId: string) => Pick<Revocations, "tenantVersion">;

  constructor(store: Pick<ApiKeyStore, "findByHash">, revocations: KeyCache["revocations"]) {
    this.cache = new Known((hash) => store.findByHash(hash));
    this.revocations = revocations;
  }

  /** The key and its tenant as they were read last, whether or not that still holds. */
  last(hash: string): FoundKey | undefined {
    return this.cache.last(hash);
  }

  /** The key and its tenant as they are, whatever the state of either. */
  async findByHash(hash: string, now: Date): Promise<FoundKey | undefined> {
    // Whose state to ask is known once the key has been read; it stays the same tenant's for good.
    const owner = this.cache.last(hash)?.tenant.id;
    const version = owner === undefined ? NO_VERSION : await this.revocations(owner).tenantVersion();
    return await this.cache.get(hash, version, now);
  }
}
