import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { CloudflareSender } from "./cloudflare-email.ts";
import { EmailError, type EmailMessage } from "./email.ts";
import { pause } from "./time.ts";

const message: EmailMessage = {
  id: "eml_1",
  from: { name: "Café Acme", address: "auth@example.com" },
  replyTo: "help@example.com",
  to: "anne@example.com",
  subject: "Zurücksetzen 🔑",
  text: "Text\n",
  html: "<p>HTML</p>",
};

/** A fake binding that can fail, unlike the local one. */
function binding(send: (builder: unknown) => Promise<EmailSendResult>): SendEmail {
  return { send } as SendEmail;
}

it("passes the message to the binding", async () => {
  const sent: unknown[] = [];
  const sender = new CloudflareSender(
    binding(async (builder) => {
      sent.push(builder);
      return { messageId: "x" };
    }),
    pause,
  );
  await sender.send(message);
  await sender.send({ ...message, replyTo: null });
  const builder = {
    from: { name: "Café Acme", email: "auth@example.com" },
    to: "anne@example.com",
    subject: "Zurücksetzen 🔑",
    text: "Text\n",
    html: "<p>HTML</p>",
    headers: { "Auto-Submitted": "auto-generated", "X-Email-Id": "eml_1" },
  };
  expect(sent).toEqual([{ ...builder, replyTo: "help@example.com" }, builder]);
});

it("sends through the runtime's own binding", async () => {
  await new CloudflareSender(env.EMAIL, pause).send(message);
});

describe("classifies a failure for the email queue", () => {
  const failing = (error: Error) =>
    new CloudflareSender(
      binding(() => Promise.reject(error)),
      pause,
    );

  it.each([
    ["E_VALIDATION_ERROR", "refused"],
    ["E_RECIPIENT_SUPPRESSED", "refused"],
    ["E_RECIPIENT_NOT_ALLOWED", "refused"],
    ["E_CONTENT_TOO_LARGE", "refused"],
    ["E_DELIVERY_FAILED", "refused"],
    ["E_HEADER_NOT_ALLOWED", "refused"],
    ["E_HEADERS_TOO_LARGE", "refused"],
    ["E_SENDER_NOT_VERIFIED", "later"],
    ["E_SENDER_DOMAIN_NOT_AVAILABLE", "later"],
    ["E_RATE_LIMIT_EXCEEDED", "later"],
    ["E_DAILY_LIMIT_EXCEEDED", "later"],
    ["E_INTERNAL_SERVER_ERROR", "later"],
    ["E_SOMETHING_NEW", "later"],
  ])("with %s: %s", async (code, failure) => {
    const error: unknown = await failing(Object.assign(new Error("x"), { code }))
      .send(message)
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(EmailError);
    expect(error).toMatchObject({ failure, code });
  });

  it("as unknown without a code or after a timeout", async () => {
    await expect(failing(new Error("anne@example.com")).send(message)).rejects.toMatchObject({
      failure: "unknown",
      code: "no_answer",
    });
    const silent = binding(() => new Promise(() => undefined));
    const sender = new CloudflareSender(silent, async () => undefined);
    await expect(sender.send(message)).rejects.toMatchObject({ failure: "unknown", code: "timeout" });
  });
});
