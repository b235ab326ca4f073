import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { Authenticator } from "../../../test/factors.ts";
import { holdingsOf } from "../../../test/holdings.ts";
import { emailTo } from "../../../test/mailbox.ts";
import { type LoadedPage, newApp, PageBrowser, problemIn, titleOf } from "../../../test/page-browser.ts";
import { PASSWORD, somebody, userOf } from "../../../test/people.ts";
import { send } from "../../../test/raw.ts";
import { createTenant, createWorld, type World } from "../../../test/world.ts";

const NEXT = "another unlikely sentence";
const RETURN = "https://app.example.com/callback";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
async function setting(settings: object = {}) {
  const tenant = await createTenant(world.admin, `pages-${++tenants}`);
  await tenant.client.tenants.settings.update.mutate({
    signInMethods: ["password", "email_code", "magic_link"],
    returnUrls: [RETURN],
    ...settings,
  });
  const { slug, id } = tenant.tenant;
  const app = await newApp({ tenant: slug, key: tenant.publishableKey });
  const shared = new PageBrowser();
  return { tenant, slug, id, app, browser: shared, at: (page: string) => `/t/${slug}/${page}` };
}

/** The session that the app gets for the answer in its return URL. */
async function exchange({ tenant, app }: Awaited<ReturnType<typeof setting>>, { location }: LoadedPage) {
  const answer = new URL(location ?? "");
  expect(`${answer.origin}${answer.pathname}`).toBe(RETURN);
  expect(answer.searchParams.get("state")).toBe(app.state);
  const code = answer.searchParams.get("code") ?? "";
  return await tenant.browser.auth.exchangeCode.mutate({ code, codeVerifier: app.verifier, returnUrl: RETURN });
}

