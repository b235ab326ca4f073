import * as sdk from "@cf-auth/client";
import type { BrowserSession, SessionOptions } from "@cf-auth/client/browser";
import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { CHROMIUM, HANGING_MS, startChromium } from "./chromium.ts";
import { startTenantSite, type TenantSite } from "./tenant-site.ts";
import { signInAdmin, startTestStack, type TestStack } from "./test-stack.ts";

/**
 * One session in many tabs of a real browser, against the real service, through hours that are moved ahead on both sides. Tabs
 * are pages of one browser context: they share cookies, storage and channels, as the tabs of one profile do. Contexts share
 * nothing, as different browsers do.
 */
declare global {
  interface Window {
    readonly sdk: typeof import("@cf-auth/client/browser");
    session: BrowserSession;
  }
}

const FIVE_MINUTES = 300;
/** How long tabs share a session. */
const MINUTES = inject("long") ? 60 : 20;
const PASSWORD = "an unlikely sentence";
const MODES = {
  "bearer, in memory": { mode: "bearer", tabs: inject("long") ? 10 : 3 },
  "bearer, in storage": { mode: "bearer", tabs: 3, stored: true },
  cookie: { mode: "cookie", tabs: inject("long") ? 10 : 3 },
} as const;

let stack: TestStack;
let site: TenantSite;
let browser: Browser;
let admin: sdk.CfAuthClient;

