import { hashOf, type Link, NO_HASH } from "./chain.ts";
import type { AuditDeps } from "./deps.ts";
import type { AuditEvent } from "./entry.ts";
import { writeDown } from "./entry.ts";
import type { PlacedEvent } from "./store.ts";

/** Events that one call looks at. */
export const EVENTS_A_CALL = 5000;
const EVENTS_AT_ONCE = 500;

/** Where the log is not what was sealed. */
export interface Break {
  /** The number of the link, and the event that it sealed. */
  readonly seq: number;
  readonly eventId: string;
  /** `altered` and `removed` speak of that event; `inserted` of one that stands before it and was never sealed. */
  readonly problem: "altered" | "removed" | "inserted";
}

export interface Verification {
  /** The first break; null where there is none as far as was looked. */
  readonly broken: Break | null;
  /** Links that hold, all before them included. */
  readonly verified: number;
  /** All there are, and the hash of the last: who keeps that knows later that nothing before it has changed. */
  readonly links: number;
  readonly hash: string;
  /** Where to go on; null at the end, and where it is broken. */
  readonly next: VerifyPosition | null;
}

/** Writes down that the log was found to be broken, each time: it is an alert to whoever follows the tenant's events. */
export async function tellOfBreak(
  app: Pick<AuditDeps, "audit" | "clock" | "meter">,
  tenantId: string,
  origin: Pick<AuditEvent, "actor" | "ip" | "requestId">,
): Promise<void> {
  await writeDown(app, {
    ...origin,
    tenantId,
    event: "audit.chainBroken",
    subject: null,
    outcome: "audit_chain_broken",
  });
  app.meter.count(tenantId, "events");
}

export interface VerifyPosition {
  readonly seq: number;
  readonly hash: string;
  readonly place: number;
}

const START: VerifyPosition = { seq: 0, hash: NO_HASH, place: 0 };

/** Holds a tenant's log against its seals, from a position on, some thousand events a call. */
export async function verifyLog(
  { audit, seals }: Pick<AuditDeps, "audit" | "seals">,
  tenantId: string,
  from: VerifyPosition = START,
): Promise<Verification> {
  const keeper = seals(tenantId);
  const { links, hash, place: end } = await keeper.sealAll();
  let position = from;
  const result = (broken: Break | null, next: VerifyPosition | null): Verification => {
    return { broken, verified: position.seq, links, hash, next };
  };
  for (let looked = 0; looked < EVENTS_A_CALL; looked += EVENTS_AT_ONCE) {
    const sealed = await keeper.links(position.seq, EVENTS_AT_ONCE);
    const events = await audit.after(tenantId, { place: position.place, end }, EVENTS_AT_ONCE);
    for (const [i, link] of sealed.entries()) {
      const found = events[i];
      const problem = await problemOf(position.hash, link, found, events);
      if (problem !== undefined) return result({ seq: link.seq, eventId: link.eventId, problem }, null);
      position = { seq: link.seq, hash: link.hash, place: found?.place ?? position.place };
    }
    const surplus = events[sealed.length];
    if (surplus !== undefined) {
      return result({ seq: position.seq + 1, eventId: surplus.event.id, problem: "inserted" }, null);
    }
    if (sealed.length < EVENTS_AT_ONCE) return result(null, null);
  }
  return result(null, position);
}

async function problemOf(
  before: string,
  link: Link,
  found: PlacedEvent | undefined,
  events: readonly PlacedEvent[],
): Promise<Break["problem"] | undefined> {
  if (found?.event.id === link.eventId) {
    return (await hashOf(before, found.event)) === link.hash ? undefined : "altered";
  }
  return events.some(({ event }) => event.id === link.eventId) ? "inserted" : "removed";
}
