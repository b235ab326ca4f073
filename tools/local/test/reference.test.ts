import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { CHROMIUM, HANGING_MS, startChromium } from "./chromium.ts";
import { startTestStack, type TestStack } from "./test-stack.ts";

/** The API reference in its viewer, as a reader uses it. */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds in the viewer itself: a response has the name of its call. */
const OF_THE_VIEWER: ReadonlySet<string> = new Set(["landmark-unique"]);

let stack: TestStack;
let browser: Browser;

describe.skipIf(CHROMIUM === undefined)("the reference in a browser", () => {
  beforeAll(async () => {
    [stack, browser] = await Promise.all([startTestStack(), startChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  it("shows every group and call with curl and SDK, and tries a call with a key that it stores nowhere", async () => {
    const { context, complaints } = await watched(1280, "light");
    const page = await open(context, "#authz.check");
    await fits(page, "light");

    const document = await (await fetch(`${stack.url}/openapi.json`)).json();
    const { tags } = document as { tags: { name: string }[] };
    const links = page.getByRole("complementary").first().getByRole("link");
    await links.filter({ hasText: "http" }).first().waitFor();
    const shown = (await links.allTextContents()).map((text) => text.trim());
    expect(shown.filter((text) => tags.some(({ name }) => name === text))).toEqual(tags.map(({ name }) => name));

    const check = page.locator('[id$="/authz.check"]').first();
    await check.getByRole("button", { name: "curl" }).first().click();
    await page.getByRole("option", { name: "@cf-auth/client" }).click();
    await check.getByText("cfauth").first().waitFor();

    const key = stack.tenant.secretKey;
    await check.getByRole("button", { name: /Test Request/ }).click();
    const dialog = page.getByRole("dialog").first();
    await dialog.getByPlaceholder("Token").first().fill(key);
    const answered = page.waitForResponse((response) => response.url() === `${stack.url}/v1/authz.check`);
    await dialog.getByRole("button", { name: /^Send/ }).first().click();
    const response = await answered;
    expect([response.status(), response.request().headers().authorization === `Bearer ${key}`]).toEqual([200, true]);
    const stored = await page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])");
    expect(String(stored)).not.toContain(key);

    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each([
    [360, "dark"],
    ...(inject("long")
      ? ([
          [360, "light"],
          [1280, "dark"],
        ] as const)
      : []),
  ] as const)("fits a window of %i pixels, %s, and axe finds nothing of ours", async (width, colorScheme) => {
    const { context, complaints } = await watched(width, colorScheme);
    await fits(await open(context, "#authz.check"), colorScheme);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

/** Expects a page without overflow, in the colours of the scheme, in which axe finds nothing of ours. */
async function fits(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.getByText("$CF_AUTH_URL").first().waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
  const ground = String(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
  const [brightness = 0] = (ground.match(/\d+/g) ?? []).map(Number);
  expect(brightness < 128 ? "dark" : "light").toBe(colorScheme);
  const rules = "violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => ({ id, html })))";
  const found = await page.evaluate(`${AXE}; axe.run(document).then(({ violations }) => ${rules})`);
  // The fields that the line above selects.
  expect((found as { id: string; html: string }[]).filter(({ id }) => !OF_THE_VIEWER.has(id))).toEqual([]);
}

/** A window, and what it complains about: errors, refused loads, and requests to other origins. */
async function watched(width: number, colorScheme: "light" | "dark") {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const complaints: string[] = [];
  context.setDefaultTimeout(HANGING_MS);
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(error.error().message));
  context.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== "data:" && origin !== stack.url) complaints.push(`A request to ${origin}`);
  });
  return { context, complaints };
}

async function open(context: BrowserContext, hash = ""): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${stack.url}/reference${hash}`);
  await page.getByRole("heading", { name: "cf-auth API" }).first().waitFor({ state: "attached" });
  return page;
}