describe.skipIf(CHROMIUM === undefined)("in a browser", () => {
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startTestStack(), startChromium()]);
    site = await startTenantSite(stack.url);
    admin = await signInAdmin(stack.url, stack.tenant);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await stack?.stop();
  });

  describe.each(Object.entries(MODES))("%s:", (_, { tabs, ...options }) => {
    let world: World;
    beforeAll(async () => {
      world = await World.make(options, tabs);
    });
    afterAll(async () => {
      await world?.context.close();
    });

    it(`${tabs} tabs go through ${MINUTES} minutes with one session, which none of them loses`, async () => {
      await world.signIn();
      const before = world.refreshes;
      for (let minutes = 0; minutes < MINUTES; minutes += 5) {
        await world.pass(FIVE_MINUTES);
        expect(await world.callAll()).toEqual(["ok"]);
      }
      expect(world.refreshes).toBeGreaterThanOrEqual(before + MINUTES / 5);
      expect([await world.shown(), await world.alive()]).toEqual([["anne@example.com"], 1]);
    });

    it("a minute of 503 signs nobody out", async () => {
      await world.pass(FIVE_MINUTES);
      site.weather = "503";
      for (let seconds = 0; seconds < 60; seconds += 30) {
        expect(await world.callAll()).toEqual(["bad_response"]);
        await world.pass(30);
      }
      site.weather = "fair";
      expect([await world.callAll(), await world.alive()]).toEqual([["ok"], 1]);
    });

    it("nor does being offline, and who is back goes on by itself", async () => {
      await world.pass(FIVE_MINUTES);
      await world.setOffline(true);
      expect(await world.callAll()).toEqual(["network"]);
      await world.pass(3 * FIVE_MINUTES);
      expect(await world.shown()).toEqual(["anne@example.com"]);
      const before = world.refreshes;
      await world.setOffline(false);
      await expect.poll(() => world.refreshes).toBeGreaterThan(before);
      expect([await world.callAll(), await world.alive()]).toEqual([["ok"], 1]);
    });

    it("nor do answers that are lost, for longer than the service forgives reuse", async () => {
      await world.pass(FIVE_MINUTES);
      const before = world.refreshes;
      site.weather = "lost";
      expect(await world.callAll(1)).toEqual(["network"]);
      site.weather = "fair";
      expect(world.refreshes).toBeGreaterThan(before);
      await world.pass(2 * FIVE_MINUTES);
      expect([await world.callAll(), await world.alive()]).toEqual([["ok"], 1]);
    });

    it("nor does sleep: of one tab while the others go on, and of the machine", async () => {
      const [sleeper] = world.pages as [Page];
      const devtools = await world.context.newCDPSession(sleeper);
      await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
      for (let i = 0; i < 3; i++) {
        await world.pass(FIVE_MINUTES, world.pages.slice(1));
        expect(await world.callAll(tabs - 1, 1)).toEqual(["ok"]);
      }
      await devtools.send("Page.setWebLifecycleState", { state: "active" });
      await sleeper.clock.fastForward(3 * FIVE_MINUTES * 1000);
      expect(await world.callAll()).toEqual(["ok"]);
      await world.pass(8 * 3600);
      expect([await world.callAll(), await world.alive()]).toEqual([["ok"], 1]);
    });

    it("the access token goes to the tenant's own API, and not on to where that redirects", async () => {
      const elsewhere = `http://elsewhere.localhost:${site.port}/api/`;
      site.authorizations.length = 0;
      await world.pages[0]?.evaluate(async (to) => {
        await window.session.fetch("/api/orders");
        await window.session.fetch(`/api/orders?to=${encodeURIComponent(to)}`);
        await window.session.fetch(to);
      }, elsewhere);
      const own = { host: world.host, authorization: expect.stringMatching(/^Bearer e/) };
      const other = { host: `elsewhere.localhost:${site.port}`, authorization: undefined };
      expect(site.authorizations).toEqual([own, own, other, other]);
    });

    it("another's sign-in, and a sign-out, reach every tab", async () => {
      await world.pages[1]?.evaluate(
        (password) => window.session.login({ email: "bob@example.com", password }),
        PASSWORD,
      );
      await expect.poll(() => world.shown()).toEqual(["bob@example.com"]);
      // Ids of sessions sort by age, which is how tabs know what came later.
      expect(await world.callAll()).toEqual(["ok"]);
      expect(await world.alive()).toBe(0);
      await world.pages[2]?.evaluate(() => window.session.logout());
      await expect.poll(() => world.shown()).toEqual(["signed-out"]);
      await world.pages[2]?.reload();
      await world.start(world.pages.slice(2, 3));
      await expect.poll(() => world.shown()).toEqual(["signed-out"]);
      const kept = await world.pages[2]?.evaluate(() => JSON.stringify(localStorage) + document.cookie);
      expect(kept).not.toMatch(/rt_|eyJ|@/);
      expect(await world.context.cookies()).toEqual([]);
    });
  });

  it("a page that is loaded again is signed in by its cookie, which no script sees", async () => {
    const world = await World.make({ mode: "cookie" }, 1);
    await world.signIn();
    const [page] = world.pages as [Page];
    expect(await page.evaluate(() => JSON.stringify(localStorage) + document.cookie)).not.toMatch(/rt_|eyJ|@/);
    expect(await world.context.cookies()).toMatchObject([{ name: "__Host-session", httpOnly: true, secure: true }]);
    for (let i = 0; i < 3; i++) {
      await page.reload();
      await world.start([page]);
      await expect.poll(() => world.shown()).toEqual(["anne@example.com"]);
    }
    expect(await world.alive()).toBe(1);
    await world.context.close();
  });

  it("a page of another origin signs in with headers of its own", async () => {
    const world = await World.make({ mode: "bearer", ...ACROSS_ORIGINS() }, 1);
    await world.signIn();
    expect(await world.callAll()).toEqual(["ok"]);
    await world.pages[0]?.evaluate(() => window.session.logout());
    expect([await world.shown(), await world.alive()]).toEqual([["signed-out"], 0]);
    await world.context.close();
  });

  it("a page in a sandboxed frame, whose origin is null, has a session in its own memory", async () => {
    const world = await World.make({ mode: "bearer", ...ACROSS_ORIGINS() }, 1);
    await world.signIn();
    const [page] = world.pages as [Page];
    const { options } = world;
    const shown = await page.evaluate(
      async ({ options, password, origin }) => {
        const frame = document.createElement("iframe");
        frame.sandbox.add("allow-scripts");
        const answer = new Promise((resolve) => {
          window.addEventListener("message", ({ data }) => resolve(data), { once: true });
        });
        frame.srcdoc = `<script type="module">
          import { createSession } from "${origin}/sdk/browser.js";
          const shown = [self.origin];
          try {
            const session = createSession(${JSON.stringify(options)});
            shown.push((await session.ready()).state);
            await session.login({ email: "bob@example.com", password: "${password}" });
            shown.push((await session.client.auth.me()).user.email);
            await session.logout();
            shown.push(session.state);
          } catch (error) {
            shown.push(error.code ?? String(error));
          }
          parent.postMessage(shown, "*");
        </script>`;
        document.body.append(frame);
        return await answer;
      },
      { options, password: PASSWORD, origin: `http://${world.host}` },
    );
    expect(shown).toEqual(["null", "signed-out", "bob@example.com", "signed-out"]);
    // The page around it has its own.
    expect([await world.shown(), await world.callAll()]).toEqual([["anne@example.com"], ["ok"]]);
    await world.context.close();
  });
});

/** The service's own address, which is another origin than the page's, and a header that no page has to name before. */
const ACROSS_ORIGINS = () => ({ url: stack.url, headers: { "x-app-version": "7" } });

let tenants = 0;

type Options = Pick<SessionOptions, "url" | "key" | "mode" | "headers" | "maxRetries" | "timeoutSeconds"> & {
  readonly stored?: boolean;
};

