import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { createGraph, t, writeExpiring } from "../../test/graphs.ts";

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define reader: [user]
`;

let graph: Awaited<ReturnType<typeof createGraph>>;
let authz: (typeof graph)["authz"];
const object = () => env.GRAPH_STATE.getByName(graph.id);

beforeEach(async () => {
  graph = await createGraph(MODEL);
  ({ authz } = graph);
});

/** Writes tuples in batches of the maximum size. */
async function writeMany(count: number, prefix: string) {
  for (let i = 0; i < count; i += 1000) {
    const writes = Array.from({ length: 1000 }, (_, j) => t(`user:${prefix}${i + j} reader doc:1`));
    await authz.write.mutate({ writes });
  }
}

describe("the log", () => {
  it("lists each change with its actor, reason and request", async () => {
    await authz.write.mutate({ writes: [t("user:a reader doc:1"), t("user:b reader doc:1")], reason: "joined" });
    await authz.write.mutate({ deletes: [t("user:a reader doc:1")] });
    const { items, nextCursor } = await authz.changes.query({});
    expect(items.map(({ revision, kind, operation, tuple }) => [revision, kind, operation, tuple?.subject])).toEqual([
      ["1", "model", null, undefined],
      ["2", "write", "write", "user:a"],
      ["2", "write", "write", "user:b"],
      ["3", "write", "delete", "user:a"],
    ]);
    expect(nextCursor).toBeNull();
    expect(items[1]).toMatchObject({
      reason: "joined",
      actor: expect.stringMatching(/^key_/),
      requestId: expect.stringMatching(/^req_/),
      at: expect.any(Date),
    });
    expect((await authz.changes.query({ after: "2" })).items.map(({ revision }) => revision)).toEqual(["3"]);
  });

  it("lists changes in pages that may end within a revision", async () => {
    await authz.write.mutate({ writes: Array.from({ length: 7 }, (_, i) => t(`user:u${i} reader doc:1`)) });
    const found: (string | undefined)[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await authz.changes.query({ after: "1", limit: 3, ...(cursor && { cursor }) });
      found.push(...page.items.map(({ tuple }) => tuple?.subject));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(found).toEqual(Array.from({ length: 7 }, (_, i) => `user:u${i}`));
  });
});

describe("past revisions", () => {
  it("evaluates a past revision with its model, and refuses a revision that doesn't exist", async () => {
    await authz.write.mutate({ writes: [t("user:a reader doc:1")] });
    await authz.write.mutate({ deletes: [t("user:a reader doc:1")] });
    await authz.model.put.mutate({ model: MODEL.replace("reader", "viewer") });
    const at = (revision: string) => authz.check.query({ ...t("user:a reader doc:1"), consistency: { at: revision } });
    expect(await at("2")).toMatchObject({ allowed: true, revision: "2" });
    expect(await at("3")).toMatchObject({ allowed: false, revision: "3" });
    expect(await errorOf(at("4"))).toMatchObject({ code: "unknown_relation" });
    expect(await errorOf(at("5"))).toMatchObject({ code: "revision_not_found", details: { oldest: 0, newest: 4 } });
    expect(await errorOf(at("-1"))).toMatchObject({ code: "invalid_input" });
    const { items } = await authz.read.query({ consistency: { at: "2" } });
    expect(items).toEqual([t("user:a reader doc:1")]);
  });

  it("keeps past revisions through compaction and eviction, until their retention ends", async () => {
    await authz.write.mutate({ writes: [t("user:first reader doc:1")] });
    await writeMany(6000, "u");
    await runDurableObjectAlarm(object());
    const snapshots = () =>
      runInDurableObject(object(), (_, { storage }) => storage.sql.exec("SELECT * FROM bases").toArray());
    // The runtime may have started the alarm by itself already.
    await expect.poll(snapshots).toHaveLength(1);
    await authz.write.mutate({ deletes: [t("user:first reader doc:1")] });
    await evictDurableObject(object());
    const checkAt = (revision: string) =>
      authz.check.query({ ...t("user:first reader doc:1"), consistency: { at: revision } });
    expect((await authz.check.query(t("user:first reader doc:1"))).allowed).toBe(false);
    expect((await authz.check.query(t("user:u5999 reader doc:1"))).allowed).toBe(true);
    expect(await checkAt("2")).toMatchObject({ allowed: true });
    expect((await authz.graph.stats.query()).tupleCount).toBe(6000);

    // A month later, compacted once more.
    await runInDurableObject(object(), (_, { storage }) => {
      storage.sql.exec("UPDATE bases SET at = at - ?", 31 * 86_400_000);
    });
    await writeMany(6000, "v");
    await runDurableObjectAlarm(object());
    await expect.poll(async () => (await errorOf(checkAt("2"))).code).toBe("revision_not_found");
    const error = await errorOf(checkAt("2"));
    expect(error).toMatchObject({ code: "revision_not_found", details: { oldest: 8 } });
    expect((await checkAt("8")).allowed).toBe(true);
    expect((await checkAt("9")).allowed).toBe(false);
    expect(await errorOf(authz.changes.query({ after: "2" }))).toMatchObject({ code: "revision_not_found" });
    expect((await authz.graph.stats.query()).tupleCount).toBe(12_000);
  });
});

describe("expiry", () => {
  it("ends a tuple exactly at its expiry, then removes and logs it", async () => {
    const fact = t("user:a reader doc:1");
    await authz.write.mutate({ writes: [t("user:b reader doc:1")] });
    const { expiresAt, revision } = await writeExpiring(authz, fact);
    const consistency = { at: revision };
    expect((await authz.read.query({ subject: "user:a", consistency })).items).toEqual([{ ...fact, expiresAt }]);
    expect((await authz.check.query({ ...fact, consistency })).allowed).toBe(true);
    const waiting = { timeout: 100_000, interval: 50 };
    await expect.poll(async () => (await authz.check.query(fact)).allowed, waiting).toBe(false);
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime());
    const last = async () => (await authz.changes.query({ after: revision })).items[0];
    await expect.poll(last, waiting).toMatchObject({ kind: "expiry", operation: "delete", actor: "system" });
    expect((await authz.graph.stats.query()).tupleCount).toBe(1);
  });
});

describe("limits", () => {
  it("returns and enforces limits, which only the platform changes", async () => {
    expect(await authz.settings.get.query()).toMatchObject({
      maxTuples: 3_000_000,
      maxDepth: 25,
      maxStalenessSeconds: 2,
    });
    expect(await errorOf(authz.settings.update.mutate({ maxTuples: 3 }))).toMatchObject({ code: "forbidden" });
    expect(await authz.settings.update.mutate({ maxStalenessSeconds: 1 })).toMatchObject({
      maxStalenessSeconds: 1,
      maxTuples: 3_000_000,
    });
    const admin = clientFor({ token: graph.world.token, tenant: graph.id });
    // Revoked keys would work for longer with consistency fast.
    for (const maxStalenessSeconds of [2, null]) {
      const raised = await errorOf(authz.settings.update.mutate({ maxStalenessSeconds, retentionDays: 7 }));
      expect(raised).toMatchObject({ code: "forbidden", details: { fields: ["maxStalenessSeconds"] } });
    }
    expect(await authz.settings.get.query()).toMatchObject({ maxStalenessSeconds: 1, retentionDays: 30 });
    expect(await authz.settings.update.mutate({ maxStalenessSeconds: 1 })).toMatchObject({ maxStalenessSeconds: 1 });
    await admin.authz.settings.update.mutate({ maxTuples: 3 });
    expect(await authz.settings.get.query()).toMatchObject({ maxStalenessSeconds: 1, maxTuples: 3 });
    expect(await errorOf(admin.authz.settings.update.mutate({ maxDepth: 0 }))).toMatchObject({ code: "invalid_input" });
  });

  it("refuses a whole write or import that exceeds the limit of the graph's size", async () => {
    await runInDurableObject(object(), (instance) => instance.putSettings({ maxTuples: 3 }));
    await authz.write.mutate({ writes: ["a", "b", "c"].map((name) => t(`user:${name} reader doc:1`)) });
    const full = { code: "tuple_limit_reached", details: { tuples: 4, maxTuples: 3 } };
    expect(await errorOf(authz.write.mutate({ writes: [t("user:d reader doc:1")] }))).toMatchObject(full);
    const csv = "subject_type,subject_id,relation,object_type,object_id\nuser,d,reader,doc,1\n";
    expect(await errorOf(authz.graph.import.mutate({ csv }))).toMatchObject(full);
    // Replaces one tuple by another.
    await authz.write.mutate({ deletes: [t("user:a reader doc:1")] });
    expect(await authz.graph.import.mutate({ csv })).toMatchObject({ addedCount: 1 });
  });
});
