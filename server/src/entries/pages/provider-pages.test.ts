import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { enrol } from "../../../test/factors.ts";
import { FakeProvider, type Person } from "../../../test/identity-provider.ts";
import { emailKindsTo } from "../../../test/mailbox.ts";
import { type LoadedPage, newApp, PageBrowser, problemIn, titleOf } from "../../../test/page-browser.ts";
import { PASSWORD, somebody } from "../../../test/people.ts";
import { addProvider, type ProviderSetting, providerSetting } from "../../../test/provider-sign-in.ts";
import { createWorld, type World } from "../../../test/world.ts";
import { en } from "../../shared/texts/en.ts";

const RETURN = "https://app.example.com/callback";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** A tenant with a provider, whose requests go to an internet of the test's own. */
async function setting(settings: object = {}) {
  const all = await providerSetting(world, { returnUrls: [RETURN], ...settings });
  const fake = new FakeProvider("https://login.partner.dev");
  await addProvider(all, fake, { slug: "partner", name: "Partner" });
  const { slug, id } = all.tenant.tenant;
  const app = await newApp({ tenant: slug, key: all.tenant.publishableKey, returnUrl: RETURN });
  const at = (page: string) => `/t/${slug}/${page}`;
  return { ...all, fake, slug, id, newApp: app, at, browser: browserOf(all) };
}

type Setting = Awaited<ReturnType<typeof setting>>;

function browserOf({ fetch }: Pick<ProviderSetting, "fetch">, host?: string): PageBrowser {
  const sendRequest = async (path: string, init: RequestInit, at: string) => {
    const response = await fetch(`http://${at}${path}`, init);
    return { status: response.status, headers: response.headers, text: await response.text(), body: undefined };
  };
  return new PageBrowser({ sendRequest, ...(host !== undefined && { host }) });
}

let people = 0;
function newPerson(): Person & { readonly email: string } {
  const email = `social-page-${++people}@example.com`;
  return { sub: `person-${people}`, email, claims: { email, email_verified: true } };
}

/** Goes to the provider by its button, shows a person there, and comes back. */
async function through({ fake, browser }: Setting, page: LoadedPage, person: Person): Promise<LoadedPage> {
  const { location } = await browser.click(page, "identity-provider?provider=");
  return await browser.open(fake.signIn(location ?? "", person).href, { "sec-fetch-site": "cross-site" });
}

/** Signs in at the provider without an app: the person is at their account. */
async function atAccount(all: Setting, person: Person): Promise<LoadedPage> {
  const back = await through(all, await all.browser.open(all.at("sign-in")), person);
  return await all.browser.submit(back, {});
}

