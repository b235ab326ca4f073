import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { emailTo } from "../../test/mailbox.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { rewrite } from "../../test/rewrite.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import type { RequiredFactors } from "../accounts/deps.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";

const NEXT = "another unlikely sentence";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
/** A signed-in user of a new tenant, and both calls that the sign-in policy applies to: login and refresh. */
async function candidate() {
  const tenant = await createTenant(world.admin, `policy-${++tenants}`);
  const person = await somebody(tenant);
  const { refreshToken } = await person.signIn();
  const ways: (readonly [string, () => Promise<unknown>])[] = [
    ["login", () => tenant.browser.auth.login.mutate(person.credentials)],
    ["refresh", () => tenant.browser.auth.refresh.mutate({ refreshToken })],
  ];
  return { tenant, person, ways };
}
type Candidate = Awaited<ReturnType<typeof candidate>>;

describe("rule 11: sign-in and refresh are refused for", () => {
  it.each<[string, (candidate: Candidate) => Promise<unknown>, ErrorCode]>([
    [
      "a banned user",
      async ({ tenant, person }) => await tenant.client.users.ban.mutate({ id: person.user.id }),
      "user_banned",
    ],
    [
      "a user who must reset their password",
      async ({ tenant, person }) => await tenant.client.users.forceReset.mutate({ id: person.user.id }),
      "password_reset_required",
    ],
    [
      "every user of a suspended tenant",
      async ({ tenant: { tenant } }) => {
        await rewrite(tenant.id, "UPDATE tenants SET status = 'suspended' WHERE id = ?", tenant.id);
      },
      "tenant_suspended",
    ],
  ])("rule 11: %s", async (_, close, code) => {
    const someone = await candidate();
    await close(someone);
    for (const [way, pass] of someone.ways) expect(await errorOf(pass()), way).toMatchObject({ code, httpStatus: 403 });
  });

  it("rule 11: an unverified user if the tenant requires verification, without revealing it to strangers", async () => {
    const { tenant, ways } = await candidate();
    await tenant.client.tenants.settings.update.mutate({ requireVerifiedEmail: true });
    const codes = await Promise.all(ways.map(async ([, pass]) => (await errorOf(pass())).code));
    // A user with a session has signed in before.
    expect(codes).toEqual(["invalid_credentials", "email_unverified"]);
  });

  it("rule 11: a user who is being deleted, as if the user didn't exist", async () => {
    const { person, ways } = await candidate();
    await env.DB.prepare("UPDATE users SET status = 'deleted' WHERE id = ?").bind(person.user.id).run();
    const codes = await Promise.all(ways.map(async ([, pass]) => (await errorOf(pass())).code));
    expect(codes).toEqual(["invalid_credentials", "user_banned"]);
  });

  it("rule 11: the right password; the reason is hidden from a wrong one", async () => {
    const { tenant, person } = await candidate();
    await tenant.client.users.ban.mutate({ id: person.user.id });
    const attempt = tenant.browser.auth.login.mutate({ ...person.credentials, password: "not the sentence" });
    expect(await errorOf(attempt)).toMatchObject({ code: "invalid_credentials" });
  });

  it("no user any more once the email is verified", async () => {
    const { tenant, person, ways } = await candidate();
    await tenant.client.tenants.settings.update.mutate({ requireVerifiedEmail: true });
    const registered = { email: "later@example.com", password: NEXT };
    expect(await tenant.browser.auth.register.mutate(registered)).toEqual({ next: "verify_email" });
    const { token } = await emailTo(tenant.tenant.id, person.user.email, "verify_email");
    await tenant.browser.auth.email.confirm.mutate({ token });
    for (const [, pass] of ways) await pass();
  });
});

describe("a required second factor", () => {
  /** An isolate that requires an authenticator's code of every user. */
  const strict = (requiredFactors: RequiredFactors = () => ["pwd", "otp"]) =>
    isolate(new StandingClock(), { requiredFactors });

  it("rule 11: refuses sign-in and refresh with a password alone", async () => {
    const { person } = await candidate();
    const { refreshToken } = await person.signIn();
    const { clientFor } = strict();
    const tenant = clientFor({ tenant: `policy-${tenants}` });
    for (const pass of [
      () => tenant.auth.login.mutate(person.credentials),
      () => tenant.auth.refresh.mutate({ refreshToken }),
    ]) {
      expect(await errorOf(pass())).toMatchObject({ code: "factor_required", details: { missing: ["otp"] } });
    }
    const row = env.DB.prepare("SELECT count(*) AS rows FROM sessions WHERE user_id = ?").bind(person.user.id);
    expect(await row.first("rows")).toBe(2);
  });

  it("rule 13: is also required after a password reset", async () => {
    const { tenant, person } = await candidate();
    const { auth } = strict().clientFor({ key: tenant.publishableKey });
    const { email } = person.user;
    await auth.password.forgot.mutate({ email });
    const { token } = await emailTo(tenant.tenant.id, email, "reset_password");
    await auth.password.reset.mutate({ token, password: NEXT });
    const login = auth.login.mutate({ email, password: NEXT });
    expect(await errorOf(login)).toMatchObject({ code: "factor_required", details: { missing: ["otp"] } });
  });

  it("rule 26: is also required for sensitive changes, unless it was used within five minutes", async () => {
    const { person } = await candidate();
    const { accessToken } = await person.signIn();
    const { auth } = strict().clientFor({ token: accessToken });
    const { password } = person.credentials;
    const sensitive = [
      () => auth.email.change.mutate({ newEmail: "eve@example.com", password }),
      () => auth.password.change.mutate({ currentPassword: password, newPassword: NEXT }),
      () => auth.account.delete.mutate({ password }),
    ];
    for (const change of sensitive) {
      expect(await errorOf(change())).toMatchObject({
        code: "reauthentication_required",
        details: { missing: ["otp"] },
      });
    }
    const shown = (secondsAgo: number) =>
      env.DB.prepare("UPDATE sessions SET factors = json_set(factors, '$.otp', ?) WHERE user_id = ?")
        .bind(Math.floor(Date.now() / 1000) - secondsAgo, person.user.id)
        .run();
    await shown(6 * 60);
    for (const change of sensitive) {
      expect(await errorOf(change())).toMatchObject({ code: "reauthentication_required" });
    }
    await shown(60);
    await auth.password.change.mutate({ currentPassword: password, newPassword: NEXT });
  });

  it("is required only of the users it applies to", async () => {
    const { tenant, person } = await candidate();
    const { clientFor } = strict((_, user) => (user.email === "root@example.com" ? ["otp"] : []));
    await clientFor({ key: tenant.publishableKey }).auth.login.mutate(person.credentials);
  });
});

it("access tokens name the factors and the time of each, also after a refresh", async () => {
  const { tenant, person } = await candidate();
  const clock = new StandingClock();
  const { auth } = isolate(clock).clientFor({ key: tenant.publishableKey });
  const signedInAt = Math.floor(clock.now().getTime() / 1000);
  const session = await auth.login.mutate(person.credentials);
  clock.advance(3600);
  const next = await auth.refresh.mutate({ refreshToken: session.refreshToken });
  for (const token of [session.accessToken, next.accessToken]) {
    const { amr, auth_time, factors } = decodeJwt<{ auth_time: number }>(token);
    expect({ amr, factors }).toEqual({ amr: ["pwd"], factors: { pwd: auth_time } });
    expect(auth_time).toBe(signedInAt);
  }
});
