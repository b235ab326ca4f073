import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { AttemptStore } from "./attempt-store.ts";
import type { Attempt, AttemptDecision } from "./attempts.ts";

const NOW = 1_800_000_000_000;
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

let count = 0;
let counter: ReturnType<typeof env.TENANT_STATE.getByName>;
beforeEach(() => {
  counter = env.TENANT_STATE.getByName(`counters-${++count}`);
});

const attempt = (more: Partial<Attempt> = {}): Attempt => ({
  kind: "password",
  account: "anne",
  address: "192.0.2.1",
  now: NOW,
  challenge: null,
  ...more,
});
const begin = async (more: Partial<Attempt> = {}): Promise<AttemptDecision> =>
  await counter.beginAttempt(attempt(more));
const outcome = async (more: Partial<Attempt> = {}) => (await begin(more)).outcome;
let challenges = 0;
const met = () => ({ id: `challenge-${++challenges}`, expiresAt: NOW + 1000 * DAY });

/** Fails `times` times, with the time and challenges that it takes. */
async function fail(times: number, more: Partial<Attempt> = {}): Promise<void> {
  for (let i = 0; i < times; i++) {
    const decision = await begin({ challenge: met(), now: NOW + i * HOUR, ...more });
    if (decision.outcome !== "allowed") throw new Error(`Attempt ${i}: ${decision.outcome}`);
  }
}

async function succeed(more: Partial<Attempt> = {}): Promise<void> {
  const decision = await begin(more);
  if (decision.outcome !== "allowed") throw new Error(decision.outcome);
  await counter.succeedAttempt(decision.counted, more.now ?? NOW);
}

/** Failures by account and address. */
async function failures(): Promise<Record<string, number>> {
  return await runInDurableObject(counter, (_, { storage }) => {
    const query = "SELECT kind || ' ' || account || '@' || address AS name, failures FROM attempt_counters";
    const rows = storage.sql.exec<{ name: string; failures: number }>(query).toArray();
    return Object.fromEntries(rows.map(({ name, failures }) => [name, failures]));
  });
}

describe("rule 8: an attempt", () => {
  it("counts exactly, against account, address and pair", async () => {
    await begin();
    await begin({ address: "192.0.2.2" });
    await begin({ account: "bert" });
    expect(await failures()).toEqual({
      "password anne@": 2,
      "password anne@192.0.2.1": 1,
      "password anne@192.0.2.2": 1,
      "password bert@": 1,
      "password bert@192.0.2.1": 1,
      "password @192.0.2.1": 2,
      "password @192.0.2.2": 1,
    });
  });

  it("is one of at most five concurrent ones, from any addresses", async () => {
    const all = await Promise.all(Array.from({ length: 200 }, (_, i) => outcome({ address: `10.0.0.${i}` })));
    expect(all.filter((one) => one === "allowed")).toHaveLength(5);
    expect((await failures())["password anne@"]).toBe(5);
  });

  it("doesn't count when it is refused", async () => {
    await fail(5, { now: NOW });
    const before = await failures();
    expect(await begin({ now: NOW })).toEqual({ outcome: "wait", retryAfterSeconds: 1 });
    expect(await failures()).toEqual(before);
  });

  it("is refused from every address after the hundredth failure, until a reset", async () => {
    for (let i = 0; i < 100; i++) await fail(1, { now: NOW + i * HOUR, address: `10.0.${i}.1` });
    const late = { now: NOW + 1000 * DAY, challenge: met(), address: "198.51.100.1" };
    expect(await outcome(late)).toBe("stopped");
    expect(await outcome({ ...late, address: null })).toBe("stopped");
    expect(await outcome({ ...late, account: "bert" })).toBe("allowed");
    await counter.resetAttempts("anne");
    expect(await outcome(late)).toBe("allowed");
  });
});

describe("passwords and codes", () => {
  it("rule 18: are counted separately", async () => {
    await fail(100, { kind: "code" });
    const late = { now: NOW + 200 * HOUR };
    expect(await outcome({ ...late, kind: "code" })).toBe("stopped");
    expect(await outcome(late)).toBe("allowed");
    await counter.resetAttempts("anne");
    expect(await outcome({ ...late, kind: "code" })).toBe("allowed");
  });
});

