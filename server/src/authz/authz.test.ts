import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

const MODEL = `model
  schema 1.1
type user
type team
  relations
    define member: [user, team#member]
type doc
  relations
    define parent: [doc]
    define writer: [user, team#member]
    define banned: [user]
    define reader: ([user, user:*] or writer or reader from parent) but not banned
`;
const HEADER = "subject_type,subject_id,subject_relation,relation,object_type,object_id";

/** Splits `subject relation object`. */
function t(text: string) {
  const [subject = "", relation = "", object = ""] = text.split(" ");
  return { subject, relation, object };
}

let world: World;
let count = 0;
/** Creates a tenant with the model and some tuples. */
let tenant: Awaited<ReturnType<typeof createTenant>>;
let authz: (typeof tenant)["client"]["authz"];

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  tenant = await createTenant(world.admin, `graph-${++count}`);
  authz = tenant.client.authz;
  await authz.model.put.mutate({ model: MODEL });
  await authz.write.mutate({ writes: ["user:anne writer doc:1", "doc:1 parent doc:2", "user:* reader doc:3"].map(t) });
});

describe("models", () => {
  it("creates a numbered version only for a new text, and keeps earlier versions", async () => {
    const next = MODEL.replace("define banned: [user]", "define banned: [user, team#member]");
    expect(await authz.model.put.mutate({ model: MODEL })).toMatchObject({ version: 1, changed: false, revision: "2" });
    expect(await authz.model.put.mutate({ model: next })).toMatchObject({ version: 2, changed: true, revision: "3" });
    expect(await authz.model.get.query({})).toMatchObject({ version: 2, model: next, createdAt: expect.any(Date) });
    expect(await authz.model.get.query({ version: 1 })).toMatchObject({ version: 1, model: MODEL });
    expect(await errorOf(authz.model.get.query({ version: 9 }))).toMatchObject({ code: "model_version_not_found" });
    const { results } = await env.DB.prepare("SELECT version FROM model_versions WHERE tenant_id = ? ORDER BY version")
      .bind(tenant.tenant.id)
      .all();
    expect(results).toEqual([{ version: 1 }, { version: 2 }]);
  });

  it("refuses an invalid model with every problem, by line and column", async () => {
    const model = MODEL.replace("define writer: [user, team#member]", "define writer: [person] or owner");
    const error = await errorOf(authz.model.put.mutate({ model }));
    expect(error).toMatchObject({
      code: "invalid_model",
      details: {
        problems: expect.arrayContaining([{ line: 10, column: 21, message: expect.stringContaining("person") }]),
      },
    });
    expect(await errorOf(authz.model.put.mutate({ model: "model\n  schma 1.1" }))).toMatchObject({
      code: "invalid_model",
      details: { problems: [{ line: 2, column: 3 }] },
    });
    expect((await authz.model.get.query({})).model).toBe(MODEL);
  });

  it("returns the number of ineffective tuples, which a later model makes effective again", async () => {
    const without = MODEL.replace("define reader: ([user, user:*] or writer", "define reader: ([user] or writer");
    expect(await authz.model.put.mutate({ model: without })).toMatchObject({ ineffectiveCount: 1 });
    expect((await authz.check.query(t("user:bob reader doc:3"))).allowed).toBe(false);
    expect((await authz.graph.stats.query()).tupleCount).toBe(3);
    await authz.model.put.mutate({ model: MODEL });
    expect((await authz.check.query(t("user:bob reader doc:3"))).allowed).toBe(true);
  });

  it("refuses queries and writes before there is a model", async () => {
    const empty = (await createTenant(world.admin, `empty-${count}`)).client.authz;
    const missing = { code: "model_not_found", httpStatus: 409 };
    expect(await errorOf(empty.check.query(t("user:anne reader doc:1")))).toMatchObject(missing);
    expect(await errorOf(empty.write.mutate({ writes: [t("user:anne reader doc:1")] }))).toMatchObject(missing);
    expect(await errorOf(empty.graph.import.mutate({ csv: `${HEADER}\n` }))).toMatchObject(missing);
    expect(await errorOf(empty.model.get.query({}))).toMatchObject(missing);
    expect(await empty.graph.stats.query()).toMatchObject({ tupleCount: 0, modelVersion: null, revision: "0" });
  });
});

