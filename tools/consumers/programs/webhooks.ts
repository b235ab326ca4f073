import { CfAuthError } from "@cf-auth/client/errors";
import {
  type RawWebhook,
  type SignedWebhook,
  type SignWebhookOptions,
  signWebhook,
  type VerifyWebhookOptions,
  verifyWebhook,
  type WebhookEvent,
} from "@cf-auth/client/webhooks";

/** A webhook that is good, and the same with another body. */
export async function run() {
  const at = new Date("2026-11-30T10:00:00Z");
  const signing: SignWebhookOptions = { secret: `whsec_${btoa("s".repeat(32))}`, at };
  const verifying: VerifyWebhookOptions = { secret: signing.secret, now: () => at };
  const signed: SignedWebhook = await signWebhook({ type: "users.delete", data: { seq: 7 } }, signing);
  const event: WebhookEvent = await verifyWebhook(signed, verifying);
  const altered: RawWebhook = { ...signed, body: `${signed.body} ` };
  const error = await verifyWebhook(altered, verifying).catch((thrown: unknown) => thrown);
  return { type: event.type, seq: event.data.seq, code: error instanceof CfAuthError ? error.code : undefined };
}

export const sees: Awaited<ReturnType<typeof run>> = { type: "users.delete", seq: 7, code: "webhook_invalid" };
