import { createHash, randomBytes } from "node:crypto";
import { CfAuthError, createClient } from "@cf-auth/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM, HANGING_MS, startChromium } from "./chromium.ts";
import { FormBrowser, type Page } from "./form-browser.ts";
import { CLIENT, IdentityProvider, type People } from "./identity-provider.ts";
import { startTestStack, type TestStack } from "./test-stack.ts";

const RETURN_URL = "http://127.0.0.1/signed-in";
const PEOPLE: People = {
  anne: { email: "anne@example.com", email_verified: true },
  bob: { email: "bob@example.com", email_verified: false },
};

let stack: TestStack;
let anyone: ReturnType<typeof createClient>;
let server: ReturnType<typeof createClient>;
const providers = new Map<string, IdentityProvider>();

beforeAll(async () => {
  stack = await startTestStack({ vars: { ALLOW_LOOPBACK: "true" } });
  const { url, tenant } = stack;
  anyone = createClient({ url, key: tenant.publishableKey });
  server = createClient({ url, key: tenant.secretKey });
  await server.tenants.settings.update({ returnUrls: [RETURN_URL] });
});
afterAll(async () => {
  await Promise.all([...providers.values()].map((provider) => provider.stop()));
  await stack.stop();
});

/** Starts a provider, and adds it to the tenant. */
async function provider(slug: string, people: People = PEOPLE): Promise<IdentityProvider> {
  const { slug: tenant } = await server.tenants.get();
  const running = await IdentityProvider.start(people, `${stack.url}/t/${tenant}/callback/${slug}`);
  providers.set(slug, running);
  await server.providers.create({ slug, name: slug, issuer: running.issuer, ...CLIENT });
  return running;
}

/** Starts a sign-in as an app does. */
async function started(slug: string) {
  const codeVerifier = randomBytes(32).toString("base64url");
  const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url");
  const request = { returnUrl: RETURN_URL, state: "the-state-of-the-app", codeChallenge };
  const { url } = await anyone.auth.providers.start({ provider: slug, ...request });
  return { url, codeVerifier };
}

const isApp = ({ href }: URL) => href.startsWith(RETURN_URL);
const isCallback = ({ pathname }: URL) => pathname.includes("/callback/");
const isNowhere = () => false;
/** The error that a page shows by its code, or by its address. */
const codeOn = ({ text, url }: Page) => /Error <code>(\w+)</.exec(text)?.[1] ?? url.searchParams.get("error");

/** Signs a person in at the provider's pages, up to an address. */
async function signIn(browser: FormBrowser, url: string, login: string, stopsAt: (url: URL) => boolean): Promise<Page> {
  let page = await browser.open(url, stopsAt);
  // A page to enter the login, and one to consent.
  for (let pages = 0; pages < 2 && page.text.includes("<form"); pages++) {
    page = await browser.send(page, { login, password: "any" }, stopsAt);
  }
  return page;
}

/** Signs a person in, up to the callback, and answers there with what the test makes of the provider's answer. */
async function answered(slug: string, login: string, change: (url: URL) => void = () => {}): Promise<Page> {
  const browser = new FormBrowser();
  const { url: back } = await signIn(browser, (await started(slug)).url, login, isCallback);
  change(back);
  return await browser.open(back.href, isApp);
}

