import { exports } from "cloudflare:workers";
import { CfAuthError } from "@cf-auth/client/errors";
import {
  createRpcClient,
  type RpcClientOptions,
  type RpcRequest,
  type RpcResponse,
  type ServiceBinding,
} from "@cf-auth/client/worker";
import { beforeAll, describe, expect, it } from "vitest";
import { admit } from "../../test/admins.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createWorld, type World } from "../../test/world.ts";
import { type AccountAnswer, type AccountCall, answerAccountCall } from "./workers-rpc.ts";

const PERSON = { email: "anne@example.com", password: "an unlikely sentence" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** A binding to an entrypoint, as the runtime provides it. */
const entrypoint: ServiceBinding = exports.CfAuth;
const client = (options: Omit<RpcClientOptions, "entrypoint"> = {}) => createRpcClient({ entrypoint, ...options });
const call = async (input: unknown) => await exports.CfAuth.call(input);

async function failure(pending: Promise<unknown>): Promise<CfAuthError> {
  const error = await pending.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof CfAuthError) return error;
  throw new Error(`Not a CfAuthError: ${error}`);
}
const codeOf = async (pending: Promise<unknown>) => (await failure(pending)).code;

describe("a call by Workers RPC", () => {
  it("answers as one by HTTP does, with dates that stay dates, in and out", async () => {
    const { client: byHttp, secretKey } = world.acme;
    const { authz, apiKeys, tenants } = client({ key: secretKey });
    const tuple = { subject: "user:anne", relation: "member", object: "team:eng" };
    await authz.model.put({
      model: "model\n  schema 1.1\ntype user\ntype team\n  relations\n    define member: [user]\n",
    });
    await authz.write({ writes: [tuple] });
    expect(await authz.check(tuple)).toEqual(await byHttp.authz.check.query(tuple));
    const expiresAt = new Date(Date.now() + 86_400_000);
    const { apiKey } = await apiKeys.create({ kind: "secret", name: "ends", expiresAt });
    expect(apiKey.expiresAt).toEqual(expiresAt);
    expect(apiKey.createdAt).toBeInstanceOf(Date);
    expect(await tenants.get()).toEqual(await byHttp.tenants.get.query());
  });

  it("reaches procedures that take nothing, batches of checks, and lists to their end", async () => {
    const { system, authz, apiKeys } = client({ key: world.acme.secretKey });
    expect((await system.health()).time).toBeInstanceOf(Date);
    const query = (name: string) => authz.check({ subject: `user:${name}`, relation: "member", object: "team:eng" });
    expect((await Promise.all(["anne", "bob"].map(query))).map(({ allowed }) => allowed)).toEqual([true, false]);
    const names = [];
    for await (const { name } of apiKeys.list({ limit: 1 })) names.push(name);
    expect(names).toHaveLength(3);
  });

  it("signs users in, and takes their tokens", async () => {
    const { auth } = client({ key: world.acme.publishableKey });
    await auth.register(PERSON);
    const { accessToken } = await auth.login(PERSON);
    expect((await client({ token: accessToken }).auth.me()).user.email).toBe(PERSON.email);
    expect((await client({ token: async () => accessToken }).auth.me()).user.email).toBe(PERSON.email);
  });

  it("is counted as the tenant's, as every call is", async () => {
    const { app } = isolate(new MovedClock());
    const headers = { "x-api-key": world.globex.secretKey };
    const deferred: Promise<unknown>[] = [];
    await answerAccountCall(app, { path: "tenants.get", headers }, (work) => deferred.push(work));
    await app.meter.flush();
    const requests = { tenant: world.globex.tenant.id, metric: "calls" } as const;
    const { points } = await client({ token: world.token }).dashboard.hours(requests);
    expect(points.reduce((sum, { value }) => sum + value, 0)).toBe(1);
  });
});

