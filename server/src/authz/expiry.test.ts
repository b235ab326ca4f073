import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { createGraph, t, writeExpiring } from "../../test/graphs.ts";
import { codeIn, send } from "../../test/raw.ts";

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define viewer: [user]
`;
const HEADER = "subject_type,subject_id,relation,object_type,object_id,expires_at";
const FACT = t("user:a viewer doc:1");
const RANGE = "from 1970-01-01T00:00:01Z to 2106-02-07T06:28:15Z";

/** Times before, at and after the ends of the range that can be stored. */
const OUTSIDE = [
  "0000-01-01T00:00:00.000Z",
  "0001-01-01T00:00:00.000Z",
  "1900-01-01T00:00:00.000Z",
  "1969-12-31T23:59:59.000Z",
  "1970-01-01T00:00:00.000Z",
  "1970-01-01T00:00:00.999Z",
  "2106-02-07T06:28:16.000Z",
  "2150-01-01T00:00:00.000Z",
  "9999-12-31T23:59:59.999Z",
];

let graph: Awaited<ReturnType<typeof createGraph>>;
beforeAll(async () => {
  graph = await createGraph(MODEL);
});

/** Every procedure that accepts contextual tuples. */
function queriesWith(time: string): [string, () => Promise<unknown>][] {
  const { authz } = graph;
  const contextual = { contextualTuples: [{ ...FACT, expiresAt: new Date(time) }] };
  const { subject, relation, object } = FACT;
  const proof = { ...FACT, reason: { kind: "tuple" as const, tuple: FACT } };
  return [
    ["check", () => authz.check.query({ ...FACT, ...contextual })],
    ["batchCheck", () => authz.batchCheck.query({ checks: [FACT], ...contextual })],
    ["listObjects", () => authz.listObjects.query({ subject, relation, objectType: "doc", ...contextual })],
    ["listSubjects", () => authz.listSubjects.query({ object, relation, subjectKind: "user", ...contextual })],
    ["listRelations", () => authz.listRelations.query({ subject, object, ...contextual })],
    ["expand", () => authz.expand.query({ object, relation, ...contextual })],
    ["explain", () => authz.explain.query({ ...FACT, ...contextual })],
    ["verifyProof", () => authz.verifyProof.query({ proof, ...contextual })],
    ["check from a copy", () => authz.check.query({ ...FACT, ...contextual, consistency: "fast" })],
  ];
}

describe.each(OUTSIDE)("a tuple that expires at %s", (time) => {
  it("is refused in a write with the time and the range in the message, and nothing changes", async () => {
    const { revision } = await graph.authz.graph.stats.query();
    const good = { ...t("user:b viewer doc:1"), expiresAt: new Date("2030-01-01T00:00:00Z") };
    const bad = { ...FACT, expiresAt: new Date(time) };
    const error = await errorOf(graph.authz.write.mutate({ writes: [good, bad] }));
    expect(error).toMatchObject({
      code: "invalid_expiry",
      httpStatus: 400,
      message: expect.stringContaining(`user:a viewer doc:1 can't expire at ${time}`),
      action: `Choose a time ${RANGE}, or leave out expiresAt for a tuple that never expires.`,
      details: { tuple: FACT, expiresAt: time, earliest: "1970-01-01T00:00:01Z", latest: "2106-02-07T06:28:15Z" },
    });
    expect((await graph.authz.graph.stats.query()).revision).toBe(revision);
  });

  it("is refused in every query as a contextual tuple", async () => {
    for (const [name, run] of queriesWith(time)) {
      expect(await errorOf(run()), name).toMatchObject({
        code: "invalid_expiry",
        message: expect.stringContaining(time),
      });
    }
  });

  it("is refused in a CSV by its line, in a request and from R2", async () => {
    const text = time.replace(".000Z", "Z");
    const csv = `${HEADER}\nuser,b,viewer,doc,1,\nuser,a,viewer,doc,1,${text}\n`;
    const problem = { line: 3, reason: expect.stringContaining(text) };
    const refused = { code: "invalid_csv", details: { problems: [problem], problemCount: 1 } };
    expect(await errorOf(graph.authz.graph.import.mutate({ csv }))).toMatchObject(refused);
    await env.FILES.put(`tenants/${graph.id}/graph.csv`, csv);
    expect(await errorOf(graph.authz.graph.reload.mutate({}))).toMatchObject(refused);
    expect((await graph.authz.read.query({ subject: "user:b" })).items).toEqual([]);
  });
});

describe("expiry in a CSV", () => {
  it.each(["0", "-1", "4294967296", "253402300799"])(
    "refuses %s seconds with the range in the message",
    async (seconds) => {
      const csv = `${HEADER}\nuser,a,viewer,doc,1,${seconds}\n`;
      const reason = expect.stringMatching(
        /out of range: .*1970-01-01T00:00:01Z to 2106-02-07T06:28:15Z\. Leave it empty/,
      );
      expect(await errorOf(graph.authz.graph.import.mutate({ csv }))).toMatchObject({
        code: "invalid_csv",
        details: { problems: [{ line: 2, reason }] },
      });
    },
  );
});