describe("a real OpenID provider on loopback", () => {
  it("signs a person in, whose app exchanges the code", async () => {
    await provider("first");
    const { url, codeVerifier } = await started("first");
    const { url: back } = await signIn(new FormBrowser(), url, "anne", isApp);
    expect(back.searchParams.get("state")).toBe("the-state-of-the-app");
    const exchange = { code: back.searchParams.get("code") ?? "", codeVerifier, returnUrl: RETURN_URL };
    const { user } = await anyone.auth.exchangeCode(exchange);
    expect(user).toMatchObject({ email: "anne@example.com", emailVerified: true, name: "anne" });
    const error = await anyone.auth.exchangeCode(exchange).catch((thrown: unknown) => thrown);
    expect(error instanceof CfAuthError && error.code).toBe("code_exchange_refused");
  });

  it("rule 20: is another issuer than a second one, whose person has the same login and email", async () => {
    await provider("second");
    expect(codeOn(await answered("second", "anne"))).toBe("identity_not_linked");
  });

  it("signs in nobody whose email it hasn't verified", async () => {
    expect(codeOn(await answered("first", "bob"))).toBe("provider_email_unverified");
  });

  it("signs in nobody with another nonce", async () => {
    const browser = new FormBrowser();
    const isProvider = ({ origin }: URL) => origin === providers.get("first")?.issuer;
    const { url: sent } = await browser.open((await started("first")).url, isProvider);
    sent.searchParams.set("nonce", "a-nonce-of-somebody-else");
    const page = await signIn(browser, sent.href, "anne", isApp);
    expect(codeOn(page)).toBe("provider_response_invalid");
  });

  it("signs in nobody at the callback of another provider, or with its iss", async () => {
    const toSecond = await answered("first", "anne", (back) => {
      back.pathname = back.pathname.replace("/callback/first", "/callback/second");
    });
    expect(codeOn(toSecond)).toBe("provider_flow_invalid");
    const mixed = await answered("first", "anne", (back) => {
      back.searchParams.set("iss", providers.get("second")?.issuer ?? "");
    });
    expect(codeOn(mixed)).toBe("provider_response_invalid");
  });

  it("signs in nobody with a code of another sign-in, or one that was used", async () => {
    let code = "";
    const used = await answered("first", "anne", (back) => {
      code = back.searchParams.get("code") ?? "";
    });
    expect(isApp(used.url)).toBe(true);
    const replayed = await answered("first", "anne", (back) => {
      back.searchParams.set("code", code);
    });
    expect(codeOn(replayed)).toBe("provider_error");
  });

  it("signs in nobody in another browser", async () => {
    const { url: back } = await signIn(new FormBrowser(), (await started("first")).url, "anne", isCallback);
    expect(codeOn(await new FormBrowser().open(back.href, isApp))).toBe("provider_flow_invalid");
  });

  it("signs in nobody in the name of another issuer", async () => {
    const changing = await provider("changing");
    await changing.pretend(`${changing.issuer}/other`);
    const page = await answered("changing", "anne", (back) => {
      back.searchParams.delete("iss");
    });
    // Its metadata promised iss, which RFC 9207 then requires.
    expect(codeOn(page)).toBe("provider_response_invalid");
    const forged = await answered("changing", "anne", (back) => {
      back.searchParams.set("iss", changing.issuer);
    });
    expect(codeOn(forged)).toBe("provider_response_invalid");
  });

  it("leaves a person with a clear error while it doesn't answer, or is down", async () => {
    const failing = await provider("failing");
    await failing.hang();
    expect(codeOn(await answered("failing", "anne"))).toBe("provider_unavailable");
    const browser = new FormBrowser();
    const { url: back } = await signIn(browser, (await started("failing")).url, "anne", isCallback);
    await failing.stop();
    expect(codeOn(await browser.open(back.href, isNowhere))).toBe("provider_unavailable");
  });

  it.skipIf(CHROMIUM === undefined)("signs a person in with Chromium", async () => {
    const chromium = await startChromium();
    try {
      const page = await (await chromium.newContext()).newPage();
      page.setDefaultTimeout(HANGING_MS);
      await page.route(isApp, (route) => route.fulfill({ body: "Signed in.", contentType: "text/plain" }));
      const { url, codeVerifier } = await started("first");
      await page.goto(url);
      await page.fill("[name=login]", "anne");
      await page.fill("[name=password]", "any");
      await page.click("[type=submit]");
      await page.click("[type=submit]");
      await page.waitForURL(isApp);
      const code = new URL(page.url()).searchParams.get("code") ?? "";
      const { user } = await anyone.auth.exchangeCode({ code, codeVerifier, returnUrl: RETURN_URL });
      expect(user.email).toBe("anne@example.com");
    } finally {
      await chromium.close();
    }
  });
});
