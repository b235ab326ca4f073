import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { emailKindsTo, emailsOf, emailTo } from "../../test/mailbox.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { PARALLEL } from "../../test/parallel.ts";
import { registrationTokenOf, somebody, userOf } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let moves = 0;
/** Signs in a user with a verified email, requests a change of it, and finds both confirmation emails. */
async function moving(newEmail = `new-${++moves}@example.com`) {
  const { user, credentials, signIn } = await somebody(world.acme);
  await confirm(await emailTo(world.acme.tenant.id, credentials.email, "verify_email"));
  const { accessToken } = await signIn();
  const { auth } = clientFor({ token: accessToken });
  const { email, password } = credentials;
  const requestChange = async (to = newEmail) => await auth.email.change.mutate({ newEmail: to, password });
  await requestChange();
  const atOld = await emailTo(world.acme.tenant.id, email, "confirm_email_change");
  const atNew = await emailTo(world.acme.tenant.id, newEmail, "confirm_new_email");
  return { user, email, newEmail, password, auth, requestChange, atOld, atNew };
}

const confirm = async ({ token, to }: { token: string; to: string }, registered = to) => {
  const registrationToken = registrationTokenOf(registered);
  const { resetToken, ...confirmed } = await world.acme.browser.auth.email.confirm.mutate({ token, registrationToken });
  expect(resetToken).toBeNull();
  return confirmed;
};
const emailOf = async (id: string) => (await world.acme.client.users.get.query({ id })).user;

describe("a change of a verified email", () => {
  it.each(["old", "new"] as const)(
    "is done and verified after both links were followed, the %s email's first",
    async (first) => {
      const { user, newEmail, email, atOld, atNew } = await moving();
      const [one, two] = first === "old" ? [atOld, atNew] : [atNew, atOld];
      expect(await confirm(one)).toEqual({ result: "waiting", email: newEmail, alreadyConfirmed: false });
      expect(await emailOf(user.id)).toMatchObject({ email, emailVerified: true });
      expect(await confirm(two)).toEqual({ result: "changed", email: newEmail, alreadyConfirmed: false });
      expect(await emailOf(user.id)).toMatchObject({ email: newEmail, emailVerified: true });
    },
  );

  it("rule 12: notifies the old email once it is done, and not before", async () => {
    const { email, newEmail, atOld, atNew } = await moving();
    await confirm(atOld);
    expect(await emailKindsTo(world.acme.tenant.id, email)).not.toContain("email_changed");
    await confirm(atNew);
    const notification = await emailTo(world.acme.tenant.id, email, "email_changed");
    expect(notification.text).toContain(newEmail);
  });

  it("repeats the result of a link that is followed again", async () => {
    const { newEmail, atOld, atNew } = await moving();
    await confirm(atOld);
    expect(await confirm(atOld)).toEqual({ result: "waiting", email: newEmail, alreadyConfirmed: true });
    await confirm(atNew);
    for (const link of [atOld, atNew]) {
      expect(await confirm(link)).toEqual({ result: "changed", email: newEmail, alreadyConfirmed: true });
    }
  });

  it("makes the new email the only one to sign in with", async () => {
    const { email, newEmail, password, atOld, atNew } = await moving();
    await confirm(atOld);
    await confirm(atNew);
    await world.acme.browser.auth.login.mutate({ email: newEmail, password });
    const old = world.acme.browser.auth.login.mutate({ email, password });
    expect(await errorOf(old)).toMatchObject({ code: "invalid_credentials" });
  });

  it(`rule 16: uses each link once, and is done once, under ${PARALLEL} concurrent attempts at each link`, async () => {
    const { atOld, atNew, email } = await moving();
    const tries = [atOld, atNew].flatMap(({ token }) =>
      Array.from({ length: PARALLEL }, () =>
        clientFor({ key: world.acme.publishableKey }).auth.email.confirm.mutate({ token }),
      ),
    );
    const answers = (await Promise.allSettled(tries)).filter((one) => one.status === "fulfilled");
    const made = answers.flatMap(({ value }) => (value.alreadyConfirmed ? [] : [value.result]));
    expect(made.sort()).toEqual(["changed", "waiting"]);
    expect((await emailKindsTo(world.acme.tenant.id, email)).filter((kind) => kind === "email_changed")).toHaveLength(
      1,
    );
  });

  it("fails with email_taken if another user took the new email meanwhile, and changes nothing", async () => {
    const { user, email, newEmail, atOld, atNew } = await moving();
    await confirm(atOld);
    await world.acme.client.users.create.mutate({ email: newEmail.toUpperCase() });
    expect(await errorOf(confirm(atNew))).toMatchObject({ code: "email_taken", httpStatus: 409 });
    expect(await emailOf(user.id)).toMatchObject({ email });
  });

  it("replaces an earlier change and its confirmations", async () => {
    const { user, email, requestChange, atOld, atNew } = await moving();
    await confirm(atOld);
    await requestChange("elsewhere@example.com");
    expect(await errorOf(confirm(atNew))).toMatchObject({ code: "link_expired" });
    const elsewhere = await emailTo(world.acme.tenant.id, "elsewhere@example.com", "confirm_new_email");
    expect((await confirm(elsewhere)).result).toBe("waiting");
    expect(await emailOf(user.id)).toMatchObject({ email });
  });

  it("revokes other links that were sent to the old email", async () => {
    const { email, atOld, atNew } = await moving();
    await world.acme.browser.auth.password.forgot.mutate({ email });
    const { token } = await emailTo(world.acme.tenant.id, email, "reset_password");
    await confirm(atOld);
    await confirm(atNew);
    const reset = world.acme.browser.auth.password.reset.mutate({ token, password: "another unlikely sentence" });
    expect(await errorOf(reset)).toMatchObject({ code: "link_expired" });
  });

  it("can be requested five times an hour", async () => {
    const { requestChange } = await moving();
    for (let i = 0; i < 4; i++) await requestChange();
    expect(await errorOf(requestChange())).toMatchObject({
      code: "rate_limited",
      details: { retryAfterSeconds: 3600 },
    });
  });

  it("sends emails to the stored email and to the new one only", async () => {
    const { user, email, newEmail } = await moving();
    const emails = (await emailsOf(world.acme.tenant.id)).filter(({ to }) => to === email || to === newEmail);
    expect(emails.map(({ kind, to }) => [kind, to])).toEqual([
      ["confirm_new_email", newEmail],
      ["confirm_email_change", user.email],
      ["verify_email", user.email],
    ]);
  });
});

