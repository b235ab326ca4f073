/** Maximum age of an entry in milliseconds, even if its version is current. */
const CACHE_MS = 60_000;
const CACHE_ENTRIES = 1000;
/** A version that no tenant state has, so that its entry is read again. */
export const NO_VERSION = -1;

interface CacheEntry<Value> {
  readonly value: Value;
  readonly version: number;
  readonly readAt: number;
}

/**
 * Caches rows of tenants in this isolate. An entry is valid while its version is the current one in the tenant's state, which
 * has to be read before each use. A version older than the row only causes another read.
 */
export class VersionedCache<Value> {
  private readonly find: (id: string) => Promise<Value | undefined>;
  private readonly entries = new Map<string, CacheEntry<Value>>();

  constructor(find: VersionedCache<Value>["find"]) {
    this.find = find;
  }

  /** The cached value, valid or not. */
  last(id: string): Value | undefined {
    return this.entries.get(id)?.value;
  }

  /** The cached value and its version, unless it is older than a minute. */
  recent(id: string, now: Date): Pick<CacheEntry<Value>, "value" | "version"> | undefined {
    const cached = this.entries.get(id);
    return cached !== undefined && Math.abs(now.getTime() - cached.readAt) < CACHE_MS ? cached : undefined;
  }

  async get(id: string, version: number, now: Date): Promise<Value | undefined> {
    const cached = this.recent(id, now);
    if (cached?.version === version) return cached.value;
    const value = await this.find(id);
    if (value === undefined) return undefined;
    if (this.entries.size >= CACHE_ENTRIES) this.entries.clear();
    this.entries.set(id, { value, version, readAt: now.getTime() });
    return value;
  }
}

/** The methods of a KV namespace that caching requires. */
export interface TextCache {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options: { expirationTtl: number }): Promise<void>;
  delete(key: string): Promise<void>;
}
