import { describe, expect, inject, it } from "vitest";
import { emailQueue, resetEmail, TestClock, withStorage } from "../../test/email-queue.ts";
import { EmailError, type EmailMessage } from "./email.ts";
import { SesSender, type SesSettings } from "./ses.ts";
import { pause } from "./time.ts";

/** A local server that verifies signatures itself. */
const settings: SesSettings = inject("ses");
const ses = new SesSender(settings, pause);
const message: EmailMessage = {
  id: "eml_1",
  from: { name: "Café Acme", address: "auth@example.com" },
  replyTo: "help@example.com",
  to: "anne@example.com",
  subject: "Zurücksetzen 🔑",
  text: "Text: ä\n",
  html: "<p>ä</p>",
};

async function taken(): Promise<Record<string, unknown>[]> {
  return await (await fetch(`${settings.endpoint}/taken`)).json();
}

/** The failure of a send. */
async function failureOf(sender: SesSender, to = "anne@example.com") {
  const error: unknown = await sender.send({ ...message, to }).catch((thrown: unknown) => thrown);
  if (!(error instanceof EmailError)) throw new Error(`${error}`);
  return { failure: error.failure, code: error.code };
}

it("sends a signed request that the service accepts", async () => {
  await ses.send(message);
  expect((await taken()).at(-1)).toEqual({
    FromEmailAddress: "=?UTF-8?B?Q2Fmw6kgQWNtZQ==?= <auth@example.com>",
    Destination: { ToAddresses: ["anne@example.com"] },
    ReplyToAddresses: ["help@example.com"],
    Content: {
      Simple: {
        Subject: { Data: "Zurücksetzen 🔑", Charset: "UTF-8" },
        Body: { Text: { Data: "Text: ä\n", Charset: "UTF-8" }, Html: { Data: "<p>ä</p>", Charset: "UTF-8" } },
        Headers: [
          { Name: "Auto-Submitted", Value: "auto-generated" },
          { Name: "X-Email-Id", Value: "eml_1" },
        ],
      },
    },
    EmailTags: [{ Name: "email", Value: "eml_1" }],
  });
});

it("leaves out the reply-to email if there is none", async () => {
  await ses.send({ ...message, replyTo: null });
  expect((await taken()).at(-1)).not.toHaveProperty("ReplyToAddresses");
});

describe("classifies a failure for the email queue", () => {
  it.each([
    [{ secretAccessKey: "another" }, "InvalidSignatureException"],
    [{ accessKeyId: "another" }, "UnrecognizedClientException"],
    [{ region: "us-east-1" }, "InvalidSignatureException"],
    [{ endpoint: "http://127.0.0.1:1" }, "unreachable"],
  ])("as temporary with %j, which operators can correct", async (wrong, code) => {
    const sender = new SesSender({ ...settings, ...wrong }, pause);
    expect(await failureOf(sender)).toEqual({ failure: "later", code });
  });

  it.each([
    ["400", "MessageRejected", "refused"],
    ["400", "BadRequestException", "refused"],
    ["400", "AccountSuspendedException", "refused"],
    ["400", "SendingPausedException", "later"],
    ["400", "MailFromDomainNotVerifiedException", "later"],
    ["400", "LimitExceededException", "later"],
    ["429", "TooManyRequestsException", "later"],
    ["500", "InternalServiceErrorException", "later"],
  ])("with %s %s: %s", async (status, type, failure) => {
    expect(await failureOf(ses, `status-${status}-${type}@example.com`)).toEqual({ failure, code: type });
  });

  it("by its status if the response names no error", async () => {
    expect(await failureOf(ses, "status-502-@example.com")).toEqual({ failure: "later", code: "http_502" });
  });

  it("as unknown after a timeout", async () => {
    const withoutWait = new SesSender(settings, async () => undefined);
    expect(await failureOf(withoutWait)).toEqual({ failure: "unknown", code: "timeout" });
  });
});

it("sends each email of a tenant's queue once", async () => {
  await withStorage(async (sql) => {
    const clock = new TestClock();
    const queue = emailQueue(sql, ses, clock);
    const addresses = Array.from({ length: 20 }, (_, i) => `queued-${i}@example.com`);
    await Promise.all(addresses.flatMap((to) => [to, to, to].map((key) => queue.enqueue(resetEmail(key, to)))));
    await queue.run();
    const recipients = (await taken()).flatMap(
      ({ Destination }) => (Destination as { ToAddresses: string[] }).ToAddresses,
    );
    expect(recipients.filter((to) => to.startsWith("queued-")).sort()).toEqual(addresses.sort());
  });
});
