import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { send } from "../../test/raw.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

const PASSWORD = "an unlikely sentence";
const MODEL = "model\n  schema 1.1\ntype user\ntype team\n  relations\n    define member: [user]";
const UNLIMITED = { allow: async () => true };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let made = 0;
/** A tenant with its own plan. */
async function planned(limits: { callsPerMinute?: number; users?: number; tuples?: number }) {
  const slug = `planned-${++made}`;
  await world.admin.plans.create.mutate({ slug, name: slug, limits });
  const created = await createTenant(world.admin, slug);
  const admin = clientFor({ token: world.token, tenant: slug });
  await admin.tenants.setPlan.mutate({ plan: slug });
  return { ...created, slug, admin };
}

const usersOf = async (id: string) =>
  await env.DB.prepare("SELECT count(*) AS rows FROM users WHERE tenant_id = ?").bind(id).first("rows");

describe("plans", () => {
  it("can be created, listed, and deleted while no tenant is on them", async () => {
    const plan = { slug: "gold", name: "Gold", limits: { users: 5 } };
    expect(await world.admin.plans.create.mutate(plan)).toMatchObject(plan);
    expect(await errorOf(world.admin.plans.create.mutate(plan))).toMatchObject({
      code: "plan_already_exists",
      httpStatus: 409,
    });
    const admin = clientFor({ token: world.token, tenant: "acme" });
    expect(await admin.tenants.setPlan.mutate({ plan: "gold" })).toMatchObject({ plan: "gold", limits: { users: 5 } });
    expect(await errorOf(world.admin.plans.delete.mutate({ slug: "gold" }))).toMatchObject({ code: "plan_in_use" });
    expect(await admin.tenants.setPlan.mutate({ plan: null })).toMatchObject({ plan: null, limits: {} });
    expect(await world.admin.plans.delete.mutate({ slug: "gold" })).toEqual({ deleted: true });
    expect(await errorOf(world.admin.plans.delete.mutate({ slug: "gold" }))).toMatchObject({ code: "plan_not_found" });
    expect(await errorOf(admin.tenants.setPlan.mutate({ plan: "gold" }))).toMatchObject({ code: "plan_not_found" });
    expect((await admin.tenants.get.query()).plan).toBeNull();
  });

  it("are managed by admins only", async () => {
    const { client } = world.acme;
    expect(await errorOf(client.plans.list.query({}))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(client.tenants.setPlan.mutate({ plan: null }))).toMatchObject({ code: "forbidden" });
  });

  it("apply to descendants without their own plan", async () => {
    const { tenant, admin } = await planned({ users: 3, tuples: 7 });
    const slug = `${tenant.slug}-child`;
    const child = await world.admin.tenants.create.mutate({ slug, name: "x", parentId: tenant.id });
    expect(child.tenant).toMatchObject({ plan: null, limits: { users: 3, tuples: 7 } });
    const { authz } = clientFor({ key: child.secretKey });
    expect((await authz.settings.get.query()).maxTuples).toBe(7);
    await world.admin.plans.create.mutate({ slug: `${slug}-own`, name: "x", limits: { tuples: 9 } });
    const atChild = clientFor({ token: world.token, tenant: slug });
    expect(await atChild.tenants.setPlan.mutate({ plan: `${slug}-own` })).toMatchObject({ limits: { tuples: 9 } });
    expect((await authz.settings.get.query()).maxTuples).toBe(9);
    await atChild.tenants.setPlan.mutate({ plan: null });
    await admin.tenants.setPlan.mutate({ plan: null });
    expect(await atChild.tenants.get.query()).toMatchObject({ plan: null, limits: {} });
    expect((await authz.settings.get.query()).maxTuples).toBe(3_000_000);
  });
});

