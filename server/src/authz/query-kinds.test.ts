import { beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { createGraph, t } from "../../test/graphs.ts";

const MODEL = `model
  schema 1.1
type user
type team
  relations
    define member: [user, user with office]
type doc
  relations
    define owner: [user]
    define banned: [user]
    define reader: ([user, user with office, user with named, user with early, team#member] or owner) but not banned
condition office(ip: ipaddress, network: string) {
  ip.in_cidr(network)
}
condition named(name: string) {
  name.matches("^a+$")
}
condition early(at: timestamp, zone: string) {
  at.getHours(zone) < 12 && at + duration("1h") > timestamp("2026-01-01T00:00:00Z")
}
`;
const OFFICE = { name: "office", context: { network: "192.0.2.0/24" } };
const inOffice = { ip: "192.0.2.7" };
const elsewhere = { ip: "198.51.100.1" };

let authz: Awaited<ReturnType<typeof createGraph>>["authz"];
beforeEach(async () => {
  ({ authz } = await createGraph(MODEL));
  await authz.write.mutate({
    writes: [
      { ...t("user:anne reader doc:1"), condition: OFFICE },
      { ...t("user:bob reader doc:1"), condition: { name: "named" } },
      t("team:eng#member reader doc:2"),
      { ...t("user:carl member team:eng"), condition: OFFICE },
    ],
  });
});

describe("a denial lists the reasons", () => {
  it("reports an unknown object or subject", async () => {
    const result = await authz.explain.query(t("user:nobody reader doc:nowhere"));
    expect(result).toMatchObject({ allowed: false, proof: null });
    expect(result.denial).toEqual({
      objectFound: false,
      subjectFound: false,
      ineffective: [],
      excludedBy: [],
      complete: true,
    });
    expect((await authz.explain.query(t("user:nobody reader doc:1"))).denial).toMatchObject({ objectFound: true });
  });

  it("lists a tuple whose condition is false, with the values of its context", async () => {
    const { denial } = await authz.explain.query({
      ...t("user:anne reader doc:1"),
      context: { ...elsewhere, other: 1 },
    });
    const tuple = { ...t("user:anne reader doc:1"), condition: "office", context: '{"network":"192.0.2.0/24"}' };
    expect(denial?.ineffective).toEqual([
      { reason: "condition_not_met", tuple, context: { ip: "198.51.100.1", network: "192.0.2.0/24" } },
    ]);
  });

  it("lists the membership of a team whose condition is false", async () => {
    const { denial } = await authz.explain.query({ ...t("user:carl reader doc:2"), context: elsewhere });
    expect(denial?.ineffective).toMatchObject([{ reason: "condition_not_met", tuple: t("user:carl member team:eng") }]);
  });

  it("lists expired and excluding tuples", async () => {
    const gone = { ...t("user:dora reader doc:1"), expiresAt: new Date("2020-01-01T00:00:00Z") };
    const { denial } = await authz.explain.query({ ...t("user:dora reader doc:1"), contextualTuples: [gone] });
    const tuple = { ...t("user:dora reader doc:1"), expiresAt: gone.expiresAt.getTime() / 1000 };
    expect(denial?.ineffective).toEqual([{ reason: "expired", tuple }]);
    await authz.write.mutate({ writes: [t("user:dora owner doc:1"), t("user:dora banned doc:1")] });
    const banned = await authz.explain.query(t("user:dora reader doc:1"));
    expect(banned.denial?.excludedBy).toEqual([t("user:dora banned doc:1")]);
  });

  it("lists missing context, and is null for an allowed check", async () => {
    const unsure = await authz.explain.query(t("user:anne reader doc:1"));
    expect(unsure).toMatchObject({ allowed: "conditional", missing: ["ip"] });
    expect(unsure.denial?.ineffective).toMatchObject([{ reason: "context_missing", missing: ["ip"] }]);
    const sure = await authz.explain.query({ ...t("user:anne reader doc:1"), context: inOffice });
    expect([sure.allowed, sure.denial]).toEqual([true, null]);
  });
});

describe("conditions, in workerd", () => {
  it("evaluates conditions with the request's context, and names missing parameters", async () => {
    const request = t("user:anne reader doc:1");
    expect(await authz.check.query({ ...request, context: inOffice })).toMatchObject({ allowed: true });
    expect(await authz.check.query({ ...request, context: elsewhere })).toMatchObject({ allowed: false });
    expect(await authz.check.query(request)).toMatchObject({ allowed: "conditional", missing: ["ip"] });
    const evil = { ...t("user:bob reader doc:1"), context: { name: `${"a".repeat(5000)}!` } };
    expect(await authz.check.query(evil)).toMatchObject({ allowed: false });
  });

  it("supports time zones", async () => {
    const early = { name: "early", context: { zone: "Asia/Tokyo" } };
    await authz.write.mutate({ writes: [{ ...t("user:dana reader doc:1"), condition: early }] });
    const at = (time: string) => authz.check.query({ ...t("user:dana reader doc:1"), context: { at: time } });
    expect(await at("2026-06-01T01:00:00Z")).toMatchObject({ allowed: true }); // 10:00 in Tokyo
    expect(await at("2026-06-01T09:00:00Z")).toMatchObject({ allowed: false }); // 18:00
  });

  it("fails a query with a context value of the wrong type", async () => {
    const request = { ...t("user:anne reader doc:1"), context: { ip: "nowhere" } };
    expect(await errorOf(authz.check.query(request))).toMatchObject({
      code: "invalid_context",
      details: { parameter: "ip" },
    });
  });

  it("validates a tuple's condition before it is written", async () => {
    const bad = { ...t("user:eve reader doc:1"), condition: { name: "office", context: { colour: "red" } } };
    expect(await errorOf(authz.write.mutate({ writes: [bad] }))).toMatchObject({ code: "invalid_context" });
    const none = { ...t("user:eve owner doc:1"), condition: OFFICE };
    expect(await errorOf(authz.write.mutate({ writes: [none] }))).toMatchObject({ code: "subject_not_allowed" });
  });

  it("evaluates each check of a batch with its own context or the common one", async () => {
    const { results } = await authz.batchCheck.query({
      checks: [t("user:anne reader doc:1"), { ...t("user:anne reader doc:1"), context: elsewhere }],
      context: inOffice,
    });
    expect(results).toEqual([{ allowed: true }, { allowed: false }]);
  });

  it("lists undecided items as conditional", async () => {
    const objects = { subject: "user:carl", relation: "reader", objectType: "doc" };
    expect(await authz.listObjects.query(objects)).toMatchObject({ items: [], conditional: ["doc:2"] });
    expect(await authz.listObjects.query({ ...objects, context: inOffice })).toMatchObject({ items: ["doc:2"] });
    const subjects = { object: "doc:1", relation: "reader", subjectKind: "user" };
    expect(await authz.listSubjects.query({ ...subjects, context: inOffice })).toMatchObject({
      items: ["user:anne"],
      conditional: ["user:bob"],
    });
  });

  it("returns conditions unchanged in reads", async () => {
    const { items } = await authz.read.query({ subject: "user:anne" });
    expect(items).toEqual([{ ...t("user:anne reader doc:1"), condition: OFFICE }]);
    const { csv } = await authz.graph.export.mutate({});
    expect(csv).toContain('user,anne,,reader,doc,1,office,"{""network"":""192.0.2.0/24""}"');
    expect(await authz.graph.import.mutate({ csv: csv ?? "", mode: "replace" })).toMatchObject({ changed: false });
  });
});

describe("contextual tuples", () => {
  it("applies contextual tuples to one query only, in checks, lists and explanations", async () => {
    const contextualTuples = [t("user:dora owner doc:9")];
    const request = t("user:dora reader doc:9");
    expect(await authz.check.query({ ...request, contextualTuples })).toMatchObject({ allowed: true });
    const objects = { subject: "user:dora", relation: "reader", objectType: "doc", contextualTuples };
    expect((await authz.listObjects.query(objects)).items).toEqual(["doc:9"]);
    const subjects = { object: "doc:9", relation: "reader", subjectKind: "user", contextualTuples };
    expect((await authz.listSubjects.query(subjects)).items).toEqual(["user:dora"]);
    const { proof } = await authz.explain.query({ ...request, contextualTuples });
    if (proof === null) throw new Error("There is no proof.");
    expect(await authz.verifyProof.query({ proof, contextualTuples })).toMatchObject({ valid: true });
    expect(await authz.verifyProof.query({ proof })).toMatchObject({ valid: false });
    expect(await authz.check.query(request)).toMatchObject({ allowed: false });
    expect((await authz.read.query({ subject: "user:dora" })).items).toEqual([]);
  });

  it("validates contextual tuples like stored ones, and accepts at most 100", async () => {
    const wrong = { ...t("user:anne reader doc:1"), contextualTuples: [t("team:eng owner doc:1")] };
    expect(await errorOf(authz.check.query(wrong))).toMatchObject({ code: "subject_not_allowed" });
    const many = Array.from({ length: 101 }, (_, i) => t(`user:u${i} owner doc:1`));
    const request = { ...t("user:anne reader doc:1"), contextualTuples: many };
    expect(await errorOf(authz.check.query(request))).toMatchObject({
      code: "too_many_contextual_tuples",
      httpStatus: 413,
    });
  });
});

describe("other queries", () => {
  it("lists the relations that a subject has", async () => {
    await authz.write.mutate({ writes: [t("user:fay owner doc:1")] });
    expect(await authz.listRelations.query({ subject: "user:fay", object: "doc:1" })).toMatchObject({
      relations: ["owner", "reader"],
      conditional: [],
    });
  });

  it("expands a relation into its tree", async () => {
    const { tree } = await authz.expand.query({ object: "doc:2", relation: "reader" });
    expect(tree).toMatchObject({
      kind: "butNot",
      base: { kind: "or", of: [{ kind: "tuples", tuples: [{ subject: "team:eng#member" }] }, { kind: "userset" }] },
      subtract: { kind: "userset", object: "doc:2", relation: "banned" },
    });
  });

  it("rejects a proof that was tampered with or claims too much", async () => {
    await authz.write.mutate({ writes: [t("user:fay owner doc:1")] });
    const { proof } = await authz.explain.query(t("user:fay reader doc:1"));
    if (proof === null) throw new Error("There is no proof.");
    expect(await authz.verifyProof.query({ proof })).toMatchObject({ valid: true, problem: null });
    const stolen = JSON.parse(JSON.stringify(proof).replaceAll("user:fay", "user:eve"));
    const verdict = await authz.verifyProof.query({ proof: stolen });
    expect(verdict).toMatchObject({ valid: false, problem: expect.stringContaining("user:eve") });
    const padded = { ...proof, note: "trust me" };
    expect(await errorOf(authz.verifyProof.query({ proof: padded }))).toMatchObject({ code: "invalid_input" });
    await authz.write.mutate({ writes: [t("user:fay banned doc:1")] });
    expect(await authz.verifyProof.query({ proof })).toMatchObject({ valid: false });
  });

  it("names the tuple that excludes the subject", async () => {
    await authz.write.mutate({ writes: [t("user:fay owner doc:1"), t("user:fay banned doc:1")] });
    const { remedies } = await authz.explain.query(t("user:fay reader doc:1"));
    expect(remedies).toEqual([{ add: [], remove: [t("user:fay banned doc:1")] }]);
  });
});

describe("writing", () => {
  it("writes only if the preconditions hold", async () => {
    const preconditions = { mustExist: [t("user:anne reader doc:1")], mustNotExist: [t("user:zoe owner doc:1")] };
    const writes = [t("user:zoe owner doc:1")];
    expect(await authz.write.mutate({ writes, preconditions })).toMatchObject({ writtenCount: 1 });
    const error = await errorOf(authz.write.mutate({ writes: [t("user:yan owner doc:1")], preconditions }));
    expect(error).toMatchObject({ code: "precondition_failed", httpStatus: 409, details: { present: writes[0] } });
    const missing = { mustExist: [t("user:nobody owner doc:1")] };
    const refused = await errorOf(authz.write.mutate({ writes: [t("user:yan owner doc:1")], preconditions: missing }));
    expect(refused).toMatchObject({ code: "precondition_failed" });
    expect((await authz.check.query(t("user:yan owner doc:1"))).allowed).toBe(false);
  });

  it("replaces the condition and expiry of a stored fact", async () => {
    const fact = t("user:anne reader doc:1");
    expect(await authz.write.mutate({ writes: [fact] })).toMatchObject({ writtenCount: 1 });
    expect((await authz.check.query(fact)).allowed).toBe(true);
    expect((await authz.read.query({ subject: "user:anne" })).items).toEqual([fact]);
  });
});
