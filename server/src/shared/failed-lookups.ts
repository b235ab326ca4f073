import { RATE_LIMIT_PERIOD_SECONDS, type RateLimits } from "../ports/rate-limits.ts";
import type { Pause } from "../ports/time.ts";
import { BoundedMap } from "./cache.ts";
import { AppError } from "./errors/app-error.ts";
import { addressGroup, hasAddress } from "./ip-address.ts";

/** Maximum number of blocked sources and of found targets that an isolate caches. The oldest is evicted first. */
const MAX_REMEMBERED = 10_000;
/** Maximum number of concurrent look-ups of one source for targets not in the cache. Others wait. */
const MAX_PENDING = 20;
const POLL_INTERVAL_MS = 10;
/** Maximum number of waits, since an aborted request never reports its end. */
const MAX_WAITS = 500;

/** A look-up of something that a request names and that may not exist: a key, a signing key, a tenant. */
export interface Lookup {
  /** The request's IP address, as `addressOf` returns it. */
  readonly address: string;
  /** Name of the target. Never a secret: it becomes part of a counter's name. */
  readonly target: string;
  readonly now: Date;
}

/**
 * Limits failed look-ups per IP address: requests with invented keys, tokens or tenants reach the database no more often than
 * the rate limit `credentials` allows. Only failures count, in the platform's counter. An isolate caches which addresses are
 * over the limit and refuses them without a look-up. Targets that were found before keep working from every address, so that
 * a stranger can't block others who share it. Concurrent look-ups per address are limited, so that a burst can't exceed the
 * limit.
 */
export class FailedLookups {
  private readonly limits: RateLimits;
  private readonly pause: Pause;
  /** End of the refusal by source, in milliseconds since 1970. */
  private readonly blocked = new BoundedMap<number>(MAX_REMEMBERED);
  private readonly found = new BoundedMap<true>(MAX_REMEMBERED);
  private readonly pending = new Map<string, number>();

  constructor(limits: RateLimits, pause: Pause) {
    this.limits = limits;
    this.pause = pause;
  }

  /** Returns the result of `find`. Throws `rate_limited`. */
  async find<T>(lookup: Lookup, find: () => Promise<T | undefined>): Promise<T | undefined> {
    const source = sourceOf(lookup);
    if (this.found.get(lookup.target)) return await this.recordResult(lookup, await find());
    await this.takeTurn(source, lookup);
    try {
      return await this.recordResult(lookup, await find());
    } finally {
      this.addPending(source, -1);
    }
  }

  private async takeTurn(source: string, { target, now }: Lookup): Promise<void> {
    // Another request may have found the target meanwhile.
    for (let waits = 0; !this.found.get(target); waits++) {
      this.assertNotBlocked(source, now);
      if ((this.pending.get(source) ?? 0) < MAX_PENDING) break;
      if (waits === MAX_WAITS) this.pending.delete(source);
      else await this.pause(POLL_INTERVAL_MS);
    }
    // Synchronous with the check above, so that no two requests take one turn.
    this.addPending(source, 1);
  }

  private async recordResult<T>(lookup: Lookup, value: T | undefined): Promise<T | undefined> {
    if (value !== undefined) {
      this.found.set(lookup.target, true);
      return value;
    }
    this.found.delete(lookup.target);
    await this.count(sourceOf(lookup), lookup.now);
    return undefined;
  }

  private addPending(source: string, more: 1 | -1): void {
    const pending = (this.pending.get(source) ?? 0) + more;
    if (pending > 0) this.pending.set(source, pending);
    else this.pending.delete(source);
  }

  private assertNotBlocked(source: string, now: Date): void {
    const waitMs = (this.blocked.get(source) ?? 0) - now.getTime();
    if (waitMs > 0) throw new AppError("rate_limited", { retryAfterSeconds: Math.ceil(waitMs / 1000) });
    this.blocked.delete(source);
  }

  private async count(source: string, now: Date): Promise<void> {
    if (await this.limits.allow("credentials", source)) return;
    this.blocked.set(source, now.getTime() + RATE_LIMIT_PERIOD_SECONDS * 1000);
  }
}

/** The counter's name. Calls between Workers of an account have no address, so each target counts by itself. */
function sourceOf({ address, target }: Lookup): string {
  return `lookup ${hasAddress(address) ? addressGroup(address) : target}`;
}
