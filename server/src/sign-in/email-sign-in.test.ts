import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { enrol, missingOf } from "../../test/factors.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { PARALLEL } from "../../test/parallel.ts";
import { somebody } from "../../test/people.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import type { TenantSettings } from "../shared/tenant-settings.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
async function setting(settings: Partial<TenantSettings> = {}) {
  const tenant = await createTenant(world.admin, `by-email-${++tenants}`);
  await tenant.client.tenants.settings.update.mutate({
    signInMethods: ["password", "email_code", "magic_link"],
    ...settings,
  });
  const clock = new StandingClock();
  const { clientFor } = isolate(clock);
  const anyone = clientFor({ key: tenant.publishableKey });
  const { emailSignIn } = anyone.auth;
  const sentTo = async (email: string, kind: "sign_in_code" | "sign_in_link") =>
    await emailTo(tenant.tenant.id, email, kind);
  const start = async (email: string, use: "code" | "link") => {
    const { requestToken } = await emailSignIn.start.mutate({ email, use });
    const { code = "", token } = await sentTo(email, use === "code" ? "sign_in_code" : "sign_in_link");
    return { email, requestToken, code, token };
  };
  return { tenant, clock, clientFor, anyone, emailSignIn, start };
}

describe.each(["code", "link"] as const)("a sign-in by emailed %s", (use) => {
  type Started = { email: string; requestToken: string; code: string; token: string };
  const completion = ({ email, requestToken, code, token }: Started) =>
    use === "code" ? { email, requestToken, code } : { requestToken, token };

  it("signs up somebody new, whose email is verified and who has no password", async () => {
    const { start, emailSignIn, tenant } = await setting();
    const started = await start("new@example.com", use);
    const { user, accessToken } = await emailSignIn.complete.mutate(completion(started));
    expect(user).toMatchObject({ email: "new@example.com", emailVerified: true });
    expect(decodeJwt(accessToken)).toMatchObject({ amr: ["email"], acr: "aal1" });
    const rows = env.DB.prepare("SELECT count(*) AS rows FROM accounts WHERE user_id = ?").bind(user.id);
    expect(await rows.first("rows")).toBe(0);
    expect((await tenant.client.users.get.query({ id: user.id })).user.status).toBe("active");
  });

  it("signs in a user whose email is verified, and changes nothing else", async () => {
    const { start, emailSignIn, tenant } = await setting();
    const person = await somebody(tenant);
    const { token } = await emailTo(tenant.tenant.id, person.user.email, "verify_email");
    await tenant.browser.auth.email.confirm.mutate({ token, registrationToken: person.registrationToken });
    const { user } = await emailSignIn.complete.mutate(completion(await start(person.user.email, use)));
    expect(user.id).toBe(person.user.id);
    await person.signIn();
  });

  it(`rule 16: works once, also in ${PARALLEL} parallel tries`, async () => {
    const { start, tenant } = await setting();
    const started = await start("race@example.com", use);
    const tries = Array.from({ length: PARALLEL }, () =>
      isolate(new StandingClock())
        .clientFor({ key: tenant.publishableKey })
        .auth.emailSignIn.complete.mutate(completion(started))
        .then(
          () => "ok",
          () => "refused",
        ),
    );
    expect((await Promise.all(tries)).filter((outcome) => outcome === "ok")).toHaveLength(1);
  });

  it("rule 17: works for 10 minutes, and a new request voids it", async () => {
    const { start, emailSignIn, clock } = await setting();
    const late = await start("late@example.com", use);
    clock.advance(10 * 60);
    expect((await errorOf(emailSignIn.complete.mutate(completion(late)))).code).toBe(
      use === "code" ? "factor_invalid" : "link_expired",
    );
    const first = await start("twice@example.com", use);
    clock.advance(1);
    const second = await start("twice@example.com", use);
    expect((await errorOf(emailSignIn.complete.mutate(completion(first)))).code).toBe(
      use === "code" ? "factor_invalid" : "link_used",
    );
    await emailSignIn.complete.mutate(completion(second));
  });

  it("rule 11: passes the same policy as a password", async () => {
    const { start, emailSignIn, tenant, clientFor, anyone, clock } = await setting();
    const person = await somebody(tenant);
    const { token } = await emailTo(tenant.tenant.id, person.user.email, "verify_email");
    await tenant.browser.auth.email.confirm.mutate({ token, registrationToken: person.registrationToken });
    const { accessToken } = await anyone.auth.login.mutate(person.credentials);
    await enrol(clientFor({ token: accessToken }), clock);
    const started = await start(person.user.email, use);
    const missing = await missingOf(emailSignIn.complete.mutate(completion(started)));
    expect(missing.methods).toEqual(["totp", "backup_code"]);
    await tenant.client.users.ban.mutate({ id: person.user.id });
    const banned = await emailSignIn.start.mutate({ email: person.user.email, use });
    expect(banned.requestToken).toBeTruthy();
    const kinds = await emailKindsTo(tenant.tenant.id, person.user.email);
    expect(kinds.filter((kind) => kind.startsWith("sign_in_"))).toHaveLength(1);
  });

  it("is refused where the tenant hasn't turned it on", async () => {
    const { emailSignIn } = await setting({ signInMethods: ["password"] });
    const start = emailSignIn.start.mutate({ email: "x@example.com", use });
    expect(await errorOf(start)).toMatchObject({ code: "sign_in_method_off", httpStatus: 403 });
  });

  it("needs the request token of the browser that asked for it", async () => {
    const { start, emailSignIn, tenant } = await setting();
    const started = await start("anne@example.com", use);
    const foreign = emailSignIn.complete.mutate({ ...completion(started), requestToken: "x".repeat(43) });
    expect((await errorOf(foreign)).code).toBe(use === "code" ? "factor_invalid" : "link_other_browser");
    const other = world.acme.browser.auth.emailSignIn.complete.mutate(completion(started));
    expect(["sign_in_method_off", "link_invalid"]).toContain((await errorOf(other)).code);
    await emailSignIn.complete.mutate(completion(started));
    expect(tenant.tenant.slug).toBeTruthy();
  });
});

