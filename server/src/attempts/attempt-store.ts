import type { SqlDatabase } from "../ports/sql.ts";
import type { Clock } from "../ports/time.ts";
import type { Job } from "../shared/alarms.ts";
import {
  ACCOUNT_POLICY,
  type AttemptPolicy,
  type AttemptState,
  addressPolicy,
  type Counter,
  countOne,
  decideAttempt,
  MAX_COUNTED_ACCOUNTS,
  PAIR_POLICY,
  TRUST_SECONDS,
} from "./attempt-policy.ts";
import type { Attempt, AttemptDecision, AttemptKind, CounterKey } from "./attempts.ts";

/** Expired rows are deleted every hour, at most 10,000 at a time. They count for nothing before that. */
const CLEAR_EVERY_MS = 60 * 60 * 1000;
const MAX_CLEARED_ROWS = 10_000;

type Row = AttemptState & Record<string, number | null>;

interface StoredCounter extends Counter {
  readonly key: CounterKey;
}

const KINDS: readonly AttemptKind[] = ["password", "code", "sign_in_code", "totp", "backup_code"];

/** Prefixes of a session and a trusted device in the `address` column; no IP address starts with them. */
const SESSION = "session ";
const DEVICE = "device ";

/** The counters of one tenant. Every method is synchronous, so no call sees half-written counters. */
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
    const decision = decideAttempt(counters, now);
    const passed = decision.outcome === "challenge" && challenge !== null && this.redeem(challenge, now);
    if (decision.outcome !== "allowed" && !passed) return decision;
    for (const counter of counters) this.put(counter.key, countOne(counter, now));
    return { outcome: "allowed", counted: counters.map(({ key }) => key) };
  }

  refund(counted: readonly CounterKey[]): void {
    for (const key of counted) this.update(key, "failures = max(failures - 1, 0)");
  }

  succeed(counted: readonly CounterKey[], now: number): void {
    for (const key of counted) {
      if (key.address === "") this.remove(key);
      // The address has other accounts than this one, so only this attempt is refunded.
      else if (key.account === "") this.refund([key]);
      else if (key.address.startsWith(SESSION) || key.address.startsWith(DEVICE)) this.remove(key);
      else this.trust(key, now);
    }
  }

  /** Resets passwords and codes, from every address. Trusted addresses stay trusted. */
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
      WHERE kind IN (${KINDS.map((kind) => `'${kind}'`).join(", ")}) AND account = ? AND address = ? AND succeeded_at > ?`;
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
      (SELECT kind, account, address FROM attempt_counters WHERE forget_at <= ? LIMIT ${MAX_CLEARED_ROWS})`;
    this.sql.exec(counters, now);
    const challenges = `DELETE FROM met_challenges WHERE id IN
      (SELECT id FROM met_challenges WHERE forget_at <= ? LIMIT ${MAX_CLEARED_ROWS})`;
    this.sql.exec(challenges, now);
  }

  private countersOf(attempt: Attempt): StoredCounter[] {
    const { kind, account, address, bucket, now } = attempt;
    const own = ownSource(attempt);
    const source = own ?? address;
    const isTrusted = own !== undefined || (address !== null && this.isTrusted(account, address, now));
    const counter = (key: CounterKey, policy: AttemptPolicy): StoredCounter => ({ key, policy, state: this.read(key) });
    // Failures elsewhere don't delay attempts from a trusted address; the stop applies to all (rule 8).
    const ofAccount = { ...counter({ kind, account, address: "" }, ACCOUNT_POLICY), onlyStops: isTrusted };
    const ofAddress = (group: string) => {
      const key = { kind, account: "", address: group };
      return counter(key, addressPolicy(this.trustingAccounts(key, now)));
    };
    if (source === null) return bucket === undefined ? [ofAccount] : [ofAccount, ofAddress(bucket)];
    const ofPair = counter({ kind, account, address: source }, PAIR_POLICY);
    // Failures of others at the same address don't delay them either.
    if (isTrusted || address === null) return [ofAccount, ofPair];
    return [ofAccount, ofPair, ofAddress(address)];
  }

  private trustingAccounts({ kind, address }: CounterKey, now: number): number {
    const query = `SELECT count(*) AS accounts FROM (SELECT 1 FROM attempt_counters
      WHERE kind = ? AND address = ? AND succeeded_at > ? LIMIT ${MAX_COUNTED_ACCOUNTS})`;
    return this.sql.exec<{ accounts: number }>(query, kind, address, trustedSince(now)).toArray()[0]?.accounts ?? 0;
  }

  /** Uses up a solved challenge; false if it was used before or has expired. */
  private redeem({ id, expiresAt }: { id: string; expiresAt: number }, now: number): boolean {
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

  /** Makes the address trusted by the account from now on. */
  private trust(key: CounterKey, now: number): void {
    const change = "failures = 0, blocked_until = 0, succeeded_at = ?, forget_at = ?";
    this.update(key, change, now, now + TRUST_SECONDS * 1000);
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

/** The counter of a source that belongs to the account's owner: their session or trusted device. */
function ownSource({ session, device }: Attempt): string | undefined {
  if (session !== undefined) return `${SESSION}${session}`;
  return device === undefined ? undefined : `${DEVICE}${device}`;
}

/** Addresses with a success after this time, in milliseconds since 1970, are trusted. */
function trustedSince(now: number): number {
  return now - TRUST_SECONDS * 1000;
}
