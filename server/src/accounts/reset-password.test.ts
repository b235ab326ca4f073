import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { attemptTenant, failAttempts, signIn } from "../../test/failed-attempts.ts";
import { emailKindsTo, emailsOf, emailTo } from "../../test/mailbox.ts";
import { PARALLEL } from "../../test/parallel.ts";
import { somebody, userOf } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";

const MINUTE = 60;
const NEXT = "another unlikely sentence";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

type Tenant = Pick<World["acme"], "browser" | "client" | "tenant">;

/** Registers a user who can request reset links and use them. */
async function forgetful(tenant: Tenant = world.acme) {
  const person = await somebody(tenant);
  const { email } = person.credentials;
  const requestLink = async () => {
    await tenant.browser.auth.password.forgot.mutate({ email });
    return (await emailTo(tenant.tenant.id, email, "reset_password")).token;
  };
  const reset = async (token: string, password = NEXT) =>
    await tenant.browser.auth.password.reset.mutate({ token, password });
  const login = async (password: string) => await tenant.browser.auth.login.mutate({ email, password });
  return { ...person, email, requestLink, reset, login };
}

describe("a password reset", () => {
  it("sets a new password, returns the email to sign in with, and verifies it", async () => {
    const { email, requestLink, reset, login, credentials } = await forgetful();
    expect(await reset(await requestLink())).toEqual({ email });
    await login(NEXT);
    expect(await errorOf(login(credentials.password))).toMatchObject({ code: "invalid_credentials" });
    expect((await userOf(world.acme.client, email)).emailVerified).toBe(true);
  });

  it("rule 13: ends all sessions immediately", async () => {
    const { signIn, requestLink, reset } = await forgetful();
    const sessions = [await signIn(), await signIn()];
    await reset(await requestLink());
    for (const { accessToken, refreshToken } of sessions) {
      const me = clientFor({ token: accessToken }).auth.me.query();
      expect(await errorOf(me)).toMatchObject({ code: "session_ended" });
      const refresh = world.acme.browser.auth.refresh.mutate({ refreshToken });
      expect(await errorOf(refresh)).toMatchObject({ code: "session_ended" });
    }
  });

  it("rule 13: returns no token and opens no session", async () => {
    const { user, email, requestLink, reset } = await forgetful();
    expect(Object.keys(await reset(await requestLink()))).toEqual(["email"]);
    const sessions = env.DB.prepare("SELECT count(*) AS rows FROM sessions WHERE user_id = ?").bind(user.id);
    expect([email, await sessions.first("rows")]).toEqual([email, 0]);
  });

  it("rule 12: notifies the user by email", async () => {
    const { email, requestLink, reset } = await forgetful();
    await reset(await requestLink());
    expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual([
      "password_changed",
      "reset_password",
      "verify_email",
    ]);
  });

  it(`rule 16: succeeds once under ${PARALLEL} concurrent attempts with different passwords`, async () => {
    const { requestLink, login } = await forgetful();
    const token = await requestLink();
    const passwords = Array.from({ length: PARALLEL }, (_, i) => `an unlikely sentence, number ${i}`);
    const results: PromiseSettledResult<unknown>[] = [];
    // In groups that an isolate hashes concurrently; it would refuse more as busy.
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
    const set = passwords.filter((_, i) => results[i]?.status === "fulfilled");
    expect(set).toHaveLength(1);
    await login(set[0] ?? "");
  });

  it("refuses a link after 30 minutes", async () => {
    const tenant = await attemptTenant(world);
    const { requestLink, reset, login, credentials } = await forgetful(tenant);
    const token = await requestLink();
    await tenant.wait(31 * MINUTE);
    expect(await errorOf(reset(token))).toMatchObject({ code: "link_expired", httpStatus: 400 });
    await login(credentials.password);
    const second = await requestLink();
    await tenant.wait(29 * MINUTE);
    await reset(second);
  });

  it("rule 17: refuses a link after a newer one was requested", async () => {
    const { requestLink, reset } = await forgetful();
    const [old, fresh] = [await requestLink(), await requestLink()];
    expect(await errorOf(reset(old))).toMatchObject({ code: "link_expired" });
    await reset(fresh);
  });

  it("keeps the link valid after a refused password", async () => {
    const { requestLink, reset } = await forgetful();
    const token = await requestLink();
    expect(await errorOf(reset(token, "short"))).toMatchObject({ code: "weak_password" });
    await reset(token);
  });

  it("refuses a link of another tenant", async () => {
    const { requestLink, login, credentials } = await forgetful();
    const reset = world.globex.browser.auth.password.reset.mutate({ token: await requestLink(), password: NEXT });
    expect(await errorOf(reset)).toMatchObject({ code: "link_invalid" });
    await login(credentials.password);
  });

  it("rule 8: unlocks an account that was locked after 100 failures", async () => {
    const tenant = await attemptTenant(world);
    const { email, requestLink, reset } = await forgetful(tenant);
    await failAttempts(tenant, 100, [email]);
    expect(await signIn(tenant, { email, password: NEXT })).toMatchObject({ code: "too_many_attempts" });
    await reset(await requestLink());
    expect((await signIn(tenant, { email, password: NEXT })).code).toBe("ok");
  });

  it("sets the first password of a user who had none", async () => {
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

describe("a reset email", () => {
  it("goes to the stored spelling of the email, at most five times an hour", async () => {
    const { email } = await forgetful();
    for (let i = 0; i < 8; i++) await world.acme.browser.auth.password.forgot.mutate({ email: email.toUpperCase() });
    const emails = (await emailsOf(world.acme.tenant.id)).filter(({ to }) => to.toLowerCase() === email);
    expect(emails.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
      ...Array(5).fill(`reset_password ${email}`),
      `verify_email ${email}`,
    ]);
  });

  it("is not sent to a banned user, whose earlier links are refused", async () => {
    const { user, email, requestLink, reset } = await forgetful();
    const token = await requestLink();
    await world.acme.client.users.ban.mutate({ id: user.id });
    expect(await world.acme.browser.auth.password.forgot.mutate({ email })).toEqual({ accepted: true });
    expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual(["reset_password", "verify_email"]);
    expect(await errorOf(reset(token))).toMatchObject({ code: "link_expired" });
  });
});
