import type { JWK } from "jose";
import { verifyError } from "./verify-error.ts";

/** Minimum time between two fetches in milliseconds, whatever `kid` tokens name. */
const COOLDOWN_MS = 30_000;
/** The same after a failure without cached keys. */
const RETRY_MS = 1000;
/** Freshness in seconds of a response without max-age. A max-age counts up to one hour. */
const FRESH_SECONDS = 300;
const MAX_FRESH_SECONDS = 3600;

/** Settings of a key set. */
export interface KeySetSettings {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => number;
  /** How long stale keys are used while fetches fail, in seconds. */
  readonly maxStaleSeconds: number;
  /** Timeout of a fetch in seconds. */
  readonly timeoutSeconds: number;
}

interface CachedKeys {
  readonly keys: ReadonlyMap<string, JWK>;
  readonly freshFrom: number;
  readonly freshUntil: number;
}

/**
 * A tenant's public keys (RFC 7517), fetched at first use and cached as long as the response says, one fetch at a time. While the network
 * is down, stale keys are used for `maxStaleSeconds`.
 */
export class KeySet {
  private readonly settings: KeySetSettings;
  private cached: CachedKeys | undefined;
  private reading: Promise<void> | undefined;
  private triedAt = Number.NEGATIVE_INFINITY;
  private failure: unknown;

  constructor(settings: KeySetSettings) {
    this.settings = settings;
  }

  /**
   * The key with an id; undefined if the tenant has none. An unknown id causes at most one fetch in 30 seconds. Throws
   * `keys_unavailable` if the keys can't be fetched.
   */
  async find(kid: string): Promise<JWK | undefined> {
    const existing = this.usable()?.keys.get(kid);
    if (existing !== undefined && this.isFresh()) return existing;
    // A call that has its key does not wait for another call's fetch.
    const hasToWait = existing === undefined && this.reading !== undefined;
    if (hasToWait || !(this.reading !== undefined || this.isCoolingDown())) await this.read();
    const found = this.usable()?.keys.get(kid);
    if (found === undefined && this.failure !== undefined) throw verifyError("keys_unavailable", {}, this.failure);
    return found;
  }

  private usable(): CachedKeys | undefined {
    const { cached, settings } = this;
    return cached !== undefined && settings.now() < cached.freshUntil + settings.maxStaleSeconds * 1000
      ? cached
      : undefined;
  }

  /** Within its time, from start to end: a clock that was set back says nothing about age. */
  private isFresh(): boolean {
    const now = this.settings.now();
    return this.cached !== undefined && now >= this.cached.freshFrom && now < this.cached.freshUntil;
  }

  private isCoolingDown(): boolean {
    const since = this.settings.now() - this.triedAt;
    return since >= 0 && since < (this.usable() === undefined && this.failure !== undefined ? RETRY_MS : COOLDOWN_MS);
  }

  /** Waits for the read that is under way, or begins one. Never throws: what went wrong is kept as the failure. */
  private async read(): Promise<void> {
    if (this.reading === undefined) {
      this.triedAt = this.settings.now();
      this.reading = this.load();
    }
    const { reading } = this;
    // In a Worker a fetch is cancelled with the request that started it, so others must not wait forever.
    const inTime = await within(reading, this.settings.timeoutSeconds * 1000);
    if (this.reading !== reading) return;
    this.reading = undefined;
    if (!inTime) this.failure = new Error("The fetch of the keys timed out.");
  }

  private async load(): Promise<void> {
    const { url, fetch, now, timeoutSeconds } = this.settings;
    try {
      const signal = AbortSignal.timeout(timeoutSeconds * 1000);
      // Key sets are never redirected.
      const response = await fetch(url, { signal, redirect: "manual", headers: { accept: "application/json" } });
      const keys = keysIn(response.status, await response.json());
      const from = now();
      this.cached = { keys, freshFrom: from, freshUntil: from + freshSeconds(response.headers) * 1000 };
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
    }
  }
}

/** The keys in a response. Throws if it is not from cf-auth. A deleted tenant has no keys. */
function keysIn(status: number, body: unknown): ReadonlyMap<string, JWK> {
  const { keys, code } = Object(body);
  if (status === 404 && code === "tenant_not_found") return new Map();
  if (status !== 200 || !Array.isArray(keys)) throw new Error(`The response is not a key set (status ${status}).`);
  return new Map(keys.map((jwk: JWK) => [`${jwk.kid}`, jwk]));
}

/** Freshness lifetime in seconds (RFC 9111 §4.2), minus the time in caches. */
function freshSeconds(headers: Headers): number {
  const maxAge = /(?:^|[\s,])max-age=(\d+)/i.exec(headers.get("cache-control") ?? "")?.[1];
  const fresh = Number(maxAge ?? FRESH_SECONDS) - (Number(headers.get("age")) || 0);
  return Math.min(Math.max(fresh, COOLDOWN_MS / 1000), MAX_FRESH_SECONDS);
}

/** Whether the work finishes in time. */
async function within(work: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
