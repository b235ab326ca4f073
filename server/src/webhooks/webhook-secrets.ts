import { RowCipher, reencryptRows } from "../shared/row-cipher.ts";
import type { WebhookTarget } from "./send-webhook.ts";
import type { Webhook, WebhookStore } from "./webhook-store.ts";

/** Length of a signing secret in bytes (Standard Webhooks: 24 to 64). */
const SECRET_BYTES = 32;

type Owner = Pick<Webhook, "tenantId" | "id">;

/** A signing secret in the form of Standard Webhooks: `whsec_` and base64. */
export function newSigningSecret(): string {
  return `whsec_${crypto.getRandomValues(new Uint8Array(SECRET_BYTES)).toBase64()}`;
}

/** Encrypts the signing secrets of webhooks at rest. */
export class WebhookSecrets extends RowCipher<Owner> {
  /** The secrets, newest first. Throws if JWT_SECRET no longer has the version, or the row was changed. */
  async decrypt(webhook: Owner & Pick<Webhook, "secrets">): Promise<readonly string[]> {
    // Written by `encryptSecrets`.
    return JSON.parse(await this.decryptText(webhook.secrets, webhook)) as string[];
  }

  async encryptSecrets(secrets: readonly string[], owner: Owner): Promise<string> {
    return await this.encrypt(JSON.stringify(secrets), owner);
  }

  /** Where and how to send a webhook's deliveries: signed with the previous secret as well, until its use ends. */
  async targetOf(webhook: Webhook, now: number): Promise<WebhookTarget> {
    const all = await this.decrypt(webhook);
    const { url, previousSecretExpiresAt: end } = webhook;
    return { url, secrets: end !== null && end.getTime() > now ? all : all.slice(0, 1) };
  }

  protected override contextOf({ tenantId, id }: Owner) {
    return { purpose: "webhooks", context: `${tenantId} ${id}` } as const;
  }
}

/** Maximum number of webhooks whose secrets are encrypted again in one run; the next run continues. */
const MAX_PER_RUN = 500;

/** Encrypts signing secrets with the newest version of JWT_SECRET. A tenant replaces a lost one with webhooks.rotateSecret. */
export async function reencryptWebhookSecrets({
  webhooks,
  webhookSecrets,
}: {
  readonly webhooks: Pick<WebhookStore, "listEncryptedWithOther" | "replaceSecrets">;
  readonly webhookSecrets: WebhookSecrets;
}) {
  const rows = await webhooks.listEncryptedWithOther(webhookSecrets.version, MAX_PER_RUN);
  const cipher = {
    decrypt: async (row: Webhook) => JSON.stringify(await webhookSecrets.decrypt(row)),
    encrypt: async (text: string, row: Webhook) => await webhookSecrets.encrypt(text, row),
  };
  return await reencryptRows(rows, cipher, (row, secrets) => webhooks.replaceSecrets(row, secrets));
}
