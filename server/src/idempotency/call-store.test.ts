import { describe, expect, it } from "vitest";
import { withStorage } from "../../test/email-queue.ts";
import { StandingClock } from "../../test/moved.ts";
import type { Shelf } from "./call-record.ts";
import { BOUNDS, type Bounds, CallStore } from "./call-store.ts";

const HOUR = 60 * 60;
const FINGERPRINT = "of its input";
const KEPT = { kind: "answered", answer: "sealed" } as const;
const SMALL: Bounds = { records: 3, bytes: 10_000, youngMs: 15 * 60 * 1000 };

const call = (id: string, requestId = `req_${id}`, shelf: Shelf = "servers") => ({
  ...{ id, requestId, shelf },
  fingerprint: FINGERPRINT,
});
const earlier = (id: string, end: unknown) => ({
  state: "earlier",
  requestId: `req_${id}`,
  fingerprint: FINGERPRINT,
  end,
});

/** A store with a clock of its own, and how many calls it has. */
async function withStore(
  work: (store: CallStore, clock: StandingClock, count: () => number, again: () => CallStore) => void,
  bounds?: Bounds,
) {
  await withStorage((sql) => {
    const clock = new StandingClock();
    const again = () => new CallStore(sql, clock, bounds);
    const count = () => sql.exec<{ n: number }>("SELECT count(*) AS n FROM calls").one().n;
    work(again(), clock, count, again);
  });
}

describe("a call", () => {
  it("is begun once, by one request, which may ask again", async () => {
    await withStore((store) => {
      expect(store.begin(call("a"))).toEqual({ state: "new" });
      expect(store.begin(call("a"))).toEqual({ state: "new" });
      expect(store.begin(call("a", "req_other"))).toEqual(earlier("a", null));
    });
  });

  it("is answered as it ended, also when the object has begun anew, and however often it is said", async () => {
    await withStore((store, _, __, again) => {
      store.begin(call("a"));
      store.end(call("a"), KEPT);
      store.end(call("a"), { kind: "unknown", answer: null });
      for (const one of [store, again()]) expect(one.begin(call("a", "req_other"))).toEqual(earlier("a", KEPT));
      // Even to the request that made it.
      expect(store.begin(call("a"))).toEqual(earlier("a", KEPT));
    });
  });

  it("is as if it had never been when it is released, by its own request and while it runs", async () => {
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

  it("has an outcome that nobody knows after a minute, and a known one should it end after all", async () => {
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

  it.each(["unknown", "too_large"] as const)("may end as %s", async (kind) => {
    await withStore((store) => {
      store.begin(call("a"));
      store.end(call("a"), { kind, answer: null });
      expect(store.begin(call("a", "req_other"))).toEqual(earlier("a", { kind, answer: null }));
    });
  });
});

describe("calls", () => {
  it("are kept for 24 hours, and cleared away within the hour after", async () => {
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

  it("beyond the bound push out the oldest, if that is not young; none is made while all are", async () => {
    await withStore((store, clock, count, again) => {
      for (const id of ["a", "b", "c"]) {
        store.begin(call(id));
        store.end(call(id), KEPT);
        clock.advance(60);
      }
      for (const one of [store, again()]) expect(one.begin(call("d"))).toEqual({ state: "full" });
      expect(store.begin(call("a", "req_other"))).toEqual(earlier("a", KEPT));
      clock.advance(15 * 60 - 150);
      expect(store.begin(call("d"))).toEqual({ state: "new" });
      expect(store.begin(call("b", "req_other"))).toEqual(earlier("b", KEPT));
      expect(count()).toBe(3);
      expect(store.begin(call("e"))).toEqual({ state: "full" });
    }, SMALL);
  });

  it("of end users push out none of a tenant's servers", async () => {
    await withStore((store) => {
      for (const id of ["a", "b", "c"]) store.begin(call(id, `req_${id}`, "public"));
      expect(store.begin(call("d", "req_d", "public"))).toEqual({ state: "full" });
      expect(store.begin(call("e"))).toEqual({ state: "new" });
    }, SMALL);
  });

  it("are bounded by what they take, too, and what is given up is there again", async () => {
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

  it("of one caller, as many as one may make, keep no other from making theirs", () => {
    const callsAMinute = 6000;
    expect((BOUNDS.youngMs / 60_000) * callsAMinute).toBeLessThan(BOUNDS.records);
  });
});
