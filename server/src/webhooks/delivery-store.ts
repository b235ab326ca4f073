import type { SqlDatabase } from "../ports/sql.ts";

/**
 * Statuses of a delivery. `queued`: it waits for an earlier event of the same object. `waiting`: for its next attempt.
 * `failed`: the last attempt failed, or the webhook was disabled.
 */
export const DELIVERY_STATUSES = ["queued", "waiting", "sending", "delivered", "failed"] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One attempt of a delivery. */
export interface DeliveryAttempt {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** HTTP status of the response; null if none came. */
  readonly status: number | null;
  /** Code of the failure; null for a success. */
  readonly error: string | null;
  readonly durationMs: number;
}

/** A delivery of an event to one webhook, without its body. */
export interface Delivery {
  /** Sequence number within the tenant. */
  readonly number: number;
  readonly id: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly seq: number;
  readonly event: string;
  readonly object: string;
  readonly status: DeliveryStatus;
  readonly attempts: readonly DeliveryAttempt[];
  readonly createdAt: number;
  /** Time of the next attempt; null while it is queued, and after the last one. */
  readonly nextAttemptAt: number | null;
  readonly finishedAt: number | null;
}

export type NewDelivery = Pick<Delivery, "id" | "webhookId" | "eventId" | "seq" | "event" | "object"> & {
  readonly body: string;
};
export type DueDelivery = Delivery & { readonly body: string };

export interface DeliveryQuery {
  readonly webhookId?: string | undefined;
  readonly status?: DeliveryStatus | undefined;
  readonly event?: string | undefined;
  /** `number` of the last delivery of the previous page. */
  readonly before?: number | undefined;
  readonly limit: number;
}

const COLUMNS = `number, id, webhook AS webhookId, event_id AS eventId, seq, event, object, status, attempts,
  created_at AS createdAt, due_at AS nextAttemptAt, finished_at AS finishedAt`;

/** Maximum number of deliveries with a record, apart from unfinished ones. */
export const MAX_RECORDS = 100_000;
/** Maximum number of records removed at a time, so that no other work waits long. */
const MAX_REMOVED = 1000;

/** Keeps SQLite from the index that has finished deliveries as well, of which a webhook may have many. */
const UNFINISHED = "INDEXED BY webhook_deliveries_object";

/**
 * Deliveries of one tenant, in the SQLite database of its Durable Object. Of the unfinished deliveries of a webhook about
 * one object only the first has a time at which it is due, so that a failed event holds back only later ones of its object.
 */
export class DeliveryStore {
  private readonly sql: SqlDatabase;

  constructor(sql: SqlDatabase) {
    this.sql = sql;
  }

  /** Queues a delivery: due now, or queued behind an earlier one of the same object. Synchronous. */
  add({ id, webhookId, eventId, seq, event, object, body }: NewDelivery, now: number): void {
    const isQueued = this.firstUnfinished(webhookId, object) !== undefined;
    this.sql.exec(
      `INSERT INTO webhook_deliveries (id, webhook, event_id, seq, event, object, body, status, attempts, created_at, due_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, '[]', ?, ?)`,
      ...[
        id,
        webhookId,
        eventId,
        seq,
        event,
        object,
        body,
        isQueued ? "queued" : "waiting",
        now,
        isQueued ? null : now,
      ],
    );
  }

  find(id: string): Delivery | undefined {
    return this.rows<Delivery>(`SELECT ${COLUMNS} FROM webhook_deliveries WHERE id = ?`, id)[0];
  }

  findUnfinished(id: string): DueDelivery | undefined {
    const query = `SELECT ${COLUMNS}, body FROM webhook_deliveries WHERE id = ? AND finished_at IS NULL`;
    return this.rows<DueDelivery>(query, id)[0];
  }

  /** Whether the webhook has an unfinished delivery of the event. */
  isPending(webhookId: string, eventId: string): boolean {
    const query = "SELECT 1 FROM webhook_deliveries WHERE webhook = ? AND event_id = ? AND finished_at IS NULL LIMIT 1";
    return this.sql.exec(query, webhookId, eventId).toArray().length > 0;
  }

