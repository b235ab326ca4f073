import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { expectAfter } from "../../test/between.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { signInWithFactor } from "../../test/factors.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { somebody as register } from "../../test/people.ts";
import { send } from "../../test/raw.ts";
import { rewrite } from "../../test/rewrite.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { endAllSessions, endSessionsOf } from "./end-sessions.ts";
import type { SessionsOf } from "./session-store.ts";

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const somebody = async (tenant: Pick<World["acme"], "browser" | "client"> = world.acme) => await register(tenant);

/** Results of a call with the session's access token, and of a refresh. */
async function codesOf(session: { accessToken: string; refreshToken: string }, key = world.acme.publishableKey) {
  const me = clientFor({ token: session.accessToken }).auth.me.query();
  const access = await me.then(() => "ok").catch(() => errorOf(me).then((error) => error.code));
  const refresh = clientFor({ key }).auth.refresh.mutate({ refreshToken: session.refreshToken });
  return [access, await refresh.then(() => "ok").catch(() => errorOf(refresh).then((error) => error.code))];
}

let tenants = 0;
/** A time in the far future. */
const FAR = 9_000_000_000_000;
const ENDED = ["session_ended", "session_ended"];

describe("a user's sessions", () => {
  it("are listed in pages, newest first, with device, location and last use", async () => {
    const { credentials, signIn } = await somebody();
    await signIn();
    const userAgent =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15";
    const headers = { "content-type": "application/json", "x-tenant-id": "acme", "user-agent": userAgent };
    const init = {
      method: "POST",
      headers,
      body: JSON.stringify({ json: credentials }),
      cf: { city: "Zürich", country: "CH" },
    };
    const began = Date.now();
    const { body } = await send("/trpc/auth.login", init as RequestInit);
    const { accessToken } = (body as { result: { data: { json: { accessToken: string } } } }).result.data.json;
    const { sessions } = clientFor({ token: accessToken }).auth;
    const { items } = await sessions.list.query({});
    expect(items).toMatchObject([
      { device: "Safari on macOS", location: "Zürich, CH", mode: "bearer", current: true },
      { device: "Unknown device", location: "", current: false },
    ]);
    expectAfter(items[0]?.lastUsedAt ?? 0, 0, { began, ended: Date.now() });
    const first = await sessions.list.query({ limit: 1 });
    const second = await sessions.list.query({ limit: 1, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items]).toEqual(items);
    expect(second.nextCursor).toBeNull();
  });

  it("show the time of the last use: every refresh, and a sample of the requests in between", async () => {
    const clock = new StandingClock();
    const { clientFor } = isolate(clock);
    const { credentials } = await somebody();
    await world.acme.client.tenants.settings.update.mutate({ accessTokenSeconds: 15 * MINUTE });
    const start = clock.now().getTime();
    const browser = clientFor({ key: world.acme.publishableKey });
    const { accessToken, refreshToken } = await browser.auth.login.mutate(credentials);
    const { sessions } = clientFor({ token: accessToken }).auth;
    const minutes = async () => {
      const [session] = (await sessions.list.query({})).items;
      return Math.round(((session?.lastUsedAt.getTime() ?? 0) - start) / 60_000);
    };
    clock.advance(4 * MINUTE);
    expect(await minutes()).toBe(0);
    clock.advance(2 * MINUTE);
    expect(await minutes()).toBe(6);
    clock.advance(4 * MINUTE);
    expect(await minutes()).toBe(6);
    await browser.auth.refresh.mutate({ refreshToken });
    expect(await minutes()).toBe(10);
    await world.acme.client.tenants.settings.update.mutate({ accessTokenSeconds: null });
  });

  it("aren't listed after they ended or expired", async () => {
    const clock = new StandingClock();
    const { clientFor } = isolate(clock);
    const { credentials } = await somebody();
    const browser = clientFor({ key: world.acme.publishableKey });
    await browser.auth.login.mutate(credentials);
    clock.advance(14 * DAY);
    const { accessToken } = await browser.auth.login.mutate(credentials);
    expect((await clientFor({ token: accessToken }).auth.sessions.list.query({})).items).toHaveLength(1);
  });

  it("rule 25: end one by one, all but one, or all, from the next request on", async () => {
    const { signIn } = await somebody();
    const [here, one, two, three] = [await signIn(), await signIn(), await signIn(), await signIn()];
    const { sessions } = clientFor({ token: here.accessToken }).auth;
    const { items } = await sessions.list.query({});
    const id = items.at(-2)?.id ?? "";
    expect(await sessions.end.mutate({ id })).toEqual({ endedCount: 1 });
    expect(await sessions.end.mutate({ id })).toEqual({ endedCount: 0 });
    expect(await codesOf(one)).toEqual(ENDED);
    expect(await sessions.endOthers.mutate()).toEqual({ endedCount: 2 });
    expect(await codesOf(two)).toEqual(ENDED);
    expect(await codesOf(three)).toEqual(ENDED);
    expect((await sessions.list.query({})).items).toMatchObject([{ current: true }]);
    expect(await sessions.endAll.mutate()).toEqual({ endedCount: 1 });
    expect(await codesOf(here)).toEqual(ENDED);
  });

  it("rule 25: can't be listed or ended by other users, in the tenant or outside", async () => {
    const [anne, bert] = [await somebody(), await somebody()];
    const carla = await somebody(world.globex);
    const session = await anne.signIn();
    const { items } = await clientFor({ token: session.accessToken }).auth.sessions.list.query({});
    const id = items[0]?.id ?? "";
    for (const other of [await bert.signIn(), await carla.signIn()]) {
      const { sessions } = clientFor({ token: other.accessToken }).auth;
      expect((await sessions.list.query({})).items.map((item) => item.id)).not.toContain(id);
      expect(await errorOf(sessions.end.mutate({ id }))).toMatchObject({ code: "session_not_found", httpStatus: 404 });
      await sessions.endOthers.mutate();
      await sessions.endAll.mutate();
    }
    expect(await codesOf(session)).toEqual(["ok", "ok"]);
    expect(await errorOf(world.acme.browser.auth.sessions.list.query({}))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(world.acme.client.auth.sessions.endAll.mutate())).toMatchObject({ code: "forbidden" });
  });

  it("of an admin are those of the platform's tenant, even if another tenant is named", async () => {
    const admin = clientFor({ token: world.token, tenant: "acme" });
    const { items } = await admin.auth.sessions.list.query({});
    expect(items.filter((item) => item.current)).toHaveLength(1);
    expect(await admin.auth.sessions.endOthers.mutate()).toEqual({ endedCount: items.length - 1 });
  });
});

