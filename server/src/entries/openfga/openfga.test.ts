import { beforeAll, describe, expect, it } from "vitest";
import { createStore, FIRST_MODEL, key3, MODEL } from "../../../test/openfga.ts";

let own: Awaited<ReturnType<typeof createStore>>;
let { post, get, write }: typeof own = {} as typeof own;
beforeAll(async () => {
  own = await createStore();
  ({ post, get, write } = own);
  await write(
    "user:anne owner doc:1",
    "folder:f parent doc:1",
    "user:bob viewer folder:f",
    "team:eng#member editor doc:2",
    "user:carl member team:eng",
    "user:* viewer doc:3",
    "user:dan banned doc:3",
  );
  const conditional = { ...key3("user:eve viewer doc:4"), condition: { name: "at_night", context: {} } };
  await post("write", { writes: { tuple_keys: [conditional] } });
});

const check = async (fact: string, more: object = {}) => await post("check", { tuple_key: key3(fact), ...more });

describe("a check", () => {
  it("answers true or false", async () => {
    expect(await check("user:bob viewer doc:1")).toEqual([200, { allowed: true, resolution: "" }]);
    expect(await check("user:bob owner doc:1")).toEqual([200, { allowed: false, resolution: "" }]);
    expect(await check("user:carl reader doc:2", { authorization_model_id: FIRST_MODEL, trace: true })).toEqual([
      200,
      { allowed: true, resolution: "" },
    ]);
  });

  it("takes contextual tuples and context", async () => {
    const tuples = { contextual_tuples: { tuple_keys: [key3("user:zoe owner doc:9")] } };
    expect(await check("user:zoe viewer doc:9", tuples)).toMatchObject([200, { allowed: true }]);
    expect(await check("user:eve viewer doc:4", { context: { hour: 23 } })).toMatchObject([200, { allowed: true }]);
    expect(await check("user:eve viewer doc:4", { context: { hour: 12 } })).toMatchObject([200, { allowed: false }]);
  });

  it("is an error where a condition lacks context, never a text that counts as true", async () => {
    const [status, body] = await check("user:eve viewer doc:4");
    expect([status, body]).toEqual([
      400,
      {
        code: "validation_error",
        message: "failed to evaluate relationship condition: context parameters are missing: 'hour'",
      },
    ]);
  });

  it("answers by the preferred consistency", async () => {
    for (const consistency of ["MINIMIZE_LATENCY", "HIGHER_CONSISTENCY", "UNSPECIFIED", null])
      expect(await check("user:bob viewer doc:1", { consistency })).toMatchObject([200, { allowed: true }]);
    expect(await check("user:bob viewer doc:1", { consistency: "SOON" })).toMatchObject([
      400,
      { code: "validation_error" },
    ]);
  });

  it.each([
    ["an unknown type", { tuple_key: key3("robot:1 viewer doc:1") }, "validation_error"],
    ["an unknown relation", { tuple_key: key3("user:1 flies doc:1") }, "validation_error"],
    ["an object without an id", { tuple_key: key3("user:1 viewer doc") }, "validation_error"],
    ["no tuple", {}, "validation_error"],
    ["a user that is a number", { tuple_key: { ...key3("user:1 viewer doc:1"), user: 1 } }, "validation_error"],
    [
      "an invalid contextual tuple",
      { tuple_key: key3("user:1 viewer doc:1"), contextual_tuples: { tuple_keys: [key3("doc:1 owner doc:1")] } },
      "invalid_tuple",
    ],
    [
      "too many contextual tuples",
      {
        tuple_key: key3("user:1 viewer doc:1"),
        contextual_tuples: { tuple_keys: Array.from({ length: 101 }, (_, i) => key3(`user:${i} owner doc:1`)) },
      },
      "validation_error",
    ],
    [
      "the id of a model that never was",
      { tuple_key: key3("user:1 viewer doc:1"), authorization_model_id: "01ARZ3NDEKTSV4RRFFQ69G5FAV" },
      "authorization_model_not_found",
    ],
    [
      "text that is no id of a model",
      { tuple_key: key3("user:1 viewer doc:1"), authorization_model_id: "latest" },
      "validation_error",
    ],
  ])("refuses %s", async (_, body, code) => {
    expect(await post("check", body)).toMatchObject([400, { code }]);
  });
});