describe("checks", () => {
  it("returns the revision that a check was evaluated at", async () => {
    expect(await authz.check.query(t("user:anne reader doc:2"))).toEqual({ allowed: true, revision: "2" });
    await authz.write.mutate({ writes: [t("user:anne banned doc:2")] });
    expect(await authz.check.query(t("user:anne reader doc:2"))).toEqual({ allowed: false, revision: "3" });
  });

  it.each([
    ["user:anne owner doc:1", "unknown_relation"],
    ["user:anne reader castle:1", "unknown_type"],
    ["ghost:1 reader doc:1", "unknown_type"],
    ["anne reader doc:1", "malformed_subject"],
    ["user:anne reader doc", "malformed_object"],
    ["user:anne re#der doc:1", "malformed_relation"],
  ])("refuses %s with %s, and changes nothing", async (fact, code) => {
    expect(await errorOf(authz.check.query(t(fact)))).toMatchObject({ code, httpStatus: 400 });
    expect(await errorOf(authz.explain.query(t(fact)))).toMatchObject({ code });
    expect((await authz.graph.stats.query()).revision).toBe("2");
  });

  it("returns a result or an error for each check of a batch", async () => {
    const checks = [
      "user:anne writer doc:1",
      "user:bob writer doc:1",
      "user:anne owner doc:1",
      "anne writer doc:1",
    ].map(t);
    expect(await authz.batchCheck.query({ checks })).toEqual({
      results: [
        { allowed: true },
        { allowed: false },
        { error: { code: "unknown_relation", message: expect.any(String) } },
        { error: { code: "malformed_subject", message: expect.any(String) } },
      ],
      revision: "2",
    });
    expect(await authz.batchCheck.query({ checks: [] })).toEqual({ results: [], revision: "2" });
  });

  it("accepts 10,000 checks in a batch and refuses 10,001", async () => {
    const checks = Array<ReturnType<typeof t>>(10_000).fill(t("user:anne writer doc:1"));
    const { results } = await authz.batchCheck.query({ checks });
    expect(results).toHaveLength(10_000);
    expect(await errorOf(authz.batchCheck.query({ checks: [...checks, t("user:anne writer doc:1")] }))).toMatchObject({
      code: "batch_too_large",
      httpStatus: 413,
    });
  });
});

describe("deletes by filter", () => {
  it("delete every tuple of an object, and of a subject, page by page", async () => {
    const writes = [
      ...Array.from({ length: 5 }, (_, i) => t(`user:gone${i} writer doc:gone`)),
      ...["a", "b"].map((id) => t(`user:leaver writer doc:${id}`)),
      t("user:stays writer doc:a"),
    ];
    await authz.write.mutate({ writes });
    const pages: object[] = [];
    do {
      pages.push(await authz.deleteTuples.mutate({ object: "doc:gone", limit: 2, reason: "it was removed" }));
    } while (!(pages.at(-1) as { done: boolean }).done);
    expect(pages).toMatchObject([
      { deletedCount: 2, done: false },
      { deletedCount: 2, done: false },
      { deletedCount: 1, done: true },
    ]);
    expect(await authz.deleteTuples.mutate({ object: "doc:gone" })).toMatchObject({ deletedCount: 0, done: true });
    const leaver = await authz.deleteTuples.mutate({ subject: "user:leaver" });
    expect(leaver).toMatchObject({ deletedCount: 2, done: true });
    expect((await authz.read.query({ object: "doc:a" })).items).toContainEqual(t("user:stays writer doc:a"));
    expect((await authz.read.query({ subject: "user:leaver" })).items).toEqual([]);
    const changes = await authz.changes.query({ after: `${Number(leaver.revision) - 1}` });
    expect(changes.items).toContainEqual(expect.objectContaining({ revision: leaver.revision }));
  });

  it("need an object or a subject, and delete nothing otherwise", async () => {
    const before = await authz.graph.stats.query();
    for (const filter of [
      {},
      { relation: "writer" },
      { objectType: "doc" },
      { object: "doc" },
      { object: "", subject: "" },
    ]) {
      const { code } = await errorOf(authz.deleteTuples.mutate(filter));
      expect(["invalid_input", "malformed_object", "malformed_subject"]).toContain(code);
    }
    expect(await authz.graph.stats.query()).toEqual(before);
  });
});

