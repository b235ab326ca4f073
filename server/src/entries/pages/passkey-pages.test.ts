import { beforeAll, describe, expect, it } from "vitest";
import { clientFor } from "../../../test/client.ts";
import { emailKindsTo } from "../../../test/mailbox.ts";
import { type LoadedPage, newApp, PageBrowser, problemIn, titleOf } from "../../../test/page-browser.ts";
import { authenticatorWith } from "../../../test/passkeys.ts";
import { somebody } from "../../../test/people.ts";
import type { SoftwareAuthenticator } from "../../../test/software-authenticator.ts";
import { createTenant, createWorld, type World } from "../../../test/world.ts";
import { en } from "../../shared/texts/en.ts";

const RETURN = "https://app.example.com/callback";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
async function setting(settings: object = {}) {
  const tenant = await createTenant(world.admin, `passkey-pages-${++tenants}`);
  await tenant.client.tenants.settings.update.mutate({ returnUrls: [RETURN], ...settings });
  const { slug, id } = tenant.tenant;
  const app = await newApp({ tenant: slug, key: tenant.publishableKey, returnUrl: RETURN });
  const person = await somebody(tenant);
  const at = (page: string) => `/t/${slug}/${page}`;
  return { tenant, slug, id, app, person, at, browser: new PageBrowser(), authenticator: authenticatorWith() };
}

type Setting = Awaited<ReturnType<typeof setting>>;

async function byPassword({ browser, at, person }: Setting): Promise<LoadedPage> {
  const page = await browser.open(at("sign-in"));
  return await browser.submit(page, { ...person.credentials, method: "password" });
}

/** Creates a passkey with the page's form, as its script does. */
async function create(browser: PageBrowser, page: LoadedPage, authenticator: SoftwareAuthenticator) {
  const options = await browser.passkeyOptions(page);
  const passkey = await authenticator.create(JSON.parse(options.text));
  return await browser.submit(page, { passkey: JSON.stringify(passkey) });
}

/** Uses a passkey with the page's form. */
async function use(browser: PageBrowser, page: LoadedPage, authenticator: SoftwareAuthenticator, tampered = {}) {
  const options = await browser.passkeyOptions(page);
  const passkey = await authenticator.get(JSON.parse(options.text), tampered);
  return await browser.submit(page, { passkey: JSON.stringify(passkey) });
}

/** The same with a passkey that was created on the account page. */
async function withPasskey(settings: object = {}, options: Parameters<typeof authenticatorWith>[0] = {}) {
  const all = await setting(settings);
  const authenticator = authenticatorWith(options);
  const codes = await create(all.browser, await byPassword(all), authenticator);
  const account = await all.browser.submit(codes, { step: "done" });
  return { ...all, authenticator, codes, account };
}

