import { isSigned } from "./signature.ts";
import { webhookError } from "./webhook-error.ts";
import type { WebhookEvent } from "./webhook-event.ts";

/** A request as Node and its frameworks have it, with the body as it was received. */
export interface RawWebhook {
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The raw body. A body that was parsed and written again has other bytes, and fails. */
  readonly body: string | Uint8Array;
}

export interface VerifyWebhookOptions {
  /** The signing secret that `webhooks.create` showed; during a rotation both. */
  readonly secret: string | readonly string[];
  /** Difference from this machine's clock that is accepted. Defaults to 300 seconds. */
  readonly toleranceSeconds?: number;
  /** Defaults to the machine's clock. */
  readonly now?: () => Date;
}

const DEFAULT_TOLERANCE_SECONDS = 300;

/**
 * Verifies a webhook's signature and time, and returns its event. Source: the Standard Webhooks specification.
 *
 * Throws `webhook_invalid` if no signature is by one of the secrets, `webhook_expired` if it was signed more than `toleranceSeconds`
 * ago or ahead, and `invalid_input` for a secret of another form.
 *
 * @param request - A `Request`, or headers and raw body. A `Request` is read.
 *
 * @example
 * const event = await verifyWebhook(request, { secret: process.env.CF_AUTH_WEBHOOK_SECRET ?? "" });
 * if (event.type === "users.delete") await removeDataOf(event.data.object);
 * return new Response(null, { status: 204 });
 */
export async function verifyWebhook(
  request: Request | RawWebhook,
  { secret, toleranceSeconds = DEFAULT_TOLERANCE_SECONDS, now = () => new Date() }: VerifyWebhookOptions,
): Promise<WebhookEvent> {
  const body = request instanceof Request ? await request.text() : textOf(request.body);
  const [id, timestamp, header] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
    headerOf(request.headers, name),
  );
  if (!id || !timestamp || !header) throw webhookError("webhook_invalid", { problem: "A header is missing." });
  const secrets = typeof secret === "string" ? [secret] : secret;
  if (!(await isSigned(secrets, { id, timestamp, body, header }))) throw webhookError("webhook_invalid", { id });
  const ageSeconds = now().getTime() / 1000 - Number(timestamp);
  if (!(Math.abs(ageSeconds) <= toleranceSeconds)) throw webhookError("webhook_expired", { id, ageSeconds });
  return eventOf(id, body);
}

function eventOf(id: string, body: string): WebhookEvent {
  // The signature says that the service wrote it.
  const { type, timestamp, tenantId, data } = JSON.parse(body) as {
    readonly [Field in "type" | "timestamp" | "tenantId"]: string;
  } & { readonly data: Omit<WebhookEvent["data"], "at"> & { readonly at: string } };
  return { id, type, timestamp: new Date(timestamp), tenantId, data: { ...data, at: new Date(data.at) } };
}

function textOf(body: string | Uint8Array): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}

function headerOf(headers: RawWebhook["headers"], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return typeof value === "object" ? value.join(" ") : value;
}
