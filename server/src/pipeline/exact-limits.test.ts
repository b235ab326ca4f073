import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { batch, callEach, type From, NO_INPUT, resultCodeOf } from "../../test/batch.ts";
import { clientFor } from "../../test/client.ts";
import { countedLimits } from "../../test/counted-limits.ts";
import { procedures } from "../../test/inputs.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

const HOUR = 3600;
const PLAN = { calls: 100_000, perSeconds: 60 };

let world: World;
let fetch: NonNullable<From["fetch"]>;
beforeAll(async () => {
  world = await createWorld();
  fetch = isolate(new MovedClock(), { limits: countedLimits() }).fetch;
});

let made = 0;
/** A tenant on a plan, whose publishable key has a limit of its own. */
async function planned({ calls } = PLAN) {
  const slug = `counted-${++made}`;
  const created = await createTenant(world.admin, slug);
  const limits = [{ calls, perSeconds: HOUR }];
  const { key, apiKey } = await created.client.apiKeys.create.mutate({ kind: "publishable", name: "limited", limits });
  const person = await somebody(created);
  const { accessToken: token } = await person.signIn();
  await world.admin.plans.create.mutate({ slug, name: slug, limits: { callsPerMinute: calls } });
  await clientFor({ token: world.token, tenant: slug }).tenants.setPlan.mutate({ plan: slug });
  const counted = async () => {
    const usage = env.TENANT_STATE.getByName(created.tenant.id);
    const of = async (countsAs: string, limit: { calls: number; perSeconds: number }) => {
      const use = { countsAs, limits: [limit], quota: null, quotaSerial: 0, cost: 0, now: Date.now() };
      return calls - ((await usage.countUse(use)).windows[0]?.remaining ?? 0);
    };
    return { plan: await of("plan", { calls, perSeconds: 60 }), key: await of(apiKey.id, { calls, perSeconds: HOUR }) };
  };
  return { ...created, slug, key, token, person, counted };
}

/** Calls every procedure, some at a time: which of them succeeded. */
async function succeeding(from: From): Promise<string[]> {
  const results = await callEach(from, () => true);
  return [...results].flatMap(([path, code]) => (code === "ok" ? [path] : []));
}

/** Procedures about the platform that anyone may call without input. */
const PUBLIC = ["system.health", "auth.providers.list", "auth.passkeys.signIn.start"];
/** Those of them that are about a tenant, and so uses of its plan. */
const OF_TENANT = PUBLIC.length - 1;

describe("neither a tenant's plan nor a key's limits are used up by a call of any procedure that is refused", () => {
  it("to a caller without credentials", async () => {
    const { slug, counted } = await planned();
    const before = await counted();
    expect(await succeeding({ fetch, tenant: slug })).toEqual(PUBLIC);
    expect(await counted()).toEqual({ ...before, plan: before.plan + OF_TENANT });
  });

  it("to an invented key or token", async () => {
    const { slug, counted } = await planned();
    const before = await counted();
    for (const key of ["sk_live_00000000000000000000000000000000000000000001Vxh1Z", "sk_live_x"]) {
      expect(await succeeding({ fetch, tenant: slug, key })).toEqual([]);
    }
    expect(await succeeding({ fetch, tenant: slug, token: "x.y.z" })).toEqual([]);
    expect(await counted()).toEqual(before);
  });

  it("to a publishable key", async () => {
    const { key, counted } = await planned();
    const before = await counted();
    expect(await succeeding({ fetch, key })).toEqual(PUBLIC);
    expect(await counted()).toEqual({ plan: before.plan + OF_TENANT, key: before.key + PUBLIC.length });
  });

  it("to a user who lacks the right", async () => {
    const { token, counted } = await planned();
    const before = await counted();
    const closed = new Set(procedures().flatMap(({ path, callers }) => (callers.includes("user") ? [] : [path])));
    const results = await callEach({ fetch, token }, (path) => closed.has(path));
    expect(Object.fromEntries(results)).toEqual(Object.fromEntries([...closed].map((path) => [path, "forbidden"])));
    expect(await counted()).toEqual(before);
  });

  it("to a restricted key that lacks the scope", async () => {
    const { client, counted } = await planned();
    const limits = [{ calls: 1, perSeconds: HOUR }];
    const { key } = await client.apiKeys.create.mutate({
      ...{ kind: "restricted", name: "x", scopes: ["emails:read"], limits },
    });
    const before = await counted();
    expect(await batch({ fetch, key }, "authz.check", 50)).toEqual({ insufficient_scope: 50 });
    expect(await counted()).toEqual(before);
    expect(await resultCodeOf({ fetch, key }, "emails.templates.list")).toBe("ok");
    expect(await resultCodeOf({ fetch, key }, "emails.templates.list")).toBe("rate_limited");
  });
});

describe("a stranger's call", () => {
  it("counts once it has succeeded", async () => {
    const { key, person, counted } = await planned();
    const before = await counted();
    const { email } = person.credentials;
    expect(await resultCodeOf({ fetch, key }, "auth.login", { email, password: "not the sentence" })).toBe(
      "invalid_credentials",
    );
    expect(await counted()).toEqual(before);
    expect(await resultCodeOf({ fetch, key }, "auth.login", person.credentials)).toBe("ok");
    expect(await counted()).toEqual({ plan: before.plan + 1, key: before.key + 1 });
  });

  it("is refused where the plan leaves nothing, and says how it stands", async () => {
    const { slug, secretKey, key } = await planned({ calls: 3, perSeconds: 60 });
    expect(await batch({ fetch, key: secretKey }, "apiKeys.list", 4)).toEqual({ ok: 3, rate_limited: 1 });
    for (const from of [
      { fetch, key },
      { fetch, tenant: slug },
    ]) {
      expect(await resultCodeOf(from, "auth.password.forgot", { email: "a@example.com" })).toBe("rate_limited");
    }
    const init = { method: "POST", headers: { "x-tenant-id": slug, "content-type": "application/json" }, body: "{}" };
    const { headers } = await fetch("http://auth.test/trpc/auth.refresh", init);
    expect(headers.get("ratelimit")).toMatch(/^"plan";r=0;t=\d+$/);
  });

  it("leaves the tenant's own server its plan, however many there are", async () => {
    const { slug, secretKey } = await planned({ calls: 20, perSeconds: 60 });
    for (let i = 0; i < 2; i++) {
      expect(await batch({ fetch, tenant: slug }, "users.list", 100)).toEqual({ unauthenticated: 100 });
      expect(await batch({ fetch, tenant: slug }, "auth.refresh", 100, { refreshToken: "x" })).toEqual({
        refresh_token_invalid: 100,
      });
    }
    expect(await batch({ fetch, key: secretKey }, "apiKeys.list", 20)).toEqual({ ok: 20 });
  });
});

it("a call about the platform is a use of the key that comes along, and none of its tenant's plan", async () => {
  const { key, tenant, counted } = await planned();
  const before = await counted();
  expect(await batch({ fetch, key }, "system.health", 50, NO_INPUT)).toEqual({ ok: 50 });
  expect(await batch({ fetch, tenant: tenant.id }, "system.health", 50, NO_INPUT)).toEqual({ ok: 50 });
  expect(await counted()).toEqual({ ...before, key: before.key + 50 });
});
