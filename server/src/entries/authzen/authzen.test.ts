import { beforeAll, describe, expect, it } from "vitest";
import { HOST } from "../../../test/page.ts";
import { send } from "../../../test/raw.ts";
import { createWorld, type World } from "../../../test/world.ts";

const MODEL = `model
  schema 1.1
type user
type team
  relations
    define member: [user]
type doc
  relations
    define read: [user, user:*, team#member, user with by_day, user with owned] but not blocked
    define blocked: [user]
    define write: [user]
condition by_day(day: string) {
  day == "monday"
}
condition owned(owner: string, resource_owner: string) {
  owner == resource_owner
}
`;

const anne = { type: "user", id: "anne" };
const read = { name: "read" };
const doc = (id: string) => ({ type: "doc", id });

let world: World;
let secret: Record<string, string>;
beforeAll(async () => {
  world = await createWorld();
  const { client, secretKey } = world.acme;
  secret = { authorization: `Bearer ${secretKey}` };
  await client.authz.model.put.mutate({ model: MODEL });
  const many = Array.from({ length: 5 }, (_, i) => ({ subject: `user:u${i}`, relation: "write", object: "doc:many" }));
  await client.authz.write.mutate({
    writes: [
      { subject: "team:eng#member", relation: "read", object: "doc:1" },
      { subject: "user:anne", relation: "member", object: "team:eng" },
      { subject: "user:anne", relation: "read", object: "doc:day", condition: { name: "by_day" } },
      {
        ...{ subject: "user:anne", relation: "read", object: "doc:owned" },
        condition: { name: "owned", context: { owner: "anne@example.com" } },
      },
      { subject: "user:*", relation: "read", object: "doc:public" },
      { subject: "user:bo", relation: "blocked", object: "doc:public" },
      ...many,
    ],
  });
});

async function post(path: string, body: unknown, headers: Record<string, string> = secret, prefix = "/t/acme") {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const init = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: text };
  return await send(`${prefix}/access/v1/${path}`, init);
}

const evaluation = async (of: object) => (await post("evaluation", of)).body;

describe("an evaluation", () => {
  it("permits with the proof", async () => {
    expect(await evaluation({ subject: anne, action: read, resource: doc("1") })).toEqual({
      decision: true,
      context: {
        proof: expect.objectContaining({ subject: "user:anne", object: "doc:1" }),
        revision: expect.any(String),
      },
    });
  });

  it("denies with the smallest change that would permit it", async () => {
    const denied = await evaluation({ subject: anne, action: { name: "write" }, resource: doc("1") });
    expect(denied).toMatchObject({
      decision: false,
      context: {
        remedy: { add: [{ subject: "user:anne", relation: "write", object: "doc:1" }], remove: [] },
        denial: expect.any(Object),
      },
    });
  });

  it("denies what depends on a missing property, and names it", async () => {
    const denied = await evaluation({ subject: anne, action: read, resource: doc("day") });
    expect(denied).toMatchObject({ decision: false, context: { missing: ["day"] } });
    const context = { day: "monday", unused: [1, { a: null }] };
    expect(await evaluation({ subject: anne, action: read, resource: doc("day"), context })).toMatchObject({
      decision: true,
    });
  });

  it("takes properties under the name of their entity, which nothing else can set", async () => {
    const of = (properties: object, context = {}) =>
      evaluation({ subject: anne, action: read, resource: { ...doc("owned"), properties }, context });
    expect(await of({ owner: "anne@example.com" })).toMatchObject({ decision: true });
    expect(await of({ owner: "bo@example.com" })).toMatchObject({ decision: false });
    expect(await of({ owner: "bo@example.com" }, { resource_owner: "anne@example.com" })).toMatchObject({
      decision: false,
    });
    expect(await of({})).toMatchObject({ decision: false, context: { missing: ["resource_owner"] } });
  });

  it("ignores unknown members, and takes usersets and everyone as subjects", async () => {
    const more = { colour: "red", subject: { ...anne, name: "Anne" }, action: read, resource: doc("1") };
    expect(await evaluation(more)).toMatchObject({ decision: true });
    const team = { type: "team", id: "eng#member" };
    expect(await evaluation({ subject: team, action: read, resource: doc("1") })).toMatchObject({ decision: true });
    const everyone = { type: "user", id: "*" };
    expect(await evaluation({ subject: everyone, action: read, resource: doc("public") })).toMatchObject({
      decision: true,
    });
    expect(await evaluation({ subject: everyone, action: read, resource: doc("1") })).toMatchObject({
      decision: false,
    });
  });

  it.each([
    ["no subject", { action: read, resource: doc("1") }, "subject"],
    ["a subject without an id", { subject: { type: "user" }, action: read, resource: doc("1") }, "subject.id"],
    ["an action that is text", { subject: anne, action: "read", resource: doc("1") }, "action"],
    ["a number as an id", { subject: anne, action: read, resource: { type: "doc", id: 1 } }, "resource.id"],
    ["a list as context", { subject: anne, action: read, resource: doc("1"), context: [] }, "context"],
    [
      "a type that has an id in it",
      { subject: { type: "user:anne#", id: "x" }, action: read, resource: doc("1") },
      "subject.type",
    ],
    ["a list", [], ""],
    ["text that is no JSON", "{", "invalid_json"],
    ["nothing", "", "invalid_input"],
  ])("refuses %s", async (_, body, field) => {
    const answer = await post("evaluation", body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.body).toEqual(expect.stringContaining(field));
    expect(answer.body).toEqual(expect.stringMatching(/^invalid_(?:input|json): /));
  });

  it("names types and relations that the model lacks", async () => {
    const unknown = await post("evaluation", { subject: anne, action: { name: "fly" }, resource: doc("1") });
    expect([unknown.status, unknown.body]).toEqual([400, expect.stringContaining("fly")]);
  });
});

