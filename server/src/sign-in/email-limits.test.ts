import { beforeAll, describe, expect, it } from "vitest";
import { missingOf } from "../../test/factors.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;

/** A tenant whose users sign in by emailed codes, on a clock that stands still. Each client has an IP address of its own. */
async function setting() {
  const tenant = await createTenant(world.admin, `email-limits-${++tenants}`);
  await tenant.client.tenants.settings.update.mutate({
    signInMethods: ["password", "email_code", "magic_link"],
    secondFactorMethods: ["email"],
  });
  const clock = new StandingClock();
  const { clientFor } = isolate(clock);
  const stranger = () => clientFor({ key: tenant.publishableKey });
  const count = async (email: string) =>
    (await emailKindsTo(tenant.tenant.id, email)).filter((kind) => kind.startsWith("sign_in_")).length;
  return { tenant, clock, clientFor, stranger, count };
}

describe("emails to sign in", () => {
  it("go to an email although a stranger has requested five", async () => {
    const { tenant, stranger, count } = await setting();
    const email = "anne@example.com";
    const { auth } = stranger();
    for (let i = 0; i < 7; i++) await auth.emailSignIn.start.mutate({ email });
    expect(await count(email)).toBe(5);
    const owner = stranger().auth.emailSignIn;
    const { requestToken } = await owner.start.mutate({ email });
    const { code } = await emailTo(tenant.tenant.id, email, "sign_in_code");
    expect((await owner.complete.mutate({ email, code, requestToken })).user.email).toBe(email);
  });

  it("are 20 in an hour, whatever addresses request them, and more in the next hour", async () => {
    const { stranger, count, clock } = await setting();
    const email = "bob@example.com";
    const request = async (times: number) => {
      const { auth } = stranger();
      for (let i = 0; i < times; i++) await auth.emailSignIn.start.mutate({ email, use: "link" });
    };
    for (let i = 0; i < 6; i++) await request(4);
    expect(await count(email)).toBe(20);
    clock.advance(60 * 60 + 1);
    await request(1);
    expect(await count(email)).toBe(21);
  });

  it("are counted by the end user's address that a server names", async () => {
    const { tenant, clientFor, count } = await setting();
    const email = "carl@example.com";
    for (const ip of ["192.0.2.1", "192.0.2.2"]) {
      const { auth } = clientFor({ key: tenant.secretKey, headers: { "x-client-ip": ip } });
      for (let i = 0; i < 6; i++) await auth.emailSignIn.start.mutate({ email });
    }
    expect(await count(email)).toBe(10);
  });
});

describe("codes as a second factor", () => {
  /** A user with a verified email, who must show a second factor. */
  async function enforced() {
    const all = await setting();
    const { tenant } = all;
    const person = await somebody(tenant);
    const { token } = await emailTo(tenant.tenant.id, person.user.email, "verify_email");
    const { registrationToken } = person;
    await tenant.browser.auth.email.confirm.mutate({ token, registrationToken });
    await tenant.client.tenants.settings.update.mutate({ secondFactor: "required" });
    const begin = async () => await missingOf(all.stranger().auth.login.mutate(person.credentials));
    const { email } = person.user;
    return { ...all, email, begin };
  }

  it("are sent five times an hour, whatever sign-ins request them, and the last one works", async () => {
    const { tenant, stranger, count, email, begin } = await enforced();
    const { auth } = stranger();
    const begun = [await begin(), await begin()];
    let sent = 0;
    for (const { signInToken } of [...begun, ...begun]) {
      await auth.factors.email.send.mutate({ signInToken });
      expect(await count(email)).toBe(++sent);
    }
    const signInToken = begun[0]?.signInToken ?? "";
    for (let i = 0; i < 3; i++) await auth.factors.email.send.mutate({ signInToken });
    expect(await count(email)).toBe(5);
    const { code } = await emailTo(tenant.tenant.id, email, "sign_in_code");
    await auth.stepUp.mutate({ signInToken, method: "email_code", code });
  });

  it("have a counter of their own, beside that of emails to sign in", async () => {
    const { stranger, count, email, begin } = await enforced();
    const { auth } = stranger();
    for (let i = 0; i < 6; i++) await auth.emailSignIn.start.mutate({ email });
    const { signInToken } = await begin();
    await auth.factors.email.send.mutate({ signInToken });
    expect(await count(email)).toBe(6);
  });

  it("of another sign-in stay valid when no more are sent", async () => {
    const { tenant, stranger, email, begin } = await enforced();
    const { auth } = stranger();
    const [one, other] = [await begin(), await begin()];
    for (let i = 0; i < 4; i++) await auth.factors.email.send.mutate({ signInToken: one.signInToken });
    await auth.factors.email.send.mutate({ signInToken: other.signInToken });
    const { code } = await emailTo(tenant.tenant.id, email, "sign_in_code");
    await auth.factors.email.send.mutate({ signInToken: one.signInToken });
    await auth.stepUp.mutate({ signInToken: other.signInToken, method: "email_code", code });
  });
});
