import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { Authenticator, enrol, missingOf } from "../../test/factors.ts";
import { emailTo } from "../../test/mailbox.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { authenticatorWith, registerPasskey } from "../../test/passkeys.ts";
import { somebody } from "../../test/people.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
/** A tenant and one of its users, who has no second factor. */
async function setting() {
  const tenant = await createTenant(world.admin, `bypass-${++tenants}`);
  const person = await somebody(tenant);
  const clock = new StandingClock();
  const { app, clientFor } = isolate(clock);
  const anyone = clientFor({ key: tenant.publishableKey });
  const login = (extra: object = {}) => anyone.auth.login.mutate({ ...person.credentials, ...extra });
  const set = async (settings: object) => await tenant.client.tenants.settings.update.mutate(settings);
  return { tenant, person, clock, app, clientFor, anyone, login, set };
}

/** The same with a user who has an authenticator app, on a device that they trust. */
async function trusting() {
  const all = await setting();
  const signedIn = all.clientFor({ token: (await all.login()).accessToken });
  const { app: authenticator } = await enrol(signedIn, all.clock);
  all.clock.advance(30);
  const { signInToken } = await missingOf(all.login());
  const proof = { signInToken, method: "totp", code: authenticator.code(), trustDevice: true } as const;
  const { deviceToken } = await all.anyone.auth.stepUp.mutate(proof);
  return { ...all, deviceToken: deviceToken ?? "" };
}

describe("a stolen session", () => {
  it("rule 26: enrols no factor by the error of its refresh", async () => {
    const { login, anyone, clock, set } = await setting();
    const { refreshToken } = await login();
    await set({ secondFactor: "required" });
    clock.advance(10 * 60 + 1);
    const { signInToken } = await missingOf(anyone.auth.refresh.mutate({ refreshToken }));
    const { totp } = anyone.auth.factors;
    expect(await errorOf(totp.start.mutate({ signInToken }))).toMatchObject({ code: "sign_in_expired" });
    expect(await errorOf(totp.confirm.mutate({ signInToken, code: "000000" }))).toMatchObject({
      code: "sign_in_expired",
    });
    const passkey = anyone.auth.passkeys.register.start.mutate({ signInToken });
    expect(await errorOf(passkey)).toMatchObject({ code: "sign_in_expired" });
  });

  it("rule 22: doesn't become a new one that lasts longer, by the error of its refresh", async () => {
    const { login, anyone, clock, clientFor } = await setting();
    const { refreshToken } = await login();
    const { app } = await enrol(clientFor({ token: (await login()).accessToken }), clock);
    clock.advance(HOUR);
    const { signInToken } = await missingOf(anyone.auth.refresh.mutate({ refreshToken }));
    const shown = { method: "totp", code: app.code() } as const;
    expect(await errorOf(anyone.auth.stepUp.mutate({ ...shown, signInToken }))).toMatchObject({
      code: "sign_in_expired",
    });
    await anyone.auth.stepUp.mutate({ ...shown, refreshToken });
  });
});

describe("a device", () => {
  it("isn't trusted by a session that has shown one factor, before a second one is required", async () => {
    const { login, anyone, person, set } = await setting();
    const { refreshToken } = await login();
    const { password } = person.credentials;
    const trust = { refreshToken, method: "password", password, trustDevice: true } as const;
    const { deviceToken } = await anyone.auth.stepUp.mutate(trust);
    await set({ secondFactor: "required" });
    expect(deviceToken).toBeNull();
  });

  it("isn't trusted for longer by a session that rests on its trust", async () => {
    const { login, anyone, person, deviceToken, clock } = await trusting();
    clock.advance(29 * DAY);
    const { refreshToken } = await login({ deviceToken });
    const { password } = person.credentials;
    const renew = { refreshToken, method: "password", password, trustDevice: true } as const;
    expect((await anyone.auth.stepUp.mutate(renew)).deviceToken).toBeNull();
  });

  it("isn't trusted any more once the tenant shortens the trust, or turns it off", async () => {
    const { login, deviceToken, clock, set } = await trusting();
    clock.advance(2 * DAY);
    await login({ deviceToken });
    await set({ trustedDeviceDays: 1 });
    await missingOf(login({ deviceToken }));
    await set({ trustedDeviceDays: 0 });
    await missingOf(login({ deviceToken }));
    await set({ trustedDeviceDays: 3 });
    await login({ deviceToken });
  });
});

describe("an emailed code of a session", () => {
  it("rule 18: loses no attempts to a stranger who knows the session's id", async () => {
    const { tenant, person, login, anyone, clientFor, set } = await setting();
    await set({ signInMethods: ["password", "email_code"] });
    const { token } = await emailTo(tenant.tenant.id, person.user.email, "verify_email");
    await anyone.auth.email.confirm.mutate({ token, registrationToken: person.registrationToken });
    const { accessToken, refreshToken } = await login();
    const { auth } = clientFor({ token: accessToken });
    const { sessionId } = await auth.me.query();
    await auth.factors.email.send.mutate({});
    const { code } = await emailTo(tenant.tenant.id, person.user.email, "sign_in_code");
    const stranger = { email: "stranger@example.com", requestToken: `session ${sessionId}` };
    for (const typed of ["00000000", "00000001", "00000002", "00000003", code ?? ""]) {
      const attempt = anyone.auth.emailSignIn.complete.mutate({ ...stranger, code: typed });
      expect(await errorOf(attempt)).toMatchObject({ code: "factor_invalid" });
    }
    await anyone.auth.stepUp.mutate({ refreshToken, method: "email_code", code });
  });
});

describe("an enrolment by a proof of earlier credentials", () => {
  it("adds nothing once they have changed, also at the same time", async () => {
    const { app, person, clock } = await setting();
    const user = await app.auth.findUser(person.user.id);
    if (user === undefined) throw new Error("The user is missing.");
    const now = clock.now();
    await app.factors.startTotp(user, "encrypted", now);
    const stale = { ...user, credentialsVersion: user.credentialsVersion - 1 };
    const totp = { secret: "encrypted", step: 1, codes: [], now };
    expect(await app.factors.confirmTotp(stale, totp)).toBeUndefined();
    const passkey = {
      ...{ id: "pky_1", tenantId: user.tenantId, userId: user.id, name: "Key", createdAt: now, lastUsedAt: null },
      ...{ credentialId: "AAAA", publicKey: "", counter: 0, transports: [], backedUp: false },
      userVerified: true,
    };
    expect(await app.passkeys.add(passkey, [], stale)).toBe("changed");
    expect((await app.factors.enrolled(user)).passkeys).toEqual([]);
    expect(await app.factors.confirmTotp(user, totp)).toBeDefined();
  });
});

describe("two sign-ins of a user without a factor", () => {
  it("rule 16: enrol one factor, also in parallel", async () => {
    const { login, anyone, set, clock } = await setting();
    await set({ secondFactor: "required" });
    const [first, second] = [await missingOf(login()), await missingOf(login())];
    const { secret } = await anyone.auth.factors.totp.start.mutate({ signInToken: first.signInToken });
    const code = new Authenticator(secret, clock).code();
    const enrolments = await Promise.allSettled([
      anyone.auth.factors.totp.confirm.mutate({ signInToken: first.signInToken, code }),
      registerPasskey(anyone, authenticatorWith(), { signInToken: second.signInToken }),
      registerPasskey(anyone, authenticatorWith(), { signInToken: second.signInToken }),
    ]);
    expect(enrolments.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