describe("lists and proofs", () => {
  it("lists objects and subjects in pages", async () => {
    await authz.write.mutate({ writes: Array.from({ length: 25 }, (_, i) => t(`user:anne writer doc:n${i}`)) });
    const all = await authz.listObjects.query({ subject: "user:anne", relation: "writer", objectType: "doc" });
    expect(all.items).toHaveLength(26);
    const first = await authz.listObjects.query({
      subject: "user:anne",
      relation: "writer",
      objectType: "doc",
      limit: 20,
    });
    const cursor = first.nextCursor ?? "";
    const rest = await authz.listObjects.query({
      subject: "user:anne",
      relation: "writer",
      objectType: "doc",
      limit: 20,
      cursor,
    });
    expect([...first.items, ...rest.items]).toEqual(all.items);
    expect(rest.nextCursor).toBeNull();
    const everyType = await authz.listObjects.query({ subject: "user:anne", relation: "writer", limit: 1000 });
    expect([everyType.items, everyType.nextCursor]).toEqual([all.items, null]);
    const unknown = authz.listObjects.query({ subject: "user:anne", relation: "nothing" });
    expect(await errorOf(unknown)).toMatchObject({ code: "unknown_relation", details: { relation: "nothing" } });
    const readers = await authz.listSubjects.query({ object: "doc:2", relation: "reader", subjectKind: "user" });
    expect(readers.items).toEqual(["user:anne"]);
  });

  it("proves an allowed check, and returns no proof for a denied one", async () => {
    const yes = await authz.explain.query(t("user:anne reader doc:2"));
    expect(yes).toMatchObject({
      allowed: true,
      proof: { relation: "reader", reason: { kind: "butNot", absent: { expression: "banned" } } },
    });
    const no = await authz.explain.query(t("user:bob reader doc:2"));
    expect(no).toMatchObject({ allowed: false, proof: null, revision: "2" });
    // Each remedy is sufficient on its own.
    expect(no.remedies).toContainEqual({ add: [t("user:bob reader doc:2")], remove: [] });
    for (const { add, remove } of no.remedies) {
      await authz.write.mutate({ writes: add, deletes: remove });
      expect((await authz.check.query(t("user:bob reader doc:2"))).allowed).toBe(true);
      await authz.write.mutate({ writes: remove, deletes: add });
      expect((await authz.check.query(t("user:bob reader doc:2"))).allowed).toBe(false);
    }
  });

  it("refuses a cursor of another list", async () => {
    const list = authz.listObjects.query({
      subject: "user:anne",
      relation: "writer",
      objectType: "doc",
      cursor: "no cursor",
    });
    expect(await errorOf(list)).toMatchObject({ code: "invalid_input" });
  });
});

describe("writing", () => {
  it("writes all tuples or none", async () => {
    const writes = [t("user:bob writer doc:1"), t("team:eng writer doc:1")];
    expect(await errorOf(authz.write.mutate({ writes }))).toMatchObject({
      code: "subject_not_allowed",
      details: { allowed: ["user", "team#member"] },
    });
    expect((await authz.check.query(t("user:bob writer doc:1"))).allowed).toBe(false);
    expect((await authz.graph.stats.query()).revision).toBe("2");
  });

  it("changes nothing and creates no revision when a write is repeated", async () => {
    const change = { writes: [t("user:bob writer doc:1")], deletes: [t("user:anne writer doc:1")] };
    expect(await authz.write.mutate(change)).toEqual({ writtenCount: 1, deletedCount: 1, revision: "3" });
    expect(await authz.write.mutate(change)).toEqual({ writtenCount: 0, deletedCount: 0, revision: "3" });
    expect((await authz.check.query(t("user:anne writer doc:1"))).allowed).toBe(false);
  });

  it("refuses to write and delete the same tuple, and too many tuples", async () => {
    const both = { writes: [t("user:bob writer doc:1")], deletes: [t("user:bob writer doc:1")] };
    expect(await errorOf(authz.write.mutate(both))).toMatchObject({ code: "duplicate_tuple" });
    const writes = Array.from({ length: 1001 }, (_, i) => t(`user:u${i} writer doc:1`));
    expect(await errorOf(authz.write.mutate({ writes }))).toMatchObject({ code: "batch_too_large" });
    expect(await authz.write.mutate({ writes: writes.slice(1) })).toMatchObject({ writtenCount: 1000 });
  });

  it("deletes a tuple that the model no longer allows", async () => {
    await authz.model.put.mutate({ model: MODEL.replace("[user, user:*]", "[user]") });
    expect(await authz.write.mutate({ deletes: [t("user:* reader doc:3")] })).toMatchObject({ deletedCount: 1 });
  });
});

