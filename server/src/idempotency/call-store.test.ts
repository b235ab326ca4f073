import { describe, expect, it } from "vitest";
import { withStorage } from "../../test/email-queue.ts";
import { StandingClock } from "../../test/moved.ts";
import type { Partition } from "./call-record.ts";
import { CallStore, PARTITION_LIMITS, type PartitionLimits } from "./call-store.ts";

const HOUR = 60 * 60;
const FINGERPRINT = "of its input";
const KEPT = { kind: "answered", answer: "sealed" } as const;
const SMALL: PartitionLimits = { records: 3, bytes: 10_000, minAgeMs: 15 * 60 * 1000 };

const call = (id: string, requestId = `req_${id}`, partition: Partition = "servers") => ({
  ...{ id, requestId, partition },
  fingerprint: FINGERPRINT,
});
const earlier = (id: string, end: unknown) => ({
  state: "earlier",
  requestId: `req_${id}`,
  fingerprint: FINGERPRINT,
  end,
});

/** Runs the work with a store, its clock, its number of records, and a function that reopens it. */
async function withStore(
  work: (store: CallStore, clock: StandingClock, count: () => number, reopen: () => CallStore) => void,
  bounds?: PartitionLimits,
) {
  await withStorage((sql) => {
    const clock = new StandingClock();
    const reopen = () => new CallStore(sql, clock, bounds);
    const count = () => sql.exec<{ n: number }>("SELECT count(*) AS n FROM calls").one().n;
    work(reopen(), clock, count, reopen);
  });
}

describe("a call", () => {
  it("is begun by one request, which may repeat the begin", async () => {
    await withStore((store) => {
      expect(store.begin(call("a"))).toEqual({ state: "new" });
      expect(store.begin(call("a"))).toEqual({ state: "new" });
      expect(store.begin(call("a", "req_other"))).toEqual(earlier("a", null));
    });
  });

  it("returns its stored end, also after a restart of the object and for every replay", async () => {
    await withStore((store, _, __, reopen) => {
      store.begin(call("a"));
      store.end(call("a"), KEPT);
      store.end(call("a"), { kind: "unknown", answer: null });
      for (const one of [store, reopen()]) expect(one.begin(call("a", "req_other"))).toEqual(earlier("a", KEPT));
      // Even for the request that made it.
      expect(store.begin(call("a"))).toEqual(earlier("a", KEPT));
    });
  });

  it("is deleted when its own request releases it while it runs", async () => {
    await withStore((store, _, count) => {
      store.begin(call("a"));
      store.release(call("a", "req_other"));
      expect(count()).toBe(1);
      store.release(call("a"));
      expect(store.begin(call("a", "req_other"))).toEqual({ state: "new" });
      store.end(call("a"), KEPT);
      expect(store.begin(call("a"))).toMatchObject({ end: null });
      store.end(call("a", "req_other"), KEPT);
      store.release(call("a", "req_other"));
      expect(count()).toBe(1);
    });
  });

  it("has an unknown outcome after a minute, until it ends after all", async () => {
    await withStore((store, clock) => {
      store.begin(call("a"));
      clock.advance(59);
      expect(store.begin(call("a", "req_other"))).toEqual(earlier("a", null));
      clock.advance(2);
      expect(store.begin(call("a", "req_other"))).toEqual(earlier("a", { kind: "unknown", answer: null }));
      store.end(call("a"), KEPT);
      expect(store.begin(call("a", "req_other"))).toEqual(earlier("a", KEPT));
    });
  });

  it.each(["unknown", "too_large"] as const)("can end as %s", async (kind) => {
    await withStore((store) => {
      store.begin(call("a"));
      store.end(call("a"), { kind, answer: null });
      expect(store.begin(call("a", "req_other"))).toEqual(earlier("a", { kind, answer: null }));
    });
  });
});

describe("calls", () => {
  it("are stored for 24 hours and deleted within the hour after", async () => {
    await withStore((store, clock, count) => {
      expect(store.due()).toBeUndefined();
      store.begin(call("a"));
      store.begin(call("b", "req_b", "public"));
      store.end(call("a"), KEPT);
      const dueIn = (store.due() ?? 0) - clock.now().getTime();
      expect(dueIn).toBeGreaterThanOrEqual(24 * HOUR * 1000);
      expect(dueIn).toBeLessThanOrEqual(25 * HOUR * 1000);
      clock.advance(24 * HOUR - 10);
      store.run();
      expect(count()).toBe(2);
      clock.advance(20);
      store.run();
      store.run();
      expect([count(), store.due()]).toEqual([0, undefined]);
      expect(store.begin(call("a"))).toEqual({ state: "new" });
    });
  });

  it("beyond the limit evict the oldest, but none younger than the minimum age", async () => {
    await withStore((store, clock, count, reopen) => {
      for (const id of ["a", "b", "c"]) {
        store.begin(call(id));
        store.end(call(id), KEPT);
        clock.advance(60);
      }
      for (const one of [store, reopen()]) expect(one.begin(call("d"))).toEqual({ state: "full" });
      expect(store.begin(call("a", "req_other"))).toEqual(earlier("a", KEPT));
      clock.advance(15 * 60 - 150);
      expect(store.begin(call("d"))).toEqual({ state: "new" });
      expect(store.begin(call("b", "req_other"))).toEqual(earlier("b", KEPT));
      expect(count()).toBe(3);
      expect(store.begin(call("e"))).toEqual({ state: "full" });
    }, SMALL);
  });

  it("of end users evict no calls of a tenant's servers", async () => {
    await withStore((store) => {
      for (const id of ["a", "b", "c"]) store.begin(call(id, `req_${id}`, "public"));
      expect(store.begin(call("d", "req_d", "public"))).toEqual({ state: "full" });
      expect(store.begin(call("e"))).toEqual({ state: "new" });
    }, SMALL);
  });

  it("are also limited by their bytes, and deleted ones free their bytes", async () => {
    await withStore((store, clock) => {
      store.begin(call("a"));
      store.end(call("a"), { kind: "answered", answer: "x".repeat(10_000) });
      expect(store.begin(call("b"))).toEqual({ state: "full" });
      clock.advance(15 * 60);
      expect(store.begin(call("b"))).toEqual({ state: "new" });
      store.release(call("b"));
      for (const id of ["c", "d", "e"]) expect(store.begin(call(id))).toEqual({ state: "new" });
      expect(store.begin(call("f"))).toEqual({ state: "full" });
    }, SMALL);
  });

  it("of one caller at its rate limit leave space for other callers", () => {
    const callsAMinute = 6000;
    expect((PARTITION_LIMITS.minAgeMs / 60_000) * callsAMinute).toBeLessThan(PARTITION_LIMITS.records);
  });
});
