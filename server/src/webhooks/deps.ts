import type { AuditDeps } from "../audit/deps.ts";
import type { Outbox } from "../email/email.ts";
import type { Config } from "../ports/config.ts";
import type { OutboundRequests } from "../shared/outbound-url.ts";
import type { WebhookDeliveries } from "./delivery-queue.ts";
import type { WebhookSecrets } from "./webhook-secrets.ts";
import type { WebhookStore } from "./webhook-store.ts";

/** Dependencies of this family; `compose.ts` makes them. */
export interface WebhooksDeps extends Pick<AuditDeps, "clock" | "seals"> {
  readonly config: Config;
  readonly webhooks: WebhookStore;
  readonly webhookSecrets: WebhookSecrets;
  /** Requests to hosts that tenants name. */
  readonly outboundRequests: OutboundRequests;
  /** The tenant's deliveries, in its Durable Object. */
  webhookDeliveries(tenantId: string): WebhookDeliveries;
  outbox(tenantId: string): Outbox;
}