describe("a change under an idempotency key", () => {
  it("is made once, though it is called by RPC, again, and by HTTP", async () => {
    const { apiKeys } = client({ key: world.acme.secretKey });
    const idempotencyKey = "made-once-0123456789";
    const make = () => apiKeys.create({ kind: "secret", name: "once" }, { idempotencyKey });
    const first = await make();
    expect(await make(), "by RPC").toEqual(first);
    const byHttp = clientFor({ key: world.acme.secretKey, headers: { "idempotency-key": idempotencyKey } });
    expect(await byHttp.apiKeys.create.mutate({ kind: "secret", name: "once" })).toEqual(first);
    const { items } = await apiKeys.list({ limit: 100 });
    expect(items.filter(({ name }) => name === "once")).toHaveLength(1);
  });

  it("goes on after its caller has gone", async () => {
    const { app } = isolate(new MovedClock());
    const deferred: Promise<unknown>[] = [];
    const headers = { "x-api-key": world.acme.secretKey, "idempotency-key": "gone-away-0123456789" };
    const input = { path: "apiKeys.create", input: { kind: "secret", name: "gone" }, headers };
    const answer = await answerAccountCall(app, input, (work) => deferred.push(work));
    expect(await Promise.all(deferred)).toContainEqual(answer);
  });
});

it("a client from before calls were changed gets a warning", async () => {
  const answer = await call({ path: "system.health", headers: { "x-cf-auth-client": `0.0.1+${"0".repeat(16)}` } });
  expect(answer).toMatchObject({ ok: true, warning: expect.stringContaining("install @cf-auth/client") });
  expect(await call({ path: "system.health" })).not.toHaveProperty("warning");
});

describe("an error crosses as data and is the one error", () => {
  it("with code, status, next step, request and details", async () => {
    const error = await failure(
      client({ key: world.acme.secretKey }).authz.check({ subject: "", relation: "", object: "" }),
    );
    expect(error).toMatchObject({ name: "CfAuthError", code: "malformed_subject", status: 400, retryable: false });
    expect(error.requestId).toMatch(/^req_/);
    expect(error.action).not.toBe("");
    const byHttp = await errorOf(world.acme.client.authz.check.query({ subject: "", relation: "", object: "" }));
    expect({ ...error.details }).toEqual(byHttp.details);
    expect(error.message).toBe(byHttp.message);
  });
});

describe("being in the account gives no rights", () => {
  it.each([
    ["nothing", {}, "unauthenticated"],
    ["only the name of a tenant", { tenant: "acme" }, "unauthenticated"],
    ["a key that nobody has", { key: `sk_live_${"x".repeat(43)}` }, "key_malformed"],
    ["a token that nobody has issued", { token: "a.b.c" }, "token_malformed"],
  ])("who brings %s is refused", async (_, options, code) => {
    expect(await codeOf(client(options).apiKeys.list({}))).toBe(code);
  });

  it("a publishable key may no more than elsewhere, and a key of one tenant nothing in another", async () => {
    expect(await codeOf(client({ key: world.acme.publishableKey }).apiKeys.list({}))).toBe("forbidden");
    expect(await codeOf(client({ key: world.acme.secretKey, tenant: "globex" }).apiKeys.list({}))).toBe(
      "tenant_mismatch",
    );
    const { key } = await world.acme.client.apiKeys.create.mutate({
      kind: "restricted",
      name: "r",
      scopes: ["authz.check"],
    });
    expect(await codeOf(client({ key }).apiKeys.list({}))).toBe("insufficient_scope");
  });

  it("a change is a change: neither a key nor an admin that may only read makes one", async () => {
    const tuple = { subject: "user:eve", relation: "member", object: "team:eng" };
    const { key } = await world.acme.client.apiKeys.create.mutate({
      ...{ kind: "restricted", name: "reads", scopes: ["authz:read"] },
    });
    const { authz } = client({ key });
    expect((await authz.check(tuple)).allowed).toBe(false);
    expect(await codeOf(authz.write({ writes: [tuple] }))).toBe("insufficient_scope");
    const { token } = await admit(world.admin, "reader", "readonly");
    const { apiKeys } = client({ token, tenant: "acme" });
    await apiKeys.list({});
    expect(await codeOf(apiKeys.create({ kind: "secret", name: "by a reader" }))).toBe("insufficient_permission");
  });

  it("a Worker has no address, whatever it says, and no cookie", async () => {
    const { key } = await world.acme.client.apiKeys.create.mutate({
      ...{ kind: "secret", name: "bound", allowedIpRanges: ["192.0.2.7"] },
    });
    for (const name of ["cf-connecting-ip", "CF-Connecting-IP", "x-forwarded-for", "x-real-ip"]) {
      expect(await codeOf(client({ key, headers: { [name]: "192.0.2.7" } }).authz.graph.stats())).toBe(
        "ip_not_allowed",
      );
    }
    const headers = { origin: "http://acme.auth.test", cookie: "__Host-session=rt_x", "sec-fetch-site": "same-origin" };
    expect(await codeOf(client({ tenant: "acme", headers }).auth.refresh({}))).toBe("cookie_host_required");
  });

  it("counts, limits and audits its calls", async () => {
    const { key, apiKey } = await world.acme.client.apiKeys.create.mutate({
      ...{ kind: "secret", name: "slow", limits: [{ calls: 1, perSeconds: 3600 }] },
    });
    const { apiKeys } = client({ key, maxRetries: 0 });
    await apiKeys.create({ kind: "publishable", name: "audited" });
    const error = await failure(apiKeys.list({}));
    expect(error).toMatchObject({ code: "rate_limited", details: { retryAfterSeconds: expect.any(Number) } });
    const { items } = await world.acme.client.audit.list.query({ event: "apiKeys.create", limit: 1 });
    expect(items[0]).toMatchObject({ actor: apiKey.id, ip: "unknown", requestId: expect.stringMatching(/^req_/) });
  });
});

