import { failureText } from "../ports/database.ts";
import type { Clock, Pause } from "../ports/time.ts";
import { bucketOf } from "./latency.ts";
import type { Delivery, Tally, UsageLog } from "./usage.ts";
import { type CounterMetric, hourOf } from "./usage.ts";

/** How long what is counted may wait to be handed over, in milliseconds: many calls are told of at once. */
const FLUSH_DELAY_MS = 250;
/** Whoever has not handed over by then was cut off, in milliseconds. */
const FLUSH_TIMEOUT_MS = 5000;

interface OpenTally extends Tally {
  readonly counts: Partial<Record<CounterMetric, number>>;
  readonly latency: Map<number, number>;
  readonly users: Set<string>;
}

interface TenantTallies {
  /** By hour. */
  readonly open: Map<string, OpenTally>;
  /** What has been sent, and whether it arrived is not known. */
  unconfirmed: Delivery | undefined;
}

/**
 * Counts what an isolate sees of each tenant, and hands it over to the tenants' own counters a moment later. What is
 * handed over twice is counted once; what cannot be handed over is kept for the next time.
 */
export class UsageMeter {
  private readonly log: (tenantId: string) => Pick<UsageLog, "countUsage">;
  private readonly clock: Clock;
  private readonly pause: Pause;
  private readonly tenants = new Map<string, TenantTallies>();
  private source: string | undefined;
  private serial = 0;
  private waitingSince = 0;

  constructor(log: UsageMeter["log"], clock: Clock, pause: Pause) {
    this.log = log;
    this.clock = clock;
    this.pause = pause;
  }

  count(tenantId: string, metric: CounterMetric, amount = 1): void {
    const { counts } = this.tally(tenantId);
    counts[metric] = (counts[metric] ?? 0) + amount;
  }

  /** One call, and how long it took. */
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

  /** The work that hands over what was counted, in a moment; undefined where there is none, or somebody does that. */
  scheduleFlush(): Promise<void> | undefined {
    const now = this.clock.now().getTime();
    if (this.tenants.size === 0 || now - this.waitingSince < FLUSH_TIMEOUT_MS) return undefined;
    this.waitingSince = now;
    return this.pause(FLUSH_DELAY_MS).then(async () => {
      this.waitingSince = 0;
      await this.flush();
    });
  }

  /** Hands over all there is. */
  async flush(): Promise<void> {
    await Promise.all([...this.tenants].map(([tenantId, account]) => this.deliver(tenantId, account)));
  }

  /** One delivery at a time, in order: what is new waits until what was sent before has arrived. */
  private async deliver(tenantId: string, account: TenantTallies): Promise<void> {
    if (!(await this.send(tenantId, account)) || account.open.size === 0) return;
    this.source ??= crypto.randomUUID();
    account.unconfirmed = { source: this.source, serial: ++this.serial, tallies: [...account.open.values()] };
    account.open.clear();
    await this.send(tenantId, account);
  }

  /** Whether nothing is unsure any more. */
  private async send(tenantId: string, account: TenantTallies): Promise<boolean> {
    const { unconfirmed } = account;
    if (unconfirmed === undefined) return true;
    try {
      await this.log(tenantId).countUsage(unconfirmed);
    } catch (error) {
      const message = "Usage was not handed over; it will be.";
      console.error(JSON.stringify({ level: "error", message, tenantId, error: failureText(error) }));
      return false;
    }
    if (account.unconfirmed === unconfirmed) account.unconfirmed = undefined;
    if (account.unconfirmed === undefined && account.open.size === 0) this.tenants.delete(tenantId);
    return true;
  }

  private tally(tenantId: string): OpenTally {
    let account = this.tenants.get(tenantId);
    if (account === undefined) {
      account = { open: new Map(), unconfirmed: undefined };
      this.tenants.set(tenantId, account);
    }
    const hour = hourOf(this.clock.now());
    let tally = account.open.get(hour);
    if (tally === undefined) {
      tally = { hour, counts: {}, latency: new Map(), users: new Set() };
      account.open.set(hour, tally);
    }
    return tally;
  }
}
