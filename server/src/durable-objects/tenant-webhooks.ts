import type { EventLog } from "../events/event-log.ts";
import { openDatabase } from "../ports/database.ts";
import { newId } from "../ports/ids.ts";
import { log } from "../ports/logger.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import { systemClock } from "../ports/time.ts";
import { openOutbound } from "../tenants/open-outbound.ts";
import { TenantStore } from "../tenants/store.ts";
import { DeliveryQueue } from "../webhooks/delivery-queue.ts";
import { WebhookSecrets } from "../webhooks/webhook-secrets.ts";
import { WebhookStore } from "../webhooks/webhook-store.ts";
import { completeConfig } from "./tenant-email.ts";

/** What happens in the object outside of the queue. */
interface QueueEvents {
  onQueued(): void;
  /** Called when a webhook was disabled, which is in the audit log. */
  onDisabled(): void;
}

/** Wires one tenant's queue of webhook deliveries to its object's storage, to D1 and to the internet. */
export function tenantWebhooks(
  sql: SqlDatabase,
  env: Env,
  tenantId: string,
  events: Pick<EventLog, "after">,
  { onQueued, onDisabled }: QueueEvents,
): DeliveryQueue {
  const db = openDatabase(env.DB);
  const webhooks = new WebhookStore(db);
  const now = () => systemClock.now().getTime();
  // Read lazily, so that queued deliveries survive a deployment that lacks a setting.
  let cached: ReturnType<typeof configured> | undefined;
  const parts = () => {
    cached ??= configured(env, db);
    return cached;
  };
  return new DeliveryQueue(sql, events, {
    tenantId,
    outbound: { fetch: async (url, request) => await parts().outbound.fetch(url, request) },
    target: async (webhookId) => {
      const webhook = await webhooks.find(tenantId, webhookId);
      return webhook?.enabled ? await parts().secrets.targetOf(webhook, now()) : undefined;
    },
    disable: async (webhookId, reason) => {
      const at = systemClock.now();
      const event = {
        ...{
          id: newId("evt", at),
          tenantId,
          event: "webhooks.disabled",
          actor: "system",
          subject: null,
          outcome: "ok",
        },
        ...{ details: { id: webhookId, reason }, ip: "", requestId: "", at },
      };
      await webhooks.disable(event, webhookId, reason);
      onDisabled();
    },
    now,
    random: Math.random,
    report: ({ webhookId }, error) => {
      log("error", "A webhook was not sent because of an internal error.", { tenantId, id: webhookId, error });
    },
    onQueued,
  });
}

function configured(env: Env, db: ReturnType<typeof openDatabase>) {
  const config = completeConfig(env);
  return { outbound: openOutbound(config, new TenantStore(db)), secrets: new WebhookSecrets(config.secrets) };
}
