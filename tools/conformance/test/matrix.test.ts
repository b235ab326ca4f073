import { describe, expect, it } from "vitest";
import { runContent } from "./running.ts";

const MODEL = `model
  schema 1.1
type user
type group
  relations
    define member: [user, group#member]
type doc
  relations
    define viewer: [user, user with in_time, group#member]

condition in_time(now: int) {
  now < 100
}`;

const TUPLES = [
  { user: "user:anne", relation: "viewer", object: "doc:1" },
  { user: "group:eng#member", relation: "viewer", object: "doc:1" },
  { user: "user:bob", relation: "member", object: "group:eng" },
  { user: "user:cleo", relation: "viewer", object: "doc:1", condition: { name: "in_time" } },
];

/** A file of one stage with one assertion. */
function asserting(kind: "check" | "listObjects" | "listUsers", assertion: object, more: object = {}) {
  const stage = { model: MODEL, tuples: TUPLES, [`${kind}Assertions`]: [assertion], ...more };
  return runContent({ tests: [{ name: "example", stages: [stage] }] });
}

function checking(user: string, rest: object) {
  return asserting("check", { tuple: { user, relation: "viewer", object: "doc:1" }, ...rest });
}

describe("a check", () => {
  it("passes if the expectation holds", () => {
    expect(checking("user:bob", { expectation: true })).toMatchObject({ code: 0, err: "" });
    expect(checking("user:dan", { expectation: false }).code).toBe(0);
    expect(checking("user:dan", {}).code).toBe(0); // Absent is false, as in Go.
  });

  it.each([
    ["user:bob", false, "denied", "allowed"],
    ["user:dan", true, "allowed", "denied"],
  ])("fails for %s if the expectation is flipped", (user, expectation, expected, actual) => {
    const { code, out } = checking(user, { expectation });
    expect(code).toBe(1);
    expect(out).toContain("0 passed, 1 failed");
    expect(out).toContain("example, stage 0");
    expect(out).toContain(`query     check ${user} viewer doc:1`);
    expect(out).toContain(`expected  ${expected}`);
    expect(out).toContain(`actual    ${actual} (stored, from CSV, from a snapshot, contextual)`);
  });

  it("runs with its own tuples and context", () => {
    const contextualTuples = [{ user: "user:dan", relation: "member", object: "group:eng" }];
    expect(checking("user:dan", { contextualTuples, expectation: true }).code).toBe(0);
    expect(checking("user:cleo", { context: { now: 50 }, expectation: true }).code).toBe(0);
    expect(checking("user:cleo", { context: { now: 150 }, expectation: true }).code).toBe(1);
  });
});

describe("a list", () => {
  const objects = (user: string) => ({ request: { user, type: "doc", relation: "viewer" } });
  const users = { request: { object: "doc:1", relation: "viewer", filters: ["user"] }, context: { now: 50 } };

  it.each([
    ["listObjects", { ...objects("user:bob"), expectation: ["doc:1"] }, 0],
    ["listObjects", { ...objects("user:bob"), expectation: [] }, 1],
    ["listObjects", { ...objects("user:bob"), expectation: ["doc:1", "doc:1"] }, 1],
    ["listObjects", { ...objects("user:dan"), expectation: null }, 0],
    ["listObjects", { ...objects("user:dan"), expectation: ["doc:1"] }, 1],
    ["listUsers", { ...users, expectation: ["user:cleo", "user:bob", "user:anne"] }, 0],
    ["listUsers", { ...users, expectation: ["user:bob", "user:anne"] }, 1],
    ["listUsers", { ...users, expectation: ["user:anne", "user:bob", "user:cleo", "user:dan"] }, 1],
    ["listUsers", { ...users, context: {}, expectation: ["user:anne", "user:bob"] }, 1],
    ["listUsers", { ...users, context: {}, errorCode: 2000 }, 0],
    ["listUsers", { ...users, errorCode: 2000 }, 1],
  ] as const)("%s with %j exits with %i", (kind, assertion, code) => {
    expect(asserting(kind, assertion).code).toBe(code);
  });
});

