import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { createGraph, t } from "../../test/graphs.ts";

const MODEL = `model
  schema 1.1
type user
type team
  relations
    define member: [user]
type site
  relations
    define owner: [user]
type doc
  relations
    define parent: [site]
    define editor: [user]
    define viewer: [user, user:*, team#member, user with active] or editor
condition active(now: timestamp, span: duration) {
  now < timestamp("2030-01-01T00:00:00Z") + span
}
`;

/** Changes of a model, and the number of tuples below that become ineffective. */
const CHANGES: Readonly<Record<string, { model: string; ineffective: number }>> = {
  "a relation is gone": {
    model: MODEL.replace("    define editor: [user]\n", "").replace(" or editor", ""),
    ineffective: 2,
  },
  "a type is gone": {
    model: MODEL.replace("type site\n  relations\n    define owner: [user]\n", "").replace(
      "    define parent: [site]\n",
      "",
    ),
    ineffective: 2,
  },
  "a condition is demanded": { model: MODEL.replace("[user, user:*", "[user:*"), ineffective: 2 },
  "a condition is taken away": {
    model: MODEL.replace(", user with active]", "]").replace(/condition[\s\S]*/, ""),
    ineffective: 2,
  },
  "everyone and usersets are no longer allowed": { model: MODEL.replace(" user:*, team#member,", ""), ineffective: 2 },
  "a parameter has another type": {
    model: MODEL.replace("span: duration", "span: int").replace(
      'timestamp("2030-01-01T00:00:00Z") + span',
      "now && span > 1",
    ),
    ineffective: 1,
  },
  "a parameter has another name": { model: MODEL.replaceAll("span", "length"), ineffective: 1 },
};

const active = (context?: Record<string, unknown>) => ({ condition: { name: "active", ...(context && { context }) } });
const TUPLES = [
  t("user:a member team:1"),
  t("user:a owner site:1"),
  t("site:1 parent doc:1"),
  t("user:a editor doc:1"),
  { ...t("user:b editor doc:1"), expiresAt: new Date("2090-01-01T00:00:00Z") },
  t("user:a viewer doc:1"),
  { ...t("user:b viewer doc:1"), expiresAt: new Date("2090-01-01T00:00:00Z") },
  t("user:* viewer doc:2"),
  t("team:1#member viewer doc:1"),
  { ...t("user:c viewer doc:1"), ...active() },
  { ...t("user:d viewer doc:1"), ...active({ span: "1h" }) },
];

type Authz = Awaited<ReturnType<typeof createGraph>>["authz"];

/** Creates a tenant with the tuples of the first model, then puts the second model. */
async function changed(model: string, tuples = TUPLES) {
  const graph = await createGraph(MODEL);
  await graph.authz.write.mutate({ writes: tuples });
  const put = await graph.authz.model.put.mutate({ model });
  return { ...graph, put, csv: await exported(graph.authz) };
}

async function exported(authz: Authz): Promise<string> {
  return (await authz.graph.export.mutate({})).csv ?? "";
}

const lines = (csv: string) => csv.trimEnd().split("\n").length - 1;

describe.each(Object.entries(CHANGES))("a graph where %s", (_change, { model, ineffective }) => {
  let graph: Awaited<ReturnType<typeof changed>>;
  beforeAll(async () => {
    graph = await changed(model);
  });

  it("keeps its tuples, and counts those that are ineffective or can't be evaluated", async () => {
    expect(lines(graph.csv)).toBe(TUPLES.length);
    expect(graph.put.ineffectiveCount + graph.put.invalidContextCount).toBe(ineffective);
    const { ineffectiveCount: ineffectiveTuples } = await graph.authz.graph.stats.query();
    expect(ineffectiveTuples).toBe(graph.put.ineffectiveCount);
  });

  it.each(["merge", "replace"] as const)("imports its own export by %s, and exports the same bytes", async (mode) => {
    const same = {
      tupleCount: TUPLES.length,
      addedCount: 0,
      removedCount: 0,
      unchangedCount: TUPLES.length,
      ineffectiveCount: ineffective,
      droppedCount: 0,
    };
    const dry = await graph.authz.graph.import.mutate({ csv: graph.csv, mode, dryRun: true });
    expect(dry).toMatchObject({ ...same, changed: false });
    expect(await graph.authz.graph.import.mutate({ csv: graph.csv, mode })).toMatchObject(same);
    await graph.authz.graph.export.mutate({ destination: "r2" });
    const reloaded = await graph.authz.graph.reload.mutate({ mode });
    expect(reloaded).toMatchObject({ status: "done", result: same });
    expect(await exported(graph.authz)).toBe(graph.csv);
  });

  it("keeps, drops or refuses ineffective tuples in another tenant's import, as requested", async () => {
    const refused = await createGraph(model);
    const error = await errorOf(refused.authz.graph.import.mutate({ csv: graph.csv }));
    expect(error).toMatchObject({ code: "invalid_csv", details: { problemCount: ineffective } });
    expect((await refused.authz.graph.stats.query()).tupleCount).toBe(0);

    const kept = await createGraph(model);
    const keep = await kept.authz.graph.import.mutate({ csv: graph.csv, ineffective: "keep" });
    expect(keep).toMatchObject({ addedCount: TUPLES.length, ineffectiveCount: ineffective, droppedCount: 0 });
    expect(await exported(kept.authz)).toBe(graph.csv);
    expect(await exported((await imported(kept.authz)).authz)).toBe(graph.csv);

    const dropped = await createGraph(model);
    const drop = await dropped.authz.graph.import.mutate({ csv: graph.csv, ineffective: "drop" });
    expect(drop).toMatchObject({
      addedCount: TUPLES.length - ineffective,
      ineffectiveCount: 0,
      droppedCount: ineffective,
    });
    const without = await exported(dropped.authz);
    expect(lines(without)).toBe(TUPLES.length - ineffective);
    await dropped.authz.graph.import.mutate({ csv: without, mode: "replace" });
    expect(await exported(dropped.authz)).toBe(without);

    async function imported(authz: Authz) {
      await authz.graph.import.mutate({ csv: await exported(authz), mode: "replace" });
      return { authz };
    }
  });

  it("makes its tuples effective again with a model that allows them", async () => {
    const back = await changed(model);
    await back.authz.graph.import.mutate({ csv: back.csv, mode: "replace" });
    expect(await back.authz.model.put.mutate({ model: MODEL })).toMatchObject({
      ineffectiveCount: 0,
      invalidContextCount: 0,
    });
    const request = { ...t("user:d viewer doc:1"), context: { now: "2030-01-01T00:30:00Z" } };
    expect((await back.authz.check.query(request)).allowed).toBe(true);
    expect((await back.authz.check.query(t("user:a viewer doc:1"))).allowed).toBe(true);
  });
});

