import { beforeAll, describe, expect, it } from "vitest";
import { admit, platformId } from "../../test/admins.ts";
import { callEach } from "../../test/batch.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { emailTo } from "../../test/mailbox.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { ALL_PLATFORM_SCOPES } from "../../test/platform-keys.ts";
import { codeIn, send } from "../../test/raw.ts";
import { ADMIN, createWorld, type World } from "../../test/world.ts";
import { METRICS_SCOPE } from "../dashboard/metrics.ts";
import type { Declaration } from "../pipeline/declaration.ts";
import { scopesOf } from "../pipeline/declaration.ts";
import { appRouter } from "../router.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

interface Walked {
  readonly _def: { readonly type: string; readonly meta: Declaration };
}
// Flat at run time, by path; tRPC types it as nested.
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Walked>);
const allowed = procedures.filter(([, { _def }]) => _def.meta.caller.includes("platformKey")).map(([path]) => path);
const others = procedures.map(([path]) => path).filter((path) => !allowed.includes(path));
const every = scopesOf(appRouter, "platformKey", [METRICS_SCOPE]).all;

async function platformKey(scopes: string[], more: object = {}) {
  const created = await world.admin.platform.keys.create.mutate({ name: "program", scopes, ...more });
  const of = (tenant?: string) => clientFor({ key: created.key, ...(tenant !== undefined && { tenant }) });
  return { ...created, client: of(), at: of };
}

let address = 0;
/** The result of a procedure's call: `ok` or the error's code. */
async function codeOf(path: string, key: string, { tenant = "acme", input = {} } = {}) {
  const ip = `10.8.${address >> 8}.${++address & 255}`;
  const headers = { "x-api-key": key, "x-tenant-id": tenant, "content-type": "application/json" };
  const body = JSON.stringify({ json: input });
  const sent = { method: "POST", headers: { ...headers, "cf-connecting-ip": ip }, body };
  return codeIn((await send(`/trpc/${path}`, sent)).body) ?? "ok";
}

const resultsOf = (code: string, paths: readonly string[]) => Object.fromEntries(paths.map((path) => [path, code]));

describe("every procedure of the router", () => {
  let none: string;
  let all: string;
  beforeAll(async () => {
    none = (await platformKey(["system.health"])).key;
    all = (await platformKey(ALL_PLATFORM_SCOPES)).key;
  });

  it.each(allowed.filter((path) => path !== "system.health"))("%s requires nothing but its scope", async (path) => {
    const { key } = await platformKey([path]);
    expect(await codeOf(path, key)).not.toMatch(/^(insufficient_scope|insufficient_permission|forbidden)$/);
  });

  it("requires its scope", async () => {
    const closed = allowed.filter((path) => path !== "system.health");
    const results = await callEach({ key: none, tenant: "acme" }, (path) => closed.includes(path));
    expect(Object.fromEntries(results)).toEqual(resultsOf("insufficient_scope", closed));
  });

  it("isn't allowed by any scope where platform keys may not call", async () => {
    const results = await callEach({ key: all, tenant: "acme" }, (path) => others.includes(path));
    expect(Object.fromEntries(results)).toEqual(resultsOf("forbidden", others));
  });

  it("refuses the platform's own tenant where it is about a tenant", async () => {
    const about = procedures.flatMap(([path, { _def }]) => (_def.meta.about === "tenant" ? [path] : []));
    const closed = allowed.filter((path) => about.includes(path));
    const results = await callEach({ key: all, tenant: "platform" }, (path) => closed.includes(path));
    expect(Object.fromEntries(results)).toEqual(resultsOf("forbidden", closed));
  });

  it("of admins, platform keys, break-glass access and people is refused", () => {
    const ofTenants = /^(platform|auth)\./;
    const refused = ["apiKeys.reportLeak", "backups.restore", "backups.restoreAll", "testing.clock.advance"];
    expect(others.filter((path) => !ofTenants.test(path))).toEqual(refused);
    expect(allowed.filter((path) => ofTenants.test(path) && !path.startsWith("auth.keys."))).toEqual([]);
  });
});

