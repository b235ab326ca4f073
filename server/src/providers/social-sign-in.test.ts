import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { enrol } from "../../test/factors.ts";
import { FakeProvider } from "../../test/identity-provider.ts";
import { emailKindsTo } from "../../test/mailbox.ts";
import { somebody, userOf } from "../../test/people.ts";
import {
  addProvider,
  Browser,
  goThrough,
  newApp,
  type ProviderSetting,
  providerSetting,
  RETURN_URL,
  signInAt,
} from "../../test/provider-sign-in.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let emails = 0;
const newEmail = (domain = "example.com") => `social-${++emails}@${domain}`;

let shared: Promise<ProviderSetting> | undefined;
let providers = 0;

/** A new provider of a tenant, which tests share unless they change it. */
async function withProvider(settings: object = {}, own = false) {
  if (!own) shared ??= providerSetting(world);
  const setting = await (own ? providerSetting(world) : (shared ?? providerSetting(world)));
  const fake = new FakeProvider(`https://login-${++providers}.partner.dev`);
  const slug = `partner-${providers}`;
  const provider = await addProvider(setting, fake, { slug, settings });
  return { ...setting, setting, fake, provider, by: { provider: slug } };
}

/** A tenant with Google, whose fake has Google's issuer. */
async function withGoogle(linksVerifiedEmail = true) {
  const setting = await providerSetting(world);
  const fake = new FakeProvider("https://accounts.google.com");
  await addProvider(setting, fake, { slug: "google", preset: "google", settings: { linksVerifiedEmail } });
  return { setting, fake };
}

const verified = (email: string, more: object = {}) => ({ email, email_verified: true, ...more });

