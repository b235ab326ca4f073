import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { enrolledSetting } from "../../test/factor-setting.ts";
import { enrol, missingOf } from "../../test/factors.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { somebody } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";

const NEXT = "another unlikely sentence";
const DAY = 24 * 60 * 60;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
const enrolled = async () => await enrolledSetting(world);

describe("a trusted device", () => {
  async function trusting() {
    const all = await enrolled();
    const { signInToken } = await missingOf(all.login());
    all.clock.advance(30);
    const { deviceToken } = await all.anyone.auth.stepUp.mutate({
      ...{ signInToken, method: "totp", code: all.app.code(), trustDevice: true },
    });
    return { ...all, deviceToken: deviceToken ?? "" };
  }

  it("needs no second factor for 30 days, also at refresh", async () => {
    const { login, clock, deviceToken, anyone } = await trusting();
    const { refreshToken, accessToken } = await login({ deviceToken });
    expect(decodeJwt(accessToken)).toMatchObject({ amr: ["pwd"], acr: "aal1" });
    await anyone.auth.refresh.mutate({ refreshToken });
    clock.advance(30 * DAY + 1);
    await missingOf(login({ deviceToken }));
  });

  it("is one user's", async () => {
    const { deviceToken, clientFor, tenant, clock } = await trusting();
    const other = await somebody(tenant);
    const { accessToken } = await clientFor({ key: tenant.publishableKey }).auth.login.mutate(other.credentials);
    await enrol(clientFor({ token: accessToken }), clock);
    await missingOf(clientFor({ key: tenant.publishableKey }).auth.login.mutate({ ...other.credentials, deviceToken }));
  });

  it.each<[string, (all: Awaited<ReturnType<typeof trusting>>) => Promise<unknown>]>([
    [
      "a change of the password",
      async ({ signedIn, person }) => {
        const { password } = person.credentials;
        await signedIn.auth.password.change.mutate({ currentPassword: password, newPassword: NEXT });
        person.credentials.password = NEXT;
      },
    ],
    ["new backup codes", ({ signedIn }) => signedIn.auth.factors.backupCodes.create.mutate()],
    ["its user", ({ signedIn }) => signedIn.auth.factors.devices.forget.mutate()],
  ])("is ended by %s", async (_, end) => {
    const all = await trusting();
    await all.login({ deviceToken: all.deviceToken });
    await end(all);
    await missingOf(all.login({ deviceToken: all.deviceToken }));
  });

  it("isn't slowed down by failures of others elsewhere", async () => {
    const { tenant, person, login, deviceToken, clientFor } = await trusting();
    const attacker = clientFor({ key: tenant.publishableKey });
    const tryOne = () => errorOf(attacker.auth.login.mutate({ ...person.credentials, password: "not the sentence" }));
    for (let i = 0; i < 6; i++) await tryOne();
    expect((await tryOne()).code).toBe("too_many_attempts");
    await login({ deviceToken });
  });

  it("can be turned off", async () => {
    const { tenant, login, clock, anyone, app } = await enrolled();
    await tenant.client.tenants.settings.update.mutate({ trustedDeviceDays: 0 });
    const { signInToken } = await missingOf(login());
    clock.advance(30);
    const proof = { signInToken, method: "totp", code: app.code(), trustDevice: true } as const;
    expect((await anyone.auth.stepUp.mutate(proof)).deviceToken).toBeNull();
  });
});

describe("a user who has lost their factors", () => {
  it("rule 12: gets them removed by an administrator after a delay, announced by email", async () => {
    const { tenant, person, login, clock } = await enrolled();
    const { user } = await tenant.client.users.factors.requestReset.mutate({ id: person.user.id });
    expect(user.factorsResetAt?.getTime()).toBeGreaterThan(Date.now() + DAY * 1000 - 60_000);
    await missingOf(login());
    clock.advance(DAY + 60);
    await login();
    const kinds = await emailKindsTo(tenant.tenant.id, person.user.email);
    expect(kinds).toEqual(expect.arrayContaining(["factors_reset", "security_changed"]));
    const { results } = await env.DB.prepare("SELECT event FROM audit_events WHERE subject = ?").bind(user.id).all();
    expect(results).toContainEqual({ event: "users.factors.requestReset" });
  });

  it("keeps them if they show one before, or the administrator takes it back", async () => {
    const { tenant, person, login, clock, anyone, app } = await enrolled();
    const id = person.user.id;
    await tenant.client.users.factors.requestReset.mutate({ id });
    const { signInToken } = await missingOf(login());
    clock.advance(30);
    await anyone.auth.stepUp.mutate({ signInToken, method: "totp", code: app.code() });
    expect((await tenant.client.users.get.query({ id })).user.factorsResetAt).toBeNull();
    await tenant.client.users.factors.requestReset.mutate({ id });
    await tenant.client.users.factors.cancelReset.mutate({ id });
    clock.advance(DAY + 60);
    await missingOf(login());
  });

  it("rule 13: a password reset removes none of them", async () => {
    const { tenant, person, login, anyone } = await enrolled();
    const { email } = person.user;
    await anyone.auth.password.forgot.mutate({ email });
    const { token } = await emailTo(tenant.tenant.id, email, "reset_password");
    await env.DB.prepare("UPDATE users SET first_verified_at = 1, email_verified_at = 1 WHERE id = ?")
      .bind(person.user.id)
      .run();
    await anyone.auth.password.reset.mutate({ token, password: NEXT });
    await missingOf(login({ password: NEXT }));
  });
});
