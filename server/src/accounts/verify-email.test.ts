import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { attemptTenant } from "../../test/failed-attempts.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { PARALLEL } from "../../test/parallel.ts";
import { registrationTokenOf, somebody, userOf } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";
import { TEST_CODE } from "../ports/codes.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WRONG_CODE = "99999999";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** Registers a user, with a function that finds their verification email. */
async function newcomer(tenant: Pick<World["acme"], "browser" | "client" | "tenant"> = world.acme) {
  const person = await somebody(tenant);
  const { email } = person.credentials;
  const verificationEmail = async () => {
    const sent = await emailTo(tenant.tenant.id, email, "verify_email");
    registered.set(sent.token, person.registrationToken);
    return sent;
  };
  const isVerified = async () => (await userOf(tenant.client, email)).emailVerified;
  return { ...person, email, verificationEmail, isVerified };
}

/** Registration tokens of the people to whom links were sent. */
const registered = new Map<string, string>();

const confirm = async (token: string, { browser } = world.acme) => {
  const registrationToken = registered.get(token) ?? "";
  const { resetToken, ...confirmed } = await browser.auth.email.confirm.mutate({ token, registrationToken });
  expect(resetToken).toBeNull();
  return confirmed;
};

/** Calls from a new IP each time, so that only the account counts the attempts. */
const typeCode = async (email: string, code: string, key = world.acme.publishableKey) =>
  await clientFor({ key }).auth.email.confirmCode.mutate({
    email,
    code,
    registrationToken: registrationTokenOf(email),
  });

/** Counts how often each outcome occurred. */
async function outcomesOf(calls: Promise<unknown>[]) {
  const codes = await Promise.all(
    calls.map((call) => call.then(() => "ok").catch(() => errorOf(call).then((e) => e.code))),
  );
  return Object.fromEntries([...new Set(codes)].map((code) => [code, codes.filter((one) => one === code).length]));
}