describe("evaluations", () => {
  const decisions = async (of: object) => {
    const { evaluations } = (await post("evaluations", of)).body as { evaluations: { decision: boolean }[] };
    return evaluations.map(({ decision }) => decision);
  };
  const three = [{ resource: doc("1") }, { resource: doc("none") }, { resource: doc("public") }];

  it("takes defaults, which an item replaces or completes", async () => {
    const defaults = { subject: anne, action: read, resource: doc("1") };
    expect(
      await decisions({ ...defaults, evaluations: [{}, { action: { name: "write" } }, { resource: { id: "none" } }] }),
    ).toEqual([true, false, false]);
    const ofItem = { subject: anne, action: read, context: { day: "sunday" } };
    const day = { resource: doc("day") };
    expect(await decisions({ ...ofItem, evaluations: [day, { ...day, context: { day: "monday" } }] })).toEqual([
      false,
      true,
    ]);
  });

  it.each([
    ["execute_all", [true, false, true]],
    ["deny_on_first_deny", [true, false]],
    ["permit_on_first_permit", [true]],
  ])("ends as %s says", async (semantic, expected) => {
    const options = { evaluations_semantic: semantic, other: 1 };
    expect(await decisions({ subject: anne, action: read, evaluations: three, options })).toEqual(expected);
  });

  it("is one evaluation without items", async () => {
    for (const more of [{}, { evaluations: [] }]) {
      const { body } = await post("evaluations", { subject: anne, action: read, resource: doc("1"), ...more });
      expect(body).toMatchObject({ decision: true });
    }
  });

  it("denies an item with an error, and decides the others", async () => {
    const items = [{ resource: doc("1") }, { resource: { type: "ship", id: "1" } }, {}];
    const { body } = await post("evaluations", { subject: anne, action: read, evaluations: items });
    expect(body).toMatchObject({
      evaluations: [
        { decision: true },
        { decision: false, context: { error: { status: 400, message: expect.stringContaining("ship") } } },
        { decision: false, context: { error: { status: 400, code: "invalid_input" } } },
      ],
    });
  });

  it("refuses an unknown semantic, and too many", async () => {
    const unknown = await post("evaluations", { evaluations: three, options: { evaluations_semantic: "first" } });
    expect([unknown.status, unknown.body]).toEqual([400, expect.stringContaining("evaluations_semantic")]);
    const many = await post("evaluations", { subject: anne, action: read, evaluations: Array(101).fill(three[0]) });
    expect([many.status, many.body]).toEqual([400, expect.stringContaining("evaluations")]);
  });
});

