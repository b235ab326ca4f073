/** What nobody says has changed is read anew after so long all the same, in milliseconds. */
const CACHE_MS = 60_000;
const CACHE_ENTRIES = 1000;
/** No state names it, so that what was read under it is read once more. */
export const NO_VERSION = -1;

interface Entry<Value> {
  readonly value: Value;
  readonly version: number;
  readonly readAt: number;
}

/**
 * Rows of tenants that this isolate has read, each good as long as its version is still the one that the tenant's state
 * names. The version has to be asked for before each use: one that is older than the row only has it read once more.
 */
export class Known<Value> {
  private readonly find: (id: string) => Promise<Value | undefined>;
  private readonly entries = new Map<string, Entry<Value>>();

  constructor(find: Known<Value>["find"]) {
    this.find = find;
  }

  /** What was read last, whether or not it still holds. */
  last(id: string): Value | undefined {
    return this.entries.get(id)?.value;
  }

  /** What was read not too long ago, and the version that it holds for. */
  recent(id: string, now: Date): Pick<Entry<Value>, "value" | "version"> | undefined {
    const known = this.entries.get(id);
    return known !== undefined && Math.abs(now.getTime() - known.readAt) < CACHE_MS ? known : undefined;
  }

  async get(id: string, version: number, now: Date): Promise<Value | undefined> {
    const known = this.recent(id, now);
    if (known?.version === version) return known.value;
    const value = await this.find(id);
    if (value === undefined) return undefined;
    if (this.entries.size >= CACHE_ENTRIES) this.entries.clear();
    this.entries.set(id, { value, version, readAt: now.getTime() });
    return value;
  }
}

/** The part of a KV namespace that caching needs. */
export interface TextCache {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options: { expirationTtl: number }): Promise<void>;
  delete(key: string): Promise<void>;
}
