import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { signInWithFactor } from "../../test/factors.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { ADMIN, createWorld, type World } from "../../test/world.ts";

const PASSWORD = "an unlikely sentence";
const OLD = env.PASSWORD_PEPPER.split(":")[0] ?? "";
const NEW = `p9:${new Uint8Array(32).fill(9).toBase64()}`;

let world: World;
beforeAll(async () => {
  world = await createWorld();
  for (const name of ["anne", "bob", "carl"]) {
    await world.acme.browser.auth.register.mutate({ email: `${name}@example.com`, password: PASSWORD });
  }
});

/** A deployment whose pepper has a new version, and its admin. */
async function rotating() {
  const { clientFor: at } = isolate(new MovedClock(), {}, {
    PASSWORD_PEPPER: `${NEW},${env.PASSWORD_PEPPER}`,
  } as never);
  const { accessToken } = await signInWithFactor(at({ tenant: "platform" }), ADMIN);
  return { at, admin: at({ token: accessToken }) };
}

const usesOf = async (version: string) =>
  await env.DB.prepare("SELECT count(*) AS n FROM accounts WHERE instr(secret, ?) > 0")
    .bind(`keyid=${version}`)
    .first("n");

describe("platform.forceResets", () => {
  it("resets passwords with the old pepper in batches, until none is left", async () => {
    const { admin, at } = await rotating();
    // A user who signs in meanwhile keeps the password.
    await at({ key: world.acme.publishableKey }).auth.login.mutate({ email: "carl@example.com", password: PASSWORD });
    expect(await admin.platform.forceResets.mutate({ pepperVersion: OLD, limit: 1 })).toEqual({
      resetCount: 1,
      leftCount: 1,
    });
    expect(await admin.platform.forceResets.mutate({ pepperVersion: OLD })).toEqual({ resetCount: 1, leftCount: 0 });
    expect(await admin.platform.forceResets.mutate({ pepperVersion: OLD })).toEqual({ resetCount: 0, leftCount: 0 });
    expect(await usesOf(OLD)).toBe(0);
    const login = (name: string) =>
      at({ key: world.acme.publishableKey }).auth.login.mutate({ email: `${name}@example.com`, password: PASSWORD });
    expect(await errorOf(login("anne"))).toMatchObject({ code: "invalid_credentials" });
    expect((await login("carl")).user.email).toBe("carl@example.com");
  });

  it("records each reset in the audit log of the user's tenant", async () => {
    const query = "SELECT count(*) AS n FROM audit_events WHERE event = 'users.forceReset' AND tenant_id = ?";
    expect(await env.DB.prepare(query).bind(world.acme.tenant.id).first("n")).toBe(2);
  });

  it("sends each user a link, by which they choose another password", async () => {
    const query = "SELECT count(*) AS n FROM verification_tokens WHERE purpose = 'reset_password' AND used_at IS NULL";
    expect(await env.DB.prepare(query).first("n")).toBe(2);
  });

  it("refuses the newest version", async () => {
    const { admin } = await rotating();
    const call = admin.platform.forceResets.mutate({ pepperVersion: "p9" });
    expect(await errorOf(call)).toMatchObject({ code: "secret_version_newest" });
  });

  it("refuses a tenant's secret key", async () => {
    const call = clientFor({ key: world.acme.secretKey }).platform.forceResets.mutate({ pepperVersion: OLD });
    expect(await errorOf(call)).toMatchObject({ code: "forbidden" });
  });
});
