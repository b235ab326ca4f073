import { EmailError, type EmailMessage, type EmailSender } from "../ports/email.ts";
import type { Keyring } from "../ports/encryption.ts";
import { decrypt, type EncryptionContext, encrypt } from "../ports/encryption.ts";
import { newId } from "../ports/ids.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Letter, Outbox } from "./email.ts";
import { type LetterQuery, type LetterRecord, LetterStore, type NewLetter, type TakenLetter } from "./email-store.ts";
import { Postman } from "./email-worker.ts";
import { type MailboxQuery, MailboxStore, type ReceivedLetter } from "./mailbox-store.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long it is kept which letters were sent, and so how long a key counts; longer than any token is good. */
const KEPT_MS = 30 * DAY_MS;

/** What can be asked about a tenant's letters. */
export interface MailRecords {
  /** What became of the tenant's letters, newest first. */
  letters(query: LetterQuery): Promise<LetterRecord[]>;
  /** What lies in the tenant's mailbox, newest first; what is on its way there arrives before. */
  received(query: MailboxQuery): Promise<ReceivedLetter[]>;
}

export interface MailRoomDeps {
  readonly tenantId: string;
  keyring(): Keyring;
  /** Makes the message of a letter, and says who sends it. `mailbox` is there for letters that are to stay here. */
  prepare(
    letter: Letter,
    id: string,
    mailbox: EmailSender,
  ): Promise<{ readonly message: EmailMessage; readonly sender: EmailSender }>;
  now(): number;
  random(): number;
}

/**
 * One tenant's letters, from when they are posted until nothing is known of them. A letter on its way is sealed: its
 * link is as good as a password, and what a Durable Object stores can be brought back for 30 days after it is deleted.
 */
export class MailRoom implements Outbox, MailRecords {
  private readonly needs: MailRoomDeps;
  private readonly store: LetterStore;
  private readonly mailbox: MailboxStore;
  private readonly postman: Postman;

  constructor(sql: SqlDatabase, needs: MailRoomDeps) {
    this.needs = needs;
    this.store = new LetterStore(sql);
    this.mailbox = new MailboxStore(sql);
    this.postman = new Postman(this.store, {
      prepare: (letter) => this.prepare(letter),
      now: needs.now,
      random: needs.random,
      report: (letter, error) => report(needs.tenantId, letter, error),
    });
  }

  async post(letter: Letter): Promise<void> {
    const sealed = await this.sealLetter(letter);
    // Others may have posted the same meanwhile; one row is kept.
    if (sealed !== undefined) this.store.add(sealed, this.needs.now());
  }

  async postToNobody(letter: Letter): Promise<void> {
    const sealed = await this.sealLetter(letter);
    if (sealed === undefined) return;
    this.store.add(sealed, this.needs.now());
    // In the same turn, so that it is never seen; written all the same.
    this.store.remove(sealed.id);
  }

  /** When there is something to do. */
  due(): number | undefined {
    const finished = this.store.firstFinished();
    const times = [this.store.nextDue(), finished === undefined ? undefined : finished + KEPT_MS];
    const known = times.filter((time) => time !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
  }

  /** Sends what is due and forgets what is old. */
  async run(): Promise<void> {
    this.store.prune(this.needs.now() - KEPT_MS);
    await this.postman.run();
  }

  async letters(query: LetterQuery): Promise<LetterRecord[]> {
    return this.store.list(query);
  }

  async received(query: MailboxQuery): Promise<ReceivedLetter[]> {
    await this.postman.run();
    return this.mailbox.list(query);
  }

  /** The letter as it is kept; undefined where it has been posted before. */
  private async sealLetter(letter: Letter): Promise<NewLetter | undefined> {
    const { key, kind, to } = letter;
    // One from a Worker of an earlier release does not say.
    const { userId }: Partial<Letter> = letter;
    if (this.store.has(key)) return undefined;
    const sealed = await encrypt(this.needs.keyring(), this.sealedFor(key), JSON.stringify(letter));
    return { id: newId("eml", new Date(this.needs.now())), idempotencyKey: key, kind, to, userId, sealed };
  }

  private async prepare({ id, idempotencyKey, sealed }: TakenLetter) {
    const text = await decrypt(this.needs.keyring(), this.sealedFor(idempotencyKey), sealed).catch((error: unknown) => {
      throw new EmailError("refused", "unreadable", error);
    });
    // Sealed above and nowhere else.
    const letter = JSON.parse(text) as Letter;
    return await this.needs.prepare(letter, id, this.mailbox.senderFor(letter, this.needs.now));
  }

  private sealedFor(key: string): EncryptionContext {
    return { purpose: "emails", context: `${this.needs.tenantId} ${key}` };
  }
}

/** For the operators. What the services say besides a code can hold the address or the text. */
function report(tenantId: string, { id, kind, attemptCount }: TakenLetter, { failure, code, cause }: EmailError): void {
  const message = "An email was not sent.";
  const detail = code === "internal_error" && cause instanceof Error ? { error: cause.name } : {};
  console.error(
    JSON.stringify({ level: "error", message, tenantId, emailId: id, kind, attemptCount, failure, code, ...detail }),
  );
}
