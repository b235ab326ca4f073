import { rmSync } from "node:fs";
import { createClient } from "@cf-auth/client";
import type { BrowserSession } from "@cf-auth/client/browser";
import { afterEach, describe, expect, it } from "vitest";
import { CHROMIUM, HANGING_MS, startChromium } from "./chromium.ts";
import { Process } from "./process.ts";
import { startTenantSite } from "./tenant-site.ts";
import { copySeededState, seededTenant } from "./test-stack.ts";

/** The recipe of docs/browser.md: cookie mode on a developer's machine, with the app on another origin of the same site. */
declare global {
  interface Window {
    readonly sdk: typeof import("@cf-auth/client/browser");
    session: BrowserSession;
  }
}

const PERSON = { email: "anne@example.com", password: "an unlikely sentence" };

describe.skipIf(CHROMIUM === undefined)("npm start --host", () => {
  const state = copySeededState();
  const closed: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closed.splice(0).reverse()) await close();
    rmSync(state, { recursive: true, force: true });
  });

  async function start(...args: string[]) {
    const process = new Process("tools/local/src/start.ts", ["--port", "0", "--state", state, ...args]);
    closed.push(() => process.kill());
    const url = await process.says(/listens on (\S+)/);
    const host = await process.says(/tenant's host\s+(\S+): for cookie mode/);
    return { url, host, stop: () => process.signal("SIGINT") };
  }

  it("keeps a page signed in over a reload in cookie mode, and leads the links of emails to the tenant's host", async () => {
    const first = await start("--host", "acme.localhost");
    expect(first.host).toBe(`http://acme.localhost:${new URL(first.url).port}`);
    await first.stop();
    // The next run has the host of the last one.
    const { url, host } = await start();
    const { secretKey, publishableKey } = seededTenant(state);
    const site = await startTenantSite(url);
    const browser = await startChromium();
    closed.push(
      () => site.stop(),
      () => browser.close(),
    );
    const app = `http://app.acme.localhost:${site.port}`;
    const server = createClient({ url, key: secretKey });
    await server.tenants.settings.update({ allowedOrigins: [app], appUrl: app });
    await server.auth.register(PERSON);

    const context = await browser.newContext();
    context.setDefaultTimeout(HANGING_MS);
    const page = await context.newPage();
    const open = async () => {
      await page.goto(app);
      await page.waitForFunction("window.sdk");
      const options = { url: host, key: publishableKey };
      return await page.evaluate(async (options) => {
        window.session = window.sdk.createSession({ ...options, mode: "cookie" });
        return (await window.session.ready()).user?.email;
      }, options);
    };
    expect(await open()).toBeUndefined();
    await page.evaluate(async (person) => {
      await window.session.login(person);
    }, PERSON);
    expect(await open()).toBe(PERSON.email);
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: "__Host-session", domain: "acme.localhost", httpOnly: true, secure: true });

    const { items } = await (await fetch(`${url}/dev/mailbox.json?kind=verify_email`)).json();
    await page.goto(items[0].values.link);
    expect(page.url()).toContain(`${host}/t/kubernetes/verify-email`);
    await page.getByRole("button", { name: "Confirm email" }).click();
    // These pages don't know that the app of this browser registered: the email's owner chooses the password.
    await page.getByLabel("New password", { exact: true }).fill(PERSON.password);
    await page.getByLabel("Repeat new password").fill(PERSON.password);
    await page.getByRole("button", { name: "Set new password" }).click();
    await page.getByRole("link", { name: /Kubernetes$/ }).click();
    await page.waitForURL(`${app}/`);
  });
});
