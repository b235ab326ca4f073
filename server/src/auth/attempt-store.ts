import type { Job } from "../durable-objects/alarms.ts";
import type { Clock } from "../ports/clock.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import {
  ACCOUNT_POLICY,
  ACCOUNTS_THAT_COUNT,
  AT_HOME_SECONDS,
  type AttemptState,
  addressPolicy,
  type Counter,
  countOne,
  decide,
  PAIR_POLICY,
} from "./attempt-policy.ts";
import type { Attempt, AttemptDecision, CounterKey, Guessable } from "./attempts.ts";

/** Rows are cleared away by the hour, so many at a time. What is due to be forgotten counts for nothing before that. */
const CLEAR_EVERY_MS = 60 * 60 * 1000;
const CLEARED_AT_ONCE = 10_000;

/** `account` is empty in the row of an address, and `address` in that of an account. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS attempt_counters (
    kind TEXT NOT NULL, account TEXT NOT NULL, address TEXT NOT NULL,
    failures INTEGER NOT NULL, blocked_until INTEGER NOT NULL, forget_at INTEGER, succeeded_at INTEGER,
    PRIMARY KEY (kind, account, address)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS attempt_counters_forget ON attempt_counters (forget_at);
  CREATE INDEX IF NOT EXISTS attempt_counters_home ON attempt_counters (kind, address, succeeded_at)
    WHERE succeeded_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS met_challenges (id TEXT PRIMARY KEY, forget_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS met_challenges_forget ON met_challenges (forget_at);
`;

interface Row extends AttemptState, Record<string, number | null> {
  readonly succeededAt: number | null;
}

interface StoredCounter extends Counter {
  readonly key: CounterKey;
}

/** The counters of one tenant. Nothing here waits, so that each call sees and leaves them whole. */
export class AttemptStore implements Job {
  private readonly sql: SqlDatabase;
  private readonly clock: Clock;

  constructor(sql: SqlDatabase, clock: Clock) {
    this.sql = sql;
    this.clock = clock;
    sql.exec(SCHEMA);
  }

  begin(attempt: Attempt): AttemptDecision {
    const { now, challenge } = attempt;
    const counters = this.countersOf(attempt);
    const decision = decide(counters, now);
    const passed = decision.outcome === "challenge" && challenge !== null && this.spend(challenge, now);
    if (decision.outcome !== "allowed" && !passed) return decision;
    for (const counter of counters) this.put(counter.key, countOne(counter, now));
    return { outcome: "allowed", counted: counters.map(({ key }) => key) };
  }

  giveBack(counted: readonly CounterKey[]): void {
    for (const key of counted) this.update(key, "failures = max(failures - 1, 0)");
  }

  succeed(counted: readonly CounterKey[], now: number): void {
    for (const key of counted) {
      if (key.address === "") this.remove(key);
      // An address has other accounts than this.
      else if (key.account === "") this.giveBack([key]);
      else this.welcome(key, now);
    }
  }

  /** Passwords and codes, from every address; where the account is at home, it stays so. */
  reset(account: string): void {
    for (const kind of ["password", "code"] satisfies Guessable[]) {
      this.sql.exec(
        "DELETE FROM attempt_counters WHERE kind = ? AND account = ? AND succeeded_at IS NULL",
        kind,
        account,
      );
      const clear = "UPDATE attempt_counters SET failures = 0, blocked_until = 0 WHERE kind = ? AND account = ?";
      this.sql.exec(clear, kind, account);
    }
  }

  due(): number | undefined {
    const query = `SELECT min(forget_at) AS first FROM (
      SELECT min(forget_at) AS forget_at FROM attempt_counters UNION ALL SELECT min(forget_at) FROM met_challenges)`;
    const first = this.sql.exec<{ first: number | null }>(query).toArray()[0]?.first ?? null;
    return first === null ? undefined : Math.ceil(first / CLEAR_EVERY_MS) * CLEAR_EVERY_MS;
  }

