import { beforeAll, expect, it } from "vitest";
import { call, HOST } from "../../test/page.ts";
import { send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";

const APP = "https://app.acme.example";
const FROM_APP = { origin: APP, "sec-fetch-site": "same-site" };
const PERSON = { email: "anne@example.com", password: "an unlikely sentence" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.acme.client.tenants.settings.update.mutate({ allowedOrigins: [APP] });
  await world.acme.browser.auth.register.mutate(PERSON);
});

const cors = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-allow-")));
const preflight = (origin: string, host = HOST) =>
  send("/trpc/auth.refresh", { method: "OPTIONS", headers: { origin, "access-control-request-method": "POST" } }, host);

it("an allowed origin is named exactly, with credentials, on the tenant's own host", async () => {
  const { headers, status } = await preflight(APP);
  expect(status).toBe(204);
  expect(cors(headers)).toEqual({
    "access-control-allow-origin": APP,
    "access-control-allow-credentials": "true",
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers":
      "authorization, content-type, idempotency-key, x-api-key, x-cf-auth-client, x-tenant-id",
  });
  expect(headers.get("vary")).toContain("Origin");
  expect(headers.get("access-control-expose-headers")).toBe(
    "idempotency-replayed, ratelimit, ratelimit-policy, retry-after, x-cf-auth-warning, x-request-id",
  );
  const input = { ...PERSON, mode: "cookie" };
  const answers = [
    await call("auth.login", { headers: FROM_APP, input }),
    await call("auth.refresh", { headers: FROM_APP }),
  ];
  for (const answer of answers) {
    expect(answer.headers.get("access-control-allow-origin")).toBe(APP);
    expect(answer.headers.get("access-control-allow-credentials")).toBe("true");
    expect(answer.headers.get("vary")).toContain("Origin");
  }
});

it.each(["https://evil.example", "null", `${APP}.evil.example`, "http://app.acme.example", `${APP}:8443`])(
  "%s gets no credentials, and is not echoed",
  async (origin) => {
    for (const host of [HOST, "auth.test", "globex.auth.test"]) {
      for (const { headers } of [
        await preflight(origin, host),
        await call("auth.refresh", { headers: { origin }, host }),
      ]) {
        expect(headers.get("access-control-allow-origin")).toBe("*");
        expect(headers.get("access-control-allow-credentials")).toBeNull();
        expect(headers.get("vary")).toContain("Origin");
      }
    }
  },
);

it("an origin below a domain that is allowed with a wildcard is named exactly, with credentials; the domain itself is not", async () => {
  const { settings } = world.acme.client.tenants;
  await settings.update.mutate({ allowedOrigins: [APP, "https://*.preview.acme.example"] });
  for (const [origin, named] of [
    ["https://pr-7.preview.acme.example", "https://pr-7.preview.acme.example"],
    ["https://preview.acme.example", "*"],
    ["https://pr-7.preview.acme.example.evil.example", "*"],
  ] as const) {
    const headers = { origin, "sec-fetch-site": "same-site" };
    for (const answer of [await preflight(origin), await call("auth.login", { headers, input: PERSON })]) {
      expect(answer.headers.get("access-control-allow-origin")).toBe(named);
      expect(answer.headers.get("access-control-allow-credentials")).toBe(named === "*" ? null : "true");
      expect(answer.headers.get("vary")).toContain("Origin");
    }
    const signedIn = await call("auth.login", { headers, input: { ...PERSON, mode: "cookie" } });
    expect(signedIn.code).toBe(named === "*" ? "cross_site_request" : "ok");
  }
  await settings.update.mutate({ allowedOrigins: [APP] });
});

it("an origin that one tenant allows is nothing to another, nor on the service's own host", async () => {
  for (const host of ["auth.test", "globex.auth.test"]) {
    expect((await preflight(APP, host)).headers.get("access-control-allow-credentials")).toBeNull();
  }
});

it("the tenant's own pages need none of it", async () => {
  const { headers } = await call("auth.refresh");
  expect(cors(headers)).toEqual({});
  expect(headers.get("vary")).toContain("Origin");
});

it("a key works from any page, without cookies", async () => {
  const headers = {
    origin: "https://spa.example",
    "sec-fetch-site": "cross-site",
    "x-api-key": world.acme.publishableKey,
  };
  const answer = await call("auth.login", { input: PERSON, headers, host: "auth.test" });
  expect([answer.code, answer.set]).toEqual(["ok", undefined]);
  expect(answer.json.refreshToken).toMatch(/^rt_/);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
});
