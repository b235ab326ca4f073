import { RATE_LIMIT_PERIOD_SECONDS, type RateLimits } from "../ports/rate-limits.ts";
import type { Pause } from "../ports/time.ts";
import { AppError } from "./errors/app-error.ts";
import { addressGroup, isKnownAddress } from "./ip-address.ts";

/** How much an isolate remembers, of either. The oldest is forgotten first. */
const MAX_REMEMBERED = 10_000;
/** Look-ups of one source that are under way at once, of what the isolate has not seen. Others wait for those. */
const MAX_PENDING = 20;
const LOOK_EVERY_MS = 10;
/** Whoever has waited so often waits no longer: a request that was broken off never says that it has ended. */
const MAX_WAITS = 500;

/** Something that a request names and that may not exist: a key, a signing key, a tenant. */
export interface Lookup {
  /** Where the request comes from, in the form that `addressOf` gives. */
  readonly address: string;
  /** What is looked up. Never a secret: it becomes part of a counter's name. */
  readonly what: string;
  readonly now: Date;
}

/**
 * Limits look-ups that find nothing, by address: whoever invents keys, tokens or tenants reaches the database no more often
 * than the limit of `credentials` allows. Only failures count, by the platform's counter; an isolate remembers which
 * addresses are over the limit and refuses them before anything is asked. What it has found before goes on working from
 * every address, so that nobody who shares one is kept out by a stranger. Of an address few look-ups are under way at once,
 * so that many that come together pass no limit.
 */
export class FailedLookups {
  private readonly limits: RateLimits;
  private readonly pause: Pause;
  /** By source, until when it is refused, in milliseconds since 1970. */
  private readonly blocked = new Map<string, number>();
  private readonly found = new Map<string, true>();
  private readonly pending = new Map<string, number>();

  constructor(limits: RateLimits, pause: Pause) {
    this.limits = limits;
    this.pause = pause;
  }

  /** What `find` finds. Throws `rate_limited`. */
  async find<T>(lookup: Lookup, find: () => Promise<T | undefined>): Promise<T | undefined> {
    const source = sourceOf(lookup);
    if (this.found.has(lookup.what)) return await this.judge(lookup, await find());
    await this.takeTurn(source, lookup);
    try {
      return await this.judge(lookup, await find());
    } finally {
      this.addPending(source, -1);
    }
  }

  private async takeTurn(source: string, { what, now }: Lookup): Promise<void> {
    // Somebody else may have found it meanwhile.
    for (let waits = 0; !this.found.has(what); waits++) {
      this.requireRoom(source, now);
      if ((this.pending.get(source) ?? 0) < MAX_PENDING) break;
      if (waits === MAX_WAITS) this.pending.delete(source);
      else await this.pause(LOOK_EVERY_MS);
    }
    // In the same step as it was looked at, so that no two take one turn.
    this.addPending(source, 1);
  }

  private async judge<T>(lookup: Lookup, value: T | undefined): Promise<T | undefined> {
    if (value !== undefined) {
      remember(this.found, lookup.what, true);
      return value;
    }
    this.found.delete(lookup.what);
    await this.count(sourceOf(lookup), lookup.now);
    return undefined;
  }

  private addPending(source: string, more: 1 | -1): void {
    const pending = (this.pending.get(source) ?? 0) + more;
    if (pending > 0) this.pending.set(source, pending);
    else this.pending.delete(source);
  }

  private requireRoom(source: string, now: Date): void {
    const waitMs = (this.blocked.get(source) ?? 0) - now.getTime();
    if (waitMs > 0) throw new AppError("rate_limited", { retryAfterSeconds: Math.ceil(waitMs / 1000) });
    this.blocked.delete(source);
  }

  private async count(source: string, now: Date): Promise<void> {
    if (await this.limits.allow("credentials", source)) return;
    remember(this.blocked, source, now.getTime() + RATE_LIMIT_PERIOD_SECONDS * 1000);
  }
}

/** Workers of this account have no address. Each thing that they look up in vain counts by itself. */
function sourceOf({ address, what }: Lookup): string {
  return `lookup ${isKnownAddress(address) ? addressGroup(address) : what}`;
}

function remember<Value>(memory: Map<string, Value>, key: string, value: Value): void {
  memory.delete(key);
  memory.set(key, value);
  for (const oldest of memory.keys()) {
    if (memory.size <= MAX_REMEMBERED) break;
    memory.delete(oldest);
  }
}
