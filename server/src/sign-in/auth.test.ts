import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { expectAfter, timed } from "../../test/between.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { PASSWORD, somebody as register, userOf } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const somebody = async (password = PASSWORD) => await register(world.acme, { password });

describe("auth.register", () => {
  it("creates an unverified user", async () => {
    const person = { email: "New@Example.com", password: PASSWORD, name: "Neo" };
    expect(await world.acme.browser.auth.register.mutate(person)).toEqual({
      next: "login",
      registrationToken: expect.stringMatching(/^[\w-]{43}$/),
    });
    const user = await userOf(world.acme.client, person.email);
    expect(user).toMatchObject({ email: "New@Example.com", emailVerified: false, name: "Neo" });
  });

  it("stores the password only as a peppered argon2id hash", async () => {
    const { user } = await somebody();
    const row = await env.DB.prepare("SELECT secret FROM accounts WHERE user_id = ?")
      .bind(user.id)
      .first<{ secret: string }>();
    expect(row?.secret).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=p1\$/);
  });

  it.each(["", "anne", "anne@", "@example.com", "an ne@example.com", `${"a".repeat(250)}@example.com`])(
    "refuses the invalid email %j",
    async (email) => {
      const attempt = world.acme.browser.auth.register.mutate({ email, password: PASSWORD });
      expect(await errorOf(attempt)).toMatchObject({ code: "invalid_input", httpStatus: 400 });
    },
  );

  it("accepts the same email in another tenant, as another user", async () => {
    const { user, credentials } = await somebody();
    await world.globex.browser.auth.register.mutate({ ...credentials, password: "another unlikely sentence" });
    const other = await userOf(world.globex.client, credentials.email);
    expect(other.id).not.toBe(user.id);
    expect((await world.acme.browser.auth.login.mutate(credentials)).user.id).toBe(user.id);
  });

  it("creates one user with one password for concurrent registrations of the same email", async () => {
    const email = "race@example.com";
    const passwords = Array.from({ length: 6 }, (_, i) => `an unlikely sentence, number ${i}`);
    await Promise.all(passwords.map((password) => world.acme.browser.auth.register.mutate({ email, password })));
    const { items } = await world.acme.client.users.search.query({ by: "email", prefix: email });
    expect(items).toHaveLength(1);
    const secrets = env.DB.prepare("SELECT count(*) AS rows FROM accounts WHERE user_id = ?").bind(items[0]?.id);
    expect(await secrets.first("rows")).toBe(1);
  });

  it.each([
    ["14 characters", "12345678901234", "weak_password"],
    ["one character repeated", "a".repeat(20), "weak_password"],
    ["1,025 bytes", "é".repeat(513), "invalid_input"],
  ])("refuses a password of %s", async (_, password, code) => {
    const attempt = world.acme.browser.auth.register.mutate({ email: "weak@example.com", password });
    expect(await errorOf(attempt)).toMatchObject({ code, httpStatus: 400 });
  });

  it.each([
    "15 characters !",
    "пароль из слов",
    "🦊🦊🦊🐺🐺🐺🐻🐻🐻🐼🐼🐼🐨🐨🐨",
    `${" ".repeat(7)}${"x".repeat(8)}`,
    `${"é".repeat(500)}xy`,
  ])("takes %j", async (password) => {
    const long = password.length < 15 ? `${password} ${password}` : password;
    const { credentials } = await somebody(long);
    await world.acme.browser.auth.login.mutate(credentials);
    const almost = { ...credentials, password: [...credentials.password].slice(0, -1).concat("?").join("") };
    expect(await errorOf(world.acme.browser.auth.login.mutate(almost))).toMatchObject({ code: "invalid_credentials" });
  });
});

