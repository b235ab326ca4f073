import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { attemptTenant, registerPerson } from "../../test/failed-attempts.ts";
import { createWorld, type World } from "../../test/world.ts";
import { bounded } from "./session-lifetimes.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** A test tenant with these settings, and a signed-in user of it. */
async function signedIn(settings = {}) {
  const tenant = await attemptTenant(world);
  await tenant.client.tenants.settings.update.mutate(settings);
  const session = await tenant.browser.auth.login.mutate(await registerPerson(tenant));
  const set = async (change: object) => await tenant.client.tenants.settings.update.mutate(change);
  const refresh = async (refreshToken: string) => await tenant.browser.auth.refresh.mutate({ refreshToken });
  const listed = async () => (await tenant.client.users.sessions.list.query({ id: session.user.id })).items;
  return { ...tenant, session, set, refresh, listed };
}

describe("rule 22: shorter limits apply to existing sessions", () => {
  it("rule 22: a session ends after the current idle limit without a refresh, whatever the limit was at sign-in", async () => {
    const { session, set, refresh, wait, listed } = await signedIn();
    await set({ sessionIdleSeconds: 300 });
    await wait(299);
    const { refreshToken, refreshTokenExpiresAt } = await refresh(session.refreshToken);
    const [{ expiresAt } = { expiresAt: undefined }] = await listed();
    expect(expiresAt).toEqual(refreshTokenExpiresAt);
    await wait(301);
    expect(await listed()).toEqual([]);
    expect(await errorOf(refresh(refreshToken))).toMatchObject({ code: "session_ended" });
  });

  it("rule 22: a shorter idle limit applies before the session's next refresh", async () => {
    const { session, set, refresh, wait, listed } = await signedIn();
    await wait(HOUR);
    await set({ sessionIdleSeconds: 300, sessionAbsoluteSeconds: 900 });
    expect(await listed()).toEqual([]);
    expect(await errorOf(refresh(session.refreshToken))).toMatchObject({ code: "session_ended" });
  });

  it("rule 22: a session ends at the current absolute limit, however often it is refreshed", async () => {
    const { session, set, refresh, wait } = await signedIn();
    await set({ sessionIdleSeconds: 300, sessionAbsoluteSeconds: 900 });
    let { refreshToken } = session;
    for (const seconds of [200, 200, 200, 200]) {
      await wait(seconds);
      const next = await refresh(refreshToken);
      refreshToken = next.refreshToken;
    }
    await wait(101);
    expect(await errorOf(refresh(refreshToken))).toMatchObject({ code: "session_ended" });
  });

  it("rule 22: no access token outlives its session's current end", async () => {
    const { session, set, refresh, wait } = await signedIn({ accessTokenSeconds: 15 * MINUTE });
    await set({ sessionAbsoluteSeconds: 15 * MINUTE });
    await wait(10 * MINUTE);
    const { accessTokenExpiresAt, refreshTokenExpiresAt } = await refresh(session.refreshToken);
    expect(accessTokenExpiresAt.getTime()).toBeLessThanOrEqual(refreshTokenExpiresAt.getTime());
    expect(refreshTokenExpiresAt.getTime() - session.accessTokenExpiresAt.getTime()).toBeLessThanOrEqual(0);
  });
});

it("rule 22: longer limits don't extend a session's absolute end", async () => {
  const { session, set, refresh, wait } = await signedIn({ sessionIdleSeconds: DAY, sessionAbsoluteSeconds: DAY });
  await set({ sessionIdleSeconds: 30 * DAY, sessionAbsoluteSeconds: 300 * DAY });
  await wait(23 * HOUR);
  const { refreshToken } = await refresh(session.refreshToken);
  await wait(2 * HOUR);
  expect(await errorOf(refresh(refreshToken))).toMatchObject({ code: "session_ended" });
});

it("the effective ends are the earlier ones, for any session and any limits", () => {
  const time = fc.integer({ min: 0, max: 400 * DAY });
  const seconds = fc.integer({ min: 5 * MINUTE, max: 365 * DAY });
  const at = (s: number) => new Date(s * 1000);
  const property = fc.property(time, time, time, time, seconds, seconds, (created, rotated, idle, end, i, a) => {
    const session = { createdAt: at(created), rotatedAt: at(rotated), idleExpiresAt: at(idle), expiresAt: at(end) };
    const effective = bounded(session, { idleSeconds: i, absoluteSeconds: a });
    expect(effective.idleExpiresAt).toEqual(at(Math.min(idle, rotated + i)));
    expect(effective.expiresAt).toEqual(at(Math.min(end, created + a)));
  });
  fc.assert(property);
});