describe("lifetimes", () => {
  it("rule 22: a session ends when it isn't refreshed for its idle time", async () => {
    const clock = new StandingClock();
    const { clientFor } = isolate(clock);
    const { credentials } = await somebody();
    const browser = clientFor({ key: world.acme.publishableKey });
    const first = await browser.auth.login.mutate(credentials);
    clock.advance(14 * DAY - 10);
    const second = await browser.auth.refresh.mutate({ refreshToken: first.refreshToken });
    clock.advance(14 * DAY + 1);
    expect(await errorOf(browser.auth.refresh.mutate({ refreshToken: second.refreshToken }))).toMatchObject({
      code: "session_ended",
    });
  });

  it("rule 22: a session ends at its absolute limit, and no access token outlives it", async () => {
    const clock = new StandingClock();
    const { clientFor } = isolate(clock);
    const { credentials } = await somebody();
    const browser = clientFor({ key: world.acme.publishableKey });
    let session = await browser.auth.login.mutate(credentials);
    const end = clock.now().getTime() + 30 * DAY * 1000;
    for (const days of [13, 13, 3.999]) {
      clock.advance(days * DAY);
      session = { ...session, ...(await browser.auth.refresh.mutate({ refreshToken: session.refreshToken })) };
    }
    expect(session.accessTokenExpiresAt.getTime()).toBe(end);
    expect(session.refreshTokenExpiresAt).toEqual(session.accessTokenExpiresAt);
    clock.advance(0.001 * DAY + 6);
    const me = clientFor({ token: session.accessToken }).auth.me.query();
    expect(await errorOf(me)).toMatchObject({ code: "token_expired" });
    expect(await errorOf(browser.auth.refresh.mutate({ refreshToken: session.refreshToken }))).toMatchObject({
      code: "session_ended",
    });
  });

  it("rule 22: a tenant's own limits apply, and the platform's admins have shorter ones", async () => {
    const clock = new StandingClock();
    const { clientFor } = isolate(clock);
    const { client, browser, publishableKey } = await createTenant(world.admin, "brief");
    await client.tenants.settings.update.mutate({
      sessionIdleSeconds: 10 * MINUTE,
      sessionAbsoluteSeconds: 15 * MINUTE,
    });
    const { credentials } = await somebody({ browser, client });
    const moved = clientFor({ key: publishableKey });
    const first = await moved.auth.login.mutate(credentials);
    expect((first.refreshTokenExpiresAt.getTime() - clock.now().getTime()) / 1000).toBeCloseTo(10 * MINUTE, -1);
    clock.advance(9 * MINUTE);
    const second = await moved.auth.refresh.mutate({ refreshToken: first.refreshToken });
    expect((second.refreshTokenExpiresAt.getTime() - clock.now().getTime()) / 1000).toBeCloseTo(6 * MINUTE, -1);
    clock.advance(6 * MINUTE);
    expect(await errorOf(moved.auth.refresh.mutate({ refreshToken: second.refreshToken }))).toMatchObject({
      code: "session_ended",
    });

    const root = { email: "root@example.com", password: "a root is not a leaf" };
    const platform = clientFor({ tenant: "platform" });
    const admin = await signInWithFactor(platform, root, clock);
    expect((admin.refreshTokenExpiresAt.getTime() - clock.now().getTime()) / 1000).toBeCloseTo(30 * MINUTE, -1);
  });

  it("rule 21: every sign-in has its own secret of 256 random bits", async () => {
    const { signIn } = await somebody();
    const secrets = (await Promise.all(Array.from({ length: 4 }, signIn))).map((session) => session.refreshToken);
    expect(new Set(secrets.map((token) => token.slice(30))).size).toBe(4);
    // 64 characters of base64url: 256 bits of secret and 128 of a tag.
    for (const token of secrets) expect(token).toMatch(/^rt_[0-9a-z]{26}_[A-Za-z0-9_-]{64}$/);
  });
});