describe("reading", () => {
  it.each([
    [{}, ["doc:1 parent doc:2", "user:* reader doc:3", "user:anne writer doc:1"]],
    [{ object: "doc:1" }, ["user:anne writer doc:1"]],
    [{ subjectType: "user" }, ["user:* reader doc:3", "user:anne writer doc:1"]],
    [{ subject: "doc:1" }, ["doc:1 parent doc:2"]],
    [{ relation: "reader", objectType: "doc" }, ["user:* reader doc:3"]],
    [{ relation: "nothing" }, []],
  ])("filters tuples by %j", async (filter, expected) => {
    const { items } = await authz.read.query(filter);
    expect(items).toEqual(expected.map(t));
  });

  it("lists tuples in pages", async () => {
    const first = await authz.read.query({ limit: 2 });
    const second = await authz.read.query({ limit: 2, cursor: first.nextCursor ?? "" });
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
  });

  it("refuses a contradictory or malformed filter", async () => {
    expect(await errorOf(authz.read.query({ object: "doc:1", objectType: "team" }))).toMatchObject({
      code: "invalid_input",
    });
    expect(await errorOf(authz.read.query({ subject: "anne" }))).toMatchObject({ code: "malformed_subject" });
  });
});

describe("CSV", () => {
  const csv = `${HEADER}\nuser,anne,,writer,doc,1\nuser,bob,,writer,doc,1\n`;

  it("merges a CSV into the graph or replaces it, and exports the same bytes", async () => {
    expect(await authz.graph.import.mutate({ csv })).toMatchObject({
      tupleCount: 2,
      addedCount: 1,
      removedCount: 0,
      unchangedCount: 1,
      changed: true,
    });
    expect((await authz.graph.stats.query()).tupleCount).toBe(4);
    expect(await authz.graph.import.mutate({ csv, mode: "replace" })).toMatchObject({
      addedCount: 0,
      removedCount: 2,
      unchangedCount: 2,
    });
    expect(await authz.graph.export.mutate({})).toMatchObject({ csv, key: null, tupleCount: 2 });
  });

  it("changes nothing when the same CSV is imported again", async () => {
    const { revision } = await authz.graph.import.mutate({ csv, mode: "replace" });
    const repeated = await authz.graph.import.mutate({ csv, mode: "replace" });
    expect(repeated).toMatchObject({ addedCount: 0, removedCount: 0, unchangedCount: 2, changed: false, revision });
  });

  it("returns the changes of a dry run without making them", async () => {
    const dry = await authz.graph.import.mutate({ csv, mode: "replace", dryRun: true });
    expect(dry).toMatchObject({ addedCount: 1, removedCount: 2, changed: false, dryRun: true, revision: "2" });
    expect((await authz.graph.stats.query()).tupleCount).toBe(3);
    expect(await env.FILES.head(`tenants/${tenant.tenant.id}/graph.csv`)).toBeNull();
  });

  it("refuses a CSV with an invalid row by its line, and changes nothing", async () => {
    const { csv: before } = await authz.graph.export.mutate({});
    const bad = `${csv}user,eve,,owner,doc,1\nteam,eng,,writer,doc,1\nuser,eve,writer\n`;
    const error = await errorOf(authz.graph.import.mutate({ csv: bad, mode: "replace" }));
    expect(error).toMatchObject({
      code: "invalid_csv",
      httpStatus: 400,
      details: { problemCount: 3, problems: [{ line: 4 }, { line: 5 }, { line: 6 }] },
    });
    expect((await authz.graph.export.mutate({})).csv).toBe(before);
  });

  it("exports the graph to R2 and reloads it from there", async () => {
    await authz.graph.import.mutate({ csv, mode: "replace" });
    await authz.graph.export.mutate({ destination: "r2" });
    const first = await authz.graph.reload.mutate({});
    expect(first).toMatchObject({ status: "done", rowCount: 2, result: { changed: false, unchangedCount: 2 } });
    expect(first.bytesRead).toBe(first.bytesTotal);
    expect(await authz.graph.job.query()).toEqual({ job: first });
    await env.FILES.put(`tenants/${tenant.tenant.id}/graph.csv`, csv.replace("bob", "carl"));
    const dry = await authz.graph.reload.mutate({ dryRun: true });
    expect(dry.result).toMatchObject({ addedCount: 1, removedCount: 1, changed: false });
    const { result } = await authz.graph.reload.mutate({});
    expect(result).toMatchObject({ addedCount: 1, removedCount: 1, changed: true });
    expect((await authz.check.query(t("user:carl writer doc:1"))).allowed).toBe(true);
    await env.FILES.put(`tenants/${tenant.tenant.id}/graph.csv`, "nonsense");
    expect(await errorOf(authz.graph.reload.mutate({}))).toMatchObject({ code: "invalid_csv" });
    expect((await authz.graph.job.query()).job).toMatchObject({ status: "failed", error: { code: "invalid_csv" } });
    expect((await authz.check.query(t("user:carl writer doc:1"))).allowed).toBe(true);
  });

  it("writes the CSV to R2 on request", async () => {
    expect(await errorOf(authz.graph.reload.mutate({}))).toMatchObject({
      code: "graph_file_not_found",
      httpStatus: 404,
    });
    const { key, csv: none } = await authz.graph.export.mutate({ destination: "r2" });
    expect(none).toBeNull();
    expect(await (await env.FILES.get(key ?? ""))?.text()).toContain("user,anne,,writer,doc,1");
  });

  it("leaves the newest graph in R2 after two concurrent exports", async () => {
    const file = (name: string) => `${HEADER}\nuser,${name},,writer,doc,1\n`;
    await Promise.all(
      ["a", "b", "c", "d"].map(async (name) => {
        await authz.graph.import.mutate({ csv: file(name), mode: "replace" });
        await authz.graph.export.mutate({ destination: "r2" });
      }),
    );
    const { csv: now } = await authz.graph.export.mutate({});
    expect(await (await env.FILES.get(`tenants/${tenant.tenant.id}/graph.csv`))?.text()).toBe(now);
  });
});

