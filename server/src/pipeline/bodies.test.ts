import { beforeAll, describe, expect, it } from "vitest";
import { procedures } from "../../test/inputs.ts";
import { codeIn, send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";

const JSON_TYPE = { "content-type": "application/json" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
  const { authz } = world.acme.client;
  await authz.model.put.mutate({
    model: "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define r: [user]\n",
  });
});

/** What a caller may send who has no input. */
const EMPTY: readonly (readonly [name: string, init: RequestInit])[] = [
  ["no body and no content type", {}],
  ["no body", { headers: JSON_TYPE }],
  ["an empty text", { headers: JSON_TYPE, body: "" }],
  ["an empty form", { headers: { "content-type": "application/x-www-form-urlencoded", "content-length": "0" } }],
  ["{}", { headers: JSON_TYPE, body: "{}" }],
  ['{"json":{}}', { headers: JSON_TYPE, body: '{"json":{}}' }],
  ['{"json":null}', { headers: JSON_TYPE, body: '{"json":null}' }],
  ["superjson's undefined", { headers: JSON_TYPE, body: '{"json":null,"meta":{"values":["undefined"],"v":1}}' }],
  ["superjson's undefined, as JSON leaves it out", { headers: JSON_TYPE, body: '{"meta":{"values":["undefined"]}}' }],
];
const post = async (path: string, init: RequestInit, key = world.acme.secretKey) =>
  await send(`/trpc/${path}`, { method: "POST", ...init, headers: { "x-api-key": key, ...init.headers } });

describe.each(EMPTY)("%s stands for no input,", (_, init) => {
  it.each([
    ["of a procedure that has none", "tenants.get"],
    ["of a procedure of which every field is optional", "users.list"],
    ["of a change that has none", "auth.keys.rotate"],
  ])("%s", async (__, path) => {
    const key = path === "auth.keys.rotate" ? { headers: { ...init.headers, "x-tenant-id": "acme" } } : {};
    const { status, text } = await post(path, { ...init, ...key });
    expect([text, status]).toEqual([expect.any(String), 200]);
  });

  it("and of a procedure that needs fields, whose error names them", async () => {
    const { status, body } = await post("authz.check", init);
    expect([status, codeIn(body)]).toEqual([400, "invalid_input"]);
    const { issues } = Object(body).error.json.data.details;
    expect(issues.map(({ path }: { path: string }) => path)).toEqual(["subject", "relation", "object"]);
  });
});

it("a GET without input, and a batch that leaves inputs out, have none either", async () => {
  const headers = { "x-api-key": world.acme.secretKey };
  for (const path of ["tenants.get", "users.list", "users.list?input=%7B%7D"]) {
    expect([path, (await send(`/trpc/${path}`, { headers })).status]).toEqual([path, 200]);
  }
  for (const body of ["{}", '{"1":{"json":null}}', '{"0":{},"1":{"json":{}}}']) {
    expect((await post("tenants.get,users.list?batch=1", { headers: JSON_TYPE, body })).status).toBe(200);
  }
});

it("every procedure without required fields takes every empty body alike", async () => {
  const takesNothing = procedures().filter(({ input }) => input.safeParse({}).success);
  expect(takesNothing.length).toBeGreaterThan(30);
  for (const { path, type } of takesNothing) {
    const answers = [];
    for (const [, init] of EMPTY) {
      // Without credentials: that it is refused for those, and not for its input, shows that the input was taken.
      const { body } = await send(`/trpc/${path}`, { method: "POST", ...init, headers: { ...init.headers } });
      answers.push(codeIn(body) ?? "ok");
    }
    expect([path, type, new Set(answers).size]).toEqual([path, type, 1]);
  }
});