  countUnfinished(webhookId: string): number {
    const query = `SELECT count(*) AS count FROM webhook_deliveries ${UNFINISHED} WHERE webhook = ? AND finished_at IS NULL`;
    return this.sql.exec<{ count: number }>(query, webhookId).one().count;
  }

  /** Time at which the next delivery is due, of those that are due after a time. */
  earliestDueAt(after = 0): number | undefined {
    return this.numberOf("SELECT min(due_at) AS value FROM webhook_deliveries WHERE due_at > ?", after);
  }

  earliestFinishedAt(): number | undefined {
    return this.numberOf("SELECT min(finished_at) AS value FROM webhook_deliveries WHERE finished_at IS NOT NULL");
  }

  /** Webhooks with deliveries that are due. Reads one row of each webhook, however many of its deliveries are due. */
  dueWebhooks(now: number): string[] {
    const query = `SELECT webhook, due_at AS due FROM webhook_deliveries
      WHERE webhook > ? AND due_at IS NOT NULL ORDER BY webhook, due_at LIMIT 1`;
    const found: string[] = [];
    for (let after = ""; ; ) {
      const [row] = this.sql.exec<{ webhook: string; due: number }>(query, after);
      if (row === undefined) return found;
      if (row.due <= now) found.push(row.webhook);
      after = row.webhook;
    }
  }

  due(webhookId: string, now: number, limit: number): DueDelivery[] {
    const query = `SELECT ${COLUMNS}, body FROM webhook_deliveries WHERE webhook = ? AND due_at <= ? ORDER BY due_at, number LIMIT ?`;
    return this.rows<DueDelivery>(query, webhookId, now, limit);
  }

  /** Marks a delivery as being sent. It is due again at `until`, in case the attempt is never finished. */
  markSending(number: number, until: number): void {
    this.sql.exec("UPDATE webhook_deliveries SET status = 'sending', due_at = ? WHERE number = ?", until, number);
  }

  /** Records attempts, and the time of the next one. */
  postpone(number: number, attempts: readonly DeliveryAttempt[], until: number): void {
    const update = `UPDATE webhook_deliveries SET status = 'waiting', attempts = ?, due_at = ?
      WHERE number = ? AND finished_at IS NULL`;
    this.sql.exec(update, JSON.stringify(attempts), until, number);
  }

  /** Finishes a delivery, deletes its body, and releases the next one of its object. Synchronous. */
  finish(
    { number, webhookId, object }: Pick<Delivery, "number" | "webhookId" | "object">,
    { status, attempts }: { status: "delivered" | "failed"; attempts: readonly DeliveryAttempt[] },
    now: number,
  ): void {
    const update = `UPDATE webhook_deliveries SET status = ?, attempts = ?, body = NULL, due_at = NULL, finished_at = ?
      WHERE number = ?`;
    this.sql.exec(update, status, JSON.stringify(attempts), now, number);
    const next = this.firstUnfinished(webhookId, object);
    if (next === undefined) return;
    const release =
      "UPDATE webhook_deliveries SET status = 'waiting', due_at = ? WHERE number = ? AND status = 'queued'";
    this.sql.exec(release, now, next);
  }

  /** Ends the unfinished deliveries of a webhook as failed, up to the number of a delivery. Synchronous. */
  failAll(webhookId: string, now: number, last = Number.MAX_SAFE_INTEGER): void {
    const update = `UPDATE webhook_deliveries ${UNFINISHED} SET status = 'failed', body = NULL, due_at = NULL, finished_at = ?
      WHERE webhook = ? AND finished_at IS NULL AND number <= ?`;
    this.sql.exec(update, now, webhookId, last);
    // The first of each object that is left is due.
    const release = `UPDATE webhook_deliveries SET status = 'waiting', due_at = ? WHERE status = 'queued' AND number IN (
      SELECT min(number) FROM webhook_deliveries ${UNFINISHED} WHERE webhook = ? AND finished_at IS NULL GROUP BY object)`;
    this.sql.exec(release, now, webhookId);
  }

  /** Number of the newest delivery; 0 without any. */
  newest(): number {
    return this.numberOf("SELECT max(number) AS value FROM webhook_deliveries") ?? 0;
  }

