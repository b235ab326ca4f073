import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeBrowser, type Tab } from "../../test/fake-browser.ts";
import { ACCESS_SECONDS, FakeService } from "../../test/fake-service.ts";
import { nameOf } from "./name.ts";
import type { SessionOptions } from "./session.ts";

const ANNE = { email: "anne", password: "right" };
const BOB = { email: "bob", password: "right" };
const URL_OF_SERVICE = "https://auth.example";
const [OLD, NEW, OTHER] = ["pk_live_old_AAAAAA", "pk_live_new_BBBBBB", "pk_live_other_CCCCCC"];

let service: FakeService;
let browser: FakeBrowser;
beforeEach(() => {
  vi.useFakeTimers();
  service = new FakeService();
  service.tenants.set(OTHER, "ten_other");
  browser = new FakeBrowser(service);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const pass = async (seconds: number) => await vi.advanceTimersByTimeAsync(seconds * 1000);
async function outcome<T>(call: Promise<T>): Promise<T | string> {
  const done = call.catch((error) => `${error.code ?? error}`);
  await pass(30);
  return await done;
}
const shows = () => browser.tabs.map((tab) => tab.shows);
const rotations = () => service.sessions.flatMap(({ refreshTokens }) => refreshTokens.slice(1)).length;
const stored = (options: Partial<SessionOptions> = {}) => ({ storage: browser.localStorage, ...options });

async function open(options: Partial<SessionOptions>): Promise<Tab> {
  const tab = browser.open(options);
  await pass(1);
  return tab;
}

describe("a session's name", () => {
  it.each<[name: string, other: Partial<SessionOptions>]>([
    ["the key that takes the place of another", { key: NEW }],
    ["the default mode, written out", { mode: "bearer" }],
    ["a slash at the end of the address", { url: `${URL_OF_SERVICE}/` }],
    ["capitals in the address", { url: "HTTPS://Auth.Example" }],
    ["the default port in the address", { url: `${URL_OF_SERVICE}:443` }],
    ["other headers", { headers: { "x-app-version": "2" } }],
    ["another time limit", { timeoutSeconds: 3 }],
  ])("is the same for another spelling: %s", async (_, other) => {
    const tab = await open(stored({ key: OLD }));
    await outcome(tab.session.login(ANNE));
    browser.close(tab);
    const next = await open(stored({ key: OLD, ...other }));
    expect([next.shows, browser.stored.size, service.alive.length]).toEqual(["anne", 1, 1]);
  });

  it.each<[name: string, other: Partial<SessionOptions>]>([
    ["another mode, in which somebody else keeps the session", { mode: "cookie" }],
    ["another address", { url: "https://auth.other.example" }],
    ["another tenant that is named", { tenant: "globex" }],
    ["a test key, which is of another tenant", { key: "pk_test_x_DDDDDD" }],
    ["a name of the page's own", { storageKey: "admin" }],
  ])("differs for %s", (_, other) => {
    const options = { url: URL_OF_SERVICE, key: OLD };
    expect(nameOf({ ...options, ...other })).not.toBe(nameOf(options));
  });

  it("can be chosen by the page", async () => {
    const tab = await open(stored({ key: OLD, storageKey: "acme", url: URL_OF_SERVICE }));
    await outcome(tab.session.login(ANNE));
    expect([...browser.stored.keys()]).toEqual(["acme"]);
    browser.close(tab);
    const moved = await open(stored({ key: NEW, storageKey: "acme", url: "https://login.example" }));
    expect(moved.shows).toBe("anne");
  });

  it("doesn't contain the key, and neither does the storage", async () => {
    const tab = await open(stored({ key: OLD }));
    await outcome(tab.session.login(ANNE));
    expect(JSON.stringify([...browser.stored])).not.toContain(OLD);
  });
});

describe.each([
  ["in memory", () => ({})],
  ["in storage", () => stored()],
  ["in a cookie", () => ({ mode: "cookie" as const })],
])("tabs of two deployments, one with a key and one with its successor, %s:", (_, options) => {
  it("are signed in, renamed and signed out together", async () => {
    const [before, after] = [await open({ ...options(), key: OLD }), await open({ ...options(), key: NEW })];
    await outcome(before.session.login(ANNE));
    expect(shows()).toEqual(["anne", "anne"]);
    await outcome(after.session.client.auth.account.update({ name: "Anne" }));
    expect([before, after].map(({ session }) => session.user?.name)).toEqual(["Anne", "Anne"]);
    await outcome(after.session.logout());
    expect(shows()).toEqual(["signed-out", "signed-out"]);
    expect(service.sessions.map(({ endedBy }) => endedBy)).toEqual(["logout"]);
  });

  it("share one session for hours without extra refreshes", async () => {
    const tabs = [await open({ ...options(), key: OLD }), await open({ ...options(), key: NEW })];
    await outcome((tabs[0] as Tab).session.login(ANNE));
    const before = rotations();
    expect(before).toBeLessThanOrEqual(1);
    for (let i = 0; i < 12; i++) {
      await pass(ACCESS_SECONDS);
      await outcome(Promise.all(tabs.map(({ session }) => session.client.auth.me())));
    }
    expect(rotations()).toBe(before + 12);
    expect([shows(), service.alive.length]).toEqual([["anne", "anne"], 1]);
  });
});

describe("pages of two tenants on one origin with only their keys", () => {
  it.each([
    ["in memory", () => ({})],
    ["in storage", () => stored()],
  ])("share no session, %s", async (_, options) => {
    const [acme, globex] = [await open({ ...options(), key: OLD }), await open({ ...options(), key: OTHER })];
    await outcome(acme.session.login(ANNE));
    expect(shows()).toEqual(["anne", "signed-out"]);
    await outcome(globex.session.login(BOB));
    expect(shows()).toEqual(["anne", "bob"]);
    await outcome(globex.session.logout());
    expect(shows()).toEqual(["anne", "signed-out"]);
    expect(service.alive.map(({ user }) => user.email)).toEqual(["anne"]);
    expect(await outcome(acme.session.client.auth.me())).toMatchObject({ user: { email: "anne" } });
  });

  it("a page never shows, uses or ends another tenant's stored session", async () => {
    const acme = await open(stored({ key: OLD }));
    await outcome(acme.session.login(ANNE));
    browser.close(acme);
    const globex = await open(stored({ key: OTHER }));
    expect(globex.shown).toEqual(["loading", "signed-out"]);
    expect(service.requests.filter(({ token, key }) => key === OTHER && token !== undefined)).toEqual([]);
    expect(await outcome(globex.session.client.auth.me())).toBe("unauthenticated");
    browser.close(globex);
    const reopened = await open(stored({ key: OLD }));
    expect([reopened.shows, service.alive.length]).toEqual(["anne", 1]);
  });

  it.each(["tenant_suspended", "tenant_deleted", "refresh_token_invalid"])(
    "%s of the one signs nobody out of the other",
    async (code) => {
      const acme = await open(stored({ key: OLD }));
      await outcome(acme.session.login(ANNE));
      browser.close(acme);
      service.refusals.set("auth.refresh", code);
      const globex = await open(stored({ key: OTHER }));
      expect(globex.shows).toBe("signed-out");
      service.refusals.clear();
      browser.close(globex);
      expect((await open(stored({ key: OLD }))).shows).toBe("anne");
    },
  );

  it("have separate sessions with a tenant or a name", async () => {
    for (const [a, b] of [
      [{ tenant: "acme" }, { tenant: "globex" }],
      [{ storageKey: "a" }, { storageKey: "b" }],
    ]) {
      browser.stored.clear();
      const acme = await open(stored({ key: OLD, ...a }));
      const globex = await open(stored({ key: OTHER, ...b }));
      await outcome(acme.session.login(ANNE));
      await outcome(globex.session.login(BOB));
      browser.close(acme);
      browser.close(globex);
      const [first, second] = [await open(stored({ key: OLD, ...a })), await open(stored({ key: OTHER, ...b }))];
      expect([first.shows, second.shows]).toEqual(["anne", "bob"]);
      browser.close(first);
      browser.close(second);
    }
  });
});

it("trusts the service's response over a stored entry that names another tenant", async () => {
  const tab = await open(stored({ key: OLD }));
  await outcome(tab.session.login(ANNE));
  browser.close(tab);
  service.tenants.set(OLD, "ten_other");
  const moved = await open(stored({ key: OLD }));
  await outcome(moved.session.login(BOB));
  expect([moved.shows, (await outcome(moved.session.accessToken())) !== undefined]).toEqual(["bob", true]);
});
