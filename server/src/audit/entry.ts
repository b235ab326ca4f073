import { newId } from "../ports/ids.ts";
import { log } from "../ports/logger.ts";
import type { Clock } from "../ports/time.ts";
import { changeOf } from "./change.ts";
import type { AuditStore, AuditEvent as Stored } from "./store.ts";

/** A change or a refused call, without the fields that `auditRow` adds. */
export type AuditEvent = Omit<Stored, "id" | "at" | "details"> & Partial<Pick<Stored, "details">>;

export function auditRow(event: AuditEvent, clock: Clock): Stored {
  const at = clock.now();
  return { details: null, ...event, id: newId("evt", at), at };
}

/**
 * A call's audit event before it is stored. The code that makes the change may write both in one batch: then neither exists
 * without the other, and there is one database request.
 */
export class AuditEntry {
  /** Id of the affected user; null until it is known. */
  subject: string | null = null;
  /** Details of the change. Never a secret. */
  details: Stored["details"] = null;
  /** Whether the call is an idempotent replay, whose first run has an audit event already. */
  isReplay = false;
  /** Whether the call signs somebody in, so that its outcome counts as a sign-in or a failed one. */
  isSignIn = false;
  /** Code of an error that the work answers by itself, such as by a page; null for none. It is the call's outcome. */
  error: string | null = null;
  private readonly clock: Clock;
  private readonly event: Omit<AuditEvent, "outcome" | "subject" | "details">;
  private readonly clientIp: string | undefined;
  private done = false;

  /** @param clientIp - The end user's IP address that a tenant's server named, to be recorded beside its own. */
  constructor(clock: Clock, event: Omit<AuditEvent, "outcome" | "subject" | "details">, clientIp?: string) {
    this.clock = clock;
    this.event = event;
    this.clientIp = clientIp;
  }

  private get allDetails(): Stored["details"] {
    return this.clientIp === undefined ? this.details : { clientIp: this.clientIp, ...this.details };
  }

  /** Adds details that are derived from any change. Details that the procedure has set win. */
  addDetails(change: Stored["details"]): void {
    if (change !== null) this.details = { ...change, ...this.details };
  }

  /** Adds the details of a creation, from the input and the created id, for a write in the same batch. */
  withChange(input: unknown, id: string): this {
    this.addDetails(changeOf(input, { id }));
    return this;
  }

  /** The row of a successful call, to be written in the batch of its change. */
  successRow(): Stored {
    return auditRow({ ...this.event, subject: this.subject, details: this.allDetails, outcome: "ok" }, this.clock);
  }

  /** Call this once the row is written. */
  markWritten(): void {
    this.done = true;
  }

  /** The event that is still to be recorded; undefined if it was written with the change. */
  pendingEvent(outcome: string): AuditEvent | undefined {
    return this.done && outcome === "ok"
      ? undefined
      : {
          ...this.event,
          subject: this.subject,
          details: this.allDetails,
          outcome,
        };
  }
}

/** Appends an event to the audit log. The change is already made, so a failure is logged and not thrown. */
export async function recordAuditEvent(
  { clock, audit }: { readonly clock: Clock; readonly audit: AuditStore },
  event: AuditEvent,
): Promise<void> {
  try {
    await audit.append(auditRow(event, clock));
  } catch (error) {
    log("error", "An audit event was not written.", { ...event, error });
  }
}
