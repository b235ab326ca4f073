import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { parseModel } from "@cf-auth/model-language";
import { describe, expect, it } from "vitest";
import { t } from "../../test/graphs.ts";
import type { AtRevision, Changes, Queries, QueryKind, Triple } from "./graph-service.ts";
import { GraphStore } from "./graph-store.ts";
import { outcomeOfAsync } from "./outcome.ts";
import { Slices, Turns } from "./slices.ts";
import { TenantGraph } from "./tenant-graph.ts";

const MODEL = `model
  schema 1.1
type user
type group
  relations
    define member: [user]
type lock
  relations
    define owner: [user, group#member]
    define waiter: [user]
`;
const HEADER = "subject_type,subject_id,relation,object_type,object_id,expires_at";
const ORIGIN = { actor: "test", reason: null, requestId: "req_test" };
const OWNERS = { object: "lock:x", relation: "owner", after: undefined, limit: 9 };
/** Counts of an import without problems. */
const CLEAN = { ineffectiveCount: 0, droppedCount: 0, warnings: [] };
const EVERYTHING = { filter: {}, after: undefined, limit: 100 };

/** Start of the tests in seconds since 1970. */
const START = 1_800_000_000;
const END = START + 60;
const expiring = { ...t("user:a owner lock:x"), expiresAt: new Date(END * 1000) };
const FACT = t("user:a owner lock:x");
const waits = t("user:b waiter lock:x");

/** A graph in the storage of its own object, with a clock that the test advances and without sweeps. */
interface World {
  readonly graph: TenantGraph;
  readonly clock: { seconds: number };
  write(changes: Partial<Changes>): Promise<{ written: number; deleted: number; revision: number }>;
  query<Kind extends QueryKind>(
    kind: Kind,
    request: Queries[Kind]["request"],
    at?: number,
  ): Promise<Queries[Kind]["result"] & AtRevision>;
  allowed(at?: number): Promise<unknown>;
  /** Rows of the exported CSV. */
  exported(): Promise<string[]>;
  /** The graph of a new instance, loaded from storage. */
  reloaded(): TenantGraph;
  readonly sql: SqlStorage;
}

let count = 0;
async function inWorld(test: (world: World) => void | Promise<void>): Promise<void> {
  const object = env.GRAPH_STATE.getByName(`tenant-graph-test-${++count}`);
  await runInDurableObject(object, async (_, { storage }) => {
    const clock = { seconds: START };
    const now = () => clock.seconds * 1000;
    const slices = new Slices(
      new Turns(),
      () => scheduler.wait(0),
      () => undefined,
    );
    const open = () =>
      new TenantGraph(new GraphStore(storage.sql), (work) => storage.transactionSync(work), now, slices);
    const graph = open();
    await graph.putModel({ source: MODEL, definition: parseModel(MODEL).definition }, ORIGIN);
    await test({
      graph,
      clock,
      write: (changes) => graph.write({ writes: [], deletes: [], mustExist: [], mustNotExist: [], ...changes }, ORIGIN),
      // Without `pauses`, which these tests ignore.
      query: async (kind, request, at) => {
        const { pauses: _, ...result } = await graph.query(kind, request, at);
        return result as Awaited<ReturnType<typeof graph.query<typeof kind>>>;
      },
      allowed: async (at) => (await graph.query("check", FACT, at)).allowed,
      exported: async () => {
        let csv = "";
        await graph.exportTuples("csv", (piece) => {
          csv += piece;
        });
        return csv.trim().split("\n").slice(1);
      },
      reloaded: open,
      sql: storage.sql,
    });
  });
}

const codeOf = async (work: () => unknown) => {
  const outcome = await outcomeOfAsync(async () => await work());
  return outcome.ok ? undefined : outcome.code;
};

