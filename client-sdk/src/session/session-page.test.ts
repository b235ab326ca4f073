import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Tab } from "../../test/fake-browser.ts";
import { ACCESS_SECONDS } from "../../test/fake-service.ts";
import {
  ANNE,
  browser,
  HOUR,
  me,
  openTabs,
  outcome,
  pass,
  rotations,
  service,
  shows,
  useSessionWorld,
} from "../../test/session-world.ts";
import { createSession } from "./browser-session.ts";

useSessionWorld();

describe("a page", () => {
  it("holds early calls until the state is known", async () => {
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

  it("aborts a call with its signal and finishes the refresh", async () => {
    const [tab] = (await openTabs("bearer, in memory", 1)) as [Tab];
    await outcome(tab.session.login(ANNE));
    await pass(ACCESS_SECONDS);
    const abort = new AbortController();
    const call = tab.session.client.auth.me({ signal: abort.signal });
    abort.abort();
    expect(await outcome(call)).toBe("aborted");
    expect(rotations()).toBe(1);
  });

  it("ignores the network's return while hidden, and continues at once when visible", async () => {
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

  it("keeps the snapshot object until it changes, and isolates a listener's error", async () => {
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

  it("shows each reason for an unknown state once", async () => {
    browser.fate = () => "offline";
    const tab = browser.open({ storage: browser.localStorage, ...after });
    const changes: string[] = [];
    tab.session.onChange(({ state, error }) => changes.push(`${state} ${error?.code}`));
    await pass(5 * 60);
    expect(changes).toEqual(["loading network"]);
    expect(tab.session.getSnapshot().error).toMatchObject({ code: "network", retryable: true });
    browser.fate = () => "503";
    await pass(5 * 60);
    browser.fate = () => "ok";
    await pass(60);
    expect(changes).toEqual(["loading network", "loading bad_response", "signed-in undefined"]);
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

  it("waits for a misconfigured service without ending the session", async () => {
    service.refusals.set("auth.refresh", "misconfigured");
    const tab = await opened(after);
    expect(tab.session.getSnapshot()).toMatchObject({ state: "loading", error: { code: "misconfigured" } });
    service.refusals.clear();
    await pass(60);
    expect(tab.shows).toBe("anne");
  });

  it("shows signed out without an error once that is known", async () => {
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
  it("signs all tabs out only if the service confirms it", async () => {
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
  it("sends no request in bearer mode", async () => {
    for (const mode of ["bearer, in memory", "bearer, in storage"] as const) await openTabs(mode, 2);
    expect(shows()).toEqual(Array(4).fill("signed-out"));
    expect(service.requests).toEqual([]);
  });
});

describe("a page without an origin of its own, in a sandboxed frame", () => {
  it("keeps the session in memory and has no API origin of its own", async () => {
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
  it("does nothing before its first use, shares nothing between sessions, and leaves nothing open", async () => {
    const requests: string[] = [];
    const answer: typeof fetch = async (input, init) => {
      const path = `${input}`.split("/trpc/")[1] ?? "";
      requests.push(path);
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
    expect([one?.state, requests, vi.getTimerCount()]).toEqual(["loading", [], 0]);
    expect(await other?.ready()).toEqual({ state: "signed-out", user: undefined });
    await one?.login(ANNE);
    await pass(10);
    expect([one?.user?.email, other?.state]).toEqual(["anne", "signed-out"]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
