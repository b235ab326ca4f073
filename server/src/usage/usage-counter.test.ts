import { describe, expect, it } from "vitest";
import { withStorage } from "../../test/email-queue.ts";
import { StandingClock } from "../../test/moved.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { DayUsage } from "./totals.ts";
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
  const arrived: DayUsage[] = [];
  const measured: boolean[] = [];
  let rows = 0;
  const counting: SqlDatabase = {
    exec: (query, ...bindings) => {
      const cursor = sql.exec(query, ...bindings);
      const all = cursor.toArray();
      rows += cursor.rowsWritten;
      // The rows have the type that the query expects.
      return { toArray: () => all, one: () => all[0], [Symbol.iterator]: () => all.values() } as never;
    },
  };
  const restarted = () =>
    new UsageCounter(counting, clock, "ten_test", async (days, { measuresGraph }) => {
      database.during();
      if (database.fails) throw new Error("The database is unreachable.");
      arrived.push(...days);
      measured.push(measuresGraph);
    });
  const written = () => {
    const since = rows;
    rows = 0;
    return since;
  };
  return {
    counter: restarted(),
    restarted,
    clock,
    database,
    arrived,
    measured,
    written,
    now: () => clock.now().getTime(),
    sql,
  };
}

function delivery(source: string, serial: number, tally: Partial<Tally> = {}): Delivery {
  const one = { hour: hourOf(new Date()), counts: { calls: 1 }, latency: new Map([[4, 1]]), users: new Set<string>() };
  return { source, serial, tallies: [{ ...one, ...tally }] };
}

const users = (...ids: string[]) => ({ users: new Set(ids) });

const TODAY = dayOf(new Date());
/** Usage of today with the calls of `delivery`. */
const usage = (calls: number, more: Partial<DayUsage> = {}): DayUsage => {
  return { day: TODAY, activeUsers: 0, counts: { calls }, latency: { 4: calls }, ...more };
};