it("refuses a value that is no date with the range in the message", async () => {
  const headers = { "content-type": "application/json", "x-api-key": graph.key };
  const json = { writes: [{ ...FACT, expiresAt: "garbage" }] };
  const meta = { values: { "writes.0.expiresAt": ["Date"] }, v: 1 };
  const response = await send("/trpc/authz.write", { method: "POST", headers, body: JSON.stringify({ json, meta }) });
  expect([response.status, codeIn(response.body)]).toEqual([400, "invalid_input"]);
  expect(response.text).toContain(`Give a time ${RANGE} with its offset`);
  expect(response.text).toContain("writes.0.expiresAt");
});

describe("a tuple that expires within the range", () => {
  it.each([
    ["1970-01-01T00:00:01.000Z", false],
    ["1970-01-01T00:00:01.999Z", false],
    ["2026-01-01T00:00:00.000Z", false],
    ["2099-01-01T00:00:00.500Z", true],
    ["2106-02-07T06:28:15.000Z", true],
    ["2106-02-07T06:28:15.999Z", true],
  ])("at %s is accepted by every query, and is effective: %s", async (time, counts) => {
    for (const [name, run] of queriesWith(time)) {
      const result = JSON.stringify(await run());
      if (name.startsWith("check")) expect(result, name).toContain(`"allowed":${counts}`);
      if (name === "listObjects") expect(result).toContain(counts ? '"items":["doc:1"]' : '"items":[]');
    }
  });

  it.each(["2099-01-01T00:00:00.500Z", "2106-02-07T06:28:15.999Z"])(
    "at %s is stored to the second, once, and comes back from a file as it was",
    async (time) => {
      const { authz } = await createGraph(MODEL);
      const written = { ...FACT, expiresAt: new Date(time) };
      const { revision } = await authz.write.mutate({ writes: [written] });
      expect(await authz.write.mutate({ writes: [written] })).toEqual({ writtenCount: 0, deletedCount: 0, revision });
      const stored = { ...FACT, expiresAt: new Date(Math.floor(written.expiresAt.getTime() / 1000) * 1000) };
      expect((await authz.read.query({})).items).toEqual([stored]);
      expect((await authz.check.query(FACT)).allowed).toBe(true);
      const { items } = await authz.changes.query({ after: "1" });
      expect(items.map(({ tuple }) => tuple)).toEqual([stored]);
      const { csv } = await authz.graph.export.mutate({});
      expect(await authz.graph.import.mutate({ csv: csv ?? "", mode: "replace" })).toMatchObject({
        unchangedCount: 1,
        changed: false,
        revision,
      });
    },
  );

  it("is accepted after its expiry, has no effect, and creates no revision when it is written repeatedly", async () => {
    const { authz } = await createGraph(MODEL);
    const { revision } = await authz.graph.stats.query();
    const over = { ...FACT, expiresAt: new Date("2020-01-01T00:00:00Z") };
    for (let i = 0; i < 3; i++) {
      expect(await authz.write.mutate({ writes: [over] })).toEqual({ writtenCount: 0, deletedCount: 0, revision });
    }
    const csv = `${HEADER}\nuser,a,viewer,doc,1,2020-01-01T00:00:00Z\n`;
    expect(await authz.graph.import.mutate({ csv })).toMatchObject({
      tupleCount: 1,
      addedCount: 0,
      changed: false,
      revision,
    });
    expect((await authz.check.query(FACT)).allowed).toBe(false);
  });
});

it("hides an expired tuple from every query, removed or not", async () => {
  const { authz } = await createGraph(MODEL);
  const { revision } = await writeExpiring(authz, FACT);
  const at = { consistency: { at: revision } };
  expect((await authz.check.query({ ...FACT, ...at })).allowed).toBe(true);
  await expect
    .poll(async () => (await authz.check.query(FACT)).allowed, { timeout: 100_000, interval: 20 })
    .toBe(false);
  const other = t("user:b viewer doc:1");
  const mustExist = { mustExist: [FACT], mustNotExist: [] };
  expect(await errorOf(authz.write.mutate({ writes: [other], preconditions: mustExist }))).toMatchObject({
    code: "precondition_failed",
  });
  expect((await authz.read.query({})).items).toEqual([]);
  expect((await authz.read.query({ consistency: "fast" })).items).toEqual([]);
  expect((await authz.graph.stats.query()).tupleCount).toBe(0);
  expect((await authz.graph.export.mutate({})).tupleCount).toBe(0);
  expect((await authz.expand.query({ object: "doc:1", relation: "viewer" })).tree).toEqual({
    kind: "tuples",
    tuples: [],
  });
  const mustNotExist = { mustExist: [], mustNotExist: [FACT] };
  expect(await authz.write.mutate({ writes: [other], preconditions: mustNotExist })).toMatchObject({ writtenCount: 1 });
  // A query of the revision that wrote it keeps its result.
  expect((await authz.check.query({ ...FACT, ...at })).allowed).toBe(true);
  expect((await authz.read.query(at)).items).toHaveLength(1);
});
