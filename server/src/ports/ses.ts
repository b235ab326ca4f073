import { AwsClient } from "aws4fetch";
import { EmailError, type EmailMessage, type EmailSender, extraHeaders, formatMailbox, withTimeout } from "./email.ts";
import type { Pause } from "./time.ts";

export interface SesSettings {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** URL of the API without a trailing slash. */
  readonly endpoint: string;
}

/** Permanent errors of SES. All others can be resolved by operators or by a retry. */
const REFUSALS = new Set([
  "AccountSuspendedException",
  "BadRequestException",
  "MessageRejected",
  "NotFoundException",
  "ValidationException",
]);

/** Sends through Amazon SES, API version 2, `SendEmail`. It has no idempotency key: two calls send two emails. */
export class SesSender implements EmailSender {
  private readonly client: AwsClient;
  private readonly url: string;
  private readonly pause: Pause;

  constructor({ region, accessKeyId, secretAccessKey, endpoint }: SesSettings, pause: Pause) {
    // No retries of its own; the email queue decides about them.
    this.client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "ses", retries: 0 });
    this.url = `${endpoint}/v2/email/outbound-emails`;
    this.pause = pause;
  }

  async send(message: EmailMessage): Promise<void> {
    const request = await this.client.sign(this.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(bodyOf(message)),
      aws: { allHeaders: true },
    });
    await withTimeout(this.pause, async (signal) => {
      const response = await fetch(request, { signal }).catch((error: unknown) => {
        throw new EmailError("later", "unreachable", error);
      });
      if (response.ok) return await response.body?.cancel();
      const code = await errorType(response);
      throw new EmailError(REFUSALS.has(code) ? "refused" : "later", code);
    });
  }
}

function bodyOf(message: EmailMessage) {
  const text = (Data: string) => ({ Data, Charset: "UTF-8" });
  return {
    FromEmailAddress: formatMailbox(message.from),
    Destination: { ToAddresses: [message.to] },
    ...(message.replyTo !== null && { ReplyToAddresses: [message.replyTo] }),
    Content: {
      Simple: {
        Subject: text(message.subject),
        Body: { Text: text(message.text), Html: text(message.html) },
        Headers: Object.entries(extraHeaders(message)).map(([Name, Value]) => ({ Name, Value })),
      },
    },
    EmailTags: [{ Name: "email", Value: message.id }],
  };
}

/** The name of the error, from the header or the body, without its namespace. */
async function errorType(response: Response): Promise<string> {
  const text = await response.text();
  const name = response.headers.get("x-amzn-errortype") ?? /"__type"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? "";
  const bare = name.replace(/:.*$/, "").replace(/^.*#/, "");
  return /^[A-Za-z]{1,64}$/.test(bare) ? bare : `http_${response.status}`;
}
