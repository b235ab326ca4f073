import { AppError } from "../errors/app-error.ts";
import { RATE_LIMIT_PERIOD_SECONDS, type RateLimits } from "../ports/rate-limits.ts";
import { addressGroup, isKnownAddress } from "./address.ts";

/** How much an isolate remembers, of either. The oldest is forgotten first. */
const MAX_REMEMBERED = 10_000;

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
 * every address, so that nobody who shares one is kept out by a stranger.
 *
 * Look-ups that were under way when an address went over the limit still end.
 */
export class FailedLookups {
  private readonly limits: RateLimits;
  /** By source, until when it is refused, in milliseconds since 1970. */
  private readonly blocked = new Map<string, number>();
  private readonly found = new Map<string, true>();

  constructor(limits: RateLimits) {
    this.limits = limits;
  }

  /** What `find` finds. Throws `rate_limited`. */
  async find<T>(lookup: Lookup, find: () => Promise<T | undefined>): Promise<T | undefined> {
    const { what, now } = lookup;
    const source = sourceOf(lookup);
    if (!this.found.has(what)) this.requireRoom(source, now);
    const value = await find();
    if (value === undefined) {
      this.found.delete(what);
      await this.count(source, now);
    } else {
      remember(this.found, what, true);
    }
    return value;
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
