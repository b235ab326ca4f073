import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { FakeProvider } from "../../test/identity-provider.ts";
import {
  addProvider,
  goThrough,
  newApp,
  type ProviderSetting,
  providerSetting,
  signInAt,
} from "../../test/provider-sign-in.ts";
import { createWorld, type World } from "../../test/world.ts";
import { syncGroups } from "./group-sync.ts";

const MODEL = `
model
  schema 1.1
type user
type group
  relations
    define member: [user]
    define owner: [user]
`;
const GROUPS = [
  { group: "Engineering", relation: "member", object: "group:eng" },
  { group: "Sales", relation: "member", object: "group:sales" },
];

let world: World;
let setting: ProviderSetting;
beforeAll(async () => {
  world = await createWorld();
  setting = await providerSetting(world, { signInMethods: ["password", "email_code"] });
  await setting.server.authz.model.put.mutate({ model: MODEL });
});

let count = 0;
/** An enterprise provider with a domain that it is the only way in for, unless the domain isn't verified. */
async function enterprise({ settings = {}, isVerified = true }: { settings?: object; isVerified?: boolean } = {}) {
  const { internet, server } = setting;
  const slug = `corp-${++count}`;
  const fake = new FakeProvider(`https://sso-${count}.corp.dev`);
  const provider = await addProvider(setting, fake, { slug, kind: "enterprise", settings });
  const name = `${slug}.com`;
  const { domain } = await server.emailDomains.add.mutate({ domain: name, providerId: provider.id });
  internet.texts.set(domain.record.name, [domain.record.value]);
  const verify = async () => await server.emailDomains.verify.mutate({ domain: name });
  if (isVerified) await verify();
  const email = `anne@${name}`;
  return { fake, provider, slug, domain: name, email, by: { email }, verify };
}

const tuples = async (userId: string) => {
  const { items } = await setting.server.authz.read.query({ subject: `user:${userId}` });
  return items.map(({ relation, object }) => `${relation} ${object}`).sort();
};

describe("an enterprise sign-in", () => {
  it("goes to the provider of the email's domain, and creates the account", async () => {
    const { fake, email, by } = await enterprise();
    const { user, accessToken } = await signInAt(setting, fake, { sub: "anne", claims: { email } }, by);
    expect(user).toMatchObject({ email, emailVerified: true });
    expect(decodeJwt(accessToken)).toMatchObject({ amr: ["sso"] });
  });

  it("tells the provider which email the person entered", async () => {
    const { email, by } = await enterprise();
    const { url } = await setting.anyone.auth.providers.start.mutate({ ...by, ...(await newApp()).request });
    const { headers } = await setting.fetch(url, { redirect: "manual" });
    expect(new URL(headers.get("location") ?? "").searchParams.get("login_hint")).toBe(email);
  });

  it("creates accounts where nobody may register", async () => {
    const closed = await providerSetting(world, { registration: "closed" });
    const fake = new FakeProvider("https://sso.closed.dev");
    const provider = await addProvider(closed, fake, { slug: "closed", kind: "enterprise" });
    const { domain } = await closed.server.emailDomains.add.mutate({ domain: "closed.com", providerId: provider.id });
    closed.internet.texts.set(domain.record.name, [domain.record.value]);
    await closed.server.emailDomains.verify.mutate({ domain: "closed.com" });
    const email = "bob@closed.com";
    expect((await signInAt(closed, fake, { sub: "bob", claims: { email } }, { email })).user.email).toBe(email);
  });

  it("signs in only emails of its verified domains", async () => {
    const { fake, by } = await enterprise();
    const other = await enterprise();
    for (const email of ["carl@example.com", other.email, "carl@sub.corp-1.com"]) {
      const claims = { email, email_verified: true };
      expect((await goThrough(setting, fake, { sub: email, claims }, by)).code).toBe("provider_email_not_allowed");
    }
  });

  it("takes no email that the provider says isn't verified", async () => {
    const { fake, email, by } = await enterprise();
    const claims = { email, email_verified: false };
    expect((await goThrough(setting, fake, { sub: "dora", claims }, by)).code).toBe("provider_email_unverified");
  });

  it("isn't offered to everybody", async () => {
    const { slug } = await enterprise();
    const { items } = await setting.anyone.auth.providers.list.query();
    expect(items.map((item) => item.slug)).not.toContain(slug);
  });
});

