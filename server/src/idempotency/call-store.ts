import type { SqlDatabase } from "../ports/sql.ts";
import type { Clock } from "../ports/time.ts";
import type { Job } from "../shared/alarms.ts";
import type { BeginResult, CallEnd, NewCall, Partition, PreviousCall } from "./call-record.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Records are stored for 24 hours and deleted within the hour after, at most 10,000 at a time. */
const RETENTION_MS = 24 * HOUR_MS;
const CLEAR_EVERY_MS = HOUR_MS;
const MAX_CLEARED_ROWS = 10_000;
/** Maximum duration of a call: a record without an end by then belongs to an interrupted call. */
const LEASE_MS = MINUTE_MS;

/** Limits of a partition. Beyond them the oldest records are evicted early, but none younger than `minAgeMs`. */
export interface PartitionLimits {
  readonly records: number;
  readonly bytes: number;
  readonly minAgeMs: number;
}

/**
 * A caller may make 6,000 calls a minute, so 100,000 records leave space for others. No client repeats a call for 15
 * minutes.
 */
export const PARTITION_LIMITS: PartitionLimits = {
  records: 100_000,
  bytes: 128 * 1024 * 1024,
  minAgeMs: 15 * MINUTE_MS,
};

const PARTITIONS: readonly Partition[] = ["servers", "public"];

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

/** The idempotent calls of one tenant. Every method is synchronous, so one of many concurrent calls is the first. */
export class CallStore implements Job {
  private readonly sql: SqlDatabase;
  private readonly clock: Clock;
  private readonly limits: PartitionLimits;
  /** Totals of each partition, counted when first needed. */
  private readonly totals = new Map<Partition, Total>();

  constructor(sql: SqlDatabase, clock: Clock, limits = PARTITION_LIMITS) {
    this.sql = sql;
    this.clock = clock;
    this.limits = limits;
  }

  begin({ id, requestId, partition, fingerprint }: NewCall): BeginResult {
    const now = this.clock.now().getTime();
    const [row] = this.sql
      .exec<Row>(
        "SELECT request_id AS requestId, fingerprint, begun_at AS begunAt, ended, answer FROM calls WHERE id = ?",
        id,
      )
      .toArray();
    // The request's own record: the result of its first `begin` was lost.
    if (row?.requestId === requestId && row.ended === null) return { state: "new" };
    if (row !== undefined) return { state: "earlier", ...previousCallOf(row, now) };
    const bytes = id.length + requestId.length + fingerprint.length;
    if (!this.makeSpace(partition, bytes, now)) return { state: "full" };
    this.sql.exec(
      "INSERT INTO calls (id, request_id, shelf, begun_at, bytes, fingerprint) VALUES (?, ?, ?, ?, ?, ?)",
      ...[id, requestId, partition, now, bytes, fingerprint],
    );
    this.add(partition, 1, bytes);
    return { state: "new" };
  }

  /** Also accepts the end of a call that ran longer than expected. */
  end({ id, requestId }: Pick<NewCall, "id" | "requestId">, { kind, answer }: CallEnd): void {
    const grown = answer?.length ?? 0;
    const update = `UPDATE calls SET ended = ?, answer = ?, bytes = bytes + ?
      WHERE id = ? AND request_id = ? AND ended IS NULL RETURNING shelf AS "partition"`;
    const rows = this.sql.exec<{ partition: Partition }>(update, kind, answer, grown, id, requestId).toArray();
    for (const { partition } of rows) this.add(partition, 0, grown);
  }

  release({ id, requestId }: Pick<NewCall, "id" | "requestId">): void {
    this.remove("id = ? AND request_id = ? AND ended IS NULL", id, requestId);
  }

  due(): number | undefined {
    const begun = PARTITIONS.map((partition) => this.oldest(partition)).filter((at) => at !== undefined);
    if (begun.length === 0) return undefined;
    return Math.ceil((Math.min(...begun) + RETENTION_MS) / CLEAR_EVERY_MS) * CLEAR_EVERY_MS;
  }

  run(): void {
    const until = this.clock.now().getTime() - RETENTION_MS;
    for (const partition of PARTITIONS) {
      const some = `SELECT id FROM calls WHERE shelf = ? AND begun_at <= ? LIMIT ${MAX_CLEARED_ROWS}`;
      this.remove(`id IN (${some})`, partition, until);
    }
  }

  /** True if the partition has space for one more record, after evicting old ones. */
  private makeSpace(partition: Partition, bytes: number, now: number): boolean {
    const total = this.totalOf(partition);
    while (total.records >= this.limits.records || total.bytes + bytes > this.limits.bytes) {
      if ((this.oldest(partition) ?? now) > now - this.limits.minAgeMs) return false;
      this.remove("id = (SELECT id FROM calls WHERE shelf = ? ORDER BY begun_at LIMIT 1)", partition);
    }
    return true;
  }

  private oldest(partition: Partition): number | undefined {
    const query = "SELECT min(begun_at) AS first FROM calls WHERE shelf = ?";
    return this.sql.exec<{ first: number | null }>(query, partition).toArray()[0]?.first ?? undefined;
  }

  private remove(where: string, ...bindings: (string | number)[]): void {
    const rows = this.sql
      .exec<{ partition: Partition; bytes: number }>(
        `DELETE FROM calls WHERE ${where} RETURNING bytes, shelf AS "partition"`,
        ...bindings,
      )
      .toArray();
    for (const { partition, bytes } of rows) this.add(partition, -1, -bytes);
  }

  private add(partition: Partition, records: number, bytes: number): void {
    // A partition that wasn't counted yet will be counted with this change.
    const total = this.totals.get(partition);
    if (total === undefined) return;
    total.records += records;
    total.bytes += bytes;
  }

  private totalOf(partition: Partition): Total {
    const cached = this.totals.get(partition);
    if (cached !== undefined) return cached;
    const query = "SELECT count(*) AS records, coalesce(sum(bytes), 0) AS bytes FROM calls WHERE shelf = ?";
    const [row] = this.sql.exec<{ records: number; bytes: number }>(query, partition).toArray();
    const total = { records: row?.records ?? 0, bytes: row?.bytes ?? 0 };
    this.totals.set(partition, total);
    return total;
  }
}

function previousCallOf({ requestId, fingerprint, begunAt, ended, answer }: Row, now: number): PreviousCall {
  const call = { requestId, fingerprint };
  if (ended === "answered" && answer !== null) return { ...call, end: { kind: ended, answer } };
  if (ended === null && now - begunAt <= LEASE_MS) return { ...call, end: null };
  return { ...call, end: { kind: ended === "too_large" ? ended : "unknown", answer: null } };
}
