import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { createGraph, t } from "../../test/graphs.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { openFiles } from "../ports/files.ts";
import type { GraphService } from "./graph-service.ts";
import { Replicas } from "./replicas.ts";
import { Slices, Turns } from "./slices.ts";

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define reader: [user]
`;
const fact = t("user:a reader doc:1");

let graph: Awaited<ReturnType<typeof createGraph>>;
let authz: (typeof graph)["authz"];
beforeEach(async () => {
  graph = await createGraph(MODEL);
  ({ authz } = graph);
});

describe("over the API", () => {
  it("answers fast from a copy, which drops a deleted tuple within maxStalenessSeconds", async () => {
    await authz.write.mutate({ writes: [fact] });
    const clock = new StandingClock();
    const { files, graph: graphOf } = isolate(clock).app;
    const slices = new Slices(
      new Turns(),
      () => scheduler.wait(0),
      () => undefined,
    );
    const replicas = new Replicas(files, graphOf, clock, slices);
    const { authz: near } = isolate(clock, { replicas }).clientFor({ key: graph.key });
    const fast = async () => (await near.check.query({ ...fact, consistency: "fast" })).allowed;
    expect(await fast()).toBe(true);
    await authz.write.mutate({ deletes: [fact] });
    expect((await near.check.query(fact)).allowed).toBe(false);
    // Still the copy's result; otherwise the test proves nothing.
    expect(await fast()).toBe(true);
    clock.advance(2);
    expect(await fast()).toBe(true);
    clock.advance(0.001);
    expect(await fast()).toBe(false);
  });

  it("answers atLeast with its revision or a newer one, during rapid changes", async () => {
    for (let i = 0; i < 20; i++) {
      const present = i % 2 === 0;
      const change = present ? { writes: [fact] } : { deletes: [fact] };
      const { revision } = await authz.write.mutate(change);
      const result = await authz.check.query({ ...fact, consistency: { atLeast: revision } });
      expect(result).toMatchObject({ allowed: present, revision });
    }
    expect(await errorOf(authz.check.query({ ...fact, consistency: { atLeast: "999" } }))).toMatchObject({
      code: "revision_not_found",
      httpStatus: 409,
    });
  });

  it("evaluates one query at one revision, with all changes of a write or none", async () => {
    const facts = [fact, t("user:a reader doc:2")];
    const moves = async () => {
      for (let i = 0; i < 20; i++) {
        const [from, to] = i % 2 === 0 ? facts : facts.toReversed();
        await authz.write.mutate({ writes: to ? [to] : [], deletes: from ? [from] : [] });
      }
    };
    await authz.write.mutate({ writes: [fact] });
    const seen: (readonly [revision: number, allowed: unknown])[] = [];
    const reads = async (consistency: "exact" | "fast") => {
      for (let i = 0; i < 20; i++) {
        const { revision, results } = await authz.batchCheck.query({ checks: facts, consistency });
        seen.push([Number(revision), results.map((result) => "allowed" in result && result.allowed)]);
      }
    };
    await Promise.all([moves(), reads("exact"), reads("exact"), reads("fast")]);
    const first = Number((await authz.check.query(fact)).revision) - 20;
    for (const [revision, allowed] of seen) {
      expect(allowed).toEqual((revision - first) % 2 === 0 ? [true, false] : [false, true]);
    }
  });

  it("supports consistency in every query, and counts fast checks", async () => {
    await authz.write.mutate({ writes: [fact] });
    const consistency = "fast";
    const { items } = await authz.listObjects.query({
      subject: "user:a",
      relation: "reader",
      objectType: "doc",
      consistency,
    });
    expect(items).toEqual(["doc:1"]);
    expect((await authz.read.query({ consistency })).items).toEqual([fact]);
    expect((await authz.explain.query({ ...fact, consistency })).proof).not.toBeNull();
    expect((await authz.batchCheck.query({ checks: [fact], consistency })).results).toEqual([{ allowed: true }]);
  });
});

/** Copies of the real object and bucket, with a clock and a budget of the test. */
function replicasWith(budget?: number) {
  const clock = { time: 1_000_000, now: () => new Date(clock.time) };
  let updates = 0;
  const service = (tenantId: string): Pick<GraphService, "update"> => ({
    update: async (known, limit) => {
      updates++;
      const stub = env.GRAPH_STATE.getByName(tenantId) as unknown as GraphService;
      return await stub.update(known, limit);
    },
  });
  const slices = new Slices(
    new Turns(),
    () => scheduler.wait(0),
    () => undefined,
  );
  const replicas = new Replicas(openFiles(env.FILES), service, clock, slices, budget);
  const check = async (tenantId = graph.id, atLeast = 0) => await replicas.query(tenantId, "check", fact, atLeast);
  return { replicas, clock, check, updates: () => updates };
}

describe("an isolate's copies", () => {
  it("answer without the object until they are too old", async () => {
    const { check, clock, updates } = replicasWith();
    await authz.write.mutate({ writes: [fact] });
    expect(await check()).toMatchObject({ allowed: true, revision: 2 });
    await authz.write.mutate({ deletes: [fact] });
    clock.time += 2000;
    expect(await check()).toMatchObject({ allowed: true, revision: 2 });
    expect(updates()).toBe(1);
    clock.time += 1;
    expect(await check()).toMatchObject({ allowed: false, revision: 3 });
    expect(updates()).toBe(2);
  });

  it("follow an import that replaced the graph, through its snapshot in R2, and a new model", async () => {
    const { check, clock } = replicasWith();
    await authz.write.mutate({ writes: [fact] });
    expect(await check()).toMatchObject({ allowed: true });
    const rows = Array.from({ length: 12_000 }, (_, i) => `user,b${i},reader,doc,1`);
    const csv = `subject_type,subject_id,relation,object_type,object_id\n${rows.join("\n")}\n`;
    await authz.graph.import.mutate({ csv, mode: "replace" });
    clock.time += 3000;
    expect(await check()).toMatchObject({ allowed: false, revision: 3 });
    expect(await env.FILES.head(`tenants/${graph.id}/snapshots/3.bin`)).not.toBeNull();
    await authz.model.put.mutate({ model: MODEL.replace("[user]", "[user, user:*]") });
    await authz.write.mutate({ writes: [t("user:* reader doc:1")] });
    clock.time += 3000;
    expect(await check()).toMatchObject({ allowed: true, revision: 5 });
    // A new copy starts from the snapshot, too.
    expect(await replicasWith().check()).toMatchObject({ allowed: true, revision: 5 });
  });

  it("drop the least recently used copy to stay within the budget, and never keep one that is too large", async () => {
    const other = await createGraph(MODEL);
    for (const each of [graph, other]) {
      await each.authz.write.mutate({ writes: Array.from({ length: 500 }, (_, i) => t(`user:u${i} reader doc:1`)) });
    }
    const { memoryBytes: bytes } = await authz.graph.stats.query();
    const { replicas, check, updates } = replicasWith(bytes * 1.5);
    await check(graph.id);
    await check(other.id);
    expect(replicas.bytes).toBeLessThanOrEqual(bytes * 1.5);
    await check(other.id);
    expect(updates()).toBe(2);
    await check(graph.id);
    expect(updates()).toBe(3);
    expect(await replicasWith(100).check()).toBeUndefined();
  });

  it("throw the errors of a query", async () => {
    const { replicas } = replicasWith();
    const unknown = replicas.query(graph.id, "check", t("user:a owner doc:1"), 0);
    await expect(unknown).rejects.toMatchObject({ code: "unknown_relation" });
    await runInDurableObject(env.GRAPH_STATE.getByName("ten_without_model"), () => undefined);
    const none = replicas.query("ten_without_model", "check", fact, 0);
    await expect(none).rejects.toMatchObject({ code: "model_not_found" });
  });
});
