import type { Job } from "../durable-objects/alarms.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import { hashOf, type Link, NO_HASH } from "./chain.ts";
import type { PlacedEvent } from "./store.ts";

/** How long an event may wait to be sealed, in milliseconds. */
const SEAL_AFTER_MS = 5000;
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

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS audit_links (
    seq INTEGER PRIMARY KEY, event_id TEXT NOT NULL, hash TEXT NOT NULL, place INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS audit_expected (
    one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL, serial INTEGER NOT NULL
  ) STRICT;
`;

/** Reads a tenant's events after a place of the log, in the order in which they were written. */
type ReadEvents = (place: number, limit: number) => Promise<PlacedEvent[]>;

/**
 * The seals of one tenant's audit log. The log lies in D1, where it is written with what it is about; the hashes of its
 * links lie here, so that whoever changes or removes an event there cannot make it look untouched.
 */
export class Seals implements Job {
  private readonly sql: SqlDatabase;
  private readonly read: ReadEvents;
  private readonly now: () => number;
  private sealing: Promise<SealState> | undefined;
  private queued: Promise<SealState> | undefined;

  constructor(sql: SqlDatabase, read: ReadEvents, now: () => number) {
    this.sql = sql;
    this.read = read;
    this.now = now;
    sql.exec(SCHEMA);
  }

  /** Says that events were written. It is stored: the object may sleep or die before they are sealed. */
  expect(): void {
    const upsert = `INSERT INTO audit_expected VALUES (1, ?, 1)
      ON CONFLICT DO UPDATE SET at = min(at, excluded.at), serial = serial + 1`;
    this.sql.exec(upsert, this.now() + SEAL_AFTER_MS);
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

  private async sealRest(): Promise<SealState> {
    const expected = this.expected();
    for (;;) {
      const { links, hash, place } = this.state();
      const events = await this.read(place, EVENTS_AT_ONCE);
      const hashes: string[] = [];
      for (const { event } of events) hashes.push(await hashOf(hashes.at(-1) ?? hash, event));
      events.forEach(({ event, place }, i) => {
        this.sql.exec("INSERT INTO audit_links VALUES (?, ?, ?, ?)", links + i + 1, event.id, hashes[i] ?? "", place);
      });
      if (events.length < EVENTS_AT_ONCE) break;
    }
    // What is expected since then stays so.
    this.sql.exec("DELETE FROM audit_expected WHERE serial = ?", expected?.serial ?? 0);
    return this.state();
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