it("runs a batch of checks, each with its own result or error", async () => {
  const item = (id: string, fact: string, more: object = {}) => ({
    correlation_id: id,
    tuple_key: key3(fact),
    ...more,
  });
  const checks = [
    item("a", "user:anne owner doc:1"),
    item("b", "user:bob owner doc:1"),
    item("c", "user:eve viewer doc:4"),
    item("d", "user:eve viewer doc:4", { context: { hour: 23 } }),
    item("e", "robot:1 owner doc:1"),
    item("f", "user:bob owner doc:1", { contextual_tuples: { tuple_keys: [key3("user:bob owner doc:1")] } }),
  ];
  expect(await post("batch-check", { checks })).toEqual([
    200,
    {
      result: {
        a: { allowed: true },
        b: { allowed: false },
        c: { error: { input_error: "validation_error", message: expect.stringContaining("'hour'") } },
        d: { allowed: true },
        e: { error: { input_error: "validation_error", message: expect.stringContaining("robot") } },
        f: { allowed: true },
      },
    },
  ]);
  const repeated = [item("a", "user:anne owner doc:1"), item("a", "user:bob owner doc:1")];
  for (const invalid of [[], repeated, [item("no spaces", "user:anne owner doc:1")]])
    expect(await post("batch-check", { checks: invalid })).toMatchObject([400, { code: "validation_error" }]);
  const many = Array.from({ length: 51 }, (_, i) => item(`${i}`, "user:anne owner doc:1"));
  expect(await post("batch-check", { checks: many })).toMatchObject([400, { code: "validation_error" }]);
});

it("lists objects, at once or as lines", async () => {
  const body = { user: "user:anne", relation: "reader", type: "doc" };
  expect(await post("list-objects", body)).toEqual([200, { objects: ["doc:1", "doc:3"] }]);
  const streamed = await own.call("POST", `/stores/${own.store}/streamed-list-objects`, body);
  expect(streamed.text.split("\n")).toEqual(['{"result":{"object":"doc:1"}}', '{"result":{"object":"doc:3"}}', ""]);
  expect(await post("list-objects", { ...body, type: "robot" })).toMatchObject([400, { code: "type_not_found" }]);
  expect(await post("list-objects", { ...body, relation: "flies" })).toMatchObject([
    400,
    { code: "relation_not_found" },
  ]);
  expect(await post("list-objects", { ...body, user: "user:eve" })).toMatchObject([400, { code: "validation_error" }]);
  expect(await post("list-objects", { ...body, user: "user:eve", context: { hour: 23 } })).toEqual([
    200,
    { objects: ["doc:3", "doc:4"] },
  ]);
  expect(await post("streamed-list-objects", { ...body, type: "robot" })).toEqual([
    400,
    { error: { code: 3, message: expect.stringContaining("robot"), details: [] } },
  ]);
});

it("lists users of one kind, and everyone as a wildcard", async () => {
  const of = (id: string, filter: object, relation = "reader") =>
    post("list-users", { object: { type: "doc", id }, relation, user_filters: [filter] });
  expect(await of("1", { type: "user" })).toEqual([
    200,
    { users: [{ object: { type: "user", id: "anne" } }, { object: { type: "user", id: "bob" } }] },
  ]);
  expect(await of("2", { type: "team", relation: "member" })).toEqual([
    200,
    { users: [{ userset: { type: "team", id: "eng", relation: "member" } }] },
  ]);
  expect(await of("3", { type: "user" })).toEqual([200, { users: [{ wildcard: { type: "user" } }] }]);
  expect(await of("4", { type: "user" })).toMatchObject([400, { code: "validation_error" }]);
  expect(await of("1", { type: "robot" })).toMatchObject([400, { code: "type_not_found" }]);
  expect(await of("1", { type: "user" }, "flies")).toMatchObject([400, { code: "relation_not_found" }]);
  const none = { object: { type: "doc", id: "1" }, relation: "reader", user_filters: [] };
  expect(await post("list-users", none)).toMatchObject([400, { code: "validation_error" }]);
});

