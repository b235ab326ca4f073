import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { createWorld, type World } from "../../test/world.ts";

const PASSWORD = "correct horse battery staple";

/** Of PASSWORD: PBKDF2 and scrypt by Python's hashlib, bcrypt by libxcrypt. */
const HASHES = {
  PBKDF2: "$pbkdf2-sha256$i=29000$MDEyMzQ1Njc4OWFiY2RlZg$vajIaozrb7q4x+G3R5Y+FIe07ZH3QEjPYV1bs8kEikU",
  BCRYPT: "$2b$10$abcdefghijklmnopqrstuuGGgFFcYeueaAql8Z7U7CnCTRw4DR77W",
  SCRYPT: "$scrypt$ln=14,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$tjK03tRvEjqCcPwmgtddMkgjlXrk8U/b9rIvfeBMKCc",
} as const;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let made = 0;
const newEmail = () => `made-${++made}@example.com`;
const login = async (email: string, password = PASSWORD) =>
  await world.acme.browser.auth.login.mutate({ email, password });

describe("a tenant's server makes a user", () => {
  it("without a password, with all that is said of them, and sends no email", async () => {
    const email = newEmail();
    const of = { email, name: "Anne", metadata: { plan: "pro" }, emailVerified: true };
    const { user } = await world.acme.client.users.create.mutate(of);
    expect(user).toEqual({
      ...of,
      id: expect.stringMatching(/^usr_/),
      status: "active",
      invitation: null,
      resetRequired: false,
      externalId: null,
      lastSignInAt: null,
      createdAt: expect.any(Date),
    });
    expect((await world.acme.client.users.get.query({ id: user.id })).user).toEqual(user);
    expect(await errorOf(login(email))).toMatchObject({ code: "invalid_credentials" });
    expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual([]);
  });

  it("and invites them to choose a password, which verifies the address", async () => {
    const email = newEmail();
    const { user } = await world.acme.client.users.create.mutate({ email, invite: true });
    const { token, link } = await emailTo(world.acme.tenant.id, email, "invitation");
    expect(link).toContain("/t/acme/reset-password?token=iv_");
    await world.acme.browser.auth.password.reset.mutate({ token, password: PASSWORD });
    expect((await login(email)).user).toMatchObject({ id: user.id, emailVerified: true });
  });

  it("rule 5: with a password that they have chosen, if it passes the policy", async () => {
    const email = newEmail();
    await world.acme.client.users.create.mutate({ email, password: PASSWORD });
    await login(email);
    for (const [password, rule] of [
      ["short", "length"],
      ["passwordpassword", "common"],
      ["a".repeat(20), "repetition"],
    ]) {
      const create = world.acme.client.users.create.mutate({ email: newEmail(), password });
      expect(await errorOf(create)).toMatchObject({ code: "weak_password", details: { rule } });
    }
    expect((await world.acme.client.users.search.query({ by: "email", prefix: `made-${made}@` })).items).toEqual([]);
  });

  it.each([
    ["PBKDF2", HASHES.PBKDF2],
    ["bcrypt", HASHES.BCRYPT],
    ["scrypt", HASHES.SCRYPT],
  ])("with a %s hash from elsewhere, which signs in and is replaced then", async (_, passwordHash) => {
    const email = newEmail();
    const { user } = await world.acme.client.users.create.mutate({ email, passwordHash });
    const stored = env.DB.prepare("SELECT secret FROM accounts WHERE user_id = ?").bind(user.id);
    expect(await stored.first("secret")).toBe(passwordHash);
    await login(email);
    expect(await stored.first("secret")).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=p1\$/);
    await login(email);
    expect(await errorOf(login(email, "wrong horse battery"))).toMatchObject({ code: "invalid_credentials" });
  });

  it.each([
    ["of no known form", "5f4dcc3b5aa765d61d8327deb882cf99", "no form"],
    ["of an algorithm that nobody should use", "$1$abcdefgh$irWbblnpmw.5z7wgBnprh0", ""],
    [
      "that would cost too much to check",
      "$argon2id$v=19$m=4194304,t=3,p=4$c29tZXNhbHQ$WmFzZGZhc2RmYXNkZmFzZGY",
      "not a number",
    ],
    [
      "with a pepper that is not ours",
      "$argon2id$v=19$m=19456,t=2,p=1,keyid=zz$c29tZXNhbHRzb21lc2FsdA$WmFzZGZhc2RmYXNkZmFzZGY",
      "pepper",
    ],
  ])("not with a hash %s", async (_, passwordHash, why) => {
    const email = newEmail();
    const create = world.acme.client.users.create.mutate({ email, passwordHash });
    const details = { problem: expect.stringContaining(why) };
    expect(await errorOf(create)).toMatchObject({ code: "invalid_password_hash", httpStatus: 400, details });
    expect((await world.acme.client.users.search.query({ by: "email", prefix: email })).items).toEqual([]);
  });

  it("not with a password and a hash", async () => {
    const create = world.acme.client.users.create.mutate({
      email: newEmail(),
      password: PASSWORD,
      passwordHash: HASHES.BCRYPT,
    });
    expect(await errorOf(create)).toMatchObject({ code: "invalid_input" });
  });

  it("once for an address, in whatever case, however many ask at once", async () => {
    const email = newEmail();
    const tries = [email, email.toUpperCase(), email, email].map((text) =>
      world.acme.client.users.create.mutate({ email: text }),
    );
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const again = world.acme.client.users.create.mutate({ email, password: PASSWORD });
    expect(await errorOf(again)).toMatchObject({ code: "email_taken", httpStatus: 409 });
    expect(await errorOf(login(email))).toMatchObject({ code: "invalid_credentials" });
  });

  it("not with metadata that are too large", async () => {
    const create = world.acme.client.users.create.mutate({ email: newEmail(), metadata: { a: "x".repeat(8192) } });
    expect(await errorOf(create)).toMatchObject({ code: "invalid_input" });
  });
});
