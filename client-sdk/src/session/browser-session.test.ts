import { describe, expect, it, vi } from "vitest";
import type { Fate, Tab } from "../../test/fake-browser.ts";
import { ACCESS_SECONDS } from "../../test/fake-service.ts";
import {
  ANNE,
  BOB,
  browser,
  HOUR,
  MODES,
  me,
  openTabs,
  outcome,
  pass,
  rotations,
  service,
  shows,
  useSessionWorld,
} from "../../test/session-world.ts";

useSessionWorld();

const modes = Object.keys(MODES) as (keyof typeof MODES)[];
const lasting = ["bearer, in storage", "cookie"] as const;

describe.each(modes)("%s:", (mode) => {
  it("shows loading, signed out, the user, and signed out again", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await outcome(tab.session.logout());
    expect(tab.shown).toEqual(["loading", "signed-out", "anne", "signed-out"]);
    expect(service.sessions.map(({ endedBy }) => endedBy)).toEqual(["logout"]);
  });

  it("keeps one session in ten tabs for an hour, refreshes only when needed, and shows no change meanwhile", async () => {
    const tabs = await openTabs(mode, 10);
    await outcome((tabs[0] as Tab).session.login(ANNE));
    for (let i = 0; i < 36; i++) {
      await pass(ACCESS_SECONDS / 3);
      expect(await outcome(Promise.all(tabs.map(me)))).toHaveLength(10);
    }
    expect(service.sessions).toHaveLength(1);
    expect(service.alive).toHaveLength(1);
    // A token is used for five minutes less half of one: every third round needs another.
    expect(rotations()).toBe(12);
    expect(new Set(tabs.flatMap(({ shown }) => shown.slice(-1)))).toEqual(new Set(["anne"]));
    expect(tabs.every(({ shown }) => shown.filter((who) => who === "anne").length === 1)).toBe(true);
  });

  it("sends no request while nobody uses it", async () => {
    const [tab] = (await openTabs(mode, 3)) as [Tab];
    await outcome(tab.session.login(ANNE));
    const before = service.requests.length;
    await pass(10 * HOUR);
    expect(service.requests).toHaveLength(before);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("refreshes once for concurrent calls of a tab", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await pass(HOUR);
    await outcome(Promise.all(Array.from({ length: 20 }, () => me(tab))));
    expect(service.calls("auth.refresh").filter(({ token }) => token === undefined).length).toBeLessThanOrEqual(2);
    expect(rotations()).toBe(1);
  });

  it("shows a sign-out, another user's sign-in and its end in every tab", async () => {
    const [first, second, ...others] = (await openTabs(mode, 4)) as [Tab, Tab, ...Tab[]];
    await outcome(first.session.login(ANNE));
    expect(shows()).toEqual(Array(4).fill("anne"));
    await outcome(second.session.login(BOB));
    expect(shows()).toEqual(Array(4).fill("bob"));
    expect(service.alive.map(({ user }) => user.email)).toEqual(["bob"]);
    await outcome(first.session.logout());
    expect(shows()).toEqual(Array(4).fill("signed-out"));
    expect(await outcome(Promise.all(others.map((tab) => tab.session.accessToken())))).toEqual([undefined, undefined]);
    await outcome(first.session.login(ANNE));
    service.end(service.alive[0]?.sid ?? "", "revoked");
    expect(await outcome(me(second))).toBe("session_ended");
    expect(shows()).toEqual(Array(4).fill("signed-out"));
  });

  it("signs a new tab in like the others", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    const before = service.requests.length;
    const [next] = (await openTabs(mode, 1)) as [Tab];
    expect(next.shown).toEqual(["loading", "anne"]);
    expect(next.session.user).toEqual(tab.session.user);
    expect(service.requests).toHaveLength(before);
  });

  const troubles: readonly Fate[] = ["offline", "answer lost", "503", "portal"];
  it.each(troubles)("stays signed in during %s of any length", async (fate) => {
    const tabs = await openTabs(mode, 3);
    await outcome((tabs[0] as Tab).session.login(ANNE));
    await pass(ACCESS_SECONDS);
    browser.fate = () => fate;
    for (let i = 0; i < 20; i++) {
      expect(await outcome(me(tabs[i % 3] as Tab))).toMatch(/^(network|bad_response)$/);
      await pass(60);
    }
    expect(shows()).toEqual(Array(3).fill("anne"));
    browser.fate = () => "ok";
    expect(await outcome(Promise.all(tabs.map(me)))).toHaveLength(3);
    expect(service.sessions.map(({ endedBy }) => endedBy)).toEqual([undefined]);
  });

  it("survives a request that arrives twice", async () => {
    const tabs = await openTabs(mode, 3);
    browser.fate = () => "twice";
    await outcome((tabs[0] as Tab).session.login(ANNE));
    for (let i = 0; i < 5; i++) {
      await pass(ACCESS_SECONDS);
      expect(await outcome(Promise.all(tabs.map(me)))).toHaveLength(3);
    }
    expect(service.alive).toHaveLength(1);
  });

  it("continues with the newest token in a tab that slept through many refreshes", async () => {
    const [awake, asleep] = (await openTabs(mode, 2)) as [Tab, Tab];
    await outcome(awake.session.login(ANNE));
    asleep.freeze();
    for (let i = 0; i < 5; i++) {
      await pass(ACCESS_SECONDS);
      await outcome(me(awake));
    }
    asleep.thaw();
    asleep.fire("visibilitychange");
    expect(await outcome(me(asleep))).toMatchObject({ user: { email: "anne" } });
    expect(service.alive).toHaveLength(1);
    expect(rotations()).toBe(5);
  });

  it("ignores a refresh response that arrives after the sign-out", async () => {
    const [tab, other] = (await openTabs(mode, 2)) as [Tab, Tab];
    await outcome(tab.session.login(ANNE));
    await pass(ACCESS_SECONDS);
    other.freeze();
    const late = me(other).catch(() => "late");
    await pass(1);
    expect(service.calls("auth.refresh").length).toBeGreaterThan(0);
    await outcome(tab.session.logout());
    other.thaw();
    await outcome(late);
    expect(shows()).toEqual(["signed-out", "signed-out"]);
    expect(service.alive).toHaveLength(0);
  });

  it.each([
    ["five hours behind", 5 * HOUR],
    ["five hours ahead", -5 * HOUR],
  ])("works with a clock %s", async (_, offset) => {
    service.offsetSeconds = offset;
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    const before = service.calls("auth.refresh").length;
    for (let i = 0; i < 4; i++) await outcome(me(tab));
    expect(service.calls("auth.refresh")).toHaveLength(before);
    await pass(ACCESS_SECONDS);
    await outcome(me(tab));
    expect(rotations()).toBe(1);
    expect(service.calls("auth.me").filter(({ token }) => token === undefined)).toEqual([]);
  });

  it.each([
    ["ahead", HOUR, 1],
    ["back", -HOUR, 0],
  ])("stays signed in if the clock is set %s during use", async (_, by, max) => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    vi.setSystemTime(Date.now() + Number(by) * 1000);
    service.offsetSeconds -= Number(by);
    expect(await outcome(me(tab))).toMatchObject({ user: { email: "anne" } });
    expect(rotations()).toBe(max);
    await pass(ACCESS_SECONDS);
    expect(await outcome(me(tab))).toMatchObject({ user: { email: "anne" } });
  });

  it("refreshes an expired token and retries the call once", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    service.offsetSeconds += HOUR;
    expect(await outcome(me(tab))).toMatchObject({ user: { email: "anne" } });
    expect(rotations()).toBe(1);
    service.refusals.set("auth.me", "token_invalid");
    expect(await outcome(me(tab))).toBe("token_invalid");
    expect(rotations()).toBe(2);
    expect(tab.shows).toBe("anne");
  });

  it.each(["email_unverified", "factor_required"])("shows %s as an error without ending the session", async (code) => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await pass(ACCESS_SECONDS);
    service.refusals.set("auth.refresh", code);
    expect(await outcome(me(tab))).toBe(code);
    expect(tab.shows).toBe("anne");
    service.refusals.clear();
    expect(await outcome(me(tab))).toMatchObject({ user: { email: "anne" } });
  });

  it.each([
    "session_ended",
    "refresh_token_reused",
    "refresh_token_invalid",
    "user_banned",
    "password_reset_required",
    "tenant_suspended",
  ])("ends the session in all tabs on %s", async (code) => {
    const [tab] = (await openTabs(mode, 2)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await pass(ACCESS_SECONDS);
    service.refusals.set("auth.refresh", code);
    expect(await outcome(tab.session.accessToken())).toBe(code);
    expect(shows()).toEqual(["signed-out", "signed-out"]);
  });

  it("shows a changed profile in all tabs, also during a refresh", async () => {
    const [tab, other] = (await openTabs(mode, 2)) as [Tab, Tab];
    await outcome(tab.session.login(ANNE));
    await pass(ACCESS_SECONDS);
    const exchanging = me(other);
    await pass(0.001);
    await outcome(tab.session.client.auth.account.update({ name: "Anne" }));
    await outcome(exchanging);
    expect(browser.tabs.map(({ session }) => session.user?.name)).toEqual(["Anne", "Anne"]);
    await pass(ACCESS_SECONDS);
    await outcome(me(tab));
    expect(service.alive).toHaveLength(1);
  });

  it("ends this session when the user ends all sessions", async () => {
    const [tab] = (await openTabs(mode, 2)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await outcome(tab.session.client.auth.sessions.endAll());
    expect(shows()).toEqual(["signed-out", "signed-out"]);
  });

  it("sends no token to register and login, and the user's token to everything else", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await outcome(tab.session.client.auth.register({ email: "carol", password: "right" }));
    await outcome(me(tab));
    const [stranger] = service.calls("auth.register");
    expect([stranger?.token, stranger?.key]).toEqual([undefined, "pk_live_x"]);
    const request = service.calls("auth.me").at(-1);
    expect([request?.key, request?.token]).toEqual([undefined, expect.any(String)]);
  });

  it("throws on a wrong password and keeps the signed-in user", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    expect(await outcome(tab.session.login({ ...BOB, password: "wrong" }))).toBe("invalid_credentials");
    expect(tab.shows).toBe("anne");
  });

  it("leaves no timer, listener or channel after dispose, and notifies nobody", async () => {
    const [tab, other] = (await openTabs(mode, 2)) as [Tab, Tab];
    browser.fate = () => "offline";
    const [waiting] = [browser.open(MODES[mode]())];
    await pass(0.05);
    for (const one of [tab, waiting]) {
      one.session.dispose();
      expect([one.channels.size, one.handlers]).toEqual([0, []]);
    }
    await pass(1);
    expect(vi.getTimerCount()).toBe(0);
    browser.fate = () => "ok";
    const count = tab.shown.length;
    await outcome(other.session.login(ANNE));
    expect(tab.shown).toHaveLength(count);
  });
});

