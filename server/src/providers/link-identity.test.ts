import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { FakeProvider } from "../../test/identity-provider.ts";
import { emailKindsTo } from "../../test/mailbox.ts";
import { somebody } from "../../test/people.ts";
import {
  addProvider,
  Browser,
  newApp,
  type ProviderSetting,
  providerSetting,
  signInAt,
} from "../../test/provider-sign-in.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
let setting: ProviderSetting;
let fake: FakeProvider;
beforeAll(async () => {
  world = await createWorld();
  setting = await providerSetting(world);
  fake = new FakeProvider("https://login.partner.dev");
  await addProvider(setting, fake, { slug: "partner" });
});

/** Somebody who is signed in with a password. */
async function signedIn() {
  const person = await somebody({ browser: setting.anyone, client: setting.server });
  const { accessToken } = await setting.anyone.auth.login.mutate(person.credentials);
  return { ...person, me: setting.clientFor({ token: accessToken }) };
}

type Me = Awaited<ReturnType<typeof signedIn>>["me"];

/** Shows an identity at the provider, up to the app's link code. */
async function shown(me: Me, sub: string) {
  const app = await newApp();
  const { url } = await me.auth.identities.link.mutate({ provider: "partner", ...app.request });
  const browser = new Browser(setting);
  const { location } = await browser.open(
    (await browser.open(url).then(({ location }) => fake.signIn(location, { sub }))).href,
  );
  return { code: new URL(location).searchParams.get("link_code") ?? "", codeVerifier: app.codeVerifier };
}

describe("linking an identity while signed in", () => {
  it("links it after both sides were proved, and notifies the user", async () => {
    const { me, user } = await signedIn();
    const { id } = await me.auth.identities.complete.mutate(await shown(me, "anne"));
    expect((await me.auth.identities.list.query()).items).toMatchObject([
      { id, provider: "partner", issuer: fake.issuer, email: null },
    ]);
    expect(await emailKindsTo(setting.tenant.tenant.id, user.email)).toContain("security_changed");
    const { user: signedInUser } = await signInAt(setting, fake, { sub: "anne" }, { provider: "partner" });
    expect(signedInUser.id).toBe(user.id);
  });

  it("needs a recent sign-in", async () => {
    const own = await providerSetting(world);
    await addProvider(own, new FakeProvider("https://login.partner.dev"), { slug: "partner" });
    const person = await somebody({ browser: own.anyone, client: own.server });
    const session = await own.anyone.auth.login.mutate(person.credentials);
    own.clock.advance(5 * 60 + 1);
    const { accessToken } = await own.anyone.auth.refresh.mutate({ refreshToken: session.refreshToken });
    const link = own.clientFor({ token: accessToken }).auth.identities.link;
    const call = link.mutate({ provider: "partner", ...(await newApp()).request });
    expect(await errorOf(call)).toMatchObject({ code: "reauthentication_required" });
  });

  it("works once, with the verifier, in the session that began", async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    const complete = (me: Me, link: { code: string; codeVerifier: string }) => me.auth.identities.complete.mutate(link);
    // Nobody gets another person's identity linked to their own account, or the other way round.
    expect(await errorOf(complete(other.me, await shown(one.me, "bob")))).toMatchObject({
      code: "code_exchange_refused",
    });
    const link = await shown(one.me, "bob");
    const stolen = { ...link, codeVerifier: (await newApp()).codeVerifier };
    expect(await errorOf(complete(one.me, stolen))).toMatchObject({ code: "code_exchange_refused" });
    expect(await errorOf(complete(one.me, link))).toMatchObject({ code: "code_exchange_refused" });
    expect((await one.me.auth.identities.list.query()).items).toEqual([]);
  });

  it("rule 20: leaves an identity with its user", async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    await one.me.auth.identities.complete.mutate(await shown(one.me, "carl"));
    const call = other.me.auth.identities.complete.mutate(await shown(other.me, "carl"));
    expect(await errorOf(call)).toMatchObject({ code: "identity_taken" });
  });

  it("is no sign-in: its code opens no session", async () => {
    const { me } = await signedIn();
    const { code, codeVerifier } = await shown(me, "dora");
    const exchange = { code, codeVerifier, returnUrl: "https://app.example.com/signed-in" };
    const call = setting.anyone.auth.exchangeCode.mutate(exchange);
    expect(await errorOf(call)).toMatchObject({ code: "code_exchange_refused" });
  });
});

describe("unlinking an identity", () => {
  it("removes it, and notifies the user", async () => {
    const { me, user } = await signedIn();
    const { id } = await me.auth.identities.complete.mutate(await shown(me, "eve"));
    expect(await me.auth.identities.unlink.mutate({ id })).toEqual({ id });
    expect((await me.auth.identities.list.query()).items).toEqual([]);
    expect(await emailKindsTo(setting.tenant.tenant.id, user.email)).toContain("security_changed");
    expect(await errorOf(me.auth.identities.unlink.mutate({ id }))).toMatchObject({ code: "identity_not_found" });
  });

  it("removes none of another user's", async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    const { id } = await one.me.auth.identities.complete.mutate(await shown(one.me, "gina"));
    expect(await errorOf(other.me.auth.identities.unlink.mutate({ id }))).toMatchObject({ code: "identity_not_found" });
    expect((await one.me.auth.identities.list.query()).items).toHaveLength(1);
  });
});