describe("the link of a verification email", () => {
  it("verifies the email without a session", async () => {
    const { email, verificationEmail, isVerified } = await newcomer();
    expect(await isVerified()).toBe(false);
    expect(await confirm((await verificationEmail()).token)).toEqual({
      result: "verified",
      email,
      alreadyConfirmed: false,
    });
    expect(await isVerified()).toBe(true);
  });

  it("repeats its result when it is followed again, also after it expired, and changes nothing", async () => {
    const tenant = await attemptTenant(world);
    const { user, email, verificationEmail } = await newcomer(tenant);
    const { token } = await verificationEmail();
    await confirm(token, tenant);
    const stored = async () => await env.DB.prepare("SELECT * FROM users WHERE id = ?").bind(user.id).first();
    const before = await stored();
    for (const seconds of [1, DAY, 7 * DAY]) {
      await tenant.wait(seconds);
      expect(await confirm(token, tenant)).toEqual({ result: "verified", email, alreadyConfirmed: true });
    }
    expect(await stored()).toEqual(before);
  });

  it("returns the same result if the email was verified by the code or by a password reset", async () => {
    const [byCode, byReset] = [await newcomer(), await newcomer()];
    const [first, second] = [await byCode.verificationEmail(), await byReset.verificationEmail()];
    await typeCode(byCode.email, first.code);
    expect(await confirm(first.token)).toEqual({ result: "verified", email: byCode.email, alreadyConfirmed: true });
    await world.acme.browser.auth.password.forgot.mutate({ email: byReset.email });
    const reset = await emailTo(world.acme.tenant.id, byReset.email, "reset_password");
    await world.acme.browser.auth.password.reset.mutate({ token: reset.token, password: "another unlikely sentence" });
    expect(await confirm(second.token)).toEqual({ result: "verified", email: byReset.email, alreadyConfirmed: true });
  });

  it("fails with link_used once the account has another email", async () => {
    const { user, verificationEmail } = await newcomer();
    const { token } = await verificationEmail();
    await confirm(token);
    await world.acme.client.users.update.mutate({ id: user.id, email: `other-${user.email}` });
    expect(await errorOf(confirm(token))).toMatchObject({ code: "link_used" });
  });

  it(`rule 16: verifies once under ${PARALLEL} concurrent attempts`, async () => {
    const { verificationEmail } = await newcomer();
    const { token } = await verificationEmail();
    const tries = Array.from({ length: PARALLEL }, () => clientFor({ key: world.acme.publishableKey })).map((client) =>
      client.auth.email.confirm.mutate({ token, registrationToken: registered.get(token) ?? "" }),
    );
    const done = (await Promise.all(tries)).map(({ alreadyConfirmed }) => alreadyConfirmed);
    expect(done.filter((isRepeat) => !isRepeat)).toHaveLength(1);
  });

  it("expires after 24 hours", async () => {
    const tenant = await attemptTenant(world);
    const [late, soon] = [await newcomer(tenant), await newcomer(tenant)];
    await tenant.wait(DAY - MINUTE);
    await confirm((await soon.verificationEmail()).token, tenant);
    await tenant.wait(2 * MINUTE);
    expect(await errorOf(confirm((await late.verificationEmail()).token, tenant))).toMatchObject({
      code: "link_expired",
      httpStatus: 400,
    });
    expect(await late.isVerified()).toBe(false);
  });

  it.each([
    ["an arbitrary text", () => "x"],
    ["a token of another kind", (token: string) => token.replace("ev_", "pr_")],
    ["an altered token", (token: string) => `${token.slice(0, -4)}AAAA`],
  ])("is refused for %s", async (_, alter) => {
    const { verificationEmail, isVerified } = await newcomer();
    expect(await errorOf(confirm(alter((await verificationEmail()).token)))).toMatchObject({ code: "link_invalid" });
    expect(await isVerified()).toBe(false);
  });

  it("is refused in another tenant, and as a reset link", async () => {
    const { verificationEmail, isVerified } = await newcomer();
    const { token } = await verificationEmail();
    expect(await errorOf(confirm(token, world.globex))).toMatchObject({ code: "link_invalid" });
    const reset = world.acme.browser.auth.password.reset.mutate({ token, password: "another unlikely sentence" });
    expect(await errorOf(reset)).toMatchObject({ code: "link_invalid" });
    expect(await isVerified()).toBe(false);
  });

  it("verifies only the email to which it was sent", async () => {
    const { user, verificationEmail, isVerified } = await newcomer();
    const { token } = await verificationEmail();
    await env.DB.prepare("UPDATE users SET email = 'eve@example.com' WHERE id = ?").bind(user.id).run();
    expect(await errorOf(confirm(token))).toMatchObject({ code: "link_expired" });
    await env.DB.prepare("UPDATE users SET email = ? WHERE id = ?").bind(user.email, user.id).run();
    expect(await isVerified()).toBe(false);
  });
});

