import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { FakeProvider } from "../../test/identity-provider.ts";
import { addProvider, newApp, type ProviderSetting, providerSetting } from "../../test/provider-sign-in.ts";
import { createWorld, type World } from "../../test/world.ts";
import { Keyring } from "../ports/encryption.ts";
import { ProviderSecrets, reencryptProviderSecrets } from "./provider-secrets.ts";

let world: World;
let setting: ProviderSetting;
beforeAll(async () => {
  world = await createWorld();
  setting = await providerSetting(world);
});

let count = 0;
const add = async (input: object = {}, fake = new FakeProvider(`https://login-${++count}.dev.example.org`)) =>
  await addProvider(setting, fake, { slug: `p-${++count}`, ...input });

const rowOf = async (id: string) =>
  await env.DB.prepare("select client_secret from identity_providers where id = ?").bind(id).first("client_secret");

describe("identity providers", () => {
  it("are created, read, changed, listed and deleted, and never show their secret", async () => {
    const { providers } = setting.server;
    const created = await add();
    expect(created).toMatchObject({ kind: "social", protocol: "oidc", preset: "oidc", hasClientSecret: true });
    expect(created.redirectUri).toBe(`http://auth.test/t/${setting.tenant.tenant.slug}/callback/${created.slug}`);
    const { provider } = await providers.update.mutate({
      id: created.id,
      name: "New",
      clientSecret: null,
      enabled: false,
    });
    expect(provider).toMatchObject({ name: "New", hasClientSecret: false, enabled: false });
    expect((await providers.get.query({ id: created.id })).provider).toEqual(provider);
    expect((await providers.list.query({})).items).toContainEqual(provider);
    expect(JSON.stringify([created, provider])).not.toContain("a secret of a client");
    expect(await providers.delete.mutate({ id: created.id })).toEqual({ id: created.id });
    expect(await errorOf(providers.get.query({ id: created.id }))).toMatchObject({ code: "provider_not_found" });
  });

  it("are refused with a taken slug, a missing issuer, or another issuer than the preset's", async () => {
    const { slug } = await add();
    expect(await errorOf(add({ slug }))).toMatchObject({ code: "provider_slug_taken" });
    const { create } = setting.server.providers;
    const input = { slug: "mine", name: "Mine", clientId: "c" };
    expect(await errorOf(create.mutate(input))).toMatchObject({ code: "invalid_input" });
    const foreign = create.mutate({ ...input, preset: "google", issuer: "https://evil.dev" });
    expect(await errorOf(foreign)).toMatchObject({ code: "invalid_input" });
  });

  it("are refused as enterprise where anybody can have an account", async () => {
    const preset = ["github", "gitlab", "slack", "linkedin", "apple"] as const;
    const inputs = [
      ...preset.map((one) => ({ preset: one })),
      { issuer: "https://accounts.google.com" },
      { issuer: "https://gitlab.com/" },
    ];
    for (const input of inputs) {
      const named = { slug: `e-${++count}`, name: "Corp", clientId: "c", kind: "enterprise", ...input } as const;
      const created = setting.server.providers.create.mutate(named);
      expect(await errorOf(created), JSON.stringify(input)).toMatchObject({ code: "invalid_input" });
    }
  });

  it("can't be used while disabled", async () => {
    const { id, slug } = await add();
    await setting.server.providers.update.mutate({ id, enabled: false });
    expect((await setting.anyone.auth.providers.list.query()).items.map((item) => item.slug)).not.toContain(slug);
    const start = setting.anyone.auth.providers.start.mutate({ provider: slug, ...(await newApp()).request });
    expect(await errorOf(start)).toMatchObject({ code: "provider_not_found" });
  });

  it("rule 46: send nobody to a provider for an address that isn't registered", async () => {
    const { slug } = await add();
    const request = { ...(await newApp()).request, returnUrl: "https://evil.dev/" };
    const start = setting.anyone.auth.providers.start.mutate({ provider: slug, ...request });
    expect(await errorOf(start)).toMatchObject({ code: "return_url_not_registered" });
  });

  it("belong to one tenant, and to its servers", async () => {
    const { id } = await add();
    const stranger = clientFor({ key: world.acme.secretKey }).providers.get.query({ id });
    expect(await errorOf(stranger)).toMatchObject({ code: "provider_not_found" });
    expect(await errorOf(setting.anyone.providers.list.query({}))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(setting.anyone.emailDomains.list.query({}))).toMatchObject({ code: "forbidden" });
  });

  it("have secrets that are encrypted for their own row, and again with the newest key", async () => {
    const { id } = await add();
    const stored = `${await rowOf(id)}`;
    expect(stored).toMatch(/^v2\.[\w-]+\.[\w-]+$/);
    const { identityProviders, providerSecrets } = setting.app;
    const owner = { tenantId: setting.tenant.tenant.id, id, clientSecret: stored };
    expect(await providerSecrets.decrypt(owner)).toBe("a secret of a client");
    await expect(providerSecrets.decrypt({ ...owner, id: "idp_other" })).rejects.toThrow();
    const newest = Keyring.parse(`v3:${btoa("k".repeat(32))},${env.JWT_SECRET}`) as Keyring;
    const renewed = new ProviderSecrets(newest);
    await reencryptProviderSecrets({ identityProviders, providerSecrets: renewed });
    const renewedSecret = `${await rowOf(id)}`;
    expect(renewedSecret).toMatch(/^v3\./);
    expect(await renewed.decrypt({ ...owner, clientSecret: renewedSecret })).toBe("a secret of a client");
    await reencryptProviderSecrets({ identityProviders, providerSecrets: setting.app.providerSecrets });
  });
});

