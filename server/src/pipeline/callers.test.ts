import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { codeIn, send } from "../../test/raw.ts";
import { rewrite } from "../../test/rewrite.ts";
import { createWorld, type World } from "../../test/world.ts";
import { newKey } from "../api-keys/api-key.ts";

const JSON_TYPE = { "content-type": "application/json" };
const PERSON = { email: "anne@example.com", password: "an unlikely sentence" };

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  await world.acme.browser.auth.register.mutate(PERSON);
  token = (await world.acme.browser.auth.login.mutate(PERSON)).accessToken;
  await world.admin.tenants.create.mutate({ slug: "hosted", name: "Hosted", host: "login.example.org" });
});

describe("a key", () => {
  it("works as a bearer and in its own header", async () => {
    const { secretKey, tenant } = world.acme;
    const bearer = clientFor({ headers: { authorization: `Bearer ${secretKey}` } });
    expect((await bearer.tenants.get.query()).id).toBe(tenant.id);
    expect((await clientFor({ key: secretKey }).tenants.get.query()).id).toBe(tenant.id);
  });

  it.each([
    ["with a typo", (key: string) => `${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`, "key_malformed"],
    ["cut short", (key: string) => key.slice(0, -1), "key_malformed"],
    ["of another kind than it says", (key: string) => key.replace("sk_", "pk_"), "key_malformed"],
    ["that nobody issued", () => "sk_live_00000000000000000000000000000000000000000004QJVSe", "key_malformed"],
  ])("%s is refused", async (_, change, code) => {
    const client = clientFor({ key: change(world.acme.secretKey) });
    expect(await errorOf(client.tenants.get.query())).toMatchObject({ code, httpStatus: 401 });
  });

  it("that is well-formed but unknown is refused", async () => {
    const client = clientFor({ key: newKey("secret", "live") });
    expect(await errorOf(client.tenants.get.query())).toMatchObject({ code: "key_invalid", httpStatus: 401 });
  });

  it("that is publishable opens nothing of the tenant", async () => {
    expect(await errorOf(world.acme.browser.tenants.get.query())).toMatchObject({ code: "forbidden", httpStatus: 403 });
    const check = { subject: "user:a", relation: "r", object: "doc:1" };
    expect(await errorOf(world.acme.browser.authz.check.query(check))).toMatchObject({ code: "forbidden" });
  });
});

describe("an access token", () => {
  it("says who is calling", async () => {
    expect((await clientFor({ token }).auth.me.query()).user.email).toBe(PERSON.email);
  });

  it.each([
    ["is no token at all", () => "x.y.z", "token_malformed"],
    ["is no JSON", () => `${btoa("x")}.${btoa("y")}.z`, "token_malformed"],
    ["has another signature", (t: string) => `${t.slice(0, -4)}AAAA`, "token_invalid"],
    ["has another payload", (t: string) => altered(t, { sub: "usr_eve" }), "token_invalid"],
    ["names another tenant as issuer", (t: string) => altered(t, { iss: "http://auth.test/t/ten_x" }), "token_invalid"],
    ["names another service as issuer", (t: string) => altered(t, { iss: "https://evil.example" }), "token_invalid"],
  ])("that %s is refused", async (_, change, code) => {
    const client = clientFor({ token: change(token) });
    expect(await errorOf(client.auth.me.query())).toMatchObject({ code, httpStatus: 401 });
  });

  it("of one tenant is refused with another's key", async () => {
    const client = clientFor({ token, key: world.globex.publishableKey });
    expect(await errorOf(client.auth.me.query())).toMatchObject({ code: "tenant_mismatch", httpStatus: 403 });
  });

  it("of a user opens nothing of the platform", async () => {
    expect(await errorOf(clientFor({ token }).tenants.list.query({}))).toMatchObject({ code: "forbidden" });
    expect(await errorOf(clientFor({ token }).dashboard.overview.query({}))).toMatchObject({ code: "forbidden" });
  });
});

describe("the tenant", () => {
  it("is named by key, token, header or host", async () => {
    const { id } = world.acme.tenant;
    const admin = (tenant: string) => clientFor({ token: world.token, tenant });
    expect((await admin("acme").tenants.get.query()).id).toBe(id);
    expect((await admin(id).tenants.get.query()).id).toBe(id);
    expect((await clientFor({ token: world.token }).tenants.get.query()).slug).toBe("platform");
  });

  it.each([
    ["a header that agrees", () => ({ key: world.acme.secretKey, tenant: "acme" }), undefined],
    ["a header that does not", () => ({ key: world.acme.secretKey, tenant: "globex" }), "tenant_mismatch"],
    ["a token and a header that does not agree", () => ({ token, tenant: "globex" }), "tenant_mismatch"],
    ["a header that names nobody", () => ({ key: world.acme.secretKey, tenant: "nobody" }), "tenant_not_found"],
    [
      "an admin with a tenant's key and another's header",
      () => ({ token: world.token, key: world.acme.secretKey }),
      "tenant_mismatch",
    ],
  ])("%s", async (_, identity, code) => {
    const call = clientFor(identity()).auth.refresh.mutate({ refreshToken: "x" });
    expect((await errorOf(call)).code).toBe(code ?? "refresh_token_invalid");
  });

  it("may be named by host: a subdomain of the service's, or its own", async () => {
    const codeAt = async (host: string, headers = {}) => {
      const init = { method: "POST", headers: { ...JSON_TYPE, ...headers }, body: '{"json":{"refreshToken":"x"}}' };
      return codeIn((await send("/trpc/auth.refresh", init, host)).body);
    };
    expect(await codeAt("acme.auth.test")).toBe("refresh_token_invalid");
    expect(await codeAt("login.example.org")).toBe("refresh_token_invalid");
    expect(await codeAt("nobody.auth.test")).toBe("tenant_not_found");
    expect(await codeAt("elsewhere.example.org")).toBe("tenant_required");
    expect(await codeAt("login.example.org", { "x-api-key": world.acme.publishableKey })).toBe("tenant_mismatch");
    expect(await codeAt("acme.auth.test", { "x-tenant-id": "globex" })).toBe("tenant_mismatch");
    expect(await codeAt("acme.auth.test", { "x-tenant-id": "acme" })).toBe("refresh_token_invalid");
    expect(await codeAt("acme.auth.test", { "x-tenant-id": "nobody" })).toBe("tenant_not_found");
    expect(await codeAt("acme.auth.test", { authorization: `Bearer ${world.globex.secretKey}` })).toBe(
      "tenant_mismatch",
    );
  });

  it("that is suspended is closed to all but admins", async () => {
    const { tenant, client, browser } = world.globex;
    await client.tenants.get.query();
    await rewrite(tenant.id, "UPDATE tenants SET status = 'suspended' WHERE id = ?", tenant.id);
    expect(await errorOf(client.tenants.get.query())).toMatchObject({ code: "tenant_suspended", httpStatus: 403 });
    expect(await errorOf(browser.auth.login.mutate(PERSON))).toMatchObject({ code: "tenant_suspended" });
    const admin = clientFor({ token: world.token, tenant: "globex" });
    expect((await admin.tenants.get.query()).status).toBe("suspended");
  });
});

function altered(jwt: string, claims: Record<string, unknown>): string {
  const [header, payload = "", signature] = jwt.split(".");
  const changed = { ...JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))), ...claims };
  return [header, btoa(JSON.stringify(changed)).replaceAll("=", ""), signature].join(".");
}
