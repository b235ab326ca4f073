import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { expectAfter, timed } from "../../test/between.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { rewrite } from "../../test/rewrite.ts";
import { createTestTenant, createWorld, type World } from "../../test/world.ts";
import { newKey } from "../api-keys/api-key.ts";
import { codes, TEST_CODE } from "../ports/codes.ts";

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
const PERSON = { email: "anne@example.com", password: "an unlikely sentence" };

type TestTenant = Awaited<ReturnType<typeof createTestTenant>>;

let world: World;
let count = 0;
/** A new test tenant, because a clock can't be moved back. */
const testTenant = () => createTestTenant(world.admin, `test-${++count}`);
beforeAll(async () => {
  world = await createWorld();
});

async function signIn({ browser }: TestTenant) {
  await browser.auth.register.mutate(PERSON).catch(() => undefined);
  return await browser.auth.login.mutate(PERSON);
}

describe("the environment of a tenant and its keys", () => {
  it("defaults to live", async () => {
    expect(world.acme.tenant.environment).toBe("live");
    expect(world.acme.secretKey).toMatch(/^sk_live_/);
  });

  it("a test tenant has test keys only", async () => {
    const { tenant, publishableKey, secretKey, client } = await testTenant();
    expect(tenant.environment).toBe("test");
    expect([publishableKey, secretKey].map((key) => key.slice(0, 8))).toEqual(["pk_test_", "sk_test_"]);
    const { key, apiKey } = await client.apiKeys.create.mutate({ kind: "publishable", name: "another" });
    expect([key.slice(0, 8), apiKey.mode]).toEqual(["pk_test_", "test"]);
    const live = client.apiKeys.create.mutate({ kind: "secret", mode: "live", name: "x" });
    expect(await errorOf(live)).toMatchObject({ code: "environment_mismatch", httpStatus: 403 });
  });

  it("a live tenant can't create test keys", async () => {
    const { client } = world.acme;
    const before = await client.apiKeys.list.query({});
    const test = client.apiKeys.create.mutate({ kind: "secret", mode: "test", name: "x" });
    expect(await errorOf(test)).toMatchObject({ code: "environment_mismatch" });
    expect(await client.apiKeys.list.query({})).toEqual(before);
  });

  it.each([
    ["live", "test"],
    ["test", "live"],
  ] as const)("refuses a %s key of a %s tenant", async (mode, environment) => {
    const { tenant, client } = environment === "live" ? world.acme : await testTenant();
    const { apiKey } = await client.apiKeys.create.mutate({ kind: "secret", name: "misplaced" });
    const key = newKey("secret", mode);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key))).toHex();
    await env.DB.prepare("UPDATE api_keys SET hash = ?, mode = ? WHERE id = ?").bind(hash, mode, apiKey.id).run();
    for (const call of [
      clientFor({ key }).tenants.get.query(),
      clientFor({ key }).testing.clock.advance.mutate({ seconds: 1 }),
    ]) {
      expect(await errorOf(call)).toMatchObject({
        code: "environment_mismatch",
        details: { key: mode, tenant: environment },
      });
    }
    expect(await offsetOf(tenant.id)).toBe(0);
  });
});