describe("a sign-in at an identity provider", () => {
  it("creates an account, and signs the same person in again", async () => {
    const { setting, fake, by } = await withProvider();
    const email = newEmail();
    const person = { sub: "anne", claims: verified(email, { name: "Anne" }) };
    const first = await signInAt(setting, fake, person, by);
    expect(first.user).toMatchObject({ email, emailVerified: true, name: "Anne" });
    expect(decodeJwt(first.accessToken)).toMatchObject({ amr: ["social"], acr: "aal1" });
    const second = await signInAt(setting, fake, { sub: "anne", claims: {} }, by);
    expect(second.user.id).toBe(first.user.id);
  });

  it("reads the email from the userinfo response where the ID token lacks it", async () => {
    const { setting, fake, by } = await withProvider();
    fake.hasUserInfo = true;
    const email = newEmail();
    const { user } = await signInAt(setting, fake, { sub: "bob", claims: verified(email) }, by);
    expect(user.email).toBe(email);
  });

  it("answers the app with its state and our issuer, and with no token", async () => {
    const { setting, fake, tenant, by } = await withProvider();
    const person = { sub: "carl", claims: verified(newEmail()) };
    const { location, status } = await goThrough(setting, fake, person, by);
    const url = new URL(location);
    expect(status).toBe(303);
    expect(`${url.origin}${url.pathname}`).toBe(RETURN_URL);
    expect([...url.searchParams.keys()].sort()).toEqual(["code", "iss", "state"]);
    expect(url.searchParams.get("iss")).toBe(`http://auth.test/t/${tenant.tenant.id}`);
  });

  it("rule 20: keeps people of two issuers apart, also with the same subject and email", async () => {
    const { setting, fake, by } = await withProvider();
    const other = new FakeProvider("https://login.other.dev");
    await addProvider(setting, other, { slug: "other" });
    const person = { sub: "same", claims: verified(newEmail()) };
    await signInAt(setting, fake, person, by);
    expect((await goThrough(setting, other, person, { provider: "other" })).code).toBe("identity_not_linked");
    const apart = { sub: "same", claims: verified(newEmail()) };
    const { user } = await signInAt(setting, other, apart, { provider: "other" });
    expect(user.email).toBe(apart.claims.email);
  });

  it("rule 20: keeps an identity when its email changes at the provider", async () => {
    const { setting, fake, by } = await withProvider();
    const first = await signInAt(setting, fake, { sub: "dora", claims: verified(newEmail()) }, by);
    const moved = { sub: "dora", claims: verified(newEmail()) };
    const { user } = await signInAt(setting, fake, moved, by);
    expect(user).toMatchObject({ id: first.user.id, email: first.user.email });
  });

  it("rule 11: requires the account's second factor", async () => {
    const { setting, fake, clock, clientFor, by } = await withProvider();
    const person = { sub: "eve", claims: verified(newEmail()) };
    const { accessToken } = await signInAt(setting, fake, person, by);
    await enrol(clientFor({ token: accessToken }), clock);
    const { status, location } = await goThrough(setting, fake, person, by);
    expect([status, location]).toEqual([303, `/t/${setting.tenant.tenant.slug}/second-factor`]);
  });

  it("rule 11: refuses a banned user", async () => {
    const { setting, fake, server, by } = await withProvider();
    const person = { sub: "frank", claims: verified(newEmail()) };
    const { user } = await signInAt(setting, fake, person, by);
    await server.users.ban.mutate({ id: user.id });
    expect((await goThrough(setting, fake, person, by)).code).toBe("user_banned");
  });

  it("refuses a new person whose email the provider hasn't verified", async () => {
    const { setting, fake, by } = await withProvider();
    const person = { sub: "gina", claims: { email: newEmail(), email_verified: false } };
    const { code } = await goThrough(setting, fake, person, by);
    expect(code).toBe("provider_email_unverified");
  });

  it("follows the tenant's registration policy", async () => {
    const { setting, fake, server, by } = await withProvider({}, true);
    await server.tenants.settings.update.mutate({ registration: "invitation" });
    const person = { sub: "hugo", claims: verified(newEmail()) };
    expect((await goThrough(setting, fake, person, by)).code).toBe("registration_closed");
  });

  it("maps claims to metadata, and removes those that are gone", async () => {
    const { setting, fake, server, by } = await withProvider({ metadata: { department: "dept", level: "lvl" } });
    const email = newEmail();
    const at = (more: object) => ({ sub: "ida", claims: verified(email, more) });
    await signInAt(setting, fake, at({ dept: "law", lvl: 3 }), by);
    expect((await userOf(server, email)).metadata).toEqual({ department: "law", level: 3 });
    await signInAt(setting, fake, at({ dept: ["law", "tax"] }), by);
    expect((await userOf(server, email)).metadata).toEqual({ department: ["law", "tax"] });
  });
});