it("expands a relation to OpenFGA's tree", async () => {
  const expand = async (fact: string, more: object = {}) => {
    const [relation = "", object = ""] = fact.split(" ");
    const [status, body] = await post("expand", { tuple_key: { relation, object }, ...more });
    return status === 200 ? (body as { tree: { root: unknown } }).tree.root : [status, body];
  };
  const name = "doc:1#viewer";
  expect(await expand("viewer doc:1")).toEqual({
    name,
    union: {
      nodes: [
        { name, leaf: { users: { users: [] } } },
        { name, leaf: { computed: { userset: "doc:1#editor" } } },
        {
          name,
          leaf: { tupleToUserset: { tupleset: "doc:1#parent", computed: [{ userset: "folder:f#viewer" }] } },
        },
      ],
    },
  });
  expect(await expand("viewer doc:5")).toMatchObject({
    union: { nodes: [{}, {}, { leaf: { tupleToUserset: { tupleset: "doc:5#parent", computed: [] } } }] },
  });
  expect(await expand("reader doc:1")).toMatchObject({
    difference: {
      base: { leaf: { computed: { userset: "doc:1#viewer" } } },
      subtract: { leaf: { computed: { userset: "doc:1#banned" } } },
    },
  });
  expect(await expand("signer doc:1")).toMatchObject({ intersection: { nodes: [{}, {}] } });
  const tuples = { contextual_tuples: { tuple_keys: [key3("user:zoe owner doc:1")] } };
  expect(await expand("owner doc:1", tuples)).toEqual({
    name: "doc:1#owner",
    leaf: { users: { users: ["user:anne", "user:zoe"] } },
  });
  expect(await expand("flies doc:1")).toMatchObject([400, { code: "validation_error" }]);
});

it("reads tuples by filter and in pages", async () => {
  const [, all] = await post("read", {});
  expect((all as { tuples: unknown[] }).tuples).toHaveLength(8);
  const filtered = async (tuple_key: object) => {
    const [status, body] = await post("read", { tuple_key });
    const { tuples } = body as { tuples?: { key: { user: string } }[] };
    return tuples === undefined ? [status, body] : tuples.map(({ key }) => key.user);
  };
  expect(await filtered({ object: "doc:1" })).toEqual(expect.arrayContaining(["user:anne", "folder:f"]));
  expect(await filtered({ object: "doc:", user: "user:anne" })).toEqual(["user:anne"]);
  expect(await filtered({ object: "doc:3", relation: "banned" })).toEqual(["user:dan"]);
  for (const invalid of [{ object: "doc:" }, { user: "user:anne" }, { relation: "owner" }, { object: "doc" }])
    expect(await filtered(invalid)).toMatchObject([400, { code: "validation_error" }]);
  const seen: unknown[] = [];
  let token = "";
  do {
    const [, page] = await post("read", { page_size: 3, continuation_token: token });
    const { tuples, continuation_token } = page as { tuples: unknown[]; continuation_token: string };
    seen.push(...tuples);
    token = continuation_token;
    expect(token).toMatch(/^$|^[A-Za-z0-9-_]+={0,2}$/);
  } while (token !== "");
  expect(seen).toEqual((all as { tuples: unknown[] }).tuples);
  expect(seen).toContainEqual({
    key: { ...key3("user:eve viewer doc:4"), condition: { name: "at_night", context: {} } },
    timestamp: "1970-01-01T00:00:00Z",
  });
  expect(await post("read", { continuation_token: "bm9uZQ" })).toMatchObject([
    400,
    { code: "invalid_continuation_token" },
  ]);
  for (const page_size of [0, 101])
    expect(await post("read", { page_size })).toMatchObject([400, { code: "page_size_invalid" }]);
});

