import { log } from "../ports/logger.ts";
import type { Clock, Pause } from "../ports/time.ts";
import { bucketOf } from "./latency.ts";
import type { Delivery, Tally, UsageLog } from "./usage.ts";
import { type CounterMetric, hourOf } from "./usage.ts";

/**
 * Delay of a flush in milliseconds, which bundles many calls: while the object stores it, its other answers wait. Shorter for
 * events, since live event streams are waiting for them.
 */
const FLUSH_DELAY_MS = 2000;
const EVENT_DELAY_MS = 250;
const HOUR_MS = 3_600_000;
/** Time in milliseconds after which a flush that was due counts as cut off. */
const FLUSH_TIMEOUT_MS = 5000;

interface OpenTally extends Tally {
  readonly counts: Partial<Record<CounterMetric, number>>;
  readonly latency: Map<number, number>;
  readonly users: Set<string>;
}

interface TenantTallies {
  /** Tallies not sent yet, by hour. */
  readonly open: Map<string, OpenTally>;
  /** The last delivery, if its arrival is not confirmed. */
  unconfirmed: Delivery | undefined;
  /** The flush that sends them. */
  sender: Sender | undefined;
}

interface Sender {
  /** Time of its start in milliseconds since 1970. */
  readonly since: number;
  /** Whether another flush has left its tallies to this one. */
  hasMore: boolean;
}

/**
 * Counts usage of each tenant in an isolate, and flushes it to the tenants' objects after a delay. A delivery that arrives
 * twice is counted once. A delivery that fails is sent again with the next flush.
 */
export class UsageMeter {
  private readonly log: (tenantId: string) => Pick<UsageLog, "countUsage">;
  private readonly clock: Clock;
  private readonly pause: Pause;
  private readonly tenants = new Map<string, TenantTallies>();
  private source: string | undefined;
  private serial = 0;
  /** Time of the next flush in milliseconds since 1970; infinite if none is scheduled. */
  private flushAt = Number.POSITIVE_INFINITY;
  private hasEvents = false;
  private present: { readonly number: number; readonly text: string } | undefined;

  constructor(log: UsageMeter["log"], clock: Clock, pause: Pause) {
    this.log = log;
    this.clock = clock;
    this.pause = pause;
  }

  count(tenantId: string, metric: CounterMetric, amount = 1): void {
    if (metric === "events") this.hasEvents = true;
    const { counts } = this.tally(tenantId);
    counts[metric] = (counts[metric] ?? 0) + amount;
  }

  /** Counts one call and its latency. */
  call(tenantId: string, { milliseconds, failed }: { milliseconds: number; failed: boolean }): void {
    this.count(tenantId, "calls");
    if (failed) this.count(tenantId, "failures");
    const { latency } = this.tally(tenantId);
    const bucket = bucketOf(milliseconds);
    latency.set(bucket, (latency.get(bucket) ?? 0) + 1);
  }

  seen(tenantId: string, userId: string): void {
    this.tally(tenantId).users.add(userId);
  }

  /** Schedules a flush and returns its work; undefined if nothing was counted, or if one is scheduled that is soon enough. */
  scheduleFlush(): Promise<void> | undefined {
    if (this.tenants.size === 0) return undefined;
    const now = this.clock.now().getTime();
    const delay = this.hasEvents ? EVENT_DELAY_MS : FLUSH_DELAY_MS;
    const isScheduled = this.flushAt <= now + delay && now < this.flushAt + FLUSH_TIMEOUT_MS;
    if (isScheduled) return undefined;
    this.flushAt = now + delay;
    return this.pause(delay).then(async () => {
      this.flushAt = Number.POSITIVE_INFINITY;
      await this.flush();
    });
  }

  /** Flushes all tallies. */
  async flush(): Promise<void> {
    this.hasEvents = false;
    await Promise.all([...this.tenants].map(([tenantId, tallies]) => this.deliver(tenantId, tallies)));
  }

  /**
   * Sends one delivery at a time, in order: the object takes one that arrives after a later one for a repetition. A flush that finds
   * another one sending leaves its tallies to it, unless that one was cut off. It doesn't wait: a request must not wait for
   * another's I/O.
   */
  private async deliver(tenantId: string, tallies: TenantTallies): Promise<void> {
    const since = this.clock.now().getTime();
    if (tallies.sender !== undefined && Math.abs(since - tallies.sender.since) < FLUSH_TIMEOUT_MS) {
      tallies.sender.hasMore = true;
      return;
    }
    const sender: Sender = { since, hasMore: false };
    tallies.sender = sender;
    do {
      sender.hasMore = false;
      if (!(await this.send(tenantId, tallies)) || tallies.sender !== sender || tallies.open.size === 0) break;
      this.source ??= crypto.randomUUID();
      tallies.unconfirmed = { source: this.source, serial: ++this.serial, tallies: [...tallies.open.values()] };
      tallies.open.clear();
      if (!(await this.send(tenantId, tallies))) break;
    } while (tallies.sender === sender && sender.hasMore);
    if (tallies.sender === sender) tallies.sender = undefined;
  }

  /** Sends the unconfirmed delivery. Returns whether everything is confirmed. */
  private async send(tenantId: string, tallies: TenantTallies): Promise<boolean> {
    const { unconfirmed } = tallies;
    if (unconfirmed === undefined) return true;
    try {
      await this.log(tenantId).countUsage(unconfirmed);
    } catch (error) {
      log("warn", "Usage was not delivered; it will be sent again.", { tenantId, error });
      return false;
    }
    if (tallies.unconfirmed === unconfirmed) tallies.unconfirmed = undefined;
    if (tallies.unconfirmed === undefined && tallies.open.size === 0) this.tenants.delete(tenantId);
    return true;
  }

  private tally(tenantId: string): OpenTally {
    let tallies = this.tenants.get(tenantId);
    if (tallies === undefined) {
      tallies = { open: new Map(), unconfirmed: undefined, sender: undefined };
      this.tenants.set(tenantId, tallies);
    }
    const hour = this.hour();
    let tally = tallies.open.get(hour);
    if (tally === undefined) {
      tally = { hour, counts: {}, latency: new Map(), users: new Set() };
      tallies.open.set(hour, tally);
    }
    return tally;
  }

  /** The present hour. Every call counts several times within one. */
  private hour(): string {
    const now = this.clock.now();
    const number = Math.floor(now.getTime() / HOUR_MS);
    if (this.present?.number !== number) this.present = { number, text: hourOf(now) };
    return this.present.text;
  }
}