describe("the Durable Object of a tenant's graph", () => {
  it("keeps model and graph when the object is evicted", async () => {
    await authz.write.mutate({ writes: [t("user:bob writer doc:1")] });
    const before = await authz.graph.export.mutate({});
    await evictDurableObject(env.GRAPH_STATE.getByName(tenant.tenant.id));
    expect(await authz.graph.export.mutate({})).toEqual(before);
    expect(await authz.check.query(t("user:bob writer doc:1"))).toEqual({ allowed: true, revision: "3" });
    expect((await authz.model.get.query({})).version).toBe(1);
  });

  it("applies concurrent writes one by one, each with its own revision", async () => {
    const writes = Array.from({ length: 20 }, (_, i) => authz.write.mutate({ writes: [t(`user:p${i} writer doc:1`)] }));
    const revisions = (await Promise.all(writes)).map((result) => Number(result.revision));
    expect(revisions.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 3));
    expect((await authz.graph.stats.query()).tupleCount).toBe(23);
  });

  it("isolates the graphs of two tenants", async () => {
    const other = (await createTenant(world.admin, `other-${count}`)).client.authz;
    await other.model.put.mutate({ model: MODEL });
    expect((await other.check.query(t("user:anne writer doc:1"))).allowed).toBe(false);
    expect((await other.read.query({})).items).toEqual([]);
  });
});
