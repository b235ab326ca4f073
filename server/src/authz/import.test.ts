import { abortAllDurableObjects, evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { createGraph, t } from "../../test/graphs.ts";

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define reader: [user]
`;
const HEADER = "subject_type,subject_id,relation,object_type,object_id";
const LARGE = 200_000;

let graph: Awaited<ReturnType<typeof createGraph>>;
let authz: (typeof graph)["authz"];
beforeEach(async () => {
  graph = await createGraph(MODEL);
  ({ authz } = graph);
});

async function putFile(rows: number, more: readonly string[] = []) {
  const lines = Array.from({ length: rows }, (_, i) => `user,import-${i},reader,doc,${i % 1000}`);
  await env.FILES.put(`tenants/${graph.id}/graph.csv`, `${[HEADER, ...lines, ...more].join("\n")}\n`);
}

const job = async () => (await authz.graph.job.query()).job;

describe("an import from R2", () => {
  it("reports its progress, keeps tuples written meanwhile, and applies atomically", async () => {
    await authz.write.mutate({ writes: [t("user:old reader doc:1")] });
    await putFile(LARGE);
    const reload = authz.graph.reload.mutate({});
    const sizes = new Set<number>();
    const progress: number[] = [];
    let written = 0;
    for (let over = false; !over; ) {
      const now = await job();
      over = now !== null && now.status !== "running";
      if (now?.status === "running") {
        progress.push(now.bytesRead);
        await authz.write.mutate({ writes: [t(`user:meanwhile-${written++} reader doc:1`)] });
      }
      sizes.add((await authz.graph.stats.query()).tupleCount - written);
      // Calls come from the same process: without a pause between them, nothing else would run.
      await scheduler.wait(1);
    }
    expect((await reload).result).toMatchObject({ tupleCount: LARGE, changed: true });
    // Either the old graph or the new one.
    expect([...sizes].every((size) => size === 1 || size === LARGE)).toBe(true);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect((await authz.check.query(t("user:old reader doc:1"))).allowed).toBe(false);
    for (let i = 0; i < written; i++) {
      expect((await authz.check.query(t(`user:meanwhile-${i} reader doc:1`))).allowed).toBe(true);
    }
    expect((await authz.check.query(t(`user:import-${LARGE - 1} reader doc:999`))).allowed).toBe(true);
    await evictDurableObject(env.GRAPH_STATE.getByName(graph.id));
    expect((await authz.graph.stats.query()).tupleCount).toBe(LARGE + written);
  });

  // Regression: an alarm that ran during the import did nothing and was spent, so a later interruption of the import was
  // final.
  it("restarts by itself after an interruption, and completes", async () => {
    await putFile(LARGE);
    const reload = authz.graph.reload.mutate({}).catch(() => undefined);
    while (!(await job())?.bytesRead) await scheduler.wait(1);
    await abortAllDurableObjects();
    expect(await job()).toMatchObject({ status: "running" });
    await expect.poll(async () => (await job())?.status).toBe("done");
    await reload;
    expect((await authz.graph.stats.query()).tupleCount).toBe(LARGE);
  });

  it("returns the changes of a dry run without making them", async () => {
    await authz.write.mutate({ writes: [t("user:old reader doc:1")] });
    await putFile(20_000);
    const dry = await authz.graph.reload.mutate({ dryRun: true });
    expect(dry.result).toMatchObject({ addedCount: 20_000, removedCount: 1, changed: false, revision: "2" });
    expect((await authz.graph.stats.query()).tupleCount).toBe(1);
    const merge = await authz.graph.reload.mutate({ dryRun: true, mode: "merge" });
    expect(merge.result).toMatchObject({ addedCount: 20_000, removedCount: 0 });
  });

  it("fails at one invalid row among many with its line, and changes nothing", async () => {
    await authz.write.mutate({ writes: [t("user:old reader doc:1")] });
    await putFile(20_000, ["user,x,owner,doc,1"]);
    expect(await errorOf(authz.graph.reload.mutate({}))).toMatchObject({
      code: "invalid_csv",
      details: { problemCount: 1, problems: [{ line: 20_002 }] },
    });
    expect((await authz.graph.stats.query()).tupleCount).toBe(1);
  });

  it("refuses a second import while one runs", async () => {
    await putFile(LARGE);
    const both = await Promise.allSettled([authz.graph.reload.mutate({}), authz.graph.reload.mutate({})]);
    const refused = both.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(1);
    expect(await errorOf(Promise.reject((refused[0] as PromiseRejectedResult).reason))).toMatchObject({
      code: "import_in_progress",
    });
  });

  it("adds to the stored tuples by merge", async () => {
    await authz.write.mutate({ writes: [t("user:old reader doc:1")] });
    await putFile(20_000);
    expect((await authz.graph.reload.mutate({ mode: "merge" })).result).toMatchObject({
      addedCount: 20_000,
      removedCount: 0,
    });
    expect((await authz.graph.stats.query()).tupleCount).toBe(20_001);
    expect((await authz.check.query(t("user:old reader doc:1"))).allowed).toBe(true);
  });

  // Regression: a file too large to log by tuple was refused as contradictory.
  it.each([10, 20_000])("changes the condition or expiry of a stored tuple, in a file of %i rows", async (rows) => {
    await authz.write.mutate({ writes: [t("user:old reader doc:1")] });
    const lines = Array.from({ length: rows }, (_, i) => `user,import-${i},reader,doc,1,\n`).join("");
    const csv = `${HEADER},expires_at\n${lines}user,old,reader,doc,1,4102444800\n`;
    const imported = await authz.graph.import.mutate({ csv, mode: "merge" });
    expect(imported).toMatchObject({ tupleCount: rows + 1, addedCount: rows + 1, removedCount: 0, unchangedCount: 0 });
    const { items } = await authz.read.query({ subject: "user:old" });
    expect(items).toMatchObject([{ ...t("user:old reader doc:1"), expiresAt: new Date("2100-01-01") }]);
    expect((await authz.graph.stats.query()).tupleCount).toBe(rows + 1);
  });
});

describe("a graph larger than a part of a multipart upload", () => {
  it("is written to R2 completely and reloaded without changes", async () => {
    // Multi-byte characters, some of which cross the boundary of a part.
    const rows = Array.from(
      { length: 150_000 },
      (_, i) => `user,${"é€".repeat(6)}${i},,reader,doc,${"ж".repeat(10)}${i % 7}`,
    );
    const csv = `${HEADER.replace("subject_id", "subject_id,subject_relation")}\n${rows.sort().join("\n")}\n`;
    await env.FILES.put(`tenants/${graph.id}/graph.csv`, csv);
    await authz.graph.reload.mutate({});
    const { key, tupleCount: tuples } = await authz.graph.export.mutate({ destination: "r2" });
    expect(tuples).toBe(150_000);
    const file = await env.FILES.get(key ?? "");
    expect(file?.size).toBeGreaterThan(9 * 1024 * 1024);
    const text = (await file?.text()) ?? "";
    expect(text.length).toBe(csv.length);
    const reloaded = await authz.graph.reload.mutate({});
    expect(reloaded.result).toMatchObject({ changed: false, unchangedCount: 150_000 });
  });
});

describe("models", () => {
  const next = MODEL.replace("[user]", "[user:*]");

  it("lists no loss for subjects that keep their access, however many have a relation to one object", async () => {
    const viewers = (blocked: string) => `model
  schema 1.1
type user
type doc
  relations
    define viewer: [user]
    define blocked: [user]
    define may: viewer${blocked}
`;
    await authz.model.put.mutate({ model: viewers(" but not blocked") });
    const names = Array.from({ length: 1001 }, (_, i) => `user:u${`${i}`.padStart(4, "0")}`);
    await authz.write.mutate({ writes: names.slice(0, 1000).map((name) => t(`${name} viewer doc:1`)) });
    await authz.write.mutate({ writes: [t(`${names[1000]} viewer doc:1`), t("user:u0000 blocked doc:1")] });
    const diff = await authz.model.diff.query({ model: viewers("") });
    expect(diff).toMatchObject({ gained: [t("user:u0000 may doc:1")], lost: [], complete: true });
  });

  it("lists ineffective tuples and changes of access in a diff before the model is put", async () => {
    await authz.write.mutate({ writes: [t("user:a reader doc:1"), t("user:b reader doc:2")] });
    const model = MODEL.replace("define reader: [user]", "define owner: [user]\n    define reader: owner");
    expect(await authz.model.diff.query({ model })).toMatchObject({
      ineffectiveCount: 2,
      ineffectiveTuples: [t("user:a reader doc:1"), t("user:b reader doc:2")],
      addedRelations: ["doc#owner"],
      changedRelations: ["doc#reader"],
      removedRelations: [],
      gained: [],
      lost: expect.arrayContaining([t("user:a reader doc:1"), t("user:b reader doc:2")]),
      complete: true,
    });
    expect((await authz.model.get.query({})).version).toBe(1);
    await authz.model.put.mutate({ model });
    expect((await authz.graph.stats.query()).ineffectiveCount).toBe(2);
    const back = await authz.model.diff.query({ model: MODEL });
    expect(back).toMatchObject({ effectiveAgainCount: 2, ineffectiveCount: 0, lost: [] });
    expect(back.gained).toHaveLength(2);
  });

  it("validates a model without putting it, with the position of every problem and warning", async () => {
    expect(await authz.model.validate.query({ model: MODEL })).toEqual({ valid: true, problems: [], warnings: [] });
    const wrong = MODEL.replace("[user]", "[person, ghost]");
    const { valid, problems } = await authz.model.validate.query({ model: wrong });
    expect(valid).toBe(false);
    expect(problems).toMatchObject([{ line: 6 }, { line: 6 }]);
    const odd = MODEL.replace("[user]", "[user, doc#reader] but not hidden\n    define hidden: [user, doc#reader]");
    expect((await authz.model.validate.query({ model: odd })).warnings).toMatchObject([{ line: 6, column: 12 }]);
    expect((await authz.model.validate.query({ model: odd, strict: true })).valid).toBe(false);
    expect((await authz.model.list.query({})).items).toHaveLength(1);
  });

  it("accepts a model in modules, and lists versions newest first", async () => {
    const modules = [
      { name: "fga.mod", contents: "schema: '1.2'\ncontents:\n  - core.fga\n  - docs.fga\n" },
      { name: "core.fga", contents: "module core\ntype user\n" },
      { name: "docs.fga", contents: "module docs\ntype doc\n  relations\n    define reader: [user]\n" },
    ];
    expect(await authz.model.put.mutate({ model: modules })).toMatchObject({ version: 2, changed: true });
    expect(await authz.model.put.mutate({ model: modules })).toMatchObject({ version: 2, changed: false });
    expect((await authz.model.get.query({})).model).toEqual(modules);
    await authz.model.put.mutate({ model: next });
    const first = await authz.model.list.query({ limit: 2 });
    expect(first.items.map(({ version }) => version)).toEqual([3, 2]);
    const rest = await authz.model.list.query({ limit: 2, cursor: first.nextCursor ?? "" });
    expect(rest).toMatchObject({ items: [{ version: 1, model: MODEL }], nextCursor: null });
  });
});
