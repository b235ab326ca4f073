import type { OutboundRequests } from "../shared/outbound-url.ts";
import type { Delivery, DeliveryAttempt, DeliveryStore, DueDelivery } from "./delivery-store.ts";
import { MAX_AGE_MS, retryDelay } from "./retry-schedule.ts";
import { type AttemptResult, sendWebhook, type WebhookTarget } from "./send-webhook.ts";

/** Number of deliveries sent concurrently: of all webhooks, and of one, so that one that hangs leaves connections to others. */
const MAX_CONCURRENT = 6;
const MAX_CONCURRENT_OF_ONE = 3;
/** Number of deliveries sent concurrently to webhooks whose last attempt failed, so that several that hang leave connections. */
const MAX_CONCURRENT_FAILING = 3;
/** Number of deliveries that a run starts; an alarm starts the next run. */
const MAX_PER_RUN = 100;
/** Time after which an unfinished attempt is due again; longer than any attempt takes. */
const LEASE_MS = 2 * 60 * 1000;

/** Why the service disables a webhook. `failing`: no attempt succeeded in 3 days. `gone`: it answered 410. */
export type DisabledBy = "failing" | "gone" | "backlog";

export interface DeliveryWorkerDeps {
  readonly outbound: Pick<OutboundRequests, "fetch">;
  /** The webhook with its secrets; undefined if it was deleted or is disabled. */
  target(webhookId: string): Promise<WebhookTarget | undefined>;
  /** Disables a webhook, with an event in the audit log. Safe to repeat. */
  disable(webhookId: string, reason: DisabledBy): Promise<void>;
  now(): number;
  random(): number;
  /** Logs a failure of this service. What a receiver does is in the delivery's attempts alone. */
  report(delivery: Delivery, error: unknown): void;
  /** Called when something may be due that no run waits for, so that the object's alarm is set. */
  onQueued(): void;
}

/**
 * Sends deliveries that are due and records each attempt. An attempt whose end was not recorded, because the object was stopped, is
 * repeated: receivers get each event at least once.
 */
export class DeliveryWorker {
  private readonly store: DeliveryStore;
  private readonly deps: DeliveryWorkerDeps;
  /** Deliveries under way in all runs, and their webhooks. */
  private readonly inFlight = new Map<Promise<void>, string>();
  /** Webhooks in the order in which they were served last. */
  private readonly served = new Set<string>();
  /** The newest run. Earlier ones have reached their limit and only finish their deliveries. */
  private newest: Promise<void> | undefined;
  /** Whether the newest run still starts deliveries as soon as others end. */
  private isStarting = false;
  /** Time at which it last looked for due deliveries. */
  private lookedAt = 0;
  private woken = Promise.withResolvers<void>();

  constructor(store: DeliveryStore, deps: DeliveryWorkerDeps) {
    this.store = store;
    this.deps = deps;
  }

  /** Sends due deliveries until none is left or the limit of a run is reached. A call during a run makes it look again. */
  async run(): Promise<void> {
    this.wake();
    if (!this.isStarting) {
      this.isStarting = true;
      this.newest = this.sendDue();
    }
    await this.newest;
  }

  /** Makes the current run look for due deliveries. */
  wake(): void {
    this.woken.resolve();
  }

  /** Time of the next run. What is due now is not: the current run sends it as soon as a connection is free. */
  due(): number | undefined {
    return this.isStarting ? this.store.earliestDueAt(this.lookedAt) : this.store.earliestDueAt();
  }

  /** Makes one attempt of a delivery now, which is not repeated. */
  async sendOnce(delivery: DueDelivery): Promise<void> {
    this.store.markSending(delivery.number, this.deps.now() + LEASE_MS);
    this.deps.onQueued();
    const attempts = await this.attemptOnce(delivery);
    const status = attempts[0]?.error === null ? "delivered" : "failed";
    this.store.finish(delivery, { status, attempts }, this.deps.now());
    this.wake();
  }

  private async attemptOnce(delivery: DueDelivery): Promise<DeliveryAttempt[]> {
    try {
      const target = await this.deps.target(delivery.webhookId);
      return target === undefined ? [] : [attemptOf(await this.attempt(target, delivery))];
    } catch (error) {
      this.deps.report(delivery, error);
      return [internalError(this.deps.now())];
    }
  }

  private async sendDue(): Promise<void> {
    const own = new Set<Promise<void>>();
    try {
      while (own.size < MAX_PER_RUN) {
        this.woken = Promise.withResolvers<void>();
        for (const delivery of this.next(MAX_PER_RUN - own.size)) own.add(this.start(delivery));
        if (this.inFlight.size === 0) break;
        if (own.size < MAX_PER_RUN) await Promise.race([...this.inFlight.keys(), this.woken.promise]);
      }
    } finally {
      this.isStarting = false;
    }
    this.deps.onQueued();
    await Promise.all(own);
  }

