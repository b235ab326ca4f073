import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { emailKindsTo, emailsOf, emailTo } from "../../test/mailbox.ts";
import { somebody, userOf } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let moves = 0;
/** Somebody whose email is verified and who has asked for another, and both emails. */
async function moving(newEmail = `new-${++moves}@example.com`) {
  const { user, credentials, signIn } = await somebody(world.acme);
  await agree(await emailTo(world.acme.tenant.id, credentials.email, "verify_email"));
  const { accessToken } = await signIn();
  const { auth } = clientFor({ token: accessToken });
  const { email, password } = credentials;
  const ask = async (to = newEmail) => await auth.email.change.mutate({ newEmail: to, password });
  await ask();
  const atOld = await emailTo(world.acme.tenant.id, email, "confirm_email_change");
  const atNew = await emailTo(world.acme.tenant.id, newEmail, "confirm_new_email");
  return { user, email, newEmail, password, auth, ask, atOld, atNew };
}

const agree = async ({ token }: { token: string }) => await world.acme.browser.auth.email.confirm.mutate({ token });
const emailOf = async (id: string) => (await world.acme.client.users.get.query({ id })).user;

describe("a change of address", () => {
  it.each(["old", "new"] as const)("waits for both ends, the %s one first, and is verified then", async (first) => {
    const { user, newEmail, email, atOld, atNew } = await moving();
    const [one, two] = first === "old" ? [atOld, atNew] : [atNew, atOld];
    expect(await agree(one)).toEqual({ result: "waiting", email: newEmail, alreadyConfirmed: false });
    expect(await emailOf(user.id)).toMatchObject({ email, emailVerified: true });
    expect(await agree(two)).toEqual({ result: "changed", email: newEmail, alreadyConfirmed: false });
    expect(await emailOf(user.id)).toMatchObject({ email: newEmail, emailVerified: true });
  });

  it("rule 12: is told to the old address, once it is done, and not before", async () => {
    const { email, newEmail, atOld, atNew } = await moving();
    await agree(atOld);
    expect(await emailKindsTo(world.acme.tenant.id, email)).not.toContain("email_changed");
    await agree(atNew);
    const told = await emailTo(world.acme.tenant.id, email, "email_changed");
    expect(told.text).toContain(newEmail);
  });

  it("says at each link what it has done, when it is followed again", async () => {
    const { newEmail, atOld, atNew } = await moving();
    await agree(atOld);
    expect(await agree(atOld)).toEqual({ result: "waiting", email: newEmail, alreadyConfirmed: true });
    await agree(atNew);
    for (const link of [atOld, atNew]) {
      expect(await agree(link)).toEqual({ result: "changed", email: newEmail, alreadyConfirmed: true });
    }
  });

  it("is what the user signs in with from then on", async () => {
    const { email, newEmail, password, atOld, atNew } = await moving();
    await agree(atOld);
    await agree(atNew);
    await world.acme.browser.auth.login.mutate({ email: newEmail, password });
    const old = world.acme.browser.auth.login.mutate({ email, password });
    expect(await errorOf(old)).toMatchObject({ code: "invalid_credentials" });
  });

  it("rule 16: uses each link once, and is made once, also under fifty parallel tries at each end", async () => {
    const { atOld, atNew, email } = await moving();
    const tries = [atOld, atNew].flatMap(({ token }) =>
      Array.from({ length: 50 }, () =>
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

  it("to an address that is another user's by then is refused to whoever reads mail there, and changes nothing", async () => {
    const { user, email, newEmail, atOld, atNew } = await moving();
    await agree(atOld);
    await world.acme.client.users.create.mutate({ email: newEmail.toUpperCase() });
    expect(await errorOf(agree(atNew))).toMatchObject({ code: "email_taken", httpStatus: 409 });
    expect(await emailOf(user.id)).toMatchObject({ email });
  });

  it("asked for anew ends what was asked for before, and what one end agreed to then counts for nothing", async () => {
    const { user, email, ask, atOld, atNew } = await moving();
    await agree(atOld);
    await ask("elsewhere@example.com");
    expect(await errorOf(agree(atNew))).toMatchObject({ code: "link_expired" });
    const elsewhere = await emailTo(world.acme.tenant.id, "elsewhere@example.com", "confirm_new_email");
    expect((await agree(elsewhere)).result).toBe("waiting");
    expect(await emailOf(user.id)).toMatchObject({ email });
  });

  it("ends whatever else was sent to the old address", async () => {
    const { email, atOld, atNew } = await moving();
    await world.acme.browser.auth.password.forgot.mutate({ email });
    const { token } = await emailTo(world.acme.tenant.id, email, "reset_password");
    await agree(atOld);
    await agree(atNew);
    const reset = world.acme.browser.auth.password.reset.mutate({ token, password: "another unlikely sentence" });
    expect(await errorOf(reset)).toMatchObject({ code: "link_expired" });
  });

  it("can be asked for five times in an hour", async () => {
    const { ask } = await moving();
    for (let i = 0; i < 4; i++) await ask();
    expect(await errorOf(ask())).toMatchObject({ code: "rate_limited", details: { retryAfterSeconds: 3600 } });
  });

  it("sends mail to the present address as it is stored, and to the new one, and nowhere else", async () => {
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
  /** Somebody who registered with a typo and corrects it. */
  async function correcting() {
    const { user, credentials, signIn } = await somebody(world.acme);
    const { auth } = clientFor({ token: (await signIn()).accessToken });
    const newEmail = `right-${++moves}@example.com`;
    await auth.email.change.mutate({ newEmail, password: credentials.password });
    const atNew = await emailTo(world.acme.tenant.id, newEmail, "confirm_new_email");
    return { ...credentials, user, auth, newEmail, atNew };
  }

  it("needs the new one's agreement alone, and sends the old one nothing, before or after", async () => {
    const { user, email, newEmail, password, atNew } = await correcting();
    expect(await agree(atNew)).toEqual({ result: "changed", email: newEmail, alreadyConfirmed: false });
    expect(await emailOf(user.id)).toMatchObject({ email: newEmail, emailVerified: true });
    expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual(["verify_email"]);
    const emails = JSON.stringify(await emailsOf(world.acme.tenant.id, email));
    expect(emails).not.toContain(newEmail);
    expect((await world.acme.browser.auth.login.mutate({ email: newEmail, password })).user.id).toBe(user.id);
  });

  it("ends the links that went to the old one", async () => {
    const { email, newEmail, atNew } = await correcting();
    const typo = await emailTo(world.acme.tenant.id, email, "verify_email");
    await agree(atNew);
    expect(await errorOf(agree(typo))).toMatchObject({ code: "link_expired" });
    expect((await userOf(world.acme.client, newEmail)).emailVerified).toBe(true);
  });

  it("rule 12: is of no use once the old one has been verified, which is then asked as well", async () => {
    const { user, email, auth, newEmail, password, atNew } = await correcting();
    await agree(await emailTo(world.acme.tenant.id, email, "verify_email"));
    expect(await errorOf(agree(atNew))).toMatchObject({ code: "link_expired" });
    expect(await emailOf(user.id)).toMatchObject({ email, emailVerified: true });
    await auth.email.change.mutate({ newEmail, password });
    expect((await emailTo(world.acme.tenant.id, email, "confirm_email_change")).text).toContain(newEmail);
    const next = await emailTo(world.acme.tenant.id, newEmail, "confirm_new_email");
    expect((await agree(next)).result).toBe("waiting");
  });

  it("rule 16: is made once under fifty parallel tries", async () => {
    const { user, atNew, newEmail } = await correcting();
    const tries = Array.from({ length: 50 }, () =>
      clientFor({ key: world.acme.publishableKey }).auth.email.confirm.mutate({ token: atNew.token }),
    );
    const answers = (await Promise.allSettled(tries)).filter((one) => one.status === "fulfilled");
    expect(answers.flatMap(({ value }) => (value.alreadyConfirmed ? [] : [value.result]))).toEqual(["changed"]);
    expect(await emailOf(user.id)).toMatchObject({ email: newEmail, emailVerified: true });
  });

  it("by the tenant's server sends the old one nothing either", async () => {
    const { user } = await somebody(world.acme);
    const email = `right-${++moves}@example.com`;
    await world.acme.client.users.update.mutate({ id: user.id, email });
    expect(await emailKindsTo(world.acme.tenant.id, user.email)).toEqual(["verify_email"]);
    expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual(["verify_email"]);
  });
});

it("a change to the email that the user has is refused and sends nothing; to another spelling of it, it is made", async () => {
  const { email, password, auth } = await moving();
  const before = await emailKindsTo(world.acme.tenant.id, email);
  const change = async (newEmail: string) => await auth.email.change.mutate({ newEmail, password });
  expect(await errorOf(change(email))).toMatchObject({ code: "email_unchanged", httpStatus: 400 });
  expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual(before);
  await change(email.toUpperCase());
  await agree(await emailTo(world.acme.tenant.id, email, "confirm_email_change"));
  await agree(await emailTo(world.acme.tenant.id, email.toUpperCase(), "confirm_new_email"));
  expect((await auth.me.query()).user.email).toBe(email.toUpperCase());
});

describe("rule 26: a change of address needs the password, now", () => {
  it("rule 26: a wrong one is refused, counts as a failed sign-in, and sends no email", async () => {
    const { credentials, signIn } = await somebody(world.acme);
    const { auth } = clientFor({ token: (await signIn()).accessToken });
    const change = auth.email.change.mutate({ newEmail: "eve@example.com", password: "not the sentence" });
    expect(await errorOf(change)).toMatchObject({ code: "invalid_credentials" });
    expect(await emailKindsTo(world.acme.tenant.id, "eve@example.com")).toEqual([]);
    expect(await emailKindsTo(world.acme.tenant.id, credentials.email)).toEqual(["verify_email"]);
    const guesses = Array.from({ length: 20 }, () =>
      errorOf(auth.email.change.mutate({ newEmail: "eve@example.com", password: "not the sentence" })),
    );
    const codes = (await Promise.all(guesses)).map(({ code }) => code);
    expect(codes).toContain("too_many_attempts");
  });

  it("rule 26: none is refused", async () => {
    const { signIn } = await somebody(world.acme);
    const { auth } = clientFor({ token: (await signIn()).accessToken });
    const change = auth.email.change.mutate({ newEmail: "eve@example.com" } as never);
    expect(await errorOf(change)).toMatchObject({ code: "invalid_input" });
  });

  it("rule 26: and a session that goes on", async () => {
    const { credentials, signIn } = await somebody(world.acme);
    const { auth } = clientFor({ token: (await signIn()).accessToken });
    await auth.sessions.endAll.mutate();
    const change = auth.email.change.mutate({ newEmail: "eve@example.com", password: credentials.password });
    expect(await errorOf(change)).toMatchObject({ code: "session_ended" });
  });
});

it("emails are compared in lower case, and kept as they were written", async () => {
  await world.acme.client.users.create.mutate({ email: "Form@Example.COM" });
  const again = world.acme.client.users.create.mutate({ email: "form@example.com" });
  expect(await errorOf(again)).toMatchObject({ code: "email_taken" });
  expect((await userOf(world.acme.client, "Form@Example.COM")).email).toBe("Form@Example.COM");
  const key = env.DB.prepare("SELECT email_key FROM users WHERE email = 'Form@Example.COM'");
  expect(await key.first("email_key")).toBe("form@example.com");
});
