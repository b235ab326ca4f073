import * as sdk from "@cf-auth/client";
import type { Browser, BrowserContext, Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ChallengedPerson, challengedPerson, submitChallenged } from "../src/page-tour.ts";
import { CHROMIUM, HANGING_MS, startChromium } from "./chromium.ts";
import { signInAdmin, startTestStack, type TestStack } from "./test-stack.ts";

/**
 * The page with Cloudflare's widget in a real browser, under its own policy. Cloudflare's script and frame are doubles: they check what
 * the page asks for.
 */
const API = "https://challenges.cloudflare.com/turnstile/v0/api.js?onload=showChallenge&render=explicit";
const FRAME = "https://challenges.cloudflare.com/widget";

const WIDGET = `
globalThis.turnstile = {
  render(container, options) {
    globalThis.options = options;
    const frame = document.createElement("iframe");
    frame.src = "${FRAME}";
    container.append(frame);
  },
};
showChallenge();
`;

describe.skipIf(CHROMIUM === undefined)("a page with Cloudflare's widget", () => {
  let stack: TestStack;
  let browser: Browser;
  let challenged: ChallengedPerson;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  let sent: URLSearchParams[];
  beforeAll(async () => {
    const vars = { TURNSTILE_SITE_KEY: "0x-site", TURNSTILE_SECRET_KEY: "0x-secret" };
    [stack, browser] = await Promise.all([startTestStack({ unlimited: true, vars }), startChromium()]);
    const admin = await signInAdmin(stack.url, stack.tenant);
    const connect = (key: string) => sdk.createClient({ url: stack.url, key });
    challenged = await challengedPerson(admin, { url: stack.url, slug: "widget", connect });
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });
  beforeEach(async () => {
    context = await browser.newContext({ locale: "de-DE" });
    context.setDefaultTimeout(HANGING_MS);
    [complaints, sent] = [[], []];
    page = await context.newPage();
    page.on("console", (message) => {
      // The page of a refused form is reported as a failed load.
      if (message.text().includes("403 (Forbidden)")) return;
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    await context.route(challenged.signIn, take);
    // No test reaches Cloudflare.
    await context.route("https://**", async (route) => await route.abort());
    await context.route(FRAME, async (route) => await route.fulfill({ contentType: "text/html", body: "<p>Widget" }));
  });
  afterEach(async () => {
    await context.close();
  });

  /** Takes the form that has a field for the challenge: the service would ask Cloudflare about its token. */
  async function take(route: Route): Promise<void> {
    const form = new URLSearchParams(route.request().postData() ?? "");
    if (!form.has("challenge")) return await route.continue();
    sent.push(form);
    await route.fulfill({ contentType: "text/html", body: "<h1>Sent</h1>" });
  }

  const offersApi = async () =>
    await context.route(API, async (route) => await route.fulfill({ contentType: "text/javascript", body: WIDGET }));

  it("renders it for the site and the action, and sends its token with a form that waited for it", async () => {
    await offersApi();
    await submitChallenged(page, challenged);
    await page.frameLocator("iframe").getByText("Widget").waitFor();
    const shown = await page.evaluate(
      "(({ sitekey, action, language, size }) => ({ sitekey, action, language, size }))(options)",
    );
    expect(shown).toEqual({ sitekey: "0x-site", action: "password", language: "de", size: "flexible" });
    await page.fill("#password", "an unlikely sentence");
    await page.getByRole("button", { name: "Anmelden", exact: true }).click();
    await page.getByText("Einen Moment.").waitFor();
    expect(sent).toEqual([]);
    await page.evaluate("options.callback('token-1')");
    await page.getByRole("heading", { name: "Sent" }).waitFor();
    const { email } = challenged;
    const fields = { challenge: "token-1", email, password: "an unlikely sentence", method: "password" };
    expect(sent.map((form) => Object.fromEntries(form))).toEqual([fields]);
    expect(complaints).toEqual([]);
  });

  it("forgets a token that has expired, and never holds a button that sends an email", async () => {
    await offersApi();
    await submitChallenged(page, challenged);
    await page.frameLocator("iframe").getByText("Widget").waitFor();
    await page.evaluate("options.callback('token-1')");
    await page.getByText("Ihr Browser wurde geprüft.").waitFor();
    await page.evaluate("options['expired-callback']()");
    await page.getByRole("button", { name: "Code per E-Mail senden" }).click();
    await page.getByRole("heading", { name: "Sent" }).waitFor();
    expect(sent[0]?.get("challenge")).toBe("");
    expect(complaints).toEqual([]);
  });

  it("says so where the widget can't be loaded, and lets the form be sent", async () => {
    await submitChallenged(page, challenged);
    await page.fill("#password", "an unlikely sentence");
    await page.getByText("Ihr Browser konnte nicht geprüft werden.").waitFor();
    await page.getByRole("button", { name: "Anmelden", exact: true }).click();
    await page.getByRole("heading", { name: "Sent" }).waitFor();
    expect(complaints).toEqual([expect.stringContaining("Failed to load resource")]);
  });

  it("shows the narrow widget where 300 pixels don't fit", async () => {
    await offersApi();
    await page.setViewportSize({ width: 360, height: 800 });
    await submitChallenged(page, challenged);
    await page.frameLocator("iframe").getByText("Widget").waitFor();
    expect(await page.evaluate("options.size")).toBe("compact");
  });
});
