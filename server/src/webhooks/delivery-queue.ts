import type { Outcome } from "../authz/graph-service.ts";
import { outcomeOf } from "../authz/outcome.ts";
import type { EventLog } from "../events/event-log.ts";
import type { LiveEvent } from "../events/live-event.ts";
import { newId } from "../ports/ids.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Job } from "../shared/alarms.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { type Delivery, type DeliveryQuery, DeliveryStore } from "./delivery-store.ts";
import { DeliveryWorker, type DeliveryWorkerDeps } from "./delivery-worker.ts";
import { bodyOf, matches, type WebhookFilter } from "./webhook-event.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Retention of the records of finished deliveries: that of the events that they are about. */
const RETENTION_MS = 7 * DAY_MS;
/** Maximum number of unfinished deliveries of a webhook; more disable it, so that none is dropped silently. */
export const MAX_UNFINISHED = 100_000;
/** Delay before a webhook that could not be disabled is disabled again. */
const OVERFLOW_RETRY_MS = 60_000;
/** Number of events that one call of a replay reads. */
const MAX_REPLAYED = 5000;

/** An enabled webhook, as the fan-out of events needs it. */
export interface WebhookSubscription extends WebhookFilter {
  readonly id: string;
}

/** Events of a tenant to send again: those from a time up to another one, after a sequence number. */
export interface Replay extends WebhookSubscription {
  readonly from: number;
  readonly to: number;
  readonly after: number;
}

export interface ReplayPage {
  /** Number of events that were queued. */
  readonly queued: number;
  /** `seq` after which the next page starts; null after the last. */
  readonly next: number | null;
  /** Time of the oldest event that is stored; null if none is. */
  readonly oldestAt: number | null;
}

/** RPC interface to the deliveries of one tenant. */
export interface WebhookDeliveries {
  /** Lists deliveries, newest first. */
  deliveries(query: DeliveryQuery): Promise<Delivery[]>;
  /** Sends a test event once, and returns the finished delivery. */
  sendTest(webhookId: string, event: Omit<LiveEvent, "seq">): Promise<Delivery>;
  /** Queues one page of a replay. Fails with `webhook_backlog_full`. */
  replay(replay: Replay): Promise<Outcome<ReplayPage>>;
  /** Ends the deliveries of a webhook that was disabled or deleted. */
  endDeliveries(webhookId: string): Promise<void>;
  /** Time since which no attempt has succeeded, of each webhook that fails. */
  failingSince(webhookIds: readonly string[]): Promise<(number | null)[]>;
}

export interface DeliveryQueueDeps extends DeliveryWorkerDeps {
  readonly tenantId: string;
}

/**
 * Queue of one tenant's deliveries. An event is queued for all webhooks in the turn in which it is sealed into the audit chain, so
 * each event is queued once, in the order of the chain.
 */
export class DeliveryQueue implements Job, WebhookDeliveries {
  private readonly deps: DeliveryQueueDeps;
  private readonly log: Pick<EventLog, "after">;
  private readonly store: DeliveryStore;
  private readonly worker: DeliveryWorker;

  constructor(sql: SqlDatabase, log: Pick<EventLog, "after">, deps: DeliveryQueueDeps) {
    this.deps = deps;
    this.log = log;
    this.store = new DeliveryStore(sql);
    this.worker = new DeliveryWorker(this.store, deps);
  }

  /** Queues events for the webhooks that receive them. Synchronous, so that no event is sealed without its deliveries. */
  enqueue(events: readonly LiveEvent[], subscriptions: readonly WebhookSubscription[]): void {
    for (const subscription of subscriptions) {
      const matching = events.filter((event) => matches(subscription, event));
      if (matching.length === 0 || this.store.isOverflowing(subscription.id)) continue;
      if (this.canQueue(subscription.id, matching.length)) {
        for (const event of matching) this.add(subscription.id, event);
      } else this.store.noteOverflow(subscription.id, this.deps.now());
    }
    this.worker.wake();
    this.deps.onQueued();
  }

  due(): number | undefined {
    const finished = this.store.earliestFinishedAt();
    const expires = finished === undefined ? undefined : finished + RETENTION_MS;
    const times = [this.worker.due(), this.store.earliestOverflowAt(), expires];
    const due = times.filter((time) => time !== undefined);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** Sends what is due, and deletes expired records. */
  async run(): Promise<void> {
    const now = this.deps.now();
    this.store.prune(now - RETENTION_MS);
    // Beside the deliveries: a failure here must not delay those of other webhooks.
    await Promise.all([this.worker.run(), this.disableOverflowing(now)]);
  }

  private async disableOverflowing(now: number): Promise<void> {
    for (const webhookId of this.store.takeOverflows(now, now + OVERFLOW_RETRY_MS)) {
      await this.deps.disable(webhookId, "backlog");
      await this.endDeliveries(webhookId);
    }
  }

  private canQueue(webhookId: string, count: number): boolean {
    return this.store.countUnfinished(webhookId) + count <= MAX_UNFINISHED;
  }

  async deliveries(query: DeliveryQuery): Promise<Delivery[]> {
    return this.store.list(query);
  }

  async failingSince(webhookIds: readonly string[]): Promise<(number | null)[]> {
    return webhookIds.map((id) => this.store.failingSince(id) ?? null);
  }

  async endDeliveries(webhookId: string): Promise<void> {
    this.store.failAll(webhookId, this.deps.now());
    this.store.noteSuccess(webhookId);
    this.store.clearOverflow(webhookId);
    this.deps.onQueued();
  }

  async sendTest(webhookId: string, event: Omit<LiveEvent, "seq">): Promise<Delivery> {
    const id = this.add(webhookId, { ...event, seq: 0 });
    const delivery = this.store.findUnfinished(id);
    if (delivery !== undefined) await this.worker.sendOnce(delivery);
    const sent = this.store.find(id);
    if (sent === undefined) throw new Error("The test delivery has no record.");
    return sent;
  }

  async replay(replay: Replay): Promise<Outcome<ReplayPage>> {
    return outcomeOf(() => this.queuePage(replay));
  }

  private queuePage({ from, to, after, ...subscription }: Replay): ReplayPage {
    const events = this.log.after(after, null, MAX_REPLAYED);
    const within = events.filter(({ at }) => at >= from && at <= to);
    const due = within.filter(
      (event) => matches(subscription, event) && !this.store.isPending(subscription.id, event.id),
    );
    if (!this.canQueue(subscription.id, due.length))
      throw new AppError("webhook_backlog_full", { max: MAX_UNFINISHED });
    for (const event of due) this.add(subscription.id, event);
    this.worker.wake();
    this.deps.onQueued();
    const [oldest] = this.log.after(0, null, 1);
    const next = events.length < MAX_REPLAYED ? null : (events.at(-1)?.seq ?? null);
    return { queued: due.length, next, oldestAt: oldest?.at ?? null };
  }

  private add(webhookId: string, event: LiveEvent): string {
    const now = this.deps.now();
    const id = newId("whd", new Date(now));
    const { id: eventId, seq, event: name, object } = event;
    const body = bodyOf(this.deps.tenantId, event);
    this.store.add({ id, webhookId, eventId, seq, event: name, object, body }, now);
    return id;
  }
}