describe("a success", () => {
  it("clears the account and the pair, and refunds its own attempt at the address", async () => {
    await fail(3);
    await begin({ account: "bert" });
    await succeed();
    expect(await failures()).toEqual({
      "password anne@192.0.2.1": 0,
      "password bert@": 1,
      "password bert@192.0.2.1": 1,
      "password @192.0.2.1": 4,
    });
  });

  it("doesn't reset an attacker's failures elsewhere", async () => {
    for (let day = 0; day < 3; day++) {
      for (let i = 0; i < 4; i++) await fail(1, { address: "203.0.113.1", now: NOW + day * DAY + i * HOUR });
      await succeed({ now: NOW + day * DAY + 5 * HOUR });
    }
    const late = { address: "203.0.113.1", now: NOW + 3 * DAY };
    expect((await failures())["password anne@203.0.113.1"]).toBe(12);
    expect(await outcome(late)).toBe("challenge");
    expect(await outcome({ now: late.now })).toBe("allowed");
  });
});

describe("a refunded attempt", () => {
  it("counts nowhere, but the delay that it started stays", async () => {
    await fail(4);
    const decision = await begin({ now: NOW + 5 * HOUR });
    if (decision.outcome !== "allowed") throw new Error(decision.outcome);
    await counter.refundAttempt(decision.counted);
    expect(new Set(Object.values(await failures()))).toEqual(new Set([4]));
    expect(await outcome({ now: NOW + 5 * HOUR })).toBe("wait");
  });

  it("never makes a counter negative", async () => {
    const decision = await begin();
    if (decision.outcome !== "allowed") throw new Error(decision.outcome);
    await counter.resetAttempts("anne");
    for (let i = 0; i < 2; i++) await counter.refundAttempt(decision.counted);
    expect(Math.min(...Object.values(await failures()))).toBe(0);
  });
});

describe("a shared IP address", () => {
  const office = (account: string, more: Partial<Attempt> = {}) => outcome({ account, ...more });
  /** Fails once at each of `count` accounts. */
  async function spray(accounts: number) {
    for (let i = 0; i < accounts; i++) await fail(1, { account: `stranger-${i}` });
  }

  it("requires a challenge of unknown accounts after 30 failures a day, and delays them after 90", async () => {
    await spray(30);
    expect(await office("newcomer")).toBe("challenge");
    for (let i = 30; i < 90; i++) await fail(1, { account: `stranger-${i}` });
    expect(await office("newcomer", { challenge: met() })).toBe("wait");
    expect(await office("newcomer", { address: "192.0.2.9" })).toBe("allowed");
    expect(await office("newcomer", { now: NOW + DAY })).toBe("allowed");
  });

  it("doesn't affect accounts that trust it, for 30 days after each success", async () => {
    await succeed();
    await spray(95);
    expect(await office("anne")).toBe("allowed");
    expect(await office("newcomer")).not.toBe("allowed");
    await spray(95).catch(() => undefined);
    expect(await office("anne", { now: NOW + 29 * DAY })).toBe("allowed");
    for (let i = 0; i < 95; i++) await fail(1, { account: `stranger-${i}`, now: NOW + 31 * DAY + i * 60_000 });
    expect(await office("anne", { now: NOW + 31 * DAY + 95 * 60_000 })).toBe("challenge");
  });

  it("has a higher limit the more accounts trust it", async () => {
    for (const account of ["anne", "bert", "carl"]) await succeed({ account });
    await spray(44);
    expect(await office("newcomer")).toBe("allowed");
    expect(await office("another")).toBe("challenge");
  });

  it("doesn't count failures of accounts that trust it, which their own counters limit", async () => {
    await succeed();
    await fail(10);
    const { "password @192.0.2.1": ofAddress, "password anne@": ofAccount } = await failures();
    expect([ofAddress, ofAccount]).toEqual([0, 10]);
  });

  it("isn't counted for attempts from a tenant's own server", async () => {
    await begin({ address: null });
    expect(await failures()).toEqual({ "password anne@": 1 });
  });
});