describe("signing in at an identity provider on the hosted pages", () => {
  it("returns to the app with a code", async () => {
    const all = await setting();
    const person = newPerson();
    const page = await all.browser.open(all.newApp.urlWith());
    expect(page.text).toContain("Continue with Partner");
    const { location } = await through(all, page, person);
    const answer = new URL(location ?? "");
    expect([`${answer.origin}${answer.pathname}`, answer.searchParams.get("state")]).toEqual([
      RETURN,
      all.newApp.state,
    ]);
    const exchange = { codeVerifier: all.newApp.verifier, returnUrl: RETURN };
    const session = await all.anyone.auth.exchangeCode.mutate({
      code: answer.searchParams.get("code") ?? "",
      ...exchange,
    });
    expect(session.user.email).toBe(person.email);
  });

  it("is offered to those who sign up, unless nobody may", async () => {
    const all = await setting();
    expect((await all.browser.open(all.at("sign-up"))).text).toContain("Continue with Partner");
    await all.server.tenants.settings.update.mutate({ registration: "closed" });
    expect((await all.browser.open(all.at("sign-up"))).text).not.toContain("Continue with");
  });

  it("rule 27: opens the account without an app, once the button is pressed", async () => {
    const all = await setting();
    const person = newPerson();
    const back = await through(all, await all.browser.open(all.at("sign-in")), person);
    expect(titleOf(back)).toBe("Finish signing in");
    expect(back.headers.get("referrer-policy")).toBe("no-referrer");
    const user = await userOf(all, person.email);
    expect((await all.server.users.sessions.list.query({ id: user.id })).items).toEqual([]);
    const account = await all.browser.submit(back, {});
    expect([account.path, titleOf(account)]).toEqual([all.at("account"), "Your account"]);
    expect(account.text).toContain(person.email);
    // Back in the browser's history, nothing is used twice.
    expect((await all.browser.open(back.path)).path).toBe(all.at("account"));
  });

  it("opens the session at the tenant's own host, where the sign-in began", async () => {
    const all = await setting();
    const person = newPerson();
    const own = browserOf(all, `${all.slug}.auth.test`);
    const away = await own.click(await own.open(all.at("sign-in")), "identity-provider?provider=");
    expect(away.location).toMatch(/^http:\/\/auth\.test\/t\/[\w-]+\/auth\/partner\?flow=/);
    const provider = await all.browser.open(away.location ?? "");
    const answer = await all.browser.open(all.fake.signIn(provider.location ?? "", person).href);
    expect(answer.location).toContain(`http://${all.slug}.auth.test${all.at("provider-return")}?code=`);
    const back = await own.open(answer.location ?? "", { "sec-fetch-site": "cross-site" });
    const account = await own.submit(back, {});
    expect([account.path, titleOf(account)]).toEqual([all.at("account"), "Your account"]);
    expect([...own.cookies.keys()]).toEqual(["__Host-session"]);
    expect([...all.browser.cookies.keys()]).toEqual([]);
  });

  it("rule 11: demands a second factor, for an app and without one", async () => {
    const all = await setting();
    const person = newPerson();
    const page = await through(all, await all.browser.open(all.newApp.urlWith()), person);
    const code = new URL(page.location ?? "").searchParams.get("code") ?? "";
    const exchange = { code, codeVerifier: all.newApp.verifier, returnUrl: RETURN };
    const { accessToken } = await all.anyone.auth.exchangeCode.mutate(exchange);
    const { app, backupCodes } = await enrol(all.clientFor({ token: accessToken }), all.clock);
    const factor = await through(all, await all.browser.open(all.newApp.urlWith()), person);
    expect([factor.path, titleOf(factor)]).toEqual([all.at("second-factor"), "Confirm that it’s you"]);
    all.clock.advance(30);
    const done = await all.browser.submit(factor, { code: app.code() });
    const second = new URL(done.location ?? "").searchParams.get("code") ?? "";
    const session = await all.anyone.auth.exchangeCode.mutate({ ...exchange, code: second });
    expect(decodeJwt(session.accessToken)).toMatchObject({ amr: ["social", "otp", "mfa"] });

    const back = await through(all, await all.browser.open(all.at("sign-in")), person);
    const demanded = await all.browser.submit(back, {});
    expect(demanded.path).toBe(all.at("second-factor"));
    const byCode = await all.browser.click(demanded, "method=backup_code");
    expect((await all.browser.submit(byCode, { code: backupCodes[0] ?? "" })).path).toBe(all.at("account"));
  });

  it("shows what went wrong, and goes on with the app's request", async () => {
    const all = await setting();
    const page = await all.browser.open(all.newApp.urlWith());
    const unverified = { sub: "x", claims: { email: "x@example.com", email_verified: false } };
    const refused = await through(all, page, unverified);
    expect(problemIn(refused)).toBe(en.problems.provider_email_unverified);
    const { credentials } = await somebody({ browser: all.anyone, client: all.server });
    const done = await all.browser.submit(refused, { ...credentials, method: "password" });
    expect(done.location).toContain(`${RETURN}?code=`);
  });

  it("shows what went wrong without an app, also at the tenant's own host", async () => {
    const all = await setting();
    const own = browserOf(all, `${all.slug}.auth.test`);
    const away = await own.click(await own.open(all.at("sign-in")), "identity-provider?provider=");
    const provider = await all.browser.open(away.location ?? "");
    const cancelled = all.fake.signIn(provider.location ?? "", newPerson());
    cancelled.searchParams.delete("code");
    cancelled.searchParams.set("error", "access_denied");
    const answer = await all.browser.open(cancelled.href);
    const shown = await own.open(answer.location ?? "");
    expect([shown.path.split("?")[0], problemIn(shown)]).toEqual([all.at("sign-in"), en.problems.provider_cancelled]);
  });

  it("says so while the provider is down", async () => {
    const all = await setting();
    const { location } = await all.browser.click(
      await all.browser.open(all.at("sign-in")),
      "identity-provider?provider=",
    );
    const answer = all.fake.signIn(location ?? "", newPerson());
    all.fake.isDown = true;
    const shown = await all.browser.open(answer.href);
    expect(problemIn(shown)).toBe(en.problems.provider_unavailable);
  });

  it("says so to a browser that began nothing, with the error's code for support", async () => {
    const all = await setting();
    const shown = await all.browser.open(all.at("callback/partner?state=unknown&code=x"), { "accept-language": "de" });
    expect([shown.status, titleOf(shown)]).toEqual([400, "Etwas ist schiefgegangen"]);
    expect(shown.text).toContain("<code>provider_flow_invalid</code>");
  });

  it("begins for nobody whom another site sends", async () => {
    const all = await setting();
    const path = all.at("identity-provider?provider=partner");
    for (const site of ["cross-site", "same-site", "none"]) {
      const page = await all.browser.open(path, { "sec-fetch-site": site });
      expect([site, page.path]).toEqual([site, all.at("sign-in")]);
    }
  });

  it("completes nothing with another visit's answer, or after a minute", async () => {
    const all = await setting();
    const back = await through(all, await all.browser.open(all.at("sign-in")), newPerson());
    const victim = browserOf(all);
    const stolen = await victim.open(back.path);
    expect([stolen.path.split("?")[0], problemIn(stolen)]).toEqual([
      all.at("sign-in"),
      en.problems.provider_flow_invalid,
    ]);
    all.clock.advance(61);
    const late = await all.browser.submit(back, {});
    expect(problemIn(late)).toBe(en.problems.code_exchange_refused);
  });
});

