export { type SignedWebhook, type SignWebhookOptions, signWebhook } from "./webhooks/sign-webhook.ts";
export { type RawWebhook, type VerifyWebhookOptions, verifyWebhook } from "./webhooks/verify-webhook.ts";
export type { WebhookEvent } from "./webhooks/webhook-event.ts";
