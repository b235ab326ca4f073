import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { emailTo } from "../../test/mailbox.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { rewrite } from "../../test/rewrite.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
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
    expect(await tenant.browser.auth.register.mutate(registered)).toMatchObject({ next: "verify_email" });
    const { token } = await emailTo(tenant.tenant.id, person.user.email, "verify_email");
    await tenant.browser.auth.email.confirm.mutate({ token, registrationToken: person.registrationToken });
    for (const [, pass] of ways) await pass();
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