describe("an expired tuple that is still stored", () => {
  let world: World;
  /** Runs the test in a world in which the tuple has just expired. */
  const expired = (test: () => Promise<void>) =>
    inWorld(async (found) => {
      world = found;
      await world.write({ writes: [expiring] });
      expect(await world.allowed()).toBe(true);
      world.clock.seconds = END;
      await test();
    });

  it("is absent from checks, reads, expansions, exports and counts", async () => {
    await expired(async () => {
      expect(await world.allowed()).toBe(false);
      expect(await world.query("read", EVERYTHING)).toEqual({ tuples: [], more: false, revision: 2 });
      const { tree } = await world.query("expand", OWNERS);
      expect(tree).toEqual({ kind: "tuples", tuples: [] });
      expect(await world.exported()).toEqual([]);
      expect((await world.graph.exportTuples("csv", () => undefined)).tuples).toBe(0);
      expect(await world.graph.stats()).toMatchObject({ tupleCount: 0, ineffectiveCount: 0, revision: 2 });
    });
  });

  it("is absent for preconditions", async () => {
    await expired(async () => {
      expect(await codeOf(() => world.write({ writes: [waits], mustExist: [FACT] }))).toBe("precondition_failed");
      expect((await world.graph.stats()).tupleCount).toBe(0);
      expect(await world.write({ writes: [waits], mustNotExist: [FACT] })).toMatchObject({ written: 1, revision: 3 });
    });
  });

  it("isn't counted as deleted by a delete", async () => {
    await expired(async () => {
      expect(await world.write({ deletes: [FACT] })).toEqual({ written: 0, deleted: 0, revision: 2 });
    });
  });

  it("is replaced by a write of the same fact, which counts as new", async () => {
    await expired(async () => {
      const longer = { ...expiring, expiresAt: new Date((END + 60) * 1000) };
      expect(await world.write({ writes: [longer] })).toEqual({ written: 1, deleted: 0, revision: 3 });
      expect(await world.write({ writes: [longer] })).toEqual({ written: 0, deleted: 0, revision: 3 });
      expect(await world.allowed()).toBe(true);
      expect((await world.reloaded().query("check", FACT, undefined)).allowed).toBe(true);
    });
  });

  it("isn't counted as ineffective under a new model", async () => {
    await expired(async () => {
      const without = MODEL.replace("owner: [user, group#member]", "owner: [group#member]");
      const model = { source: without, definition: parseModel(without).definition };
      expect(await world.graph.putModel(model, ORIGIN)).toMatchObject({ changed: true, ineffectiveCount: 0 });
      expect((await world.graph.stats()).ineffectiveCount).toBe(0);
    });
  });

  it.each(["merge", "replace"])(
    "is ignored by an import by %s, and replaced by the same fact with a later expiry",
    async (mode) => {
      await expired(async () => {
        const request = { replace: mode === "replace", dryRun: false };
        const row = (seconds: number) => `${HEADER}\nuser,a,owner,lock,x,${seconds}\n`;
        const dry = { text: row(END), replace: request.replace, dryRun: true };
        expect(await world.graph.imports.readText(dry, ORIGIN)).toMatchObject({
          tupleCount: 1,
          addedCount: 0,
          removedCount: 0,
          revision: 2,
        });
        const same = await world.graph.imports.readText({ text: row(END), ...request }, ORIGIN);
        expect(same).toEqual({
          ...CLEAN,
          tupleCount: 1,
          addedCount: 0,
          removedCount: 0,
          unchangedCount: 1,
          revision: 2,
        });
        const empty = await world.graph.imports.readText({ text: HEADER, ...request }, ORIGIN);
        expect(empty).toEqual({
          ...CLEAN,
          tupleCount: 0,
          addedCount: 0,
          removedCount: 0,
          unchangedCount: 0,
          revision: 2,
        });
        const longer = await world.graph.imports.readText({ text: row(END + 60), ...request }, ORIGIN);
        expect(longer).toEqual({
          ...CLEAN,
          tupleCount: 1,
          addedCount: 1,
          removedCount: 0,
          unchangedCount: 0,
          revision: 3,
        });
        expect(await world.allowed()).toBe(true);
      });
    },
  );

  it("changes no result when it is removed", async () => {
    await expired(async () => {
      const results = async () => [
        await world.allowed(),
        (await world.query("read", EVERYTHING)).tuples,
        await world.exported(),
      ];
      const before = await results();
      await world.graph.sweep(() => undefined);
      expect(await results()).toEqual(before);
      expect(await world.graph.stats()).toMatchObject({ tupleCount: 0, revision: 3 });
    });
  });
});

describe("a write of a tuple that has expired already", () => {
  const over = { ...expiring, expiresAt: new Date((START - 1) * 1000) };

  it("changes nothing when it is repeated", async () => {
    await inWorld(async ({ write, allowed, graph }) => {
      for (let i = 0; i < 3; i++) {
        expect(await write({ writes: [over] })).toEqual({ written: 0, deleted: 0, revision: 1 });
        await graph.sweep(() => undefined);
      }
      expect(await allowed()).toBe(false);
    });
  });

  it("deletes the stored tuple once", async () => {
    await inWorld(async ({ write, allowed, graph, exported }) => {
      await write({ writes: [FACT] });
      expect(await write({ writes: [over] })).toEqual({ written: 1, deleted: 0, revision: 3 });
      expect([await allowed(), await exported()]).toEqual([false, []]);
      expect(graph.nextExpiry).toBe((START - 1) * 1000);
      expect(await write({ writes: [over] })).toEqual({ written: 0, deleted: 0, revision: 3 });
    });
  });

  it("has the same effect in a CSV", async () => {
    await inWorld(async ({ write, allowed, graph }) => {
      const csv = `${HEADER}\nuser,a,owner,lock,x,${START - 1}\nuser,b,owner,lock,x,${START - 1}\n`;
      const file = { text: csv, replace: false, dryRun: false };
      expect(await graph.imports.readText(file, ORIGIN)).toMatchObject({ tupleCount: 2, addedCount: 0, revision: 1 });
      await write({ writes: [FACT] });
      expect(await graph.imports.readText(file, ORIGIN)).toMatchObject({
        tupleCount: 2,
        addedCount: 1,
        unchangedCount: 1,
        revision: 3,
      });
      expect(await allowed()).toBe(false);
    });
  });
});