describe("an answer of an identity provider", () => {
  const person = () => ({ sub: `p-${++emails}`, claims: verified(newEmail()) });

  /** Begins a sign-in, up to the provider's page. */
  async function begun({
    anyone,
    setting,
    by,
  }: { by: { provider: string } } & Pick<ProviderSetting, "anyone"> & { setting: ProviderSetting }) {
    const app = await newApp();
    const { url } = await anyone.auth.providers.start.mutate({ ...by, ...app.request });
    const browser = new Browser(setting);
    return { browser, url, ...(await browser.open(url)) };
  }

  it("signs in once", async () => {
    const all = await withProvider();
    const { browser, location } = await begun(all);
    const cookies = new Map(browser.cookies);
    const back = all.fake.signIn(location, person()).href;
    expect((await browser.open(back)).status).toBe(303);
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    expect((await browser.open(back)).code).toBe("provider_flow_invalid");
  });

  it("signs in only in the browser that began", async () => {
    const all = await withProvider();
    const { location } = await begun(all);
    const victim = new Browser(all.setting);
    expect((await victim.open(all.fake.signIn(location, person()).href)).code).toBe("provider_flow_invalid");
  });

  it("signs in within 10 minutes", async () => {
    const all = await withProvider({}, true);
    const { browser, location } = await begun(all);
    all.clock.advance(10 * 60 + 1);
    expect((await browser.open(all.fake.signIn(location, person()).href)).code).toBe("provider_flow_invalid");
  });

  it("is refused with a nonce, issuer, audience or time that is wrong", async () => {
    const all = await withProvider();
    const wrong = [{ nonce: "another" }, { iss: "https://evil.dev" }, { aud: "another-client" }, { exp: 1 }];
    for (const idToken of wrong) {
      const { browser, location } = await begun(all);
      const back = all.fake.signIn(location, { ...person(), idToken }).href;
      expect({ idToken, code: (await browser.open(back)).code }).toEqual({
        idToken,
        code: "provider_response_invalid",
      });
    }
  });

  it("is refused with the signature of another key", async () => {
    const all = await withProvider();
    const forger = new FakeProvider(all.fake.issuer);
    const { browser, location } = await begun(all);
    const back = forger.signIn(location, person()).href;
    // The token comes from the forger, and the keys from the provider.
    const { internet, fake } = all;
    const answer = fake.answer.bind(fake);
    fake.answer = async (request) => await (request.url.endsWith("/token") ? forger.answer(request) : answer(request));
    expect((await browser.open(back)).code).toBe("provider_response_invalid");
    expect(internet.requests.at(-1)).toBe(`${fake.issuer}/jwks`);
  });

  it("is refused at the address of another provider, or with another provider's iss", async () => {
    const all = await withProvider();
    await addProvider(all.setting, new FakeProvider("https://login.elsewhere.dev"), { slug: "elsewhere" });
    const { browser, location } = await begun(all);
    const back = all.fake.signIn(location, person());
    const elsewhere = new URL(back.href.replace(`/callback/${all.provider.slug}`, "/callback/elsewhere"));
    expect((await browser.open(elsewhere.href)).code).toBe("provider_flow_invalid");
    back.searchParams.set("iss", "https://login.elsewhere.dev");
    expect((await browser.open(back.href)).code).toBe("provider_response_invalid");
  });

  it("is refused without iss where the provider promises it", async () => {
    const all = await withProvider();
    const strict = new FakeProvider("https://login.strict.dev");
    strict.metadata = { authorization_response_iss_parameter_supported: true };
    await addProvider(all.setting, strict, { slug: "strict" });
    const app = await newApp();
    const { url } = await all.anyone.auth.providers.start.mutate({ provider: "strict", ...app.request });
    const browser = new Browser(all.setting);
    const back = strict.signIn((await browser.open(url)).location, person());
    back.searchParams.delete("iss");
    expect((await browser.open(back.href)).code).toBe("provider_response_invalid");
  });

  it("tells apart a person who cancels, a refused code and a provider that is down", async () => {
    const all = await withProvider();
    const cancelled = await begun(all);
    const back = all.fake.signIn(cancelled.location, person());
    back.searchParams.delete("code");
    back.searchParams.set("error", "access_denied");
    expect((await cancelled.browser.open(back.href)).code).toBe("provider_cancelled");
    const refused = await begun(all);
    const wrong = all.fake.signIn(refused.location, person());
    wrong.searchParams.set("code", "unknown");
    expect((await refused.browser.open(wrong.href)).code).toBe("provider_error");
    const down = await begun(all);
    const late = all.fake.signIn(down.location, person()).href;
    all.fake.isDown = true;
    expect((await down.browser.open(late)).code).toBe("provider_unavailable");
  });

  it("is bound by a cookie of the tenant that no script reads", async () => {
    const all = await withProvider();
    const { headers } = await begun(all);
    expect(headers.get("set-cookie")).toMatch(
      new RegExp(
        `^__Host-provider-${all.tenant.tenant.id}=[\\w-]{43}; Max-Age=600; Path=/; Secure; HttpOnly; SameSite=Lax$`,
      ),
    );
  });

  it("rule 35: of one tenant is worthless in another", async () => {
    const [all, other] = [await withProvider(), await withProvider({}, true)];
    const { browser, location } = await begun(all);
    const back = all.fake.signIn(location, person()).href;
    const elsewhere = back.replace(`/t/${all.tenant.tenant.slug}/`, `/t/${other.tenant.tenant.slug}/`);
    expect((await browser.open(elsewhere)).code).toBe("provider_flow_invalid");
  });
});