describe("the code of a verification email", () => {
  it("verifies the email in any case, and marks the link as used", async () => {
    const { email, verificationEmail, isVerified } = await newcomer();
    const { code, token } = await verificationEmail();
    expect(await typeCode(email.toUpperCase(), code)).toEqual({ email, resetToken: null });
    expect(await isVerified()).toBe(true);
    expect(await errorOf(typeCode(email, code))).toMatchObject({ code: "code_invalid" });
    expect((await confirm(token)).alreadyConfirmed).toBe(true);
  });

  it(`rule 16: is accepted once under ${PARALLEL} concurrent attempts`, async () => {
    const { email, verificationEmail } = await newcomer();
    const { code } = await verificationEmail();
    const outcomes = await outcomesOf(Array.from({ length: PARALLEL }, () => typeCode(email, code)));
    expect(outcomes.ok).toBe(1);
    expect(Object.keys(outcomes).sort()).toEqual(["code_invalid", "ok", "too_many_attempts"]);
  });

  it("rule 17: expires after 10 minutes, while the link stays valid", async () => {
    const tenant = await attemptTenant(world);
    const [late, soon] = [await newcomer(tenant), await newcomer(tenant)];
    await tenant.wait(9 * MINUTE);
    await typeCode(soon.email, TEST_CODE, tenant.publishableKey);
    await tenant.wait(MINUTE);
    expect(await errorOf(typeCode(late.email, TEST_CODE, tenant.publishableKey))).toMatchObject({
      code: "code_invalid",
      httpStatus: 400,
    });
    expect((await confirm((await late.verificationEmail()).token, tenant)).result).toBe("verified");
  });

  it("rule 17: is revoked with its link by a newer verification email", async () => {
    const { email, verificationEmail, isVerified } = await newcomer();
    const old = await verificationEmail();
    await world.acme.browser.auth.email.resend.mutate({ email });
    const fresh = await verificationEmail();
    expect(fresh.token).not.toBe(old.token);
    expect(await errorOf(confirm(old.token))).toMatchObject({ code: "link_expired" });
    expect(await errorOf(typeCode(email, old.code))).toMatchObject({ code: "code_invalid" });
    expect(await isVerified()).toBe(false);
    await typeCode(email, fresh.code);
    expect(await isVerified()).toBe(true);
  });

  it("rule 18: can be tried five times, also concurrently", async () => {
    const tenant = await attemptTenant(world);
    const { email } = await newcomer(tenant);
    const attempt = (code: string) => typeCode(email, code, tenant.publishableKey);
    const outcomes = await outcomesOf(Array.from({ length: 30 }, () => attempt(WRONG_CODE)));
    expect(Object.keys(outcomes).sort()).toEqual(["code_invalid", "too_many_attempts"]);
    const tries = env.DB.prepare("SELECT tries FROM verification_tokens WHERE tenant_id = ?").bind(tenant.tenant.id);
    expect(await tries.first("tries")).toBe(5);
    // The delay ends within the 10 minutes, and the correct code is refused all the same.
    await tenant.wait(MINUTE);
    expect(await errorOf(attempt(TEST_CODE))).toMatchObject({ code: "code_invalid" });
  });

  it("rule 18: shares a limit of attempts with all codes of the account", async () => {
    const tenant = await attemptTenant(world);
    const { email, verificationEmail } = await newcomer(tenant);
    const attempt = (code: string) => typeCode(email, code, tenant.publishableKey);
    const codes: string[] = [];
    for (let i = 0; i < 11; i++) {
      await tenant.wait(HOUR);
      await tenant.browser.auth.email.resend.mutate({ email });
      codes.push((await errorOf(attempt(WRONG_CODE))).code);
    }
    expect(new Set(codes.slice(0, 10))).toEqual(new Set(["code_invalid"]));
    expect(codes.at(-1)).toBe("challenge_required");
    // Passwords have their own counters, and the link needs none.
    await confirm((await verificationEmail()).token, tenant);
  });

  it("rule 15: is hashed like a password, with its own salt and a pepper from outside the database", async () => {
    const { user, verificationEmail } = await newcomer();
    const { code, token } = await verificationEmail();
    const row = await env.DB.prepare("SELECT * FROM verification_tokens WHERE user_id = ?").bind(user.id).first();
    expect(row?.code_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=p1\$[\w+/]{22}\$[\w+/]{43}$/);
    for (const text of [code, token]) expect(JSON.stringify(row)).not.toContain(text);
  });
});

describe("a verification email that is resent", () => {
  it("is not sent to a verified email", async () => {
    const { email, verificationEmail } = await newcomer();
    await confirm((await verificationEmail()).token);
    expect(await world.acme.browser.auth.email.resend.mutate({ email })).toEqual({ accepted: true });
    expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual(["verify_email"]);
  });

  it("is sent at most five times an hour, and the last one stays valid", async () => {
    const { email, verificationEmail } = await newcomer();
    for (let i = 0; i < 8; i++) await world.acme.browser.auth.email.resend.mutate({ email });
    expect(await emailKindsTo(world.acme.tenant.id, email)).toHaveLength(5);
    expect((await confirm((await verificationEmail()).token)).result).toBe("verified");
  });

  it("goes to the stored spelling of the email", async () => {
    const { email, verificationEmail } = await newcomer();
    await world.acme.browser.auth.email.resend.mutate({ email: email.toUpperCase() });
    expect((await verificationEmail()).to).toBe(email);
    expect(await emailKindsTo(world.acme.tenant.id, email)).toHaveLength(2);
  });
});