describe("auth.login", () => {
  it("returns tokens and their expiry times", async () => {
    const { user, credentials } = await somebody();
    const signingIn = await timed(() => world.acme.browser.auth.login.mutate(credentials));
    const session = signingIn.result;
    expect(session.user).toMatchObject({ id: user.id, email: user.email, emailVerified: false });
    expect(session.refreshToken).toMatch(/^rt_[0-9a-z]{26}_[A-Za-z0-9_-]{64}$/);
    expectAfter(session.accessTokenExpiresAt, 5 * 60, signingIn);
    expectAfter(session.refreshTokenExpiresAt, 14 * 24 * 60 * 60, signingIn);
  });

  it("accepts the email in any case and the password in any normal form", async () => {
    const { credentials } = await somebody("café des sciences");
    const decomposed = credentials.password.normalize("NFD");
    expect(decomposed).not.toBe(credentials.password);
    const { user } = await world.acme.browser.auth.login.mutate({
      email: credentials.email.toUpperCase(),
      password: decomposed,
    });
    expect(user.email).toBe(credentials.email);
  });

  it("returns the same error for a wrong password and an unknown email", async () => {
    const { credentials } = await somebody();
    const wrong = await errorOf(world.acme.browser.auth.login.mutate({ ...credentials, password: "not the sentence" }));
    const unknown = await errorOf(
      world.acme.browser.auth.login.mutate({ email: "nobody@example.com", password: "not the sentence" }),
    );
    expect({ ...wrong, requestId: "" }).toEqual({ ...unknown, requestId: "" });
    expect(wrong).toMatchObject({ code: "invalid_credentials", httpStatus: 401 });
  });

  it("refuses a user of another tenant", async () => {
    const { credentials } = await somebody();
    expect(await errorOf(world.globex.browser.auth.login.mutate(credentials))).toMatchObject({
      code: "invalid_credentials",
    });
  });

  it("refuses a banned user", async () => {
    const { user, credentials } = await somebody();
    await env.DB.prepare("UPDATE users SET status = 'banned' WHERE id = ?").bind(user.id).run();
    expect(await errorOf(world.acme.browser.auth.login.mutate(credentials))).toMatchObject({ code: "user_banned" });
  });

  it("delays after five failures, counted exactly under parallel attempts", async () => {
    const { credentials } = await somebody();
    // On a standing clock: the delay after the fifth failure is one second.
    const { auth } = isolate(new StandingClock()).clientFor({ key: world.acme.publishableKey });
    const attempt = () => errorOf(auth.login.mutate({ ...credentials, password: "not the sentence" }));
    const codes = (await Promise.all(Array.from({ length: 8 }, attempt))).map((error) => error.code);
    expect(codes.filter((code) => code === "invalid_credentials")).toHaveLength(5);
    const refused = await errorOf(auth.login.mutate(credentials));
    expect(refused).toMatchObject({ code: "too_many_attempts", httpStatus: 429, details: { retryAfterSeconds: 1 } });
  });
});

describe("auth.logout", () => {
  it("ends refresh and access token, and is safe to repeat", async () => {
    const { credentials } = await somebody();
    const { accessToken, refreshToken } = await world.acme.browser.auth.login.mutate(credentials);
    const signedIn = clientFor({ token: accessToken });
    await signedIn.auth.logout.mutate({});
    expect(await errorOf(signedIn.auth.me.query())).toMatchObject({ code: "session_ended" });
    expect(await errorOf(world.acme.browser.auth.refresh.mutate({ refreshToken }))).toMatchObject({
      code: "session_ended",
    });
    await world.acme.browser.auth.logout.mutate({ refreshToken });
  });

  it("accepts the refresh token alone, and leaves other sessions open", async () => {
    const { credentials } = await somebody();
    const one = await world.acme.browser.auth.login.mutate(credentials);
    const two = await world.acme.browser.auth.login.mutate(credentials);
    await world.acme.browser.auth.logout.mutate({ refreshToken: one.refreshToken });
    expect(await errorOf(clientFor({ token: one.accessToken }).auth.me.query())).toMatchObject({
      code: "session_ended",
    });
    expect((await clientFor({ token: two.accessToken }).auth.me.query()).user.email).toBe(credentials.email);
  });

  it("requires a session", async () => {
    expect(await errorOf(world.acme.browser.auth.logout.mutate({}))).toMatchObject({ code: "unauthenticated" });
  });
});

it("the audit log has successes and refusals of sign-in, without secrets", async () => {
  const { credentials } = await somebody();
  await errorOf(world.acme.browser.auth.login.mutate({ ...credentials, password: "not the sentence" }));
  const { refreshToken } = await world.acme.browser.auth.login.mutate(credentials);
  const { results } = await env.DB.prepare(
    "SELECT event, outcome, tenant_id, ip, request_id FROM audit_events ORDER BY id DESC LIMIT 2",
  ).all();
  expect(results).toMatchObject([
    { event: "auth.login", outcome: "ok", tenant_id: world.acme.tenant.id },
    { event: "auth.login", outcome: "invalid_credentials" },
  ]);
  const all = JSON.stringify((await env.DB.prepare("SELECT * FROM audit_events").all()).results);
  for (const secret of [PASSWORD, refreshToken.slice(30), world.acme.secretKey.slice(8)])
    expect(all).not.toContain(secret);
});
