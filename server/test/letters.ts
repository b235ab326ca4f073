import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Letter } from "../src/email/email.ts";
import { MailRoom, type MailRoomDeps } from "../src/email/email-queue.ts";
import { EmailError, type EmailFailure, type EmailMessage, type EmailSender } from "../src/ports/email.ts";
import { Keyring } from "../src/ports/encryption.ts";

let count = 0;
/** The storage of an object of its own. */
export async function withStorage<T>(work: (sql: SqlStorage) => Promise<T> | T): Promise<T> {
  const stub = env.TENANT_STATE.getByName(`storage-${++count}`);
  return await runInDurableObject(stub, async (_, state) => await work(state.storage.sql));
}

export const LINK = "https://auth.test/t/acme/reset-password?token=hunter2";

export function resetLetter(key: string, to = "anne@example.com"): Letter {
  return { kind: "reset_password", key, to, userId: "usr_anne", values: { link: LINK } };
}

export function changedLetter(key: string): Letter {
  return {
    kind: "password_changed",
    key,
    to: "anne@example.com",
    userId: "usr_anne",
    values: { when: "today", ip: "192.0.2.1" },
  };
}

/** What a service may do with a letter: take it, not take it, or never answer. */
type Reaction = "takes" | "hangs" | EmailFailure;

/** A mail service that reacts as it is told, and takes everything afterwards. Keeps what it was given. */
export class ServiceDouble implements EmailSender {
  readonly given: EmailMessage[] = [];
  private readonly reactions: Reaction[];

  constructor(...reactions: Reaction[]) {
    this.reactions = reactions;
  }

  async send(message: EmailMessage): Promise<void> {
    this.given.push(message);
    const reaction = this.reactions.shift() ?? "takes";
    if (reaction === "hangs") await new Promise(() => undefined);
    else if (reaction !== "takes") throw new EmailError(reaction, `E_${reaction.toUpperCase()}`);
  }
}

/** A clock that stands still until it is moved. */
export class TestClock {
  time = Date.parse("2026-11-24T10:00:00Z");
  readonly now = () => this.time;

  /** Moves on, in seconds. */
  advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}

const KEYRING = Keyring.parse(`v1:${new Uint8Array(32).fill(1).toBase64()}`);

/** A tenant's letters on the storage given, as if its object had just started. */
export function mailRoom(sql: SqlStorage, service: EmailSender, clock: TestClock, needs: Partial<MailRoomDeps> = {}) {
  return new MailRoom(sql, {
    tenantId: "ten_test",
    keyring: () => {
      if (KEYRING === undefined) throw new Error("no keyring");
      return KEYRING;
    },
    prepare: async (letter, id) => ({
      sender: service,
      message: {
        id,
        from: { name: "Acme", address: "auth@example.com" },
        replyTo: null,
        to: letter.to,
        subject: letter.kind,
        text: JSON.stringify(letter.values),
        html: "<p>Hello</p>",
      },
    }),
    now: clock.now,
    random: () => 0.5,
    ...needs,
  });
}
