import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { EventLog } from "../src/events/event-log.ts";
import type { LiveEvent } from "../src/events/live-event.ts";
import { OutboundError, type OutboundRequest } from "../src/ports/outbound.ts";
import { DeliveryQueue, type DeliveryQueueDeps, MAX_UNFINISHED } from "../src/webhooks/delivery-queue.ts";
import { TestClock } from "./email-queue.ts";

/** Signing secrets, newest first. */
export const SECRETS = [3, 2].map((byte) => `whsec_${new Uint8Array(32).fill(byte).toBase64()}`);

let storages = 0;
/** Runs the work with the storage of a new Durable Object. */
export async function withStorage<T>(work: (sql: SqlStorage) => Promise<T> | T): Promise<T> {
  const stub = env.TENANT_STATE.getByName(`webhooks-${++storages}`);
  return await runInDurableObject(stub, async (_, state) => await work(state.storage.sql));
}

/** How a receiver reacts to a request: a status, no response before the timeout, or the status after it took the event. */
type Reaction =
  | number
  | "hangs"
  | "unreachable"
  | { readonly status: number; readonly headers: Record<string, string> };

export interface Received {
  readonly id: string;
  readonly seq: number;
  readonly object: string;
  readonly type: string;
}

/** A receiver that verifies what it receives, and reacts to events of an object as configured; otherwise with 204. */
export class FakeReceiver {
  readonly received: Received[] = [];
  readonly reactions = new Map<string, Reaction[]>();
  /** Secrets with which a signature of each request must verify. */
  secrets: readonly string[] = SECRETS;
  /** Resolves when hanging requests are to time out. */
  timeout: Promise<void> = Promise.resolve();
  inFlight = 0;
  maxInFlight = 0;
  private readonly clock: TestClock;

  constructor(clock: TestClock) {
    this.clock = clock;
  }

  /** Sets the reactions to the next requests about an object. */
  reacts(object: string, ...reactions: Reaction[]): void {
    this.reactions.set(object, reactions);
  }

  async fetch(_url: string, { headers, body = "", method }: OutboundRequest): Promise<Response> {
    this.inFlight++;
    this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
    try {
      // So that concurrent requests overlap.
      await Promise.resolve();
      return await this.react(method ?? "GET", new Headers(headers), body);
    } finally {
      this.inFlight--;
    }
  }

  private async react(method: string, headers: Headers, body: string): Promise<Response> {
    if (method !== "POST" || headers.get("content-type") !== "application/json") throw new Error("not a webhook");
    this.verify(headers, body);
    const { type, data } = JSON.parse(body) as { type: string; data: { seq: number; object: string } };
    const reaction = this.reactions.get(data.object)?.shift() ?? 204;
    if (reaction === "unreachable") throw new OutboundError("unreachable");
    this.received.push({ id: headers.get("webhook-id") ?? "", seq: data.seq, object: data.object, type });
    if (reaction === "hangs") {
      await this.timeout;
      throw new OutboundError("timeout");
    }
    if (typeof reaction === "number") return new Response(null, { status: reaction });
    return new Response(null, reaction);
  }

  /** Throws unless the request is signed with each secret, and its time is the clock's. */
  private verify(headers: Headers, body: string): void {
    const at = Number(headers.get("webhook-timestamp"));
    if (Math.abs(at * 1000 - this.clock.time) >= 1000) throw new Error(`signed at ${at}`);
    const id = headers.get("webhook-id") ?? "";
    const signatures = (headers.get("webhook-signature") ?? "").split(" ");
    const expected = this.secrets.map((secret) => new Webhook(secret).sign(id, new Date(at * 1000), body));
    if (signatures.join() !== expected.join()) throw new Error("wrong signatures");
  }
}

/** An event as the audit chain has it. */
export function liveEvent(
  seq: number,
  object: string,
  event = "users.update",
  rest: Partial<LiveEvent> = {},
): LiveEvent {
  return {
    ...{ seq, id: `evt_${seq}`, event, outcome: "ok", alert: false, actor: "key_1", subject: object, object },
    ...{ requestId: `req_${seq}`, at: Date.parse("2026-11-24T09:59:00Z") + seq },
    ...rest,
  };
}

/** Builds a tenant's queue on this storage, as if its object had just started, with one webhook `whk_1`. */
export function deliveryQueue(
  sql: SqlStorage,
  receiver: Pick<FakeReceiver, "fetch">,
  clock: TestClock,
  deps: Partial<DeliveryQueueDeps> = {},
) {
  const disabled: string[] = [];
  const reported: unknown[] = [];
  const queue = new DeliveryQueue(sql, new EventLog(sql, clock.now), {
    tenantId: "ten_test",
    outbound: receiver,
    target: async (id) => {
      const isDisabled = disabled.some((entry) => entry.startsWith(`${id} `));
      return isDisabled ? undefined : { url: `https://${id}.example.com/hook`, secrets: SECRETS };
    },
    disable: async (id, reason) => void disabled.push(`${id} ${reason}`),
    now: clock.now,
    random: () => 0.5,
    report: (_, error) => void reported.push(error),
    onQueued: () => undefined,
    ...deps,
  });
  const all = { id: "whk_1", events: [], includeRefused: false };
  const enqueue = (...events: LiveEvent[]) => queue.enqueue(events, [all]);
  return { queue, enqueue, disabled, reported };
}

export function queueSetting(sql: SqlStorage) {
  const clock = new TestClock();
  const receiver = new FakeReceiver(clock);
  return { clock, receiver, ...deliveryQueue(sql, receiver, clock) };
}

/** Advances the clock to each time at which something is due, and runs it, for at most this many seconds. */
export async function runFor(
  { queue, clock }: Pick<ReturnType<typeof queueSetting>, "queue" | "clock">,
  seconds: number,
): Promise<void> {
  const end = clock.time + seconds * 1000;
  for (let due = queue.due(); due !== undefined && due <= end; due = queue.due()) {
    clock.time = Math.max(clock.time, due);
    await queue.run();
  }
  clock.time = end;
}

/** Fills the queue of the webhook. */
export function fill(sql: SqlStorage): void {
  sql.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MAX_UNFINISHED})
    INSERT INTO webhook_deliveries (id, webhook, event_id, seq, event, object, status, attempts, created_at)
    SELECT i, 'whk_1', i, i, 'users.update', 'usr_1', 'queued', '[]', 0 FROM n`);
}

export const seqs = (receiver: FakeReceiver, object: string) =>
  receiver.received.filter((event) => event.object === object).map(({ seq }) => seq);
