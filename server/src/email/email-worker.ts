import { EmailError, type EmailMessage, type EmailSender } from "../ports/email.ts";
import { sendWithinSeconds } from "./email-kinds.ts";
import type { DueEmail, EmailStore, FinalStatus } from "./email-store.ts";

const SECOND = 1000;
const FIRST_DELAY_MS = 5 * SECOND;
const MAX_DELAY_MS = 4 * 60 * 60 * SECOND;
const GROWTH = 4;

/**
 * Delay in milliseconds after this many attempts: 5 seconds, then four times as long each time, up to 4 hours. A jitter of
 * 25% spreads out emails that failed together.
 */
export function backoff(attempts: number, random: () => number): number {
  const delay = Math.min(FIRST_DELAY_MS * GROWTH ** (attempts - 1), MAX_DELAY_MS);
  return Math.round(delay * (0.75 + random() / 2));
}

/** Number of emails sent concurrently: the number of connections that a Worker may open. */
const MAX_CONCURRENT = 6;
/** Number of emails per run, after which the object's other jobs get their turn. */
const MAX_PER_RUN = 300;
/** Time after which an unfinished attempt is due again; longer than any service may take. */
const LEASE_MS = 2 * 60 * 1000;

export interface EmailWorkerDeps {
  /** Decrypts an email, renders its message and selects its sender. Throws an EmailError if it fails. */
  prepare(email: DueEmail): Promise<{ readonly message: EmailMessage; readonly sender: EmailSender }>;
  now(): number;
  random(): number;
  /** Logs a failed attempt, without the content of the email. */
  report(email: DueEmail, error: EmailError): void;
}

/**
 * Sends emails that are due, and records each attempt before and after it. An attempt without a recorded end may have
 * succeeded before the object was killed: the email is sent a second time, but not a third, and ends as `uncertain`. The
 * same applies if the service does not respond.
 */
export class EmailWorker {
  private readonly store: EmailStore;
  private readonly deps: EmailWorkerDeps;
  private running: Promise<void> | undefined;

  constructor(store: EmailStore, deps: EmailWorkerDeps) {
    this.store = store;
    this.deps = deps;
  }

  /** Sends due emails until none is left or the limit of a run is reached. Concurrent calls share one run. */
  async run(): Promise<void> {
    this.running ??= this.sendDue().finally(() => {
      this.running = undefined;
    });
    await this.running;
  }

  private async sendDue(): Promise<void> {
    for (let count = 0; count < MAX_PER_RUN; ) {
      const due = this.store.due(this.deps.now(), MAX_CONCURRENT);
      if (due.length === 0) return;
      count += due.length;
      await Promise.all(due.map((email) => this.claim(email)).map((taken) => taken && this.send(taken)));
    }
  }

  /** Records the start of an attempt. Returns undefined if the email must not be sent any more. */
  private claim(email: DueEmail): DueEmail | undefined {
    const now = this.deps.now();
    const uncertainAttempts = email.uncertainAttempts + Number(email.status === "sending");
    const isLate = now > deadlineOf(email);
    if (uncertainAttempts > 1 || isLate) {
      this.store.finish(email.number, unsentStatus(uncertainAttempts), email.lastError, now);
      return undefined;
    }
    this.store.markSending(email.number, { until: now + LEASE_MS, uncertainAttempts });
    return { ...email, uncertainAttempts, attemptCount: email.attemptCount + 1 };
  }

  private async send(email: DueEmail): Promise<void> {
    try {
      const { message, sender } = await this.deps.prepare(email);
      await sender.send(message);
    } catch (error) {
      this.handleFailure(email, error instanceof EmailError ? error : new EmailError("later", "internal_error", error));
      return;
    }
    this.store.finish(email.number, "sent", null, this.deps.now());
  }

  private handleFailure(email: DueEmail, error: EmailError): void {
    this.deps.report(email, error);
    const now = this.deps.now();
    const uncertainAttempts = email.uncertainAttempts + Number(error.failure === "unknown");
    const until = now + backoff(email.attemptCount, this.deps.random);
    if (error.failure === "refused") this.store.finish(email.number, "refused", error.code, now);
    else if (uncertainAttempts > 1 || until > deadlineOf(email)) {
      this.store.finish(email.number, unsentStatus(uncertainAttempts), error.code, now);
    } else this.store.postpone(email.number, { until, uncertainAttempts, error: error.code });
  }
}

function deadlineOf({ queuedAt, kind }: DueEmail): number {
  return queuedAt + sendWithinSeconds(kind) * 1000;
}

/** Final status of an email that is not retried although the service did not reject it. */
function unsentStatus(uncertainAttempts: number): FinalStatus {
  return uncertainAttempts > 0 ? "uncertain" : "expired";
}
