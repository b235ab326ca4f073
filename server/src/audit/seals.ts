import type { SqlDatabase } from "../ports/sql.ts";
import type { Job } from "../shared/alarms.ts";
import { hashOf, type Link, NO_HASH } from "./chain.ts";
import type { AuditEvent, PlacedEvent } from "./store.ts";

/** How long an event may wait to be sealed, in milliseconds; less where somebody waits for it. */
const SEAL_AFTER_MS = 5000;
const SEAL_SOON_MS = 1000;
/** Where somebody waits, the log is looked at so often even if nobody says that there is anything, in milliseconds. */
const LOOK_EVERY_MS = 60_000;
const EVENTS_AT_ONCE = 500;

/** What of a tenant's log has been sealed. */
export interface SealState {
  readonly links: number;
  /** That of the last link. */
  readonly hash: string;
  /** The place in the log of the last event that was sealed. */
  readonly place: number;
}

/** What a tenant's log may be held against. */
export interface SealKeeper {
  /** Seals what is in the log by now, and says how far that is. */
  sealAll(): Promise<SealState>;
  /** So many links after the one of that number. */
  links(after: number, limit: number): Promise<Link[]>;
}

/** Reads a tenant's events after a place of the log, in the order in which they were written. */
type ReadEvents = (place: number, limit: number) => Promise<PlacedEvent[]>;

/** Those who follow a tenant's log. */
export interface Followers {
  /** Whether anybody waits for events. */
  readonly waiting: boolean;
  /** Takes events with the links that seal them: at once, so that neither is stored without the other. */
  sealed(events: readonly { readonly seq: number; readonly event: AuditEvent }[]): void;
}

/**
 * The seals of one tenant's audit log. The log lies in D1, where it is written with what it is about; the hashes of its
 * links lie here, so that whoever changes or removes an event there cannot make it look untouched.
 */
export class Seals implements Job {
  private readonly sql: SqlDatabase;
  private readonly read: ReadEvents;
  private readonly now: () => number;
  private readonly followers: Followers;
  private sealing: Promise<SealState> | undefined;
  private queued: Promise<SealState> | undefined;

  constructor(sql: SqlDatabase, read: ReadEvents, now: () => number, followers: Followers) {
    this.sql = sql;
    this.read = read;
    this.now = now;
    this.followers = followers;
  }

  /** Says that events were written. It is stored: the object may sleep or die before they are sealed. */
  expect(): void {
    this.expectIn(this.followers.waiting ? SEAL_SOON_MS : SEAL_AFTER_MS);
  }

  due(): number | undefined {
    return this.expected()?.at;
  }

  async run(): Promise<void> {
    await this.sealAll();
  }

  /** Safe to call at once: whoever comes while this is under way shares the work that begins when that has ended. */
  async sealAll(): Promise<SealState> {
    const before = this.sealing;
    if (before === undefined) return await this.begin();
    this.queued ??= before
      .catch(() => undefined)
      .then(async () => {
        this.queued = undefined;
        return await this.begin();
      });
    return await this.queued;
  }

  private async begin(): Promise<SealState> {
    const work = this.sealRest().finally(() => {
      this.sealing = undefined;
    });
    this.sealing = work;
    return await work;
  }

  links(after: number, limit: number): Link[] {
    const query = "SELECT seq, event_id AS eventId, hash FROM audit_links WHERE seq > ? ORDER BY seq LIMIT ?";
    return this.sql.exec<{ seq: number; eventId: string; hash: string }>(query, after, limit).toArray();
  }

  /** The number of the last link. */
  get newest(): number {
    return this.state().links;
  }

  private async sealRest(): Promise<SealState> {
    const expected = this.expected();
    for (;;) {
      const { links, hash, place } = this.state();
      const events = await this.read(place, EVENTS_AT_ONCE);
      const hashes: string[] = [];
      for (const { event } of events) hashes.push(await hashOf(hashes.at(-1) ?? hash, event));
      events.forEach(({ event, place }, i) => {
        const insert = "INSERT INTO audit_links (seq, event_id, hash, place) VALUES (?, ?, ?, ?)";
        this.sql.exec(insert, links + i + 1, event.id, hashes[i] ?? "", place);
      });
      this.followers.sealed(events.map(({ event }, i) => ({ seq: links + i + 1, event })));
      if (events.length < EVENTS_AT_ONCE) break;
    }
    // What is expected since then stays so.
    this.sql.exec("DELETE FROM audit_expected WHERE serial = ?", expected?.serial ?? 0);
    if (this.followers.waiting) this.expectIn(LOOK_EVERY_MS);
    return this.state();
  }

  private expectIn(milliseconds: number): void {
    const upsert = `INSERT INTO audit_expected (one, at, serial) VALUES (1, ?, 1)
      ON CONFLICT DO UPDATE SET at = min(at, excluded.at), serial = serial + 1`;
    this.sql.exec(upsert, this.now() + milliseconds);
  }

  private expected(): { at: number; serial: number } | undefined {
    return this.sql.exec<{ at: number; serial: number }>("SELECT at, serial FROM audit_expected").toArray()[0];
  }

  private state(): SealState {
    const query = "SELECT seq AS links, hash, place FROM audit_links ORDER BY seq DESC LIMIT 1";
    const [last] = this.sql.exec<{ links: number; hash: string; place: number }>(query);
    return last ?? { links: 0, hash: NO_HASH, place: 0 };
  }
}