describe("the clock of a test tenant", () => {
  it("advances by the requested seconds each time", async () => {
    const { client } = await testTenant();
    const one = await client.testing.clock.advance.mutate({ seconds: 90 });
    const moving = await timed(() => client.testing.clock.advance.mutate({ seconds: DAY }));
    const two = moving.result;
    expect([one.offsetSeconds, two.offsetSeconds]).toEqual([90, 90 + DAY]);
    expectAfter(two.now, 90 + DAY, moving);
  });

  it("adds up concurrent advances exactly", async () => {
    const { tenant, client } = await testTenant();
    await Promise.all(Array.from({ length: 20 }, () => client.testing.clock.advance.mutate({ seconds: 7 })));
    expect(await offsetOf(tenant.id)).toBe(140);
  });

  it("applies to issuing and verifying access tokens", async () => {
    const tenant = await testTenant();
    const first = await signIn(tenant);
    const me = (token: string) => clientFor({ token }).auth.me.query();
    await me(first.accessToken);
    await tenant.client.testing.clock.advance.mutate({ seconds: 7 * MINUTE });
    expect(await errorOf(me(first.accessToken))).toMatchObject({ code: "token_expired" });

    const refreshing = await timed(() => tenant.browser.auth.refresh.mutate({ refreshToken: first.refreshToken }));
    const second = refreshing.result;
    expectAfter(second.accessTokenExpiresAt, 12 * MINUTE, refreshing);
    expect((await me(second.accessToken)).user.email).toBe(PERSON.email);
  });

  it("rule 22: applies to the idle and the absolute end of a session", async () => {
    const tenant = await testTenant();
    const session = await signIn(tenant);
    let { refreshToken } = session;
    for (const days of [13, 13, 3]) {
      await tenant.client.testing.clock.advance.mutate({ seconds: days * DAY });
      ({ refreshToken } = await tenant.browser.auth.refresh.mutate({ refreshToken }));
    }
    await tenant.client.testing.clock.advance.mutate({ seconds: 2 * DAY });
    expect(await errorOf(tenant.browser.auth.refresh.mutate({ refreshToken }))).toMatchObject({
      code: "session_ended",
    });

    const idle = { refreshToken: (await signIn(tenant)).refreshToken };
    await tenant.client.testing.clock.advance.mutate({ seconds: 14 * DAY });
    expect(await errorOf(tenant.browser.auth.refresh.mutate(idle))).toMatchObject({ code: "session_ended" });
  });

  it("applies to the expiry of keys", async () => {
    const { client } = await testTenant();
    const expiresAt = new Date(Date.now() + DAY * 1000);
    const { key } = await client.apiKeys.create.mutate({ kind: "secret", name: "short", expiresAt });
    await clientFor({ key }).tenants.get.query();
    await client.testing.clock.advance.mutate({ seconds: DAY });
    expect(await errorOf(clientFor({ key }).tenants.get.query())).toMatchObject({ code: "key_expired" });
    const past = client.apiKeys.create.mutate({ kind: "secret", name: "past", expiresAt });
    expect(await errorOf(past)).toMatchObject({ code: "invalid_input" });
  });

  it("takes effect at once, also for small steps and cached callers", async () => {
    const tenant = await testTenant();
    const { accessToken } = await signIn(tenant);
    const user = clientFor({ token: accessToken });
    await user.auth.me.query();
    await tenant.client.testing.clock.advance.mutate({ seconds: 30 });
    const leaving = await timed(() => user.auth.logout.mutate({}));
    const { sessionId } = leaving.result;
    const row = env.DB.prepare("SELECT ended_at AS endedAt FROM sessions WHERE id = ?").bind(sessionId);
    const endedAt = (await row.first<number>("endedAt")) ?? 0;
    expectAfter(endedAt, 30, leaving);
  });

  it("applies to timestamps of new users and sessions", async () => {
    const tenant = await testTenant();
    await tenant.client.testing.clock.advance.mutate({ seconds: 30 * DAY });
    const signingIn = await timed(() => signIn(tenant));
    expectAfter(signingIn.result.user.createdAt, 30 * DAY, signingIn);
  });

  it("doesn't affect other tenants", async () => {
    const [one, other] = [await testTenant(), await testTenant()];
    const { accessToken } = await signIn(other);
    await one.client.testing.clock.advance.mutate({ seconds: DAY });
    expect((await clientFor({ token: accessToken }).auth.me.query()).user.email).toBe(PERSON.email);
    expect(await offsetOf(other.tenant.id)).toBe(0);
  });

  it.each([0, -1, 1.5, 3650 * DAY + 1, Number.NaN])("can't advance by %d seconds", async (seconds) => {
    const { tenant, client } = await testTenant();
    expect(await errorOf(client.testing.clock.advance.mutate({ seconds }))).toMatchObject({ code: "invalid_input" });
    expect(await offsetOf(tenant.id)).toBe(0);
  });

  it("advances by at most 10 years in total", async () => {
    const { tenant, client } = await testTenant();
    await client.testing.clock.advance.mutate({ seconds: 3650 * DAY - 1 });
    const tries = await Promise.allSettled([1, 2].map(() => client.testing.clock.advance.mutate({ seconds: 1 })));
    expect(tries.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    const further = await errorOf(client.testing.clock.advance.mutate({ seconds: 1 }));
    expect(further).toMatchObject({ code: "invalid_input", details: { issues: [{ path: "seconds" }] } });
    expect(await offsetOf(tenant.id)).toBe(3650 * DAY);
  });
});

describe("outside of test tenants", () => {
  it("refuses to advance the clock, with the next step", async () => {
    const error = await errorOf(world.acme.client.testing.clock.advance.mutate({ seconds: 1 }));
    expect(error).toMatchObject({ code: "test_tenant_only", httpStatus: 403, action: expect.stringContaining("test") });
    expect(await offsetOf(world.acme.tenant.id)).toBe(0);
  });

  it("only a secret key can advance the clock, in a test tenant, too", async () => {
    const tenant = await testTenant();
    const { accessToken } = await signIn(tenant);
    const callers = [tenant.browser, clientFor({ token: accessToken }), clientFor({ token: world.token })];
    for (const caller of callers) {
      expect(await errorOf(caller.testing.clock.advance.mutate({ seconds: 1 }))).toMatchObject({ code: "forbidden" });
    }
    const nobody = clientFor({ tenant: tenant.tenant.slug });
    expect(await errorOf(nobody.testing.clock.advance.mutate({ seconds: 1 }))).toMatchObject({
      code: "unauthenticated",
    });
    expect(await offsetOf(tenant.tenant.id)).toBe(0);
  });

  it("ignores an offset in the database of a live tenant", async () => {
    const { tenant, browser } = await createLive();
    await rewrite(tenant.id, "UPDATE tenants SET clock_offset_seconds = ? WHERE id = ?", DAY, tenant.id);
    await browser.auth.register.mutate(PERSON);
    const { accessTokenExpiresAt } = await browser.auth.login.mutate(PERSON);
    expect(accessTokenExpiresAt.getTime() - Date.now()).toBeLessThanOrEqual(5 * MINUTE * 1000);
  });

  async function createLive() {
    const created = await world.admin.tenants.create.mutate({ slug: `live-${++count}`, name: "Live" });
    return { ...created, browser: clientFor({ key: created.publishableKey }) };
  }
});

describe("emailed codes", () => {
  it("are constant in a test tenant", () => {
    expect([codes.next({ environment: "test" }), TEST_CODE]).toEqual(["00000000", "00000000"]);
  });

  it("rule 15: have more than 20 bits in a live tenant, with uniform digits", () => {
    const many = Array.from({ length: 5000 }, () => codes.next({ environment: "live" }));
    expect(many.every((code) => /^[0-9]{8}$/.test(code))).toBe(true);
    expect(Math.log2(10 ** 8)).toBeGreaterThan(20);
    // One pair among 5,000 collides in one of eight runs; four pairs in one of 100,000.
    expect(new Set(many).size).toBeGreaterThan(4996);
    for (let position = 0; position < 8; position++) {
      for (let digit = 0; digit < 10; digit++) {
        const share = many.filter((code) => code.charAt(position) === `${digit}`).length / many.length;
        // Seven standard deviations of a fair digit.
        expect(Math.abs(share - 0.1)).toBeLessThan(0.03);
      }
    }
  });
});

async function offsetOf(tenantId: string): Promise<number | undefined> {
  const query = env.DB.prepare("SELECT clock_offset_seconds AS seconds FROM tenants WHERE id = ?").bind(tenantId);
  return (await query.first<{ seconds: number }>())?.seconds;
}
