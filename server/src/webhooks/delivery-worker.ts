import type { OutboundRequests } from "../shared/outbound-url.ts";
import type { Delivery, DeliveryAttempt, DueDelivery, MessageStore } from "./message-store.ts";
import { MAX_ATTEMPTS, retryDelay } from "./retry-schedule.ts";
import { type AttemptResult, sendWebhook, type WebhookTarget } from "./send-webhook.ts";

/** Number of deliveries sent concurrently: of all endpoints, and of one, so that one that hangs leaves connections to others. */
const MAX_CONCURRENT = 6;
const MAX_CONCURRENT_OF_ONE = 3;
/** Number of deliveries per run; an alarm starts the next run. */
const MAX_PER_RUN = 100;
/** Time after which an unfinished attempt is due again; longer than any attempt takes. */
const LEASE_MS = 2 * 60 * 1000;

/** Why the service disables an endpoint. `failing`: no attempt succeeded in 3 days. `gone`: it answered 410. */
export type DisabledBy = "failing" | "gone" | "backlog";

export interface DeliveryWorkerDeps {
  readonly outbound: Pick<OutboundRequests, "fetch">;
  /** The endpoint with its secrets; undefined if it was deleted or is disabled. */
  target(webhookId: string): Promise<WebhookTarget | undefined>;
  /** Disables an endpoint, with an event in the audit log. Safe to repeat. */
  disable(webhookId: string, reason: DisabledBy): Promise<void>;
  now(): number;
  random(): number;
  /** Logs a failure of this service. What a receiver does is in the delivery's attempts alone. */
  report(delivery: Delivery, error: unknown): void;
}

/**
 * Sends deliveries that are due and records each attempt. An attempt whose end was not recorded, because the object was stopped, is
 * repeated: receivers get each event at least once.
 */
export class DeliveryWorker {
  private readonly store: MessageStore;
  private readonly deps: DeliveryWorkerDeps;
  private running: Promise<void> | undefined;

  constructor(store: MessageStore, deps: DeliveryWorkerDeps) {
    this.store = store;
    this.deps = deps;
  }

  /** Sends due deliveries until none is left or the limit of a run is reached. Concurrent calls share one run. */
  async run(): Promise<void> {
    this.running ??= this.sendDue().finally(() => {
      this.running = undefined;
    });
    await this.running;
  }

  /** Makes one attempt of a delivery now, which is not repeated. */
  async sendOnce(delivery: DueDelivery): Promise<void> {
    this.store.markSending(delivery.number, this.deps.now() + LEASE_MS);
    const target = await this.deps.target(delivery.webhookId);
    const attempts = target === undefined ? [] : [attemptOf(await this.attempt(target, delivery))];
    const status = attempts[0]?.error === null ? "delivered" : "failed";
    this.store.finish(delivery, { status, attempts }, this.deps.now());
  }

  private async sendDue(): Promise<void> {
    const inFlight = new Map<Promise<void>, string>();
    for (let count = 0; ; ) {
      for (const delivery of count < MAX_PER_RUN ? this.next(inFlight) : []) {
        count++;
        const sending: Promise<void> = this.send(delivery).finally(() => inFlight.delete(sending));
        inFlight.set(sending, delivery.webhookId);
      }
      if (inFlight.size === 0) return;
      await Promise.race(inFlight.keys());
    }
  }

  /** Claims deliveries that are due, as many as may be sent beside those in flight. */
  private next(inFlight: ReadonlyMap<unknown, string>): DueDelivery[] {
    const now = this.deps.now();
    const claimed: DueDelivery[] = [];
    for (const webhookId of this.store.dueWebhooks(now)) {
      const ofOne = [...inFlight.values()].filter((id) => id === webhookId).length;
      const free = Math.min(MAX_CONCURRENT_OF_ONE - ofOne, MAX_CONCURRENT - inFlight.size - claimed.length);
      if (free > 0) claimed.push(...this.store.due(webhookId, now, free));
    }
    for (const { number } of claimed) this.store.markSending(number, now + LEASE_MS);
    return claimed.map((delivery) => (delivery.status === "sending" ? withInterruption(delivery, now) : delivery));
  }

  private async send(delivery: DueDelivery): Promise<void> {
    try {
      const target = await this.deps.target(delivery.webhookId);
      if (target === undefined) this.store.failAll(delivery.webhookId, this.deps.now());
      else await this.conclude(delivery, await this.attempt(target, delivery));
    } catch (error) {
      this.deps.report(delivery, error);
      const attempt = { at: this.deps.now(), status: null, error: "internal_error", durationMs: 0 };
      this.postponeOrFail(delivery, [...delivery.attempts, attempt], 0);
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
    const isFailing = attempts.length >= MAX_ATTEMPTS && failingSince <= (attempts[0]?.at ?? 0);
    if (result.isGone) await this.disable(delivery, attempts, "gone");
    else if (isFailing) await this.disable(delivery, attempts, "failing");
    else this.postponeOrFail(delivery, attempts, result.retryAfterMs);
  }

  private postponeOrFail(delivery: DueDelivery, attempts: readonly DeliveryAttempt[], retryAfterMs: number): void {
    const now = this.deps.now();
    const delay = retryDelay(attempts.length, this.deps.random, retryAfterMs);
    if (delay === undefined) this.store.finish(delivery, { status: "failed", attempts }, now);
    else this.store.postpone(delivery.number, attempts, now + delay);
  }

  /** Disables the endpoint first: if that fails, the delivery is attempted once more and ends here again. */
  private async disable(delivery: DueDelivery, attempts: readonly DeliveryAttempt[], reason: DisabledBy) {
    await this.deps.disable(delivery.webhookId, reason);
    const now = this.deps.now();
    this.store.finish(delivery, { status: "failed", attempts }, now);
    this.store.failAll(delivery.webhookId, now);
    this.store.noteSuccess(delivery.webhookId);
  }
}

function attemptOf({ at, status, error, durationMs }: AttemptResult): DeliveryAttempt {
  return { at, status, error, durationMs };
}

/** The object was stopped during the last attempt, which may have reached the receiver. */
function withInterruption(delivery: DueDelivery, at: number): DueDelivery {
  const attempt = { at, status: null, error: "interrupted", durationMs: 0 };
  return { ...delivery, attempts: [...delivery.attempts, attempt] };
}
