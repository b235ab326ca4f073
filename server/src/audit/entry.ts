import { failureText } from "../ports/database.ts";
import { newId } from "../ports/ids.ts";
import type { Clock } from "../ports/time.ts";
import { changeOf } from "./change.ts";
import type { AuditStore, AuditEvent as Stored } from "./store.ts";

/** What happened, or was refused; the rest of the row is made here. */
export type AuditEvent = Omit<Stored, "id" | "at" | "details"> & Partial<Pick<Stored, "details">>;

export function rowOf(event: AuditEvent, clock: Clock): Stored {
  const at = clock.now();
  return { details: null, ...event, id: newId("evt", at), at };
}

/**
 * A call's entry in the audit log before it is there. Who makes the change that the call is about may write the entry
 * with it, in one batch: then neither is there without the other, and the database is asked once.
 */
export class Entry {
  /** The id of the user whom the call is about, once that is known. */
  subject: string | null = null;
  /** What is to be known of the change besides. Never a secret. */
  details: Stored["details"] = null;
  /** Whether the call has an entry already, made when it came first. */
  isRepeat = false;
  private readonly clock: Clock;
  private readonly event: Omit<AuditEvent, "outcome" | "subject" | "details">;
  private done = false;

  constructor(clock: Clock, event: Omit<AuditEvent, "outcome" | "subject" | "details">) {
    this.clock = clock;
    this.event = event;
  }

  /** Adds to the details what can be told of any change; what the procedure itself said of it stays. */
  tell(change: Stored["details"]): void {
    if (change !== null) this.details = { ...change, ...this.details };
  }

  /** Says what the call makes, from its input and the id of that: for whoever writes the entry along with it. */
  about(input: unknown, id: string): this {
    this.tell(changeOf(input, { id }));
    return this;
  }

  /** The row to write along, which says that the call has succeeded. */
  success(): Stored {
    return rowOf({ ...this.event, subject: this.subject, details: this.details, outcome: "ok" }, this.clock);
  }

  /** To be called once the row has been written. */
  written(): void {
    this.done = true;
  }

  /** What is still to be written down of how the call ended; undefined where it was written along. */
  rest(outcome: string): AuditEvent | undefined {
    return this.done && outcome === "ok"
      ? undefined
      : {
          ...this.event,
          subject: this.subject,
          details: this.details,
          outcome,
        };
  }
}

/** Adds to the audit log. What was done stays done even if that fails, so a failure is logged and goes no further. */
export async function writeDown(
  { clock, audit }: { readonly clock: Clock; readonly audit: AuditStore },
  event: AuditEvent,
): Promise<void> {
  try {
    await audit.append(rowOf(event, clock));
  } catch (error) {
    const { ip: _, ...facts } = event;
    const message = "An audit event was not written.";
    console.error(JSON.stringify({ level: "error", message, ...facts, error: failureText(error) }));
  }
}
