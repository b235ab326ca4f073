import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { type LoadedPage, newApp, PageBrowser } from "../../test/page-browser.ts";
import { PARALLEL } from "../../test/parallel.ts";
import { somebody } from "../../test/people.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

const RETURN = "https://app.example.com/callback";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
/** A tenant whose app signs its users in on the hosted pages, and one of its users. */
async function setting({ returnUrls = [RETURN], returnUrl = RETURN } = {}) {
  const tenant = await createTenant(world.admin, `codes-${++tenants}`);
  await tenant.client.tenants.settings.update.mutate({ returnUrls });
  const person = await somebody(tenant);
  const app = await newApp({ tenant: tenant.tenant.slug, key: tenant.publishableKey, returnUrl });
  const clock = new StandingClock();
  const { clientFor } = isolate(clock);
  return { tenant, person, app, clock, auth: clientFor({ key: tenant.publishableKey }).auth, clientFor };
}

type Setting = Awaited<ReturnType<typeof setting>>;

/** Signs the user in, and returns the answer to the app. */
async function answerOf({ app, person }: Setting): Promise<URL> {
  const browser = new PageBrowser();
  const page = await browser.open(app.urlWith());
  const { location } = await browser.submit(page, { ...person.credentials, method: "password" });
  return new URL(location ?? "");
}

/** A code, with what its app sends to exchange it. */
async function codeFor(all: Setting) {
  const { app } = all;
  const code = (await answerOf(all)).searchParams.get("code") ?? "";
  return { code, codeVerifier: app.verifier, returnUrl: app.returnUrl };
}

const refused = { code: "code_exchange_refused" };
const openPage = async (url: string): Promise<LoadedPage> => await new PageBrowser().open(url);

describe("rule 38: the return URL", () => {
  it.each([
    "https://app.example.com/callback/",
    "https://app.example.com/callback?x=1",
    "https://app.example.com/Callback",
    "https://app.example.com:443/callback",
    "https://app.example.com/callback#x",
    "https://app.example.com.evil.example/callback",
    "https://app.example.com/callback/../evil",
    "http://app.example.com/callback",
    "",
  ])("rule 38: is compared byte by byte at the sign-in: %s", async (redirect_uri) => {
    const { app } = await setting();
    const page = await openPage(app.urlWith({ redirect_uri }));
    expect([page.status, page.location]).toEqual([400, null]);
  });

  it("rule 38: is compared again at the exchange", async () => {
    const all = await setting({ returnUrls: [RETURN, `${RETURN}/other`] });
    const exchange = await codeFor(all);
    const other = all.auth.exchangeCode.mutate({ ...exchange, returnUrl: `${RETURN}/other` });
    expect(await errorOf(other)).toMatchObject(refused);
    expect(await errorOf(all.auth.exchangeCode.mutate(exchange)), "the code is used up").toMatchObject(refused);
  });

  it("rule 38: may have any port on a loopback address, and nothing else", async () => {
    const registered = { returnUrls: ["http://127.0.0.1/callback"] };
    const all = await setting({ ...registered, returnUrl: "http://127.0.0.1:54321/callback" });
    await all.auth.exchangeCode.mutate(await codeFor(all));
    for (const redirect_uri of [
      "http://127.0.0.1:1/other",
      "http://127.0.0.2:1/callback",
      "http://localhost:1/callback",
    ])
      expect((await openPage(all.app.urlWith({ redirect_uri }))).status).toBe(400);
  });
});

describe("rule 39: a code", () => {
  it("rule 39: works once, and a second use ends the session of the first", async () => {
    const all = await setting();
    const exchange = await codeFor(all);
    const session = await all.auth.exchangeCode.mutate(exchange);
    expect(await errorOf(all.auth.exchangeCode.mutate(exchange))).toMatchObject(refused);
    const refresh = all.auth.refresh.mutate({ refreshToken: session.refreshToken });
    expect(await errorOf(refresh)).toMatchObject({ code: "session_ended" });
  });

  it(`rule 39: opens at most one session in ${PARALLEL} parallel exchanges, and none survives`, async () => {
    const all = await setting();
    const exchange = await codeFor(all);
    const tries = Array.from({ length: PARALLEL }, () =>
      all.auth.exchangeCode.mutate(exchange).then(
        () => "ok",
        () => "refused",
      ),
    );
    expect((await Promise.all(tries)).filter((outcome) => outcome === "ok").length).toBeLessThanOrEqual(1);
    const query = "SELECT count(*) AS alive FROM sessions WHERE user_id = ? AND ended_at IS NULL";
    expect(await env.DB.prepare(query).bind(all.person.user.id).first()).toEqual({ alive: 0 });
  });

  it("rule 39: lives for 60 seconds", async () => {
    const all = await setting();
    const [early, late] = [await codeFor(all), await codeFor(all)];
    // The codes were issued after the clock stopped.
    all.clock.advance(55);
    await all.auth.exchangeCode.mutate(early);
    all.clock.advance(65);
    expect(await errorOf(all.auth.exchangeCode.mutate(late))).toMatchObject(refused);
  });

  it("rule 39: is worth nothing after a change of credentials", async () => {
    const all = await setting();
    const exchange = await codeFor(all);
    const { accessToken } = await all.person.signIn();
    const change = { currentPassword: all.person.credentials.password, newPassword: "another unlikely sentence" };
    await all.clientFor({ token: accessToken }).auth.password.change.mutate(change);
    expect(await errorOf(all.auth.exchangeCode.mutate(exchange))).toMatchObject(refused);
  });
});

