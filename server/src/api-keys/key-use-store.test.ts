import { describe, expect, it } from "vitest";
import { TestClock, withStorage } from "../../test/email-queue.ts";
import type { KeyUse } from "./key-use.ts";
import { KeyUseStore } from "./key-use-store.ts";

const HOUR_MS = 60 * 60 * 1000;

async function withStore(work: (store: KeyUseStore, clock: TestClock, sql: SqlStorage) => void) {
  const clock = new TestClock();
  await withStorage(async (sql) => work(new KeyUseStore(sql, { now: () => new Date(clock.now()) }), clock, sql));
}

const use = (clock: TestClock, more: Partial<KeyUse> = {}): KeyUse => {
  return { countsAs: "key_a", limits: [], quota: null, quotaSerial: 0, cost: 1, now: clock.now(), ...more };
};

describe("limits", () => {
  const limits = [
    { calls: 2, perSeconds: 60 },
    { calls: 3, perSeconds: 3600 },
  ];

  it("count only the calls that all limits allow", async () => {
    await withStore((store, clock) => {
      const count = () => store.count(use(clock, { limits }));
      expect([count(), count(), count()].map(({ outcome }) => outcome)).toEqual(["allowed", "allowed", "rate_limited"]);
      clock.time += 60_000;
      expect(count().windows.map(({ remaining }) => remaining)).toEqual([1, 0]);
      expect(count()).toMatchObject({
        outcome: "rate_limited",
        windows: [{ remaining: 1 }, { remaining: 0, resetAfterSeconds: 3540 }],
      });
    });
  });

  it("count each key separately, and ignore uses of cost 0", async () => {
    await withStore((store, clock) => {
      for (const countsAs of ["key_a", "key_b"]) {
        for (let i = 0; i < 2; i++) expect(store.count(use(clock, { limits, countsAs })).outcome).toBe("allowed");
        expect(store.count(use(clock, { limits, countsAs })).outcome).toBe("rate_limited");
      }
      for (let i = 0; i < 5; i++) {
        expect(store.count(use(clock, { limits, countsAs: "key_c", cost: 0 })).windows[0]?.remaining).toBe(2);
      }
    });
  });

  it("are deleted within the hour after their window, and not before", async () => {
    await withStore((store, clock, sql) => {
      const rows = () => sql.exec("SELECT * FROM key_windows").toArray().length;
      expect(store.due()).toBeUndefined();
      store.count(use(clock, { limits }));
      store.run();
      expect(rows()).toBe(2);
      clock.time = store.due() ?? 0;
      expect(clock.time % HOUR_MS).toBe(0);
      store.run();
      clock.time = store.due() ?? clock.time;
      store.run();
      expect([rows(), store.due()]).toEqual([0, undefined]);
    });
  });
});

describe("a quota", () => {
  const quotaOf = (clock: TestClock, remaining: number, refill: object | null = null) =>
    ({ remaining, refill, setAt: clock.now() }) as NonNullable<KeyUse["quota"]>;

  it("falls by exactly the cost of each use", async () => {
    await withStore((store, clock) => {
      const quota = quotaOf(clock, 10);
      const count = (cost: number) => store.count(use(clock, { quota, quotaSerial: 1, cost }));
      expect(count(4)).toMatchObject({ outcome: "allowed", remaining: 6 });
      expect(count(7)).toMatchObject({ outcome: "quota_exceeded", remaining: 6 });
      expect(count(6)).toMatchObject({ outcome: "allowed", remaining: 0 });
      expect(count(1)).toMatchObject({ outcome: "quota_exceeded", remaining: 0 });
      expect(count(0)).toMatchObject({ outcome: "allowed", remaining: 0 });
    });
  });

  it("starts with its new value once it is set again, and continues otherwise", async () => {
    await withStore((store, clock) => {
      const first = { quota: quotaOf(clock, 2), quotaSerial: 1 };
      expect(store.count(use(clock, first)).remaining).toBe(1);
      const second = { quota: quotaOf(clock, 5), quotaSerial: 2 };
      expect(store.remaining(use(clock, second), clock.now())).toBe(5);
      expect(store.count(use(clock, second)).remaining).toBe(4);
      expect(store.count(use(clock, second)).remaining).toBe(3);
    });
  });

  it("is refilled once a day even if isolates' clocks differ", async () => {
    await withStore((store, clock) => {
      clock.time = Date.parse("2026-11-24T23:59:59.990Z");
      const quota = quotaOf(clock, 2, { amount: 3, every: "day" });
      const at = (time: string) => store.count(use(clock, { quota, quotaSerial: 1, now: Date.parse(time) })).remaining;
      expect(at("2026-11-24T23:59:59.995Z")).toBe(1);
      expect(at("2026-11-25T00:00:00.001Z")).toBe(2);
      // Behind, then ahead again: still the same day.
      expect(at("2026-11-24T23:59:59.999Z")).toBe(1);
      expect(at("2026-11-25T00:00:00.002Z")).toBe(0);
      expect(at("2026-11-25T00:00:00.003Z")).toBe(0);
      expect(at("2026-11-26T00:00:00.000Z")).toBe(2);
    });
  });

  it("is refilled even if it was never used", async () => {
    await withStore((store, clock) => {
      const quota = quotaOf(clock, 0, { amount: 3, every: "month" });
      const left = (time: string) => store.remaining(use(clock, { quota, quotaSerial: 1 }), Date.parse(time));
      expect([left("2026-11-30T23:59:59Z"), left("2026-12-01T00:00:00Z")]).toEqual([0, 3]);
    });
  });

  it("ignores calls that a limit refuses, and limits ignore calls that the quota refuses", async () => {
    await withStore((store, clock) => {
      const both = { limits: [{ calls: 1, perSeconds: 60 }], quota: quotaOf(clock, 2), quotaSerial: 1 };
      expect(store.count(use(clock, { ...both, cost: 3 }))).toMatchObject({
        outcome: "quota_exceeded",
        windows: [{ remaining: 1 }],
      });
      expect(store.count(use(clock, both))).toMatchObject({
        outcome: "allowed",
        remaining: 1,
        windows: [{ remaining: 0 }],
      });
      expect(store.count(use(clock, both))).toMatchObject({ outcome: "rate_limited", remaining: 1 });
    });
  });
});