  run(): void {
    const now = this.clock.now().getTime();
    const counters = `DELETE FROM attempt_counters WHERE (kind, account, address) IN
      (SELECT kind, account, address FROM attempt_counters WHERE forget_at <= ? LIMIT ${CLEARED_AT_ONCE})`;
    this.sql.exec(counters, now);
    const challenges = `DELETE FROM met_challenges WHERE id IN
      (SELECT id FROM met_challenges WHERE forget_at <= ? LIMIT ${CLEARED_AT_ONCE})`;
    this.sql.exec(challenges, now);
  }

  private countersOf({ kind, account, address, now }: Attempt): StoredCounter[] {
    const ofAccount = { kind, account, address: "" };
    const counters: StoredCounter[] = [{ key: ofAccount, policy: ACCOUNT_POLICY, state: this.read(ofAccount) }];
    if (address === null) return counters;
    const ofPair = { kind, account, address };
    const pair = this.read(ofPair);
    counters.push({ key: ofPair, policy: PAIR_POLICY, state: pair });
    const homeSince = now - AT_HOME_SECONDS * 1000;
    // What others do at the address is no reason to keep anyone from an account that is at home there.
    if ((pair?.succeededAt ?? 0) > homeSince) return counters;
    const ofAddress = { kind, account: "", address };
    const policy = addressPolicy(this.accountsAtHome(ofAddress, homeSince));
    counters.push({ key: ofAddress, policy, state: this.read(ofAddress) });
    return counters;
  }

  private accountsAtHome({ kind, address }: CounterKey, since: number): number {
    const query = `SELECT count(*) AS accounts FROM (SELECT 1 FROM attempt_counters
      WHERE kind = ? AND address = ? AND succeeded_at > ? LIMIT ${ACCOUNTS_THAT_COUNT})`;
    return this.sql.exec<{ accounts: number }>(query, kind, address, since).toArray()[0]?.accounts ?? 0;
  }

  /** Whether the challenge was not used before; it is now. */
  private spend({ id, expiresAt }: { id: string; expiresAt: number }, now: number): boolean {
    if (expiresAt <= now) return false;
    const insert = "INSERT OR IGNORE INTO met_challenges (id, forget_at) VALUES (?, ?) RETURNING id";
    return this.sql.exec(insert, id, expiresAt).toArray().length === 1;
  }

  private read({ kind, account, address }: CounterKey): Row | undefined {
    const query = `SELECT failures, blocked_until AS blockedUntil, forget_at AS forgetAt, succeeded_at AS succeededAt
      FROM attempt_counters WHERE kind = ? AND account = ? AND address = ?`;
    return this.sql.exec<Row>(query, kind, account, address).toArray()[0];
  }

  private put({ kind, account, address }: CounterKey, { failures, blockedUntil, forgetAt }: AttemptState): void {
    const upsert = `INSERT INTO attempt_counters (kind, account, address, failures, blocked_until, forget_at)
      VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
      failures = excluded.failures, blocked_until = excluded.blocked_until, forget_at = excluded.forget_at`;
    this.sql.exec(upsert, kind, account, address, failures, blockedUntil, forgetAt);
  }

  /** The account is at home at the address from now on. */
  private welcome(key: CounterKey, now: number): void {
    const change = "failures = 0, blocked_until = 0, succeeded_at = ?, forget_at = ?";
    this.update(key, change, now, now + AT_HOME_SECONDS * 1000);
  }

  private update({ kind, account, address }: CounterKey, change: string, ...values: number[]): void {
    const where = "WHERE kind = ? AND account = ? AND address = ?";
    this.sql.exec(`UPDATE attempt_counters SET ${change} ${where}`, ...values, kind, account, address);
  }

  private remove({ kind, account, address }: CounterKey): void {
    const where = "WHERE kind = ? AND account = ? AND address = ?";
    this.sql.exec(`DELETE FROM attempt_counters ${where}`, kind, account, address);
  }
}