describe("a delivery", () => {
  it("writes one row, and its roll-up none", async () => {
    await withCounter(async ({ counter, written, arrived }) => {
      written();
      counter.count(delivery("a", 1));
      expect(written()).toBe(1);
      await counter.runIfDue();
      expect(arrived).toEqual([usage(1)]);
      counter.count(delivery("a", 2));
      counter.count(delivery("b", 1));
      expect(written()).toBe(2);
    });
  });

  it("is rolled up immediately, unless that was done within the last minute", async () => {
    await withCounter(async ({ counter, clock, arrived, now }) => {
      expect(counter.due()).toBeUndefined();
      counter.count(delivery("a", 1));
      expect(counter.due()).toBe(now());
      await counter.runIfDue();
      expect(counter.due()).toBeUndefined();
      const due = now() + MINUTE_S * 1000;
      clock.advance(30);
      counter.count(delivery("a", 2));
      counter.count(delivery("b", 1));
      expect(counter.due()).toBe(due);
      await counter.runIfDue();
      expect(arrived).toEqual([usage(1)]);
      clock.advance(30);
      await counter.runIfDue();
      expect(arrived).toEqual([usage(1), usage(3)]);
    });
  });

  it("is counted once, however often it arrives, before and after a roll-up", async () => {
    await withCounter(async ({ counter, restarted, arrived }) => {
      for (const each of [1, 1, 2, 1, 2]) counter.count(delivery("a", each));
      await counter.run();
      const later = restarted();
      later.count(delivery("a", 2));
      later.count(delivery("b", 1));
      await later.run();
      expect(arrived.filter(({ day }) => day === TODAY)).toEqual([usage(2), usage(3)]);
    });
  });

  it("is included in hourly values immediately", async () => {
    await withCounter(async ({ counter }) => {
      const [hour, next] = [`${TODAY}T10`, `${TODAY}T11`];
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
  it("has the totals of each changed day, with its different users", async () => {
    await withCounter(async ({ counter, arrived }) => {
      counter.count(delivery("a", 1, { counts: { calls: 1, checks: 3 }, ...users("usr_x", "usr_y") }));
      await counter.run();
      counter.count(delivery("a", 2, { latency: new Map([[5, 1]]), ...users("usr_x") }));
      counter.count(delivery("b", 1, { hour: "2026-01-01T23", ...users("usr_x") }));
      await counter.run();
      counter.count(delivery("b", 2, users("usr_x", "usr_z")));
      await counter.run();
      await counter.run();
      expect(arrived).toEqual([
        usage(1, { counts: { calls: 1, checks: 3 }, activeUsers: 2 }),
        usage(2, { counts: { calls: 2, checks: 3 }, latency: { 4: 1, 5: 1 }, activeUsers: 2 }),
        usage(1, { day: "2026-01-01", activeUsers: 1 }),
        usage(3, { counts: { calls: 3, checks: 3 }, latency: { 4: 2, 5: 1 }, activeUsers: 3 }),
      ]);
      expect(counter.due()).toBeUndefined();
    });
  });

  it("is repeated a minute after a failure, or by the alarm of a restarted object", async () => {
    await withCounter(async ({ counter, restarted, database, arrived, now }) => {
      database.fails = true;
      counter.count(delivery("old", 1, { hour: "2026-01-01T23" }));
      counter.count(delivery("a", 1, users("usr_x")));
      await counter.runIfDue();
      expect(counter.due()).toBe(now() + MINUTE_S * 1000);
      await expect(counter.run()).rejects.toThrow("unreachable");
      counter.count(delivery("a", 2));
      database.fails = false;
      const later = restarted();
      later.resume();
      await later.runIfDue();
      const days = arrived.filter(({ counts }) => counts.calls !== undefined);
      expect(days).toEqual([usage(1, { day: "2026-01-01" }), usage(2, { activeUsers: 1 })]);
      const last = restarted();
      last.resume();
      await last.runIfDue();
      expect(arrived.filter(({ day }) => day === "2026-01-01")).toHaveLength(1);
    });
  });

  it("is repeated for the latest day and the day before if the object restarts within it", async () => {
    await withCounter(async ({ counter, restarted, arrived }) => {
      counter.count(delivery("a", 1, { hour: "2026-01-01T23" }));
      counter.count(delivery("a", 2, { hour: "2026-01-02T00" }));
      const later = restarted();
      // The isolate repeats its delivery, since nothing confirmed it.
      later.count(delivery("a", 2, { hour: "2026-01-02T00" }));
      await later.runIfDue();
      expect(arrived).toEqual([usage(1, { day: "2026-01-02" }), usage(1, { day: "2026-01-01" })]);
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
      expect(arrived).toEqual([usage(2), usage(4, { counts: { calls: 4, failures: 1 } })]);
    });
  });

  it("measures the graph with the first two roll-ups of an hour, and again if that fails", async () => {
    await withCounter(async ({ counter, clock, database, measured }) => {
      const next = () => delivery("a", ++serial, { hour: hourOf(clock.now()) });
      let serial = 0;
      counter.count(delivery("late", 1, { hour: "2026-01-01T23" }));
      await counter.run();
      counter.count(next());
      database.fails = true;
      await expect(counter.run()).rejects.toThrow("unreachable");
      database.fails = false;
      await counter.run();
      for (let i = 0; i < 2; i++) {
        counter.count(next());
        await counter.run();
      }
      clock.advance(60 * MINUTE_S);
      counter.count(next());
      await counter.run();
      expect(measured).toEqual([false, true, true, false, true]);
    });
  });

  it("merges the rows of an hour after 1 day, and removes them after 35 days", async () => {
    await withCounter(async ({ counter, clock, arrived, sql }) => {
      const hour = hourOf(new Date());
      for (const source of ["a", "b"]) counter.count(delivery(source, 1, { ...users("usr_x"), hour }));
      const rows = () => sql.exec("SELECT source, totals FROM usage_hours WHERE hour = ?", hour).toArray();
      await counter.run();
      expect(rows()).toHaveLength(2);
      clock.advance(25 * 60 * MINUTE_S);
      await counter.run();
      expect(rows()).toEqual([{ source: "", totals: JSON.stringify({ counts: { calls: 2 }, latency: { 4: 2 } }) }]);
      counter.count(delivery("late", 1, { hour }));
      await counter.run();
      expect(counter.byHour("calls", hour, hour)).toEqual([{ hour, value: 3 }]);
      expect(arrived.at(-1)).toEqual(usage(3, { activeUsers: 1 }));
      clock.advance(36 * 24 * 60 * MINUTE_S);
      await counter.run();
      for (const table of ["usage_hours", "usage_users"])
        expect(sql.exec(`SELECT * FROM ${table}`).toArray()).toEqual([]);
    });
  });
});
