import { and, eq, gt, sql } from "drizzle-orm";
import { type AuditEvent, type AuditStore, type EventRow, insertIfChanged } from "../audit/store.ts";
import { type Database, schema } from "../ports/database.ts";
import type { WebhookSubscription } from "./delivery-queue.ts";
import type { DisabledBy } from "./delivery-worker.ts";

const { webhooks } = schema;

/** A webhook of a tenant. Its secrets are encrypted. */
export type Webhook = typeof webhooks.$inferSelect;
export type WebhookChange = Partial<
  Pick<Webhook, "url" | "name" | "events" | "includeRefused" | "enabled" | "disabledReason" | "disabledAt">
> &
  Partial<Pick<Webhook, "secrets" | "previousSecretExpiresAt">> &
  Pick<Webhook, "updatedAt">;

/** Webhooks of tenants. */
export class WebhookStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async create(webhook: Webhook): Promise<void> {
    await this.db.insert(webhooks).values(webhook);
  }

  async count(tenantId: string): Promise<number> {
    return await this.db.$count(webhooks, eq(webhooks.tenantId, tenantId));
  }

  async find(tenantId: string, id: string): Promise<Webhook | undefined> {
    return await this.db.select().from(webhooks).where(isWebhook(tenantId, id)).get();
  }

  async list(tenantId: string, page: { after: string; limit: number }): Promise<Webhook[]> {
    return await this.db
      .select()
      .from(webhooks)
      .where(and(eq(webhooks.tenantId, tenantId), gt(webhooks.id, page.after)))
      .orderBy(webhooks.id)
      .limit(page.limit);
  }

  /** A page of the tenant's log, and the webhooks that receive its events, in one request. */
  async eventsAndSubscriptions(
    log: Pick<AuditStore, "selectAfter">,
    tenantId: string,
    after: { rowId: number; end: number },
    limit: number,
  ): Promise<{ events: EventRow[]; subscriptions: WebhookSubscription[] }> {
    const { id, events, includeRefused } = webhooks;
    const subscribed = this.db
      .select({ id, events, includeRefused })
      .from(webhooks)
      .where(and(eq(webhooks.tenantId, tenantId), eq(webhooks.enabled, true)));
    const [page, subscriptions] = await this.db.batch([log.selectAfter(tenantId, after, limit), subscribed]);
    return { events: page, subscriptions };
  }

  /** Returns undefined if there is no such webhook, or its encrypted secrets aren't `secrets` any more. */
  async update(tenantId: string, id: string, change: WebhookChange, secrets?: string): Promise<Webhook | undefined> {
    const same = secrets === undefined ? undefined : eq(webhooks.secrets, secrets);
    const where = and(isWebhook(tenantId, id), same);
    const [row] = await this.db.update(webhooks).set(change).where(where).returning();
    return row;
  }

  async delete(tenantId: string, id: string): Promise<boolean> {
    const { meta } = await this.db.delete(webhooks).where(isWebhook(tenantId, id));
    return meta.changes > 0;
  }

  /** Disables a webhook that is enabled, and writes the event with it. */
  async disable(event: AuditEvent & { tenantId: string }, id: string, reason: DisabledBy): Promise<void> {
    const set = { enabled: false, disabledReason: reason, disabledAt: event.at, notifiedAt: null, updatedAt: event.at };
    const isEnabled = and(isWebhook(event.tenantId, id), eq(webhooks.enabled, true));
    await this.db.batch([this.db.update(webhooks).set(set).where(isEnabled), insertIfChanged(this.db, event)]);
  }

  /** Webhooks that the service disabled and whose creators are to be notified. */
  async listToNotify(limit: number): Promise<Webhook[]> {
    // Same condition as in the partial index.
    const isDue = sql`disabled_reason in ('failing', 'gone', 'backlog') and notified_at is null`;
    return await this.db.select().from(webhooks).where(isDue).orderBy(webhooks.id).limit(limit);
  }

  /** Marks a webhook of `listToNotify` as notified. One that was disabled once more since is still to be notified. */
  async markNotified({ tenantId, id, disabledAt }: Webhook, now: Date): Promise<void> {
    const same = sql`${webhooks.disabledAt} is ${disabledAt?.getTime() ?? null}`;
    await this.db
      .update(webhooks)
      .set({ notifiedAt: now })
      .where(and(isWebhook(tenantId, id), same));
  }

  /** Lists webhooks whose secrets are encrypted with other versions than this one. */
  async listEncryptedWithOther(version: string, limit: number): Promise<Webhook[]> {
    const newest = `${version}.`;
    const isOld = sql`substr(${webhooks.secrets}, 1, ${newest.length}) <> ${newest}`;
    return await this.db.select().from(webhooks).where(isOld).limit(limit);
  }

  /** Replaces the encrypted secrets, unless they have changed. */
  async replaceSecrets(
    { tenantId, id, secrets }: Pick<Webhook, "tenantId" | "id" | "secrets">,
    next: string,
  ): Promise<boolean> {
    const same = and(isWebhook(tenantId, id), eq(webhooks.secrets, secrets));
    const { meta } = await this.db.update(webhooks).set({ secrets: next }).where(same);
    return meta.changes > 0;
  }
}

function isWebhook(tenantId: string, id: string) {
  return and(eq(webhooks.tenantId, tenantId), eq(webhooks.id, id));
}
