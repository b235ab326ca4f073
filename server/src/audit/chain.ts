import { utf8 } from "../ports/encoding.ts";
import type { AuditEventRow } from "./store.ts";

/** Where an event stands in its tenant's chain, and the hash of it and of all before it. */
export interface Link {
  /** Counts from 1. */
  readonly seq: number;
  readonly eventId: string;
  /** SHA-256, in hexadecimal. */
  readonly hash: string;
}

/** What stands before the first link. */
export const NO_HASH = "0".repeat(64);

/**
 * The hash of a link: SHA-256 of the hash before it, a line feed, and the event as JSON, its fields sorted by name, times
 * in milliseconds since 1970, and those that are null left out, so that a field which is added later changes no old one.
 */
export async function hashOf(before: string, event: AuditEventRow): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", utf8(`${before}\n${canonical(event)}`));
  return new Uint8Array(digest).toHex();
}

/** An event as it goes into its link's hash. */
export function canonical(event: AuditEventRow): string {
  const fields = Object.entries(event)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, value instanceof Date ? value.getTime() : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(fields));
}
