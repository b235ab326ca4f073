import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { fail, guessedTenant, signIn } from "../../test/guessing.ts";
import { emailKindsTo, emailsOf, emailTo } from "../../test/mailbox.ts";
import { somebody, userOf } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";

const MINUTE = 60;
const NEXT = "another unlikely sentence";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

type Tenant = Pick<World["acme"], "browser" | "client" | "tenant">;

/** Somebody who has forgotten their password, and the link that they were sent. */
async function forgetful(tenant: Tenant = world.acme) {
  const person = await somebody(tenant);
  const { email } = person.credentials;
  const ask = async () => {
    await tenant.browser.auth.password.forgot.mutate({ email });
    return (await emailTo(tenant.tenant.id, email, "reset_password")).token;
  };
  const reset = async (token: string, password = NEXT) =>
    await tenant.browser.auth.password.reset.mutate({ token, password });
  const login = async (password: string) => await tenant.browser.auth.login.mutate({ email, password });
  return { ...person, email, ask, reset, login };
}

describe("a reset", () => {
  it("sets another password, answers the address to sign in with, and verifies it", async () => {
    const { email, ask, reset, login, credentials } = await forgetful();
    expect(await reset(await ask())).toEqual({ email });
    await login(NEXT);
    expect(await errorOf(login(credentials.password))).toMatchObject({ code: "invalid_credentials" });
    expect((await userOf(world.acme.client, email)).emailVerified).toBe(true);
  });

  it("rule 13: ends all sessions, at once", async () => {
    const { signIn, ask, reset } = await forgetful();
    const sessions = [await signIn(), await signIn()];
    await reset(await ask());
    for (const { accessToken, refreshToken } of sessions) {
      const me = clientFor({ token: accessToken }).auth.me.query();
      expect(await errorOf(me)).toMatchObject({ code: "session_ended" });
      const refresh = world.acme.browser.auth.refresh.mutate({ refreshToken });
      expect(await errorOf(refresh)).toMatchObject({ code: "session_ended" });
    }
  });

  it("rule 13: signs nobody in: its answer brings no token, and there is no session", async () => {
    const { user, email, ask, reset } = await forgetful();
    expect(Object.keys(await reset(await ask()))).toEqual(["email"]);
    const sessions = env.DB.prepare("SELECT count(*) AS rows FROM sessions WHERE user_id = ?").bind(user.id);
    expect([email, await sessions.first("rows")]).toEqual([email, 0]);
  });

  it("rule 12: is told to the user by mail", async () => {
    const { email, ask, reset } = await forgetful();
    await reset(await ask());
    expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual([
      "password_changed",
      "reset_password",
      "verify_email",
    ]);
  });

  it("rule 16: is made once, also under fifty parallel tries with as many passwords", async () => {
    const { ask, login } = await forgetful();
    const token = await ask();
    const passwords = Array.from({ length: 50 }, (_, i) => `an unlikely sentence, number ${i}`);
    const results: PromiseSettledResult<unknown>[] = [];
    // As many at once as are hashed at once; the rest would be told to come again.
    for (let i = 0; i < passwords.length; i += 10) {
      const some = passwords
        .slice(i, i + 10)
        .map((password) =>
          clientFor({ key: world.acme.publishableKey }).auth.password.reset.mutate({ token, password }),
        );
      results.push(...(await Promise.allSettled(some)));
    }
    const codes = results.flatMap((one) => (one.status === "rejected" ? [one.reason.data.code] : []));
    expect(new Set(codes)).toEqual(new Set(["link_used"]));
    const made = passwords.filter((_, i) => results[i]?.status === "fulfilled");
    expect(made).toHaveLength(1);
    await login(made[0] ?? "");
  });

  it("is not made by a link that is older than half an hour", async () => {
    const tenant = await guessedTenant(world);
    const { ask, reset, login, credentials } = await forgetful(tenant);
    const token = await ask();
    await tenant.wait(31 * MINUTE);
    expect(await errorOf(reset(token))).toMatchObject({ code: "link_expired", httpStatus: 400 });
    await login(credentials.password);
    const again = await ask();
    await tenant.wait(29 * MINUTE);
    await reset(again);
  });

  it("rule 17: asked for anew ends the link of the email before", async () => {
    const { ask, reset } = await forgetful();
    const [old, fresh] = [await ask(), await ask()];
    expect(await errorOf(reset(old))).toMatchObject({ code: "link_expired" });
    await reset(fresh);
  });

  it("is still open after a password that was refused", async () => {
    const { ask, reset } = await forgetful();
    const token = await ask();
    expect(await errorOf(reset(token, "short"))).toMatchObject({ code: "weak_password" });
    await reset(token);
  });

  it("is nothing in another tenant", async () => {
    const { ask, login, credentials } = await forgetful();
    const reset = world.globex.browser.auth.password.reset.mutate({ token: await ask(), password: NEXT });
    expect(await errorOf(reset)).toMatchObject({ code: "link_invalid" });
    await login(credentials.password);
  });

  it("rule 8: opens an account again that was closed after a hundred failures", async () => {
    const tenant = await guessedTenant(world);
    const { email, ask, reset } = await forgetful(tenant);
    await fail(tenant, 100, [email]);
    expect(await signIn(tenant, { email, password: NEXT })).toMatchObject({ code: "too_many_attempts" });
    await reset(await ask());
    expect((await signIn(tenant, { email, password: NEXT })).code).toBe("ok");
  });

  it("gives a user a first password who had none", async () => {
    const { browser, client, tenant } = world.acme;
    const email = "no-password@example.com";
    await client.users.create.mutate({ email });
    const none = browser.auth.login.mutate({ email, password: NEXT });
    expect(await errorOf(none)).toMatchObject({ code: "invalid_credentials" });
    await browser.auth.password.forgot.mutate({ email });
    const { token } = await emailTo(tenant.id, email, "reset_password");
    await browser.auth.password.reset.mutate({ token, password: NEXT });
    await browser.auth.login.mutate({ email, password: NEXT });
  });
});

describe("the email", () => {
  it("goes to the address as it is stored, however it was typed, at most five times in an hour", async () => {
    const { email } = await forgetful();
    for (let i = 0; i < 8; i++) await world.acme.browser.auth.password.forgot.mutate({ email: email.toUpperCase() });
    const emails = (await emailsOf(world.acme.tenant.id)).filter(({ to }) => to.toLowerCase() === email);
    expect(emails.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
      ...Array(5).fill(`reset_password ${email}`),
      `verify_email ${email}`,
    ]);
  });

  it("is not sent to one who is banned, and a link from before opens nothing", async () => {
    const { user, email, ask, reset } = await forgetful();
    const token = await ask();
    await world.acme.client.users.ban.mutate({ id: user.id });
    expect(await world.acme.browser.auth.password.forgot.mutate({ email })).toEqual({ accepted: true });
    expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual(["reset_password", "verify_email"]);
    expect(await errorOf(reset(token))).toMatchObject({ code: "link_expired" });
  });
});
