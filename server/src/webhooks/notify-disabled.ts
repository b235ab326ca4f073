import type { AuthStore } from "../accounts/store.ts";
import type { ApiKeysDeps } from "../api-keys/deps.ts";
import { creatorOf } from "../api-keys/revoke.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { WebhooksDeps } from "./deps.ts";
import type { Webhook } from "./webhook-store.ts";

/** Maximum number of webhooks per run; the next run continues. */
const MAX_PER_RUN = 200;

type Deps = Pick<WebhooksDeps, "webhooks" | "outbox" | "clock"> &
  Pick<ApiKeysDeps, "apiKeys"> & {
    readonly auth: Pick<AuthStore, "findUser">;
    readonly tenants: { find(id: string): Promise<Tenant | undefined> };
  };

/** Emails the users who created webhooks that the service has disabled. Safe to repeat: each is sent once. */
export async function notifyOfDisabledWebhooks(app: Deps): Promise<{ notified: number } | undefined> {
  const due = await app.webhooks.listToNotify(MAX_PER_RUN);
  let notified = 0;
  const failures: unknown[] = [];
  for (const webhook of due) {
    try {
      if (await notify(app, webhook)) notified++;
      await app.webhooks.markNotified(webhook, app.clock.now());
    } catch (error) {
      failures.push(error);
    }
  }
  // The next run repeats those. One that fails must not keep others from their emails.
  if (failures.length > 0) throw failures[0];
  return due.length === 0 ? undefined : { notified };
}

/** Returns whether an active user created the webhook, directly or through keys. */
async function notify(app: Deps, webhook: Webhook): Promise<boolean> {
  const { id, tenantId, url, disabledAt } = webhook;
  const creator = await creatorOf(app, webhook);
  const user = creator === undefined ? undefined : await app.auth.findUser(creator);
  const tenant = await app.tenants.find(tenantId);
  if (user === undefined || user.status !== "active" || tenant === undefined) return false;
  const when = (disabledAt ?? app.clock.now()).toISOString();
  const values = { tenant: tenant.name, host: new URL(url).host, when };
  const key = `webhook_disabled ${id} ${when}`;
  await app.outbox(user.tenantId).enqueue({ kind: "webhook_disabled", key, to: user.email, userId: user.id, values });
  return true;
}
