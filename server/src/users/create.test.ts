import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { createWorld, type World } from "../../test/world.ts";

const PASSWORD = "correct horse battery staple";

/** Hashes of PASSWORD: PBKDF2 and scrypt by Python's hashlib, bcrypt by libxcrypt. */
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

describe("users.create", () => {
  it("creates a user without a password, with all fields, and sends no email", async () => {
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
      hasSecondFactor: false,
      secondFactorRequired: false,
      factorsResetAt: null,
      createdAt: expect.any(Date),
    });
    expect((await world.acme.client.users.get.query({ id: user.id })).user).toEqual(user);
    expect(await errorOf(login(email))).toMatchObject({ code: "invalid_credentials" });
    expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual([]);
  });

  it("invites a user to choose a password, which verifies their email", async () => {
    const email = newEmail();
    const { user } = await world.acme.client.users.create.mutate({ email, invite: true });
    const { token, link } = await emailTo(world.acme.tenant.id, email, "invitation");
    expect(link).toContain("/t/acme/reset-password?token=iv_");
    await world.acme.browser.auth.password.reset.mutate({ token, password: PASSWORD });
    expect((await login(email)).user).toMatchObject({ id: user.id, emailVerified: true });
  });

  it("rule 5: accepts a password that passes the policy, and refuses others", async () => {
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
  ])("accepts a %s hash, which the first sign-in replaces", async (_, passwordHash) => {
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
    ["of an unknown format", "5f4dcc3b5aa765d61d8327deb882cf99", "no known format"],
    ["of an insecure algorithm", "$1$abcdefgh$irWbblnpmw.5z7wgBnprh0", ""],
    [
      "that is too expensive to verify",
      "$argon2id$v=19$m=4194304,t=3,p=4$c29tZXNhbHQ$WmFzZGZhc2RmYXNkZmFzZGY",
      "not a number",
    ],
    [
      "with an unknown pepper",
      "$argon2id$v=19$m=19456,t=2,p=1,keyid=zz$c29tZXNhbHRzb21lc2FsdA$WmFzZGZhc2RmYXNkZmFzZGY",
      "pepper",
    ],
  ])("refuses a hash %s", async (_, passwordHash, problem) => {
    const email = newEmail();
    const create = world.acme.client.users.create.mutate({ email, passwordHash });
    const details = { problem: expect.stringContaining(problem) };
    expect(await errorOf(create)).toMatchObject({ code: "invalid_password_hash", httpStatus: 400, details });
    expect((await world.acme.client.users.search.query({ by: "email", prefix: email })).items).toEqual([]);
  });

  it("refuses a password together with a hash", async () => {
    const create = world.acme.client.users.create.mutate({
      email: newEmail(),
      password: PASSWORD,
      passwordHash: HASHES.BCRYPT,
    });
    expect(await errorOf(create)).toMatchObject({ code: "invalid_input" });
  });

  it("creates one user per email, in any case, under concurrent calls", async () => {
    const email = newEmail();
    const tries = [email, email.toUpperCase(), email, email].map((text) =>
      world.acme.client.users.create.mutate({ email: text }),
    );
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const duplicate = world.acme.client.users.create.mutate({ email, password: PASSWORD });
    expect(await errorOf(duplicate)).toMatchObject({ code: "email_taken", httpStatus: 409 });
    expect(await errorOf(login(email))).toMatchObject({ code: "invalid_credentials" });
  });

  it("refuses metadata over 8,192 bytes", async () => {
    const create = world.acme.client.users.create.mutate({ email: newEmail(), metadata: { a: "x".repeat(8192) } });
    expect(await errorOf(create)).toMatchObject({ code: "invalid_input" });
  });
});
