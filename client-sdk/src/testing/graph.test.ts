import { describe, expect, it } from "vitest";
import { CfAuthError } from "../errors.ts";
import { createTestTenant } from "./tenant.ts";

const model = `model
  schema 1.1
type user
type lock
  relations
    define owner: [user]
    define waiter: [user]
`;
const granted = { subject: "user:a", relation: "owner", object: "lock:x" };
const waits = { subject: "user:b", relation: "waiter", object: "lock:x" };

const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => (error instanceof CfAuthError ? error : undefined),
  );

describe("a name that no version of the model ever had", () => {
  it.each([
    ["a relation", { ...granted, relation: "onwer" }, "unknown_relation"],
    ["an object's type", { ...granted, object: "lok:x" }, "unknown_type"],
    ["a subject's type", { ...granted, subject: "usr:a" }, "unknown_type"],
    ["a userset's relation", { ...granted, subject: "lock:y#onwer" }, "unknown_relation"],
  ])("is refused in deletes and preconditions: %s", async (_, fact, code) => {
    const { authz } = (await createTestTenant({ model, tuples: [granted] })).client();
    const writes = [waits];
    for (const changes of [
      { writes, deletes: [fact] },
      { writes, preconditions: { mustExist: [fact], mustNotExist: [] } },
      { writes, preconditions: { mustExist: [], mustNotExist: [fact] } },
    ]) {
      expect((await errorOf(authz.write(changes)))?.code).toBe(code);
    }
    expect((await authz.read()).items).toEqual([granted]);
  });

  it("is accepted if an earlier version had it", async () => {
    const { authz } = (await createTestTenant({ model, tuples: [granted] })).client();
    await authz.model.put({ model: model.replace("    define owner: [user]\n", "") });
    expect(await authz.write({ deletes: [granted] })).toMatchObject({ deletedCount: 1 });
    expect(await authz.write({ deletes: [granted] })).toMatchObject({ deletedCount: 0 });
  });
});

it("explains a denial as the service does", async () => {
  const { authz } = (await createTestTenant({ model })).client();
  const nothing = { objectFound: false, subjectFound: false, ineffective: [], excludedBy: [], complete: true };
  expect((await authz.explain(granted)).denial).toEqual(nothing);
  const gone = { ...granted, expiresAt: new Date("2020-01-01T00:00:00Z") };
  const { denial } = await authz.explain({ ...granted, contextualTuples: [gone] });
  expect(denial?.ineffective).toEqual([{ reason: "expired", tuple: { ...granted, expiresAt: 1_577_836_800 } }]);
  expect((await authz.explain({ ...granted, contextualTuples: [granted] })).denial).toBeNull();
});

it.each([
  ["that the model does not allow", [{ ...granted, relation: "editor" }], "unknown_relation"],
  [
    "that is there twice, on different terms",
    [granted, { ...granted, expiresAt: new Date("2090-01-01") }],
    "duplicate_tuple",
  ],
])("refuses a whole batch for a contextual tuple %s, like the service", async (_, tuples, code) => {
  const { authz } = (await createTestTenant({ model })).client();
  for (const checks of [[], [granted, waits]]) {
    expect((await errorOf(authz.batchCheck({ checks, contextualTuples: tuples })))?.code).toBe(code);
  }
});