describe("a write", () => {
  const fact = key3("user:frank owner doc:6");

  it("refuses an existing tuple and a missing one to delete, unless it ignores them", async () => {
    expect(await post("write", { writes: { tuple_keys: [fact] } })).toEqual([200, {}]);
    expect(await post("write", { writes: { tuple_keys: [key3("user:gina owner doc:6"), fact] } })).toEqual([
      400,
      {
        code: "write_failed_due_to_invalid_input",
        message: "cannot write a tuple which already exists: user: 'user:frank', relation: 'owner', object: 'doc:6'",
      },
    ]);
    expect(await check("user:gina owner doc:6")).toMatchObject([200, { allowed: false }]);
    expect(await post("write", { writes: { tuple_keys: [fact], on_duplicate: "ignore" } })).toEqual([200, {}]);
    const [, read] = await post("read", { tuple_key: { object: "doc:6" } });
    const { tuples } = read as { tuples: unknown[] };
    // As `read` returned it, with its key, condition and time.
    expect(await post("write", { deletes: { tuple_keys: tuples } })).toEqual([200, {}]);
    expect(await post("write", { deletes: { tuple_keys: tuples } })).toMatchObject([
      400,
      { code: "write_failed_due_to_invalid_input", message: expect.stringContaining("does not exist") },
    ]);
    expect(await post("write", { deletes: { tuple_keys: tuples, on_missing: "ignore" } })).toEqual([200, {}]);
  });

  it.each([
    ["nothing", {}, "invalid_write_input"],
    ["a tuple twice", { writes: { tuple_keys: [fact, fact] } }, "cannot_allow_duplicate_tuples_in_one_request"],
    [
      "a tuple that is written and deleted",
      { writes: { tuple_keys: [fact] }, deletes: { tuple_keys: [fact] } },
      "cannot_allow_duplicate_tuples_in_one_request",
    ],
    [
      "a type that the relation doesn't take",
      { writes: { tuple_keys: [key3("doc:1 owner doc:6")] } },
      "validation_error",
    ],
    ["an unknown relation", { writes: { tuple_keys: [key3("user:1 flies doc:6")] } }, "validation_error"],
    [
      "a tuple that holds by itself",
      { writes: { tuple_keys: [key3("team:eng#member member team:eng")] } },
      "validation_error",
    ],
    [
      "an unknown condition",
      { writes: { tuple_keys: [{ ...fact, condition: { name: "never" } }] } },
      "validation_error",
    ],
    ["an unknown option", { writes: { tuple_keys: [fact], on_duplicate: "replace" } }, "validation_error"],
    [
      "more than 100 tuples",
      { writes: { tuple_keys: Array.from({ length: 101 }, (_, i) => key3(`user:${i} owner doc:6`)) } },
      "exceeded_entity_limit",
    ],
  ])("refuses %s", async (_, body, code) => {
    expect(await post("write", body)).toMatchObject([400, { code }]);
  });
});