describe("a passkey on the hosted pages", () => {
  it("is created on the account page, with backup codes, and signs in to the app", async () => {
    const all = await withPasskey();
    expect(titleOf(all.codes)).toBe("Save your backup codes");
    expect(all.account.text).toContain("10 backup codes are left.");
    expect(await emailKindsTo(all.id, all.person.user.email)).toContain("security_changed");
    const browser = new PageBrowser();
    const page = await browser.open(all.app.urlWith());
    expect(page.text).toContain('autocomplete="username webauthn"');
    const { location } = await use(browser, page, all.authenticator);
    const code = new URL(location ?? "").searchParams.get("code") ?? "";
    const exchange = { code, codeVerifier: all.app.verifier, returnUrl: RETURN };
    expect((await all.tenant.browser.auth.exchangeCode.mutate(exchange)).user.id).toBe(all.person.user.id);
  });

  it("rule 19: keeps the challenge's token out of page, URL and form, and takes it once", async () => {
    const { browser, at, authenticator } = await withPasskey();
    const page = await browser.open(at("sign-in"));
    const options = await browser.passkeyOptions(page);
    const set = options.headers.get("set-cookie") ?? "";
    expect(set).toMatch(/^__Host-passkey-ten_\w+=[\w-]{43}; Max-Age=300; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
    const [, token = ""] = /=([\w-]{43});/.exec(set) ?? [];
    expect(`${options.text}${page.text}`).not.toContain(token);
    const passkey = JSON.stringify(await authenticator.get(JSON.parse(options.text)));
    const other = new PageBrowser();
    const stolen = await other.submit(await other.open(at("sign-in")), { passkey });
    expect([stolen.status, problemIn(stolen)]).toEqual([400, en.problems.passkey_invalid]);
    expect((await browser.submit(page, { passkey })).path).toBe(at("account"));
    const repeated = await browser.submit(page, { passkey });
    expect([repeated.status, problemIn(repeated)]).toEqual([400, en.problems.passkey_invalid]);
  });

  it.each([{ passkey: "no JSON" }, { passkey: "{}" }, { passkey: "" }])(
    "signs nobody in without a response: %j",
    async (fields) => {
      const { browser, at } = await setting();
      const page = await browser.open(at("sign-in"));
      await browser.passkeyOptions(page);
      const refused = await browser.submit(page, fields);
      expect([refused.status, problemIn(refused)]).toEqual([400, en.problems.passkey_invalid]);
    },
  );

  it("is refused from another origin, and keeps the app's request", async () => {
    const { browser, app, authenticator, at } = await withPasskey();
    const page = await browser.open(app.urlWith());
    const refused = await use(browser, page, authenticator, { origin: "https://evil.example" });
    expect([refused.path, problemIn(refused)]).toEqual([at("sign-in"), en.problems.passkey_invalid]);
    expect((await use(browser, refused, authenticator)).location).toContain(`${RETURN}?code=`);
  });

  it("is the second factor of a password if it doesn't verify its user", async () => {
    const { at, person, app, authenticator } = await withPasskey({}, { userVerified: false });
    const browser = new PageBrowser();
    const signIn = await browser.open(app.urlWith());
    const factor = await browser.submit(signIn, { ...person.credentials, method: "password" });
    expect([factor.path, titleOf(factor)]).toEqual([at("second-factor"), "Confirm that it’s you"]);
    expect(factor.text).toContain("Use a backup code");
    const done = await use(browser, factor, authenticator);
    expect(done.location).toContain(`${RETURN}?code=`);
  });

  it("is enrolled in a sign-in that must have a second factor, beside an authenticator app or alone", async () => {
    for (const secondFactorMethods of [["totp", "passkey"], ["passkey"]]) {
      const all = await setting({ secondFactor: "required", secondFactorMethods });
      const first = await byPassword(all);
      const page = first.path === all.at("authenticator") ? await all.browser.click(first, all.at("passkey")) : first;
      expect([page.path, titleOf(page)]).toEqual([all.at("passkey"), "Create a passkey"]);
      const codes = await create(all.browser, page, all.authenticator);
      expect(codes.text.match(/<li><code>/g)).toHaveLength(10);
      expect((await all.browser.submit(codes, { step: "done" })).path).toBe(all.at("account"));
    }
  });

  it("has a name, is renamed, and is removed with a notice", async () => {
    const { browser, account, id, person } = await withPasskey();
    const fields = { id: /name="id" value="(pky_[^"]+)"/.exec(account.text)?.[1] ?? "" };
    const renamed = await browser.submit(account, { ...fields, passkeyName: "My <laptop>", action: "passkey-rename" });
    expect(renamed.text).toContain("My &lt;laptop&gt;");
    const named = { ...fields, passkeyName: "My <laptop>" };
    const removed = await browser.submit(renamed, { ...named, action: "passkey-remove" });
    expect(removed.text).toContain("The passkey was removed.");
    expect(removed.text).not.toContain("My &lt;laptop&gt;");
    expect(await emailKindsTo(id, person.user.email)).toContain("security_changed");
    const gone = await browser.submit(renamed, { ...named, action: "passkey-remove" });
    expect([gone.status, problemIn(gone)]).toEqual([404, en.problems.passkey_not_found]);
  });

  it("stays while it is the last way in", async () => {
    const { browser, account, tenant } = await withPasskey();
    await tenant.client.tenants.settings.update.mutate({ signInMethods: ["passkey"] });
    const id = /name="id" value="(pky_[^"]+)"/.exec(account.text)?.[1] ?? "";
    const refused = await browser.submit(account, { id, passkeyName: "x", action: "passkey-remove" });
    expect([refused.status, problemIn(refused)]).toEqual([409, en.problems.last_sign_in_method]);
  });

  it("says why none can be created, where the script could not", async () => {
    const all = await withPasskey();
    await all.tenant.client.tenants.settings.update.mutate({
      signInMethods: ["password"],
      secondFactorMethods: ["totp"],
    });
    const options = await all.browser.passkeyOptions(all.account);
    expect([options.status, JSON.parse(options.text)]).toEqual([403, { code: "factor_not_enrollable" }]);
    const shown = await all.browser.submit(all.account, { passkey: "" });
    expect([shown.status, problemIn(shown)]).toEqual([403, en.problems.factor_not_enrollable]);
  });

  it("isn't offered where the tenant turned it off, or at a host that isn't the tenant's", async () => {
    const all = await setting({ signInMethods: ["password"] });
    expect((await all.browser.open(all.at("sign-in"))).text).not.toContain("data-passkey");
    await all.tenant.client.tenants.settings.update.mutate({ signInMethods: ["passkey"] });
    const alone = await all.browser.open(all.at("sign-in"));
    expect(alone.text).toContain(en.passkeys.unsupported);
    expect(alone.text).not.toContain('name="email"');
    const admin = clientFor({ token: world.token, tenant: all.slug });
    await admin.tenants.update.mutate({ host: `${all.slug}.example.org` });
    expect((await all.browser.open(all.at("sign-in"))).text).toContain(en.signIn.noMethod);
  });
});

describe("the script of passkeys", () => {
  it("may call its own page and nothing else, and only where it runs", async () => {
    const { browser, at } = await setting();
    const policy = (page: LoadedPage) => page.headers.get("content-security-policy") ?? "";
    expect(policy(await browser.open(at("sign-in")))).toContain("connect-src 'self';");
    expect(policy(await browser.open(at("sign-up")))).not.toContain("connect-src");
    expect(policy(await browser.open(at("forgot-password")))).not.toContain("script-src");
  });

  it("opens a page that writes nothing before somebody uses a passkey", async () => {
    const { browser, at } = await setting();
    expect((await browser.open(at("sign-in"))).headers.getSetCookie()).toEqual([]);
    expect(browser.cookies.size).toBe(0);
  });
});
