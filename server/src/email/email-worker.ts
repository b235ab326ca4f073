import { EmailError, type EmailMessage, type EmailSender } from "../ports/email.ts";
import { worthSeconds } from "./email-kinds.ts";
import type { FinalState, LetterStore, TakenLetter } from "./email-store.ts";

const SECOND = 1000;
const FIRST_MS = 5 * SECOND;
const LONGEST_MS = 4 * 60 * 60 * SECOND;
const GROWTH = 4;

/**
 * How long a letter waits after so many attempts, in milliseconds: 5 seconds, then four times as long each time, up to
 * four hours; a quarter more or less, so that what failed together does not come back together.
 */
export function backoff(attempts: number, random: () => number): number {
  const delay = Math.min(FIRST_MS * GROWTH ** (attempts - 1), LONGEST_MS);
  return Math.round(delay * (0.75 + random() / 2));
}

/** How many letters are under way together: as many as connections that a Worker may have open. */
const AT_ONCE = 6;
/** How many are sent before others of the object's jobs have their turn. */
const A_RUN = 300;
/** How long a letter counts as being sent when nobody comes back to it; longer than any service may take. */
const LEASE_MS = 2 * 60 * 1000;

export interface PostmanDeps {
  /** Opens a letter and makes it what is sent, by whom. Throws an EmailError where that cannot be. */
  prepare(letter: TakenLetter): Promise<{ readonly message: EmailMessage; readonly sender: EmailSender }>;
  now(): number;
  random(): number;
  /** Says which letter was not sent, and why; nothing of what it brings. */
  report(letter: TakenLetter, error: EmailError): void;
}

/**
 * Sends what is due, and notes before and after that it does. A letter that it finds noted before and not after may
 * have gone out when the object died, so that it is sent a second time, but not a third: then it stays uncertain. The
 * same holds where the service does not answer.
 */
export class Postman {
  private readonly store: LetterStore;
  private readonly needs: PostmanDeps;
  private running: Promise<void> | undefined;

  constructor(store: LetterStore, needs: PostmanDeps) {
    this.store = store;
    this.needs = needs;
  }

  /** Ends once nothing is due, or enough was sent for now. Whoever calls meanwhile waits for the same. */
  async run(): Promise<void> {
    this.running ??= this.work().finally(() => {
      this.running = undefined;
    });
    await this.running;
  }

  private async work(): Promise<void> {
    for (let count = 0; count < A_RUN; ) {
      const due = this.store.due(this.needs.now(), AT_ONCE);
      if (due.length === 0) return;
      count += due.length;
      await Promise.all(due.map((letter) => this.take(letter)).map((taken) => taken && this.send(taken)));
    }
  }

  /** Notes that the letter is about to be sent. Undefined where it is not to be sent any more. */
  private take(letter: TakenLetter): TakenLetter | undefined {
    const now = this.needs.now();
    const doubts = letter.doubts + Number(letter.status === "sending");
    const isLate = now > deadlineOf(letter);
    if (doubts > 1 || isLate) {
      this.store.finish(letter.number, giveUp(doubts), letter.lastError, now);
      return undefined;
    }
    this.store.begin(letter.number, { until: now + LEASE_MS, doubts });
    return { ...letter, doubts, attemptCount: letter.attemptCount + 1 };
  }

  private async send(letter: TakenLetter): Promise<void> {
    try {
      const { message, sender } = await this.needs.prepare(letter);
      await sender.send(message);
    } catch (error) {
      this.failed(letter, error instanceof EmailError ? error : new EmailError("later", "internal_error", error));
      return;
    }
    this.store.finish(letter.number, "sent", null, this.needs.now());
  }

  private failed(letter: TakenLetter, error: EmailError): void {
    this.needs.report(letter, error);
    const now = this.needs.now();
    const doubts = letter.doubts + Number(error.failure === "unknown");
    const until = now + backoff(letter.attemptCount, this.needs.random);
    if (error.failure === "refused") this.store.finish(letter.number, "refused", error.code, now);
    else if (doubts > 1 || until > deadlineOf(letter)) {
      this.store.finish(letter.number, giveUp(doubts), error.code, now);
    } else this.store.postpone(letter.number, { until, doubts, error: error.code });
  }
}

function deadlineOf({ queuedAt, kind }: TakenLetter): number {
  return queuedAt + worthSeconds(kind) * 1000;
}

/** What a letter ends as that is not tried again, though it might be taken. */
function giveUp(doubts: number): FinalState {
  return doubts > 0 ? "uncertain" : "expired";
}