describe("the issuer of an identity provider", () => {
  const create = async (issuer: string) => {
    const input = { slug: `ssrf-${++count}`, name: "SSRF", clientId: "c", issuer };
    return await errorOf(setting.server.providers.create.mutate(input));
  };

  it("is a public https address", async () => {
    const refused = [
      "http://login.partner.dev",
      "https://login.partner.dev:8443",
      "https://user:password@login.partner.dev",
      ...["127.0.0.1", "0x7f.1", "2130706433", "017700000001", "10.0.0.1", "169.254.169.254"].map(
        (ip) => `https://${ip}`,
      ),
      ...["[::1]", "[::ffff:10.0.0.1]", "[fd00::1]"].map((ip) => `https://${ip}`),
      ...["localhost", "printer", "db.internal", "nas.local", "a.localhost", "localhost.", "auth.test"].map(
        (host) => `https://${host}`,
      ),
      "ftp://login.partner.dev",
      "not a url",
    ];
    for (const issuer of refused) {
      expect({ issuer, code: (await create(issuer)).code }).toEqual({ issuer, code: "url_not_allowed" });
    }
    expect(setting.internet.requests.filter((url) => refused.some((issuer) => url.startsWith(issuer)))).toEqual([]);
  });

  it("is refused if DNS gives it an address that isn't public", async () => {
    for (const address of [
      "10.1.2.3",
      "127.0.0.1",
      "169.254.169.254",
      "100.64.0.1",
      "::1",
      "fd00::1",
      "::ffff:10.0.0.1",
    ]) {
      const host = `rebind-${++count}.partner.dev`;
      setting.internet.addresses.set(host, ["93.184.215.14", address]);
      expect({ address, code: (await create(`https://${host}`)).code }).toEqual({ address, code: "url_not_allowed" });
    }
  });

  it("is refused if it doesn't answer, or its metadata names another issuer or a private endpoint", async () => {
    expect((await create("https://nobody.partner.dev")).code).toBe("provider_unavailable");
    const wrong = setting.internet.add(new FakeProvider("https://wrong.partner.dev"));
    wrong.metadata = { issuer: "https://other.partner.dev" };
    expect((await create(wrong.issuer)).details).toEqual({ reason: "issuer_mismatch" });
    const inner = setting.internet.add(new FakeProvider("https://inner.partner.dev"));
    inner.metadata = { token_endpoint: "https://10.0.0.1/token" };
    expect(await create(inner.issuer)).toMatchObject({ code: "url_not_allowed", details: { field: "token_endpoint" } });
  });
});
