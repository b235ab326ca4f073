import { Hono } from "hono";
import { requestId } from "hono/request-id";
import { beforeAll, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { type Key, KeyHost, NOW, newKey, sign, verifierOf } from "../../test/issuer.ts";
import type { VerifiedToken, Verifier } from "../verify.ts";
import { authenticate } from "./authenticate.ts";

let key: Key;
let token: string;
beforeAll(async () => {
  key = await newKey();
  token = await sign(key);
});

let host: KeyHost;
let verifier: Verifier;
beforeEach(() => {
  host = new KeyHost(key);
  ({ verifier } = verifierOf(host));
});

const bearer = (text: string) => ({ headers: { authorization: `Bearer ${text}` } });
const protectedBy = (options: Omit<Parameters<typeof authenticate>[0], "verifier" | "optional"> = {}) =>
  new Hono().use(authenticate({ verifier, ...options })).get("/", (c) => c.json(c.get("auth")));

async function refused(response: Response) {
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const { title, detail: message, ...data } = (await response.json()) as Record<string, unknown>;
  expect([title, data.status]).toEqual([message, response.status]);
  return { message, data, challenge: response.headers.get("www-authenticate") };
}

describe("a valid token", () => {
  it("is accepted, and the context has its user", async () => {
    const response = await protectedBy().request("/", bearer(token));
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ userId: "usr_anne" })]);
  });

  it.each(["bearer", "BEARER", "Bearer  "])("is accepted with the scheme %s (RFC 9110 §11.1)", async (scheme) => {
    const headers = { authorization: `${scheme} ${token}` };
    expect((await protectedBy().request("/", { headers })).status).toBe(200);
  });

  it("is verified with the request's bindings", async () => {
    const app = new Hono<{ Bindings: { verifier: Verifier } }>()
      .use(authenticate({ verifier: (c) => c.env.verifier }))
      .get("/", (c) => c.text(c.get("auth").sessionId));
    expect(await (await app.request("/", bearer(token), { verifier })).text()).toBe("ses_1");
  });

  it("is typed as present if required, and as possibly undefined if optional", () => {
    new Hono().use(authenticate({ verifier })).get("/", (c) => {
      expectTypeOf(c.get("auth")).toEqualTypeOf<VerifiedToken>();
      return c.body(null);
    });
    new Hono().use(authenticate({ verifier, optional: true })).get("/", (c) => {
      expectTypeOf(c.get("auth")).toEqualTypeOf<VerifiedToken | undefined>();
      return c.body(null);
    });
  });
});

describe("401", () => {
  it.each([
    ["nothing", {}],
    ["another scheme", { authorization: `Basic ${btoa("a:b")}` }],
    ["an empty scheme", { authorization: "Bearer" }],
    ["two tokens", { authorization: "Bearer a b" }],
    ["a token in a cookie", { cookie: "token=x; __Host-session=rt_x" }],
  ])("for %s, without an error code (RFC 6750 §3.1)", async (_, headers) => {
    const response = await protectedBy().request(`/?access_token=${token}`, { headers: new Headers(headers) });
    expect(response.status).toBe(401);
    expect(await refused(response)).toEqual({
      challenge: "Bearer",
      message: expect.any(String),
      data: {
        code: "unauthenticated",
        status: 401,
        action: expect.any(String),
        retryable: false,
        requestId: "",
        details: {},
      },
    });
  });

  it.each([
    ["one that has ended", { exp: NOW - 10 }, "token_expired"],
    ["another tenant's", { iss: "https://auth.example.com/t/ten_globex" }, "token_invalid"],
    ["one from the future", { iat: NOW + 60 }, "token_not_yet_valid"],
  ])("for a token, %s: with invalid_token and the verifier's code", async (_, claims, code) => {
    const response = await protectedBy().request("/", bearer(await sign(key, claims)));
    expect(response.status).toBe(401);
    const { challenge, data } = await refused(response);
    expect(challenge).toMatch(/^Bearer error="invalid_token", error_description="[^"]+"$/);
    expect(data).toMatchObject({ code, status: 401 });
  });

  it.each(["x", "sk_live_x", '"', "a\\b"])("for a malformed token: %s", async (text) => {
    expect((await refused(await protectedBy().request("/", bearer(text)))).data.code).toBe("token_malformed");
  });

  it("for a sign-in that is too old or lacks a factor, with the requirement (RFC 9470 §3)", async () => {
    const old = await protectedBy({ maxFactorAgeSeconds: 30 }).request("/", bearer(token));
    const few = await protectedBy({ requireFactor: "hwk" }).request("/", bearer(token));
    expect([old.status, few.status]).toEqual([401, 401]);
    const tooOld = await refused(old);
    expect(tooOld.data).toMatchObject({ code: "reauthentication_required", details: { missing: ["pwd", "otp"] } });
    expect(tooOld.challenge).toMatch(/^Bearer error="insufficient_user_authentication", .*, max_age="30"$/);
    const tooFew = await refused(few);
    expect(tooFew.data).toMatchObject({ code: "factor_required", details: { missing: ["hwk"] } });
    expect(tooFew.challenge).not.toContain("max_age");
  });

  it("has the app's request id", async () => {
    const app = new Hono().use(requestId()).use(authenticate({ verifier }));
    const response = await app.request("/", { headers: { "x-request-id": "req-of-the-app" } });
    expect((await refused(response)).data.requestId).toBe("req-of-the-app");
  });
});

it("returns 503 and lets no request through if the keys can't be read", async () => {
  host.goDown();
  let ran = false;
  const app = new Hono().use(authenticate({ verifier })).get("/", (c) => {
    ran = true;
    return c.body(null);
  });
  const response = await app.request("/", bearer(token));
  expect([response.status, response.headers.get("retry-after"), ran]).toEqual([503, "1", false]);
  expect(await refused(response)).toMatchObject({
    challenge: null,
    data: { code: "keys_unavailable", retryable: true },
  });
});

it("passes unexpected errors of the verifier to the app, and lets no request through", async () => {
  const broken: Verifier = { verify: () => Promise.reject(new Error("broken")) };
  const app = new Hono().use(authenticate({ verifier: broken })).get("/", (c) => c.text("through"));
  app.onError((error, c) => c.text(error.message, 500));
  const response = await app.request("/", bearer(token));
  expect([response.status, await response.text()]).toEqual([500, "broken"]);
});

describe("optional", () => {
  const app = () =>
    new Hono()
      .use(authenticate({ verifier, optional: true }))
      .get("/", (c) => c.text(c.get("auth")?.userId ?? "nobody"));

  it("lets a request without a token through without a user", async () => {
    expect(await (await app().request("/")).text()).toBe("nobody");
    expect(await (await app().request("/", bearer(token))).text()).toBe("usr_anne");
  });

  it.each(["x", ""])("refuses an invalid token: %j", async (text) => {
    expect((await app().request("/", bearer(text))).status).toBe(401);
  });

  it("doesn't inherit the user of an earlier request", async () => {
    const nested = new Hono()
      .use(async (c, next) => {
        c.set("auth" as never, { userId: "usr_eve" } as never);
        await next();
      })
      .route("/", app());
    expect(await (await nested.request("/")).text()).toBe("nobody");
  });
});
