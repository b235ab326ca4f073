import { describe, expect, it } from "vitest";
import { runContent, runWritten } from "./running.ts";

const MODEL = `model
  schema 1.1
type user
type group
  relations
    define member: [user]
type doc
  relations
    define viewer: [user, user with in_time, group#member]

condition in_time(now: int) {
  now < 100
}`;

const ANNE = { user: "user:anne", relation: "viewer", object: "doc:1" };
const VIEWER = { user: "user:anne", object: "doc:1", assertions: { viewer: true } };

function storeWith(test: object, more: object = {}) {
  return runContent({ model: MODEL, tuples: [ANNE], tests: [{ name: "example", ...test }], ...more });
}

describe("each kind of assertion", () => {
  const users = { object: "doc:1", user_filter: [{ type: "user" }] };

  it.each([
    ["check", VIEWER, 0],
    ["check", { ...VIEWER, assertions: { viewer: false } }, 1],
    ["check", { ...VIEWER, user: "user:bob" }, 1],
    ["check", { users: ["user:bob", "user:cleo"], objects: ["doc:1", "doc:2"], assertions: { viewer: false } }, 0],
    ["check", { users: ["user:bob", "user:anne"], object: "doc:1", assertions: { viewer: false } }, 1],
    ["list_objects", { user: "user:anne", type: "doc", assertions: { viewer: ["doc:1"] } }, 0],
    ["list_objects", { user: "user:anne", type: "doc", assertions: { viewer: [] } }, 1],
    ["list_users", { ...users, assertions: { viewer: { users: ["user:anne"] } } }, 0],
    ["list_users", { ...users, assertions: { viewer: { users: ["user:anne", "user:bob"] } } }, 1],
    [
      "list_users",
      { object: "doc:1", user_filter: [{ type: "group", relation: "member" }], assertions: { viewer: {} } },
      0,
    ],
  ])("%s with %j exits with %i", (kind, assertion, code) => {
    expect(storeWith({ [kind]: [assertion] })).toMatchObject({ code, err: "" });
  });

  it("names the test and the query", () => {
    const { out } = storeWith({ check: [{ ...VIEWER, assertions: { viewer: false } }] });
    expect(out).toContain("  example\n    query     check user:anne viewer doc:1\n    expected  denied");
  });

  it("fails if context is missing, like OpenFGA's command line", () => {
    const tuples = [{ ...ANNE, user: "user:bob", condition: { name: "in_time" } }];
    const check = { user: "user:bob", object: "doc:1", assertions: { viewer: false } };
    expect(storeWith({ tuples, check: [check] }).out).toContain("conditional: now");
    expect(storeWith({ tuples, check: [{ ...check, context: { now: 200 } }] }).code).toBe(0);
  });
});

describe("tuples", () => {
  const bob = { user: "user:bob", object: "doc:1", assertions: { viewer: true } };

  it("may be part of a test", () => {
    const tuples = [{ ...ANNE, user: "user:bob" }];
    expect(storeWith({ tuples, check: [bob, VIEWER] }).code).toBe(0);
    const tests = [{ tuples, check: [bob] }, { check: [{ ...bob, assertions: { viewer: false } }] }];
    expect(storeWith({}, { tests }).code).toBe(0);
  });

  it.each([
    ["tuples.yaml", "- user: user:bob\n  relation: viewer\n  object: doc:1\n"],
    ["tuples.json", '[{"user":"user:bob","relation":"viewer","object":"doc:1"}]'],
    ["tuples.jsonl", '{"user":"user:bob","relation":"viewer","object":"doc:1"}\n\n'],
    ["data/tuples.csv", "user_type,user_id,relation,object_type,object_id\nuser,bob,viewer,doc,1\n"],
    [
      "terms.csv",
      'user_type,user_id,user_relation,relation,object_type,object_id,condition_name,condition_context\nuser,bob,,viewer,doc,1,in_time,"{""now"":1}"\n',
    ],
  ])("may come from %s", (name, content) => {
    const store = { model: MODEL, tests: [{ check: [bob] }] };
    for (const named of [
      { tuple_file: name },
      { tuple_files: [name] },
      { tests: [{ check: [bob], tuple_file: name }] },
    ]) {
      expect(runWritten({ "s.fga.yaml": JSON.stringify({ ...store, ...named }), [name]: content })).toMatchObject({
        code: 0,
        err: "",
      });
    }
  });

  it("can't come from a file of another format, or a missing one", () => {
    const store = { model: MODEL, tests: [{ check: [bob] }] };
    expect(runContent({ ...store, tuple_file: "absent.yaml" }).err).toContain("absent.yaml");
    const written = { "s.fga.yaml": JSON.stringify({ ...store, tuple_file: "t.txt" }), "t.txt": "" };
    expect(runWritten(written).err).toContain("t.txt is not a file of tuples");
  });
});

describe("the model", () => {
  const store = { tuples: [ANNE], tests: [{ check: [VIEWER] }] };
  const doc = "module docs\n\ntype doc\n  relations\n    define viewer: [user]\n";
  const json = {
    schema_version: "1.1",
    type_definitions: [
      { type: "user" },
      {
        type: "doc",
        relations: { viewer: { this: {} } },
        metadata: { relations: { viewer: { directly_related_user_types: [{ type: "user" }] } } },
      },
    ],
  };

  it.each([
    ["model.fga", { "model.fga": MODEL }],
    ["model.json", { "model.json": JSON.stringify(json) }],
    [
      "parts/fga.mod",
      {
        "parts/fga.mod": "schema: '1.2'\ncontents:\n  - core.fga\n  - more/docs.fga\n",
        "parts/core.fga": "module core\n\ntype user\n",
        "parts/more/docs.fga": doc,
      },
    ],
  ])("may come from %s", (name, files) => {
    const written = { "s.fga.yaml": JSON.stringify({ ...store, model_file: name }), ...files };
    expect(runWritten(written)).toMatchObject({ code: 0, err: "" });
  });

  it("is required", () => {
    expect(runContent(store).err).toContain("model_file");
    expect(runContent({ ...store, model_file: "absent.fga" })).toMatchObject({
      code: 1,
      err: expect.stringContaining("absent.fga"),
    });
  });
});

describe("refuses unsupported fields", () => {
  it.each([
    ["a field of the store", { check: [VIEWER] }, { checks: [] }],
    ["a field of a test", { check: [VIEWER], expand: [] }, {}],
    ["a field of a check", { check: [{ ...VIEWER, expected: true }] }, {}],
    ["a user and users", { check: [{ ...VIEWER, users: ["user:bob"] }] }, {}],
    ["a check that asserts nothing", { check: [{ ...VIEWER, assertions: {} }] }, {}],
    [
      "two kinds of users",
      {
        list_users: [
          { object: "doc:1", user_filter: [{ type: "user" }, { type: "group" }], assertions: { viewer: {} } },
        ],
      },
      {},
    ],
  ])("%s", (_, test, more) => {
    const { code, err } = storeWith(test, more);
    expect(err).toContain("not run: ");
    expect(code).toBe(1);
  });
});