describe("an emailed code", () => {
  it("rule 18: accepts five attempts", async () => {
    const { start, tenant } = await setting();
    const { email, requestToken, code } = await start("guess@example.com", "code");
    const wrong = code === "00000000" ? "00000001" : "00000000";
    const attempt = async (typed: string) => {
      const { auth } = isolate(new StandingClock()).clientFor({ key: tenant.publishableKey });
      return (await errorOf(auth.emailSignIn.complete.mutate({ email, requestToken, code: typed }))).code;
    };
    for (let i = 0; i < 5; i++) expect(await attempt(wrong)).toBe("factor_invalid");
    expect(["factor_invalid", "too_many_attempts"]).toContain(await attempt(code));
  });

  it("rule 15: is stored as a hash like a password", async () => {
    const { start } = await setting();
    const { code } = await start("stored@example.com", "code");
    const { results } = await env.DB.prepare("SELECT * FROM sign_in_states WHERE code_hash IS NOT NULL").all();
    expect(JSON.stringify(results)).not.toContain(code);
    expect(results.every(({ code_hash }) => `${code_hash}`.startsWith("$argon2id$"))).toBe(true);
  });

  it("is sent to an email at most five times an hour at the request of one address", async () => {
    const { emailSignIn, tenant } = await setting();
    for (let i = 0; i < 7; i++) await emailSignIn.start.mutate({ email: "many@example.com", use: "code" });
    expect(await emailKindsTo(tenant.tenant.id, "many@example.com")).toHaveLength(5);
  });
});

it("a magic link works in another browser where the tenant allows it", async () => {
  const { start, emailSignIn } = await setting({ magicLinkAnyBrowser: true });
  const { token } = await start("anywhere@example.com", "link");
  await emailSignIn.complete.mutate({ token });
});

describe("the registration policy", () => {
  it.each([
    ["closed", "new@example.com", false],
    ["invitation", "new@example.com", false],
    ["domains", "new@example.com", false],
    ["domains", "new@Acme.example", true],
    ["open", "new@example.com", true],
  ] as const)("%s, for %s", async (registration, email, isAllowed) => {
    const { emailSignIn, anyone, tenant } = await setting({ registration, registrationDomains: ["acme.example"] });
    const register = anyone.auth.register.mutate({ email: `2-${email}`, password: "an unlikely sentence" });
    if (isAllowed) await register;
    else expect(await errorOf(register)).toMatchObject({ code: "registration_closed", details: { registration } });
    await emailSignIn.start.mutate({ email });
    const kinds = await emailKindsTo(tenant.tenant.id, email);
    expect(kinds).toEqual(isAllowed ? ["sign_in_code"] : []);
  });

  it("lets those in whom the tenant has invited or created", async () => {
    const { start, emailSignIn, tenant } = await setting({ registration: "closed" });
    await tenant.client.users.create.mutate({ email: "made@example.com" });
    const { email, code, requestToken } = await start("made@example.com", "code");
    await emailSignIn.complete.mutate({ email, code, requestToken });
  });
});
