import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as sdk from "@cf-auth/client";
import type { BrowserSession } from "@cf-auth/client/browser";
import { TOTP } from "otpauth";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import {
  type ChallengedPerson,
  challengedPerson,
  emailed,
  pageHost,
  submitChallenged,
  TOUR_SETTINGS,
  tourPages,
  virtualAuthenticator,
} from "../src/page-tour.ts";
import { CHROMIUM, HANGING_MS, startChromium } from "./chromium.ts";
import { CLIENT, IdentityProvider, type People } from "./identity-provider.ts";
import { startTenantSite, type TenantSite } from "./tenant-site.ts";
import { signInAdmin, startTestStack, type TestStack } from "./test-stack.ts";

/** The hosted pages in a real browser, for an app on loopback that signs its users in on them. */
declare global {
  interface Window {
    readonly sdk: typeof import("@cf-auth/client/browser");
    session: BrowserSession;
  }
}

const PASSWORD = "an unlikely sentence";
const PEOPLE: People = { anne: { email: "anne@example.com", email_verified: true } };
const NEXT = "another unlikely sentence";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

let stack: TestStack;
let browser: Browser;
let site: TenantSite;
let server: sdk.CfAuthClient;
let key: string;
let provider: IdentityProvider;
let own: Awaited<ReturnType<typeof ownHost>>;
let challenged: ChallengedPerson;

