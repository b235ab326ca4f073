import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { OutgoingEmail } from "../src/email/email.ts";
import { EmailQueue, type EmailQueueDeps } from "../src/email/email-queue.ts";
import { EmailError, type EmailFailure, type EmailMessage, type EmailSender } from "../src/ports/email.ts";
import { Keyring } from "../src/ports/encryption.ts";

let count = 0;
/** Runs the work with the storage of a new Durable Object. */
export async function withStorage<T>(work: (sql: SqlStorage) => Promise<T> | T): Promise<T> {
  const stub = env.TENANT_STATE.getByName(`storage-${++count}`);
  return await runInDurableObject(stub, async (_, state) => await work(state.storage.sql));
}

export const LINK = "https://auth.test/t/acme/reset-password?token=hunter2";

export function resetEmail(key: string, to = "anne@example.com"): OutgoingEmail {
  return { kind: "reset_password", key, to, userId: "usr_anne", values: { link: LINK } };
}

export function passwordChangedEmail(key: string): OutgoingEmail {
  return {
    kind: "password_changed",
    key,
    to: "anne@example.com",
    userId: "usr_anne",
    values: { when: "today", ip: "192.0.2.1" },
  };
}

/** Reaction of an email service: it accepts the email, never responds, or fails. */
type Reaction = "accepts" | "hangs" | EmailFailure;

/** Email service that reacts as configured, then accepts everything. Records the emails that it receives. */
export class FakeEmailService implements EmailSender {
  readonly received: EmailMessage[] = [];
  private readonly reactions: Reaction[];

  constructor(...reactions: Reaction[]) {
    this.reactions = reactions;
  }

  async send(message: EmailMessage): Promise<void> {
    this.received.push(message);
    const reaction = this.reactions.shift() ?? "accepts";
    if (reaction === "hangs") await new Promise(() => undefined);
    else if (reaction !== "accepts") throw new EmailError(reaction, `E_${reaction.toUpperCase()}`);
  }
}

/** Clock that stands still until it is advanced. */
export class TestClock {
  time = Date.parse("2026-11-24T10:00:00Z");
  readonly now = () => this.time;

  /** Advances the clock by seconds. */
  advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}

const KEYRING = Keyring.parse(`v1:${new Uint8Array(32).fill(1).toBase64()}`);

/** Builds a tenant's email queue on this storage, as if its object had just started. */
export function emailQueue(
  sql: SqlStorage,
  service: EmailSender,
  clock: TestClock,
  deps: Partial<EmailQueueDeps> = {},
) {
  return new EmailQueue(sql, {
    tenantId: "ten_test",
    keyring: () => {
      if (KEYRING === undefined) throw new Error("no keyring");
      return KEYRING;
    },
    prepare: async (email, id) => ({
      sender: service,
      message: {
        id,
        from: { name: "Acme", address: "auth@example.com" },
        replyTo: null,
        to: email.to,
        subject: email.kind,
        text: JSON.stringify(email.values),
        html: "<p>Hello</p>",
      },
    }),
    now: clock.now,
    random: () => 0.5,
    ...deps,
  });
}
