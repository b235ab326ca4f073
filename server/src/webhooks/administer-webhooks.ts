import { newId } from "../ports/ids.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { WebhooksDeps } from "./deps.ts";
import { newSigningSecret } from "./webhook-secrets.ts";
import type { Webhook } from "./webhook-store.ts";

/** Webhooks of one tenant. */
export const MAX_WEBHOOKS = 20;

export type NewWebhook = Pick<Webhook, "url" | "name" | "events" | "includeRefused" | "createdBy">;
export type WebhookUpdate = {
  readonly [Field in "url" | "name" | "events" | "includeRefused" | "enabled"]?: Webhook[Field] | undefined;
};

/** A webhook and its new signing secret, which is shown once. */
export interface SecretWebhook {
  readonly webhook: Webhook;
  readonly secret: string;
}

/**
 * Creates a webhook, which receives the events from now on. Throws `url_not_allowed` and `webhook_limit_reached`.
 */
export async function createWebhook(app: WebhooksDeps, tenant: Tenant, input: NewWebhook): Promise<SecretWebhook> {
  await app.outboundRequests.requireAllowed(input.url, "url");
  if ((await app.webhooks.count(tenant.id)) >= MAX_WEBHOOKS) {
    throw new AppError("webhook_limit_reached", { max: MAX_WEBHOOKS });
  }
  // Earlier events are sealed first: a webhook receives those that are sealed after its creation.
  await app.seals(tenant.id).sealAll();
  const now = app.clock.now();
  const of = { tenantId: tenant.id, id: newId("whk", now) };
  const secret = newSigningSecret();
  const webhook: Webhook = {
    ...{ ...of, ...input, secrets: await app.webhookSecrets.encryptSecrets([secret], of) },
    ...{ previousSecretExpiresAt: null, enabled: true, disabledReason: null, disabledAt: null, notifiedAt: null },
    ...{ createdAt: now, updatedAt: now },
  };
  await app.webhooks.create(webhook);
  return { webhook, secret };
}

/** Throws `webhook_not_found` and `url_not_allowed`. */
export async function updateWebhook(
  app: Pick<WebhooksDeps, "webhooks" | "webhookDeliveries" | "outboundRequests" | "clock">,
  tenant: Tenant,
  id: string,
  { enabled, ...change }: WebhookUpdate,
): Promise<Webhook> {
  if (change.url !== undefined) await app.outboundRequests.requireAllowed(change.url, "url");
  const now = app.clock.now();
  const before = await findWebhookOrThrow(app, tenant, id);
  const switched = enabled === undefined || enabled === before.enabled ? {} : statusOf(enabled, now);
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const webhook = await app.webhooks.update(tenant.id, id, { ...set, ...switched, updatedAt: now });
  if (webhook === undefined) throw new AppError("webhook_not_found");
  if (enabled === false) await app.webhookDeliveries(tenant.id).endDeliveries(id);
  return webhook;
}

/**
 * Gives a webhook a new signing secret. Deliveries are signed with the previous one as well, for the overlap. Throws
 * `webhook_not_found`.
 */
export async function rotateWebhookSecret(
  app: Pick<WebhooksDeps, "webhooks" | "webhookSecrets" | "clock">,
  tenant: Tenant,
  { id, overlapSeconds }: { readonly id: string; readonly overlapSeconds: number },
): Promise<SecretWebhook> {
  const secret = newSigningSecret();
  for (;;) {
    const before = await findWebhookOrThrow(app, tenant, id);
    // A secret that can't be decrypted any more is replaced all the same.
    const [previous] = await app.webhookSecrets.decrypt(before).catch(() => []);
    const now = app.clock.now();
    const overlaps = previous !== undefined && overlapSeconds > 0;
    const secrets = await app.webhookSecrets.encryptSecrets(overlaps ? [secret, previous] : [secret], before);
    const end = overlaps ? new Date(now.getTime() + overlapSeconds * 1000) : null;
    const change = { secrets, previousSecretExpiresAt: end, updatedAt: now };
    const webhook = await app.webhooks.update(tenant.id, id, change, before.secrets);
    // Otherwise another call has changed the secrets meanwhile: its new one is the previous one.
    if (webhook !== undefined) return { webhook, secret };
  }
}

/** Throws `webhook_not_found`. */
export async function findWebhookOrThrow(
  { webhooks }: Pick<WebhooksDeps, "webhooks">,
  { id: tenantId }: Tenant,
  id: string,
): Promise<Webhook> {
  const webhook = await webhooks.find(tenantId, id);
  if (webhook === undefined) throw new AppError("webhook_not_found");
  return webhook;
}

function statusOf(enabled: boolean, now: Date): Pick<Webhook, "enabled" | "disabledReason" | "disabledAt"> {
  return enabled
    ? { enabled, disabledReason: null, disabledAt: null }
    : { enabled, disabledReason: "paused", disabledAt: now };
}
