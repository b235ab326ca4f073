import { env } from "cloudflare:workers";
import {
  compileModel,
  Engine,
  Graph,
  Meter,
  type ModelDefinition,
  parseTuple,
  SLICE_WORK,
  type Tuple,
} from "@cf-auth/engine";
import { parseModel } from "@cf-auth/model-language";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { createGraph, t } from "../../test/graphs.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { GraphService } from "./graph-service.ts";
import { MAX_ROLLBACK_FACTS, OpenReads } from "./open-reads.ts";
import { Slices, Turns } from "./slices.ts";

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define viewer: [user]
    define blocked: [user]
    define may: viewer but not blocked
`;
/** Number of subjects whose checks take several slices. */
const MANY = 60_000;
const HEADER = "subject_type,subject_id,relation,object_type,object_id";
const rows = Array.from({ length: MANY }, (_, i) => `user,u${`${i}`.padStart(5, "0")},viewer,doc,wide`);
const csv = `${[HEADER, ...rows].join("\n")}\n`;
const ORIGIN = { actor: "test", reason: null, requestId: "test" };

let graph: Awaited<ReturnType<typeof createGraph>>;
beforeAll(async () => {
  graph = await createGraph(MODEL);
  await graph.authz.write.mutate({ writes: [t("user:u00001 viewer doc:wide")] });
  await graph.authz.graph.import.mutate({ csv });
});

const wide = { object: "doc:wide", relation: "may", subjectKind: "user" };
const check = t("user:u00001 may doc:wide");
const checks = Array.from({ length: 10_000 }, () => check);

describe("while long work runs for a tenant", () => {
  const object = () => env.GRAPH_STATE.getByName(graph.id) as unknown as GraphService;
  const { definition: other } = parseModel(MODEL.replace("viewer but", "(viewer and viewer) but"));
  const page = { after: undefined, limit: 10 };

  it.each([
    ["a list", () => object().query("listSubjects", { ...wide, ...page }, undefined)],
    ["a batch", () => object().query("batchCheck", { checks }, undefined)],
    ["a comparison of models", () => object().diffModel(other)],
    ["an export", () => object().exportCsv(100_000_000)],
    ["an export to R2", () => object().publishCsv()],
    ["an import", () => object().importCsv({ csv, replace: false, dryRun: true }, ORIGIN)],
  ] as const)("runs a check ahead of %s", async (_, long) => {
    const order: string[] = [];
    const first = long().then((outcome) => {
      expect(outcome).toMatchObject({ ok: true });
      order.push("long");
    });
    // The long work has begun when the check arrives.
    const second = object()
      .query("check", check, undefined)
      .then((outcome) => {
        expect(outcome).toMatchObject({ ok: true, value: { allowed: true } });
        order.push("check");
      });
    await Promise.all([first, second]);
    expect(order).toEqual(["check", "long"]);
  });

  it("loads a past revision in slices, one at a time, and caches it for the next query", async () => {
    const { authz, id } = await createGraph(MODEL);
    // Too few changes for a compaction.
    for (let i = 0; i < 5; i++) {
      const writes = Array.from({ length: 990 }, (_, j) => t(`user:u${i}-${j} viewer doc:1`));
      await authz.write.mutate({ writes });
    }
    const past = env.GRAPH_STATE.getByName(id) as unknown as GraphService;
    const checkAt = (at: number) => past.query("check", t("user:u3-0 may doc:1"), at);
    const [before, after, repeated] = await Promise.all([checkAt(4), checkAt(5), checkAt(5)]);
    expect(before).toMatchObject({ ok: true, value: { allowed: false, revision: 4 } });
    expect(after).toMatchObject({ ok: true, value: { allowed: true, revision: 5 } });
    expect(repeated).toMatchObject({ ok: true, value: { allowed: true, revision: 5, pauses: 0 } });
    expect(after.ok && after.value.pauses).toBeGreaterThan(0);
  });

  it("evaluates each query at one revision during concurrent writes", async () => {
    const { authz } = await createGraph(MODEL);
    const facts = [t("user:a viewer doc:1"), t("user:a viewer doc:2")];
    const { revision: first } = await authz.write.mutate({ writes: facts.slice(0, 1) });
    const requested = Array.from({ length: 10_000 }, (_, i) => ({ ...(facts[i % 2] ?? check), relation: "may" }));
    const seen: [number, unknown[]][] = [];
    let writing = true;
    const writes = async () => {
      for (let i = 0; i < 12; i++) {
        const [from, to] = i % 2 === 0 ? facts : facts.toReversed();
        await authz.write.mutate({ writes: to ? [to] : [], deletes: from ? [from] : [] });
      }
      writing = false;
    };
    const reads = async (consistency: "exact" | "fast") => {
      while (writing) {
        const { revision, results } = await authz.batchCheck.query({ checks: requested, consistency });
        seen.push([Number(revision) - Number(first), results.map((one) => "allowed" in one && one.allowed)]);
      }
    };
    await Promise.all([writes(), reads("exact"), reads("fast")]);
    expect(seen.length).toBeGreaterThan(0);
    for (const [revision, results] of seen) {
      const expected = requested.map((_, i) => i % 2 === revision % 2);
      expect(results, `at ${revision}`).toEqual(expected);
    }
  });
});

describe("a caller who lost access during a query", () => {
  it.each([0, 1])("gets no result of a query with %i pauses", async (pauses) => {
    const { authz, key, id } = await createGraph(MODEL);
    await authz.write.mutate({ writes: [check].map((one) => ({ ...one, relation: "viewer" })) });
    const real = env.GRAPH_STATE.getByName(id) as unknown as GraphService;
    const admin = clientFor({ token: graph.world.token, tenant: id });
    // Revokes the caller's key during the query.
    const between = {
      query: async (...args: Parameters<GraphService["query"]>) => {
        const outcome = await real.query(...args);
        const { items } = await admin.apiKeys.list.query({});
        for (const { id: keyId, kind } of items)
          if (kind === "secret") await admin.apiKeys.revoke.mutate({ id: keyId });
        return outcome.ok ? { ok: true, value: { ...outcome.value, pauses } } : outcome;
      },
    } as unknown as GraphService;
    const { clientFor: own } = isolate(new MovedClock(), { graph: () => between });
    const call = own({ key }).authz.listSubjects.query(wide);
    if (pauses === 0) expect(await call).toMatchObject({ items: ["user:u00001"] });
    else expect(await errorOf(call)).toMatchObject({ code: "key_revoked" });
  });
});

describe("slices", () => {
  const type = (name: string, relations: object = {}, direct: object = {}) => ({
    type: name,
    relations,
    metadata: { relations: direct },
  });
  const definition = {
    schema_version: "1.1",
    type_definitions: [
      type("user"),
      type("doc", { viewer: { this: {} } }, { viewer: { directly_related_user_types: [{ type: "user" }] } }),
    ],
  } as ModelDefinition;
  const tuple = (id: string): Tuple => parseTuple({ subject: `user:${id}`, relation: "viewer", object: "doc:1" });

  function world(pause: () => void | Promise<void>) {
    const graphOf = Graph.from(Array.from({ length: MANY }, (_, i) => tuple(`u${i}`)));
    const engine = new Engine(compileModel(definition), graphOf);
    const reads = new OpenReads();
    const reported: number[] = [];
    const slices = new Slices(
      new Turns(),
      async () => await pause(),
      (units) => reported.push(units),
    );
    const write = (tuples: readonly Tuple[]) => {
      reads.willChange(graphOf, tuples);
      for (const one of tuples) graphOf.put(one);
    };
    const batch = Array.from({ length: MANY }, () => ({ subject: "user:new0", relation: "viewer", object: "doc:1" }));
    const begun = () => ({
      task: engine.task({}, (queries) => queries.batchCheck(batch, undefined, undefined)),
      read: reads.begin(),
    });
    return { slices, write, begun, reported, graph: graphOf };
  }

  it("limits the work of each slice, and reports all of it", async () => {
    const { slices, begun, reported } = world(() => undefined);
    const { value, pauses } = await slices.run(begun);
    expect(value).toHaveLength(MANY);
    expect(pauses).toBe(reported.length - 1);
    expect(pauses).toBeGreaterThan(1);
    for (const units of reported) expect(units).toBeLessThan(SLICE_WORK + 1000);
  });

  it("restarts once at the newest revision if too many facts changed", async () => {
    let pauses = 0;
    const one = world(() => {
      if (pauses++ === 0) one.write(Array.from({ length: MAX_ROLLBACK_FACTS + 1 }, (_, i) => tuple(`new${i}`)));
    });
    const { value } = await one.slices.run(one.begun);
    expect(value.every((result) => "allowed" in result && result.allowed === true)).toBe(true);
  });

  it("fails with a retryable error if too many facts change again", async () => {
    let round = 0;
    const one = world(() => {
      round++;
      one.write(Array.from({ length: MAX_ROLLBACK_FACTS + 1 }, (_, i) => tuple(`round${round}-${i}`)));
    });
    const failure = await one.slices.run(one.begun).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "graph_contention", details: { retryAfterSeconds: 1 } });
  });

  it("shows the graph as it was when the read began, within the limit", async () => {
    let pauses = 0;
    const one = world(() => {
      for (let i = 0; i < 100; i++) one.write([tuple(`new${pauses * 100 + i}`)]);
      pauses++;
    });
    const { value } = await one.slices.run(one.begun);
    expect(value.some((result) => "allowed" in result && result.allowed === true)).toBe(false);
  });

  it("ends running work with the given error, and accepts new work afterwards", async () => {
    let pauses = 0;
    const one = world(() => {
      if (++pauses === 1) one.slices.endAll(new AppError("tenant_suspended"));
    });
    const failure = await one.slices.run(one.begun).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "tenant_suspended" });
    expect((await one.slices.run(one.begun)).value).toHaveLength(MANY);
  });
});

describe("many short tasks", () => {
  it("pause after each slice of work when they begin together, and the last one reports pauses", async () => {
    let unpaused = 0;
    let maxUnpaused = 0;
    const observe = (units: number) => {
      unpaused += units;
      maxUnpaused = Math.max(maxUnpaused, unpaused);
    };
    const pause = async () => {
      await scheduler.wait(0);
      unpaused = 0;
    };
    const slices = new Slices(new Turns(), pause, observe);
    const short = SLICE_WORK / 20;
    const tasks = Array.from({ length: 100 }, async (_, i) => {
      if (i % 2 === 1) return (await slices.runNow(() => slices.report(short))).pauses;
      const meter = new Meter();
      const work = (function* () {
        meter.work += short;
        yield;
      })();
      return (await slices.drain(meter, work)).pauses;
    });
    const pauses = await Promise.all(tasks);
    expect(maxUnpaused).toBeLessThanOrEqual(SLICE_WORK);
    expect(pauses[0]).toBe(0);
    expect(pauses.at(-1)).toBeGreaterThan(0);
  });
});

describe("turns", () => {
  it("shares one slice among all tasks, and makes late tasks wait", () => {
    const turns = new Turns();
    const tasks = Array.from({ length: 20 }, () => ({}));
    for (const task of tasks) turns.share(task);
    const shares = tasks.map((task) => turns.share(task));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(SLICE_WORK);
    expect(shares.filter((share) => share > 0)).toHaveLength(8);
    for (const task of tasks.slice(0, 19)) turns.leave(task);
    expect(turns.share(tasks[19] ?? {})).toBe(SLICE_WORK);
  });

  it("removes tasks that never take their turn again", () => {
    const turns = new Turns();
    for (let i = 0; i < 20; i++) turns.share({});
    const last = {};
    const shares = Array.from({ length: 200 }, () => turns.share(last));
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBe(SLICE_WORK);
  });
});
