import { beforeAll, describe, expect, it } from "vitest";
import { FakeProvider } from "../../test/identity-provider.ts";
import {
  addProvider,
  Browser,
  goThrough,
  newApp,
  type ProviderSetting,
  providerSetting,
  signInAt,
} from "../../test/provider-sign-in.ts";
import { createWorld, type World } from "../../test/world.ts";
import { PRESET, type PresetName } from "./presets.ts";

let world: World;
let setting: ProviderSetting;
beforeAll(async () => {
  world = await createWorld();
  setting = await providerSetting(world);
});

let emails = 0;
const newEmail = () => `preset-${++emails}@example.com`;
const ORGANIZATION = "11111111-2222-3333-4444-555555555555";

/** The provider of a preset, as its documentation describes it. */
async function provider(preset: PresetName, metadata: object = {}, otherHosts: readonly string[] = []) {
  const fake = new FakeProvider(PRESET[preset].issuer ?? "", otherHosts);
  fake.metadata = { ...metadata };
  await addProvider(setting, fake, { slug: preset, preset, settings: { linksVerifiedEmail: true } });
  return { fake, by: { provider: preset } };
}

/** The address of the provider, to which a browser is sent. */
async function sentTo(by: { provider: string }) {
  const app = await newApp();
  const { url } = await setting.anyone.auth.providers.start.mutate({ ...by, ...app.request });
  const browser = new Browser(setting);
  return { browser, ...(await browser.open(url)) };
}

describe("presets", () => {
  it("GitHub: reads the numeric id and the primary verified email from its API", async () => {
    const { fake, by } = await provider("github", {}, ["api.github.com"]);
    const email = newEmail();
    const { user } = await signInAt(setting, fake, { sub: "42", claims: { email, email_verified: true } }, by);
    expect(user).toMatchObject({ email, name: "octo" });
    const unverified = { sub: "43", claims: { email: newEmail(), email_verified: false } };
    expect((await goThrough(setting, fake, unverified, by)).code).toBe("provider_email_unverified");
    const { location } = await sentTo(by);
    const query = new URL(location).searchParams;
    expect(query.get("scope")).toBe("read:user user:email");
    expect({ nonce: query.get("nonce"), pkce: query.get("code_challenge_method") }).toEqual({
      nonce: null,
      pkce: "S256",
    });
  });

  it("Microsoft: takes the issuer of each organization, and keeps their people apart", async () => {
    const issuer = "https://login.microsoftonline.com/{tenantid}/v2.0";
    const { fake, by } = await provider("microsoft", { issuer });
    const at = (tid: string, email: string, more: object = {}) => {
      const iss = issuer.replace("{tenantid}", tid);
      return { sub: "same", claims: { email, tid, xms_edov: true }, idToken: { iss, ...more } };
    };
    const other = ORGANIZATION.replaceAll("1", "9");
    const first = await signInAt(setting, fake, at(ORGANIZATION, newEmail()), by);
    const second = await signInAt(setting, fake, at(other, newEmail()), by);
    expect(first.user.id).not.toBe(second.user.id);
    const mixed = at(ORGANIZATION, newEmail(), { iss: issuer.replace("{tenantid}", other) });
    expect((await goThrough(setting, fake, mixed, by)).code).toBe("provider_response_invalid");
  });

  it("Microsoft: takes no email whose domain wasn't verified", async () => {
    const iss = `https://login.microsoftonline.com/${ORGANIZATION}/v2.0`;
    const fake = [...setting.internet.providers.values()].find((one) => one.issuer.includes("microsoftonline"));
    const claims = { email: newEmail(), email_verified: true, tid: ORGANIZATION };
    const person = { sub: "forger", claims, idToken: { iss } };
    const { code } = await goThrough(setting, fake as FakeProvider, person, { provider: "microsoft" });
    expect(code).toBe("provider_email_unverified");
  });

  it("rule 20: vouches for no email of an enterprise domain where anybody can sign in there", async () => {
    const iss = `https://login.microsoftonline.com/${ORGANIZATION}/v2.0`;
    const microsoft = [...setting.internet.providers.values()].find((one) => one.issuer.includes("microsoftonline"));
    const forged: readonly [PresetName, FakeProvider, object][] = [
      // Any administrator of any Microsoft organization writes what they like into `email`.
      ["microsoft", microsoft as FakeProvider, { claims: { tid: ORGANIZATION }, idToken: { iss } }],
      // A consumer's Google account, whose email was theirs once.
      ["google", new FakeProvider(PRESET.google.issuer ?? ""), { claims: { email_verified: true } }],
    ];
    for (const [preset, fake, person] of forged) {
      const slug = `corp-${preset}`;
      const created = await addProvider(setting, fake, { slug, preset, kind: "enterprise" });
      const { domain } = await setting.server.emailDomains.add.mutate({
        domain: `${slug}.com`,
        providerId: created.id,
      });
      setting.internet.texts.set(domain.record.name, [domain.record.value]);
      await setting.server.emailDomains.verify.mutate({ domain: domain.domain });
      const email = `ceo@${slug}.com`;
      const { claims, ...rest } = person as { claims: object };
      const sent = (more: object) => ({ sub: `forger-${preset}`, ...rest, claims: { email, ...claims, ...more } });
      expect((await goThrough(setting, fake, sent({}), { email })).code).toBe("provider_email_unverified");
      const proof = preset === "google" ? { hd: `${slug}.com` } : { xms_edov: true };
      await signInAt(setting, fake, { ...sent(proof), sub: `owner-${preset}` }, { email });
    }
  });

  it("Apple: takes its form in a browser that sends the cookie across sites, with the name of the first time", async () => {
    const { fake, by } = await provider("apple");
    const { browser, location, headers } = await sentTo(by);
    expect(new URL(location).searchParams.get("response_mode")).toBe("form_post");
    expect(headers.get("set-cookie")).toContain("SameSite=None");
    const back = fake.signIn(location, { sub: "001.a", claims: { email: newEmail(), email_verified: "true" } });
    const form = new URLSearchParams(back.searchParams);
    form.set(
      "user",
      JSON.stringify({ name: { firstName: "Ada", lastName: "Lovelace" }, email: "ignored@example.com" }),
    );
    const type = { "content-type": "application/x-www-form-urlencoded", origin: "https://appleid.apple.com" };
    const answer = await browser.open(back.origin + back.pathname, { method: "POST", headers: type, body: `${form}` });
    expect(answer.status).toBe(303);
    const { items } = await setting.server.users.search.query({ by: "name", prefix: "Ada Lovelace" });
    expect(items.map(({ email }) => email)).not.toContain("ignored@example.com");
    expect(items).toHaveLength(1);
  });

  it("LinkedIn: sends no PKCE verifier beside the secret, and expects no nonce", async () => {
    const { fake, by } = await provider("linkedin", { issuer: "https://www.linkedin.com" });
    const { location } = await sentTo(by);
    const query = new URL(location).searchParams;
    expect([query.get("nonce"), query.get("code_challenge")]).toEqual([null, null]);
    const email = newEmail();
    const claims = { email, email_verified: "true" };
    const idToken = { iss: "https://www.linkedin.com" };
    expect((await signInAt(setting, fake, { sub: "li", claims, idToken }, by)).user.email).toBe(email);
  });

  it("GitLab and Slack: are OpenID Connect", async () => {
    for (const preset of ["gitlab", "slack"] as const) {
      const { fake, by } = await provider(preset);
      const email = newEmail();
      const { user } = await signInAt(setting, fake, { sub: preset, claims: { email, email_verified: true } }, by);
      expect(user.email).toBe(email);
    }
  });
});
