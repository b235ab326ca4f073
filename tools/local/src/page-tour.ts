import { type CfAuthClient, CfAuthError, type UpdateTenantSettingsRequest } from "@cf-auth/client";
import { TOTP } from "otpauth";
import type { BrowserContext, Page } from "playwright-core";

/** A tenant whose hosted pages are visited. */
export interface TouredTenant {
  /** URL of the service. */
  readonly url: string;
  /** Origin of the tenant's own host, where passkeys work. */
  readonly origin: string;
  readonly slug: string;
  /** A client with the tenant's secret key. */
  readonly server: CfAuthClient;
  /** A person whose next sign-in needs a challenge, at the host of a tenant with the same settings. */
  readonly challenged: ChallengedPerson;
}

export interface ChallengedPerson {
  /** URL of the sign-in page. */
  readonly signIn: string;
  readonly email: string;
  readonly password: string;
}

/** Settings under which every page and every way to sign in is there. */
export const TOUR_SETTINGS: Pick<UpdateTenantSettingsRequest, "signInMethods" | "secondFactorMethods"> = {
  signInMethods: ["password", "email_code", "magic_link", "passkey"],
  secondFactorMethods: ["totp", "passkey", "email"],
};

/** A tenant's own host on this machine, and its origin. */
export function pageHost(url: string, name: string): { host: string; origin: string } {
  const host = `${name}.localhost`;
  return { host, origin: `http://${host}:${new URL(url).port}` };
}

const PASSWORD = "an unlikely sentence";
let people = 0;

/**
 * Visits every hosted page as a person does, and calls `look` at each with its name. Buttons are found by their value, so that the
 * language doesn't matter.
 */
export async function tourPages(
  context: BrowserContext,
  tenant: TouredTenant,
  look: (name: string, page: Page) => Promise<void>,
): Promise<void> {
  const email = `anne-${Date.now()}-${++people}@example.com`;
  const page = await context.newPage();
  const open = async (name: string) => await page.goto(new URL(`/t/${tenant.slug}/${name}`, tenant.origin).href);
  // A click ends when the next page has begun, which may not have its content yet.
  const click = async (button: string) => {
    const loaded = page.waitForEvent("load");
    await page.click(button);
    await loaded;
  };
  const press = async (name: string, value: string) => await click(`button[name=${name}][value=${value}]`);
  const submit = async () => await click("form button[type=submit]:not([name])");

  await open("sign-in");
  await look("sign-in", page);
  await open("sign-in?error=identity_not_linked");
  await look("sign-in-provider-refused", page);
  await page.fill("#email", email);
  await page.fill("#password", "a wrong password");
  await press("method", "password");
  await look("sign-in-refused", page);
  await submitChallenged(page, tenant.challenged);
  await look("sign-in-challenge", page);

  await open("sign-up");
  await page.fill("#email", email);
  await look("sign-up", page);
  await page.fill("#newPassword", "short");
  await page.evaluate("document.querySelector('form').noValidate = true");
  await press("method", "password");
  await look("sign-up-refused", page);
  await page.fill("#newPassword", PASSWORD);
  await press("method", "password");
  await look("check-email", page);
  await page.goto(await emailed(tenant.url, email, "verify_email", "link"));
  await look("verify-email", page);
  await submit();
  await look("verified", page);

  await open("forgot-password");
  await look("forgot-password", page);
  await page.fill("#email", email);
  await submit();
  await look("reset-sent", page);
  await page.goto(await emailed(tenant.url, email, "reset_password", "link"));
  await look("reset-password", page);
  await page.fill("#password", PASSWORD);
  await page.fill("#repeated", PASSWORD);
  await submit();
  await look("password-changed", page);

  await open("sign-in");
  await page.fill("#email", email);
  await press("method", "code");
  await look("sign-in-code", page);

  await open("sign-in");
  await page.fill("#email", email);
  await press("method", "link");
  await look("sign-in-link-sent", page);
  const link = await emailed(tenant.url, email, "sign_in_link", "link");
  await page.goto(link);
  await look("sign-in-link", page);
  await submit();
  await look("account", page);
  await page.goto(link);
  await look("link-used", page);

  await open("account");
  await press("step", "start");
  await look("authenticator", page);
  const secret = (await page.textContent(".secret"))?.replaceAll(" ", "") ?? "";
  await page.fill("#code", new TOTP({ secret }).generate());
  await submit();
  await look("backup-codes", page);
  await press("step", "done");
  await look("account-with-factor", page);
  const authenticator = await virtualAuthenticator(page);
  await open("passkey");
  await look("passkey", page);
  await open("account");
  await page.click("[data-passkey] button");
  await page.waitForURL(/done=added/);
  await page.click("summary");
  await look("account-with-passkey", page);
  await authenticator.remove();
  await press("action", "sign-out");
  await look("signed-out", page);

  await open("sign-in");
  await page.fill("#email", email);
  await page.fill("#password", PASSWORD);
  await press("method", "password");
  await look("second-factor-passkey", page);
  await page.click('a[href$="method=totp"]');
  await look("second-factor", page);
  await page.click('a[href$="method=backup_code"]');
  await look("backup-code", page);
  await page.close();
}

/** Signs in as a person whose attempt needs a challenge, which the page then shows. */
export async function submitChallenged(page: Page, { signIn, email, password }: ChallengedPerson): Promise<void> {
  await page.goto(signIn);
  await page.fill("#email", email);
  await page.fill("#password", password);
  await page.click("button[name=method][value=password]");
  await page.waitForSelector("[data-challenge]");
}

/** Creates a person after ten failed attempts, in a test tenant: its clock passes over the delays between them. */
export async function challengedPerson(
  admin: CfAuthClient,
  { url, slug, connect }: { url: string; slug: string; connect: (key: string) => CfAuthClient },
): Promise<ChallengedPerson & { readonly server: CfAuthClient }> {
  const { host, origin } = pageHost(url, slug);
  const { secretKey } = await admin.tenants.create({ slug, name: "Acme", host, environment: "test" });
  const server = connect(secretKey);
  await server.tenants.settings.update(TOUR_SETTINGS);
  const email = "anne@example.com";
  await server.users.create({ email, password: PASSWORD, emailVerified: true });
  for (let i = 0; i < 10; i++) {
    try {
      await server.auth.login({ email, password: "a wrong password" });
    } catch (error) {
      if (!(error instanceof CfAuthError && error.code === "invalid_credentials")) throw error;
    }
    await server.testing.clock.advance({ seconds: 60 * 60 });
  }
  return { signIn: `${origin}/t/${slug}/sign-in`, email, password: PASSWORD, server };
}

/** An authenticator of the browser's developer tools, which has verified its user and agrees to everything. */
export async function virtualAuthenticator(
  page: Page,
  { verifiesUser = true } = {},
): Promise<{ remove(): Promise<void> }> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: verifiesUser,
      isUserVerified: verifiesUser,
      automaticPresenceSimulation: true,
    },
  });
  return {
    remove: async () => {
      await devtools.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
    },
  };
}

/** The newest link or code that was emailed, once it is there. */
export async function emailed(url: string, to: string, kind: string, value: "link" | "code"): Promise<string> {
  for (;;) {
    const answer = await fetch(`${url}/dev/mailbox.json?to=${encodeURIComponent(to)}&kind=${kind}`);
    const { items } = (await answer.json()) as { items: { values: { link?: string; code?: string } }[] };
    const found = items[0]?.values[value];
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
