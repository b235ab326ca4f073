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
    define holder: [user, group#member]
    define waiter: [user]
`;
const HEADER = "subject_type,subject_id,relation,object_type,object_id,expires_at";
const ORIGIN = { actor: "test", reason: null, requestId: "req_test" };
const HOLDERS = { object: "lock:x", relation: "holder", after: undefined, limit: 9 };
/** Of an import without problems. */
const CLEAN = { ineffectiveCount: 0, droppedCount: 0, warnings: [] };
const EVERYTHING = { filter: {}, after: undefined, limit: 100 };

/** When the tests begin, in seconds. */
const START = 1_800_000_000;
const END = START + 60;
const held = { ...t("user:a holder lock:x"), expiresAt: new Date(END * 1000) };
const HELD = t("user:a holder lock:x");
const waits = t("user:b waiter lock:x");

/** A graph in the storage of an object of its own, by a clock that the test moves, and that nothing sweeps. */
interface World {
  readonly graph: TenantGraph;
  readonly clock: { seconds: number };
  write(changes: Partial<Changes>): Promise<{ written: number; deleted: number; revision: number }>;
  ask<Kind extends QueryKind>(
    kind: Kind,
    asked: Queries[Kind]["request"],
    at?: number,
  ): Promise<Queries[Kind]["result"] & AtRevision>;
  allowed(at?: number): Promise<unknown>;
  /** As many and as few lines as there are tuples. */
  exported(): Promise<string[]>;
  /** As another instance has it, from storage alone. */
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
      // How often others went first is none of these tests' business.
      ask: async (kind, asked, at) => {
        const { pauses: _, ...answer } = await graph.query(kind, asked, at);
        return answer as Awaited<ReturnType<typeof graph.query<typeof kind>>>;
      },
      allowed: async (at) => (await graph.query("check", HELD, at)).allowed,
      exported: async () => {
        let csv = "";
        await graph.exportCsv((piece) => {
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

describe("a tuple that has expired and was not removed yet is gone", () => {
  let world: World;
  /** Runs the test in a world in which the tuple has just expired. */
  const expired = (test: () => Promise<void>) =>
    inWorld(async (found) => {
      world = found;
      await world.write({ writes: [held] });
      expect(await world.allowed()).toBe(true);
      world.clock.seconds = END;
      await test();
    });

  it("for checks, reads, expansions, exports and counts", async () => {
    await expired(async () => {
      expect(await world.allowed()).toBe(false);
      expect(await world.ask("read", EVERYTHING)).toEqual({ tuples: [], more: false, revision: 2 });
      const { tree } = await world.ask("expand", HOLDERS);
      expect(tree).toEqual({ kind: "tuples", tuples: [] });
      expect(await world.exported()).toEqual([]);
      expect((await world.graph.exportCsv(() => undefined)).tuples).toBe(0);
      expect(await world.graph.stats()).toMatchObject({ tupleCount: 0, ineffectiveCount: 0, revision: 2 });
    });
  });

  it("for preconditions", async () => {
    await expired(async () => {
      expect(await codeOf(() => world.write({ writes: [waits], mustExist: [HELD] }))).toBe("precondition_failed");
      expect((await world.graph.stats()).tupleCount).toBe(0);
      expect(await world.write({ writes: [waits], mustNotExist: [HELD] })).toMatchObject({ written: 1, revision: 3 });
    });
  });

  it("for deletes, which delete nothing", async () => {
    await expired(async () => {
      expect(await world.write({ deletes: [HELD] })).toEqual({ written: 0, deleted: 0, revision: 2 });
    });
  });

  it("for writes of the same fact, which are new", async () => {
    await expired(async () => {
      const longer = { ...held, expiresAt: new Date((END + 60) * 1000) };
      expect(await world.write({ writes: [longer] })).toEqual({ written: 1, deleted: 0, revision: 3 });
      expect(await world.write({ writes: [longer] })).toEqual({ written: 0, deleted: 0, revision: 3 });
      expect(await world.allowed()).toBe(true);
      expect((await world.reloaded().query("check", HELD, undefined)).allowed).toBe(true);
    });
  });

  it("for the model, which it cannot contradict", async () => {
    await expired(async () => {
      const without = MODEL.replace("holder: [user, group#member]", "holder: [group#member]");
      const model = { source: without, definition: parseModel(without).definition };
      expect(await world.graph.putModel(model, ORIGIN)).toMatchObject({ changed: true, ineffectiveCount: 0 });
      expect((await world.graph.stats()).ineffectiveCount).toBe(0);
    });
  });

  it.each(["merge", "replace"])("for an import by %s, of itself and of the same fact on other terms", async (mode) => {
    await expired(async () => {
      const request = { replace: mode === "replace", dryRun: false };
      const row = (seconds: number) => `${HEADER}\nuser,a,holder,lock,x,${seconds}\n`;
      const dry = { csv: row(END), replace: request.replace, dryRun: true };
      expect(await world.graph.imports.readCsv(dry, ORIGIN)).toMatchObject({
        tupleCount: 1,
        addedCount: 0,
        removedCount: 0,
        revision: 2,
      });
      const same = await world.graph.imports.readCsv({ csv: row(END), ...request }, ORIGIN);
      expect(same).toEqual({ ...CLEAN, tupleCount: 1, addedCount: 0, removedCount: 0, unchangedCount: 1, revision: 2 });
      const empty = await world.graph.imports.readCsv({ csv: HEADER, ...request }, ORIGIN);
      expect(empty).toEqual({
        ...CLEAN,
        tupleCount: 0,
        addedCount: 0,
        removedCount: 0,
        unchangedCount: 0,
        revision: 2,
      });
      const longer = await world.graph.imports.readCsv({ csv: row(END + 60), ...request }, ORIGIN);
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
  });

  it("and removing it changes no answer", async () => {
    await expired(async () => {
      const questions = async () => [
        await world.allowed(),
        (await world.ask("read", EVERYTHING)).tuples,
        await world.exported(),
      ];
      const before = await questions();
      await world.graph.sweep(() => undefined);
      expect(await questions()).toEqual(before);
      expect(await world.graph.stats()).toMatchObject({ tupleCount: 0, revision: 3 });
    });
  });
});

describe("a write of a tuple that has expired already", () => {
  const over = { ...held, expiresAt: new Date((START - 1) * 1000) };

  it("changes nothing, however often it is made", async () => {
    await inWorld(async ({ write, allowed, graph }) => {
      for (let i = 0; i < 3; i++) {
        expect(await write({ writes: [over] })).toEqual({ written: 0, deleted: 0, revision: 1 });
        await graph.sweep(() => undefined);
      }
      expect(await allowed()).toBe(false);
    });
  });

  it("ends the tuple that is there, once", async () => {
    await inWorld(async ({ write, allowed, graph, exported }) => {
      await write({ writes: [HELD] });
      expect(await write({ writes: [over] })).toEqual({ written: 1, deleted: 0, revision: 3 });
      expect([await allowed(), await exported()]).toEqual([false, []]);
      expect(graph.nextExpiry).toBe((START - 1) * 1000);
      expect(await write({ writes: [over] })).toEqual({ written: 0, deleted: 0, revision: 3 });
    });
  });

  it("does the same in a file", async () => {
    await inWorld(async ({ write, allowed, graph }) => {
      const csv = `${HEADER}\nuser,a,holder,lock,x,${START - 1}\nuser,b,holder,lock,x,${START - 1}\n`;
      const file = { csv, replace: false, dryRun: false };
      expect(await graph.imports.readCsv(file, ORIGIN)).toMatchObject({ tupleCount: 2, addedCount: 0, revision: 1 });
      await write({ writes: [HELD] });
      expect(await graph.imports.readCsv(file, ORIGIN)).toMatchObject({
        tupleCount: 2,
        addedCount: 1,
        unchangedCount: 1,
        revision: 3,
      });
      expect(await allowed()).toBe(false);
    });
  });
});

describe("a question at a revision's number has one answer, at the time at which the revision was made:", () => {
  it("before the tuple expires, after it has, and once it was removed", async () => {
    await inWorld(async ({ write, allowed, clock, graph, reloaded, ask }) => {
      const { revision } = await write({ writes: [held] });
      const contextual = { ...t("user:c holder lock:x"), tuples: [{ ...held, subject: "user:c" }] };
      const answers = async () => [
        await allowed(revision),
        (await ask("batchCheck", { checks: [HELD] }, revision)).results,
        (await ask("read", EVERYTHING, revision)).tuples.length,
        (await ask("listSubjects", { ...HOLDERS, subjectKind: "user", after: undefined }, revision)).items,
        (await ask("explain", HELD, revision)).allowed,
        JSON.stringify(await ask("expand", HOLDERS, revision)),
        (await ask("check", contextual, revision)).allowed,
        (await reloaded().query("check", HELD, revision)).allowed,
      ];
      const before = await answers();
      expect(before[0]).toBe(true);
      clock.seconds = END;
      expect(await allowed()).toBe(false);
      expect(await answers()).toEqual(before);
      await graph.sweep(() => undefined);
      expect(await answers()).toEqual(before);
      clock.seconds = END + 86_400;
      expect(await answers()).toEqual(before);
      expect(await allowed(revision + 1)).toBe(false);
    });
  });

  it("where all that is left of the revision is its snapshot", async () => {
    await inWorld(async ({ write, allowed, clock, graph, reloaded }) => {
      const { revision } = await write({ writes: [held] });
      // Made into a snapshot when the tuple has expired and was not removed yet.
      clock.seconds = END;
      await graph.compact();
      expect(await allowed(revision)).toBe(true);
      // When the log is no longer kept.
      clock.seconds = END + 31 * 86_400;
      await graph.compact();
      expect((await graph.stats()).oldestRevision).toBe(revision);
      expect(await codeOf(() => allowed(revision - 1))).toBe("revision_not_found");
      expect([await allowed(revision), (await reloaded().query("check", HELD, revision)).allowed]).toEqual([
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
])(
  "a graph loads in which %d was stored as a time to expire at, and means what was meant: %s",
  async (seconds, expected) => {
    await inWorld(async ({ write, reloaded, sql }) => {
      const { revision } = await write({ writes: [held] });
      sql.exec("UPDATE changes SET expires_at = ? WHERE revision = ?", seconds, revision);
      expect((await reloaded().query("check", HELD, undefined)).allowed).toBe(expected);
    });
  },
);

describe("a name that no version of the model ever had", () => {
  const WRONG: [string, Triple, string][] = [
    ["a relation", t("user:a hodler lock:x"), "unknown_relation"],
    ["an object's type", t("user:a holder lok:x"), "unknown_type"],
    ["a subject's type", t("usr:a holder lock:x"), "unknown_type"],
    ["a userset's relation", t("group:g#membr holder lock:x"), "unknown_relation"],
    ["another type's relation", t("user:a member lock:x"), "unknown_relation"],
  ];

  it.each(WRONG)("is refused in deletes and preconditions, and nothing is changed: %s", async (_, fact, code) => {
    await inWorld(async ({ write, graph }) => {
      await write({ writes: [HELD] });
      for (const changes of [{ deletes: [HELD, fact] }, { mustExist: [fact] }, { mustNotExist: [fact] }]) {
        expect(await codeOf(() => write({ writes: [waits], ...changes }))).toBe(code);
      }
      expect(await graph.stats()).toMatchObject({ tupleCount: 1, revision: 2 });
    });
  });

  it("is not one that an earlier version had: its tuples can be deleted and asked for, again and again", async () => {
    await inWorld(async ({ write, graph, reloaded, sql }) => {
      const member = t("user:a member group:g");
      const through = t("group:g#member holder lock:x");
      await write({ writes: [HELD, member, through] });
      const later = "model\n  schema 1.1\ntype user\ntype lock\n  relations\n    define waiter: [user]\n";
      await graph.putModel({ source: later, definition: parseModel(later).definition }, ORIGIN);
      const facts = [HELD, member, through];
      expect(await codeOf(() => write({ mustExist: facts }))).toBeUndefined();
      expect(await write({ deletes: facts })).toMatchObject({ deleted: 3 });
      expect(await write({ deletes: facts, mustNotExist: facts })).toMatchObject({ deleted: 0 });
      // As another instance knows it, and one of a graph from before names were kept.
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
