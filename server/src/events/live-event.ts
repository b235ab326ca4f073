import * as z from "zod";
import type { AuditEvent } from "../audit/store.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";

/** A change of a tenant or a refused call, as subscribers receive it. Contains ids but no other personal data. */
export interface LiveEvent {
  /** Number of the event in the tenant's audit chain: 1, 2, 3 …, without gaps. */
  readonly seq: number;
  readonly id: string;
  readonly event: string;
  readonly outcome: string;
  /** Whether the event needs attention. */
  readonly alert: boolean;
  readonly actor: string;
  readonly subject: string | null;
  /** Id of what the event is about: the affected user, else the changed object, else the family of the procedure. */
  readonly object: string;
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Alerts: events that the service detects, which no procedure is named after. */
const ALERTS: readonly string[] = [
  "auth.refreshTokenReused",
  "auth.accountLocked",
  "apiKeys.leaked",
  "audit.chainBroken",
  "webhooks.disabled",
];
/** Outcome of reads of a log that was tampered with. */
const CHAIN_BROKEN: ErrorCode = "audit_chain_broken";

export function liveEventOf(seq: number, row: AuditEvent): LiveEvent {
  const { id, event, outcome, actor, subject, requestId, at } = row;
  const alert = ALERTS.includes(event) || outcome === CHAIN_BROKEN;
  return { seq, id, event, outcome, alert, actor, subject, object: objectOf(row), requestId, at: at.getTime() };
}

/** The affected user, else the changed object such as an API key, else the family of the procedure. */
function objectOf({ subject, details, event }: Pick<AuditEvent, "subject" | "details" | "event">): string {
  const id = details?.id;
  return subject ?? (typeof id === "string" ? id : (event.split(".")[0] ?? event));
}

/** `seq` of an event, or 0 for the position before the first. */
export const POSITION = z.int().min(0);
/** An event name, or a prefix that ends in a dot. */
export const EVENT_FILTER = z
  .string()
  .max(100)
  .regex(/^[a-zA-Z_]+(\.[a-zA-Z_]+)*\.?$/, "Write an event name, or a prefix that ends in a dot.");
