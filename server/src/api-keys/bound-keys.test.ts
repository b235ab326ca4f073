import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { codeIn, send } from "../../test/raw.ts";
import { createTestTenant, createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const APP = "https://app.acme.example";

async function newKey(kind: "publishable" | "secret", more: object) {
  return await world.acme.client.apiKeys.create.mutate({ kind, name: "bound", ...more });
}

describe("allowedOrigins of a publishable key", () => {
  let key: string;
  let id: string;
  beforeAll(async () => {
    const created = await newKey("publishable", { allowedOrigins: [APP, "http://localhost:3000"] });
    [key, id] = [created.key, created.apiKey.id];
  });

  const health = async (headers: Record<string, string>) => {
    const all = { "x-api-key": key, "content-type": "application/json", ...headers };
    const answer = await send("/trpc/system.health", { method: "POST", headers: all });
    return { ...answer, code: codeIn(answer.body) ?? "ok" };
  };

  it.each([APP, "http://localhost:3000"])("allow the listed origin %s", async (origin) => {
    expect((await health({ origin })).code).toBe("ok");
  });

  it.each([
    "https://evil.example",
    "null",
    "http://app.acme.example",
    `${APP}:8443`,
    `${APP}.evil.example`,
    `${APP}/`,
    "https://APP.acme.example",
    "http://localhost:3001",
  ])("not %s", async (origin) => {
    const answer = await health({ origin });
    expect([answer.status, answer.code]).toEqual([403, "origin_not_allowed"]);
    // The page can read the error.
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("always allow pages of the service's own host, and requests without an origin", async () => {
    expect((await health({ origin: "http://auth.test" })).code).toBe("ok");
    expect((await health({})).code).toBe("ok");
  });

  it("apply to requests with a user's token too", async () => {
    const person = { email: "olga@example.com", password: "an unlikely sentence" };
    await world.acme.browser.auth.register.mutate(person);
    const { accessToken: token } = await world.acme.browser.auth.login.mutate(person);
    const me = (origin: string) => clientFor({ key, token, headers: { origin } }).auth.me.query();
    expect((await me(APP)).user.email).toBe(person.email);
    expect(await errorOf(me("https://evil.example"))).toMatchObject({ code: "origin_not_allowed" });
  });

  it("take effect immediately after a change; an empty list allows any origin", async () => {
    const { update } = world.acme.client.apiKeys;
    await update.mutate({ id, allowedOrigins: ["https://other.example"] });
    expect((await health({ origin: APP })).code).toBe("origin_not_allowed");
    expect((await health({ origin: "https://other.example" })).code).toBe("ok");
    await update.mutate({ id, allowedOrigins: [] });
    expect((await health({ origin: APP })).code).toBe("ok");
  });

  it.each(["app.acme.example", `${APP}/path`, "https://*.acme.example/", "https://user@acme.example", ""])(
    "refuse %j, which is no origin",
    async (origin) => {
      expect(await errorOf(newKey("publishable", { allowedOrigins: [origin] }))).toMatchObject({
        code: "invalid_input",
      });
    },
  );

  it("allow all subdomains of a domain, and any local port in test tenants only", async () => {
    const test = await createTestTenant(world.admin, "wildcards");
    const allowedOrigins = ["https://*.acme.example", "http://localhost:*", "capacitor://localhost"];
    const { key: bound } = await test.client.apiKeys.create.mutate({ kind: "publishable", name: "x", allowedOrigins });
    const at = async (origin: string) =>
      await clientFor({ key: bound, headers: { origin } })
        .system.health.query()
        .then(
          () => "ok",
          async (error) => (await errorOf(Promise.reject(error))).details,
        );
    for (const origin of [APP, "https://a.b.acme.example", "http://localhost:5173", "capacitor://localhost"]) {
      expect(await at(origin)).toBe("ok");
    }
    for (const origin of ["https://acme.example", "https://evilacme.example", "http://localhost.evil.example"]) {
      expect(await at(origin)).toEqual({ origin });
    }

    const path = "allowedOrigins";
    const message = "http://localhost:* is for test tenants. Name the port, as in http://localhost:5173.";
    const refused = { code: "invalid_input", details: { issues: [{ path, message }] } };
    expect(await errorOf(newKey("publishable", { allowedOrigins }))).toMatchObject(refused);
    const { apiKeys, tenants } = world.acme.client;
    expect(await errorOf(apiKeys.update.mutate({ id, allowedOrigins }))).toMatchObject(refused);
    expect(await errorOf(tenants.settings.update.mutate({ allowedOrigins }))).toMatchObject(refused);
    expect(await test.client.tenants.settings.update.mutate({ allowedOrigins })).toMatchObject({ allowedOrigins });
  });

  it("are refused for other kinds of key", async () => {
    const { code, details } = await errorOf(newKey("secret", { allowedOrigins: [APP] }));
    expect([code, details]).toMatchObject(["invalid_input", { issues: [{ path: "allowedOrigins" }] }]);
  });
});

describe("allowedIpRanges of a key", () => {
  const from = async (key: string, ip: string, more: Record<string, string> = {}) => {
    const headers = { "cf-connecting-ip": ip, ...more };
    return await clientFor({ key, headers })
      .tenants.get.query()
      .then(
        () => "ok",
        async (error) => (await errorOf(Promise.reject(error))).code,
      );
  };

  it("compare normalized IPv4 and IPv6 addresses and ranges", async () => {
    const allowedIpRanges = ["192.0.2.0/24", "203.0.113.7", "2001:DB8::/48", "::ffff:198.51.100.1"];
    const { key, apiKey } = await newKey("secret", { allowedIpRanges });
    expect(apiKey.allowedIpRanges).toEqual(["192.0.2.0/24", "203.0.113.7", "2001:db8:0:0:0:0:0:0/48", "198.51.100.1"]);
    for (const ip of ["192.0.2.200", "203.0.113.7", "2001:db8:0:ffff::1", "198.51.100.1", "::ffff:192.0.2.1"]) {
      expect([ip, await from(key, ip)]).toEqual([ip, "ok"]);
    }
    for (const ip of ["192.0.3.1", "203.0.113.8", "2001:db8:1::1", "198.51.100.2", "", "nonsense"]) {
      expect([ip, await from(key, ip)]).toEqual([ip, "ip_not_allowed"]);
    }
  });

  it("rule 56: compare cf-connecting-ip and ignore other headers", async () => {
    const { key } = await newKey("secret", { allowedIpRanges: ["192.0.2.1"] });
    const said = { "x-forwarded-for": "192.0.2.1", "x-real-ip": "192.0.2.1", forwarded: "for=192.0.2.1" };
    expect(await from(key, "203.0.113.9", said)).toBe("ip_not_allowed");
  });

  it("take effect immediately after a change", async () => {
    const { key, apiKey } = await newKey("secret", { allowedIpRanges: ["192.0.2.1"] });
    expect(await from(key, "192.0.2.1")).toBe("ok");
    await world.acme.client.apiKeys.update.mutate({ id: apiKey.id, allowedIpRanges: ["192.0.2.2"] });
    expect([await from(key, "192.0.2.1"), await from(key, "192.0.2.2")]).toEqual(["ip_not_allowed", "ok"]);
  });

  it.each(["localhost", "192.0.2.0/33", "192.0.2.*", "fe80::1%eth0", ""])(
    "refuse %j, which is no IP range",
    async (address) => {
      expect(await errorOf(newKey("secret", { allowedIpRanges: [address] }))).toMatchObject({ code: "invalid_input" });
    },
  );
});

describe("limits of a key", () => {
  const HOUR = 3600;

  /** Sends a batch of `count` calls; returns the response and the result of each call. */
  async function batch(key: string, count: number, path = "tenants.get") {
    const body = JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [i, {}])));
    const headers = { "x-api-key": key, "content-type": "application/json" };
    const answer = await send(`/trpc/${Array(count).fill(path).join(",")}?batch=1`, { method: "POST", headers, body });
    const codes = (answer.body as object[]).map((one) => codeIn([one]) ?? "ok");
    return { ...answer, ok: codes.filter((code) => code === "ok").length, codes: new Set(codes) };
  }

  it("allow exactly their number of calls from concurrent clients, alone and in batches", async () => {
    const { key } = await newKey("secret", { limits: [{ calls: 100, perSeconds: HOUR }] });
    const isolates = Array.from({ length: 4 }, () => isolate(new MovedClock()).clientFor({ key }));
    const single = Array.from({ length: 20 }, (_, i) => async () => {
      const call = isolates[i % 4]?.tenants.get.query();
      return await (call ?? Promise.reject()).then(
        () => 1,
        () => 0,
      );
    });
    const batches = Array.from({ length: 20 }, () => async () => (await batch(key, 7)).ok);
    const passed = await Promise.all([...single, ...batches].map((work) => work()));
    expect(passed.reduce<number>((sum, one) => sum + one, 0)).toBe(100);
    expect(await errorOf(clientFor({ key }).tenants.get.query())).toMatchObject({
      code: "rate_limited",
      httpStatus: 429,
    });
  });

  it("are returned in the headers of every response, with Retry-After once one is reached", async () => {
    const limits = [
      { calls: 3, perSeconds: HOUR },
      { calls: 10, perSeconds: 86_400 },
    ];
    const { key } = await newKey("secret", { limits });
    const first = await batch(key, 1);
    expect(first.headers.get("ratelimit-policy")).toBe('"per-3600s";q=3;w=3600, "per-86400s";q=10;w=86400');
    expect(first.headers.get("ratelimit")).toBe('"per-3600s";r=2;t=3600, "per-86400s";r=9;t=86400');
    expect(first.headers.get("retry-after")).toBeNull();
    const second = await batch(key, 4);
    expect([second.ok, second.codes]).toEqual([2, new Set(["ok", "rate_limited"])]);
    const third = await send("/trpc/tenants.get", {
      method: "POST",
      headers: { "x-api-key": key, "content-type": "application/json", origin: APP },
    });
    expect(third.status).toBe(429);
    const wait = Number(third.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(HOUR);
    // Refused calls didn't count against the day.
    expect(third.headers.get("ratelimit")).toBe(
      `"per-3600s";r=0;t=${wait}, "per-86400s";r=7;t=${86_400 - HOUR + wait}`,
    );
    expect(third.headers.get("access-control-expose-headers")).toContain("ratelimit");
    const { details } = await errorOf(clientFor({ key }).tenants.get.query());
    expect(details).toEqual({ retryAfterSeconds: expect.any(Number) });
  });

  it("apply to file downloads too", async () => {
    const { key } = await newKey("secret", { limits: [{ calls: 1, perSeconds: HOUR }] });
    const get = async () => await send("/authz/graph.csv", { headers: { "x-api-key": key } });
    expect((await get()).headers.get("ratelimit")).toBe('"per-3600s";r=0;t=3600');
    const second = await get();
    expect([second.status, codeIn(second.body)]).toEqual([429, "rate_limited"]);
    expect(second.headers.get("ratelimit")).toMatch(/^"per-3600s";r=0;t=\d+$/);
    expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("count calls of users with the key, but no call that is refused for lack of rights", async () => {
    const { key } = await newKey("publishable", { limits: [{ calls: 3, perSeconds: HOUR }] });
    const client = clientFor({ key });
    for (let i = 0; i < 5; i++) expect(await errorOf(client.tenants.get.query())).toMatchObject({ code: "forbidden" });
    const person = { email: "lena@example.com", password: "an unlikely sentence" };
    await client.auth.register.mutate(person);
    const { accessToken: token } = await client.auth.login.mutate(person);
    expect((await clientFor({ key, token }).auth.me.query()).user.email).toBe(person.email);
    expect(await errorOf(clientFor({ key, token }).auth.me.query())).toMatchObject({ code: "rate_limited" });
    expect((await clientFor({ token }).auth.me.query()).user.email).toBe(person.email);
  });

  it("reset when the window is over by the tenant's clock", async () => {
    const { client: admin } = await createTestTenant(world.admin, "limits-in-time");
    const { key } = await admin.apiKeys.create.mutate({
      kind: "secret",
      name: "x",
      limits: [{ calls: 2, perSeconds: 60 }],
    });
    const client = clientFor({ key });
    const call = () => client.tenants.get.query();
    for (let i = 0; i < 2; i++) await call();
    expect(await errorOf(call())).toMatchObject({ code: "rate_limited" });
    await admin.testing.clock.advance.mutate({ seconds: 61 });
    for (let i = 0; i < 2; i++) await call();
    expect(await errorOf(call())).toMatchObject({ code: "rate_limited" });
  });

  it("change immediately and affect only their own key", async () => {
    const { key, apiKey } = await newKey("secret", { limits: [{ calls: 1, perSeconds: HOUR }] });
    const other = await newKey("secret", { limits: [{ calls: 1, perSeconds: HOUR }] });
    await clientFor({ key }).tenants.get.query();
    expect(await errorOf(clientFor({ key }).tenants.get.query())).toMatchObject({ code: "rate_limited" });
    await clientFor({ key: other.key }).tenants.get.query();
    const { update } = world.acme.client.apiKeys;
    await update.mutate({ id: apiKey.id, limits: [{ calls: 2, perSeconds: HOUR }] });
    await clientFor({ key }).tenants.get.query();
    expect(await errorOf(clientFor({ key }).tenants.get.query())).toMatchObject({ code: "rate_limited" });
    await update.mutate({ id: apiKey.id, limits: [] });
    await clientFor({ key }).tenants.get.query();
    expect((await batch(key, 1)).headers.get("ratelimit")).toBeNull();
  });

  it.each([
    [[{ calls: 0, perSeconds: 60 }]],
    [[{ calls: 1, perSeconds: 0 }]],
    [[{ calls: 1, perSeconds: 32 * 86_400 }]],
    [[{ calls: 1.5, perSeconds: 60 }]],
    [
      [
        { calls: 1, perSeconds: 60 },
        { calls: 2, perSeconds: 60 },
      ],
    ],
  ])("refuse the limits %j", async (limits) => {
    expect(await errorOf(newKey("secret", { limits }))).toMatchObject({ code: "invalid_input" });
  });
});
