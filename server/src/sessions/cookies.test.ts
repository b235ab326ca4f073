import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { timed } from "../../test/between.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { type Call, call, HOST, OWN, voidCall } from "../../test/page.ts";
import { send } from "../../test/raw.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

const PASSWORD = "an unlikely sentence";
const APP = "https://app.acme.example";
const FROM_APP = { origin: APP, "sec-fetch-site": "same-site" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.acme.client.tenants.settings.update.mutate({ allowedOrigins: [APP] });
});

let people = 0;
async function somebody(browser = world.acme.browser) {
  const credentials = { email: `person-${++people}@example.com`, password: PASSWORD };
  await browser.auth.register.mutate(credentials);
  const signIn = (more: Call = {}) => call("auth.login", { ...more, input: { ...credentials, mode: "cookie" } });
  return { credentials, signIn };
}

describe("rule 28: the cookie", () => {
  it("rule 28: is limited to this host and site, out of scripts' reach, and opaque", async () => {
    const { signIn, credentials } = await somebody();
    const { result, began, ended } = await timed(() => signIn());
    const { set = "", json, text } = result;
    const [pair = "", ...attributes] = set.split("; ");
    expect(pair).toMatch(/^__Host-session=rt_[0-9a-z]{26}_[A-Za-z0-9_-]{64}$/);
    const age = attributes.find((attribute) => attribute.startsWith("Max-Age="))?.slice("Max-Age=".length);
    expect(attributes.sort()).toEqual(["HttpOnly", `Max-Age=${age}`, "Path=/", "SameSite=Strict", "Secure"]);
    expect(Number(age)).toBeLessThanOrEqual(14 * 86_400);
    expect(Number(age)).toBeGreaterThanOrEqual(14 * 86_400 - 1 - (ended - began) / 1000);
    expect(json.refreshToken).toBe("");
    expect(text).not.toContain(pair.slice("__Host-session=".length));
    expect(set).not.toContain(credentials.email);
    // The access token belongs in memory: it names the user, so it is never a cookie.
    expect(decodeJwt(json.accessToken ?? "").sub).toMatch(/^usr_/);
  });

  it("refreshes a session by itself, each time with a new token", async () => {
    const { signIn, credentials } = await somebody();
    const { cookie: first } = await signIn();
    const next = await call("auth.refresh", { cookie: first });
    expect(next.code).toBe("ok");
    expect(next.cookie).not.toBe(first);
    expect(next.json.refreshToken).toBe("");
    const { user } = await clientFor({ token: `${next.json.accessToken}` }).auth.me.query();
    expect(user.email).toBe(credentials.email);
    expect((await call("auth.refresh", { cookie: next.cookie })).code).toBe("ok");
  });

  it("rule 21: ends the previous session of the browser at the next sign-in", async () => {
    const { signIn } = await somebody();
    const first = await signIn();
    const second = await signIn({ cookie: first.cookie });
    expect(second.cookie).not.toBe(first.cookie);
    expect((await call("auth.refresh", { cookie: first.cookie })).code).toBe("session_ended");
    const old = clientFor({ token: `${first.json.accessToken}` }).auth.me.query();
    expect(await errorOf(old)).toMatchObject({ code: "session_ended" });
    expect((await call("auth.refresh", { cookie: second.cookie })).code).toBe("ok");
  });

  it.each([
    ["with the access token", true],
    ["alone", false],
  ])("rule 23: signing out %s ends its session, and has the browser forget it", async (_, withToken) => {
    const { signIn } = await somebody();
    const { cookie, json } = await signIn();
    const headers = withToken ? { ...OWN, authorization: `Bearer ${json.accessToken}` } : OWN;
    const out = await call("auth.logout", { cookie, headers });
    expect(out.code).toBe("ok");
    expect(out.set).toMatch(/^__Host-session=; Max-Age=0; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
    expect((await call("auth.refresh", { cookie })).code).toBe("session_ended");
    expect(await errorOf(clientFor({ token: `${json.accessToken}` }).auth.me.query())).toMatchObject({
      code: "session_ended",
    });
  });

  it("is deleted when all sessions or its own end", async () => {
    const { signIn } = await somebody();
    for (const path of ["auth.sessions.endAll", "auth.sessions.end"]) {
      const { cookie, json } = await signIn();
      const authorization = `Bearer ${json.accessToken}`;
      const list = await call("auth.sessions.list", { cookie, headers: { ...OWN, authorization } });
      const [{ id, mode } = { id: "", mode: "" }] = (list.json as unknown as { items: { id: string; mode: string }[] })
        .items;
      expect(mode).toBe("cookie");
      const input = path.endsWith("end") ? { id } : undefined;
      const body = { headers: { ...OWN, authorization }, cookie, ...(input && { input }) };
      const out = input ? await call(path, body) : await voidCall(path, cookie, authorization);
      expect(out.set).toContain("Max-Age=0");
      expect((await call("auth.refresh", { cookie })).code).toBe("session_ended");
    }
  });

  it("is deleted if it is useless, and kept if it may become valid again", async () => {
    const { signIn } = await somebody();
    const { cookie, json } = await signIn();
    await clientFor({ token: `${json.accessToken}` }).auth.logout.mutate({});
    expect((await call("auth.refresh", { cookie })).set).toContain("Max-Age=0");
    const nonsense = await call("auth.refresh", { cookie: "__Host-session=nonsense" });
    expect([nonsense.code, nonsense.set?.includes("Max-Age=0")]).toEqual(["refresh_token_invalid", true]);
    const foreign = await call("auth.refresh", { cookie, headers: { origin: "https://evil.example" } });
    expect([foreign.code, foreign.set]).toEqual(["cross_site_request", undefined]);
  });

  it("is the only way to send its token, and accepts no other token", async () => {
    const { signIn, credentials } = await somebody();
    const { cookie } = await signIn();
    const refreshToken = cookie?.slice("__Host-session=".length) ?? "";
    const shown = world.acme.browser.auth.refresh.mutate({ refreshToken });
    expect(await errorOf(shown)).toMatchObject({ code: "refresh_token_invalid" });
    const bearer = await world.acme.browser.auth.login.mutate(credentials);
    const hidden = await call("auth.refresh", { cookie: `__Host-session=${bearer.refreshToken}` });
    expect(hidden.code).toBe("refresh_token_invalid");
    expect((await call("auth.refresh", { cookie })).code).toBe("ok");
    await world.acme.browser.auth.refresh.mutate({ refreshToken: bearer.refreshToken });
  });

  it("authenticates only the procedures that accept a cookie", async () => {
    const { signIn } = await somebody();
    const { cookie } = await signIn();
    const me = await voidCall("auth.me", cookie);
    expect(me.code).toBe("unauthenticated");
    expect((await call("auth.sessions.list", { cookie })).code).toBe("unauthenticated");
  });

  it("works only on the tenant's subdomain or its own host", async () => {
    const hosted = await world.admin.tenants.create.mutate({ slug: "hosted", name: "x", host: "login.hosted.example" });
    const { signIn } = await somebody(clientFor({ key: hosted.publishableKey }));
    for (const host of ["login.hosted.example", "hosted.auth.test"]) {
      const headers = { origin: `http://${host}`, "sec-fetch-site": "same-origin" };
      const { code, cookie } = await signIn({ host, headers });
      expect(code).toBe("ok");
      expect((await call("auth.refresh", { host, headers, cookie })).code).toBe("ok");
    }
    const headers = { origin: "http://auth.test", "sec-fetch-site": "same-origin", "x-tenant-id": "hosted" };
    const elsewhere = await signIn({ host: "auth.test", headers });
    expect([elsewhere.code, elsewhere.status, elsewhere.set]).toEqual(["cookie_host_required", 400, undefined]);
    const other = await signIn({ host: HOST, headers: { ...OWN, "x-tenant-id": "hosted" } });
    expect([other.code, other.set]).toEqual(["tenant_mismatch", undefined]);
    expect((await call("auth.refresh", { host: "auth.test", headers })).code).toBe("cookie_host_required");
  });

  it("is refused at another host with the right host and both remedies, without mentioning a refresh token", async () => {
    const headers = { origin: "http://auth.test", "sec-fetch-site": "same-origin", "x-tenant-id": "acme" };
    const { signIn } = await somebody();
    const { text } = await signIn({ host: "auth.test", headers });
    expect(JSON.parse(text).error.json).toMatchObject({
      message: "Cookie mode works on the tenant's own host only. The request was sent to details.host.",
      data: {
        action:
          'Call the tenant\'s subdomain or its own host, or use mode "bearer" and send the refresh token in the input.',
        details: { host: "auth.test" },
      },
    });
  });

  it("of one tenant is invalid in another", async () => {
    const { signIn } = await somebody();
    const { cookie } = await signIn();
    const headers = { origin: "http://globex.auth.test", "sec-fetch-site": "same-origin" };
    expect((await call("auth.refresh", { cookie, headers, host: "globex.auth.test" })).code).toBe(
      "refresh_token_invalid",
    );
    expect((await call("auth.refresh", { cookie })).code).toBe("ok");
  });
});

describe("rule 29: a request with a cookie must come from the tenant's own pages", () => {
  const refused: [string, Record<string, string>][] = [
    ["a foreign origin", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["a foreign origin that hides its site", { origin: "https://evil.example" }],
    ["another tenant's page", { origin: "http://globex.auth.test", "sec-fetch-site": "same-site" }],
    ["an allowed origin's namesake over http", { origin: "http://app.acme.example", "sec-fetch-site": "same-site" }],
    ["an origin that an allowed one begins", { origin: `${APP}.evil.example`, "sec-fetch-site": "same-site" }],
    ["an allowed origin on another site", { origin: APP, "sec-fetch-site": "cross-site" }],
    ["a sandboxed page", { origin: "null", "sec-fetch-site": "cross-site" }],
    ["a page with a null origin", { origin: "null" }],
    ["a typed address or a clicked link", { "sec-fetch-site": "none" }],
    ["another page of the site that hides its origin", { "sec-fetch-site": "same-site" }],
    ["neither Origin nor Sec-Fetch-Site", {}],
  ];

  it.each(refused)("rule 29: refuses %s", async (_, headers) => {
    const { signIn } = await somebody();
    const { cookie } = await signIn();
    const attempts = [
      await signIn({ headers }),
      await call("auth.refresh", { cookie, headers }),
      await call("auth.logout", { cookie, headers }),
    ];
    for (const attempt of attempts)
      expect([attempt.code, attempt.status, attempt.set]).toEqual(["cross_site_request", 403, undefined]);
    // Nothing has changed: the cookie still works.
    expect((await call("auth.refresh", { cookie })).code).toBe("ok");
  });

  it.each([
    ["the tenant's own host", OWN],
    ["the tenant's own host, by an old browser", { origin: `http://${HOST}` }],
    ["the tenant's own host, without an Origin", { "sec-fetch-site": "same-origin" }],
    ["an origin that the tenant allows", FROM_APP],
    ["an origin that the tenant allows, by an old browser", { origin: APP }],
  ])("rule 29: from %s", async (_, headers) => {
    const { signIn } = await somebody();
    const { cookie, code } = await signIn({ headers });
    expect(code).toBe("ok");
    expect((await call("auth.refresh", { cookie, headers })).code).toBe("ok");
    expect((await call("auth.logout", { cookie, headers })).code).toBe("ok");
  });

  it.each([
    ["text/plain", '{"json":{}}', 415],
    ["application/x-www-form-urlencoded", "json=%7B%7D", 415],
    [
      "multipart/form-data; boundary=x",
      '--x\r\ncontent-disposition: form-data; name="json"\r\n\r\n{}\r\n--x--\r\n',
      400,
    ],
    ["application/octet-stream", '{"json":{}}', 400],
    ["application/json-patch+json", '{"json":{}}', 415],
  ])("rule 29: not as %s, which a form or a beacon could send", async (contentType, body, status) => {
    const { signIn } = await somebody();
    const { cookie } = await signIn();
    for (const path of ["auth.refresh", "auth.logout", "auth.login"]) {
      const headers = { ...OWN, "content-type": contentType, cookie: `${cookie}` };
      const answer = await send(`/trpc/${path}`, { method: "POST", headers, body }, HOST);
      expect([path, answer.status]).toEqual([path, status]);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    expect((await call("auth.refresh", { cookie })).code).toBe("ok");
  });

  it("rule 27: a GET can't sign in, refresh or sign out", async () => {
    const { signIn, credentials } = await somebody();
    const { cookie } = await signIn();
    const before = await env.DB.prepare("SELECT count(*) AS n FROM sessions").first("n");
    for (const path of ["auth.login", "auth.refresh", "auth.logout", "auth.sessions.endAll"]) {
      const input = encodeURIComponent(JSON.stringify({ json: { ...credentials, mode: "cookie" } }));
      const answer = await send(`/trpc/${path}?input=${input}`, { headers: { ...OWN, cookie: `${cookie}` } }, HOST);
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([405, []]);
    }
    expect(await env.DB.prepare("SELECT count(*) AS n FROM sessions").first("n")).toBe(before);
    expect((await call("auth.refresh", { cookie })).code).toBe("ok");
  });
});

describe("rule 30: responses of sign-in are never cached", () => {
  it("rule 30: every response of sign-in has no-store, including errors", async () => {
    const { signIn } = await somebody();
    const { cookie, headers } = await signIn();
    expect(headers.get("cache-control")).toBe("no-store");
    for (const path of ["auth.refresh", "auth.logout", "auth.refresh", "auth.login"]) {
      expect((await call(path, { cookie })).headers.get("cache-control")).toBe("no-store");
    }
  });

  it("rule 30: the cookie comes with its response, even if the client requests streaming", async () => {
    const { credentials } = await somebody();
    for (const streaming of [{ "trpc-accept": "application/jsonl" }, { accept: "application/jsonl" }]) {
      const headers = { ...OWN, ...streaming, "content-type": "application/json" };
      const body = JSON.stringify({ 0: { json: { ...credentials, mode: "cookie" } } });
      const answer = await send("/trpc/auth.login?batch=1", { method: "POST", headers, body }, HOST);
      expect(answer.headers.getSetCookie()).toHaveLength(1);
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
  });
});

it("a changed setting applies from the next request on", async () => {
  const { client, browser } = await createTenant(world.admin, "moving");
  const host = "moving.auth.test";
  const { signIn } = await somebody(browser);
  expect((await signIn({ host, headers: FROM_APP })).code).toBe("cross_site_request");
  await client.tenants.settings.update.mutate({ allowedOrigins: [APP] });
  expect((await signIn({ host, headers: FROM_APP })).code).toBe("ok");
  await client.tenants.settings.update.mutate({ allowedOrigins: [] });
  expect((await signIn({ host, headers: FROM_APP })).code).toBe("cross_site_request");
});
