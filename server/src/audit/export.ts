import { AppError } from "../shared/errors/app-error.ts";
import type { Link } from "./chain.ts";
import { canonical } from "./chain.ts";
import type { AuditDeps } from "./deps.ts";

const BATCH_SIZE = 500;
/** Maximum number of events in a file, which is assembled in memory. */
export const MAX_EVENTS_PER_FILE = 50_000;

export interface ExportResult {
  /** The file's key in R2. */
  readonly key: string;
  readonly events: number;
  /** Sequence numbers of the first and the last event; null without events. */
  readonly first: number | null;
  readonly last: number | null;
  /** Whether more events follow. */
  readonly more: boolean;
}

/**
 * Writes a tenant's sealed events to R2 as JSON lines, starting after a link, or after the archived ones: each event as it was
 * sealed, with its sequence number and hash, so that anyone can verify the chain. A repeated export writes the same file. Throws `audit_chain_broken`
 * if a sealed event is missing.
 */
export async function exportLog(
  { audit, seals, files }: Pick<AuditDeps, "audit" | "seals" | "files">,
  tenantId: string,
  { after, rowId: from }: { readonly after: number; readonly rowId: number },
): Promise<ExportResult & { rowId: number }> {
  const keeper = seals(tenantId);
  const { links, rowId: end } = await keeper.sealAll();
  const archived = await keeper.archived();
  const lines: string[] = [];
  const isArchived = after < archived.seq;
  const begin = isArchived ? archived.seq : after;
  let [seq, rowId] = [begin, isArchived ? archived.rowId : from];
  while (lines.length < MAX_EVENTS_PER_FILE) {
    const sealed = await keeper.links(seq, BATCH_SIZE);
    const events = await audit.listAfter(tenantId, { rowId, end }, BATCH_SIZE);
    for (const [i, link] of sealed.entries()) {
      const found = events[i];
      if (found?.event.id !== link.eventId)
        throw new AppError("audit_chain_broken", { seq: link.seq, event: link.eventId });
      lines.push(lineOf(link, canonical(found.event)));
      [seq, rowId] = [link.seq, found.rowId];
    }
    if (sealed.length < BATCH_SIZE) break;
  }
  const first = lines.length === 0 ? null : begin + 1;
  const key = `audit/${tenantId}/${begin + 1}-${seq}.jsonl`;
  if (first !== null) await files.put(key, new Blob([lines.join("")]), "application/jsonl; charset=utf-8");
  return { key, events: lines.length, first, last: first === null ? null : seq, more: seq < links, rowId };
}

/** A line of the file. The event is a string, exactly as it was hashed. */
export function lineOf({ seq, hash }: Link, event: string): string {
  return `${JSON.stringify({ seq, hash, event })}\n`;
}
