import { describe, expect, it } from "vitest";
import { withStorage } from "../../test/email-queue.ts";
import { StandingClock } from "../../test/moved.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Delivery, Tally } from "./usage.ts";
import { dayOf, hourOf } from "./usage.ts";
import { UsageCounter } from "./usage-counter.ts";

const MINUTE_S = 60;

/** Runs a test with a counter on its own storage, the faults of its roll-ups, their totals, and the number of written rows. */
async function withCounter(work: (parts: ReturnType<typeof partsOf>) => Promise<void>) {
  await withStorage(async (sql) => await work(partsOf(sql)));
}

function partsOf(sql: SqlStorage) {
  const clock = new StandingClock();
  const database = { fails: false, during: () => {} };
  const arrived: Record<string, number>[] = [];
  let rows = 0;
  const counting: SqlDatabase = {
    exec: (query, ...bindings) => {
      const cursor = sql.exec(query, ...bindings);
      const all = cursor.toArray();
      rows += cursor.rowsWritten;
      // The rows have the type that the query expects.
      return Object.assign(all, { toArray: () => all }) as never;
    },
  };
  const restarted = () =>
    new UsageCounter(counting, clock, async (_day, totals) => {
      database.during();
      if (database.fails) throw new Error("The database is unreachable.");
      arrived.push(Object.fromEntries(totals));
    });
  const written = () => {
    const since = rows;
    rows = 0;
    return since;
  };
  return { counter: restarted(), restarted, clock, database, arrived, written, now: () => clock.now().getTime(), sql };
}

function delivery(source: string, serial: number, tally: Partial<Tally> = {}): Delivery {
  const one = { hour: hourOf(new Date()), counts: { calls: 1 }, latency: new Map([[4, 1]]), users: new Set<string>() };
  return { source, serial, tallies: [{ ...one, ...tally }] };
}

const users = (...ids: string[]) => ({ users: new Set(ids) });

describe("a delivery", () => {
  it("writes one row, and is due for a roll-up 1 minute after the first", async () => {
    await withCounter(async ({ counter, clock, written, now }) => {
      expect(counter.due()).toBeUndefined();
      written();
      counter.count(delivery("a", 1));
      expect(written()).toBe(1);
      const due = counter.due() ?? 0;
      expect(due - now()).toBe(MINUTE_S * 1000);
      clock.advance(30);
      counter.count(delivery("a", 2, users("usr_x")));
      expect(written()).toBe(1);
      counter.count(delivery("b", 1));
      expect(counter.due()).toBe(due);
    });
  });

  it("is counted once, however often it arrives, before and after a roll-up", async () => {
    await withCounter(async ({ counter, restarted, arrived }) => {
      for (const each of [1, 1, 2, 1, 2]) counter.count(delivery("a", each));
      await counter.run();
      restarted().count(delivery("a", 2));
      counter.count(delivery("b", 1));
      await counter.run();
      expect(arrived).toEqual([
        { calls: 2, "latency:4": 2 },
        { calls: 3, "latency:4": 3 },
      ]);
    });
  });

  it("is included in hourly values immediately", async () => {
    await withCounter(async ({ counter }) => {
      const [hour, next] = [`${dayOf(new Date())}T10`, `${dayOf(new Date())}T11`];
      counter.count(delivery("a", 1, { hour: next }));
      await counter.run();
      counter.count(delivery("a", 2, { hour: next, counts: { calls: 2, checks: 7 } }));
      counter.count(delivery("b", 1, { hour, counts: { calls: 5 } }));
      expect(counter.byHour("calls", hour, next)).toEqual([
        { hour, value: 5 },
        { hour: next, value: 3 },
      ]);
      expect(counter.byHour("calls", next, next)).toEqual([{ hour: next, value: 3 }]);
      expect(counter.byHour("checks", hour, hour)).toEqual([]);
    });
  });
});

describe("a roll-up", () => {
  it("writes only changed totals of the day", async () => {
    await withCounter(async ({ counter, arrived }) => {
      counter.count(delivery("a", 1, { counts: { calls: 1, checks: 3 }, ...users("usr_x", "usr_y") }));
      await counter.run();
      counter.count(delivery("a", 2, { latency: new Map([[5, 1]]), ...users("usr_x") }));
      await counter.run();
      counter.count(delivery("b", 1, users("usr_x", "usr_z")));
      await counter.run();
      await counter.run();
      expect(arrived).toEqual([
        { calls: 1, checks: 3, "latency:4": 1, activeUsers: 2 },
        { calls: 2, "latency:5": 1 },
        { calls: 3, "latency:4": 2, activeUsers: 3 },
      ]);
      expect(counter.due()).toBeUndefined();
    });
  });

  it("writes one row for each metric of a single call, and one more", async () => {
    await withCounter(async ({ counter, written }) => {
      counter.count(delivery("a", 1));
      written();
      await counter.run();
      expect(written()).toBe(3);
    });
  });

  it("is repeated after a failure, even by a restarted object", async () => {
    await withCounter(async ({ counter, restarted, database, arrived }) => {
      database.fails = true;
      counter.count(delivery("a", 1, users("usr_x")));
      const due = counter.due();
      await expect(counter.run()).rejects.toThrow("unreachable");
      counter.count(delivery("a", 2));
      expect(restarted().due()).toBe(due);
      database.fails = false;
      await restarted().run();
      expect(arrived).toEqual([{ calls: 2, "latency:4": 2, activeUsers: 1 }]);
    });
  });

  it("leaves deliveries that arrive meanwhile for the next one, which counts them once", async () => {
    await withCounter(async ({ counter, database, arrived }) => {
      counter.count(delivery("a", 1));
      counter.count(delivery("quiet", 1));
      database.during = () => {
        database.during = () => {};
        counter.count(delivery("a", 2, { counts: { calls: 1, failures: 1 } }));
        counter.count(delivery("a", 2, { counts: { calls: 1, failures: 1 } }));
        counter.count(delivery("new", 1));
      };
      await Promise.all([counter.run(), counter.run()]);
      expect(counter.due()).toBeDefined();
      await counter.run();
      expect(arrived).toEqual([
        { calls: 2, "latency:4": 2 },
        { calls: 4, failures: 1, "latency:4": 4 },
      ]);
    });
  });

  it("separates days, and removes hours after 35 days and isolates after 1 day", async () => {
    await withCounter(async ({ counter, clock, arrived, sql }) => {
      counter.count(delivery("a", 1, { hour: "2026-01-01T23" }));
      counter.count(delivery("a", 2, { hour: "2026-01-02T00" }));
      await counter.run();
      expect(arrived).toEqual([
        { calls: 1, "latency:4": 1 },
        { calls: 1, "latency:4": 1 },
      ]);
      clock.advance(36 * 24 * 60 * 60);
      await counter.run();
      for (const table of ["usage_hours", "usage_pending"])
        expect(sql.exec(`SELECT * FROM ${table}`).toArray()).toEqual([]);
    });
  });
});
