import type { SqlDatabase } from "../ports/sql.ts";
import type { Clock } from "../ports/time.ts";
import type { Job } from "../shared/alarms.ts";
import {
  ACCOUNT_POLICY,
  ACCOUNTS_THAT_COUNT,
  AT_HOME_SECONDS,
  type AttemptPolicy,
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

type Row = AttemptState & Record<string, number | null>;

interface StoredCounter extends Counter {
  readonly key: CounterKey;
}

const KINDS: readonly Guessable[] = ["password", "code"];

/** What a session's counter has in the place of an address; no address begins so. */
const SESSION = "session ";

/** The counters of one tenant. Nothing here waits, so that each call sees and leaves them whole. */
export class AttemptStore implements Job {
  private readonly sql: SqlDatabase;
  private readonly clock: Clock;

  constructor(sql: SqlDatabase, clock: Clock) {
    this.sql = sql;
    this.clock = clock;
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
      else if (key.address.startsWith(SESSION)) this.remove(key);
      else this.trust(key, now);
    }
  }

  /** Passwords and codes, from every address; addresses that are trusted stay so. */
  reset(account: string, trusted?: { readonly address: string; readonly now: number }): void {
    for (const kind of KINDS) {
      this.sql.exec(
        "DELETE FROM attempt_counters WHERE kind = ? AND account = ? AND succeeded_at IS NULL",
        kind,
        account,
      );
      const clear = "UPDATE attempt_counters SET failures = 0, blocked_until = 0 WHERE kind = ? AND account = ?";
      this.sql.exec(clear, kind, account);
    }
    if (trusted === undefined) return;
    const key = { kind: "password", account, address: trusted.address } as const;
    this.put(key, { failures: 0, blockedUntil: 0, forgetAt: null });
    this.trust(key, trusted.now);
  }

  forget(account: string): void {
    for (const kind of KINDS) {
      this.sql.exec("DELETE FROM attempt_counters WHERE kind = ? AND account = ?", kind, account);
    }
  }

  isTrusted(account: string, address: string, now: number): boolean {
    const query = `SELECT 1 FROM attempt_counters
      WHERE kind IN ('password', 'code') AND account = ? AND address = ? AND succeeded_at > ?`;
    return this.sql.exec(query, account, address, trustedSince(now)).toArray().length > 0;
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

  private countersOf({ kind, account, address, session, now }: Attempt): StoredCounter[] {
    const source = session === undefined ? address : `${SESSION}${session}`;
    const isTrusted = session !== undefined || (address !== null && this.isTrusted(account, address, now));
    const counter = (key: CounterKey, policy: AttemptPolicy): StoredCounter => ({ key, policy, state: this.read(key) });
    // What others do elsewhere slows nobody down who comes from a trusted address; the stop is for all (rule 8).
    const ofAccount = { ...counter({ kind, account, address: "" }, ACCOUNT_POLICY), onlyStops: isTrusted };
    if (source === null) return [ofAccount];
    const ofPair = counter({ kind, account, address: source }, PAIR_POLICY);
    // Nor is what others do at the same address a reason to.
    if (isTrusted || address === null) return [ofAccount, ofPair];
    const key = { kind, account: "", address };
    return [ofAccount, ofPair, counter(key, addressPolicy(this.accountsThatTrust(key, now)))];
  }

  private accountsThatTrust({ kind, address }: CounterKey, now: number): number {
    const query = `SELECT count(*) AS accounts FROM (SELECT 1 FROM attempt_counters
      WHERE kind = ? AND address = ? AND succeeded_at > ? LIMIT ${ACCOUNTS_THAT_COUNT})`;
    return this.sql.exec<{ accounts: number }>(query, kind, address, trustedSince(now)).toArray()[0]?.accounts ?? 0;
  }

  /** Whether the challenge was not used before; it is now. */
  private spend({ id, expiresAt }: { id: string; expiresAt: number }, now: number): boolean {
    if (expiresAt <= now) return false;
    const insert = "INSERT OR IGNORE INTO met_challenges (id, forget_at) VALUES (?, ?) RETURNING id";
    return this.sql.exec(insert, id, expiresAt).toArray().length === 1;
  }

  private read({ kind, account, address }: CounterKey): Row | undefined {
    const query = `SELECT failures, blocked_until AS blockedUntil, forget_at AS forgetAt
      FROM attempt_counters WHERE kind = ? AND account = ? AND address = ?`;
    return this.sql.exec<Row>(query, kind, account, address).toArray()[0];
  }

  private put({ kind, account, address }: CounterKey, { failures, blockedUntil, forgetAt }: AttemptState): void {
    const upsert = `INSERT INTO attempt_counters (kind, account, address, failures, blocked_until, forget_at)
      VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
      failures = excluded.failures, blocked_until = excluded.blocked_until, forget_at = excluded.forget_at`;
    this.sql.exec(upsert, kind, account, address, failures, blockedUntil, forgetAt);
  }

  /** The account trusts the address from now on. */
  private trust(key: CounterKey, now: number): void {
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

/** An address is trusted that had a success after this time, in milliseconds since 1970. */
function trustedSince(now: number): number {
  return now - AT_HOME_SECONDS * 1000;
}