describe("models", () => {
  it("are read in JSON as they were put, and never evaluated by another version", async () => {
    const store = await createStore();
    const [, first] = await store.get(`authorization-models/${FIRST_MODEL}`);
    const { authorization_model: model } = first as { authorization_model: Record<string, unknown> };
    expect(model).toMatchObject({
      id: FIRST_MODEL,
      schema_version: "1.1",
      conditions: { at_night: { name: "at_night" } },
    });
    // The same model, in JSON.
    const [status, put] = await store.post("authorization-models", model);
    const second = "00000000000000000000000002";
    expect([status, put]).toEqual([201, { authorization_model_id: second }]);
    expect(await store.get(`authorization-models/${second}`)).toEqual([
      200,
      { authorization_model: { ...model, id: second } },
    ]);
    const [, listed] = await store.get("authorization-models?page_size=1");
    const { authorization_models: models, continuation_token: token } = listed as {
      authorization_models: { id: string }[];
      continuation_token: string;
    };
    expect(models.map(({ id }) => id)).toEqual([second]);
    expect(await store.get(`authorization-models?continuation_token=${token}`)).toMatchObject([
      200,
      { authorization_models: [{ id: FIRST_MODEL }], continuation_token: "" },
    ]);

    const request = { tuple_key: key3("user:anne owner doc:1") };
    for (const consistency of ["MINIMIZE_LATENCY", "HIGHER_CONSISTENCY"]) {
      expect(await store.post("check", { ...request, consistency, authorization_model_id: second })).toMatchObject([
        200,
        { allowed: false },
      ]);
      expect(await store.post("check", { ...request, consistency, authorization_model_id: FIRST_MODEL })).toMatchObject(
        [400, { code: "authorization_model_not_found" }],
      );
    }
    const tuple = { writes: { tuple_keys: [request.tuple_key] } };
    expect(await store.post("write", { ...tuple, authorization_model_id: FIRST_MODEL })).toMatchObject([
      400,
      { code: "authorization_model_not_found" },
    ]);
    expect(await store.post("write", { ...tuple, authorization_model_id: second })).toEqual([200, {}]);
  });

  it("that are invalid are refused with their problem", async () => {
    const body = {
      schema_version: "1.1",
      type_definitions: [{ type: "doc", relations: { a: { computedUserset: { relation: "b" } } } }],
    };
    expect(await post("authorization-models", body)).toMatchObject([
      400,
      { code: "invalid_authorization_model", message: expect.stringContaining("define a: b") },
    ]);
    expect(await post("authorization-models", { schema_version: "1.1", type_definitions: [] })).toMatchObject([
      400,
      { code: "validation_error" },
    ]);
    expect(await get("authorization-models/00000000000000000000000099")).toMatchObject([
      400,
      { code: "authorization_model_not_found" },
    ]);
  });

  it("are missing from a new store", async () => {
    const { world } = own;
    const { tenant, secretKey } = await world.admin.tenants.create.mutate({ slug: "without-model", name: "Without" });
    const store = tenant.id.slice(4).toUpperCase();
    const headers = { authorization: `Bearer ${secretKey}` };
    const { exports } = await import("cloudflare:workers");
    const response = await exports.default.fetch(`http://auth.test/t/without-model/openfga/stores/${store}/check`, {
      ...{ method: "POST", headers, body: JSON.stringify({ tuple_key: key3("user:a owner doc:1") }) },
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: "latest_authorization_model_not_found" },
    ]);
  });
});

it("lists changes, in pages and of one type, and later ones by the last token", async () => {
  const store = await createStore();
  await store.write("user:a owner doc:1", "user:a member team:1", "user:b owner doc:2");
  await store.post("write", { deletes: { tuple_keys: [key3("user:a owner doc:1")] } });
  type Page = {
    changes: { operation: string; tuple_key: { object: string }; timestamp: string }[];
    continuation_token: string;
  };
  const page = async (query: string) => (await store.get(`changes?${query}`))[1] as Page;
  const first = await page("page_size=2");
  const rest = await page(`page_size=2&continuation_token=${first.continuation_token}`);
  const objects = [...first.changes, ...rest.changes].map(
    ({ operation, tuple_key: key }) => `${operation} ${key.object}`,
  );
  expect(objects.toSorted()).toEqual([
    "TUPLE_OPERATION_DELETE doc:1",
    "TUPLE_OPERATION_WRITE doc:1",
    "TUPLE_OPERATION_WRITE doc:2",
    "TUPLE_OPERATION_WRITE team:1",
  ]);
  const end = await page(`continuation_token=${rest.continuation_token}`);
  expect(end.changes).toEqual([]);
  await store.write("user:c owner doc:3");
  const later = await page(`continuation_token=${end.continuation_token}`);
  expect(later.changes.map(({ tuple_key: key }) => key.object)).toEqual(["doc:3"]);
  const teams = await page("type=team");
  expect(teams.changes).toMatchObject([{ tuple_key: { object: "team:1" } }]);
  expect(await store.get(`changes?type=doc&continuation_token=${teams.continuation_token}`)).toMatchObject([
    400,
    { code: "query_string_type_continuation_token_mismatch" },
  ]);
  expect((await page("start_time=2020-01-01T00:00:00Z")).changes).toHaveLength(5);
  expect((await page(`start_time=${new Date(Date.now() + 60_000).toISOString()}`)).changes).toEqual([]);
  expect(await store.get("changes?start_time=today")).toMatchObject([400, { code: "invalid_start_time" }]);
  expect(await store.get("changes?continuation_token=x")).toMatchObject([400, { code: "invalid_continuation_token" }]);
});

