import { Webhook } from "standardwebhooks";
import { OutboundError } from "../ports/outbound.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { OutboundRequests } from "../shared/outbound-url.ts";
import type { DeliveryAttempt } from "./delivery-store.ts";

/** Time within which a receiver responds. */
const TIMEOUT_MS = 15_000;
const GONE = 410;

/** A webhook as a delivery needs it: its URL, and the secrets that sign, newest first. */
export interface WebhookTarget {
  readonly url: string;
  readonly secrets: readonly string[];
}

export interface AttemptResult extends DeliveryAttempt {
  /** Delay that the receiver requested by `Retry-After`, in milliseconds; 0 without one. */
  readonly retryAfterMs: number;
  /** Whether the receiver wants no more events: status 410. */
  readonly isGone: boolean;
}

/**
 * Sends a delivery once, signed by the Standard Webhooks specification. Any status of 200 to 299 is a success; a redirect is a failure
 * and isn't followed. Never throws for what the receiver or DNS does.
 */
export async function sendWebhook(
  outbound: Pick<OutboundRequests, "fetch">,
  { url, secrets }: WebhookTarget,
  { eventId, body }: { readonly eventId: string; readonly body: string },
  now: () => number,
): Promise<AttemptResult> {
  const at = now();
  const result = (of: Pick<DeliveryAttempt, "status" | "error">, retryAfterMs = 0): AttemptResult => ({
    ...{ ...of, at, durationMs: Math.max(0, now() - at), retryAfterMs },
    isGone: of.status === GONE,
  });
  try {
    const { ok, status, headers } = await outbound.fetch(url, {
      ...{ method: "POST", body, timeoutMs: TIMEOUT_MS, discardsBody: true },
      headers: {
        "content-type": "application/json",
        "user-agent": "cf-auth-webhooks/1",
        "webhook-id": eventId,
        "webhook-timestamp": `${Math.floor(at / 1000)}`,
        "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(eventId, new Date(at), body)).join(" "),
      },
    });
    return result({ status, error: ok ? null : `http_${status}` }, retryAfterOf(headers.get("retry-after"), at));
  } catch (error) {
    if (error instanceof OutboundError) return result({ status: null, error: error.reason });
    if (error instanceof AppError) return result({ status: null, error: error.code });
    throw error;
  }
}

/** Milliseconds of a `Retry-After`: seconds, or a date (RFC 9110 §10.2.3). */
function retryAfterOf(text: string | null, now: number): number {
  if (text === null) return 0;
  const milliseconds = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
}
