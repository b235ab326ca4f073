import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../../test/client.ts";
import { isolate, StandingClock } from "../../../test/moved.ts";
import {
  authenticatorWith,
  invalidPasskey,
  registerPasskey,
  signInWithPasskey,
  tenantWithPerson,
} from "../../../test/passkeys.ts";
import { createWorld, type World } from "../../../test/world.ts";
import { relyingPartyOf } from "./relying-party.ts";

const CONFIG = { publicUrl: "https://auth.example" };
const tenant = (settings: Record<string, unknown> = {}, host: string | null = null) => ({
  slug: "acme",
  name: "Acme",
  host,
  settings,
});

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("the relying party of a tenant", () => {
  it("is the service's host on shared pages", () => {
    expect(relyingPartyOf(tenant(), CONFIG)).toEqual({
      id: "auth.example",
      name: "Acme",
      origins: ["https://auth.example", "https://acme.auth.example"],
    });
  });

  it("is the tenant's own host if it has one", () => {
    const { id, origins } = relyingPartyOf(tenant({}, "login.acme.com"), CONFIG);
    expect({ id, origins }).toEqual({
      id: "login.acme.com",
      origins: ["https://login.acme.com", "https://acme.auth.example"],
    });
  });

  it("accepts exact origins of allowedOrigins at its domain, and no wildcard or other domain", () => {
    const allowedOrigins = [
      ..."https://acme.com https://app.acme.com https://*.acme.com https://notacme.com https://acme.com.evil.example".split(
        " ",
      ),
      "capacitor://localhost",
    ];
    const { origins } = relyingPartyOf(tenant({ passkeyRpId: "acme.com", allowedOrigins }), CONFIG);
    expect(origins.slice(2)).toEqual(["https://acme.com", "https://app.acme.com"]);
  });

  it("accepts the origins of passkeyOrigins", async () => {
    const app = `android:apk-key-hash:${"a".repeat(43)}`;
    const { signedIn, anyone, set } = await tenantWithPerson(world, { passkeyOrigins: ["https://acme.example", app] });
    for (const origin of ["https://acme.example", app]) {
      const authenticator = authenticatorWith({ origin });
      await registerPasskey(signedIn, authenticator);
      await signInWithPasskey(anyone, authenticator);
    }
    await set({ passkeyOrigins: null });
    const authenticator = authenticatorWith({ origin: app });
    expect(await errorOf(registerPasskey(signedIn, authenticator))).toMatchObject(invalidPasskey("origin"));
  });

  it("has the id of the setting, to which passkeys are bound", async () => {
    const { signedIn, anyone, set } = await tenantWithPerson(world, { passkeyRpId: "acme.example" });
    const authenticator = authenticatorWith();
    await registerPasskey(signedIn, authenticator);
    expect((await anyone.auth.passkeys.signIn.start.mutate()).options.rpId).toBe("acme.example");
    await signInWithPasskey(anyone, authenticator);
    await set({ passkeyRpId: "other.example" });
    const bound = signInWithPasskey(anyone, authenticator, { rpId: "acme.example" });
    expect(await errorOf(bound)).toMatchObject(invalidPasskey("rp_id"));
  });

  it.each([
    ["passkeyRpId", "co.uk"],
    ["passkeyRpId", "https://acme.com"],
    ["passkeyOrigins", ["https://*.acme.com"]],
    ["passkeyOrigins", ["https://acme.com/"]],
    ["passkeyOrigins", ["android:apk-key-hash:short"]],
  ])("refuses the setting %s: %j", async (name, value) => {
    const set = world.acme.client.tenants.settings.update;
    expect(await errorOf(set.mutate({ [name]: value }))).toMatchObject({ code: "invalid_input" });
  });
});

describe("the document about related origins", () => {
  it("is at the host to which the tenant's passkeys are bound", async () => {
    await world.acme.client.tenants.settings.update.mutate({ passkeyOrigins: ["https://acme.example"] });
    await clientFor({ token: world.token, tenant: "acme" }).tenants.update.mutate({ host: "login.acme.example" });
    const { fetch } = isolate(new StandingClock());
    const read = async (host: string) => await fetch(`https://${host}/.well-known/webauthn`);
    const response = await read("login.acme.example");
    const origins = ["https://login.acme.example", "http://acme.auth.test", "https://acme.example"];
    expect(await response.json()).toEqual({ origins });
    expect(response.headers.get("content-type")).toBe("application/json");
    for (const host of ["auth.test", "acme.auth.test"]) expect((await read(host)).status).toBe(404);
  });
});