describe("a body that has its input elsewhere is refused by the name of the field it belongs into:", () => {
  it.each([
    ["the input itself", '{"email":"a@b.co","password":"x"}'],
    ["the input beside meta", '{"email":"a@b.co","meta":{}}'],
    ["a list", "[]"],
    ["a text", '"x"'],
    ["a number", "5"],
    ["null", "null"],
    ["a misspelt field", '{"JSON":{}}'],
  ])("%s", async (_, body) => {
    for (const path of ["auth.login", "users.list", "tenants.get"]) {
      const answer = await post(path, { headers: JSON_TYPE, body });
      expect([answer.status, codeIn(answer.body)]).toEqual([400, "invalid_input"]);
      const { message, data } = Object(answer.body).error.json;
      expect(message).toContain('{ "json": { … } }');
      expect(data.details.issues).toEqual([{ path: "json", message }]);
    }
  });

  it("as is a field that a procedure without input does not have", async () => {
    const answer = await post("tenants.get", { headers: JSON_TYPE, body: '{"json":{"id":"x"}}' });
    expect(codeIn(answer.body)).toBe("invalid_input");
    expect(answer.text).toContain("Unrecognized key");
  });
});

describe("a time", () => {
  const create = async (expiresAt: unknown, meta?: object) => {
    const body = JSON.stringify({ json: { kind: "secret", name: "ci", expiresAt }, ...(meta && { meta }) });
    return await post("apiKeys.create", { headers: JSON_TYPE, body });
  };
  const expiryIn = (body: unknown) => Object(body).result.data.json.apiKey.expiresAt;

  it.each([
    ["2099-11-28T00:00:00Z", "2099-11-28T00:00:00.000Z"],
    ["2099-11-28T01:30:00+01:30", "2099-11-28T00:00:00.000Z"],
    ["2099-11-28T00:00:00.123456Z", "2099-11-28T00:00:00.123Z"],
    ["2096-02-29T23:59:59-00:00", "2096-02-29T23:59:59.000Z"],
  ])("is RFC 3339 text, without a word of superjson: %s", async (text, expected) => {
    const { body, status } = await create(text);
    expect([status, expiryIn(body)]).toEqual([200, expected]);
  });

  it("may still be marked as superjson's clients do", async () => {
    const { body } = await create("2099-11-28T00:00:00.000Z", { values: { expiresAt: ["Date"] }, v: 1 });
    expect(expiryIn(body)).toBe("2099-11-28T00:00:00.000Z");
  });

  it.each([
    "2099-11-28",
    "2099-11-28T00:00:00",
    "2099-02-30T00:00:00Z",
    "2099-13-01T00:00:00Z",
    "2099-11-28T24:00:00Z",
    "28.11.2099",
    "tomorrow",
    "",
    4099680000,
    true,
    {},
  ])("is refused as anything else, with an example: %j", async (value) => {
    const { status, body } = await create(value);
    expect([status, codeIn(body)]).toEqual([400, "invalid_input"]);
    const message = "Use a time with an offset, such as 2026-01-31T12:00:00Z (RFC 3339).";
    expect(Object(body).error.json.data.details.issues).toEqual([{ path: "expiresAt", message }]);
  });

  it("is taken as text wherever one is taken", async () => {
    const [from, to, expiresAt] = ["2026-01-01T00:00:00Z", "2026-02-01T00:00:00+02:00", "2099-01-01T00:00:00Z"];
    const tuple = { subject: "user:a", relation: "r", object: "doc:1", expiresAt };
    const calls: [path: string, json: object][] = [
      ["audit.list", { from, to }],
      ["authz.write", { writes: [tuple] }],
      ["authz.check", { subject: "user:b", relation: "r", object: "doc:1", contextualTuples: [tuple] }],
    ];
    for (const [path, json] of calls) {
      const { text, status } = await post(path, { headers: JSON_TYPE, body: JSON.stringify({ json }) });
      expect([path, text, status]).toEqual([path, expect.any(String), 200]);
    }
    const read = await post("authz.read", { headers: JSON_TYPE, body: "{}" });
    expect(Object(read.body).result.data.json.items).toEqual([{ ...tuple, expiresAt: "2099-01-01T00:00:00.000Z" }]);
  });
});
