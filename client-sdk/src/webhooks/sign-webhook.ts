import { sign } from "./signature.ts";
import type { WebhookEvent } from "./webhook-event.ts";

export interface SignWebhookOptions {
  /** Signing secrets, such as `whsec_dGVzdHM=`; the service signs with both during a rotation. */
  readonly secret: string | readonly string[];
  /** Time of the attempt. Defaults to now. */
  readonly at?: Date;
}

/** A webhook as a receiver gets it. */
export interface SignedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Signs an event as the service does, to test a receiver. Throws `invalid_input` for a secret of another form.
 *
 * @param event - Fields of the event; others have the values of a successful `users.create`.
 *
 * @example
 * const { headers, body } = await signWebhook({ type: "users.delete" }, { secret });
 * const response = await receiver(new Request("https://hooks.example.com", { method: "POST", headers, body }));
 */
export async function signWebhook(
  event: Partial<Omit<WebhookEvent, "data">> & { readonly data?: Partial<WebhookEvent["data"]> },
  { secret, at = new Date() }: SignWebhookOptions,
): Promise<SignedWebhook> {
  const { id = `evt_${crypto.randomUUID()}`, type = "users.create", timestamp = at, tenantId = "ten_test" } = event;
  const object = event.data?.object ?? event.data?.subject ?? "usr_test";
  const body = JSON.stringify({
    ...{ type, timestamp, tenantId },
    data: {
      ...{ seq: 1, id, event: type, outcome: "ok", alert: false, actor: "key_test", subject: object, object },
      ...{ requestId: "req_test", at: timestamp, ...event.data },
    },
  });
  const seconds = `${Math.floor(at.getTime() / 1000)}`;
  const secrets = typeof secret === "string" ? [secret] : secret;
  const signatures = await Promise.all(secrets.map((one) => sign(one, id, seconds, body)));
  return {
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": seconds,
      "webhook-signature": signatures.join(" "),
    },
    body,
  };
}