describe("expiry times", () => {
  it.each([
    "1970-01-01T00:00:00.000Z",
    "1970-01-01T00:00:00.999Z",
    "1969-12-31T23:59:59.000Z",
    "0001-01-01T00:00:00.000Z",
    "2106-02-07T06:28:16.000Z",
    "9999-12-31T23:59:59.000Z",
  ])("of %s are refused without a change", async (time) => {
    const { authz } = (await createTestTenant({ model })).client();
    const late = { ...granted, expiresAt: new Date(time) };
    const calls = [
      authz.write({ writes: [late] }),
      authz.check({ ...granted, contextualTuples: [late] }),
      authz.listObjects({ subject: "user:a", relation: "owner", objectType: "lock", contextualTuples: [late] }),
    ];
    for (const call of calls) {
      const error = await errorOf(call);
      expect(error?.code).toBe("invalid_expiry");
      expect(error?.message).toContain(`can't expire at ${time}`);
      expect(error?.action).toContain("leave out expiresAt for a tuple that never expires");
    }
    expect(await authz.read()).toMatchObject({ items: [], revision: "1" });
    await expect(createTestTenant({ model, tuples: [late] })).rejects.toMatchObject({ code: "invalid_expiry" });
  });

  it("that are invalid are refused at a tenant's creation", async () => {
    const tuples = [{ ...granted, expiresAt: new Date(Number.NaN) }];
    await expect(createTestTenant({ model, tuples })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("are rounded down to whole seconds, and a repeated write changes nothing", async () => {
    const { authz } = (await createTestTenant({ model })).client();
    for (const [time, stored] of [
      ["2030-01-01T00:00:00.999Z", "2030-01-01T00:00:00.000Z"],
      ["2106-02-07T06:28:15.999Z", "2106-02-07T06:28:15.000Z"],
    ] as const) {
      const writes = [{ ...granted, expiresAt: new Date(time) }];
      const { revision } = await authz.write({ writes });
      expect(await authz.write({ writes })).toEqual({ writtenCount: 0, deletedCount: 0, revision });
      expect((await authz.read()).items).toEqual([{ ...granted, expiresAt: new Date(stored) }]);
    }
  });
});

describe("an expired tuple doesn't exist", () => {
  /** A tenant in which it just has, at its second revision. */
  async function expired() {
    const tenant = await createTestTenant({ model });
    const { authz } = tenant.client();
    const expiresAt = new Date(tenant.clock.now().getTime() + 60_000);
    await authz.write({ writes: [{ ...granted, expiresAt }] });
    tenant.clock.advance({ seconds: 60 });
    return { authz, expiresAt };
  }

  it("for checks, reads and deletes", async () => {
    const { authz } = await expired();
    expect((await authz.check(granted)).allowed).toBe(false);
    expect((await authz.read()).items).toEqual([]);
    expect(await authz.write({ deletes: [granted] })).toEqual({ writtenCount: 0, deletedCount: 0, revision: "2" });
  });

  it("for preconditions", async () => {
    const { authz } = await expired();
    const present = { writes: [waits], preconditions: { mustExist: [granted], mustNotExist: [] } };
    expect((await errorOf(authz.write(present)))?.code).toBe("precondition_failed");
    // Named by the fact alone, though it was given with its terms.
    const { subject, relation, object } = granted;
    const terms = { preconditions: { mustExist: [{ ...granted, expiresAt: new Date(4_000_000_000_000) }] } };
    expect((await errorOf(authz.write(terms)))?.details).toEqual({ missing: { subject, relation, object } });
    const absent = { writes: [waits], preconditions: { mustExist: [], mustNotExist: [granted] } };
    expect(await authz.write(absent)).toMatchObject({ writtenCount: 1, revision: "3" });
  });

  it("for writes: the same fact is new again, and an expiry in the past writes nothing", async () => {
    const { authz, expiresAt } = await expired();
    expect(await authz.write({ writes: [{ ...granted, expiresAt }] })).toEqual({
      writtenCount: 0,
      deletedCount: 0,
      revision: "2",
    });
    expect(await authz.write({ writes: [granted] })).toEqual({ writtenCount: 1, deletedCount: 0, revision: "3" });
    expect(await authz.write({ writes: [{ ...granted, expiresAt }] })).toEqual({
      writtenCount: 1,
      deletedCount: 0,
      revision: "4",
    });
    expect((await authz.check(granted)).allowed).toBe(false);
  });

  it("except at the revision that it was written at", async () => {
    const { authz } = await expired();
    const consistency = { at: "2" };
    expect((await authz.check({ ...granted, consistency })).allowed).toBe(true);
    expect((await authz.read({ consistency })).items).toHaveLength(1);
    expect((await authz.check({ ...granted, consistency: { atLeast: "2" } })).allowed).toBe(false);
  });
});