describe("a change of an email that was never verified", () => {
  /** Registers a user with a typo in their email, and requests its correction. */
  async function correcting() {
    const { user, credentials, signIn } = await somebody(world.acme);
    const { auth } = clientFor({ token: (await signIn()).accessToken });
    const newEmail = `right-${++moves}@example.com`;
    await auth.email.change.mutate({ newEmail, password: credentials.password });
    const atNew = await emailTo(world.acme.tenant.id, newEmail, "confirm_new_email");
    return { ...credentials, user, auth, newEmail, atNew };
  }

  it("needs only the link in the new email, and sends nothing to the old one", async () => {
    const { user, email, newEmail, password, atNew } = await correcting();
    const confirmed = await confirm(atNew, email);
    expect(confirmed).toEqual({ result: "changed", email: newEmail, alreadyConfirmed: false });
    expect(await emailOf(user.id)).toMatchObject({ email: newEmail, emailVerified: true });
    expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual(["verify_email"]);
    const emails = JSON.stringify(await emailsOf(world.acme.tenant.id, email));
    expect(emails).not.toContain(newEmail);
    expect((await world.acme.browser.auth.login.mutate({ email: newEmail, password })).user.id).toBe(user.id);
  });

  it("revokes links that were sent to the old email", async () => {
    const { email, newEmail, atNew } = await correcting();
    const typo = await emailTo(world.acme.tenant.id, email, "verify_email");
    await confirm(atNew);
    expect(await errorOf(confirm(typo))).toMatchObject({ code: "link_expired" });
    expect((await userOf(world.acme.client, newEmail)).emailVerified).toBe(true);
  });

  it("rule 12: also needs the old email's confirmation once that email was verified", async () => {
    const { user, email, auth, newEmail, password, atNew } = await correcting();
    await confirm(await emailTo(world.acme.tenant.id, email, "verify_email"));
    expect(await errorOf(confirm(atNew))).toMatchObject({ code: "link_expired" });
    expect(await emailOf(user.id)).toMatchObject({ email, emailVerified: true });
    await auth.email.change.mutate({ newEmail, password });
    expect((await emailTo(world.acme.tenant.id, email, "confirm_email_change")).text).toContain(newEmail);
    const next = await emailTo(world.acme.tenant.id, newEmail, "confirm_new_email");
    expect((await confirm(next)).result).toBe("waiting");
  });

  it(`rule 16: is done once under ${PARALLEL} concurrent attempts`, async () => {
    const { user, atNew, newEmail } = await correcting();
    const tries = Array.from({ length: PARALLEL }, () =>
      clientFor({ key: world.acme.publishableKey }).auth.email.confirm.mutate({ token: atNew.token }),
    );
    const answers = (await Promise.allSettled(tries)).filter((one) => one.status === "fulfilled");
    expect(answers.flatMap(({ value }) => (value.alreadyConfirmed ? [] : [value.result]))).toEqual(["changed"]);
    expect(await emailOf(user.id)).toMatchObject({ email: newEmail, emailVerified: true });
  });

  it("sends nothing to the old email if the tenant's server makes it", async () => {
    const { user } = await somebody(world.acme);
    const email = `right-${++moves}@example.com`;
    await world.acme.client.users.update.mutate({ id: user.id, email });
    expect(await emailKindsTo(world.acme.tenant.id, user.email)).toEqual(["verify_email"]);
    expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual(["verify_email"]);
  });
});