  private start(delivery: DueDelivery): Promise<void> {
    const sending = this.send(delivery).finally(() => {
      this.inFlight.delete(sending);
      if (!this.isStarting) this.deps.onQueued();
    });
    this.inFlight.set(sending, delivery.webhookId);
    this.served.delete(delivery.webhookId);
    this.served.add(delivery.webhookId);
    return sending;
  }

  /** Claims deliveries that are due, as many as may be sent beside those in flight: of the webhook first that was served longest ago. */
  private next(limit: number): DueDelivery[] {
    const now = this.deps.now();
    this.lookedAt = now;
    const claimed: DueDelivery[] = [];
    const order = [...this.served];
    const due = this.store.dueWebhooks(now).sort((a, b) => order.indexOf(a) - order.indexOf(b));
    for (const webhookId of due) {
      const busy = [...this.inFlight.values(), ...claimed.map((delivery) => delivery.webhookId)];
      const free = [limit - claimed.length, MAX_CONCURRENT - busy.length];
      free.push(MAX_CONCURRENT_OF_ONE - busy.filter((id) => id === webhookId).length);
      if (this.isFailing(webhookId)) free.push(MAX_CONCURRENT_FAILING - busy.filter((id) => this.isFailing(id)).length);
      const max = Math.min(...free);
      if (max > 0) claimed.push(...this.store.due(webhookId, now, max));
    }
    for (const { number } of claimed) this.store.markSending(number, now + LEASE_MS);
    return claimed.map((delivery) => (delivery.status === "sending" ? withInterruption(delivery, now) : delivery));
  }

  private isFailing(webhookId: string): boolean {
    return this.store.failingSince(webhookId) !== undefined;
  }

  private async send(delivery: DueDelivery): Promise<void> {
    // What is queued later belongs to a webhook that was enabled again meanwhile.
    const last = this.store.newest();
    try {
      const target = await this.deps.target(delivery.webhookId);
      if (target === undefined) this.store.failAll(delivery.webhookId, this.deps.now(), last);
      else await this.conclude(delivery, await this.attempt(target, delivery));
    } catch (error) {
      this.deps.report(delivery, error);
      this.postponeOrFail(delivery, [...delivery.attempts, internalError(this.deps.now())]);
    }
  }

  private async attempt(target: WebhookTarget, delivery: DueDelivery): Promise<AttemptResult> {
    return await sendWebhook(this.deps.outbound, target, delivery, this.deps.now);
  }

  private async conclude(delivery: DueDelivery, result: AttemptResult): Promise<void> {
    const { webhookId } = delivery;
    const attempts = [...delivery.attempts, attemptOf(result)];
    if (result.error === null) {
      this.store.noteSuccess(webhookId);
      this.store.finish(delivery, { status: "delivered", attempts }, this.deps.now());
      return;
    }
    const failingSince = this.store.noteFailure(webhookId, result.at);
    const delay = this.delayAfter(attempts, result.retryAfterMs);
    const isFailing = delay === undefined && failingSince <= (attempts[0]?.at ?? 0);
    if (result.isGone) await this.disable(delivery, attempts, "gone");
    else if (isFailing) await this.disable(delivery, attempts, "failing");
    else this.postponeOrFail(delivery, attempts, delay);
  }

  /** Delay in milliseconds before the next attempt; undefined if there is none. */
  private delayAfter(attempts: readonly DeliveryAttempt[], retryAfterMs = 0): number | undefined {
    const now = this.deps.now();
    const delay = retryDelay(attempts.length, this.deps.random, retryAfterMs);
    const isTooLate = now + (delay ?? 0) > (attempts[0]?.at ?? now) + MAX_AGE_MS;
    return isTooLate ? undefined : delay;
  }

  private postponeOrFail(
    delivery: DueDelivery,
    attempts: readonly DeliveryAttempt[],
    delay = this.delayAfter(attempts),
  ): void {
    const now = this.deps.now();
    if (delay === undefined) this.store.finish(delivery, { status: "failed", attempts }, now);
    else this.store.postpone(delivery.number, attempts, now + delay);
  }

  /** Disables the webhook first: if that fails, the delivery is attempted once more and ends here again. */
  private async disable(delivery: DueDelivery, attempts: readonly DeliveryAttempt[], reason: DisabledBy) {
    const last = this.store.newest();
    await this.deps.disable(delivery.webhookId, reason);
    const now = this.deps.now();
    this.store.finish(delivery, { status: "failed", attempts }, now);
    this.store.failAll(delivery.webhookId, now, last);
    this.store.noteSuccess(delivery.webhookId);
  }
}

function attemptOf({ at, status, error, durationMs }: AttemptResult): DeliveryAttempt {
  return { at, status, error, durationMs };
}

function internalError(at: number): DeliveryAttempt {
  return { at, status: null, error: "internal_error", durationMs: 0 };
}

/** The object was stopped during the last attempt, which may have reached the receiver. */
function withInterruption(delivery: DueDelivery, at: number): DueDelivery {
  const attempt = { at, status: null, error: "interrupted", durationMs: 0 };
  return { ...delivery, attempts: [...delivery.attempts, attempt] };
}
