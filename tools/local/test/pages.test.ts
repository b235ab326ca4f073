import * as sdk from "@cf-auth/client";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { CHROMIUM, HANGING_MS, startChromium } from "./chromium.ts";
import { signInAdmin, startTestStack, type TestStack } from "./test-stack.ts";

/** The pages of the service in a real browser, as people use them. */
const PASSWORD = "an unlikely sentence";
const NEXT = "another unlikely sentence";
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

let stack: TestStack;
let browser: Browser;
let server: sdk.CfAuthClient;

describe.skipIf(CHROMIUM === undefined)("in a browser", () => {
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startTestStack(), startChromium()]);
    const admin = await signInAdmin(stack.url, stack.tenant);
    const { secretKey } = await admin.tenants.create({ slug: "acme", name: "Acme" });
    server = sdk.createClient({ url: stack.url, key: secretKey });
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  let context: BrowserContext;
  let complaints: string[];
  beforeEach(async () => {
    context = await browser.newContext();
    complaints = watch(context);
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  describe("the mailbox", () => {
    it("opens the button of an email in a tab of its own, where the page works", async () => {
      const email = await register();
      const page = await openEmail(context, email, "Confirm your");
      const button = page.frameLocator("iframe").locator("a").first();
      const [tab] = await Promise.all([context.waitForEvent("page"), button.click()]);
      await tab.getByRole("button", { name: "Confirm email" }).click();
      await tab.getByRole("heading", { name: "Email confirmed" }).waitFor();
      expect(await tab.evaluate("window.opener")).toBeNull();
      expect(page.url()).toContain("/dev/mailbox/");
    });

    it("shows an email that arrives while it is open, and only what its filter matches", async () => {
      const page = await open(context, "/dev/mailbox");
      const [first, second] = [await register(), await register()];
      await page.getByText(first).waitFor();
      await page.getByText(second).waitFor();
      await page.getByRole("searchbox").fill(second.toUpperCase());
      await page.getByText(first).waitFor({ state: "detached" });
      expect(await page.locator("#emails li").count()).toBe(1);
      await page.reload();
      expect(await page.locator("#emails li").count()).toBe(1);
      await page.getByRole("combobox", { name: "All kinds" }).selectOption("invitation");
      await page.getByText("No email matches").waitFor();
    });

    it("copies a code by a click", async () => {
      const email = await register();
      await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: stack.url });
      const page = await open(context, `/dev/mailbox?q=${email}`);
      const code = (await page.locator(".code").textContent())?.match(/\d+/)?.[0];
      await page.locator(".code").click();
      await page.getByText("Copied").waitFor();
      expect(code).toMatch(/^\d{8}$/);
      expect(await page.evaluate("navigator.clipboard.readText()")).toBe(code);
    });

    it("gives the email's frame the height of its content, and shows the text in its place", async () => {
      const page = await openEmail(context, await register(), "Confirm your");
      await page.frameLocator("iframe").locator("a").first().waitFor();
      const fits = "(f => f.clientHeight === f.contentDocument.documentElement.scrollHeight)";
      await page.waitForFunction(`${fits}(document.querySelector("iframe"))`);
      await page.getByText("Plain text").click();
      await page.locator("pre").waitFor({ state: "visible" });
      expect(await page.locator("iframe").isVisible()).toBe(false);
    });
  });

  describe("an account page", () => {
    it("shows and hides the password that is typed, and sets it", async () => {
      const email = await register();
      await server.auth.password.forgot({ email });
      const page = await open(context, await linkTo(email, "reset_password"));
      await page.getByLabel("New password", { exact: true }).fill(NEXT);
      await page.getByLabel("Repeat new password").fill(NEXT);
      const types = async () =>
        await page.evaluate("[...document.querySelectorAll('.field')].map((field) => field.type)");
      expect(await types()).toEqual(["password", "password"]);
      await page.getByLabel("Show password").check();
      expect(await types()).toEqual(["text", "text"]);
      await page.getByLabel("Show password").uncheck();
      expect(await types()).toEqual(["password", "password"]);
      await page.getByRole("button", { name: "Set new password" }).click();
      await page.getByRole("heading", { name: "Password changed" }).waitFor();
      expect((await server.auth.login({ email, password: NEXT })).user.email).toBe(email);
    });

    it("works without scripts, and offers then no box that does nothing", async () => {
      const email = await register();
      await server.auth.password.forgot({ email });
      const plain = await browser.newContext({ javaScriptEnabled: false });
      const page = await open(plain, await linkTo(email, "reset_password"));
      expect(await page.getByLabel("Show password").isVisible()).toBe(false);
      await page.getByLabel("New password", { exact: true }).fill(NEXT);
      await page.getByLabel("Repeat new password").fill(NEXT);
      await page.getByRole("button", { name: "Set new password" }).click();
      await page.getByRole("heading", { name: "Password changed" }).waitFor();
      await plain.close();
    });
  });

  it.each(inject("long") ? (["light", "dark"] as const) : (["dark"] as const))(
    "fits every page to a phone, without a word in the console: %s",
    async (colorScheme) => {
      const long = await register(`${"long-name-".repeat(6)}@${"sub.".repeat(20)}example.com`);
      await server.auth.password.forgot({ email: long });
      const phone = await browser.newContext({ ...PHONE, colorScheme });
      const seen = watch(phone);
      const email = await openEmail(phone, long, "Reset your");
      const paths = ["/", "/dev/mailbox", email.url(), "/errors", await linkTo(long, "reset_password")];
      for (const path of paths) {
        const page = await open(phone, path);
        const widths = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
        expect([path, widths]).toEqual([path, [390, 390]]);
        const ground = String(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
        const [brightness = 0] = (ground.match(/\d+/g) ?? []).map(Number);
        expect([path, brightness < 128 ? "dark" : "light"]).toEqual([path, colorScheme]);
      }
      expect(seen).toEqual([]);
      await phone.close();
    },
  );
});

/** What the browser says against its pages: refused styles, scripts and loads, and errors. */
function watch(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.setDefaultTimeout(HANGING_MS);
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(error.error().message));
  return complaints;
}

async function open(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(new URL(path, stack.url).href);
  return page;
}

let people = 0;
async function register(email = `person-${Date.now()}-${++people}@example.com`): Promise<string> {
  await server.auth.register({ email, password: PASSWORD });
  return email;
}

async function openEmail(context: BrowserContext, to: string, subject: string): Promise<Page> {
  const page = await open(context, `/dev/mailbox?q=${encodeURIComponent(to)}`);
  await page.getByRole("link", { name: subject }).first().click();
  await page.getByRole("link", { name: "← All emails" }).waitFor();
  return page;
}

async function linkTo(to: string, kind: string): Promise<string> {
  for (;;) {
    const answer = await fetch(`${stack.url}/dev/mailbox.json?to=${encodeURIComponent(to)}&kind=${kind}`);
    const { items } = (await answer.json()) as { items: { values: { link?: string } }[] };
    const link = items[0]?.values.link;
    if (link !== undefined) return link;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
