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

let gates = 0;
/** Somebody of a tenant of their own, signed in, and both ways of passing its gate: to sign in, and to stay so. */
async function entrant() {
  const tenant = await createTenant(world.admin, `gate-${++gates}`);
  const person = await somebody(tenant);
  const { refreshToken } = await person.signIn();
  const ways: (readonly [string, () => Promise<unknown>])[] = [
    ["login", () => tenant.browser.auth.login.mutate(person.credentials)],
    ["refresh", () => tenant.browser.auth.refresh.mutate({ refreshToken })],
  ];
  return { tenant, person, ways };
}
type Entrant = Awaited<ReturnType<typeof entrant>>;

describe("rule 11: every way of signing in, and of staying signed in, is closed to", () => {
  it.each<[string, (entrant: Entrant) => Promise<unknown>, ErrorCode]>([
    [
      "a user who is banned",
      async ({ tenant, person }) => await tenant.client.users.ban.mutate({ id: person.user.id }),
      "user_banned",
    ],
    [
      "a user whose password has to be chosen anew",
      async ({ tenant, person }) => await tenant.client.users.forceReset.mutate({ id: person.user.id }),
      "password_reset_required",
    ],
    [
      "everybody, where the tenant is suspended",
      async ({ tenant: { tenant } }) => {
        await rewrite(tenant.id, "UPDATE tenants SET status = 'suspended' WHERE id = ?", tenant.id);
      },
      "tenant_suspended",
    ],
  ])("rule 11: %s", async (_, close, code) => {
    const someone = await entrant();
    await close(someone);
    for (const [way, pass] of someone.ways) expect(await errorOf(pass()), way).toMatchObject({ code, httpStatus: 403 });
  });

  it("rule 11: a user who is not verified, where the tenant asks for it, without telling a stranger", async () => {
    const { tenant, ways } = await entrant();
    await tenant.client.tenants.settings.update.mutate({ requireVerifiedEmail: true });
    const codes = await Promise.all(ways.map(async ([, pass]) => (await errorOf(pass())).code));
    // Whoever has a session has signed in before.
    expect(codes).toEqual(["invalid_credentials", "email_unverified"]);
  });

  it("rule 11: a user who is being deleted, as if there were none", async () => {
    const { person, ways } = await entrant();
    await env.DB.prepare("UPDATE users SET status = 'deleted' WHERE id = ?").bind(person.user.id).run();
    const codes = await Promise.all(ways.map(async ([, pass]) => (await errorOf(pass())).code));
    expect(codes).toEqual(["invalid_credentials", "user_banned"]);
  });

  it("rule 11: and says so only to whoever knows the password", async () => {
    const { tenant, person } = await entrant();
    await tenant.client.users.ban.mutate({ id: person.user.id });
    const guess = tenant.browser.auth.login.mutate({ ...person.credentials, password: "not the sentence" });
    expect(await errorOf(guess)).toMatchObject({ code: "invalid_credentials" });
  });

  it("opens again once the address is verified", async () => {
    const { tenant, person, ways } = await entrant();
    await tenant.client.tenants.settings.update.mutate({ requireVerifiedEmail: true });
    const registered = { email: "later@example.com", password: NEXT };
    expect(await tenant.browser.auth.register.mutate(registered)).toEqual({ next: "verify_email" });
    const { token } = await emailTo(tenant.tenant.id, person.user.email, "verify_email");
    await tenant.browser.auth.email.confirm.mutate({ token });
    for (const [, pass] of ways) await pass();
  });
});

describe("where a second factor is asked for", () => {
  /** An isolate that asks everybody for a code from an authenticator, too. */
  const strict = (requiredFactors: RequiredFactors = () => ["pwd", "otp"]) =>
    isolate(new StandingClock(), { requiredFactors });

  it("rule 11: a password alone neither signs in nor stays signed in", async () => {
    const { person } = await entrant();
    const { refreshToken } = await person.signIn();
    const { clientFor } = strict();
    const tenant = clientFor({ tenant: `gate-${gates}` });
    for (const pass of [
      () => tenant.auth.login.mutate(person.credentials),
      () => tenant.auth.refresh.mutate({ refreshToken }),
    ]) {
      expect(await errorOf(pass())).toMatchObject({ code: "factor_required", details: { missing: ["otp"] } });
    }
    const row = env.DB.prepare("SELECT count(*) AS rows FROM sessions WHERE user_id = ?").bind(person.user.id);
    expect(await row.first("rows")).toBe(2);
  });

  it("rule 13: a reset of the password does not do without it", async () => {
    const { tenant, person } = await entrant();
    const { auth } = strict().clientFor({ key: tenant.publishableKey });
    const { email } = person.user;
    await auth.password.forgot.mutate({ email });
    const { token } = await emailTo(tenant.tenant.id, email, "reset_password");
    await auth.password.reset.mutate({ token, password: NEXT });
    const login = auth.login.mutate({ email, password: NEXT });
    expect(await errorOf(login)).toMatchObject({ code: "factor_required", details: { missing: ["otp"] } });
  });

  it("rule 26: nor does a change of what is sensitive, unless it was shown within five minutes", async () => {
    const { person } = await entrant();
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

  it("is asked of those whom it concerns only", async () => {
    const { tenant, person } = await entrant();
    const { clientFor } = strict((_, user) => (user.email === "root@example.com" ? ["otp"] : []));
    await clientFor({ key: tenant.publishableKey }).auth.login.mutate(person.credentials);
  });
});

it("access tokens say by which factors and when last, also after a refresh", async () => {
  const { tenant, person } = await entrant();
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
