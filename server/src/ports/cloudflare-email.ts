import { EmailError, type EmailMessage, type EmailSender, extraHeaders, withTimeout } from "./email.ts";
import type { Pause } from "./time.ts";

/**
 * Permanent errors: the service's codes for an invalid message, header or recipient. All others can be resolved by operators or
 * by a retry.
 */
const REFUSAL =
  /^E_(VALIDATION_ERROR|FIELD_MISSING|TOO_MANY_RECIPIENTS|RECIPIENT_NOT_ALLOWED|RECIPIENT_SUPPRESSED|CONTENT_TOO_LARGE|DELIVERY_FAILED|HEADERS?_.+)$/;

/** Sends through Cloudflare's Email Service, by the Worker's `send_email` binding. It has no idempotency key. */
export class CloudflareSender implements EmailSender {
  private readonly binding: SendEmail;
  private readonly pause: Pause;

  constructor(binding: SendEmail, pause: Pause) {
    this.binding = binding;
    this.pause = pause;
  }

  async send(message: EmailMessage): Promise<void> {
    const { from, replyTo, to, subject, text, html } = message;
    const builder = {
      from: { name: from.name, email: from.address },
      ...(replyTo !== null && { replyTo }),
      to,
      subject,
      text,
      html,
      headers: extraHeaders(message),
    };
    await withTimeout(this.pause, async () => {
      await this.binding.send(builder).catch((error: unknown) => {
        throw failureOf(error);
      });
    });
  }
}

/** Converts an error of the binding, which has a code. The cause of an error without one is unknown. */
function failureOf(error: unknown): EmailError {
  const code = error instanceof Error && "code" in error ? `${error.code}` : "";
  if (!/^E_[A-Z_]{1,62}$/.test(code)) return new EmailError("unknown", "no_answer", error);
  return new EmailError(REFUSAL.test(code) ? "refused" : "later", code, error);
}
