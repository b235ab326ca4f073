import type { SqlDatabase } from "../ports/sql.ts";
import type { Job } from "../shared/alarms.ts";
import { type ChainPosition, GENESIS_HASH, type Link, linkHash } from "./chain.ts";
import type { AuditEvent, EventRow } from "./store.ts";

/** Delay in milliseconds before an event is sealed; the shorter one applies while a follower waits. */
const SEAL_AFTER_MS = 5000;
const SEAL_SOON_MS = 1000;
/** Interval in milliseconds at which the log is polled while a follower waits. */
const POLL_INTERVAL_MS = 60_000;
const BATCH_SIZE = 500;

/** How far a tenant's log is sealed. */
export interface SealState {
  readonly links: number;
  /** Hash of the last link. */
  readonly hash: string;
  /** Row id of the last sealed event in `audit_events`. */
  readonly rowId: number;
}

/** The links that a tenant's log is verified against. */
export interface SealKeeper {
  /** Seals all events in the log, and returns the new state. */
  sealAll(): Promise<SealState>;
  /** At most `limit` links after the sequence number. */
  links(after: number, limit: number): Promise<Link[]>;
  /** The last event that was moved to R2; the position before the first event if none was. */
  archived(): Promise<ChainPosition>;
  /** Notes that the events up to a position are in a file of R2, and removes their links. */
  archive(last: ChainPosition, key: string): Promise<void>;
}

/** Reads a tenant's events after a row id, in the order in which they were written. */
type ReadEvents = (afterRowId: number, limit: number) => Promise<EventRow[]>;

/** Runs synchronous work, of which all writes are made or none. */
type Atomically = (work: () => void) => void;

/** Streams that follow a tenant's log. */
export interface Followers {
  /** Whether a stream waits for events. */
  readonly waiting: boolean;
  /** Receives sealed events with their links. Synchronous, so that neither is stored without the other. */
  sealed(events: readonly { readonly seq: number; readonly event: AuditEvent }[]): void;
}

/**
 * Seals of one tenant's audit log. The log is in D1, where events are written with their changes. The chain's hashes are in
 * this object, so that a change or removal of an event in D1 is always detected.
 */
export class Seals implements Job {
  private readonly sql: SqlDatabase;
  private readonly read: ReadEvents;
  private readonly now: () => number;
  private readonly followers: Followers;
  private readonly atomically: Atomically;
  private sealing: Promise<SealState> | undefined;
  private queued: Promise<SealState> | undefined;

  constructor(sql: SqlDatabase, atomically: Atomically, read: ReadEvents, now: () => number, followers: Followers) {
    this.sql = sql;
    this.atomically = atomically;
    this.read = read;
    this.now = now;
    this.followers = followers;
  }

  /** Schedules the sealing of new events. The time is stored, so that an eviction of the object doesn't lose it. */
  scheduleSeal(): void {
    this.scheduleIn(this.followers.waiting ? SEAL_SOON_MS : SEAL_AFTER_MS);
  }

  due(): number | undefined {
    return this.scheduled()?.at;
  }

  async run(): Promise<void> {
    await this.sealAll();
  }

  /** Safe to call concurrently: calls during a run share the next run, which starts when the current one ends. */
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

  archived(): ChainPosition {
    const query = "SELECT last AS seq, hash, place AS rowId FROM audit_archives ORDER BY last DESC LIMIT 1";
    const [last] = this.sql.exec<{ seq: number; hash: string; rowId: number }>(query);
    return last ?? { seq: 0, hash: GENESIS_HASH, rowId: 0 };
  }

  archive({ seq, hash, rowId }: ChainPosition, key: string): void {
    const insert = "INSERT OR IGNORE INTO audit_archives (last, hash, place, file) VALUES (?, ?, ?, ?)";
    this.sql.exec(insert, seq, hash, rowId, key);
    this.sql.exec("DELETE FROM audit_links WHERE seq <= ?", seq);
  }

  /** The number of the last link. */
  get newest(): number {
    return this.state().links;
  }

  private async sealRest(): Promise<SealState> {
    const expected = this.scheduled();
    for (;;) {
      const { links, hash, rowId } = this.state();
      const events = await this.read(rowId, BATCH_SIZE);
      const hashes: string[] = [];
      for (const { event } of events) hashes.push(await linkHash(hashes.at(-1) ?? hash, event));
      this.atomically(() => {
        events.forEach(({ event, rowId }, i) => {
          const insert = "INSERT INTO audit_links (seq, event_id, hash, place) VALUES (?, ?, ?, ?)";
          this.sql.exec(insert, links + i + 1, event.id, hashes[i] ?? "", rowId);
        });
        this.followers.sealed(events.map(({ event }, i) => ({ seq: links + i + 1, event })));
      });
      if (events.length < BATCH_SIZE) break;
    }
    // A run that was scheduled meanwhile stays scheduled.
    this.sql.exec("DELETE FROM audit_expected WHERE serial = ?", expected?.serial ?? 0);
    if (this.followers.waiting) this.scheduleIn(POLL_INTERVAL_MS);
    return this.state();
  }

  private scheduleIn(milliseconds: number): void {
    const upsert = `INSERT INTO audit_expected (one, at, serial) VALUES (1, ?, 1)
      ON CONFLICT DO UPDATE SET at = min(at, excluded.at), serial = serial + 1`;
    this.sql.exec(upsert, this.now() + milliseconds);
  }

  private scheduled(): { at: number; serial: number } | undefined {
    return this.sql.exec<{ at: number; serial: number }>("SELECT at, serial FROM audit_expected").toArray()[0];
  }

  private state(): SealState {
    const query = "SELECT seq AS links, hash, place AS rowId FROM audit_links ORDER BY seq DESC LIMIT 1";
    const [last] = this.sql.exec<{ links: number; hash: string; rowId: number }>(query);
    return last ?? { links: 0, hash: GENESIS_HASH, rowId: 0 };
  }
}