describe("rule 40: PKCE", () => {
  it.each([
    { code_challenge_method: "plain" },
    { code_challenge_method: "" },
    { code_challenge: "" },
    { code_challenge: "too-short" },
  ])("rule 40: is required with S256: %j", async (changed) => {
    const { app } = await setting();
    const { status, location } = await openPage(app.urlWith(changed));
    const answer = new URL(location ?? "");
    expect([status, answer.searchParams.get("error")]).toEqual([303, "invalid_request"]);
    expect(answer.searchParams.get("state")).toBe(app.state);
  });

  it("rule 40: refuses another verifier, and the challenge in its place", async () => {
    for (const wrong of ["x".repeat(43), "challenge"]) {
      const all = await setting();
      const codeVerifier = wrong === "challenge" ? all.app.parameters.code_challenge : wrong;
      const exchange = { ...(await codeFor(all)), codeVerifier };
      expect(await errorOf(all.auth.exchangeCode.mutate(exchange))).toMatchObject(refused);
    }
  });
});

describe("rule 43: a code is bound", () => {
  it("rule 43: to the key that began, and to its tenant", async () => {
    const all = await setting();
    const other = await setting();
    expect(await errorOf(other.auth.exchangeCode.mutate(await codeFor(all)))).toMatchObject(refused);
    const { key } = await all.tenant.client.apiKeys.create.mutate({ kind: "publishable", name: "other" });
    const byOther = all.clientFor({ key }).auth.exchangeCode.mutate(await codeFor(all));
    expect(await errorOf(byOther)).toMatchObject(refused);
  });

  it("rule 43: and no secret key or anonymous caller can exchange it", async () => {
    const all = await setting();
    const exchange = await codeFor(all);
    const secret = all.clientFor({ key: all.tenant.secretKey }).auth.exchangeCode.mutate(exchange);
    expect(await errorOf(secret)).toMatchObject({ code: "forbidden" });
    const nobody = all.clientFor({ tenant: all.tenant.tenant.slug }).auth.exchangeCode.mutate(exchange);
    expect(await errorOf(nobody)).toMatchObject({ code: "unauthenticated" });
  });
});

describe("rule 45: the answer", () => {
  it("rule 45: names the issuer of the tokens, with a code and with an error", async () => {
    const all = await setting();
    const answer = await answerOf(all);
    const issuer = `http://auth.test/t/${all.tenant.tenant.id}`;
    expect([...answer.searchParams.keys()].sort()).toEqual(["code", "iss", "state"]);
    expect([answer.searchParams.get("iss"), answer.searchParams.get("state")]).toEqual([issuer, all.app.state]);
    const refusal = new URL((await openPage(all.app.urlWith({ response_type: "token" }))).location ?? "");
    expect(Object.fromEntries(refusal.searchParams)).toEqual({
      ...{ error: "unsupported_response_type", iss: issuer, state: all.app.state },
    });
  });
});

describe("rule 46: a request that can't be trusted", () => {
  it("rule 46: is an error page here, and redirects nowhere", async () => {
    const all = await setting();
    const other = await setting();
    const evil = "https://evil.example/";
    for (const changed of [
      { redirect_uri: evil },
      { redirect_uri: evil, response_type: "token", code_challenge_method: "plain" },
      { client_id: `${all.tenant.publishableKey}x` },
      { client_id: "unknown" },
      { client_id: other.tenant.publishableKey },
      { client_id: all.tenant.secretKey },
    ]) {
      const page = await openPage(all.app.urlWith(changed));
      expect([page.status >= 400, page.location, page.headers.get("set-cookie")]).toEqual([true, null, null]);
    }
  });

  it("finds the tenant of the key where the URL names none", async () => {
    const all = await setting();
    const url = all.app.urlWith().replace(/^\/t\/[^/]+/, "");
    expect((await openPage(url)).path).toBe(`/t/${all.tenant.tenant.slug}/sign-in`);
    expect((await openPage("/sign-in?client_id=unknown")).status).toBe(404);
  });
});
