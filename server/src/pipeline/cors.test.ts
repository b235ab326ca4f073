import { beforeAll, describe, expect, it } from "vitest";
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
const preflight = (origin: string, host = HOST, more: Record<string, string> = {}, path = "/trpc/auth.refresh") =>
  send(path, { method: "OPTIONS", headers: { origin, "access-control-request-method": "POST", ...more } }, host);
const OWN_HEADERS = "authorization, content-type, idempotency-key, x-api-key, x-cf-auth-client, x-tenant-id";

it("an allowed origin is named exactly, with credentials, on the tenant's own host", async () => {
  const { headers, status } = await preflight(APP);
  expect(status).toBe(204);
  expect(cors(headers)).toEqual({
    "access-control-allow-origin": APP,
    "access-control-allow-credentials": "true",
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": OWN_HEADERS,
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

describe("a preflight grants the headers that the page asks for", () => {
  const granted = async (requested: string, path?: string) => {
    const answer = await preflight(APP, HOST, { "access-control-request-headers": requested }, path);
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-max-age")).toBe("600");
    expect(answer.headers.get("vary")).toBe("Origin, Access-Control-Request-Headers");
    return answer.headers.get("access-control-allow-headers");
  };

  it.each([
    ["tracing", "baggage,content-type,sentry-trace,traceparent,tracestate,x-app-version,x-datadog-trace-id"],
    ["one header", "x-app-version"],
    ["spaces between them", "x-app-version, traceparent"],
    ["every character of a token", "!#$%&'*+.^_`|~0-9a-z"],
    ["as many as fit into 4,096 characters", Array(512).fill("x-abcde").join(",")],
  ])("%s", async (_, requested) => {
    expect(await granted(requested)).toBe(requested);
    expect(await granted(requested, "/t/acme/.well-known/jwks.json")).toBe(requested);
  });

  it.each([
    ["nothing", ""],
    ["what is no list of names", "x-app-version;q=1"],
    ["an empty name", "x-a,,x-b"],
    ["a quoted name", '"x-a"'],
    ["a space within a name", "x a"],
    ["more than 4,096 characters", Array(513).fill("x-abcde").join(",")],
  ])("or, requested for %s, those that the API reads", async (_, requested) => {
    expect(await granted(requested)).toBe(OWN_HEADERS);
  });

  it("which opens nothing to a page that brings the browser's cookie: its origin is looked at all the same", async () => {
    const { cookie } = await call("auth.login", { input: { ...PERSON, mode: "cookie" } });
    const evil = { origin: "https://evil.acme.example", "sec-fetch-site": "same-site", "x-app-version": "1" };
    const answer = await preflight(evil.origin, HOST, { "access-control-request-headers": "x-app-version" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    expect((await call("auth.refresh", { cookie, headers: evil })).code).toBe("cross_site_request");
    const allowed = { ...FROM_APP, "x-app-version": "1", traceparent: "00-1-2-01" };
    expect((await call("auth.refresh", { cookie, headers: allowed })).code).toBe("ok");
  });
});

describe("a public document may be read by every page", () => {
  const tenant = () => `/t/${world.acme.tenant.id}/.well-known`;

  it.each([
    ["the key set", () => `${tenant()}/jwks.json`, 200],
    ["OpenID metadata", () => `${tenant()}/openid-configuration`, 200],
    ["OAuth metadata", () => `/.well-known/oauth-authorization-server/t/${world.acme.tenant.id}`, 200],
    ["the key set of no tenant", () => "/t/nobody/.well-known/jwks.json", 404],
    ["the OpenAPI document", () => "/openapi.json", 200],
    ["the reference", () => "/reference", 200],
    ["llms.txt", () => "/llms.txt", 200],
  ])("%s, with whatever headers", async (_, path, status) => {
    const response = await preflight(APP, "auth.test", { "access-control-request-headers": "traceparent" }, path());
    expect([response.status, response.text]).toEqual([204, ""]);
    expect(cors(response.headers)).toEqual({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, HEAD",
      "access-control-allow-headers": "traceparent",
    });
    const { headers, status: answered } = await send(path(), { headers: { origin: APP, traceparent: "00-1-2-01" } });
    expect(answered).toBe(status);
    expect(cors(headers)).toEqual({ "access-control-allow-origin": "*" });
    expect(headers.get("access-control-expose-headers")).toContain("age");
  });

  it("no other route is answered so", async () => {
    for (const path of ["/", "/authz/graph.csv", "/events", "/t/acme/reset-password", "/nowhere"]) {
      expect([path, cors((await preflight(APP, "auth.test", {}, path)).headers)]).toEqual([path, {}]);
    }
  });
});

it("an error before any procedure is reached can be read by the page that made the call", async () => {
  const headers = { origin: "https://spa.example", "content-type": "application/json", "content-length": "99999999" };
  const answer = await send("/trpc/auth.login", { method: "POST", headers, body: "{}" });
  expect([answer.status, cors(answer.headers)]).toEqual([413, { "access-control-allow-origin": "*" }]);
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

describe("OpenFGA's API and AuthZEN's, which only servers call", () => {
  it.each([
    "/t/acme/openfga/stores",
    "/t/acme/openfga/stores/x/check",
    "/t/acme/access/v1/evaluation",
    "/access/v1/evaluation",
  ])("%s grants no page a method or a header", async (path) => {
    const { headers, status } = await preflight(APP, HOST, { "access-control-request-headers": "authorization" }, path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(headers.get("access-control-allow-methods")).toBeNull();
    expect(headers.get("access-control-allow-headers")).toBeNull();
  });
});