describe("a query of a revision has one result, evaluated at the time of the revision", () => {
  it("stays the same before and after a tuple expires, and after its removal", async () => {
    await inWorld(async ({ write, allowed, clock, graph, reloaded, query }) => {
      const { revision } = await write({ writes: [expiring] });
      const contextual = { ...t("user:c owner lock:x"), tuples: [{ ...expiring, subject: "user:c" }] };
      const results = async () => [
        await allowed(revision),
        (await query("batchCheck", { checks: [FACT] }, revision)).results,
        (await query("read", EVERYTHING, revision)).tuples.length,
        (await query("listSubjects", { ...OWNERS, subjectKind: "user", after: undefined }, revision)).items,
        (await query("explain", FACT, revision)).allowed,
        JSON.stringify(await query("expand", OWNERS, revision)),
        (await query("check", contextual, revision)).allowed,
        (await reloaded().query("check", FACT, revision)).allowed,
      ];
      const before = await results();
      expect(before[0]).toBe(true);
      clock.seconds = END;
      expect(await allowed()).toBe(false);
      expect(await results()).toEqual(before);
      await graph.sweep(() => undefined);
      expect(await results()).toEqual(before);
      clock.seconds = END + 86_400;
      expect(await results()).toEqual(before);
      expect(await allowed(revision + 1)).toBe(false);
    });
  });

  it("stays the same when only the snapshot of the revision is left", async () => {
    await inWorld(async ({ write, allowed, clock, graph, reloaded }) => {
      const { revision } = await write({ writes: [expiring] });
      // Compacts after the tuple expired and before it is removed.
      clock.seconds = END;
      await graph.compact();
      expect(await allowed(revision)).toBe(true);
      // After the retention of the log.
      clock.seconds = END + 31 * 86_400;
      await graph.compact();
      expect((await graph.stats()).oldestRevision).toBe(revision);
      expect(await codeOf(() => allowed(revision - 1))).toBe("revision_not_found");
      expect([await allowed(revision), (await reloaded().query("check", FACT, revision)).allowed]).toEqual([
        true,
        true,
      ]);
    });
  });
});

it.each([
  [0, false],
  [-1, false],
  [-62_135_596_800, false],
  [2 ** 32, true],
  [253_402_300_799, true],
])("loads a graph with the stored expiry %d, and evaluates it as allowed: %s", async (seconds, expected) => {
  await inWorld(async ({ write, reloaded, sql }) => {
    const { revision } = await write({ writes: [expiring] });
    sql.exec("UPDATE changes SET expires_at = ? WHERE revision = ?", seconds, revision);
    expect((await reloaded().query("check", FACT, undefined)).allowed).toBe(expected);
  });
});

describe("a name that no version of the model has", () => {
  const WRONG: [string, Triple, string][] = [
    ["a relation", t("user:a onwer lock:x"), "unknown_relation"],
    ["an object's type", t("user:a owner lok:x"), "unknown_type"],
    ["a subject's type", t("usr:a owner lock:x"), "unknown_type"],
    ["a userset's relation", t("group:g#membr owner lock:x"), "unknown_relation"],
    ["another type's relation", t("user:a member lock:x"), "unknown_relation"],
  ];

  it.each(WRONG)("is refused in deletes and preconditions without changes: %s", async (_, fact, code) => {
    await inWorld(async ({ write, graph }) => {
      await write({ writes: [FACT] });
      for (const changes of [{ deletes: [FACT, fact] }, { mustExist: [fact] }, { mustNotExist: [fact] }]) {
        expect(await codeOf(() => write({ writes: [waits], ...changes }))).toBe(code);
      }
      expect(await graph.stats()).toMatchObject({ tupleCount: 1, revision: 2 });
    });
  });

  it("accepts names of earlier versions in deletes and preconditions, repeatedly", async () => {
    await inWorld(async ({ write, graph, reloaded, sql }) => {
      const member = t("user:a member group:g");
      const through = t("group:g#member owner lock:x");
      await write({ writes: [FACT, member, through] });
      const later = "model\n  schema 1.1\ntype user\ntype lock\n  relations\n    define waiter: [user]\n";
      await graph.putModel({ source: later, definition: parseModel(later).definition }, ORIGIN);
      const facts = [FACT, member, through];
      expect(await codeOf(() => write({ mustExist: facts }))).toBeUndefined();
      expect(await write({ deletes: facts })).toMatchObject({ deleted: 3 });
      expect(await write({ deletes: facts, mustNotExist: facts })).toMatchObject({ deleted: 0 });
      // In a new instance, and in one of a graph without stored names.
      const changes = { writes: [], deletes: facts, mustExist: [], mustNotExist: [] };
      expect(await reloaded().write(changes, ORIGIN)).toMatchObject({ deleted: 0 });
      sql.exec("DELETE FROM documents WHERE key = 'names'");
      expect(await reloaded().write(changes, ORIGIN)).toMatchObject({ deleted: 0 });
      for (const [, fact, code] of WRONG) {
        expect(await codeOf(() => reloaded().write({ ...changes, deletes: [fact] }, ORIGIN))).toBe(code);
      }
    });
  });
});
