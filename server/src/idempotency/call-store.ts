import type { SqlDatabase } from "../ports/sql.ts";
import type { Clock } from "../ports/time.ts";
import type { Job } from "../shared/alarms.ts";
import type { Begun, CallEnd, EarlierCall, NewCall, Shelf } from "./call-record.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Calls are kept for a day and cleared away by the hour after it, so many at a time. */
const KEPT_MS = 24 * HOUR_MS;
const CLEAR_EVERY_MS = HOUR_MS;
const CLEARED_AT_ONCE = 10_000;
/** No call runs for longer: one that has not ended by then was cut off. */
const LEASE_MS = MINUTE_MS;

/** What a shelf holds at most; beyond it the oldest are forgotten before their time, but none that is younger than `youngMs`. */
export interface Bounds {
  readonly records: number;
  readonly bytes: number;
  readonly youngMs: number;
}

/**
 * One caller may make 6,000 calls a minute, so that no one caller keeps others from making theirs; and no client repeats
 * for as long as a quarter of an hour.
 */
export const BOUNDS: Bounds = { records: 100_000, bytes: 128 * 1024 * 1024, youngMs: 15 * MINUTE_MS };

const SHELVES: readonly Shelf[] = ["servers", "public"];

interface Row extends Record<string, string | number | null> {
  readonly requestId: string;
  readonly fingerprint: string;
  readonly begunAt: number;
  readonly ended: CallEnd["kind"] | null;
  readonly answer: string | null;
}

interface Total {
  records: number;
  bytes: number;
}

/** Calls at one tenant that may be repeated. Nothing here waits, so that of many that come at once one is the first. */
export class CallStore implements Job {
  private readonly sql: SqlDatabase;
  private readonly clock: Clock;
  private readonly bounds: Bounds;
  /** What each shelf holds, counted when it is first needed. */
  private readonly totals = new Map<Shelf, Total>();

  constructor(sql: SqlDatabase, clock: Clock, bounds = BOUNDS) {
    this.sql = sql;
    this.clock = clock;
    this.bounds = bounds;
  }

  begin({ id, requestId, shelf, fingerprint }: NewCall): Begun {
    const now = this.clock.now().getTime();
    const [row] = this.sql
      .exec<Row>(
        "SELECT request_id AS requestId, fingerprint, begun_at AS begunAt, ended, answer FROM calls WHERE id = ?",
        id,
      )
      .toArray();
    // Its own, where the answer to this was lost.
    if (row?.requestId === requestId && row.ended === null) return { state: "new" };
    if (row !== undefined) return { state: "earlier", ...earlierOf(row, now) };
    const bytes = id.length + requestId.length + fingerprint.length;
    if (!this.makeRoom(shelf, bytes, now)) return { state: "full" };
    this.sql.exec(
      "INSERT INTO calls (id, request_id, shelf, begun_at, bytes, fingerprint) VALUES (?, ?, ?, ?, ?, ?)",
      ...[id, requestId, shelf, now, bytes, fingerprint],
    );
    this.add(shelf, 1, bytes);
    return { state: "new" };
  }

  /** Also of a call that nobody expected to end any more: better late than unknown. */
  end({ id, requestId }: Pick<NewCall, "id" | "requestId">, { kind, answer }: CallEnd): void {
    const grown = answer?.length ?? 0;
    const update = `UPDATE calls SET ended = ?, answer = ?, bytes = bytes + ?
      WHERE id = ? AND request_id = ? AND ended IS NULL RETURNING shelf`;
    const rows = this.sql.exec<{ shelf: Shelf }>(update, kind, answer, grown, id, requestId).toArray();
    for (const { shelf } of rows) this.add(shelf, 0, grown);
  }

  release({ id, requestId }: Pick<NewCall, "id" | "requestId">): void {
    this.remove("id = ? AND request_id = ? AND ended IS NULL", id, requestId);
  }

  due(): number | undefined {
    const begun = SHELVES.map((shelf) => this.oldest(shelf)).filter((at) => at !== undefined);
    if (begun.length === 0) return undefined;
    return Math.ceil((Math.min(...begun) + KEPT_MS) / CLEAR_EVERY_MS) * CLEAR_EVERY_MS;
  }

  run(): void {
    const until = this.clock.now().getTime() - KEPT_MS;
    for (const shelf of SHELVES) {
      const some = `SELECT id FROM calls WHERE shelf = ? AND begun_at <= ? LIMIT ${CLEARED_AT_ONCE}`;
      this.remove(`id IN (${some})`, shelf, until);
    }
  }

  /** Whether there is room for one more. */
  private makeRoom(shelf: Shelf, bytes: number, now: number): boolean {
    const total = this.totalOf(shelf);
    while (total.records >= this.bounds.records || total.bytes + bytes > this.bounds.bytes) {
      if ((this.oldest(shelf) ?? now) > now - this.bounds.youngMs) return false;
      this.remove("id = (SELECT id FROM calls WHERE shelf = ? ORDER BY begun_at LIMIT 1)", shelf);
    }
    return true;
  }

  private oldest(shelf: Shelf): number | undefined {
    const query = "SELECT min(begun_at) AS first FROM calls WHERE shelf = ?";
    return this.sql.exec<{ first: number | null }>(query, shelf).toArray()[0]?.first ?? undefined;
  }

  private remove(where: string, ...bindings: (string | number)[]): void {
    const rows = this.sql
      .exec<{ shelf: Shelf; bytes: number }>(`DELETE FROM calls WHERE ${where} RETURNING shelf, bytes`, ...bindings)
      .toArray();
    for (const { shelf, bytes } of rows) this.add(shelf, -1, -bytes);
  }

  private add(shelf: Shelf, records: number, bytes: number): void {
    // What was not counted yet will be as it is then.
    const total = this.totals.get(shelf);
    if (total === undefined) return;
    total.records += records;
    total.bytes += bytes;
  }

  private totalOf(shelf: Shelf): Total {
    const known = this.totals.get(shelf);
    if (known !== undefined) return known;
    const query = "SELECT count(*) AS records, coalesce(sum(bytes), 0) AS bytes FROM calls WHERE shelf = ?";
    const [row] = this.sql.exec<{ records: number; bytes: number }>(query, shelf).toArray();
    const total = { records: row?.records ?? 0, bytes: row?.bytes ?? 0 };
    this.totals.set(shelf, total);
    return total;
  }
}

function earlierOf({ requestId, fingerprint, begunAt, ended, answer }: Row, now: number): EarlierCall {
  const call = { requestId, fingerprint };
  if (ended === "answered" && answer !== null) return { ...call, end: { kind: ended, answer } };
  if (ended === null && now - begunAt <= LEASE_MS) return { ...call, end: null };
  return { ...call, end: { kind: ended === "too_large" ? ended : "unknown", answer: null } };
}