describe("calls per minute", () => {
  it("are limited exactly across isolates and clients, and reported in headers", async () => {
    const { client, secretKey, slug } = await planned({ callsPerMinute: 50 });
    const clock = new StandingClock();
    const isolates = [0, 1, 2].map(() => isolate(clock, { limits: UNLIMITED }));
    const { key } = await client.apiKeys.create.mutate({ kind: "secret", name: "another" });
    clock.advance(61);
    const keys = [secretKey, key];
    const calls = Array.from({ length: 120 }, async (_, i) => {
      const client = isolates[i % 3]?.clientFor({ key: keys[i % 2] ?? "" });
      return await client?.auth.refresh.mutate({ refreshToken: "x" }).catch(async (error) => {
        return (await errorOf(Promise.reject(error))).code;
      });
    });
    const codes = await Promise.all(calls);
    expect(codes.filter((code) => code === "refresh_token_invalid")).toHaveLength(50);
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(70);
    const body = JSON.stringify({ json: { refreshToken: "x" } });
    const headers = { "content-type": "application/json", "x-api-key": secretKey };
    const refused = await isolates[0]?.fetch("http://auth.test/trpc/auth.refresh", { method: "POST", headers, body });
    if (refused === undefined) throw new Error("There is no isolate.");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("ratelimit-policy")).toBe('"plan";q=50;w=60');
    expect(refused.headers.get("ratelimit")).toMatch(/^"plan";r=0;t=\d+$/);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    // Calls of admins don't count.
    expect((await clientFor({ token: world.token, tenant: slug }).tenants.get.query()).slug).toBe(slug);
    clock.advance(61);
    const later = isolate(clock).clientFor({ key: secretKey }).auth.refresh.mutate({ refreshToken: "x" });
    expect(await errorOf(later)).toMatchObject({ code: "refresh_token_invalid" });
  });

  it("are counted in addition to a key's limit, and the headers report both", async () => {
    const { client, publishableKey: _, admin } = await planned({ callsPerMinute: 1000 });
    const limits = [{ calls: 5, perSeconds: 60 }];
    const { key } = await client.apiKeys.create.mutate({ kind: "secret", name: "x", limits });
    const body = JSON.stringify({ json: null, meta: { values: ["undefined"] } });
    const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
    const answer = await send("/trpc/tenants.get", { method: "POST", headers, body });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("ratelimit-policy")).toBe('"plan";q=1000;w=60, "per-60s";q=5;w=60');
    expect(answer.headers.get("ratelimit")).toMatch(/^"plan";r=99\d;t=\d+, "per-60s";r=4;t=\d+$/);
    await admin.tenants.setPlan.mutate({ plan: null });
    const free = await send("/trpc/tenants.get", { method: "POST", headers, body });
    expect(free.headers.get("ratelimit-policy")).toBe('"per-60s";q=5;w=60');
  });
});

describe("a limit of users", () => {
  it("is exact under concurrent registrations and creations", async () => {
    const { tenant, client, browser, admin } = await planned({ users: 5 });
    const tries = Array.from({ length: 16 }, (_, i) => {
      const email = `person-${i}@example.com`;
      return i % 4 === 0
        ? browser.auth.register.mutate({ email, password: PASSWORD })
        : client.users.create.mutate({ email });
    });
    const results = await Promise.allSettled(tries as Promise<unknown>[]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    for (const result of results.filter((one) => one.status === "rejected")) {
      expect(await errorOf(Promise.reject(result.reason))).toMatchObject({
        code: "plan_limit_exceeded",
        httpStatus: 429,
        details: { limit: "users", max: 5 },
      });
    }
    expect(await usersOf(tenant.id)).toBe(5);
    expect((await admin.tenants.get.query()).userCount).toBe(5);
  });

  it("doesn't reveal existing users when it is reached", async () => {
    const { client, browser } = await planned({ users: 1 });
    await client.users.create.mutate({ email: "there@example.com" });
    for (const email of ["there@example.com", "new@example.com"]) {
      const answer = await errorOf(browser.auth.register.mutate({ email, password: PASSWORD }));
      expect(answer).toMatchObject({ code: "plan_limit_exceeded", details: { limit: "users", max: 1 } });
    }
    expect(await errorOf(client.users.create.mutate({ email: "there@example.com" }))).toMatchObject({
      code: "email_taken",
    });
  });

  it("allows another user after a deletion", async () => {
    const { client, admin } = await planned({ users: 1 });
    const { user } = await client.users.create.mutate({ email: "first@example.com" });
    expect(await errorOf(client.users.create.mutate({ email: "second@example.com" }))).toMatchObject({
      code: "plan_limit_exceeded",
    });
    await client.users.delete.mutate({ id: user.id });
    expect((await admin.tenants.get.query()).userCount).toBe(0);
    await client.users.create.mutate({ email: "second@example.com" });
  });
});

it("a plan limits tuples, and a write beyond the limit changes nothing", async () => {
  const { client } = await planned({ tuples: 3 });
  await client.authz.model.put.mutate({ model: MODEL });
  const writes = (names: string[]) =>
    names.map((name) => ({ subject: `user:${name}`, relation: "member", object: "team:eng" }));
  await client.authz.write.mutate({ writes: writes(["a", "b", "c"]) });
  expect(await errorOf(client.authz.write.mutate({ writes: writes(["d"]) }))).toMatchObject({
    code: "tuple_limit_reached",
    details: { maxTuples: 3 },
  });
  expect((await client.authz.graph.stats.query()).tupleCount).toBe(3);
});
