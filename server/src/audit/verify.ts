import { log } from "../ports/logger.ts";
import { type ChainPosition, type Link, linkHash } from "./chain.ts";
import type { AuditDeps } from "./deps.ts";
import type { AuditEvent } from "./entry.ts";
import { recordAuditEvent } from "./entry.ts";
import type { EventRow } from "./store.ts";

/** Maximum number of events that one call verifies. */
export const MAX_EVENTS_PER_CALL = 5000;
const BATCH_SIZE = 500;

/** The first event at which the log differs from its seals. */
export interface ChainBreak {
  /** Sequence number of the link, and the id of the event that it sealed. */
  readonly seq: number;
  readonly eventId: string;
  /** `altered` and `removed` are about that event; `inserted` is about an event before it without a seal. */
  readonly problem: "altered" | "removed" | "inserted";
}

export interface Verification {
  /** The first break; null if the verified part is valid. */
  readonly broken: ChainBreak | null;
  /** Number of valid links from the first. Archived events were verified before they were moved. */
  readonly verified: number;
  /** Number of events that were moved to R2. */
  readonly archived: number;
  /** Number of all links, and the hash of the last. A stored copy of it proves later that no event before it changed. */
  readonly links: number;
  readonly hash: string;
  /** Position to continue from; null at the end and where the chain is broken. */
  readonly next: ChainPosition | null;
}

/** Records an event each time the chain is found to be broken, as an alert for the tenant's event streams. */
export async function reportBrokenChain(
  app: Pick<AuditDeps, "audit" | "clock" | "meter">,
  tenantId: string,
  origin: Pick<AuditEvent, "actor" | "ip" | "requestId">,
): Promise<void> {
  log("error", "A tenant's audit chain is broken.", { tenantId });
  await recordAuditEvent(app, {
    ...origin,
    tenantId,
    event: "audit.chainBroken",
    subject: null,
    outcome: "audit_chain_broken",
  });
  app.meter.count(tenantId, "events");
}

/**
 * Verifies a tenant's log against its seals, at most 5,000 events a call. Starts at a position, by default at the first event
 * that is not archived.
 */
export async function verifyLog(
  { audit, seals }: Pick<AuditDeps, "audit" | "seals">,
  tenantId: string,
  from?: ChainPosition,
): Promise<Verification> {
  const keeper = seals(tenantId);
  const { links, hash, rowId: end } = await keeper.sealAll();
  const archived = await keeper.archived();
  let position = from === undefined || from.seq < archived.seq ? archived : from;
  const result = (broken: ChainBreak | null, next: ChainPosition | null): Verification => {
    return { broken, verified: position.seq, archived: archived.seq, links, hash, next };
  };
  for (let looked = 0; looked < MAX_EVENTS_PER_CALL; looked += BATCH_SIZE) {
    const sealed = await keeper.links(position.seq, BATCH_SIZE);
    const events = await audit.listAfter(tenantId, { rowId: position.rowId, end }, BATCH_SIZE);
    for (const [i, link] of sealed.entries()) {
      const found = events[i];
      const problem = await findLinkProblem(position.hash, link, found, events);
      if (problem !== undefined) return result({ seq: link.seq, eventId: link.eventId, problem }, null);
      position = { seq: link.seq, hash: link.hash, rowId: found?.rowId ?? position.rowId };
    }
    const surplus = events[sealed.length];
    if (surplus !== undefined) {
      return result({ seq: position.seq + 1, eventId: surplus.event.id, problem: "inserted" }, null);
    }
    if (sealed.length < BATCH_SIZE) return result(null, null);
  }
  return result(null, position);
}

/** Compares the event at a link's position with the link. `before` is the hash before it. */
export async function findLinkProblem(
  before: string,
  link: Link,
  found: EventRow | undefined,
  events: readonly EventRow[],
): Promise<ChainBreak["problem"] | undefined> {
  if (found?.event.id === link.eventId) {
    return (await linkHash(before, found.event)) === link.hash ? undefined : "altered";
  }
  return events.some(({ event }) => event.id === link.eventId) ? "inserted" : "removed";
}