  /** Deletes some of the records of deliveries that finished at or before this time, or that are not among the newest. */
  prune(until: number): void {
    const oldest = `SELECT number, finished_at FROM webhook_deliveries WHERE finished_at IS NOT NULL
      ORDER BY finished_at LIMIT ${MAX_REMOVED}`;
    const remove = `DELETE FROM webhook_deliveries WHERE number IN (SELECT number FROM (${oldest})
      WHERE finished_at <= ? OR number <= (SELECT max(number) FROM webhook_deliveries) - ?)`;
    this.sql.exec(remove, until, MAX_RECORDS);
  }

  /** Lists deliveries, newest first. */
  list({ webhookId, status, event, before, limit }: DeliveryQuery): Delivery[] {
    const filters: [string, string | undefined][] = [
      ["webhook = ? AND", webhookId],
      ["status = ? AND", status],
      ["event = ? AND", event],
    ];
    const set = filters.filter((filter): filter is [string, string] => filter[1] !== undefined);
    const query = `SELECT ${COLUMNS} FROM webhook_deliveries
      WHERE ${set.map(([condition]) => condition).join(" ")} number < ? ORDER BY number DESC LIMIT ?`;
    return this.rows<Delivery>(query, ...set.map(([, value]) => value), before ?? Number.MAX_SAFE_INTEGER, limit);
  }

  /** Notes a failed attempt at a webhook. Returns the time since which no attempt has succeeded. */
  noteFailure(webhookId: string, at: number): number {
    this.sql.exec("INSERT OR IGNORE INTO webhook_failures (webhook, since) VALUES (?, ?)", webhookId, at);
    return this.failingSince(webhookId) ?? at;
  }

  noteSuccess(webhookId: string): void {
    this.sql.exec("DELETE FROM webhook_failures WHERE webhook = ?", webhookId);
  }

  /** Time since which no attempt at the webhook has succeeded; undefined if the last one did. */
  failingSince(webhookId: string): number | undefined {
    const query = "SELECT since FROM webhook_failures WHERE webhook = ?";
    return this.sql.exec<{ since: number }>(query, webhookId).toArray()[0]?.since;
  }

  /** Notes that a webhook has too many unfinished deliveries and is to be disabled. */
  noteOverflow(webhookId: string, now: number): void {
    this.sql.exec("INSERT OR IGNORE INTO webhook_overflows (webhook, due_at) VALUES (?, ?)", webhookId, now);
  }

  isOverflowing(webhookId: string): boolean {
    return this.sql.exec("SELECT 1 FROM webhook_overflows WHERE webhook = ?", webhookId).toArray().length > 0;
  }

  earliestOverflowAt(): number | undefined {
    return this.numberOf("SELECT min(due_at) AS value FROM webhook_overflows");
  }

  /** Takes the webhooks that are to be disabled now. Each is due once more at `until`, in case that fails. */
  takeOverflows(now: number, until: number): string[] {
    const take = "UPDATE webhook_overflows SET due_at = ? WHERE due_at <= ? RETURNING webhook";
    const rows = this.sql.exec<{ webhook: string }>(take, until, now).toArray();
    return rows.map(({ webhook }) => webhook);
  }

  clearOverflow(webhookId: string): void {
    this.sql.exec("DELETE FROM webhook_overflows WHERE webhook = ?", webhookId);
  }

  private firstUnfinished(webhookId: string, object: string): number | undefined {
    const query = `SELECT number FROM webhook_deliveries
      WHERE webhook = ? AND object = ? AND finished_at IS NULL ORDER BY number LIMIT 1`;
    return this.sql.exec<{ number: number }>(query, webhookId, object).toArray()[0]?.number;
  }

  private numberOf(query: string, ...bindings: number[]): number | undefined {
    return this.sql.exec<{ value: number | null }>(query, ...bindings).one().value ?? undefined;
  }

  /** Rows of the table above. Only this class writes them, so statuses and attempts are valid. */
  private rows<Row extends Delivery>(query: string, ...bindings: (string | number)[]): Row[] {
    const rows = this.sql.exec(query, ...bindings).toArray() as unknown as (Row & { attempts: string })[];
    return rows.map((row) => ({ ...row, attempts: JSON.parse(row.attempts) as DeliveryAttempt[] }));
  }
}