it("stores assertions with a version of the model", async () => {
  const path = `/stores/${own.store}/assertions/${FIRST_MODEL}`;
  expect(await get(`assertions/${FIRST_MODEL}`)).toEqual([
    200,
    { authorization_model_id: FIRST_MODEL, assertions: [] },
  ]);
  const assertion = {
    tuple_key: key3("user:anne viewer doc:1"),
    expectation: true,
    contextual_tuples: [{ ...key3("user:anne viewer doc:1"), condition: { name: "at_night", context: { hour: 1 } } }],
    context: { hour: 23 },
  };
  const plain = { tuple_key: key3("user:anne owner doc:2"), expectation: false };
  const put = async (...assertions: unknown[]) => {
    const { status, body } = await own.call("PUT", path, { assertions });
    return [status, body];
  };
  expect(await put(assertion, plain)).toEqual([204, undefined]);
  expect(await get(`assertions/${FIRST_MODEL}`)).toEqual([
    200,
    {
      authorization_model_id: FIRST_MODEL,
      assertions: [assertion, { ...plain, contextual_tuples: [], context: null }],
    },
  ]);
  expect(await put({ ...plain, tuple_key: key3("user:anne flies doc:2") })).toMatchObject([
    400,
    { code: "validation_error" },
  ]);
  const large = Array.from({ length: 100 }, () => ({ ...plain, context: { text: "x".repeat(700) } }));
  expect(await put(...large)).toMatchObject([400, { code: "exceeded_entity_limit" }]);
  expect(await put(...large, plain)).toMatchObject([400, { code: "validation_error" }]);
  const [, kept] = await get(`assertions/${FIRST_MODEL}`);
  expect((kept as { assertions: unknown[] }).assertions).toHaveLength(2);
});

it("has the tenant as its only store", async () => {
  const { tenant } = { tenant: { id: own.id } };
  const [, { stores }] = (await own.call("GET", "/stores").then(({ status, body }) => [status, body])) as [
    number,
    { stores: { id: string; name: string }[] },
  ];
  expect(stores).toMatchObject([{ id: own.store, deleted_at: null }]);
  expect(tenant.id).toBe(`ten_${own.store.toLowerCase()}`);
  expect((await own.call("GET", `/stores/${own.store}`)).body).toEqual(stores[0]);
  expect((await own.call("GET", "/stores?name=another")).body).toEqual({ stores: [], continuation_token: "" });
});

it("reads a model with modules as they were put", async () => {
  const store = await createStore();
  const [, first] = await store.get(`authorization-models/${FIRST_MODEL}`);
  const model = (first as { authorization_model: { type_definitions: { metadata: object | null }[] } })
    .authorization_model;
  const types = model.type_definitions.map((type) => ({
    ...type,
    metadata: { relations: {}, ...type.metadata, module: "core", source_info: { file: "core.fga" } },
  }));
  const [, { authorization_model_id: id }] = (await store.post("authorization-models", {
    ...model,
    type_definitions: types,
  })) as [number, { authorization_model_id: string }];
  expect(await store.get(`authorization-models/${id}`)).toMatchObject([
    200,
    { authorization_model: { type_definitions: types } },
  ]);
  expect((await store.authz.model.get.query({})).model).not.toBe(MODEL);
});
