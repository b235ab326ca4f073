import type { SqlDatabase } from "../ports/sql.ts";
import type { Clock } from "../ports/time.ts";
import type { Job } from "../shared/alarms.ts";
import type { CountedKey, KeyLimit, KeyUse, UseDecision, WindowState } from "./key-use.ts";
import { type Left, leftAt, outcomeOf, stateOf, type Window, windowAt } from "./key-use-policy.ts";

/** Windows that are over are cleared away by the hour, so many at a time. They count for nothing before that. */
const CLEAR_EVERY_MS = 60 * 60 * 1000;
const CLEARED_AT_ONCE = 10_000;

interface Counter extends WindowState {
  readonly window: Window;
}

/** The uses of one tenant's keys. Nothing here waits, so that each call sees and leaves the counters whole. */
export class KeyUseStore implements Job {
  private readonly sql: SqlDatabase;
  private readonly clock: Clock;

  constructor(sql: SqlDatabase, clock: Clock) {
    this.sql = sql;
    this.clock = clock;
  }

  count(use: KeyUse): UseDecision {
    const { cost, now } = use;
    const counters = use.limits.map((limit) => this.counterOf(use, limit, now));
    const before = this.leftOf(use, now);
    const left = before?.remaining ?? null;
    const outcome = outcomeOf(counters, left, cost);
    if (outcome !== "allowed" || cost === 0) return { outcome, windows: counters.map(stateOnly), remaining: left };
    for (const { perSeconds, window } of counters) this.putWindow(use.countsAs, perSeconds, window);
    if (before !== null) this.putLeft(use, { ...before, remaining: before.remaining - cost });
    const windows = counters.map((counter) => ({ ...stateOnly(counter), remaining: counter.remaining - 1 }));
    return { outcome, windows, remaining: left === null ? null : left - cost };
  }

  /** What is left of the quota; null where there is none. */
  remaining(key: CountedKey, now: number): number | null {
    return this.leftOf(key, now)?.remaining ?? null;
  }

  due(): number | undefined {
    const [row] = this.sql.exec<{ first: number | null }>("SELECT min(forget_at) AS first FROM key_windows").toArray();
    const first = row?.first ?? null;
    return first === null ? undefined : Math.ceil(first / CLEAR_EVERY_MS) * CLEAR_EVERY_MS;
  }

  run(): void {
    const query = `DELETE FROM key_windows WHERE (key, per_seconds) IN
      (SELECT key, per_seconds FROM key_windows WHERE forget_at <= ? LIMIT ${CLEARED_AT_ONCE})`;
    this.sql.exec(query, this.clock.now().getTime());
  }

  private leftOf({ countsAs, quota, quotaSerial }: CountedKey, now: number): Left | null {
    if (quota === null) return null;
    const [row] = this.sql
      .exec<{ serial: number; remaining: number; at: number }>("SELECT * FROM key_quotas WHERE key = ?", countsAs)
      .toArray();
    // A quota that was set since then begins with what was set.
    const last: Left = row?.serial === quotaSerial ? row : { remaining: quota.remaining, at: quota.setAt };
    // Never back, or an isolate whose clock is behind would have the same day fill it up twice.
    return { remaining: leftAt(last, quota.refill, now), at: Math.max(last.at, now) };
  }

  private counterOf({ countsAs }: CountedKey, limit: KeyLimit, now: number): Counter {
    const query = "SELECT started_at AS startedAt, count FROM key_windows WHERE key = ? AND per_seconds = ?";
    const [last] = this.sql.exec<{ startedAt: number; count: number }>(query, countsAs, limit.perSeconds).toArray();
    const window = windowAt(last, limit, now);
    return { ...stateOf(window, limit, now), window };
  }

  private putWindow(key: string, perSeconds: number, { startedAt, count }: Window): void {
    const query =
      "INSERT OR REPLACE INTO key_windows (key, per_seconds, started_at, count, forget_at) VALUES (?, ?, ?, ?, ?)";
    this.sql.exec(query, key, perSeconds, startedAt, count + 1, startedAt + perSeconds * 1000);
  }

  private putLeft({ countsAs, quotaSerial }: CountedKey, { remaining, at }: Left): void {
    const query = "INSERT OR REPLACE INTO key_quotas (key, serial, remaining, at) VALUES (?, ?, ?, ?)";
    this.sql.exec(query, countsAs, quotaSerial, remaining, at);
  }
}

function stateOnly({ window: _, ...state }: Counter): WindowState {
  return state;
}
