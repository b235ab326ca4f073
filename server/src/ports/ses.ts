import { AwsClient } from "aws4fetch";
import { EmailError, type EmailMessage, type EmailSender, extraHeaders, formatMailbox, inTime } from "./email.ts";
import type { Pause } from "./time.ts";

export interface SesSettings {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Where the API is, without a slash at the end. */
  readonly endpoint: string;
}

/** What SES will not take, however often it is asked. All else the operators or time can mend. */
const REFUSALS = new Set([
  "AccountSuspendedException",
  "BadRequestException",
  "MessageRejected",
  "NotFoundException",
  "ValidationException",
]);

/** Amazon SES, API version 2, `SendEmail`. It has no idempotency key: two calls are two letters. */
export class SesSender implements EmailSender {
  private readonly client: AwsClient;
  private readonly url: string;
  private readonly pause: Pause;

  constructor({ region, accessKeyId, secretAccessKey, endpoint }: SesSettings, pause: Pause) {
    // It would try again by itself; when and how often is the queue's business.
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
    await inTime(this.pause, async (signal) => {
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
    EmailTags: [{ Name: "letter", Value: message.id }],
  };
}

/** The name of the error, which comes in a header or in the body, with or without a namespace around it. */
async function errorType(response: Response): Promise<string> {
  const text = await response.text();
  const name = response.headers.get("x-amzn-errortype") ?? /"__type"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? "";
  const bare = name.replace(/:.*$/, "").replace(/^.*#/, "");
  return /^[A-Za-z]{1,64}$/.test(bare) ? bare : `http_${response.status}`;
}