describe("a platform key", () => {
  it("creates tenants, reads their usage, and acts for any of them that it names", async () => {
    const { client, at, platformKey: view } = await platformKey(["tenants.*", "dashboard:read", "authz:read"]);
    const { tenant, secretKey } = await client.tenants.create.mutate({ slug: "made", name: "Made" });
    expect((await clientFor({ key: secretKey }).tenants.get.query()).slug).toBe("made");
    expect((await at("made").tenants.get.query()).id).toBe(tenant.id);
    expect((await client.dashboard.tenants.query({})).items.map(({ slug }) => slug)).toContain("made");
    expect((await client.tenants.list.query({})).items.map(({ slug }) => slug)).toContain("acme");
    const fact = { subject: "user:anne", relation: "reader", object: "doc:1" };
    expect(await errorOf(at("made").authz.write.mutate({ writes: [fact] }))).toMatchObject({
      code: "insufficient_scope",
    });
    const { items } = await clientFor({ token: world.token, tenant: "made" }).audit.list.query({ limit: 10 });
    const { items: activity } = await client.dashboard.activity.query({ limit: 20 });
    expect(activity).toContainEqual(
      expect.objectContaining({ event: "tenants.create", actor: view.id, outcome: "ok" }),
    );
    const done = items.map(({ event, actor, outcome }) => [event, actor, outcome]);
    expect(done).toContainEqual(["authz.write", view.id, "insufficient_scope"]);
  });

  it("is about no tenant unless it names one", async () => {
    const { client, at } = await platformKey(["tenants.*", "users.*"]);
    expect(await errorOf(client.users.list.query({}))).toMatchObject({ code: "tenant_required" });
    expect((await at(world.globex.tenant.id).users.list.query({})).items).toEqual([]);
    expect(await errorOf(at("nobody").users.list.query({}))).toMatchObject({ code: "tenant_not_found" });
  });

  it("manages suspended tenants", async () => {
    await world.admin.tenants.create.mutate({ slug: "closed", name: "Closed" });
    const { at } = await platformKey(["tenants.*"]);
    await at("closed").tenants.suspend.mutate();
    expect((await at("closed").tenants.get.query()).status).toBe("suspended");
    await at("closed").tenants.resume.mutate();
  });

  it("can't be used beside a user's or an admin's token", async () => {
    const { key } = await platformKey(["tenants.*"]);
    const both = clientFor({ key, headers: { authorization: `Bearer ${await world.token}` } });
    // The admin's own tenant is the platform, as the key's is, and the call is the admin's.
    expect((await both.platform.admins.list.query({})).items).toHaveLength(1);
    await world.acme.browser.auth.register.mutate({ email: "pat@example.com", password: "an unlikely sentence" });
    const login = { email: "pat@example.com", password: "an unlikely sentence" };
    const { accessToken } = await world.acme.browser.auth.login.mutate(login);
    const mixed = clientFor({ key, headers: { authorization: `Bearer ${accessToken}` } });
    expect(await errorOf(mixed.auth.me.query())).toMatchObject({ code: "tenant_mismatch" });
  });

  it("is refused from the next call on once it is revoked, by all isolates", async () => {
    const { key, platformKey: view } = await platformKey(["tenants:read"]);
    const [a, b] = [isolate(new MovedClock()), isolate(new MovedClock())];
    for (const { clientFor: of } of [a, b]) await of({ key }).tenants.list.query({});
    expect((await world.admin.platform.keys.revoke.mutate({ id: view.id })).revokedAt).toBeInstanceOf(Date);
    for (const { clientFor: of } of [a, b]) {
      expect(await errorOf(of({ key }).tenants.list.query({}))).toMatchObject({ code: "key_revoked" });
    }
  });

  it("ends at its expiry, and works within its IP ranges only", async () => {
    const clock = new MovedClock();
    const { clientFor: of } = isolate(clock);
    const expiresAt = new Date(clock.now().getTime() + 60_000);
    const { key } = await platformKey(["tenants:read"], { expiresAt });
    await of({ key }).tenants.list.query({});
    clock.advance(61);
    expect(await errorOf(of({ key }).tenants.list.query({}))).toMatchObject({ code: "key_expired" });
    const { key: ranged } = await platformKey(["tenants:read"], { allowedIpRanges: ["192.0.2.0/24"] });
    const from = (ip: string) => clientFor({ key: ranged, headers: { "cf-connecting-ip": ip } });
    await from("192.0.2.9").tenants.list.query({});
    expect(await errorOf(from("192.0.3.9").tenants.list.query({}))).toMatchObject({ code: "ip_not_allowed" });
  });

  it("is changed and rotated by an admin, while the old key works for the overlap", async () => {
    const { key, platformKey: view, client } = await platformKey(["tenants:read"], { name: "rotated" });
    const { keys } = world.admin.platform;
    await keys.update.mutate({ id: view.id, scopes: ["users:read"] });
    expect(await errorOf(client.tenants.list.query({}))).toMatchObject({ code: "insufficient_scope" });
    await keys.update.mutate({ id: view.id, scopes: ["tenants:read"] });
    const rotated = await keys.rotate.mutate({ id: view.id, overlapSeconds: 60 });
    expect(rotated.platformKey.scopes).toEqual(["tenants:read"]);
    for (const each of [key, rotated.key]) await clientFor({ key: each }).tenants.list.query({});
    expect((await keys.get.query({ id: view.id })).replacedBy).toBe(rotated.platformKey.id);
    const found = await keys.list.query({ search: "rotated" });
    expect(found.items.map(({ id }) => id)).toEqual([view.id, rotated.platformKey.id]);
  });

  it("counts against its limits once for the platform and all tenants", async () => {
    const limits = [{ calls: 3, perSeconds: 3600 }];
    const { client, at } = await platformKey(["tenants:read"], { limits });
    await client.tenants.list.query({});
    await at("acme").tenants.get.query();
    await at("globex").tenants.get.query();
    for (const call of [client.tenants.list.query({}), at("acme").tenants.get.query()]) {
      expect(await errorOf(call)).toMatchObject({ code: "rate_limited", httpStatus: 429 });
    }
  });

  it("is listed neither as a key of the platform's tenant nor of another", async () => {
    const { platformKey: view } = await platformKey(["tenants:read"]);
    for (const tenant of ["platform", "acme"]) {
      const { apiKeys } = clientFor({ token: world.token, tenant });
      const { items } = await apiKeys.list.query({ limit: 100 });
      expect(items.map(({ id }) => id)).not.toContain(view.id);
      expect(await errorOf(apiKeys.get.query({ id: view.id }))).toMatchObject({ code: "key_not_found" });
      expect(await errorOf(apiKeys.revoke.mutate({ id: view.id }))).toMatchObject({ code: "key_not_found" });
    }
  });

  it("is revoked by a leak report, which emails the admin who created it", async () => {
    const { key, client } = await platformKey(["tenants:read"]);
    await clientFor().apiKeys.reportLeak.mutate({ key, source: "https://example.com/repo" });
    expect(await errorOf(client.tenants.list.query({}))).toMatchObject({ code: "key_revoked" });
    const { values } = await emailTo(await platformId(world.admin), ADMIN.email, "api_key_leaked");
    expect(values).toMatchObject({ name: "program", hint: key.slice(-4) });
  });
});