describe("an account with the email of a new identity", () => {
  it("is linked where the provider speaks for the email's domain, and the user is notified", async () => {
    const { setting, fake } = await withGoogle();
    const { tenant, server } = setting;
    const email = newEmail("gmail.com");
    const { user } = await server.users.create.mutate({ email, emailVerified: true });
    const signedIn = await signInAt(setting, fake, { sub: "1", claims: verified(email) }, { provider: "google" });
    expect(signedIn.user.id).toBe(user.id);
    expect(await emailKindsTo(tenant.tenant.id, email)).toContain("security_changed");
  });

  it("is linked by the domain of Google Workspace, and not by another", async () => {
    const { setting, fake } = await withGoogle();
    const { server } = setting;
    const [own, foreign] = [newEmail("workspace.dev"), newEmail("elsewhere.dev")];
    await server.users.create.mutate({ email: own, emailVerified: true });
    await server.users.create.mutate({ email: foreign, emailVerified: true });
    const at = (sub: string, email: string) => ({ sub, claims: verified(email, { hd: "workspace.dev" }) });
    expect((await signInAt(setting, fake, at("2", own), { provider: "google" })).user.email).toBe(own);
    expect((await goThrough(setting, fake, at("3", foreign), { provider: "google" })).code).toBe("identity_not_linked");
  });

  it("isn't linked where the tenant doesn't allow it", async () => {
    const { setting, fake } = await withGoogle(false);
    const email = newEmail("gmail.com");
    await setting.server.users.create.mutate({ email, emailVerified: true });
    const { code } = await goThrough(setting, fake, { sub: "4", claims: verified(email) }, { provider: "google" });
    expect(code).toBe("identity_not_linked");
  });

  it("loses what a stranger added before, when its owner enters", async () => {
    const { setting, fake } = await withGoogle();
    const { anyone } = setting;
    const email = newEmail("gmail.com");
    const credentials = { email, password: "an unlikely sentence" };
    await anyone.auth.register.mutate(credentials);
    const stranger = await anyone.auth.login.mutate(credentials);
    const { user } = await signInAt(setting, fake, { sub: "5", claims: verified(email) }, { provider: "google" });
    expect(user.id).toBe(stranger.user.id);
    expect(await errorOf(anyone.auth.login.mutate(credentials))).toMatchObject({ code: "invalid_credentials" });
    const { refreshToken } = stranger;
    expect(await errorOf(anyone.auth.refresh.mutate({ refreshToken }))).toMatchObject({ code: "session_ended" });
  });

  it("of a stranger who never proved it doesn't keep its owner out, although the tenant links none", async () => {
    const { setting, fake } = await withGoogle(false);
    const { anyone } = setting;
    const email = newEmail();
    const credentials = { email, password: "an unlikely sentence" };
    await anyone.auth.register.mutate(credentials);
    const stranger = await anyone.auth.login.mutate(credentials);
    const person = { sub: "7", claims: verified(email) };
    const { user } = await signInAt(setting, fake, person, { provider: "google" });
    expect(user).toMatchObject({ email, emailVerified: true });
    expect(await errorOf(anyone.auth.login.mutate(credentials))).toMatchObject({ code: "invalid_credentials" });
    const { refreshToken } = stranger;
    expect(await errorOf(anyone.auth.refresh.mutate({ refreshToken }))).toMatchObject({ code: "session_ended" });
    const second = { sub: "8", claims: verified(email) };
    expect((await goThrough(setting, fake, second, { provider: "google" })).code).toBe("identity_not_linked");
  });

  it("isn't taken over by a provider that speaks for nobody, whatever it says", async () => {
    const { setting, fake, by } = await withProvider({ linksVerifiedEmail: true });
    const { user } = await somebody({ browser: setting.anyone, client: setting.server });
    const person = { sub: "6", claims: verified(user.email, { hd: "example.com", xms_edov: true }) };
    expect((await goThrough(setting, fake, person, by)).code).toBe("identity_not_linked");
  });
});
