import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Meter, SLICE_WORK } from "@cf-auth/engine";
import { parseModel } from "@cf-auth/model-language";
import { describe, expect, it } from "vitest";
import { t } from "../../test/graphs.ts";
import { observeWork } from "../ports/work.ts";
import type { Changes } from "./graph-service.ts";
import { GraphStore } from "./graph-store.ts";
import { loadInSteps } from "./loaded-graph.ts";
import { Slices, Turns } from "./slices.ts";
import { TenantGraph } from "./tenant-graph.ts";

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define reader: [user, user with always]
condition always(a: string) {
  a != ""
}
`;
const HEADER = "subject_type,subject_id,subject_relation,relation,object_type,object_id,condition,context,expires_at";
const ORIGIN = { actor: "test", reason: null, requestId: "test" };
const SECONDS = 1_800_000_000;
/** Maximum work without a pause. */
const MAX_STRETCH = 1_000_000;
/** Number of new rows, above and below the limit of logged changes, and of unchanged rows. */
const SIZES = [
  ["a whole graph", 40_000, 0],
  ["tuple by tuple", 300, 40_000],
] as const;

const row = (id: string, rest = ",,") => `user,${id},,reader,doc,d${id.length % 7},${rest}`;
const fact = (id: string) => t(`user:${id} reader doc:d${id.length % 7}`);
const ids = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${i}`);
const csvOf = (rows: readonly string[]) => `${HEADER}\n${rows.join("\n")}\n`;
const changes = (some: Partial<Changes>) => ({ writes: [], deletes: [], mustExist: [], mustNotExist: [], ...some });

interface World {
  readonly store: GraphStore;
  readonly graph: TenantGraph;
  /** The graph of a new instance, loaded from storage. */
  reloaded(): TenantGraph;
  write(some: Partial<Changes>): Promise<{ revision: number }>;
  /** Rows of the graph's CSV without the header. */
  rowsOf(graph: TenantGraph): Promise<string[]>;
  readonly sql: SqlStorage;
  /** Called in each pause with its number. */
  onPause: (pause: number) => void;
  /** Makes the next transaction fail. */
  failOnce: boolean;
  pauses: number;
  /** The largest amount of work without a pause. */
  largest: number;
  /** Total work. */
  total: number;
}

let count = 0;
async function inWorld(test: (world: World) => Promise<void>): Promise<void> {
  const object = env.GRAPH_STATE.getByName(`importer-test-${++count}`);
  await runInDurableObject(object, async (_, { storage }) => {
    let unpaused = 0;
    const observe = (units: number) => {
      unpaused += units;
      world.total += units;
      world.largest = Math.max(world.largest, unpaused);
    };
    const pause = async () => {
      await scheduler.wait(0);
      unpaused = 0;
      world.onPause(world.pauses++);
    };
    observeWork((kind, units) => kind !== "graph" && observe(units));
    const store = new GraphStore(storage.sql);
    const transaction = <T>(work: () => T): T => {
      if (!world.failOnce) return storage.transactionSync(work);
      world.failOnce = false;
      throw new Error("The disk is gone.");
    };
    const open = () =>
      new TenantGraph(store, transaction, () => SECONDS * 1000, new Slices(new Turns(), pause, observe));
    const graph = open();
    const world: World = {
      ...{ store, graph, reloaded: open, sql: storage.sql },
      ...{ onPause: () => undefined, failOnce: false, pauses: 0, largest: 0, total: 0 },
      write: async (some) => await graph.write(changes(some), ORIGIN),
      rowsOf: async (of) => {
        let csv = "";
        await of.exportTuples("csv", (piece) => {
          csv += piece;
        });
        return csv.trim().split("\n").slice(1);
      },
    };
    await graph.putModel({ source: MODEL, definition: parseModel(MODEL).definition }, ORIGIN);
    try {
      await test(world);
    } finally {
      observeWork(undefined);
    }
  });
}

/** Removes empty columns, which only some graphs have. */
const bare = (rows: readonly string[]) => rows.map((one) => one.replace(/,+/g, ",").replace(/,$/, "")).sort();