describe.skipIf(CHROMIUM === undefined)("the hosted pages in a browser", () => {
  beforeAll(async () => {
    [stack, browser] = await Promise.all([
      startTestStack({ unlimited: true, vars: { ALLOW_LOOPBACK: "true" } }),
      startChromium(),
    ]);
    site = await startTenantSite(stack.url);
    const admin = await signInAdmin(stack.url, stack.tenant);
    const created = await admin.tenants.create({ slug: "acme", name: "Acme" });
    key = created.publishableKey;
    server = sdk.createClient({ url: stack.url, key: created.secretKey });
    await server.tenants.settings.update({ ...TOUR_SETTINGS, returnUrls: ["http://127.0.0.1/callback"] });
    own = await ownHost(admin);
    const connect = (secret: string) => sdk.createClient({ url: stack.url, key: secret });
    challenged = await challengedPerson(admin, { url: stack.url, slug: "challenged", connect });
    provider = await IdentityProvider.start(PEOPLE, `${stack.url}/t/acme/callback/partner`);
    const client = { issuer: provider.issuer, ...CLIENT };
    await server.providers.create({ slug: "partner", name: "Partner", ...client });
    await own.server.providers.create({ slug: "partner", name: "Partner", ...client });
  });
  afterAll(async () => {
    await browser?.close();
    await provider?.stop();
    await site?.stop();
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

  it("sign in with a password and return to the app, whose address bar keeps nothing", async () => {
    const email = await registered();
    const page = await startFromApp();
    await page.fill("#email", email);
    await page.fill("#password", PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    expect(await completed(page)).toBe(email);
    expect(new URL(page.url()).search).toBe("");
    expect(await page.evaluate("sessionStorage.length")).toBe(0);
    expect((await context.cookies(stack.url)).map(({ name }) => name)).toEqual([]);
  });

  it("sign up, verify the email, and are signed in", async () => {
    const email = newEmail();
    const page = await startFromApp({ signUp: true });
    await page.fill("#email", email);
    await page.fill("#newPassword", PASSWORD);
    await page.getByRole("button", { name: "Create account" }).click();
    await page.fill("#code", await emailed(stack.url, email, "verify_email", "code"));
    await page.getByRole("button", { name: "Continue" }).click();
    expect(await completed(page)).toBe(email);
  });

  it("sign in with an emailed code", async () => {
    const email = await registered();
    const page = await startFromApp();
    await page.fill("#email", email);
    await page.getByRole("button", { name: "Email me a code" }).click();
    await page.fill("#code", await emailed(stack.url, email, "sign_in_code", "code"));
    await page.getByRole("button", { name: "Continue" }).click();
    expect(await completed(page)).toBe(email);
  });

  it("rule 27: sign in by a link that is opened in the same browser, when its button is pressed", async () => {
    const email = await registered();
    const page = await startFromApp();
    await page.fill("#email", email);
    await page.getByRole("button", { name: "Email me a sign-in link" }).click();
    await page.getByRole("heading", { name: "Check your email" }).waitFor();
    await page.goto(await emailed(stack.url, email, "sign_in_link", "link"));
    await page.getByRole("button", { name: "Sign in" }).click();
    expect(await completed(page)).toBe(email);
  });

  it("demand the code of an authenticator app", async () => {
    const email = await registered();
    const { accessToken } = await sdk.createClient({ url: stack.url, key }).auth.login({ email, password: PASSWORD });
    const { factors } = sdk.createClient({ url: stack.url, token: accessToken }).auth;
    const { secret } = await factors.totp.start({});
    const device = new TOTP({ secret });
    await factors.totp.confirm({ code: device.generate() });
    const page = await startFromApp();
    await page.fill("#email", email);
    await page.fill("#password", PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    // The present step's code was used: the next one is accepted, too.
    await page.fill("#code", device.generate({ timestamp: Date.now() + 30_000 }));
    await page.getByRole("button", { name: "Continue" }).click();
    expect(await completed(page)).toBe(email);
  });

  it("rule 55: reset a password, then sign in with the new one", async () => {
    const email = await registered();
    const page = await startFromApp();
    await page.getByRole("link", { name: "Forgot password?" }).click();
    await page.fill("#email", email);
    await page.getByRole("button", { name: "Send link" }).click();
    const referrers: (string | undefined)[] = [];
    await page.goto(await emailed(stack.url, email, "reset_password", "link"));
    context.on("request", (request) => referrers.push(request.headers().referer));
    await page.fill("#password", NEXT);
    await page.fill("#repeated", NEXT);
    await page.getByRole("button", { name: "Set new password" }).click();
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Sign in to Acme" }).waitFor();
    expect(referrers.filter((referrer) => referrer !== undefined)).toEqual([]);
    await page.fill("#email", email);
    await page.fill("#password", NEXT);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    expect(await completed(page)).toBe(email);
  });

  it("sign in at an identity provider and return to the app", async () => {
    const page = await startFromApp();
    await page.getByRole("link", { name: "Continue with Partner" }).click();
    await page.fill("[name=login]", "anne");
    await page.fill("[name=password]", "any");
    await page.click("[type=submit]");
    await page.click("[type=submit]");
    expect(await completed(page)).toBe("anne@example.com");
  });

  it("create a passkey on the account page, and sign in with it from the autofill", async () => {
    const page = await context.newPage();
    await virtualAuthenticator(page);
    const email = await registered(own.server);
    await signInOn(page, email);
    await page.getByRole("button", { name: "Create a passkey" }).click();
    await page.getByRole("heading", { name: "Save your backup codes" }).waitFor();
    await page.getByRole("button", { name: "I saved them" }).click();
    await page.getByText("10 backup codes are left.").waitFor();
    await page.getByRole("button", { name: "Create a passkey" }).click();
    await page.getByText("This device already has a passkey for your account.").waitFor();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    // The virtual authenticator answers at once, as if the user had chosen the passkey.
    await page.goto(own.at("sign-in"));
    await page.waitForURL(own.at("account"));
    await page.getByText(`Signed in as ${email}`).waitFor();
  });

  it("take a passkey as second factor, on a browser that is trusted from then on", async () => {
    const page = await context.newPage();
    await virtualAuthenticator(page, { verifiesUser: false });
    const email = await registered(own.server);
    await signInOn(page, email);
    await page.getByRole("button", { name: "Create a passkey" }).click();
    await page.getByRole("button", { name: "I saved them" }).click();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await signInOn(page, email);
    await page.getByRole("heading", { name: "Confirm that it’s you" }).waitFor();
    await page.getByLabel("Trust this browser").check();
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.getByText(`Signed in as ${email}`).waitFor();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await signInOn(page, email);
    await page.getByText(`Signed in as ${email}`).waitFor();
  });

  it("say that no passkey was used, and hide them without scripts", async () => {
    const page = await context.newPage();
    await page.goto(own.at("sign-in"));
    await page.evaluate("navigator.credentials.get = async () => { throw new DOMException('', 'NotAllowedError'); }");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByText("No passkey was used.").waitFor();
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const without = await plain.newPage();
    await without.goto(own.at("sign-in"));
    expect(await without.getByRole("button", { name: "Sign in with a passkey" }).isVisible()).toBe(false);
    expect(await without.getByRole("link", { name: "Continue with Partner" }).isVisible()).toBe(true);
    await plain.close();
  });

  it("go back to the app without signing in, which learns the reason", async () => {
    const page = await startFromApp();
    await page.getByRole("link", { name: "Cancel" }).click();
    expect(await completed(page)).toBe("redirect_failed access_denied");
  });

  const looks = inject("long")
    ? [360, 1280].flatMap((width) =>
        ["en", "de"].flatMap((locale) => [look(width, "light", locale), look(width, "dark", locale)]),
      )
    : [look(360, "dark", "de")];
  it.each(looks)("have nothing that axe finds, and fit: %j", async ({ width, colorScheme, locale }) => {
    const toured = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, locale });
    const seen = watch(toured);
    const found: string[] = [];
    await tourPages(toured, { url: stack.url, ...own, challenged }, async (name, page) => {
      const widths = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
      expect([name, widths]).toEqual([name, [width, width]]);
      expect([name, await page.evaluate("document.documentElement.lang")]).toEqual([name, locale]);
      found.push(...(await violationsOf(page)).map((violation) => `${name}: ${violation}`));
    });
    expect(found).toEqual([]);
    // The pages of refused forms are reported as failed loads.
    expect(seen.filter((complaint) => !complaint.startsWith("Failed to load resource"))).toEqual([]);
    await toured.close();
  });

  it("say that a challenge needs a script, and solve it while the password is typed again", async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const without = await plain.newPage();
    await submitChallenged(without, challenged);
    expect(await without.getByText("This one step needs JavaScript.").isVisible()).toBe(true);
    await plain.close();

    const page = await context.newPage();
    await submitChallenged(page, challenged);
    await page.fill("#password", challenged.password);
    // Whether or not it is solved by now: the form waits for it.
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText(`Signed in as ${challenged.email}`).waitFor();
    expect(complaints.splice(0)).toEqual([expect.stringContaining("403 (Forbidden)")]);
  });

  /** Signs in with a password at the tenant's own host. */
  async function signInOn(page: Page, email: string): Promise<void> {
    await page.goto(own.at("sign-in"));
    await page.fill("#email", email);
    await page.fill("#password", PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
  }

  /** Opens the app, which leads to the hosted pages. */
  async function startFromApp(options: { signUp?: boolean } = {}): Promise<Page> {
    const page = await context.newPage();
    const app = `http://127.0.0.1:${site.port}`;
    await page.goto(`${app}/callback`);
    await page.waitForFunction("window.sdk");
    await page.evaluate(
      ({ url, key, options, returnUrl }) => {
        const session = window.sdk.createSession({ url, key });
        void session.signInWithRedirect({ returnUrl, ...options });
      },
      { url: stack.url, key, options, returnUrl: `${app}/callback` },
    );
    await page.waitForURL(`${stack.url}/t/acme/*`);
    return page;
  }

  /** Completes the sign-in in the app: the user's email, or the error's code and reason. */
  async function completed(page: Page): Promise<string> {
    await page.waitForURL(`http://127.0.0.1:${site.port}/callback?*`);
    await page.waitForFunction("window.sdk");
    return await page.evaluate(
      async ({ url, key }) => {
        const session = window.sdk.createSession({ url, key });
        try {
          const signedIn = await session.completeRedirect();
          return `${signedIn?.user.email}`;
        } catch (error) {
          return `${Object(error).code} ${Object(error).details?.reason}`;
        }
      },
      { url: stack.url, key },
    );
  }
});

type ColorScheme = "light" | "dark";

function look(width: number, colorScheme: ColorScheme, locale: string) {
  return { width, colorScheme, locale };
}

/** Rules of WCAG 2.2 AA that the page breaks, with the elements. */
async function violationsOf(page: Page): Promise<string[]> {
  const options = JSON.stringify({ runOnly: WCAG });
  // Evaluated by the debugger, which the page's policy doesn't concern.
  const violations = await page.evaluate(`${AXE}; axe.run(document, ${options}).then(({ violations }) => violations)`);
  return (violations as { id: string; nodes: { target: string[] }[] }[]).map(
    ({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}

/** What the browser says against the hosted pages. */
function watch(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.setDefaultTimeout(HANGING_MS);
  context.on("console", (message) => {
    // The provider's pages load fonts of other sites.
    if (message.page()?.url().startsWith(provider.issuer)) return;
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(error.error().message));
  return complaints;
}

let people = 0;
function newEmail(): string {
  return `person-${Date.now()}-${++people}@example.com`;
}

/** A tenant with a host of its own, where passkeys work. */
async function ownHost(admin: sdk.CfAuthClient) {
  const slug = "keys";
  const { host, origin } = pageHost(stack.url, slug);
  const { secretKey } = await admin.tenants.create({ slug, name: "Acme", host });
  const client = sdk.createClient({ url: stack.url, key: secretKey });
  await client.tenants.settings.update(TOUR_SETTINGS);
  return { slug, origin, server: client, at: (page: string) => `${origin}/t/${slug}/${page}` };
}

async function registered(tenant = server): Promise<string> {
  const email = newEmail();
  await tenant.users.create({ email, password: PASSWORD, emailVerified: true });
  return email;
}