describe("a solved challenge", () => {
  const late = { now: NOW + 20 * HOUR };
  beforeEach(async () => await fail(10));

  it("allows one attempt, even if many concurrent ones use it", async () => {
    expect(await outcome(late)).toBe("challenge");
    const challenge = met();
    const all = await Promise.all(Array.from({ length: 50 }, () => outcome({ ...late, challenge })));
    expect(all.filter((one) => one === "allowed")).toHaveLength(1);
    expect(await outcome({ now: NOW + 40 * HOUR, challenge })).toBe("challenge");
  });

  it("isn't used up if none was required or the attempt must wait", async () => {
    const challenge = met();
    await begin({ account: "bert", challenge });
    await begin({ ...late, challenge: met() });
    expect(await outcome({ ...late, challenge })).toBe("wait");
    expect(await outcome({ now: NOW + 40 * HOUR, challenge })).toBe("allowed");
  });

  it("is refused after its expiry", async () => {
    expect(await outcome({ ...late, challenge: { id: "old", expiresAt: late.now } })).toBe("challenge");
  });
});

describe("an expired counter", () => {
  it("is deleted by the alarm, and the others stay", async () => {
    const old = Date.now() - 400 * DAY;
    await fail(1, { account: "old", address: "192.0.2.8", now: old });
    await fail(1, { account: "new", address: "192.0.2.9", now: Date.now() });
    await fail(100, { account: "stopped", address: null, now: 0 }).catch(() => undefined);
    expect(await runDurableObjectAlarm(counter)).toBe(true);
    expect(Object.keys(await failures()).filter((name) => !name.includes("stopped"))).toEqual([
      "password @192.0.2.9",
      "password new@",
      "password new@192.0.2.9",
    ]);
  });

  it("is deleted in batches, and the alarm runs every hour", async () => {
    await runInDurableObject(counter, (_, { storage }) => {
      const now = { at: NOW };
      const store = new AttemptStore(storage.sql, { now: () => new Date(now.at) });
      expect(store.due()).toBeUndefined();
      for (let i = 0; i < 3500; i++) store.begin(attempt({ account: `a-${i}`, address: `2001:db8:0:${i}::/64` }));
      expect(store.due()).toBe(Math.ceil((NOW + DAY) / HOUR) * HOUR);
      now.at = NOW + 366 * DAY;
      store.run();
      expect(store.due()).toBeLessThan(now.at);
      store.run();
      expect(store.due()).toBeUndefined();
      expect(storage.sql.exec("SELECT count(*) AS rows FROM attempt_counters").one()).toEqual({ rows: 0 });
    });
  });
});

describe("rule 56: an address that a tenant's server names", () => {
  const named = (account: string) => ({ account, address: null, bucket: "192.0.2.7" });

  it("counts attempts at all accounts from it, and slows them down", async () => {
    for (let i = 0; i < 30; i++) expect(await outcome(named(`account-${i}`))).toBe("allowed");
    expect(await outcome(named("another"))).toBe("challenge");
    expect(await outcome({ account: "another", address: "192.0.2.7" }), "from the address itself").toBe("challenge");
    expect(await outcome({ account: "another", address: null })).toBe("allowed");
  });

  it("is never trusted by an account, and has no counter with one", async () => {
    await succeed(named("anne"));
    expect(await counter.isTrusted("anne", "192.0.2.7", NOW)).toBe(false);
    await begin(named("anne"));
    expect(await failures()).toEqual({ "password anne@": 1, "password @192.0.2.7": 1 });
  });
});

describe("a trusted device", () => {
  it("isn't slowed down by failures elsewhere, but stopped after 100", async () => {
    await fail(99, { address: null });
    const now = NOW + 98 * HOUR;
    expect(await outcome({ address: null, now })).toBe("wait");
    expect(await outcome({ address: null, now, device: "d" })).toBe("allowed");
    expect(await outcome({ address: null, now, device: "d" })).toBe("stopped");
  });
});

it("kinds of codes have counters of their own", async () => {
  for (const kind of ["totp", "backup_code", "sign_in_code", "code", "password"] as const) {
    for (let i = 0; i < 5; i++) expect(await outcome({ kind, address: null }), kind).toBe("allowed");
    expect(await outcome({ kind, address: null }), kind).toBe("wait");
  }
});