describe("an enterprise sign-in on the hosted pages", () => {
  it("leads from the typed email to the domain's provider, with the email", async () => {
    const all = await setting({ signInMethods: ["password", "email_code"], registration: "closed" });
    const sso = new FakeProvider("https://sso.corp.dev");
    const { id: providerId } = await addProvider(all, sso, { slug: "corp", name: "Corp", kind: "enterprise" });
    const { domain } = await all.server.emailDomains.add.mutate({ domain: "corp.com", providerId });
    all.internet.texts.set(domain.record.name, [domain.record.value]);
    await all.server.emailDomains.verify.mutate({ domain: "corp.com" });
    const email = "anne@corp.com";
    const page = await all.browser.open(all.newApp.urlWith());
    expect(page.text).not.toContain("Continue with Corp");
    for (const fields of [
      { email, password: PASSWORD, method: "password" },
      { email, password: "", method: "code" },
    ]) {
      const led = await all.browser.submit(page, fields);
      expect([led.status, titleOf(led)]).toEqual([200, "Sign in at your organization"]);
      expect(led.headers.get("refresh")).toBe(`0;url=${all.at("identity-provider?provider=corp")}`);
    }
    const forgot = await all.browser.submit(await all.browser.open(all.at("forgot-password")), { email });
    const { location } = await all.browser.click(forgot, "identity-provider?provider=corp");
    expect(new URL(location ?? "").searchParams.get("login_hint")).toBe(email);
    const done = await all.browser.open(sso.signIn(location ?? "", { sub: "anne", claims: { email } }).href);
    expect(done.location).toContain(`${RETURN}?code=`);
  });
});

describe("linked accounts on the account page", () => {
  it("are linked when the button is pressed, shown, and unlinked", async () => {
    const all = await setting();
    const { credentials, user } = await somebody({ browser: all.anyone, client: all.server });
    const { browser } = all;
    const signIn = await browser.open(all.at("sign-in"));
    const account = await browser.submit(signIn, { ...credentials, method: "password" });
    expect(account.text).toContain("Link Partner");
    const back = await through(all, account, newPerson());
    expect(titleOf(back)).toBe("Link your account");
    const linked = await browser.submit(back, {});
    expect(linked.text).toContain("The account was linked.");
    expect(linked.text).toContain(`social-page-${people}@example.com`);
    expect(linked.text).not.toContain("Link Partner");
    expect(await emailKindsTo(all.id, user.email)).toContain("security_changed");
    const unlinked = await browser.submit(linked, unlinking(linked));
    expect(unlinked.text).toContain("The account was unlinked.");
  });

  it("stay with an account that has no other way in", async () => {
    const all = await setting({ signInMethods: ["passkey"] });
    const account = await atAccount(all, newPerson());
    const refused = await all.browser.submit(account, unlinking(account));
    expect([refused.status, problemIn(refused)]).toEqual([409, en.problems.last_sign_in_method]);
  });

  it("are linked to nobody else's account", async () => {
    const all = await setting();
    const person = newPerson();
    await atAccount(all, person);
    const { credentials } = await somebody({ browser: all.anyone, client: all.server });
    const other = browserOf(all);
    const signIn = await other.open(all.at("sign-in"));
    const account = await other.submit(signIn, { ...credentials, method: "password" });
    const back = await through({ ...all, browser: other }, account, person);
    const refused = await other.submit(back, {});
    expect([refused.path.split("?")[0], problemIn(refused)]).toEqual([all.at("account"), en.problems.identity_taken]);
  });

  it("rule 26: need a recent sign-in, which the page offers", async () => {
    const all = await setting();
    const { credentials } = await somebody({ browser: all.anyone, client: all.server });
    const own = browserOf(all, `${all.slug}.auth.test`);
    const signIn = await own.open(all.at("sign-in"));
    const account = await own.submit(signIn, { ...credentials, method: "password" });
    all.clock.advance(6 * 60);
    const refused = await own.click(account, "link=true");
    expect(problemIn(refused)).toBe(en.problems.reauthentication_required);
    expect(refused.text).toContain(`href="${all.at("sign-in")}">Sign in again`);
    const setup = await own.submit(refused, { step: "start" });
    expect([setup.status, problemIn(setup)]).toEqual([403, en.problems.reauthentication_required]);
    expect(setup.text).toContain("Sign in again");
  });
});

/** Fields of the form that unlinks the page's linked account. */
function unlinking({ text }: LoadedPage) {
  return { id: /name="id" value="(acc_[^"]+)"/.exec(text)?.[1] ?? "", action: "unlink" };
}

async function userOf({ server }: Setting, email: string) {
  const { items } = await server.users.search.query({ by: "email", prefix: email });
  const [user] = items;
  if (user === undefined) throw new Error(`No user has the email ${email}.`);
  return user;
}
