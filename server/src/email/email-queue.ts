import { EmailError, type EmailMessage, type EmailSender } from "../ports/email.ts";
import type { Keyring } from "../ports/encryption.ts";
import { decrypt, type EncryptionContext, encrypt } from "../ports/encryption.ts";
import { newId } from "../ports/ids.ts";
import { log } from "../ports/logger.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Outbox, OutgoingEmail } from "./email.ts";
import { type DueEmail, type EmailQuery, type EmailRecord, EmailStore, type NewEmailRecord } from "./email-store.ts";
import { EmailWorker } from "./email-worker.ts";
import { type MailboxQuery, MailboxStore, type ReceivedEmail } from "./mailbox-store.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Retention of finished records and of their idempotency keys; longer than the lifetime of any token. */
const RETENTION_MS = 30 * DAY_MS;

/** Reads the records of a tenant's emails. */
export interface EmailRecords {
  /** Lists the delivery records of the tenant's emails, newest first. */
  emails(query: EmailQuery): Promise<EmailRecord[]>;
  /** Lists the emails in the tenant's mailbox, newest first, after delivering those that are due. */
  receivedEmails(query: MailboxQuery): Promise<ReceivedEmail[]>;
}

export interface EmailQueueDeps {
  readonly tenantId: string;
  keyring(): Keyring;
  /** Renders the message of an email and selects its sender. `mailbox` stores the email instead of sending it. */
  prepare(
    email: OutgoingEmail,
    id: string,
    mailbox: EmailSender,
  ): Promise<{ readonly message: EmailMessage; readonly sender: EmailSender }>;
  now(): number;
  random(): number;
}

/**
 * Queue of one tenant's emails, and their records until these expire. Queued emails are encrypted: a link is worth as
 * much as a password, and a Durable Object's storage can be restored for 30 days after a deletion.
 */
export class EmailQueue implements Outbox, EmailRecords {
  private readonly deps: EmailQueueDeps;
  private readonly store: EmailStore;
  private readonly mailbox: MailboxStore;
  private readonly worker: EmailWorker;

  constructor(sql: SqlDatabase, deps: EmailQueueDeps) {
    this.deps = deps;
    this.store = new EmailStore(sql);
    this.mailbox = new MailboxStore(sql);
    this.worker = new EmailWorker(this.store, {
      prepare: (email) => this.prepare(email),
      now: deps.now,
      random: deps.random,
      report: (email, error) => report(deps.tenantId, email, error),
    });
  }

  async enqueue(email: OutgoingEmail): Promise<void> {
    const record = await this.encryptEmail(email);
    // A concurrent call may have queued the same key; the store keeps one row.
    if (record !== undefined) this.store.add(record, this.deps.now());
  }

  async enqueueDecoy(email: OutgoingEmail): Promise<void> {
    const record = await this.encryptEmail(email);
    if (record === undefined) return;
    this.store.add(record, this.deps.now());
    // In the same turn, so that nobody sees the row; the write happens all the same.
    this.store.remove(record.id);
  }

  /** Time of the next due work; undefined if there is none. */
  due(): number | undefined {
    const finished = this.store.earliestFinishedAt();
    const times = [this.store.earliestDueAt(), finished === undefined ? undefined : finished + RETENTION_MS];
    const due = times.filter((time) => time !== undefined);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** Sends the emails that are due and deletes expired records. */
  async run(): Promise<void> {
    this.store.prune(this.deps.now() - RETENTION_MS);
    await this.worker.run();
  }

  async emails(query: EmailQuery): Promise<EmailRecord[]> {
    return this.store.list(query);
  }

  async receivedEmails(query: MailboxQuery): Promise<ReceivedEmail[]> {
    await this.worker.run();
    return this.mailbox.list(query);
  }

  /** Encrypts an email for the queue; undefined if its key was queued before. */
  private async encryptEmail(email: OutgoingEmail): Promise<NewEmailRecord | undefined> {
    const { key, kind, to } = email;
    // A Worker of an earlier release sends no `userId`.
    const { userId }: Partial<OutgoingEmail> = email;
    if (this.store.has(key)) return undefined;
    const encrypted = await encrypt(this.deps.keyring(), this.encryptionTarget(key), JSON.stringify(email));
    return { id: newId("eml", new Date(this.deps.now())), idempotencyKey: key, kind, to, userId, encrypted };
  }

  private async prepare({ id, idempotencyKey, encrypted }: DueEmail) {
    const text = await decrypt(this.deps.keyring(), this.encryptionTarget(idempotencyKey), encrypted).catch(
      (error: unknown) => {
        throw new EmailError("refused", "unreadable", error);
      },
    );
    // Encrypted by `encryptEmail` and nowhere else.
    const email = JSON.parse(text) as OutgoingEmail;
    return await this.deps.prepare(email, id, this.mailbox.senderFor(email, this.deps.now));
  }

  private encryptionTarget(key: string): EncryptionContext {
    return { purpose: "emails", context: `${this.deps.tenantId} ${key}` };
  }
}

/** Logs a failed attempt for the operators. Of the service's error it logs the code alone: the rest can contain the email. */
function report(tenantId: string, { id, kind, attemptCount }: DueEmail, { failure, code, cause }: EmailError): void {
  const message = "An email was not sent.";
  const detail = code === "internal_error" && cause instanceof Error ? { error: cause.name } : {};
  log("error", message, { tenantId, id, kind, attemptCount, failure, code, ...detail });
}
