import { describe, expect, it } from "vitest";
import { withStorage } from "../../test/email-queue.ts";
import { StandingClock } from "../../test/moved.ts";
import type { SqlDatabase } from "../ports/sql.ts";
import type { Delivery, Tally } from "./usage.ts";
import { dayOf, hourOf } from "./usage.ts";
import { UsageCounter } from "./usage-counter.ts";

const MINUTE_S = 60;
const TABLES = ["usage_hours", "usage_users", "usage_pending", "usage_sources", "usage_days"];

/** A counter on storage of its own, how the way to the database is, what arrived there, and what rows it wrote. */
async function withCounter(work: (parts: ReturnType<typeof partsOf>) => Promise<void>, before = "") {
  await withStorage(async (sql) => {
    for (const table of TABLES) sql.exec(`DROP TABLE IF EXISTS ${table}`);
    if (before !== "") sql.exec(before);
    await work(partsOf(sql));
  });
}

function partsOf(sql: SqlStorage) {
  const clock = new StandingClock();
  const way = { fails: false, during: () => {} };
  const arrived: Record<string, number>[] = [];
  let rows = 0;
  const counting: SqlDatabase = {
    exec: (query, ...bindings) => {
      const cursor = sql.exec(query, ...bindings);
      const all = cursor.toArray();
      rows += cursor.rowsWritten;
      // The rows that the query was asked for, whatever they are.
      return Object.assign(all, { toArray: () => all }) as never;
    },
  };
  const again = () =>
    new UsageCounter(counting, clock, async (_day, totals) => {
      way.during();
      if (way.fails) throw new Error("The database is away.");
      arrived.push(Object.fromEntries(totals));
    });
  const written = () => {
    const since = rows;
    rows = 0;
    return since;
  };
  return { counter: again(), again, clock, way, arrived, written, now: () => clock.now().getTime(), sql };
}

function delivery(source: string, serial: number, tally: Partial<Tally> = {}): Delivery {
  const one = { hour: hourOf(new Date()), counts: { calls: 1 }, latency: new Map([[4, 1]]), users: new Set<string>() };
  return { source, serial, tallies: [{ ...one, ...tally }] };
}

const users = (...ids: string[]) => ({ users: new Set(ids) });

describe("what is delivered", () => {
  it("writes one row, and is due a minute after the first", async () => {
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

  it("is counted once, however often it comes, before and after a roll-up", async () => {
    await withCounter(async ({ counter, again, arrived }) => {
      for (const each of [1, 1, 2, 1, 2]) counter.count(delivery("a", each));
      await counter.run();
      again().count(delivery("a", 2));
      counter.count(delivery("b", 1));
      await counter.run();
      expect(arrived).toEqual([
        { calls: 2, "latency:4": 2 },
        { calls: 3, "latency:4": 3 },
      ]);
    });
  });

  it("is shown by the hour at once, with what was added up before", async () => {
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
  it("writes what has changed and nothing else, as totals of the day", async () => {
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

  it("of a lone call writes a row for each of its metrics and one besides", async () => {
    await withCounter(async ({ counter, written }) => {
      counter.count(delivery("a", 1));
      written();
      await counter.run();
      expect(written()).toBe(3);
    });
  });

  it("that fails is done again, also by an object that has started anew", async () => {
    await withCounter(async ({ counter, again, way, arrived }) => {
      way.fails = true;
      counter.count(delivery("a", 1, users("usr_x")));
      const due = counter.due();
      await expect(counter.run()).rejects.toThrow("away");
      counter.count(delivery("a", 2));
      expect(again().due()).toBe(due);
      way.fails = false;
      await again().run();
      expect(arrived).toEqual([{ calls: 2, "latency:4": 2, activeUsers: 1 }]);
    });
  });

  it("leaves what is delivered meanwhile for the next one, which counts it once", async () => {
    await withCounter(async ({ counter, way, arrived }) => {
      counter.count(delivery("a", 1));
      counter.count(delivery("quiet", 1));
      way.during = () => {
        way.during = () => {};
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

  it("keeps days apart, and forgets hours after five weeks and isolates after a day", async () => {
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

it("what a Worker before this one has counted is not counted again, and what it had to write down is written", async () => {
  const day = dayOf(new Date());
  const before = `
    CREATE TABLE usage_hours (
      hour TEXT NOT NULL, metric TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (hour, metric)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE usage_users (day TEXT NOT NULL, user TEXT NOT NULL, PRIMARY KEY (day, user)) STRICT, WITHOUT ROWID;
    CREATE TABLE usage_sources (source TEXT PRIMARY KEY, serial INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE usage_days (day TEXT PRIMARY KEY, changed INTEGER NOT NULL, due INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO usage_hours VALUES ('${day}T00', 'calls', 3), ('${day}T01', 'calls', 4), ('${day}T01', 'checks', 2);
    INSERT INTO usage_users VALUES ('${day}', 'usr_x'), ('${day}', 'usr_y');
    INSERT INTO usage_sources VALUES ('a', 5, ${Date.now()});
    INSERT INTO usage_days VALUES ('${day}', 9, 1);`;
  await withCounter(async ({ counter, again, arrived, now }) => {
    expect(counter.due()).toBeLessThanOrEqual(now());
    counter.count(delivery("a", 5));
    await counter.run();
    counter.count(delivery("a", 6));
    await again().run();
    expect(arrived).toEqual([
      { calls: 7, checks: 2, activeUsers: 2 },
      { calls: 8, "latency:4": 1 },
    ]);
  }, before);
});