describe.each(lasting)("%s, after a reload:", (mode) => {
  it("is signed in again", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    browser.close(tab);
    const [next] = (await openTabs(mode, 1)) as [Tab];
    expect(next.shown).toEqual(["loading", "anne"]);
    expect(next.session.user).toEqual(tab.session.user);
    browser.close(next);
    await pass(HOUR);
    const [later] = (await openTabs(mode, 1)) as [Tab];
    expect(await outcome(me(later))).toMatchObject({ user: { email: "anne" } });
  });

  it("resumes a refresh whose response was lost with the page, hours later", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await pass(ACCESS_SECONDS);
    browser.fate = () => "answer lost";
    me(tab).catch(() => {});
    await pass(0.13);
    browser.close(tab);
    expect(rotations()).toBe(1);
    await pass(3 * HOUR);
    browser.fate = () => "ok";
    const [next] = (await openTabs(mode, 1)) as [Tab];
    expect(await outcome(me(next))).toMatchObject({ user: { email: "anne" } });
    expect(service.alive).toHaveLength(1);
  });

  it("is signed out after a sign-out", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await outcome(tab.session.logout());
    browser.close(tab);
    expect([...browser.stored.values()].join()).not.toMatch(/anne|rt_|e30/);
    const [next] = (await openTabs(mode, 1)) as [Tab];
    expect(next.shown).toEqual(["loading", "signed-out"]);
  });
});