describe("an expected error", () => {
  const contextualTuples = [{ user: "doc:1", relation: "viewer", object: "doc:1" }];
  const objects = { type: "doc", relation: "viewer", user: "user:anne" };

  it.each([
    ["check", { tuple: { user: "nobody:x", relation: "viewer", object: "doc:1" }, errorCode: 2000 }],
    ["check", { tuple: { user: "user:anne", relation: "viewer", object: "doc:1" }, contextualTuples, errorCode: 2027 }],
    ["listObjects", { request: { ...objects, type: "nothing" }, errorCode: 2021 }],
    ["listObjects", { request: { ...objects, relation: "nothing" }, errorCode: 2022 }],
  ] as const)("passes: %s with %j", (kind, assertion) => {
    expect(asserting(kind, assertion)).toMatchObject({ code: 0, err: "" });
  });

  it("fails if there is a result", () => {
    expect(checking("user:anne", { errorCode: 2000 }).out).toContain("OpenFGA's error 2000");
    expect(checking("user:anne", { errorCode: 2000 }).code).toBe(1);
    expect(asserting("listObjects", { request: objects, errorCode: 2000 }).code).toBe(1);
  });

  it("fails if there is another error", () => {
    const { code, out } = asserting("listObjects", { request: { ...objects, relation: "nothing" }, errorCode: 2021 });
    expect(code).toBe(1);
    expect(out).toContain("unknown_relation");
  });

  it("fails if a result was expected", () => {
    expect(checking("nobody:x", { expectation: false }).out).toContain("unknown_type");
    expect(checking("nobody:x", { expectation: false }).code).toBe(1);
  });
});

describe("missing context", () => {
  it("passes as conditional if OpenFGA fails, and is counted", () => {
    const { code, out } = checking("user:cleo", { errorCode: 2000 });
    expect(code).toBe(0);
    expect(out).toContain("1 passed (1 conditional, where OpenFGA fails because context is missing), 0 failed");
  });

  it.each([{ expectation: true }, { expectation: false }, { errorCode: 2002 }])(
    "fails where %j is expected",
    (rest) => {
      const { code, out } = checking("user:cleo", rest);
      expect(code).toBe(1);
      expect(out).toContain("conditional: now");
    },
  );
});

describe("stages", () => {
  const check = (user: string, expectation: boolean) => ({
    tuple: { user, relation: "viewer", object: "doc:1" },
    expectation,
  });
  const model = MODEL.replace(", group#member]\n\n", "]\n\n");

  it("keep the tuples of previous stages, and replace the model", () => {
    const stages = [
      { model: MODEL, tuples: TUPLES, checkAssertions: [check("user:bob", true)] },
      { model, checkAssertions: [check("user:bob", false), check("user:anne", true)] },
    ];
    expect(runContent({ tests: [{ name: "two", stages }] }).out).toContain("3 passed");
  });

  it("pass at most 100 contextual tuples and store the rest", () => {
    const many = Array.from({ length: 250 }, (_, i) => ({ ...TUPLES[0], user: `user:u${i}` }));
    const checkAssertions = ["user:u0", "user:u99", "user:u100", "user:u249"].map((user) => check(user, true));
    const stages = [{ model: MODEL, tuples: many, checkAssertions }];
    expect(runContent({ tests: [{ name: "many", stages }] })).toMatchObject({ code: 0, err: "" });
  });

  it("fail all their assertions if the model is refused, and fail without any", () => {
    const broken = "model\n  schema 1.1\ntype doc\n  relations\n    define viewer: [nothing]";
    const fine = { model: MODEL, tuples: TUPLES, checkAssertions: [check("user:anne", true)] };
    const stages = [fine, { model: broken, checkAssertions: [check("a:1", true), check("a:2", false)] }];
    expect(runContent({ tests: [{ name: "bad", stages }] }).out).toContain("1 passed, 2 failed");
    const empty = [fine, { model: broken }];
    expect(runContent({ tests: [{ name: "bad", stages: empty }] }).out).toContain("1 passed, 1 failed");
  });
});

describe("refuses unsupported fields", () => {
  const tuple = { user: "user:anne", relation: "viewer", object: "doc:1" };

  it.each([
    ["a field of the file", { tests: [{ name: "x", stages: [{ model: MODEL, checkAssertions: [] }] }], more: 1 }],
    ["a field of a test", { tests: [{ name: "x", only: true, stages: [] }] }],
    ["a field of a stage", { tests: [{ name: "x", stages: [{ model: MODEL, expandAssertions: [] }] }] }],
  ])("%s", (_, content) => {
    const { code, err } = runContent(content);
    expect(err).toContain("unknown field");
    expect(code).toBe(1);
  });

  it.each([
    ["a field of an assertion", { tuple, expected: true }],
    ["a field of a tuple", { tuple: { ...tuple, subject: "user:anne" }, expectation: true }],
    ["an error code", { tuple, errorCode: 4711 }],
    ["an answer and an error at once", { tuple, errorCode: 2000, expectation: true }],
    ["an expectation that is not a boolean", { tuple, expectation: "yes" }],
  ])("%s", (_, assertion) => {
    const { code, err } = asserting("check", assertion);
    expect(err).toContain("not run: example, stage 0.checkAssertions[0]");
    expect(code).toBe(1);
  });
});