describe.each(SIZES)("while an import is compared and applied, %s,", (_, size, same) => {
  const shared = ids("same", same);
  const fill = async ({ graph }: World) => {
    const csv = csvOf(shared.map((id) => row(id)));
    await graph.imports.readText({ text: csv, replace: true, dryRun: false }, ORIGIN);
  };

  it.each(["merge", "replace"])(
    "keeps concurrent writes by %s, in the result, in storage and in the log",
    async (mode) => {
      await inWorld(async (world) => {
        const { graph, store } = world;
        await fill(world);
        const [old, both, changed] = [ids("old", 40), ids("both", 40), ids("changed", 40)];
        const rows = [...ids("new", size), ...shared, ...both, ...changed].map((id) => row(id));
        await world.write({ writes: [...old, ...both].map(fact) });
        const since = store.revision;
        const writes: Promise<{ revision: number }>[] = [];
        const compactions: Promise<unknown>[] = [];
        const touched: { at: number }[] = [];
        world.onPause = (pause) => {
          if (pause >= 40) return;
          // New tuples, tuples of the file, tuples of the graph only, and tuples with another expiry.
          const expiresAt = new Date((SECONDS + 60) * 1000);
          const written = [fact(`meanwhile${pause}`), { ...fact(`changed${pause}`), expiresAt }];
          const deleted = [fact(`both${pause}`), fact(`old${pause}`)].slice(pause % 3 === 0 ? 1 : 0);
          touched.push({ at: pause });
          // The end of the import waits for compactions, during which writes continue.
          if (pause % 2 === 0) compactions.push(graph.compact());
          writes.push(world.write({ writes: written, deletes: deleted }));
          void graph.check({ ...fact("old39"), context: {}, tuples: [] }).then(
            ({ allowed }) => checks.push(allowed),
            (error: unknown) => checks.push(error),
          );
        };
        const checks: unknown[] = [];
        const request = { replace: mode === "replace", dryRun: false };
        const result = await graph.imports.readText({ text: csvOf(rows), ...request }, ORIGIN);
        world.onPause = () => undefined;
        await Promise.all(compactions);
        const revisions = (await Promise.all(writes)).map(({ revision }) => revision);
        expect(touched.length).toBeGreaterThan(5);

        const pausesWith = touched.map(({ at }) => at);
        const gone = new Set(pausesWith.flatMap((at) => [`old${at}`, ...(at % 3 === 0 ? [] : [`both${at}`])]));
        const kept = [...(mode === "merge" ? old : []), ...both, ...shared, ...ids("new", size)].filter(
          (id) => !gone.has(id),
        );
        const end = `,${new Date((SECONDS + 60) * 1000).toISOString().replace(".000", "")}`;
        const expected = [
          ...kept.map((id) => row(id)),
          ...changed.map((id, i) => (pausesWith.includes(i) ? row(id, `,${end}`) : row(id))),
          ...pausesWith.map((at) => row(`meanwhile${at}`)),
        ];
        const rowsNow = await world.rowsOf(graph);
        expect(bare(rowsNow)).toEqual(bare(expected));
        expect(await world.rowsOf(world.reloaded())).toEqual(rowsNow);
        expect((await graph.stats()).tupleCount).toBe(expected.length);
        // Each write is a revision of its own, before or after the import's.
        expect(new Set([...revisions, result.revision]).size).toBe(revisions.length + 1);
        expect(store.revision).toBe(since + revisions.length + 1);
        for (const [i, revision] of revisions.entries()) {
          const logged = store.entriesAfter(revision, -1, 100).filter((entry) => entry.revision === revision);
          expect(logged.map(({ kind }) => kind)).toContain("write");
          expect(JSON.stringify(logged)).toContain(`meanwhile${pausesWith[i]}"`);
        }
        expect(checks).toHaveLength(touched.length);
        expect(checks.filter((one) => typeof one !== "boolean")).toEqual([]);
        // Changes before the import's revision don't belong to the import.
        const before = pausesWith.filter((_at, i) => (revisions[i] ?? 0) < result.revision);
        const changedBefore = before.length;
        const onlyOld = old.length - before.length;
        expect(result).toMatchObject({
          tupleCount: rows.length,
          addedCount: size + 40 - changedBefore,
          removedCount: mode === "replace" ? onlyOld : 0,
        });
      });
    },
  );

  it("returns the changes of a dry run despite concurrent writes, and makes none", async () => {
    await inWorld(async (world) => {
      await fill(world);
      await world.write({ writes: ids("old", 3).map(fact) });
      const writes: Promise<unknown>[] = [];
      world.onPause = (pause) => writes.push(world.write({ writes: [fact(`meanwhile${pause}`)] }));
      const csv = csvOf([...ids("new", size), ...shared].map((id) => row(id)));
      const dry = await world.graph.imports.readText({ text: csv, replace: true, dryRun: true }, ORIGIN);
      world.onPause = () => undefined;
      await Promise.all(writes);
      expect(dry).toMatchObject({ tupleCount: size + same, addedCount: size, removedCount: 3, unchangedCount: same });
      expect((await world.graph.stats()).tupleCount).toBe(same + 3 + writes.length);
    });
  });

  it("leaves the graph unchanged at any interruption, and the next import succeeds", async () => {
    await inWorld(async (world) => {
      await fill(world);
      await world.write({ writes: ids("old", 40).map(fact) });
      const before = await world.rowsOf(world.graph);
      const csv = csvOf([...ids("new", size), ...shared].map((id) => row(id)));
      const request = { text: csv, replace: true, dryRun: false };
      const incomplete = () =>
        world.sql.exec("SELECT 1 FROM base_pieces WHERE revision NOT IN (SELECT revision FROM bases)").toArray().length;
      let cut = 0;
      let pieces = 0;
      for (let over = false; !over; cut++) {
        const first = world.pauses;
        world.onPause = (pause) => {
          if (pause === first + cut) throw new Error("cut off");
        };
        const one = world.reloaded();
        over = await one.imports.readText(request, ORIGIN).then(
          () => true,
          () => false,
        );
        pieces = Math.max(pieces, incomplete());
        world.onPause = () => undefined;
        const rows = await world.rowsOf(world.reloaded());
        if (over) expect(rows).toHaveLength(size + same);
        else expect(rows).toEqual(before);
      }
      expect(cut).toBeGreaterThan(1);
      // An interruption between the pieces and their completion leaves nothing behind.
      expect(pieces > 0).toBe(size > 10_000);
      expect(incomplete()).toBe(0);
    });
  });

  it("fails without changes if its commit fails, and the graph is reloaded in slices", async () => {
    await inWorld(async (world) => {
      await fill(world);
      await world.write({ writes: ids("old", 40).map(fact) });
      const before = await world.rowsOf(world.graph);
      const csv = csvOf([...ids("new", size), ...shared].map((id) => row(id)));
      const request = { text: csv, replace: true, dryRun: false };
      world.failOnce = true;
      await expect(world.graph.imports.readText(request, ORIGIN)).rejects.toThrow("The disk is gone.");
      expect(await world.rowsOf(world.graph)).toEqual(before);
      const written = world.write({ writes: [fact("later")] });
      expect((await written).revision).toBe(world.store.revision);
      expect(await world.graph.imports.readText(request, ORIGIN)).toMatchObject({ addedCount: size, removedCount: 41 });
      expect(await world.rowsOf(world.reloaded())).toHaveLength(size + same);
    });
  });
});

