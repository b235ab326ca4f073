import * as sdk from "@cf-auth/client";
import type { BrowserSession } from "@cf-auth/client/browser";
import { decodeJwt } from "jose";
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM, HANGING_MS, startChromium } from "./chromium.ts";
import { startTenantSite, type TenantSite } from "./tenant-site.ts";
import { signInAdmin, startTestStack, type TestStack } from "./test-stack.ts";

declare global {
  interface Window {
    readonly sdk: typeof import("@cf-auth/client/browser");
    session: BrowserSession;
    readonly passkeys: typeof import("@cf-auth/client/passkeys");
  }
}

/** The SDK in Chromium, with a virtual authenticator of its developer tools: the browser itself checks origins and RP ids. */
const PASSWORD = "an unlikely sentence";

let stack: TestStack;
let site: TenantSite;
let browser: Browser;
let admin: sdk.CfAuthClient;
let tenants = 0;

describe.skipIf(CHROMIUM === undefined)("a passkey in a browser", () => {
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

  it("is created, and signs in without a username", async () => {
    const { page, email, close } = await pageOf();
    await signInByPassword(page, email);
    const created = await page.evaluate(async () => {
      const { createPasskey, passkeySupport } = window.passkeys;
      const { passkey, backupCodes } = await createPasskey(window.session.client, { name: "My laptop" });
      return {
        ...(await passkeySupport()),
        name: passkey.name,
        verified: passkey.userVerified,
        codes: backupCodes.length,
      };
    });
    expect(created).toEqual({
      ...{ supported: true, autofill: true, platform: true, name: "My laptop", verified: true, codes: 10 },
    });
    await page.evaluate(() => window.session.logout());
    const { accessToken, state } = await page.evaluate(async () => {
      const { signInWithPasskey } = window.passkeys;
      const { user, accessToken } = await signInWithPasskey(window.session.client);
      return { accessToken, state: [window.session.state, user.email] };
    });
    expect(state).toEqual(["signed-in", email]);
    expect(decodeJwt(accessToken)).toMatchObject({ amr: ["passkey", "mfa"], acr: "aal2" });
    await close();
  });

  it("signs in from the browser's autofill", async () => {
    const { page, email, close } = await pageOf();
    await signInByPassword(page, email);
    const signedIn = await page.evaluate(async () => {
      const { createPasskey, signInWithPasskey } = window.passkeys;
      await createPasskey(window.session.client);
      await window.session.logout();
      // A virtual authenticator answers at once, as if the user had chosen the passkey.
      return (await signInWithPasskey(window.session.client, { conditional: true })).user.email;
    });
    expect(signedIn).toBe(email);
    await close();
  });

  it("is the second factor of a sign-in by password if it doesn't verify its user", async () => {
    const { page, email, close } = await pageOf({ hasUserVerification: false });
    await signInByPassword(page, email);
    const { accessToken, missing, state } = await page.evaluate(
      async ([email, password]) => {
        const { createPasskey, showPasskey } = window.passkeys;
        const { client } = window.session;
        await createPasskey(client);
        await window.session.logout();
        const { details } = await client.auth.login({ email, password }).catch((error) => error);
        const { signInToken } = details;
        const shown = await showPasskey(client, { signInToken });
        const { accessToken } = await client.auth.stepUp({ signInToken, ...shown });
        return { accessToken, missing: details.methods, state: window.session.state };
      },
      [email, PASSWORD] as const,
    );
    expect(missing).toEqual(["passkey", "backup_code"]);
    expect(state).toBe("signed-in");
    expect(decodeJwt(accessToken)).toMatchObject({ amr: ["pwd", "security_key", "mfa"] });
    await close();
  });

  it("is shown once more in a session, which continues with new tokens", async () => {
    const { page, email, close } = await pageOf();
    await signInByPassword(page, email);
    const result = await page.evaluate(async () => {
      const { createPasskey, showPasskey } = window.passkeys;
      const { client } = window.session;
      await createPasskey(client);
      await client.auth.stepUp(await showPasskey(client));
      await window.session.refresh();
      const { items } = await client.auth.passkeys.list();
      return { state: window.session.state, used: items.map(({ lastUsedAt }) => lastUsedAt !== null) };
    });
    expect(result).toEqual({ state: "signed-in", used: [true] });
    await close();
  });

  it("isn't created twice on one authenticator", async () => {
    const { page, email, close } = await pageOf();
    await signInByPassword(page, email);
    const codes = await page.evaluate(async () => {
      const { createPasskey } = window.passkeys;
      const create = () =>
        createPasskey(window.session.client).then(
          () => "ok",
          (error) => error.code,
        );
      return [await create(), await create()];
    });
    expect(codes).toEqual(["ok", "passkey_already_registered"]);
    await close();
  });

  it("has a code of its own if the user refuses", async () => {
    const { page, email, devtools, authenticatorId, close } = await pageOf();
    await signInByPassword(page, email);
    await devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    const code = await page.evaluate(async () => {
      const { signInWithPasskey } = window.passkeys;
      return await signInWithPasskey(window.session.client).then(
        () => "ok",
        (error) => error.code,
      );
    });
    expect(code).toBe("passkey_cancelled");
    await close();
  });

  it("is out of reach of a page at another domain than the tenant's", async () => {
    const { page, email, server, close } = await pageOf();
    await signInByPassword(page, email);
    await server.tenants.settings.update({ passkeyRpId: "elsewhere.example" });
    const code = await page.evaluate(async () => {
      const { createPasskey } = window.passkeys;
      return await createPasskey(window.session.client).then(
        () => "ok",
        (error) => error.code,
      );
    });
    expect(code).toBe("passkeys_not_supported");
    await close();
  });
});

/** A page of a new tenant on its own host, with a user, and a virtual authenticator in its browser. */
async function pageOf({ hasUserVerification = true } = {}) {
  const slug = `passkey-${++tenants}`;
  const host = `${slug}.localhost`;
  const created = await admin.tenants.create({ slug, name: "Acme", environment: "test", host });
  const server = sdk.createClient({ url: stack.url, key: created.secretKey });
  const origin = `http://${host}:${site.port}`;
  await server.tenants.settings.update({ allowedOrigins: [origin] });
  const email = "anne@example.com";
  await server.users.create({ email, password: PASSWORD });
  const context = await browser.newContext();
  context.setDefaultTimeout(HANGING_MS);
  const page = await context.newPage();
  const { devtools, authenticatorId } = await authenticatorOf(page, hasUserVerification);
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => "sdk" in window);
  await page.evaluate(
    (options) => {
      window.session = window.sdk.createSession(options);
    },
    { url: origin, key: created.publishableKey },
  );
  return { page, email, server, devtools, authenticatorId, close: async () => await context.close() };
}

async function authenticatorOf(
  page: Page,
  hasUserVerification: boolean,
): Promise<{ devtools: CDPSession; authenticatorId: string }> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification,
      isUserVerified: hasUserVerification,
      automaticPresenceSimulation: true,
    },
  });
  return { devtools, authenticatorId };
}

async function signInByPassword(page: Page, email: string): Promise<void> {
  await page.evaluate(async ([email, password]) => void (await window.session.login({ email, password })), [
    email,
    PASSWORD,
  ] as const);
}
