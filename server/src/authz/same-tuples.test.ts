import { beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { createGraph, t } from "../../test/graphs.ts";

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define viewer: [user, user with ip]
condition ip(net: string) {
  net == "10.0.0.0/8"
}
`;
const plain = t("user:a viewer doc:1");
const ip = (net?: string) => ({ ...plain, condition: { name: "ip", ...(net && { context: { net } }) } });
const ending = (year: number) => ({ ...plain, expiresAt: new Date(`${year}-01-01T00:00:00Z`) });

let authz: Awaited<ReturnType<typeof createGraph>>["authz"];
beforeEach(async () => {
  ({ authz } = await createGraph(MODEL));
});

describe("one fact twice with different conditions or expiries", () => {
  const PAIRS: readonly [name: string, first: object, second: object][] = [
    ["with a condition and without", plain, ip()],
    ["with two contexts", ip("10.0.0.0/8"), ip("192.0.2.0/24")],
    ["with a context and without", ip("10.0.0.0/8"), ip()],
    ["with an end and without", ending(2090), plain],
    ["with two ends", ending(2090), ending(2091)],
  ];

  it.each(PAIRS)("is refused in a write, which changes nothing: %s", async (_name, first, second) => {
    for (const writes of [
      [first, second],
      [second, first],
    ] as never[]) {
      const error = await errorOf(authz.write.mutate({ writes }));
      expect(error).toMatchObject({ code: "duplicate_tuple", details: { tuple: plain } });
    }
    expect((await authz.read.query({})).items).toEqual([]);
  });

  it.each(PAIRS)("is refused among the contextual tuples of every query: %s", async (_name, first, second) => {
    const contextualTuples = [first, second] as never[];
    const calls = [
      authz.check.query({ ...plain, contextualTuples }),
      authz.listObjects.query({ subject: "user:a", relation: "viewer", objectType: "doc", contextualTuples }),
      authz.listSubjects.query({ object: "doc:1", relation: "viewer", subjectKind: "user", contextualTuples }),
      authz.listRelations.query({ subject: "user:a", object: "doc:1", contextualTuples }),
      authz.expand.query({ object: "doc:1", relation: "viewer", contextualTuples }),
      authz.explain.query({ ...plain, contextualTuples }),
    ];
    for (const error of await Promise.all(calls.map((call) => errorOf(call)))) {
      expect(error).toMatchObject({ code: "duplicate_tuple", details: { tuple: plain } });
    }
  });

  it("is reported as invalid rows of an import, with their lines", async () => {
    const header = "subject_type,subject_id,relation,object_type,object_id,condition,context";
    const csv = `${header}\nuser,a,viewer,doc,1,,\nuser,b,viewer,doc,1,,\nuser,a,viewer,doc,1,ip,"{""net"":""10.0.0.0/8""}"\n`;
    const error = await errorOf(authz.graph.import.mutate({ csv }));
    expect(error).toMatchObject({
      code: "invalid_csv",
      details: {
        problemCount: 1,
        problems: [
          { line: 4, reason: "user:a viewer doc:1 is already in line 2 with another condition, context or expiry." },
        ],
      },
    });
    expect((await authz.read.query({})).items).toEqual([]);
  });
});

it("writes a tuple once that is sent twice unchanged", async () => {
  for (const tuple of [plain, ip("10.0.0.0/8"), ending(2090)]) {
    expect(await authz.write.mutate({ writes: [tuple, { ...tuple }] })).toMatchObject({ writtenCount: 1 });
    const contextualTuples = [tuple, { ...tuple }];
    expect((await authz.check.query({ ...plain, contextualTuples })).allowed).toBe(true);
  }
});

it("accepts tuples as read for deletes and preconditions, and ignores their condition and expiry", async () => {
  const other = { ...ending(2090), subject: "user:b" };
  await authz.write.mutate({ writes: [ip("10.0.0.0/8"), other, t("user:c viewer doc:1")] });
  const { items } = await authz.read.query({});
  expect(items).toHaveLength(3);
  const stale = items.map((item) => ({ ...item, expiresAt: new Date(0), condition: { name: "gone" } }));
  const preconditions = { mustExist: stale, mustNotExist: [] };
  expect(await authz.write.mutate({ deletes: [], preconditions })).toMatchObject({ deletedCount: 0 });
  expect(await errorOf(authz.write.mutate({ preconditions: { mustExist: [], mustNotExist: items } }))).toMatchObject({
    code: "precondition_failed",
  });
  expect(await authz.write.mutate({ deletes: items })).toMatchObject({ deletedCount: 3 });
  expect((await authz.read.query({})).items).toEqual([]);
  const missing = errorOf(authz.write.mutate({ preconditions: { mustExist: items, mustNotExist: [] } }));
  // The tuple in the details has no condition or expiry.
  expect((await missing).details).toEqual({
    missing: { subject: items[0]?.subject, relation: "viewer", object: "doc:1" },
  });
});

it("refuses a write of too many tuples", async () => {
  const writes = Array.from({ length: 1_001 }, (_, i) => t(`user:${i} viewer doc:1`));
  expect(await errorOf(authz.write.mutate({ writes }))).toMatchObject({
    code: "batch_too_large",
    message: "The call has 1001 tuples, preconditions counted; at most 1000 are accepted.",
    details: { count: 1_001, max: 1_000, unit: "tuples" },
  });
  const checks = Array.from({ length: 10_001 }, () => plain);
  expect(await errorOf(authz.batchCheck.query({ checks }))).toMatchObject({
    code: "batch_too_large",
    message: "The call has 10001 checks; at most 10000 are accepted.",
  });
});
