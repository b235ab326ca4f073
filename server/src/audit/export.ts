import { AppError } from "../shared/errors/app-error.ts";
import type { Link } from "./chain.ts";
import { canonical } from "./chain.ts";
import type { AuditDeps } from "./deps.ts";

const EVENTS_AT_ONCE = 500;
/** A file has at most so many events: it is put together in memory. */
export const EVENTS_A_FILE = 50_000;

export interface Exported {
  /** The file's key in R2. */
  readonly key: string;
  readonly events: number;
  /** Of the first event in it and of the last; null where there is none. */
  readonly first: number | null;
  readonly last: number | null;
  /** Whether more events follow. */
  readonly more: boolean;
}

/**
 * Writes a tenant's sealed events to R2 as JSON lines, from a link on: each event as it was sealed, beside its number and
 * its hash, so that anyone can check the chain. The same again writes the same file. Throws `audit_chain_broken` where an event
 * that was sealed is not there.
 */
export async function exportLog(
  { audit, seals, files }: Pick<AuditDeps, "audit" | "seals" | "files">,
  tenantId: string,
  { after, place: from }: { readonly after: number; readonly place: number },
): Promise<Exported & { place: number }> {
  const keeper = seals(tenantId);
  const { links, place: end } = await keeper.sealAll();
  const lines: string[] = [];
  let [seq, place] = [after, from];
  while (lines.length < EVENTS_A_FILE) {
    const sealed = await keeper.links(seq, EVENTS_AT_ONCE);
    const events = await audit.after(tenantId, { place, end }, EVENTS_AT_ONCE);
    for (const [i, link] of sealed.entries()) {
      const found = events[i];
      if (found?.event.id !== link.eventId)
        throw new AppError("audit_chain_broken", { seq: link.seq, event: link.eventId });
      lines.push(lineOf(link, canonical(found.event)));
      [seq, place] = [link.seq, found.place];
    }
    if (sealed.length < EVENTS_AT_ONCE) break;
  }
  const first = lines.length === 0 ? null : after + 1;
  const key = `audit/${tenantId}/${after + 1}-${seq}.jsonl`;
  if (first !== null) await files.put(key, new Blob([lines.join("")]), "application/jsonl; charset=utf-8");
  return { key, events: lines.length, first, last: first === null ? null : seq, more: seq < links, place };
}

/** The event's own text, exactly as it was hashed, so that nobody has to guess at it. */
function lineOf({ seq, hash }: Link, event: string): string {
  return `${JSON.stringify({ seq, hash, event })}\n`;
}
