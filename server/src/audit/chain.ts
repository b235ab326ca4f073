import { utf8 } from "../ports/encoding.ts";
import type { AuditEventRow } from "./store.ts";

/** A link of a tenant's audit chain: an event's number, and the hash of it and of all events before it. */
export interface Link {
  /** Counts from 1. */
  readonly seq: number;
  readonly eventId: string;
  /** SHA-256, in hexadecimal. */
  readonly hash: string;
}

/** A place in a tenant's chain: the number and hash of a link, and the row id of its event. */
export interface ChainPosition {
  readonly seq: number;
  readonly hash: string;
  readonly rowId: number;
}

/** The hash before the first link. */
export const GENESIS_HASH = "0".repeat(64);

/**
 * The hash of a link: SHA-256 of the hash before it, a line feed, and the event as JSON, its fields sorted by name, times
 * in milliseconds since 1970. Fields that are null are left out, so that a field added later changes no old hash.
 */
export async function linkHash(before: string, event: AuditEventRow): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", utf8(`${before}\n${canonical(event)}`));
  return new Uint8Array(digest).toHex();
}

/** The canonical JSON of an event, which its link hashes. */
export function canonical(event: AuditEventRow): string {
  const fields = Object.entries(event)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, value instanceof Date ? value.getTime() : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(fields));
}
