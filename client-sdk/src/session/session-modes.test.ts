import { describe, expect, it } from "vitest";
import type { Tab } from "../../test/fake-browser.ts";
import { ACCESS_SECONDS } from "../../test/fake-service.ts";
import {
  ANNE,
  BOB,
  browser,
  me,
  openTabs,
  outcome,
  pass,
  service,
  shows,
  useSessionWorld,
} from "../../test/session-world.ts";

useSessionWorld();

describe("in memory", () => {
  it("loses the session with its last tab and stores nothing", async () => {
    const [tab] = (await openTabs("bearer, in memory", 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    browser.close(tab);
    expect(browser.stored.size).toBe(0);
    const [next] = (await openTabs("bearer, in memory", 1)) as [Tab];
    expect(next.shown).toEqual(["loading", "signed-out"]);
  });
});

describe("in cookie mode", () => {
  it("keeps refresh tokens out of storage and messages, and access tokens out of storage", async () => {
    const [tab] = (await openTabs("cookie", 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await pass(ACCESS_SECONDS);
    browser.fate = () => "offline";
    await outcome(me(tab));
    expect(browser.cookie).toMatch(/^rt_/);
    expect([...browser.stored.values()].join()).toMatch(/attempt/);
    expect([...browser.stored.values()].join()).not.toMatch(/rt_|e30|anne/);
  });

  it("stays signed in if the sign-out did not reach the service", async () => {
    const [tab] = (await openTabs("cookie", 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    browser.fate = () => "offline";
    expect(await outcome(tab.session.logout())).toBe("network");
    expect(tab.shows).toBe("anne");
    browser.fate = () => "ok";
    await outcome(tab.session.logout());
    expect([tab.shows, browser.cookie]).toEqual(["signed-out", undefined]);
  });

  it("loses the session with the cookie", async () => {
    const [tab] = (await openTabs("cookie", 2)) as [Tab];
    await outcome(tab.session.login(ANNE));
    browser.cookie = undefined;
    await pass(ACCESS_SECONDS);
    expect(await outcome(me(tab))).toBe("unauthenticated");
    expect(shows()).toEqual(["signed-out", "signed-out"]);
  });

  it("waits for the network and continues at once when it is back", async () => {
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

  it("reports at sign-in that the deployment refuses cookies, and does not load forever", async () => {
    service.refusals.set("auth.refresh", "cookie_host_required").set("auth.login", "cookie_host_required");
    const [tab] = (await openTabs("cookie", 1)) as [Tab];
    expect(tab.shows).toBe("signed-out");
    expect(await outcome(tab.session.login(ANNE))).toBe("cookie_host_required");
  });
});

describe("in bearer mode", () => {
  it("signs out locally though the service is unreachable", async () => {
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

  it("keeps one of two concurrent sign-ins and ends the other session", async () => {
    const [tab, other] = (await openTabs("bearer, in memory", 2)) as [Tab, Tab];
    await outcome(Promise.all([tab.session.login(ANNE), other.session.login(BOB)]));
    expect(new Set(shows()).size).toBe(1);
    expect(service.alive.map(({ user }) => user.email)).toEqual([tab.shows]);
  });

  it("works without storage if the storage throws", async () => {
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

  it("accepts an asynchronous storage and leaves other entries alone", async () => {
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