it("refuses a tuple that is stored with another condition or expiry, and changes nothing", async () => {
  const { authz, csv } = await changed(CHANGES["a relation is gone"]?.model ?? "");
  const [header = "", ...rows] = csv.trimEnd().split("\n");
  const other = [
    header,
    ...rows.map((row) => row.replace(/^(user,a,,editor,.*),$/, (_, terms) => `${terms},2091-01-01T00:00:00Z`)),
  ].join("\n");
  expect(other).not.toBe(csv.trimEnd());
  expect(await errorOf(authz.graph.import.mutate({ csv: other }))).toMatchObject({
    code: "invalid_csv",
    details: { problemCount: 1, problems: [{ reason: "Type doc has no relation editor." }] },
  });
  expect(await exported(authz)).toBe(csv);
});

it("accepts an export whose ineffective tuples have expired since, and stores none of them", async () => {
  const { authz, csv } = await changed(CHANGES["a relation is gone"]?.model ?? "", TUPLES.slice(0, 3));
  const header = `${csv.split("\n")[0]},expires_at`;
  const rows = [
    "user,b,,editor,doc,1,2020-01-01T00:00:00Z",
    "user,b,,viewer,doc,1,2020-01-01T00:00:00Z",
    "user,c,,viewer,doc,1,",
  ];
  const result = await authz.graph.import.mutate({ csv: [header, ...rows, ""].join("\n"), mode: "merge" });
  expect(result).toMatchObject({
    tupleCount: 3,
    addedCount: 1,
    unchangedCount: 2,
    ineffectiveCount: 0,
    droppedCount: 0,
  });
  expect(await exported(authz)).toContain("user,c,,viewer,doc,1\n");
  expect(lines(await exported(authz))).toBe(4);
});

it("drops ineffective tuples from a replaced graph on request", async () => {
  const { authz, csv } = await changed(CHANGES["a type is gone"]?.model ?? "");
  const result = await authz.graph.import.mutate({ csv, mode: "replace", ineffective: "drop" });
  expect(result).toMatchObject({ addedCount: 0, removedCount: 2, droppedCount: 2, ineffectiveCount: 0 });
  expect((await authz.graph.stats.query()).ineffectiveCount).toBe(0);
});

it("applies the requested handling of ineffective rows in a background import from R2", async () => {
  const { model } = CHANGES["a relation is gone"] ?? { model: "" };
  const { csv } = await changed(model);
  const copy = await createGraph(model);
  await env.FILES.put(`tenants/${copy.id}/graph.csv`, csv);
  expect(await errorOf(copy.authz.graph.reload.mutate({}))).toMatchObject({ code: "invalid_csv" });
  expect(await copy.authz.graph.reload.mutate({ ineffective: "keep" })).toMatchObject({
    result: { ineffectiveCount: 2 },
  });
  expect(await exported(copy.authz)).toBe(csv);
});

it("imports an export again for any stored tuples and any later model", async () => {
  const scenario = fc.record({
    tuples: fc.subarray(TUPLES, { minLength: 1 }),
    changes: fc.array(fc.constantFrom(MODEL, ...Object.values(CHANGES).map(({ model }) => model)), {
      minLength: 1,
      maxLength: 3,
    }),
    mode: fc.constantFrom("merge" as const, "replace" as const),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ tuples, changes, mode }) => {
      const { authz } = await createGraph(MODEL);
      await authz.write.mutate({ writes: tuples });
      for (const model of changes) await authz.model.put.mutate({ model });
      const csv = await exported(authz);
      const result = await authz.graph.import.mutate({ csv, mode });
      expect(result).toMatchObject({ tupleCount: tuples.length, addedCount: 0, removedCount: 0, droppedCount: 0 });
      expect(await exported(authz)).toBe(csv);
    }),
    { numRuns: inject("long") ? 25 : 10 },
  );
});
