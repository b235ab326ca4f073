import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeBrowser, type Fate, type Tab } from "../../test/fake-browser.ts";
import { ACCESS_SECONDS, FakeService } from "../../test/fake-service.ts";
import { createSession } from "./browser-session.ts";

const ANNE = { email: "anne", password: "right" };
const BOB = { email: "bob", password: "right" };
const HOUR = 3600;

let service: FakeService;
let browser: FakeBrowser;
beforeEach(() => {
  vi.useFakeTimers();
  service = new FakeService();
  browser = new FakeBrowser(service);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const pass = async (seconds: number) => await vi.advanceTimersByTimeAsync(seconds * 1000);
/** What a call comes to, once a minute at most has gone by. */
async function outcome<T>(call: Promise<T>): Promise<T | string> {
  const done = call.catch((error) => `${error.code ?? error}`);
  await pass(30);
  return await done;
}
const rotations = () => service.sessions.flatMap(({ refreshTokens }) => refreshTokens.slice(1)).length;
const shows = () => browser.tabs.map((tab) => tab.shows);
const me = (tab: Tab) => tab.session.client.auth.me();

const MODES = {
  "bearer, in memory": () => ({ mode: "bearer" }) as const,
  "bearer, in storage": () => ({ mode: "bearer", storage: browser.localStorage }) as const,
  cookie: () => ({ mode: "cookie" }) as const,
};
const lasting = ["bearer, in storage", "cookie"] as const;
const modes = Object.keys(MODES) as (keyof typeof MODES)[];

async function openTabs(mode: keyof typeof MODES, count: number): Promise<Tab[]> {
  const tabs = Array.from({ length: count }, () => browser.open(MODES[mode]()));
  await pass(1);
  return tabs;
}

describe.each(modes)("%s:", (mode) => {
  it("a page is told that it loads, that nobody is signed in, then who is, then that nobody is", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await outcome(tab.session.logout());
    expect(tab.shown).toEqual(["loading", "signed-out", "anne", "signed-out"]);
    expect(service.sessions.map(({ endedBy }) => endedBy)).toEqual(["logout"]);
  });

  it("ten tabs go through hours with one session, exchange its token when it is needed, and none is told of it", async () => {
    const tabs = await openTabs(mode, 10);
    await outcome((tabs[0] as Tab).session.login(ANNE));
    for (let i = 0; i < 60; i++) {
      await pass(ACCESS_SECONDS / 3);
      expect(await outcome(Promise.all(tabs.map(me)))).toHaveLength(10);
    }
    expect(service.sessions).toHaveLength(1);
    expect(service.alive).toHaveLength(1);
    // A token is used for five minutes less half of one: every third round needs another.
    expect(rotations()).toBe(20);
    expect(new Set(tabs.flatMap(({ shown }) => shown.slice(-1)))).toEqual(new Set(["anne"]));
    expect(tabs.every(({ shown }) => shown.filter((who) => who === "anne").length === 1)).toBe(true);
  });

  it("does nothing at all while nobody needs it", async () => {
    const [tab] = (await openTabs(mode, 3)) as [Tab];
    await outcome(tab.session.login(ANNE));
    const before = service.asked.length;
    await pass(10 * HOUR);
    expect(service.asked).toHaveLength(before);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("calls of a tab that come together wait for one exchange", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await pass(HOUR);
    await outcome(Promise.all(Array.from({ length: 20 }, () => me(tab))));
    expect(service.calls("auth.refresh").filter(({ token }) => token === undefined).length).toBeLessThanOrEqual(2);
    expect(rotations()).toBe(1);
  });

  it("a sign-out, a sign-in as another and another's end reach every tab", async () => {
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

  it("a new tab is signed in as the others are", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    const before = service.asked.length;
    const [next] = (await openTabs(mode, 1)) as [Tab];
    expect(next.shown).toEqual(["loading", "anne"]);
    expect(next.session.user).toEqual(tab.session.user);
    expect(service.asked).toHaveLength(before);
  });

  const troubles: readonly Fate[] = ["offline", "answer lost", "503", "portal"];
  it.each(troubles)("nobody is signed out by %s, however long", async (fate) => {
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

  it("a request that arrives twice does no harm", async () => {
    const tabs = await openTabs(mode, 3);
    browser.fate = () => "twice";
    await outcome((tabs[0] as Tab).session.login(ANNE));
    for (let i = 0; i < 5; i++) {
      await pass(ACCESS_SECONDS);
      expect(await outcome(Promise.all(tabs.map(me)))).toHaveLength(3);
    }
    expect(service.alive).toHaveLength(1);
  });

  it("a tab that has slept through many exchanges goes on with the newest", async () => {
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

  it("an answer to an exchange that comes after the sign-out changes nothing", async () => {
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
  ])("a clock %s costs nothing", async (_, offset) => {
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
  ])("a clock that is set %s while it is used signs nobody out", async (_, by, most) => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    vi.setSystemTime(Date.now() + Number(by) * 1000);
    service.offsetSeconds -= Number(by);
    expect(await outcome(me(tab))).toMatchObject({ user: { email: "anne" } });
    expect(rotations()).toBe(most);
    await pass(ACCESS_SECONDS);
    expect(await outcome(me(tab))).toMatchObject({ user: { email: "anne" } });
  });

  it("a token that the service says has expired is exchanged, and the call made again, once", async () => {
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

  it.each(["email_unverified", "factor_required"])("%s closes the gate, and is no end", async (code) => {
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
  ])("%s is the end, in all tabs", async (code) => {
    const [tab] = (await openTabs(mode, 2)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await pass(ACCESS_SECONDS);
    service.refusals.set("auth.refresh", code);
    expect(await outcome(tab.session.accessToken())).toBe(code);
    expect(shows()).toEqual(["signed-out", "signed-out"]);
  });

  it("what a user changes of themselves is shown in all tabs, also while one of them exchanges", async () => {
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

  it("who ends all sessions has ended this one", async () => {
    const [tab] = (await openTabs(mode, 2)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await outcome(tab.session.client.auth.sessions.endAll());
    expect(shows()).toEqual(["signed-out", "signed-out"]);
  });

  it("goes to register and to sign in as a stranger, and everywhere else as the user", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await outcome(tab.session.client.auth.register({ email: "carol", password: "right" }));
    await outcome(me(tab));
    const [stranger] = service.calls("auth.register");
    expect([stranger?.token, stranger?.key]).toEqual([undefined, "pk_live_x"]);
    const asked = service.calls("auth.me").at(-1);
    expect([asked?.key, asked?.token]).toEqual([undefined, expect.any(String)]);
  });

  it("a wrong password is thrown, and leaves who is signed in", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    expect(await outcome(tab.session.login({ ...BOB, password: "wrong" }))).toBe("invalid_credentials");
    expect(tab.shows).toBe("anne");
  });

  it("dispose leaves no timer, no listener and no channel, and tells nothing more", async () => {
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
    const told = tab.shown.length;
    await outcome(other.session.login(ANNE));
    expect(tab.shown).toHaveLength(told);
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

  it("takes up an exchange whose answer was lost with the page, though hours later", async () => {
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

  it("after a sign-out it is not", async () => {
    const [tab] = (await openTabs(mode, 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await outcome(tab.session.logout());
    browser.close(tab);
    expect([...browser.stored.values()].join()).not.toMatch(/anne|rt_|e30/);
    const [next] = (await openTabs(mode, 1)) as [Tab];
    expect(next.shown).toEqual(["loading", "signed-out"]);
  });
});

describe("in memory", () => {
  it("a session is gone with its last tab, and nothing is left of it", async () => {
    const [tab] = (await openTabs("bearer, in memory", 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    browser.close(tab);
    expect(browser.stored.size).toBe(0);
    const [next] = (await openTabs("bearer, in memory", 1)) as [Tab];
    expect(next.shown).toEqual(["loading", "signed-out"]);
  });
});

describe("in cookie mode", () => {
  it("no storage, and no message but between tabs, has a refresh token; the storage has no access token either", async () => {
    const [tab] = (await openTabs("cookie", 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await pass(ACCESS_SECONDS);
    browser.fate = () => "offline";
    await outcome(me(tab));
    expect(browser.cookie).toMatch(/^rt_/);
    expect([...browser.stored.values()].join()).toMatch(/attempt/);
    expect([...browser.stored.values()].join()).not.toMatch(/rt_|e30|anne/);
  });

  it("a sign-out that the service was not told of is none", async () => {
    const [tab] = (await openTabs("cookie", 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    browser.fate = () => "offline";
    expect(await outcome(tab.session.logout())).toBe("network");
    expect(tab.shows).toBe("anne");
    browser.fate = () => "ok";
    await outcome(tab.session.logout());
    expect([tab.shows, browser.cookie]).toEqual(["signed-out", undefined]);
  });

  it("a browser that has lost its cookie has lost the session", async () => {
    const [tab] = (await openTabs("cookie", 2)) as [Tab];
    await outcome(tab.session.login(ANNE));
    browser.cookie = undefined;
    await pass(ACCESS_SECONDS);
    expect(await outcome(me(tab))).toBe("unauthenticated");
    expect(shows()).toEqual(["signed-out", "signed-out"]);
  });

  it("waits for the network to come back, and is quick then", async () => {
    const [tab] = (await openTabs("cookie", 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    browser.close(tab);
    browser.fate = () => "503";
    const [next] = (await openTabs("cookie", 1)) as [Tab];
    await pass(10 * 60);
    expect(new Set(next.shown)).toEqual(new Set(["loading"]));
    browser.fate = () => "ok";
    next.fire("online");
    await pass(1);
    expect(next.shows).toBe("anne");
  });

  it("a deployment that does not allow it is told at the sign-in, and does not load for ever", async () => {
    service.refusals.set("auth.refresh", "cookie_host_required").set("auth.login", "cookie_host_required");
    const [tab] = (await openTabs("cookie", 1)) as [Tab];
    expect(tab.shows).toBe("signed-out");
    expect(await outcome(tab.session.login(ANNE))).toBe("cookie_host_required");
  });
});

describe("in bearer mode", () => {
  it("a sign-out ends the session here though the service cannot be told", async () => {
    const [tab] = (await openTabs("bearer, in storage", 2)) as [Tab];
    await outcome(tab.session.login(ANNE));
    browser.fate = () => "offline";
    expect(await outcome(tab.session.logout())).toBe("network");
    expect(shows()).toEqual(["signed-out", "signed-out"]);
    expect([...browser.stored.values()].join()).not.toMatch(/rt_/);
    expect(service.alive).toHaveLength(1);
    browser.fate = () => "ok";
    await outcome(tab.session.logout());
    expect(service.alive).toHaveLength(0);
  });

  it("of two who sign in at once one stays, and the other's session is ended", async () => {
    const [tab, other] = (await openTabs("bearer, in memory", 2)) as [Tab, Tab];
    await outcome(Promise.all([tab.session.login(ANNE), other.session.login(BOB)]));
    expect(new Set(shows()).size).toBe(1);
    expect(service.alive.map(({ user }) => user.email)).toEqual([tab.shows]);
  });

  it("a storage that fails is as good as none", async () => {
    const storage = {
      getItem: () => Promise.reject(new Error("No storage.")),
      setItem: () => {
        throw new Error("It is full.");
      },
    };
    const tab = browser.open({ storage });
    await pass(1);
    await outcome(tab.session.login(ANNE));
    await pass(ACCESS_SECONDS);
    expect(await outcome(me(tab))).toMatchObject({ user: { email: "anne" } });
  });

  it("a storage may take its time, and other things in it are left alone", async () => {
    browser.stored.set("theme", "dark");
    const { getItem, setItem } = browser.localStorage;
    const slowly = async () => await new Promise((resolve) => setTimeout(resolve, 50));
    const storage = {
      getItem: async (name: string) => await slowly().then(() => getItem(name)),
      setItem: async (name: string, value: string) => await slowly().then(() => setItem(name, value)),
    };
    const tab = browser.open({ storage });
    await pass(1);
    await outcome(tab.session.login(ANNE));
    const next = browser.open({ storage });
    await pass(1);
    expect(next.shows).toBe("anne");
    expect(browser.stored.get("theme")).toBe("dark");
  });
});

describe("a page", () => {
  it("that looks for calls at once has them wait until it is known who makes them", async () => {
    const [tab] = (await openTabs("cookie", 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    browser.close(tab);
    const next = browser.open({ mode: "cookie" });
    expect(await outcome(me(next))).toMatchObject({ user: { email: "anne" } });
    browser.cookie = undefined;
    browser.close(next);
    const stranger = browser.open({ mode: "cookie" });
    expect(await outcome(stranger.session.client.auth.password.forgot({ email: "anne" }))).toEqual({ accepted: true });
  });

  it("gives a call up when its caller does, and goes on with the exchange", async () => {
    const [tab] = (await openTabs("bearer, in memory", 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await pass(ACCESS_SECONDS);
    const abort = new AbortController();
    const call = tab.session.client.auth.me({ signal: abort.signal });
    abort.abort();
    expect(await outcome(call)).toBe("aborted");
    expect(rotations()).toBe(1);
  });

  it("that is hidden does nothing when the network comes back; one that is looked at finds out at once", async () => {
    const [tab, hidden] = (await openTabs("bearer, in memory", 2)) as [Tab, Tab];
    await outcome(tab.session.login(ANNE));
    await pass(HOUR);
    hidden.document.visibilityState = "hidden";
    vi.stubGlobal("document", hidden.document);
    hidden.fire("online");
    await pass(1);
    expect(rotations()).toBe(0);
    service.end(service.alive[0]?.sid ?? "", "revoked");
    vi.stubGlobal("document", tab.document);
    tab.fire("visibilitychange");
    await pass(1);
    expect(shows()).toEqual(["signed-out", "signed-out"]);
  });

  it("keeps what it is shown the same until it changes, and a listener's error to the listener", async () => {
    const [tab] = (await openTabs("bearer, in memory", 1)) as [Tab];
    const { getSnapshot, getServerSnapshot, subscribe, onChange } = tab.session;
    const seen: unknown[] = [];
    const stop = onChange((snapshot) => void seen.push(snapshot));
    const stopOther = subscribe(() => {});
    await outcome(tab.session.login(ANNE));
    const shown = getSnapshot();
    await pass(HOUR);
    await outcome(tab.session.accessToken());
    expect(getSnapshot()).toBe(shown);
    expect(seen).toEqual([shown]);
    stop();
    stopOther();
    await outcome(tab.session.logout());
    expect(seen).toHaveLength(1);
    expect(getServerSnapshot()).toEqual({ state: "loading", user: undefined });
  });
});

/** Pages that have to ask who is signed in: one whose browser has the session in a cookie, and one with a key that is new. */
const ASKING = {
  "in cookie mode": { before: { mode: "cookie" }, after: { mode: "cookie" } },
  "with a new key": { before: { key: "pk_live_AAAAAA" }, after: { key: "pk_live_BBBBBB" } },
} as const;

describe.each(Object.entries(ASKING))("a page that is loaded %s", (_, { before, after }) => {
  const opened = async (options: object) => {
    const tab = browser.open({ storage: browser.localStorage, ...options });
    await pass(1);
    return tab;
  };
  beforeEach(async () => {
    const tab = await opened(before);
    await outcome(tab.session.login(ANNE));
    browser.close(tab);
  });

  it("is told why it is not known yet who is signed in, once for each reason", async () => {
    browser.fate = () => "offline";
    const tab = browser.open({ storage: browser.localStorage, ...after });
    const told: string[] = [];
    tab.session.onChange(({ state, error }) => told.push(`${state} ${error?.code}`));
    await pass(5 * 60);
    expect(told).toEqual(["loading network"]);
    expect(tab.session.getSnapshot().error).toMatchObject({ code: "network", retryable: true });
    browser.fate = () => "503";
    await pass(5 * 60);
    browser.fate = () => "ok";
    await pass(60);
    expect(told).toEqual(["loading network", "loading bad_response", "signed-in undefined"]);
    expect(tab.session.getSnapshot().error).toBeUndefined();
    expect(service.alive).toHaveLength(1);
  });

  it.each(["email_unverified", "factor_required", "key_revoked", "origin_not_allowed"])(
    "shows nobody where the service answers %s, and says so; the session is there when it does not any more",
    async (code) => {
      service.refusals.set("auth.refresh", code);
      const tab = await opened(after);
      expect(tab.session.getSnapshot()).toMatchObject({ state: "signed-out", error: { code } });
      browser.close(tab);
      service.refusals.clear();
      const next = await opened(after);
      expect([next.shows, next.session.getSnapshot().error, service.alive.length]).toEqual(["anne", undefined, 1]);
    },
  );

  it("waits for a service that lacks a setting, which is nobody's end", async () => {
    service.refusals.set("auth.refresh", "misconfigured");
    const tab = await opened(after);
    expect(tab.session.getSnapshot()).toMatchObject({ state: "loading", error: { code: "misconfigured" } });
    service.refusals.clear();
    await pass(60);
    expect(tab.shows).toBe("anne");
  });

  it("shows nobody, and no error, once it is known that nobody is", async () => {
    browser.fate = () => "offline";
    const tab = await opened(after);
    expect(tab.session.getSnapshot().error).toMatchObject({ code: "network" });
    service.end(service.alive[0]?.sid ?? "", "revoked");
    browser.fate = () => "ok";
    await pass(60);
    expect(tab.session.getSnapshot()).toEqual({ state: "signed-out", user: undefined });
  });
});

describe("an API that says the tenant is suspended", () => {
  it("has the page signed out, in all tabs, where the service says so too, and nobody where it does not", async () => {
    const api = { origin: "https://api.example", code: "tenant_suspended" };
    const tab = browser.open({ apiOrigins: [api.origin] });
    const other = browser.open();
    await pass(1);
    await outcome(tab.session.login(ANNE));
    await pass(60);
    browser.api = () => Response.json({ error: { code: api.code } }, { status: 403 });
    const fetched = await outcome(tab.session.fetch(`${api.origin}/orders`));
    expect([Object(fetched).status, shows()]).toEqual([403, ["anne", "anne"]]);
    await pass(60);
    service.refusals.set("auth.refresh", api.code);
    await outcome(tab.session.fetch(`${api.origin}/orders`));
    expect([tab.shows, other.shows]).toEqual(["signed-out", "signed-out"]);
  });
});

describe("without a session", () => {
  it("bearer mode asks nothing where there is nothing to go on with", async () => {
    for (const mode of ["bearer, in memory", "bearer, in storage"] as const) await openTabs(mode, 2);
    expect(shows()).toEqual(Array(4).fill("signed-out"));
    expect(service.asked).toEqual([]);
  });
});

describe("a page without an origin of its own, in a sandboxed frame", () => {
  it("has a session in memory, and no API that is its own", async () => {
    vi.stubGlobal("location", { origin: "null" });
    const denied = () => {
      throw new DOMException("The document is sandboxed.", "SecurityError");
    };
    const sent: (string | null)[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      sent.push(new Request(input, init).headers.get("authorization"));
      return new Response();
    };
    for (const mode of ["bearer", "cookie"] as const) {
      const tab = browser.open({ mode, apiOrigins: undefined });
      Object.defineProperty(globalThis, "localStorage", { configurable: true, get: denied });
      await pass(1);
      await outcome(tab.session.login(ANNE));
      expect(tab.shows).toBe("anne");
    }
    const session = createSession({ url: "https://auth.example", fetch });
    await session.fetch("https://api.example/orders");
    expect(sent).toEqual([null]);
  });
});

describe("on a server", () => {
  it("nothing happens before it is used, no two sessions hear each other, and nothing is left open", async () => {
    const asked: string[] = [];
    const answer: typeof fetch = async (input, init) => {
      const path = `${input}`.split("/trpc/")[1] ?? "";
      asked.push(path);
      const { body } = service.answer({
        path,
        token: undefined,
        key: undefined,
        idempotencyKey: undefined,
        cookie: undefined,
        input: JSON.parse(`${init?.body}`).json,
      });
      return Response.json(body);
    };
    const [one, other] = [1, 2].map(() =>
      createSession({ url: "https://auth.example", key: "pk_live_x", fetch: answer }),
    );
    await pass(10);
    expect([one?.state, asked, vi.getTimerCount()]).toEqual(["loading", [], 0]);
    expect(await other?.ready()).toEqual({ state: "signed-out", user: undefined });
    await one?.login(ANNE);
    await pass(10);
    expect([one?.user?.email, other?.state]).toEqual(["anne", "signed-out"]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