describe("a search", () => {
  const many = { action: { name: "write" }, resource: doc("many"), subject: { type: "user", id: "ignored" } };

  it("goes page by page, to an empty token", async () => {
    const pages: unknown[] = [];
    let token: string | undefined;
    do {
      const page = token === undefined ? { limit: 2 } : { token };
      const { body } = await post("search/subject", { ...many, page });
      const { page: of, results } = body as { page: { next_token: string; count: number }; results: { id: string }[] };
      expect(of.count).toBe(results.length);
      pages.push(results.map(({ id }) => id));
      token = of.next_token;
    } while (token !== "");
    expect(pages).toEqual([["u0", "u1"], ["u2", "u3"], ["u4"]]);
  });

  it("refuses the token of another search, and another limit", async () => {
    const first = await post("search/subject", { ...many, page: { limit: 2 } });
    const { next_token: token } = (first.body as { page: { next_token: string } }).page;
    for (const [of, field] of [
      [{ ...many, resource: doc("1"), page: { token } }, "page.token"],
      [{ ...many, page: { token, limit: 3 } }, "page.limit"],
      [{ ...many, page: { token: "x" } }, "page.token"],
    ] as const) {
      const answer = await post("search/subject", of);
      expect([answer.status, answer.body]).toEqual([400, expect.stringContaining(field)]);
    }
  });

  it("has no result that depends on missing context, and says whom everyone excludes", async () => {
    const docs = await post("search/resource", { subject: anne, action: read, resource: { type: "doc" } });
    expect(docs.body).toEqual({
      page: { next_token: "", count: 2 },
      context: { conditional: ["doc:day", "doc:owned"], excluded: [] },
      results: [doc("1"), doc("public")],
    });
    const people = await post("search/subject", { subject: { type: "user" }, action: read, resource: doc("public") });
    expect(people.body).toMatchObject({ context: { excluded: ["user:bo"] }, results: [{ type: "user", id: "*" }] });
  });
});

describe("the protocol", () => {
  const of = { subject: anne, action: read, resource: doc("1") };

  it("returns the id that the caller gave its request", async () => {
    const id = "bfe9eb29-ab87-4ca3-be83-a1d5d8305716";
    const answer = await post("evaluation", of, { ...secret, "x-request-id": id });
    expect(answer.headers.get("x-request-id")).toBe(id);
    expect(answer.headers.get("x-cf-auth-request-id")).toMatch(/^req_/);
    const refused = await post("evaluation", {}, { ...secret, "x-request-id": id });
    expect(refused.headers.get("x-request-id")).toBe(id);
    const long = await post("evaluation", of, { ...secret, "x-request-id": "x".repeat(201) });
    expect(long.headers.get("x-request-id")).toMatch(/^req_/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("is also at the root, where the key names the tenant, and at the tenant's own host", async () => {
    expect((await post("evaluation", of, secret, "")).body).toMatchObject({ decision: true });
  });

  it("refuses calls without credentials, with a browser's key, and for another tenant", async () => {
    const nobody = await post("evaluation", of, {});
    expect([nobody.status, nobody.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    const browser = await post("evaluation", of, { authorization: `Bearer ${world.acme.publishableKey}` });
    expect(browser.status).toBe(403);
    const other = await post("evaluation", of, { authorization: `Bearer ${world.globex.secretKey}` });
    expect([other.status, other.body]).toEqual([403, expect.stringContaining("tenant_mismatch")]);
  });

  it.each(["GET", "PUT"])("refuses %s, text, and unknown paths in its own form", async (method) => {
    const answer = await send("/t/acme/access/v1/evaluation", { method, headers: secret });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
    expect(answer.body).toEqual(expect.stringContaining("method_not_allowed"));
    const text = await post("evaluation", of, { ...secret, "content-type": "text/plain" });
    expect([text.status, text.body]).toEqual([415, expect.stringContaining("unsupported_media_type")]);
    const unknown = await post("nothing", of);
    expect([unknown.status, unknown.body]).toEqual([404, expect.stringContaining("procedure_not_found")]);
  });

  it("describes itself where its identifier says", async () => {
    const byPath = await send("/.well-known/authzen-configuration/t/acme");
    expect(byPath.body).toEqual({
      policy_decision_point: "http://auth.test/t/acme",
      access_evaluation_endpoint: "http://auth.test/t/acme/access/v1/evaluation",
      access_evaluations_endpoint: "http://auth.test/t/acme/access/v1/evaluations",
      search_subject_endpoint: "http://auth.test/t/acme/access/v1/search/subject",
      search_resource_endpoint: "http://auth.test/t/acme/access/v1/search/resource",
      search_action_endpoint: "http://auth.test/t/acme/access/v1/search/action",
    });
    const byHost = await send("/.well-known/authzen-configuration", {}, HOST);
    expect(byHost.body).toMatchObject({ policy_decision_point: `http://${HOST}` });
    expect((await send("/.well-known/authzen-configuration")).status).toBe(404);
    expect((await send("/.well-known/authzen-configuration/t/nobody")).status).toBe(404);
  });
});