describe("an email domain with an enterprise provider", () => {
  it("has no effect before its DNS record was found", async () => {
    const { email, verify, domain } = await enterprise({ isVerified: false });
    expect(await setting.anyone.auth.password.forgot.mutate({ email })).toEqual({ accepted: true });
    setting.internet.texts.set(`_cf-auth.${domain}`, ["cf-auth-verification=another"]);
    expect(await errorOf(verify())).toMatchObject({ code: "email_domain_unverified" });
    const start = setting.anyone.auth.providers.start.mutate({ email, ...(await newApp()).request });
    expect(await errorOf(start)).toMatchObject({ code: "provider_not_found" });
  });

  it("rule 11: closes every other way in, sign-up and reset, alike for known and unknown emails", async () => {
    const { fake, email, by, slug, domain } = await enterprise();
    await signInAt(setting, fake, { sub: "eve", claims: { email } }, by);
    const { auth } = setting.anyone;
    for (const each of [email, `nobody@${domain}`]) {
      const calls = [
        auth.login.mutate({ email: each, password: "an unlikely sentence" }),
        auth.register.mutate({ email: each, password: "an unlikely sentence" }),
        auth.emailSignIn.start.mutate({ email: each }),
        auth.password.forgot.mutate({ email: each }),
      ];
      for (const call of calls) {
        const { code, details } = await errorOf(call);
        expect({ code, details }).toEqual({ code: "enterprise_sign_in_required", details: { provider: slug } });
      }
    }
  });

  it("ends sessions that were begun otherwise at their next refresh", async () => {
    const { email, verify, slug } = await enterprise({ isVerified: false });
    const credentials = { email, password: "an unlikely sentence" };
    await setting.anyone.auth.register.mutate(credentials);
    const { refreshToken } = await setting.anyone.auth.login.mutate(credentials);
    await verify();
    const refresh = () => setting.anyone.auth.refresh.mutate({ refreshToken });
    expect(await errorOf(refresh())).toMatchObject({
      code: "enterprise_sign_in_required",
      details: { provider: slug },
    });
    expect(await errorOf(refresh())).toMatchObject({ code: "session_ended" });
    const { items } = await setting.server.users.search.query({ by: "email", prefix: email });
    const sessions = await setting.server.users.sessions.list.query({ id: items[0]?.id ?? "" });
    expect(sessions.items).toEqual([]);
  });

  it("ends sessions of the provider from which it has moved, at their next refresh", async () => {
    const { fake, email, by, domain } = await enterprise();
    const { refreshToken } = await signInAt(setting, fake, { sub: "lea", claims: { email } }, by);
    const { anyone, server } = setting;
    const next = await anyone.auth.refresh.mutate({ refreshToken });
    const other = await enterprise();
    await server.emailDomains.add.mutate({ domain, providerId: other.provider.id });
    const refresh = anyone.auth.refresh.mutate({ refreshToken: next.refreshToken });
    expect(await errorOf(refresh)).toMatchObject({
      code: "enterprise_sign_in_required",
      details: { provider: other.slug },
    });
    const renewed = await signInAt(setting, other.fake, { sub: "lea", claims: { email } }, by);
    await anyone.auth.refresh.mutate({ refreshToken: renewed.refreshToken });
  });

  it("links the account that its owner had before, and removes what a stranger may have added", async () => {
    const { fake, email, by, verify } = await enterprise({ isVerified: false });
    const credentials = { email, password: "an unlikely sentence" };
    await setting.anyone.auth.register.mutate(credentials);
    const before = await setting.anyone.auth.login.mutate(credentials);
    await verify();
    const { user } = await signInAt(setting, fake, { sub: "frank", claims: { email } }, by);
    expect(user.id).toBe(before.user.id);
    const { items } = await setting.server.emailDomains.list.query({ limit: 1000 });
    const domain = items.find((item) => email.endsWith(`@${item.domain}`))?.domain ?? "";
    await setting.server.emailDomains.remove.mutate({ domain });
    expect(await errorOf(setting.anyone.auth.login.mutate(credentials))).toMatchObject({ code: "invalid_credentials" });
  });

  it("keeps its provider from being deleted", async () => {
    const { provider, domain } = await enterprise();
    const remove = () => setting.server.providers.delete.mutate({ id: provider.id });
    expect(await errorOf(remove())).toMatchObject({ code: "provider_in_use" });
    await setting.server.emailDomains.remove.mutate({ domain });
    expect(await remove()).toEqual({ id: provider.id });
  });

  it("can't be one under which anybody has names, or belong to a provider for everybody", async () => {
    const fake = new FakeProvider("https://login.open.dev");
    const { id: providerId } = await addProvider(setting, fake, { slug: "open" });
    const { add } = setting.server.emailDomains;
    expect(await errorOf(add.mutate({ domain: "pages.dev" }))).toMatchObject({ code: "invalid_input" });
    expect(await errorOf(add.mutate({ domain: "mine.com", providerId }))).toMatchObject({ code: "provider_not_found" });
  });
});