/** A tenant whose clock is moved, and a browser with tabs that show its page, whose clock is moved along. */
class World {
  readonly context: BrowserContext;
  readonly pages: Page[] = [];
  readonly host: string;
  readonly options: Options;
  readonly #server: sdk.CfAuthClient;
  #anne = "";
  #isOffline = false;
  /** Refreshes that the browser waits for. */
  readonly #open = new Set<Request>();

  private constructor(context: BrowserContext, server: sdk.CfAuthClient, options: Options, host: string) {
    this.context = context;
    this.host = host;
    this.#server = server;
    this.options = options;
    context.on("request", (request) => {
      if (request.url().endsWith("/trpc/auth.refresh")) this.#open.add(request);
    });
    context.on("requestfinished", (request) => this.#open.delete(request));
    context.on("requestfailed", (request) => this.#open.delete(request));
  }

  static async make(
    options: Pick<Options, "mode" | "headers" | "stored"> & { readonly url?: string },
    tabs: number,
  ): Promise<World> {
    const slug = `browser-${++tenants}`;
    const name = `${slug}.localhost`;
    const created = await admin.tenants.create({ slug, name: "Acme", environment: "test", host: name });
    const host = `${name}:${site.port}`;
    const context = await browser.newContext();
    context.setDefaultTimeout(HANGING_MS);
    await context.clock.install();
    const server = sdk.createClient({ url: stack.url, key: created.secretKey });
    // Waiting between attempts is the longest part of all this, and a machine that is busy is no network that is down.
    const all = {
      maxRetries: 1,
      timeoutSeconds: 60,
      url: `http://${host}`,
      key: created.publishableKey,
      ...options,
    };
    const world = new World(context, server, all, host);
    world.pages.push(...(await Promise.all(Array.from({ length: tabs }, () => context.newPage()))));
    await Promise.all(world.pages.map((page) => page.goto(`http://${host}/`)));
    await world.start(world.pages);
    return world;
  }

  /** As the page's own script would when it is loaded. */
  async start(pages: readonly Page[]): Promise<void> {
    await Promise.all(
      pages.map(async (page) => {
        await page.waitForFunction(() => "sdk" in window);
        await page.evaluate(({ stored, ...options }) => {
          window.session = window.sdk.createSession({ ...options, ...(stored && { storage: localStorage }) });
        }, this.options);
      }),
    );
  }

  async signIn(): Promise<void> {
    for (const name of ["anne", "bob"]) {
      const { user } = await this.#server.users.create({ email: `${name}@example.com`, password: PASSWORD });
      if (name === "anne") this.#anne = user.id;
    }
    await this.pages[0]?.evaluate(
      (password) => window.session.login({ email: "anne@example.com", password }),
      PASSWORD,
    );
    await expect.poll(() => this.shown()).toEqual(["anne@example.com"]);
  }

  async setOffline(isOffline: boolean): Promise<void> {
    this.#isOffline = isOffline;
    await this.context.setOffline(isOffline);
  }

  /** Moves the service's clock and the pages'. */
  async pass(seconds: number, pages = this.pages): Promise<void> {
    if (!this.#isOffline) await expect.poll(() => this.#isSettled()).toBe(true);
    await this.#server.testing.clock.advance({ seconds });
    await Promise.all(pages.map((page) => page.clock.fastForward(seconds * 1000)));
  }

  /**
   * Whether no refresh is in progress and the browser has the newest cookie. A late response of one tab can bring back an
   * older cookie, which another refresh replaces within a second. If the clocks moved by minutes in this second, the service
   * would take the older cookie for a stolen one.
   */
  async #isSettled(): Promise<boolean> {
    if (this.options.mode !== "cookie") return true;
    const isOwn = ({ host }: { readonly host: string }) => host === this.host;
    const [cookie] = await this.context.cookies();
    return this.#open.size === 0 && cookie?.value === site.cookies.findLast(isOwn)?.value;
  }

  /** Has tabs call at the same time. What they came to, each once. */
  async callAll(count = this.pages.length, from = 0): Promise<string[]> {
    const outcomes = this.pages.slice(from, from + count).map((page) =>
      page.evaluate(() =>
        window.session.client.auth.me().then(
          () => "ok",
          (error) => error.code ?? `${error}`,
        ),
      ),
    );
    return [...new Set(await Promise.all(outcomes))];
  }

  /** What tabs show, each once. */
  async shown(): Promise<string[]> {
    const all = this.pages.map((page) =>
      page.evaluate(() => window.session.user?.email ?? (window.session.state as string)),
    );
    return [...new Set(await Promise.all(all))];
  }

  /** How many sessions the service has of the user. */
  async alive(): Promise<number> {
    return (await this.#server.users.sessions.list({ id: this.#anne })).items.length;
  }

  get refreshes(): number {
    return site.calls.filter((path) => path === "auth.refresh").length;
  }
}
