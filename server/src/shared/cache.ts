import { log } from "../ports/logger.ts";
import type { Defer } from "../ports/time.ts";

/** A map that evicts its oldest entries. */
export class BoundedMap<Value> {
  private readonly maxEntries: number;
  private readonly entries = new Map<string, Value>();

  constructor(maxEntries: number) {
    this.maxEntries = maxEntries;
  }

  get(key: string): Value | undefined {
    return this.entries.get(key);
  }

  /** Makes the entry the newest. */
  set(key: string, value: Value): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.maxEntries) break;
      this.entries.delete(oldest);
    }
  }

  delete(key: string): void {
    this.entries.delete(key);
  }
}

/** Time in milliseconds after which a renewal counts as cut off. */
const RENEWAL_MS = 5000;
const MAX_RENEWALS = 10_000;

/** Renewals of cached values after responses, one at a time for each key. */
export class Renewals {
  /** Start of each that is under way, in milliseconds since 1970. */
  private readonly started = new BoundedMap<number>(MAX_RENEWALS);

  /** Does nothing while an earlier renewal of the key is under way. A failure leaves the value to the next call. */
  start(key: string, now: number, renew: () => Promise<unknown>, defer: Defer): void {
    if (now - (this.started.get(key) ?? Number.NEGATIVE_INFINITY) < RENEWAL_MS) return;
    this.started.set(key, now);
    defer(
      renew()
        .catch(() => undefined)
        .then(() => this.started.delete(key)),
    );
  }
}

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
  private readonly entries = new BoundedMap<CacheEntry<Value>>(CACHE_ENTRIES);
  private readonly renewals = new Renewals();

  constructor(find: VersionedCache<Value>["find"]) {
    this.find = find;
  }

  /** The cached value, valid or not. */
  last(id: string): Value | undefined {
    return this.entries.get(id)?.value;
  }

  /** The cached value and its version, unless it is older than a minute. */
  recent(id: string, now: Date): CacheEntry<Value> | undefined {
    const cached = this.entries.get(id);
    return cached !== undefined && Math.abs(now.getTime() - cached.readAt) < CACHE_MS ? cached : undefined;
  }

  /** With `defer`, an entry that is more than half as old as it may be is read again after the response. */
  async get(id: string, version: number, now: Date, defer?: Defer): Promise<Value | undefined> {
    const cached = this.recent(id, now);
    if (cached?.version !== version) return await this.read(id, version, now);
    const time = now.getTime();
    if (defer !== undefined && Math.abs(time - cached.readAt) > CACHE_MS / 2) {
      this.renewals.start(id, time, async () => await this.read(id, version, now), defer);
    }
    return cached.value;
  }

  private async read(id: string, version: number, now: Date): Promise<Value | undefined> {
    const value = await this.find(id);
    if (value === undefined) return undefined;
    this.entries.set(id, { value, version, readAt: now.getTime() });
    return value;
  }
}

/** The cached text; null where there is none, and where KV fails: the database has what caches have. */
export async function readCached(cache: Pick<TextCache, "get">, key: string): Promise<string | null> {
  try {
    return await cache.get(key);
  } catch (error) {
    logFailure(error);
    return null;
  }
}

/** Caches a text. KV takes one write of a key per second: a failure costs the next caller a read of the database. */
export async function writeCached(
  cache: Pick<TextCache, "put">,
  key: string,
  value: string,
  seconds: number,
): Promise<void> {
  await cache.put(key, value, { expirationTtl: seconds }).catch(logFailure);
}

function logFailure(error: unknown): void {
  log("warn", "A cache in KV failed; the database answers.", { error });
}

/** The methods of a KV namespace that caching requires. */
export interface TextCache {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options: { expirationTtl: number }): Promise<void>;
  delete(key: string): Promise<void>;
}