describe("signing in on the hosted pages", () => {
  it("with a password returns to the app with a code and its state, and with no token", async () => {
    const all = await setting();
    const { credentials, user } = await somebody(all.tenant);
    const page = await all.browser.open(all.app.urlWith());
    expect([page.path, titleOf(page)]).toEqual([all.at("sign-in"), `Sign in to ${all.slug}`]);
    const done = await all.browser.submit(page, { ...credentials, method: "password" });
    expect(done.status).toBe(303);
    expect([...new URL(done.location ?? "").searchParams.keys()].sort()).toEqual(["code", "iss", "state"]);
    const session = await exchange(all, done);
    expect(session.user.id).toBe(user.id);
    expect(all.browser.cookies.size).toBe(0);
  });

  it("shows what is wrong, keeps the email, and changes nothing", async () => {
    const all = await setting();
    const { credentials } = await somebody(all.tenant);
    const page = await all.browser.open(all.app.urlWith());
    const wrong = await all.browser.submit(page, { ...credentials, password: "wrong", method: "password" });
    expect([wrong.status, problemIn(wrong)]).toEqual([401, "The email or the password is wrong."]);
    expect(wrong.text).toContain(`value="${credentials.email}"`);
    const unknown = await all.browser.submit(page, {
      email: "nobody@example.com",
      password: "wrong",
      method: "password",
    });
    expect([unknown.status, problemIn(unknown)]).toEqual([wrong.status, problemIn(wrong)]);
    expect((await all.browser.submit(wrong, { ...credentials, method: "password" })).status).toBe(303);
  });

  it("with an emailed code, and the answer is the same for an email without an account", async () => {
    const all = await setting({ registration: "closed" });
    const { credentials } = await somebodyCreated(all);
    const page = await all.browser.open(all.app.urlWith());
    const check = await all.browser.submit(page, { email: credentials.email, password: "", method: "code" });
    const { code } = await emailTo(all.id, credentials.email, "sign_in_code");
    const wrong = await all.browser.submit(check, { code: "00000000" });
    expect(problemIn(wrong)).toContain("The code is wrong");
    const session = await exchange(all, await all.browser.submit(wrong, { code: code ?? "" }));
    expect(session.user.email).toBe(credentials.email);

    const other = new PageBrowser();
    const known = check.text.replaceAll(credentials.email, "…");
    const nobody = await other.submit(await other.open(all.app.urlWith()), {
      ...{ email: "nobody@example.com", password: "", method: "code" },
    });
    const plain = (text: string) => text.replaceAll(/nonce="?[^"; ]+/g, "");
    expect(plain(nobody.text.replaceAll("nobody@example.com", "…"))).toBe(plain(known));
  });

  it("by a link opens in the same browser only, and only its button signs in", async () => {
    const all = await setting();
    const { credentials } = await somebody(all.tenant);
    const page = await all.browser.open(all.app.urlWith());
    await all.browser.submit(page, { email: credentials.email, password: "", method: "link" });
    const { link } = await emailTo(all.id, credentials.email, "sign_in_link");
    const elsewhere = await new PageBrowser().open(link);
    expect([elsewhere.status, titleOf(elsewhere)]).toEqual([403, "Open the link in the other browser"]);
    const opened = await all.browser.open(link);
    expect(titleOf(opened)).toBe("Finish signing in");
    expect(opened.headers.get("referrer-policy")).toBe("no-referrer");
    const session = await exchange(all, await all.browser.submit(opened, {}));
    expect(session.user.email).toBe(credentials.email);
    const reopened = await all.browser.open(link);
    expect([reopened.status, titleOf(reopened)]).toEqual([400, "This link was already used"]);
    expect(reopened.text).toContain(`href="${all.at("sign-in")}"`);
  });

  it("demands a second factor, enrols one where it is required, and shows backup codes once", async () => {
    const all = await setting({ secondFactor: "required" });
    const { credentials } = await somebody(all.tenant);
    const signIn = async (browser: PageBrowser) =>
      await browser.submit(await browser.open(all.app.urlWith()), { ...credentials, method: "password" });
    const setup = await signIn(all.browser);
    expect([setup.path, titleOf(setup)]).toEqual([all.at("authenticator"), "Set up an authenticator app"]);
    const shown = await all.browser.submit(setup, { step: "start" });
    const secret = /<code class="secret">([^<]+)</.exec(shown.text)?.[1]?.replaceAll(" ", "") ?? "";
    const device = new Authenticator(secret);
    const wrong = await all.browser.submit(shown, { code: "000000" });
    expect(wrong.text).toContain(secret.slice(0, 4));
    const codes = await all.browser.submit(wrong, { code: device.code() });
    expect(codes.text.match(/<li><code>/g)).toHaveLength(10);
    const done = await all.browser.submit(codes, { step: "done" });
    expect((await exchange(all, done)).user.email).toBe(credentials.email);

    const backup = /<li><code>([^<]+)/.exec(codes.text)?.[1] ?? "";
    const other = new PageBrowser();
    const factor = await signIn(other);
    expect(titleOf(factor)).toBe("Confirm that it’s you");
    const byBackup = await other.open(all.at("second-factor?method=backup_code"));
    const answer = await other.submit(byBackup, { code: backup });
    expect(answer.location).toMatch(/^https:\/\/app\.example\.com\/callback\?code=/);
  });

  it("keeps nothing of a visit readable in the database", async () => {
    const all = await setting();
    const { credentials } = await somebody(all.tenant);
    const page = await all.browser.open(all.app.urlWith());
    await all.browser.submit(page, { email: credentials.email, password: "", method: "code" });
    const query = "SELECT data FROM sign_in_states WHERE tenant_id = ? AND kind = 'page'";
    const { results } = await env.DB.prepare(query).bind(all.id).all<{ data: string }>();
    expect(JSON.stringify(results)).not.toMatch(/example\.com|requestToken|codeChallenge/);
  });
});

