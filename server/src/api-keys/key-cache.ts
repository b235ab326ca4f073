import { Known } from "../shared/cache.ts";
import type { ApiKeyRow, ApiKeyStore } from "./store.ts";

/**
 * Keys of tenants' customers that this isolate has read. Each is kept for the tenant that asked, under that tenant's
 * version: what one tenant asks about is nothing to another, whoever's key it is.
 */
export class KnownCustomerKeys {
  private readonly known: Known<ApiKeyRow>;

  constructor(store: Pick<ApiKeyStore, "findCustomerKey">) {
    this.known = new Known((id) => {
      const [tenantId = "", hash = ""] = id.split(" ");
      return store.findCustomerKey(tenantId, hash);
    });
  }

  /** What was read not too long ago, and the version that it holds for. */
  recent(tenantId: string, hash: string, now: Date): { value: ApiKeyRow; version: number } | undefined {
    return this.known.recent(`${tenantId} ${hash}`, now);
  }

  /** The key under a version that was asked for before. */
  async get(tenantId: string, hash: string, version: number, now: Date): Promise<ApiKeyRow | undefined> {
    return await this.known.get(`${tenantId} ${hash}`, version, now);
  }
}
