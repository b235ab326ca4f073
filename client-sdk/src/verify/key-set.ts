import type { JWK } from "jose";
import { verifyError } from "./verify-error.ts";

/** The least time between two reads, in milliseconds, whatever kid somebody makes up. */
const COOLDOWN_MS = 30_000;
/** The same after a failure, while there are no keys to go on with. */
const RETRY_MS = 1000;
/** What the answer says of its own freshness counts, as far as an hour; where it says nothing, this does. */
const FRESH_SECONDS = 300;
const MAX_FRESH_SECONDS = 3600;

export interface KeySetSettings {
  readonly url: string;
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => number;
  /** How long keys are used that could not be read anew, in seconds after they were last fresh. */
  readonly maxStaleSeconds: number;
  /** How long a read may take, in seconds. */
  readonly timeoutSeconds: number;
}

interface CachedKeys {
  readonly keys: ReadonlyMap<string, JWK>;
  readonly freshFrom: number;
  readonly freshUntil: number;
}

/**
 * A tenant's public keys (RFC 7517), read when they are first needed and kept as long as the answer says. One read is
 * under way at a time. While the network is down, keys that were read serve on for a stated time.
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
   * The key of that id; undefined where the tenant has none. A name that is not there makes for one more read in half a
   * minute at most. Throws `keys_unavailable` where that cannot be told.
   */
  async find(kid: string): Promise<JWK | undefined> {
    const known = this.usable()?.keys.get(kid);
    if (known !== undefined && this.isFresh()) return known;
    // Whoever has a key that will do does not wait for somebody else's read.
    const hasToWait = known === undefined && this.reading !== undefined;
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

  /** Neither after its time nor before it: a clock that was set back tells nothing of an age. */
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
    // A Worker's read ends unheard with the request that began it, and the others may not wait for ever.
    const inTime = await within(reading, this.settings.timeoutSeconds * 1000);
    if (this.reading !== reading) return;
    this.reading = undefined;
    if (!inTime) this.failure = new Error("The read took too long.");
  }

  private async load(): Promise<void> {
    const { url, fetch, now, timeoutSeconds } = this.settings;
    try {
      const signal = AbortSignal.timeout(timeoutSeconds * 1000);
      // A key set lies where it is said to lie, and nowhere else.
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

/** Throws for what does not come from cf-auth. A tenant that is gone has no keys, and that is an answer. */
function keysIn(status: number, body: unknown): ReadonlyMap<string, JWK> {
  const { keys, error } = Object(body);
  if (status === 404 && error?.json?.data?.code === "tenant_unknown") return new Map();
  if (status !== 200 || !Array.isArray(keys)) throw new Error(`There is no key set (status ${status}).`);
  return new Map(keys.map((jwk: JWK) => [`${jwk.kid}`, jwk]));
}

/** RFC 9111 §4.2: how long an answer may be kept, without the time that it has lain in caches. */
function freshSeconds(headers: Headers): number {
  const maxAge = /(?:^|[\s,])max-age=(\d+)/i.exec(headers.get("cache-control") ?? "")?.[1];
  const fresh = Number(maxAge ?? FRESH_SECONDS) - (Number(headers.get("age")) || 0);
  return Math.min(Math.max(fresh, COOLDOWN_MS / 1000), MAX_FRESH_SECONDS);
}

/** Whether the work is done by then. */
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