describe("an import", () => {
  it("fails with import_superseded if another import replaces the whole graph", async () => {
    await inWorld(async (world) => {
      const csv = (name: string) => csvOf(ids(name, 15_000).map((id) => row(id)));
      const both = await Promise.allSettled(
        ["a", "b"].map((name) =>
          world.graph.imports.readText({ text: csv(name), replace: true, dryRun: false }, ORIGIN),
        ),
      );
      const failed = both.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
      expect(failed).toMatchObject([{ code: "import_superseded" }]);
      const rows = await world.rowsOf(world.reloaded());
      expect(rows).toHaveLength(15_000);
      expect(new Set(rows.map((one) => /user,(.)/.exec(one)?.[1])).size).toBe(1);
    });
  });

  it("delays writes only while its snapshot is written, and applies them afterwards", async () => {
    await inWorld(async (world) => {
      const order: string[] = [];
      const pieces = () =>
        world.sql.exec("SELECT 1 FROM base_pieces WHERE revision > ?", world.store.revision).toArray().length;
      let waiting: Promise<unknown> | undefined;
      world.onPause = () => {
        if (pieces() === 0 || waiting !== undefined) return;
        waiting = world.write({ writes: [fact("late")], deletes: [fact("new1")] }).then(({ revision }) => {
          order.push(`write ${revision}`);
        });
        // Reads continue.
        void world.graph.query("read", { filter: {}, after: undefined, limit: 1 }, undefined).then(({ revision }) => {
          order.push(`read ${revision}`);
        });
      };
      const csv = csvOf(ids("new", 15_000).map((id) => row(id)));
      const { revision } = await world.graph.imports.readText({ text: csv, replace: true, dryRun: false }, ORIGIN);
      world.onPause = () => undefined;
      await waiting;
      expect(order).toContain(`write ${revision + 1}`);
      const rows = await world.rowsOf(world.reloaded());
      expect(rows).toHaveLength(15_000);
      expect(rows.some((one) => one.includes("user,late,"))).toBe(true);
    });
  });

  it("leaves out expired rows, and deletes the stored tuples that they replace", async () => {
    await inWorld(async (world) => {
      await world.write({ writes: ids("old", 5).map(fact) });
      const over = `,,${SECONDS - 1}`;
      const rows = [...ids("new", 12_000).map((id) => row(id)), row("old0", over), row("gone", over)];
      const csv = csvOf(rows);
      const result = await world.graph.imports.readText({ text: csv, replace: true, dryRun: false }, ORIGIN);
      expect(result).toMatchObject({ tupleCount: 12_002, addedCount: 12_001, removedCount: 4, unchangedCount: 1 });
      expect(await world.rowsOf(world.reloaded())).toHaveLength(12_000);
      expect((await world.graph.stats()).tupleCount).toBe(12_000);
    });
  });
});