describe("signing up on the hosted pages", () => {
  it("with a password keeps it when the same browser confirms the email", async () => {
    const all = await setting({ requireVerifiedEmail: true });
    const email = "new@example.com";
    const page = await all.browser.open(`${all.app.urlWith()}&prompt=create`);
    expect(titleOf(page)).toBe(`Create your ${all.slug} account`);
    const check = await all.browser.submit(page, { email, name: "Nina", newPassword: NEXT, method: "password" });
    expect(titleOf(check)).toBe("Check your email");
    const { code } = await emailTo(all.id, email, "verify_email");
    const session = await exchange(all, await all.browser.submit(check, { code: code ?? "" }));
    expect(session.user).toMatchObject({ email, name: "Nina", emailVerified: true });
    await all.tenant.browser.auth.login.mutate({ email, password: NEXT });
  });

  it("signs in who verified, but for those who need a second factor or signed up elsewhere", async () => {
    const all = await setting({ secondFactor: "required" });
    const email = "factor@example.com";
    const fields = { email, name: "", newPassword: NEXT, method: "password" };
    const check = await all.browser.submit(await all.browser.open(all.at("sign-up")), fields);
    const { code } = await emailTo(all.id, email, "verify_email");
    const wrong = await all.browser.submit(check, { code: "00000000" });
    expect(problemIn(wrong)).toContain("The code is wrong");
    expect(titleOf(await all.browser.submit(wrong, { code: code ?? "" }))).toBe("Email confirmed");

    await all.tenant.client.tenants.settings.update.mutate({ secondFactor: "optional", requireVerifiedEmail: true });
    const other = new PageBrowser();
    const { credentials, user } = await somebody(all.tenant);
    const away = await other.submit(await other.open(all.at("sign-up")), { ...fields, email: credentials.email });
    await other.submit(away, { step: "resend" });
    const { code: resent } = await emailTo(all.id, credentials.email, "verify_email");
    const offered = await other.submit(away, { code: resent ?? "" });
    expect(offered.text).toContain("its earlier password was removed");
    expect((await all.tenant.client.users.sessions.list.query({ id: user.id })).items).toEqual([]);
  });

  it("removes the password when another browser confirms, whose owner then chooses one", async () => {
    const all = await setting();
    const email = "victim@example.com";
    const attacker = new PageBrowser();
    await attacker.submit(await attacker.open(all.at("sign-up")), {
      email,
      newPassword: PASSWORD,
      name: "",
      method: "password",
    });
    const { link } = await emailTo(all.id, email, "verify_email");
    const offered = await all.browser.submit(await all.browser.open(link), {});
    expect(offered.text).toContain("its earlier password was removed");
    const set = await all.browser.submit(offered, { password: NEXT, repeated: NEXT });
    expect(titleOf(set)).toBe("Password changed");
    await all.tenant.browser.auth.login.mutate({ email, password: NEXT });
  });

  it("answers the same for a free email and for a taken one", async () => {
    const all = await setting();
    const { credentials } = await somebody(all.tenant);
    const answer = async (email: string) => {
      const browser = new PageBrowser();
      const fields = { email, newPassword: NEXT, name: "", method: "password" };
      const page = await browser.submit(await browser.open(all.at("sign-up")), fields);
      return [page.status, page.text.replaceAll(email, "…").replaceAll(/nonce="?[^"; ]+/g, "")];
    };
    expect(await answer(credentials.email)).toEqual(await answer("free@example.com"));
  });
});