describe("the groups of an enterprise provider", () => {
  it("become tuples, which follow the groups at each sign-in", async () => {
    const { fake, email, by } = await enterprise({ settings: { groups: GROUPS } });
    const at = (groups: unknown) => ({ sub: "gina", claims: { email, groups } });
    const { user } = await signInAt(setting, fake, at(["Engineering", "Unknown"]), by);
    expect(await tuples(user.id)).toEqual(["member group:eng"]);
    await signInAt(setting, fake, at(["Sales"]), by);
    expect(await tuples(user.id)).toEqual(["member group:sales"]);
    await signInAt(setting, fake, at(undefined), by);
    expect(await tuples(user.id)).toEqual([]);
  });

  it("leave tuples that others wrote", async () => {
    const { fake, email, by } = await enterprise({ settings: { groups: GROUPS } });
    const at = (groups: string[]) => ({ sub: "hugo", claims: { email, groups } });
    const { user } = await signInAt(setting, fake, at([]), by);
    const subject = `user:${user.id}`;
    const writes = [
      { subject, relation: "member", object: "group:eng" },
      { subject, relation: "owner", object: "group:sales" },
    ];
    await setting.server.authz.write.mutate({ writes });
    await signInAt(setting, fake, at(["Engineering", "Sales"]), by);
    await signInAt(setting, fake, at([]), by);
    expect(await tuples(user.id)).toEqual(["member group:eng", "owner group:sales"]);
  });

  it("leave tuples of relations that the mapping lists no more", async () => {
    const { fake, email, by, provider } = await enterprise({ settings: { groups: GROUPS } });
    const at = (groups: string[]) => ({ sub: "ida", claims: { email, groups } });
    const { user } = await signInAt(setting, fake, at(["Engineering", "Sales"]), by);
    await setting.server.providers.update.mutate({ id: provider.id, settings: { groups: GROUPS.slice(1) } });
    await signInAt(setting, fake, at([]), by);
    expect(await tuples(user.id)).toEqual(["member group:eng"]);
  });

  it("follow the groups also after two sign-ins at the same time", async () => {
    const { fake, email, by, provider } = await enterprise({ settings: { groups: GROUPS } });
    const at = (groups: string[]) => ({ sub: "kim", claims: { email, groups } });
    const { user } = await signInAt(setting, fake, at([]), by);
    const { app, tenant } = setting;
    const tenantId = tenant.tenant.id;
    const used = await app.identityProviders.find(tenantId, { id: provider.id });
    // Both have read the identity before either has changed it.
    const found = await app.identities.find(tenantId, fake.issuer, "kim");
    if (used === undefined || found === undefined) throw new Error("The identity is missing.");
    const { identity } = found;
    const details = { providerId: provider.id, email, lastUsedAt: 0, tuples: [] };
    const sync = async (groups: string[]) =>
      await syncGroups(app, tenant.tenant, used, identity, { claims: { groups }, details });
    await sync(["Engineering"]);
    await sync(["Engineering", "Sales"]);
    expect(await tuples(user.id)).toEqual(["member group:eng", "member group:sales"]);
    await signInAt(setting, fake, at([]), by);
    expect(await tuples(user.id)).toEqual([]);
  });

  it("refuse the sign-in where the model lacks a relation", async () => {
    const groups = [{ group: "Engineering", relation: "chief", object: "group:eng" }];
    const { fake, email, by } = await enterprise({ settings: { groups } });
    const person = { sub: "jan", claims: { email, groups: ["Engineering"] } };
    expect((await goThrough(setting, fake, person, by)).code).toBe("provider_groups_not_synced");
  });

  it("can't be mapped by a provider for everybody", async () => {
    const fake = new FakeProvider("https://login.everybody.dev");
    const create = addProvider(setting, fake, { slug: "everybody", settings: { groups: GROUPS } });
    expect(await errorOf(create)).toMatchObject({ code: "invalid_input" });
  });
});
