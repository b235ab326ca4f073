import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { isolate, MovedClock } from "../../test/moved.ts";
import { codeIn, send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";
import worker from "../worker.ts";
import { handle } from "./http.ts";

const JSON_TYPE = { "content-type": "application/json" };
const post = (body: string, headers: Record<string, string> = {}) => ({
  method: "POST",
  headers: { ...JSON_TYPE, ...headers },
  body,
});

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("a request that is wrong before any procedure sees it", () => {
  const check = { subject: "user:a", relation: "r", object: "doc:1" };

  it.each([
    ["an unknown path", "/nowhere", {}, 404, "procedure_not_found"],
    ["an unknown procedure", "/trpc/authz.guess", post("{}"), 404, "procedure_not_found"],
    ["what every object has, as a procedure", "/trpc/constructor", post("{}"), 404, "procedure_not_found"],
    ["GET for a mutation", "/trpc/auth.login", {}, 405, "method_not_allowed"],
    ["PUT", "/trpc/system.health", { ...post("{}"), method: "PUT" }, 405, "method_not_allowed"],
    ["broken JSON", "/trpc/auth.login", post('{"json":', { "x-tenant-id": "acme" }), 400, "invalid_json"],
    ["JSON of another form", "/trpc/auth.login", post('"x"', { "x-tenant-id": "acme" }), 400, "invalid_input"],
    [
      "text",
      "/trpc/auth.login",
      { method: "POST", body: "x", headers: { "content-type": "text/plain" } },
      415,
      "unsupported_media_type",
    ],
    [
      "what is no JSON, in tRPC's own parameter",
      "/trpc/system.health?connectionParams=x",
      post("{}"),
      400,
      "invalid_json",
    ],
    ["JSON of another form there", "/trpc/system.health?connectionParams=[1]", {}, 400, "invalid_json"],
    ["no input", "/trpc/auth.login", post("", { "x-tenant-id": "acme" }), 400, "invalid_input"],
    ["a large body", "/trpc/auth.login", post("{}", { "content-length": "99999999" }), 413, "body_too_large"],
    [
      "a large batch",
      `/trpc/${Array(101).fill("system.health").join(",")}?batch=1`,
      post("{}"),
      413,
      "batch_too_large",
    ],
    [
      "no tenant",
      "/trpc/auth.login",
      post(JSON.stringify({ json: { email: "a@b.co", password: "x" } })),
      400,
      "tenant_required",
    ],
    [
      "nobody",
      "/trpc/authz.check",
      post(JSON.stringify({ json: check }), { "x-tenant-id": "acme" }),
      401,
      "unauthenticated",
    ],
    ["JWKS of nobody", "/t/nobody/.well-known/jwks.json", {}, 404, "tenant_not_found"],
    ["JWKS by POST", "/t/acme/.well-known/jwks.json", post("{}"), 405, "method_not_allowed"],
    ["a percent sign that encodes nothing", "/t/%/.well-known/jwks.json", {}, 404, "procedure_not_found"],
  ] as const)("%s", async (_, path, init, status, code) => {
    const answer = await send(path, init as RequestInit);
    expect([answer.status, codeIn(answer.body)]).toEqual([status, code]);
    // Without it our own client takes the answer for somebody else's.
    const type = path.startsWith("/trpc/") ? "application/json" : "application/problem+json";
    expect(answer.headers.get("content-type")).toBe(type);
    expect(answer.headers.get("x-request-id")).toMatch(/^req_/);
    expect(answer.text).toContain(`"requestId":"${answer.headers.get("x-request-id")}"`);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("tells what to do, and nothing of the inside", async () => {
    const answer = await send("/trpc/auth.login", post('{"json":{"email":1}}', { "x-tenant-id": "acme" }));
    expect(answer.body).toMatchObject({
      error: {
        json: {
          message: expect.any(String),
          data: { action: expect.any(String), requestId: answer.headers.get("x-request-id"), retryable: false },
        },
      },
    });
    expect(answer.text).not.toMatch(/stack|at .*\.ts|node_modules/);
  });

  it("leaves Object.prototype alone", async () => {
    const json =
      '{"json":{"__proto__":{"polluted":1},"email":"a@b.co","password":"x"},"meta":{"values":{"__proto__.polluted":["Date"]}}}';
    const answer = await send("/trpc/auth.login", post(json, { "x-tenant-id": "acme" }));
    expect(answer.status).toBeLessThan(500);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

it.each(["[", "a b", "a:99999", "a%zz", "256.256.256.256"])(
  "the Host header %j gets an answer that says what is wrong",
  async (host) => {
    // No client makes a request of such a URL; the runtime does, from what comes over the wire.
    const request = new Proxy(new Request("http://auth.test/trpc/system.health"), {
      get: (target, name) => (name === "url" ? `http://${host}/trpc/system.health` : Reflect.get(target, name, target)),
    });
    const { app } = isolate(new MovedClock());
    const answer = await handle(app, request);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: "invalid_input",
      details: { issues: [{ path: "host", message: expect.any(String) }] },
    });
  },
);

describe("batches over the wire", () => {
  it("answer each call for itself", async () => {
    const answer = await send("/trpc/system.health,authz.check?batch=1", post("{}"));
    expect(answer.status).toBe(207);
    expect(answer.body).toMatchObject([{ result: {} }, { error: {} }]);
  });
});

describe("a tenant's public keys", () => {
  it("are public members only, cacheable, by id and by slug", async () => {
    const { id } = world.acme.tenant;
    const [byId, bySlug] = await Promise.all([
      send(`/t/${id}/.well-known/jwks.json`),
      send("/t/acme/.well-known/jwks.json"),
    ]);
    expect(bySlug.body).toEqual(byId.body);
    expect(byId.headers.get("content-type")).toBe("application/jwk-set+json");
    expect(byId.headers.get("cache-control")).toBe("public, max-age=300");
    const { keys } = byId.body as { keys: Record<string, string>[] };
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([["alg", "crv", "kid", "kty", "use", "x"]]);
  });

  it("differ from tenant to tenant", async () => {
    const [acme, globex] = await Promise.all(
      ["acme", "globex"].map((slug) => send(`/t/${slug}/.well-known/jwks.json`)),
    );
    expect(acme?.text).not.toBe(globex?.text);
  });
});

describe("a deployment that lacks a setting", () => {
  it.each(["JWT_SECRET", "PASSWORD_PEPPER", "PUBLIC_URL"])("refuses to serve without %s", async (name) => {
    const request = new Request<unknown, IncomingRequestCfProperties>("http://auth.test/trpc/system.health");
    const response = await worker.fetch(request, { ...env, [name]: "" }, createExecutionContext());
    expect(response.status).toBe(503);
    expect(codeIn(await response.json())).toBe("misconfigured");
  });
});
