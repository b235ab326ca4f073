import type { EmailMessage, EmailSender } from "../ports/email.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { EmailKind, OutgoingEmail } from "./email.ts";

/** Email in the mailbox, with its content. */
export interface ReceivedEmail extends EmailMessage {
  readonly number: number;
  readonly kind: EmailKind;
  /** Values of the placeholders, such as the link and the code. */
  readonly values: Readonly<Record<string, string>>;
  readonly at: number;
}

export interface MailboxQuery {
  readonly to?: string | undefined;
  readonly kind?: EmailKind | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

const MAX_EMAILS = 500;

/** Mailbox for emails that are never sent: those of local deployments and of test tenants. It keeps the newest 500. */
export class MailboxStore {
  private readonly sql: SqlDatabase;

  constructor(sql: SqlDatabase) {
    this.sql = sql;
  }

  /** Sender that stores the message of this email here. A retry stores it once. */
  senderFor({ kind, values }: OutgoingEmail, now: () => number): EmailSender {
    return {
      send: async (message) => {
        const content = JSON.stringify({ ...message, kind, values, at: now() });
        this.sql.exec(
          "INSERT OR IGNORE INTO mailbox (id, kind, recipient, letter) VALUES (?, ?, ?, ?)",
          ...[message.id, kind, message.to, content],
        );
        this.sql.exec("DELETE FROM mailbox WHERE number <= (SELECT max(number) FROM mailbox) - ?", MAX_EMAILS);
      },
    };
  }

  /** Lists emails, newest first. */
  list({ to, kind, before, limit }: MailboxQuery): ReceivedEmail[] {
    const query = `SELECT number, letter AS content FROM mailbox
      WHERE number < ?1 AND (?2 IS NULL OR lower(recipient) = lower(?2)) AND (?3 IS NULL OR kind = ?3)
      ORDER BY number DESC LIMIT ?4`;
    const bindings = [before ?? Number.MAX_SAFE_INTEGER, to ?? null, kind ?? null, limit];
    return this.sql
      .exec<{ number: number; content: string }>(query, ...bindings)
      .toArray()
      .map(({ number, content }) => ({ ...JSON.parse(content), number }));
  }
}