describe("sessions end from the next request on after", () => {
  const end = (tenantId: string, whose: SessionsOf, reason: Parameters<typeof endSessionsOf>[3]) =>
    endSessionsOf(isolate(new StandingClock()).app, tenantId, whose, reason);

  it("rule 23: a sign-out, with refresh and access token", async () => {
    const { signIn } = await somebody();
    const [session, other] = [await signIn(), await signIn()];
    await clientFor({ token: session.accessToken }).auth.logout.mutate({});
    expect(await codesOf(session)).toEqual(ENDED);
    expect(await codesOf(other)).toEqual(["ok", "ok"]);
  });

  it("rule 24: a ban", async () => {
    const { user, signIn } = await somebody();
    const [one, two] = [await signIn(), await signIn()];
    const bystander = await (await somebody()).signIn();
    await env.DB.prepare("UPDATE users SET status = 'banned' WHERE id = ?").bind(user.id).run();
    expect(await end(world.acme.tenant.id, { user: user.id }, "banned")).toBe(2);
    for (const session of [one, two]) expect(await codesOf(session)).toEqual(["user_banned", "user_banned"]);
    expect(await errorOf(signIn())).toMatchObject({ code: "user_banned" });
    expect(await codesOf(bystander)).toEqual(["ok", "ok"]);
    await env.DB.prepare("UPDATE users SET status = 'active' WHERE id = ?").bind(user.id).run();
    expect(await codesOf(one)).toEqual(["user_banned", "session_ended"]);
    expect(await codesOf(await signIn())).toEqual(["ok", "ok"]);
  });

  it("rule 24: a ban that reached the object twice or late, including sessions that had ended already", async () => {
    const { user, signIn } = await somebody();
    const session = await signIn();
    // As if the first call was interrupted after its database write.
    await env.DB.prepare("UPDATE sessions SET ended_at = ? WHERE user_id = ?").bind(Date.now(), user.id).run();
    expect((await codesOf(session))[0]).toBe("ok");
    expect(await end(world.acme.tenant.id, { user: user.id }, "banned")).toBe(0);
    expect((await codesOf(session))[0]).toBe("user_banned");
  });

  it("rule 24: a revocation of the API key that users signed in with", async () => {
    const { signIn, credentials } = await somebody();
    const { key, apiKey } = await world.acme.client.apiKeys.create.mutate({ kind: "publishable", name: "app" });
    const session = await clientFor({ key }).auth.login.mutate(credentials);
    const elsewhere = await signIn();
    await world.acme.client.apiKeys.revoke.mutate({ id: apiKey.id });
    expect(await codesOf(session)).toEqual(ENDED);
    expect(await codesOf(elsewhere)).toEqual(["ok", "ok"]);
    const withKey = clientFor({ key, token: elsewhere.accessToken });
    expect(await errorOf(withKey.auth.me.query())).toMatchObject({ code: "key_revoked" });
  });

  it("rule 24: a suspension of the tenant, and only of its sessions", async () => {
    const doomed = await createTenant(world.admin, "doomed");
    const { signIn } = await somebody(doomed);
    const session = await signIn();
    const other = await (await somebody()).signIn();
    expect(await codesOf(other)).toEqual(["ok", "ok"]);
    await env.DB.prepare("UPDATE tenants SET status = 'suspended' WHERE slug = 'doomed'").run();
    expect(await endAllSessions(isolate(new StandingClock()).app, doomed.tenant.id, "suspended")).toBe(1);
    expect(await codesOf(session, doomed.publishableKey)).toEqual(["tenant_suspended", "tenant_suspended"]);
    expect(await errorOf(signIn())).toMatchObject({ code: "tenant_suspended" });
    await rewrite(doomed.tenant.id, "UPDATE tenants SET status = 'active' WHERE slug = 'doomed'");
    expect(await codesOf(session, doomed.publishableKey)).toEqual(["tenant_suspended", "session_ended"]);
    expect(await codesOf(await signIn(), doomed.publishableKey)).toEqual(["ok", "ok"]);
  });

  it.each([
    ["the user is banned", "UPDATE users SET status = 'banned' WHERE id = ?", (ids: Ids) => ids.user],
    ["the key is revoked", "UPDATE api_keys SET revoked_at = 1 WHERE id = ?", (ids: Ids) => ids.key],
    [
      "another password is set",
      "UPDATE users SET credentials_version = credentials_version + 1 WHERE id = ?",
      (ids: Ids) => ids.user,
    ],
    ["the tenant is suspended", "UPDATE tenants SET status = 'suspended' WHERE id = ?", (ids: Ids) => ids.tenant],
    ["all sessions are ended", `UPDATE tenants SET sessions_ended_at = ${FAR} WHERE id = ?`, (ids: Ids) => ids.tenant],
  ])("rule 24: opens no session if %s between the sign-in policy and the session's write", async (_, disable, pick) => {
    const { tenant, client, browser } = await createTenant(world.admin, `behind-${++tenants}`);
    const { user, credentials } = await somebody({ browser, client });
    const { key, apiKey } = await client.apiKeys.create.mutate({ kind: "publishable", name: "app" });
    const { app } = isolate(new StandingClock());
    const sessions = Object.assign(Object.create(app.sessions), {
      create: async (...args: Parameters<typeof app.sessions.create>) => {
        await env.DB.prepare(disable)
          .bind(pick({ user: user.id, key: apiKey.id, tenant: tenant.id }))
          .run();
        return await app.sessions.create(...args);
      },
    });
    const { clientFor } = isolate(new StandingClock(), { sessions });
    const login = clientFor({ key }).auth.login.mutate(credentials);
    expect(await errorOf(login)).toMatchObject({ code: "session_ended" });
    const rows = await env.DB.prepare("SELECT * FROM sessions WHERE user_id = ?").bind(user.id).all();
    expect(rows.results).toEqual([]);
  });

  it("rule 24: every isolate applies a changed setting of a cached tenant", async () => {
    const { signIn } = await somebody();
    const session = await signIn();
    const isolates = [isolate(new StandingClock()), isolate(new StandingClock())];
    const names = async () =>
      await Promise.all(
        isolates.map(async ({ app }) => {
          const { tenantVersion } = await app.revocations(world.acme.tenant.id).standing(MARKS);
          return (await app.tenantCache.get(world.acme.tenant.id, tenantVersion, app.clock.now()))?.settings;
        }),
      );
    expect(await codesOf(session)).toEqual(["ok", "ok"]);
    const before = await names();
    await world.acme.client.tenants.settings.update.mutate({ minPasswordLength: 22 });
    expect(before).not.toContainEqual(expect.objectContaining({ minPasswordLength: 22 }));
    expect(await names()).toMatchObject([{ minPasswordLength: 22 }, { minPasswordLength: 22 }]);
    await world.acme.client.tenants.settings.update.mutate({ minPasswordLength: null });
  });
});

