import type { Clock, Defer } from "../ports/time.ts";
import { BoundedMap, Renewals } from "./cache.ts";

/** Maximum number of entries of an isolate. The oldest is evicted first. */
const MAX_ENTRIES = 10_000;

/** Name of the version of a tenant's row and of its keys. */
export const TENANT_VERSION = "version";

/**
 * The status of credentials, which Durable Objects store: whether a token was revoked, the version of the rows of a tenant and its
 * keys, an admin's permission.
 */
export interface CredentialStatus {
  /** Reads a status about a tenant. The name has everything that the status depends on; `request` requests it. */
  read<Value>(tenantId: string, name: string, request: () => Promise<Value>): Promise<Value>;
  /** Throws `CredentialStatusChanged` where a status was assumed and is another one now. Call it before any result is returned. */
  confirm(): Promise<void>;
  /** Runs what renews cached rows and status after the response. Undefined where nothing is renewed ahead. */
  readonly defer: Defer | undefined;
}

/** A status that a call relied on has changed: identify its caller again. */
export class CredentialStatusChanged extends Error {
  override readonly name = "CredentialStatusChanged";
}

interface Entry {
  readonly value: unknown;
  /** Time when the request was sent, in milliseconds since 1970. */
  readonly sentAt: number;
}

/** The status of credentials that an isolate caches. */
export class CredentialStatusCache {
  private readonly clock: Clock;
  private readonly entries = new BoundedMap<Entry>(MAX_ENTRIES);
  private readonly renewals = new Renewals();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Requests the status each time. */
  readonly current: CredentialStatus = {
    read: async (tenantId, name, request) => await this.request(keyOf(tenantId, name), request),
    confirm: async () => {},
    defer: undefined,
  };

  /**
   * Reads entries that are younger than a maximum in milliseconds, from the time when they were requested. Renews those older than
   * half of it after the response.
   */
  aged(maxAgeMs: (tenantId: string) => number, defer: Defer): CredentialStatus {
    return {
      read: async <Value>(tenantId: string, name: string, request: () => Promise<Value>) => {
        const key = keyOf(tenantId, name);
        const found = this.entries.get(key);
        if (found === undefined) return await this.request(key, request);
        const now = this.now();
        const age = now - found.sentAt;
        const limit = maxAgeMs(tenantId);
        if (age < 0 || age >= limit) return await this.request(key, request);
        if (age > limit / 2) this.renewals.start(key, now, async () => await this.request(key, request), defer);
        // Each name has one type of value.
        return found.value as Value;
      },
      confirm: async () => {},
      defer,
    };
  }

  /** Assumes that each status is the cached one, and requests it at the same time: `confirm` waits for it. */
  assumed(defer: Defer): CredentialStatus {
    const unchanged: Promise<boolean>[] = [];
    return {
      read: async <Value>(tenantId: string, name: string, request: () => Promise<Value>) => {
        const key = keyOf(tenantId, name);
        const found = this.entries.get(key);
        const requested = this.request(key, request);
        if (found === undefined) return await requested;
        const isSame = requested.then((value) => JSON.stringify(value) === JSON.stringify(found.value));
        // A call that fails before it confirms leaves it unhandled.
        isSame.catch(() => undefined);
        unchanged.push(isSame);
        return found.value as Value;
      },
      confirm: async () => {
        for (const isSame of unchanged) if (!(await isSame)) throw new CredentialStatusChanged();
      },
      defer,
    };
  }

  private async request<Value>(key: string, request: () => Promise<Value>): Promise<Value> {
    const sentAt = this.now();
    const value = await request();
    const before = this.entries.get(key);
    if (before === undefined || before.sentAt <= sentAt) this.entries.set(key, { value, sentAt });
    return value;
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

function keyOf(tenantId: string, name: string): string {
  return `${tenantId} ${name}`;
}
