import type { EmailMessage, EmailSender } from "../ports/email.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Letter, LetterKind } from "./email.ts";

/** A letter that has arrived in the mailbox, with all that it brings. */
export interface ReceivedLetter extends EmailMessage {
  readonly number: number;
  readonly kind: LetterKind;
  /** What the letter was posted with: its link, its code. */
  readonly values: Readonly<Record<string, string>>;
  readonly at: number;
}

export interface MailboxQuery {
  readonly to?: string | undefined;
  readonly kind?: LetterKind | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

const KEPT = 500;

/** Where letters end that are to leave nowhere: those of a local deployment, and those of test tenants. */
export class MailboxStore {
  private readonly sql: SqlDatabase;

  constructor(sql: SqlDatabase) {
    this.sql = sql;
  }

  /** A sender that puts the message of this letter here; tried again, it is still one. */
  senderFor({ kind, values }: Letter, now: () => number): EmailSender {
    return {
      send: async (message) => {
        const letter = JSON.stringify({ ...message, kind, values, at: now() });
        this.sql.exec(
          "INSERT OR IGNORE INTO mailbox (id, kind, recipient, letter) VALUES (?, ?, ?, ?)",
          ...[message.id, kind, message.to, letter],
        );
        this.sql.exec("DELETE FROM mailbox WHERE number <= (SELECT max(number) FROM mailbox) - ?", KEPT);
      },
    };
  }

  /** Newest first. */
  list({ to, kind, before, limit }: MailboxQuery): ReceivedLetter[] {
    const query = `SELECT number, letter FROM mailbox
      WHERE number < ?1 AND (?2 IS NULL OR lower(recipient) = lower(?2)) AND (?3 IS NULL OR kind = ?3)
      ORDER BY number DESC LIMIT ?4`;
    const bindings = [before ?? Number.MAX_SAFE_INTEGER, to ?? null, kind ?? null, limit];
    return this.sql
      .exec<{ number: number; letter: string }>(query, ...bindings)
      .toArray()
      .map(({ number, letter }) => ({ ...JSON.parse(letter), number }));
  }
}