describe("the account page", () => {
  it("opens on the shared host only within a sign-in of the last ten minutes", async () => {
    const all = await setting();
    const { credentials, user } = await somebody(all.tenant);
    expect((await all.browser.open(all.at("account"))).path).toBe(all.at("sign-in"));
    const account = await all.browser.submit(await all.browser.open(all.at("sign-in")), {
      ...{ ...credentials, method: "password" },
    });
    expect([account.path, titleOf(account)]).toEqual([all.at("account"), "Your account"]);
    expect(account.text).toContain(credentials.email);
    const [cookie] = all.browser.received.slice(-1);
    expect(cookie).toMatch(/^__Host-flow-ten_\w+=[\w-]{43}; Max-Age=600; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    const renamed = await all.browser.submit(account, { name: "Nina", action: "profile" });
    expect(renamed.text).toContain("Saved.");
    expect((await userOf(all.tenant.client, user.email)).name).toBe("Nina");
    const out = await all.browser.submit(renamed, { action: "sign-out" });
    expect(titleOf(out)).toBe("You are signed out");
    expect((await all.browser.open(all.at("account"))).path).toBe(all.at("sign-in"));
  });

  it("opens on the tenant's own host with the session's cookie", async () => {
    const all = await setting();
    const { credentials } = await somebody(all.tenant);
    const browser = new PageBrowser({ host: `${all.slug}.auth.test` });
    const account = await browser.submit(await browser.open(all.at("sign-in")), { ...credentials, method: "password" });
    expect([account.path, titleOf(account)]).toEqual([all.at("account"), "Your account"]);
    expect([...browser.cookies.keys()]).toEqual(["__Host-session"]);
    const download = await browser.submit(account, { action: "export" });
    expect(JSON.parse(download.text)).toMatchObject({ user: { email: credentials.email } });
    const deleted = await browser.submit(account, { password: PASSWORD, confirm: "on", action: "delete" });
    expect(titleOf(deleted)).toBe("Your account was deleted");
    expect(browser.cookies.size).toBe(0);
  });

  it("sets up an authenticator app, makes new backup codes, and removes it", async () => {
    const all = await setting();
    const { credentials } = await somebody(all.tenant);
    const { browser } = all;
    const account = await browser.submit(await browser.open(all.at("sign-in")), { ...credentials, method: "password" });
    const shown = await browser.submit(account, { step: "start" });
    const secret = /<code class="secret">([^<]+)</.exec(shown.text)?.[1]?.replaceAll(" ", "") ?? "";
    const codes = await browser.submit(shown, { code: new Authenticator(secret).code() });
    const back = await browser.submit(codes, { step: "done" });
    expect(back.text).toContain("10 backup codes are left.");
    const more = await browser.submit(back, { action: "backup-codes" });
    expect(titleOf(more)).toBe("Save your backup codes");
    const removed = await browser.submit(back, { action: "totp-remove" });
    expect(removed.text).toContain("The authenticator app was removed.");
  });

  it("changes the password, and demands the current one", async () => {
    const all = await setting();
    const { credentials } = await somebody(all.tenant);
    const { browser } = all;
    const account = await browser.submit(await browser.open(all.at("sign-in")), { ...credentials, method: "password" });
    const wrong = await browser.submit(account, { password: "wrong", newPassword: NEXT, action: "password" });
    expect(problemIn(wrong)).toBe("The password is wrong.");
    const done = await browser.submit(account, { password: PASSWORD, newPassword: NEXT, action: "password" });
    expect(done.text).toContain("Your password was changed.");
    await all.tenant.browser.auth.login.mutate({ email: credentials.email, password: NEXT });
  });
});

describe("hosted pages", () => {
  it("rule 27: no GET of a page signs anybody in, sends an email or changes an account", async () => {
    const all = await setting();
    const { credentials } = await somebody(all.tenant);
    await all.browser.submit(await all.browser.open(all.at("sign-in")), {
      email: credentials.email,
      password: "",
      method: "link",
    });
    const { link } = await emailTo(all.id, credentials.email, "sign_in_link");
    const before = await holdingsOf(all.id);
    const pages = ["sign-in", "sign-up", "check-email", "second-factor", "authenticator", "passkey", "forgot-password"];
    const others = ["account", "identity-provider?provider=google", "provider-return?code=x&state=y"];
    for (const page of [...pages.map(all.at), ...others.map(all.at), link]) {
      const shown = await all.browser.open(page);
      expect([page, shown.status]).toEqual([page, 200]);
    }
    expect(await holdingsOf(all.id)).toEqual(before);
  });

  it.each([
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { origin: "null", "sec-fetch-site": "cross-site" },
    { origin: "http://other.auth.test", "sec-fetch-site": "same-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
    {},
  ])("rule 29: take no form from elsewhere: %j", async (headers) => {
    const all = await setting();
    const page = await all.browser.open(all.at("sign-in"));
    const body = new URLSearchParams({ email: "a@example.com", password: PASSWORD }).toString();
    const type = "application/x-www-form-urlencoded";
    const sent = { ...(headers as Record<string, string>), "content-type": type };
    const answer = await send(page.path, { method: "POST", body, headers: sent });
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([403, null]);
  });

  it("rule 55: load nothing, run only their own script, and are never framed or cached", async () => {
    const all = await setting({ brandColor: "#7c3aed" });
    for (const page of ["sign-in", "sign-up", "forgot-password"]) {
      const { headers, text } = await all.browser.open(all.at(page));
      expect(headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; .*form-action 'self'.*frame-ancestors 'none'$/,
      );
      expect([headers.get("cache-control"), headers.get("referrer-policy")]).toEqual(["no-store", "same-origin"]);
      expect(text).not.toMatch(/<(img|link|iframe|object|embed)|\bsrc=|https?:|url\(|@import|\son\w+=/i);
      expect(text).toContain("--accent:#7c3aed");
    }
  });

  it("speak the tenant's language, or else the browser's", async () => {
    const all = await setting();
    const german = await all.browser.open(all.at("sign-in"), { "accept-language": "fr, de-AT;q=0.8, en;q=0.5" });
    expect([titleOf(german), german.text.includes('<html lang="de">')]).toEqual([`Bei ${all.slug} anmelden`, true]);
    await all.tenant.client.tenants.settings.update.mutate({ language: "en" });
    const set = await all.browser.open(all.at("sign-in"), { "accept-language": "de" });
    expect(titleOf(set)).toBe(`Sign in to ${all.slug}`);
  });

  it("escape a tenant's name", async () => {
    const all = await setting({ brandName: `<img src=x onerror="alert(1)">` });
    const { text } = await all.browser.open(all.at("sign-in"));
    expect(text).toContain("&lt;img src=x");
    expect(text).not.toContain("<img");
  });
});

/** A user whom the tenant's server created. */
async function somebodyCreated({ tenant }: Awaited<ReturnType<typeof setting>>) {
  const credentials = { email: `made-${tenants}@example.com` };
  await tenant.client.users.create.mutate({ ...credentials, emailVerified: true });
  return { credentials };
}