describe("what no client sends", () => {
  const health = { ok: true, data: { status: "ok" } };

  it.each([
    undefined,
    null,
    1,
    "x",
    [],
    {},
    { path: 1 },
    { path: "nothing" },
    { path: "__proto__" },
    { path: "system" },
  ])("%j is no procedure", async (input) => {
    expect(await call(input)).toMatchObject({ ok: false, error: { code: "procedure_not_found", httpStatus: 404 } });
  });

  it("fields that are not known yet are left alone, and headers may be missing or odd", async () => {
    for (const more of [{}, { later: { a: 1 } }, { headers: null }, { headers: { "a b": "c", x: 1, y: "a\u0000b" } }]) {
      expect(await call({ path: "system.health", ...more })).toMatchObject(health);
    }
  });

  it.each([
    ["a function", () => () => 1],
    ["a map", () => new Map([["subject", "user:anne"]])],
    ["bytes", () => ({ context: { a: new Uint8Array(3) } })],
    ["a big integer", () => ({ context: { a: 1n } })],
    ["an error", () => ({ context: { a: new Error("x") } })],
    ["a pattern", () => ({ context: { a: /x/ } })],
    [
      "what holds itself",
      () => {
        const own: Record<string, unknown> = {};
        own.context = own;
        return own;
      },
    ],
    [
      "what is larger than it looks",
      () => {
        let part: unknown = "x";
        for (let i = 0; i < 40; i++) part = [part, part];
        return { context: { part } };
      },
    ],
  ])("%s is no input, and does no harm", async (_, make) => {
    const question = { subject: "user:anne", relation: "member", object: "team:eng" };
    const made: unknown = make();
    const input =
      typeof made === "object" && Object.getPrototypeOf(made) === Object.prototype ? { ...question, ...made } : made;
    const headers = { "x-api-key": world.acme.secretKey };
    expect(await call({ path: "authz.check", input, headers })).toMatchObject({
      ok: false,
      error: { code: "invalid_input", details: { issues: [{ path: "" }] } },
    });
  });

  it("a part that stands twice is two parts, as it is over HTTP", async () => {
    const tuple = { subject: "user:twice", relation: "member", object: "team:eng" };
    const { checks } = { checks: [tuple, tuple] };
    const { results } = await client({ key: world.acme.secretKey }).authz.batchCheck({ checks });
    expect(results).toHaveLength(2);
  });
});

it("both ends mean the same by a call and an answer", () => {
  // Compiled and never run: what one end sends is what the other takes.
  const crossing = (sent: RpcRequest, answered: AccountAnswer): [AccountCall, RpcResponse] => [sent, answered];
  expect(crossing).toBeTypeOf("function");
});