describe("rule 25: all sessions of a tenant", () => {
  it("rule 25: end immediately in every isolate, with their access tokens; later sign-ins succeed", async () => {
    const tenant = await createTenant(world.admin, `all-${++tenants}`);
    const people = await Promise.all([somebody(tenant), somebody(tenant)]);
    const sessions = await Promise.all(people.map(({ signIn }) => signIn()));
    const other = await (await somebody()).signIn();
    const refreshed = await tenant.browser.auth.refresh.mutate({ refreshToken: sessions[0]?.refreshToken ?? "" });
    const elsewhere = isolate(new StandingClock());
    const me = async (token: string) => await elsewhere.clientFor({ token }).auth.me.query();
    await me(refreshed.accessToken);

    expect(await tenant.client.tenants.sessions.endAll.mutate()).toEqual({ endedCount: 2 });
    for (const { accessToken } of [...sessions, refreshed]) {
      expect(await errorOf(me(accessToken))).toMatchObject({ code: "session_ended" });
    }
    for (const session of [...sessions, refreshed].slice(1)) {
      expect(await codesOf(session, tenant.publishableKey)).toEqual(ENDED);
    }
    expect(await codesOf(other)).toEqual(["ok", "ok"]);
    for (const { signIn } of people) expect(await codesOf(await signIn(), tenant.publishableKey)).toEqual(["ok", "ok"]);
    expect(await tenant.client.tenants.sessions.endAll.mutate()).toEqual({ endedCount: 2 });
    expect(await tenant.client.tenants.sessions.endAll.mutate()).toEqual({ endedCount: 0 });
    const { items } = await tenant.client.audit.list.query({ event: "tenants.sessions.", limit: 1 });
    expect(items).toMatchObject([{ event: "tenants.sessions.endAll", outcome: "ok" }]);
  });

  it("rule 25: end even if they began on a clock that is ahead or were opened meanwhile", async () => {
    const tenant = await createTenant(world.admin, `all-${++tenants}`);
    const { credentials } = await somebody(tenant);
    const ahead = new StandingClock();
    ahead.advance(4);
    const early = await isolate(ahead).clientFor({ key: tenant.publishableKey }).auth.login.mutate(credentials);
    const racing = Array.from({ length: 8 }, () =>
      clientFor({ key: tenant.publishableKey })
        .auth.login.mutate(credentials)
        .catch(() => undefined),
    );
    await tenant.client.tenants.sessions.endAll.mutate();
    expect(await codesOf(early, tenant.publishableKey)).toEqual(ENDED);
    // Each session was ended or began afterwards.
    for (const session of await Promise.all(racing)) {
      if (session === undefined) continue;
      const [access, refresh] = await codesOf(session, tenant.publishableKey);
      expect([session.user.id, access]).toEqual([session.user.id, refresh]);
    }
  });

  it("rule 25: can be ended by the tenant's servers and the admins who manage it", async () => {
    const { accessToken } = await (await somebody()).signIn();
    for (const client of [world.acme.browser, clientFor({ token: accessToken })]) {
      expect(await errorOf(client.tenants.sessions.endAll.mutate())).toMatchObject({ code: "forbidden" });
    }
  });
});

interface Ids {
  user: string;
  key: string;
  tenant: string;
}
const MARKS = { sessionId: "ses_none", clientId: "key_none", kid: "none", issuedAt: Date.now() };