it("refuses a change to the same email, and allows one to another spelling of it", async () => {
  const { email, password, auth } = await moving();
  const before = await emailKindsTo(world.acme.tenant.id, email);
  const change = async (newEmail: string) => await auth.email.change.mutate({ newEmail, password });
  expect(await errorOf(change(email))).toMatchObject({ code: "email_unchanged", httpStatus: 400 });
  expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual(before);
  await change(email.toUpperCase());
  await confirm(await emailTo(world.acme.tenant.id, email, "confirm_email_change"));
  await confirm(await emailTo(world.acme.tenant.id, email.toUpperCase(), "confirm_new_email"));
  expect((await auth.me.query()).user.email).toBe(email.toUpperCase());
});

describe("rule 26: a change of email", () => {
  it("rule 26: refuses a wrong password, counts it as a failed sign-in, and sends no email", async () => {
    const { credentials, signIn } = await somebody(world.acme);
    const { auth } = clientFor({ token: (await signIn()).accessToken });
    const change = auth.email.change.mutate({ newEmail: "eve@example.com", password: "not the sentence" });
    expect(await errorOf(change)).toMatchObject({ code: "invalid_credentials" });
    expect(await emailKindsTo(world.acme.tenant.id, "eve@example.com")).toEqual([]);
    expect(await emailKindsTo(world.acme.tenant.id, credentials.email)).toEqual(["verify_email"]);
    const attempts = Array.from({ length: 20 }, () =>
      errorOf(auth.email.change.mutate({ newEmail: "eve@example.com", password: "not the sentence" })),
    );
    const codes = (await Promise.all(attempts)).map(({ code }) => code);
    expect(codes).toContain("too_many_attempts");
  });

  it("rule 26: refuses a request without a password more than five minutes after the sign-in", async () => {
    const { credentials } = await somebody(world.acme);
    const clock = new StandingClock();
    const later = isolate(clock);
    const anyone = later.clientFor({ key: world.acme.publishableKey });
    const { refreshToken } = await anyone.auth.login.mutate(credentials);
    clock.advance(5 * 60 + 1);
    const { accessToken } = await anyone.auth.refresh.mutate({ refreshToken });
    const change = later.clientFor({ token: accessToken }).auth.email.change.mutate({ newEmail: "eve@example.com" });
    expect(await errorOf(change)).toMatchObject({
      code: "reauthentication_required",
      details: { methods: ["password"] },
    });
  });

  it("rule 26: refuses a session that has ended", async () => {
    const { credentials, signIn } = await somebody(world.acme);
    const { auth } = clientFor({ token: (await signIn()).accessToken });
    await auth.sessions.endAll.mutate();
    const change = auth.email.change.mutate({ newEmail: "eve@example.com", password: credentials.password });
    expect(await errorOf(change)).toMatchObject({ code: "session_ended" });
  });
});

it("compares emails in lower case, and stores them as they were written", async () => {
  await world.acme.client.users.create.mutate({ email: "Form@Example.COM" });
  const duplicate = world.acme.client.users.create.mutate({ email: "form@example.com" });
  expect(await errorOf(duplicate)).toMatchObject({ code: "email_taken" });
  expect((await userOf(world.acme.client, "Form@Example.COM")).email).toBe("Form@Example.COM");
  const key = env.DB.prepare("SELECT email_key FROM users WHERE email = 'Form@Example.COM'");
  expect(await key.first("email_key")).toBe("form@example.com");
});
