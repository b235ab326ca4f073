import { beforeAll, describe, expect, it } from "vitest";
import { untilEnded } from "../../test/idempotent-calls.ts";
import { HOST } from "../../test/page.ts";
import { codeIn, send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";
import { GET_QUERIES } from "../generated/get-queries.ts";
import { PROCEDURE_ERRORS } from "../pipeline/procedure-errors.ts";

const JSON_TYPE = { "content-type": "application/json" };
const CHECK = { subject: "user:anne", relation: "read", object: "doc:1" };

let world: World;
let secret: Record<string, string>;
let user: { email: string; id: string; token: string };
beforeAll(async () => {
  world = await createWorld();
  const { acme } = world;
  secret = { authorization: `Bearer ${acme.secretKey}` };
  const model = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define read: [user]\n";
  await acme.client.authz.model.put.mutate({ model });
  await acme.client.authz.write.mutate({ writes: [CHECK] });
  const credentials = { email: "anne@example.com", password: "an unlikely sentence" };
  await acme.browser.auth.register.mutate(credentials);
  const { accessToken, user: signedIn } = await acme.browser.auth.login.mutate({ ...credentials });
  user = { email: credentials.email, id: signedIn.id, token: accessToken };
});

/** Sends a call. A text is sent as it is. */
async function post(path: string, input?: unknown, headers: Record<string, string> = secret, host?: string) {
  const body = typeof input === "string" ? input : JSON.stringify(input);
  const init = input === undefined ? { headers } : { headers: { ...JSON_TYPE, ...headers }, body };
  return await send(`/v1/${path}`, { method: "POST", ...init }, host);
}

const get = async (path: string, headers: Record<string, string> = secret) => await send(`/v1/${path}`, { headers });

describe("a call of plain HTTP", () => {
  it("takes its input and returns its output as they are", async () => {
    const answer = await post("authz.check", CHECK);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ allowed: true });
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("x-request-id")).toMatch(/^req_/);
  });

  it("returns times as RFC 3339 text, and takes them so", async () => {
    const { body } = await post("users.get", { id: user.id });
    const { createdAt } = (body as { user: { createdAt: string } }).user;
    expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(createdAt).toBe((await world.acme.client.users.get.query({ id: user.id })).user.createdAt.toISOString());
    const from = new Date(Date.parse(createdAt) - 3_600_000).toISOString().replace("Z", "+00:00");
    const listed = await post("audit.list", { from, event: "authz.model.put" });
    expect([listed.status, (listed.body as { items: unknown[] }).items.length]).toEqual([200, 1]);
    const later = await post("audit.list", { from: new Date(Date.now() + 3_600_000).toISOString() });
    expect(later.body).toMatchObject({ items: [], nextCursor: null });
    expect((await post("audit.list", { from: "yesterday" })).body).toMatchObject({
      code: "invalid_input",
      details: { issues: [{ path: "from" }] },
    });
  });

  it("without a body has the input {}", async () => {
    const [absent, empty] = [await post("tenants.get"), await post("tenants.get", {})];
    expect(absent.status).toBe(200);
    expect(absent.body).toEqual(empty.body);
    expect(absent.body).toMatchObject({ slug: "acme" });
  });

  it("takes content-type with parameters, and bodies that no short query has", async () => {
    const headers = { ...secret, "content-type": "application/json; charset=utf-8" };
    expect((await post("authz.check", CHECK, headers)).body).toMatchObject({ allowed: true });
    const padded = `${JSON.stringify(CHECK)}${" ".repeat(1024 * 1024)}`;
    expect((await post("authz.check", padded)).body).toMatchObject({ allowed: true });
  });

  it("takes a user's token, and an API key in its own header", async () => {
    const own = await post("auth.me", {}, { authorization: `Bearer ${user.token}` });
    expect(own.body).toMatchObject({ user: { email: user.email } });
    expect((await post("tenants.get", {}, { "x-api-key": world.acme.secretKey })).status).toBe(200);
  });

  it("changes once with the same idempotency key", async () => {
    const headers = { ...secret, "idempotency-key": crypto.randomUUID() };
    const first = await post("users.create", { email: "once@example.com" }, headers);
    expect(first.status).toBe(200);
    await untilEnded(world.acme.tenant.id, 1);
    const repeated = await post("users.create", { email: "once@example.com" }, headers);
    expect([repeated.text, repeated.headers.get("idempotency-replayed")]).toEqual([first.text, "true"]);
    const other = await post("users.create", { email: "twice@example.com" }, headers);
    expect([other.status, codeIn(other.body)]).toEqual([422, "idempotency_key_reused"]);
  });

  it("shows the limits of its key", async () => {
    const { key } = await world.acme.client.apiKeys.create.mutate({
      name: "limited",
      kind: "restricted",
      scopes: ["tenants.get"],
      limits: [{ calls: 2, perSeconds: 3600 }],
    });
    const limited = { authorization: `Bearer ${key}` };
    const first = await post("tenants.get", {}, limited);
    expect(first.headers.get("ratelimit-policy")).toBe('"per-3600s";q=2;w=3600');
    expect(first.headers.get("ratelimit")).toMatch(/^"per-3600s";r=1;t=\d+$/);
    await post("tenants.get", {}, limited);
    const third = await post("tenants.get", {}, limited);
    expect([third.status, codeIn(third.body)]).toEqual([429, "rate_limited"]);
    expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("GET", () => {
  it("takes the fields of a query from the query string", async () => {
    const answer = await get(`users.sessions.list?id=${user.id}&limit=1`);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual((await post("users.sessions.list", { id: user.id, limit: 1 })).body);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect((await get("system.health", {})).body).toMatchObject({ status: "ok" });
  });

  it.each([
    ["an unknown field", "tenants.get?colour=red", "colour", 400],
    ["a field of another type", "users.sessions.list?id=usr_1&limit=ten", "limit", 400],
    ["a field twice", "users.sessions.list?id=usr_1&id=usr_2", "id", 400],
    ["what no integer is", "users.sessions.list?id=usr_1&limit=1.5", "limit", 400],
  ])("refuses %s", async (_, path, field, status) => {
    const answer = await get(path);
    expect([answer.status, codeIn(answer.body)]).toEqual([status, "invalid_input"]);
    expect(answer.text).toContain(field);
  });

  it("is not for changes, nor for fields that no URL may have", async () => {
    for (const path of ["users.create", "users.get?email=anne@example.com", "users.search", "auth.login"]) {
      const answer = await get(path);
      expect([path, answer.status, codeIn(answer.body)]).toEqual([path, 405, "method_not_allowed"]);
      expect(answer.headers.get("allow")).toBe("POST");
    }
    expect(Object.values(GET_QUERIES).flatMap((types) => Object.keys(types))).not.toContain("email");
  });
});

describe("an error of plain HTTP", () => {
  it.each([
    ["an unknown path", "authz.nothing", "{}", {}, 404, "procedure_not_found"],
    ["what every object has", "constructor", "{}", {}, 404, "procedure_not_found"],
    ["a batch", "system.health,system.health", "{}", {}, 404, "procedure_not_found"],
    ["malformed JSON", "users.get", '{"id":', {}, 400, "invalid_json"],
    ["a list", "users.get", "[]", {}, 400, "invalid_input"],
    ["a wrong type", "users.get", '{"id":1}', {}, 400, "invalid_input"],
    ["an unknown field", "users.get", '{"json":{"id":"usr_1"}}', {}, 400, "invalid_input"],
    ["half of a surrogate pair", "users.get", '{"id":"\\ud800"}', {}, 400, "invalid_input"],
    ["text", "users.get", "{}", { "content-type": "text/plain" }, 415, "unsupported_media_type"],
    [
      "a form",
      "users.get",
      "id=1",
      { "content-type": "application/x-www-form-urlencoded" },
      415,
      "unsupported_media_type",
    ],
    ["a large body", "users.get", "{}", { "content-length": "99999999" }, 413, "body_too_large"],
    ["fields in the URL of a POST", "users.get?id=usr_1", "{}", {}, 400, "invalid_input"],
    ["an unknown tenant", "users.get", "{}", { "x-tenant-id": "nobody" }, 404, "tenant_not_found"],
    ["an unknown user", "users.get", '{"id":"usr_1"}', {}, 404, "user_not_found"],
  ])("is a problem: %s", async (_, path, body, headers, status, code) => {
    const answer = await post(path, body, { ...secret, ...headers });
    expect([answer.status, codeIn(answer.body)]).toEqual([status, code]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.body).toMatchObject({
      ...{ type: `http://auth.test/errors#${code}`, docs: `http://auth.test/errors#${code}`, status, code },
      ...{ title: expect.any(String), detail: expect.any(String), action: expect.any(String) },
      ...{ retryable: expect.any(Boolean), requestId: answer.headers.get("x-request-id"), details: expect.any(Object) },
    });
    expect(answer.text).not.toMatch(/stack|at .*\.ts|node_modules/);
  });

  it("names the scheme of credentials where there are none", async () => {
    const answer = await post("users.get", {}, { "x-tenant-id": "acme" });
    expect([answer.status, codeIn(answer.body)]).toEqual([401, "unauthenticated"]);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  });

  it("refuses a body that grows past its caller's limit while it is read", async () => {
    const piece = new TextEncoder().encode(" ".repeat(64 * 1024));
    let pieces = 0;
    const body = new ReadableStream({
      pull: (controller) => (pieces++ < 100 ? controller.enqueue(piece) : controller.close()),
    });
    const answer = await send("/v1/auth.login", {
      ...{ method: "POST", body, duplex: "half" },
      headers: { ...JSON_TYPE, "x-api-key": world.acme.publishableKey },
    } as RequestInit);
    expect([answer.status, codeIn(answer.body)]).toEqual([413, "body_too_large"]);
    expect(pieces).toBeLessThan(100);
  });

  it("is the same as in tRPC's protocol, for every procedure", async () => {
    const callers = [{ "x-tenant-id": "acme" }, secret];
    const differing: unknown[] = [];
    for (const path of Object.keys(PROCEDURE_ERRORS)) {
      const pairs = callers.map(async (headers) => {
        const init = { method: "POST", headers: { ...JSON_TYPE, ...headers } };
        const [plain, trpc] = await Promise.all([
          post(path, { nonsense: 1 }, headers),
          send(`/trpc/${path}`, { ...init, body: '{"json":{"nonsense":1}}' }),
        ]);
        const [own, other] = [plain, trpc].map(({ status, body }) => [path, status, codeIn(body)]);
        return own?.join() === other?.join() && plain.status >= 400 ? [] : [own, other];
      });
      differing.push(...(await Promise.all(pairs)).flat());
    }
    expect(differing).toEqual([]);
  });
});

describe("rules 29 and 30: pages", () => {
  const APP = "https://app.acme.example";

  it("rule 29: of no other site may call with cookies", async () => {
    const { acme } = world;
    await acme.client.tenants.settings.update.mutate({ allowedOrigins: [APP] });
    const sign = { email: user.email, password: "an unlikely sentence", mode: "cookie" };
    const fromApp = { origin: APP, "sec-fetch-site": "same-site" };
    const signedIn = await post("auth.login", sign, fromApp, HOST);
    expect(signedIn.status).toBe(200);
    const cookie = (signedIn.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const foreign = { cookie, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect(codeIn((await post("auth.refresh", {}, foreign, HOST)).body)).toBe("cross_site_request");
    const form = { cookie, ...fromApp, "content-type": "text/plain" };
    expect((await post("auth.refresh", "{}", form, HOST)).status).toBeGreaterThanOrEqual(400);
    expect((await post("auth.refresh", {}, { cookie, ...fromApp }, HOST)).status).toBe(200);
  });

  it("rule 30: of every origin may call without cookies", async () => {
    const preflight = await send("/v1/authz.check", { method: "OPTIONS", headers: { origin: APP } });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
    expect(preflight.headers.get("access-control-allow-methods")).toBe("GET, POST");
    const refused = await post("authz.nothing", {}, { origin: APP });
    expect(refused.headers.get("access-control-allow-origin")).toBe("*");
  });
});
