import * as z from "zod";
import type { AuditEvent } from "../audit/store.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";

/** Something that was done to a tenant or refused, as those learn of it who follow along: ids, and nothing more of anyone. */
export interface LiveEvent {
  /** Counts from 1, without a gap: the event's number in the tenant's audit chain. */
  readonly seq: number;
  readonly id: string;
  readonly event: string;
  readonly outcome: string;
  /** Whether somebody should look at it. */
  readonly alert: boolean;
  readonly actor: string;
  readonly subject: string | null;
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Events that no call is named after: what the service found out. */
const ALERTS: readonly string[] = [
  "auth.refreshTokenReused",
  "auth.accountLocked",
  "apiKeys.leaked",
  "audit.chainBroken",
];
/** Whoever asks for a log that was changed is refused by this. */
const BROKEN: ErrorCode = "audit_chain_broken";

export function liveEventOf(seq: number, row: AuditEvent): LiveEvent {
  const { id, event, outcome, actor, subject, requestId, at } = row;
  const alert = ALERTS.includes(event) || outcome === BROKEN;
  return { seq, id, event, outcome, alert, actor, subject, requestId, at: at.getTime() };
}

/** The number of an event, or 0 for what is before the first. */
export const POSITION = z.int().min(0);
/** One event, or with a dot at its end the beginning of several. */
export const EVENT_FILTER = z
  .string()
  .max(100)
  .regex(/^[a-zA-Z_]+(\.[a-zA-Z_]+)*\.?$/, "Write an event name, or a prefix that ends in a dot.");