describe("a graph that is not in memory", () => {
  /** Fills the graph with a snapshot with contexts, and changes since. */
  async function filled(world: World): Promise<void> {
    const contexts = ids("new", 20_000).map((id) => row(id, `always,"{""a"":""${id}""}",`));
    await world.graph.imports.readText({ text: csvOf(contexts), replace: true, dryRun: false }, ORIGIN);
    for (let i = 0; i < 4; i++) {
      await world.write({ writes: ids(`log${i}-`, 900).map(fact), deletes: ids(`new${i}`, 90).map(fact) });
    }
  }

  it("is loaded once for all concurrent requests, in slices", async () => {
    await inWorld(async (world) => {
      await filled(world);
      const expected = await world.rowsOf(world.graph);
      const fresh = world.reloaded();
      Object.assign(world, { pauses: 0, largest: 0, total: 0 });
      const contextual = { context: {}, tuples: [] };
      const [written, ...results] = await Promise.all([
        fresh.write(changes({ writes: [fact("first")] }), ORIGIN),
        ...ids("log0-", 30).map((id) => fresh.check({ ...fact(id), ...contextual })),
        fresh.check({ ...fact("first"), ...contextual }),
      ]);
      expect(results.map(({ allowed }) => allowed)).toEqual(Array(31).fill(true));
      expect(written.revision).toBe(world.store.revision);
      // The work of one load, not of one load for each request.
      const { largest, total, pauses } = world;
      expect(largest).toBeLessThan(2 * SLICE_WORK);
      expect(pauses).toBeGreaterThan(1);
      expect(total).toBeLessThan(MAX_STRETCH * 2);
      expect(bare(await world.rowsOf(fresh))).toEqual(bare([...expected, row("first")]));
    });
  });

  it("is loaded from the newest snapshot if the one being read is dropped", async () => {
    await inWorld(async (world) => {
      await filled(world);
      const { store, graph } = world;
      const meter = new Meter();
      meter.resume(1);
      const loading = loadInSteps(meter, store, store.revision);
      loading.next();
      await graph.compact();
      let step = loading.next();
      while (step.done !== true) step = loading.next();
      expect(step.value).toBeUndefined();
      expect(await world.rowsOf(world.reloaded())).toEqual(await world.rowsOf(graph));
    });
  });

  it("computes the next expiry when it is loaded, not before", async () => {
    await inWorld(async (world) => {
      const expiresAt = new Date((SECONDS + 60) * 1000);
      await world.write({ writes: [{ ...fact("a"), expiresAt }] });
      const fresh = world.reloaded();
      // 0, so that the alarm runs immediately and loads the graph.
      expect(fresh.nextExpiry).toBe(0);
      await fresh.sweep(() => undefined);
      expect(fresh.nextExpiry).toBe(expiresAt.getTime());
    });
  });
});