describe("keys that a platform key creates", () => {
  const secret = { kind: "secret", name: "made" } as const;

  it("have no more rights than its own", async () => {
    const { at } = await platformKey(["apiKeys.*", "authz.*"]);
    const { create } = at("acme").apiKeys;
    expect(await errorOf(create.mutate(secret))).toMatchObject({ code: "key_exceeds_own_rights", httpStatus: 403 });
    const beyond = { kind: "restricted", name: "made", scopes: ["authz:read", "users:read"] } as const;
    const { code, details } = await errorOf(create.mutate({ ...beyond, scopes: [...beyond.scopes] }));
    expect([code, details]).toMatchObject(["key_exceeds_own_rights", { problems: [{ path: "scopes" }] }]);
    const { key } = await create.mutate({ ...beyond, scopes: ["authz:read"] });
    expect(await errorOf(clientFor({ key }).users.list.query({}))).toMatchObject({ code: "insufficient_scope" });
    await create.mutate({ kind: "publishable", name: "made" });
  });

  it("are secret keys only if it has every scope of a tenant", async () => {
    const { at } = await platformKey(ALL_PLATFORM_SCOPES);
    const { key } = await at("acme").apiKeys.create.mutate(secret);
    expect((await clientFor({ key }).tenants.get.query()).slug).toBe("acme");
    for (const missing of ["users.*", "authz.*", "audit.*"]) {
      const { at: less } = await platformKey(ALL_PLATFORM_SCOPES.filter((scope) => scope !== missing));
      expect(await errorOf(less("acme").apiKeys.create.mutate(secret))).toMatchObject({
        code: "key_exceeds_own_rights",
      });
    }
  });

  it("end when it ends, and within its IP ranges", async () => {
    const expiresAt = new Date(Date.now() + 60_000);
    const limited = await platformKey(ALL_PLATFORM_SCOPES, { expiresAt, allowedIpRanges: ["192.0.2.0/24"] });
    const client = clientFor({ key: limited.key, tenant: "acme", headers: { "cf-connecting-ip": "192.0.2.1" } });
    const { code, details } = await errorOf(client.apiKeys.create.mutate(secret));
    const problems = [{ path: "expiresAt" }, { path: "allowedIpRanges" }];
    expect([code, details]).toMatchObject(["key_exceeds_own_rights", { problems }]);
    await client.apiKeys.create.mutate({ ...secret, expiresAt, allowedIpRanges: ["192.0.2.7"] });
  });
});

describe("scopes of platform keys", () => {
  it.each(["platform.keys.create", "platform.*", "auth.login", "auth.sessions.*", "*", "*.*", "tenants"])(
    "don't include %j",
    async (scope) => {
      const create = world.admin.platform.keys.create.mutate({ name: "x", scopes: ["tenants.*", scope] });
      expect(await errorOf(create)).toMatchObject({
        code: "invalid_scope",
        details: { unknown: [scope], scopes: every },
      });
    },
  );

  it("are required", async () => {
    const create = world.admin.platform.keys.create.mutate({ name: "x", scopes: [] });
    expect(await errorOf(create)).toMatchObject({ code: "invalid_input", details: { issues: [{ path: "scopes" }] } });
  });

  it.each(["billing", "support", "readonly"] as const)("can't be granted by the role %s", async (role) => {
    const { client } = await admit(world.admin, role, role);
    const create = client.platform.keys.create.mutate({ name: "x", scopes: ["tenants.*"] });
    expect(await errorOf(create)).toMatchObject({ code: "insufficient_permission" });
  });
});
