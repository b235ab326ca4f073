import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { guessedTenant } from "../../test/guessing.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { somebody, userOf } from "../../test/people.ts";
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

/** Somebody new at acme, with what the verificationEmail brings. */
async function newcomer(tenant: Pick<World["acme"], "browser" | "client" | "tenant"> = world.acme) {
  const person = await somebody(tenant);
  const { email } = person.credentials;
  const verificationEmail = async () => await emailTo(tenant.tenant.id, email, "verify_email");
  const isVerified = async () => (await userOf(tenant.client, email)).emailVerified;
  return { ...person, email, verificationEmail, isVerified };
}

const confirm = async (token: string, { browser } = world.acme) => await browser.auth.email.confirm.mutate({ token });

/** A call by a client of an address of its own, so that what is counted is counted at the account. */
const typeCode = async (email: string, code: string, key = world.acme.publishableKey) =>
  await clientFor({ key }).auth.email.confirmCode.mutate({ email, code });

/** How often each outcome was met. */
async function outcomesOf(calls: Promise<unknown>[]) {
  const codes = await Promise.all(
    calls.map((call) => call.then(() => "ok").catch(() => errorOf(call).then((e) => e.code))),
  );
  return Object.fromEntries([...new Set(codes)].map((code) => [code, codes.filter((one) => one === code).length]));
}

describe("the link", () => {
  it("verifies the address, whoever follows it", async () => {
    const { email, verificationEmail, isVerified } = await newcomer();
    expect(await isVerified()).toBe(false);
    expect(await confirm((await verificationEmail()).token)).toEqual({
      result: "verified",
      email,
      alreadyConfirmed: false,
    });
    expect(await isVerified()).toBe(true);
  });

  it("says that the email is confirmed when it is followed again, also after its time, and changes nothing", async () => {
    const tenant = await guessedTenant(world);
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

  it("says so too when the email was verified by the code, or by a reset of the password", async () => {
    const [byCode, byReset] = [await newcomer(), await newcomer()];
    const [first, second] = [await byCode.verificationEmail(), await byReset.verificationEmail()];
    await typeCode(byCode.email, first.code);
    expect(await confirm(first.token)).toEqual({ result: "verified", email: byCode.email, alreadyConfirmed: true });
    await world.acme.browser.auth.password.forgot.mutate({ email: byReset.email });
    const reset = await emailTo(world.acme.tenant.id, byReset.email, "reset_password");
    await world.acme.browser.auth.password.reset.mutate({ token: reset.token, password: "another unlikely sentence" });
    expect(await confirm(second.token)).toEqual({ result: "verified", email: byReset.email, alreadyConfirmed: true });
  });

  it("says nothing of the sort once the account has another email", async () => {
    const { user, verificationEmail } = await newcomer();
    const { token } = await verificationEmail();
    await confirm(token);
    await world.acme.client.users.update.mutate({ id: user.id, email: `other-${user.email}` });
    expect(await errorOf(confirm(token))).toMatchObject({ code: "link_used" });
  });

  it("rule 16: does what it is for once, also under fifty parallel tries", async () => {
    const { verificationEmail } = await newcomer();
    const { token } = await verificationEmail();
    const tries = Array.from({ length: 50 }, () => clientFor({ key: world.acme.publishableKey })).map((client) =>
      client.auth.email.confirm.mutate({ token }),
    );
    const done = (await Promise.all(tries)).map(({ alreadyConfirmed }) => alreadyConfirmed);
    expect(done.filter((isRepeat) => !isRepeat)).toHaveLength(1);
  });

  it("is good for a day", async () => {
    const tenant = await guessedTenant(world);
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
    ["nothing", () => "x"],
    ["another kind of token", (token: string) => token.replace("ev_", "pr_")],
    ["a guess", (token: string) => `${token.slice(0, -4)}AAAA`],
  ])("is not %s", async (_, alter) => {
    const { verificationEmail, isVerified } = await newcomer();
    expect(await errorOf(confirm(alter((await verificationEmail()).token)))).toMatchObject({ code: "link_invalid" });
    expect(await isVerified()).toBe(false);
  });

  it("is nothing in another tenant, nor for a reset", async () => {
    const { verificationEmail, isVerified } = await newcomer();
    const { token } = await verificationEmail();
    expect(await errorOf(confirm(token, world.globex))).toMatchObject({ code: "link_invalid" });
    const reset = world.acme.browser.auth.password.reset.mutate({ token, password: "another unlikely sentence" });
    expect(await errorOf(reset)).toMatchObject({ code: "link_invalid" });
    expect(await isVerified()).toBe(false);
  });

  it("verifies nothing but the address that it was sent to", async () => {
    const { user, verificationEmail, isVerified } = await newcomer();
    const { token } = await verificationEmail();
    await env.DB.prepare("UPDATE users SET email = 'eve@example.com' WHERE id = ?").bind(user.id).run();
    expect(await errorOf(confirm(token))).toMatchObject({ code: "link_expired" });
    await env.DB.prepare("UPDATE users SET email = ? WHERE id = ?").bind(user.email, user.id).run();
    expect(await isVerified()).toBe(false);
  });
});

describe("the code", () => {
  it("verifies the address, in whatever case it is typed, and the link is used up by it", async () => {
    const { email, verificationEmail, isVerified } = await newcomer();
    const { code, token } = await verificationEmail();
    expect(await typeCode(email.toUpperCase(), code)).toEqual({ email });
    expect(await isVerified()).toBe(true);
    expect(await errorOf(typeCode(email, code))).toMatchObject({ code: "code_invalid" });
    expect((await confirm(token)).alreadyConfirmed).toBe(true);
  });

  it("rule 16: is good once, also under fifty parallel tries", async () => {
    const { email, verificationEmail } = await newcomer();
    const { code } = await verificationEmail();
    const outcomes = await outcomesOf(Array.from({ length: 50 }, () => typeCode(email, code)));
    expect(outcomes.ok).toBe(1);
    expect(Object.keys(outcomes).sort()).toEqual(["code_invalid", "ok", "too_many_attempts"]);
  });

  it("rule 17: is good for ten minutes, while the link goes on", async () => {
    const tenant = await guessedTenant(world);
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

  it("rule 17: a new verificationEmail ends the code and the link of the one before", async () => {
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

  it("rule 18: may be tried five times, however many come at once", async () => {
    const tenant = await guessedTenant(world);
    const { email } = await newcomer(tenant);
    const guess = (code: string) => typeCode(email, code, tenant.publishableKey);
    const outcomes = await outcomesOf(Array.from({ length: 30 }, () => guess(WRONG_CODE)));
    expect(Object.keys(outcomes).sort()).toEqual(["code_invalid", "too_many_attempts"]);
    const tries = env.DB.prepare("SELECT tries FROM verification_tokens WHERE tenant_id = ?").bind(tenant.tenant.id);
    expect(await tries.first("tries")).toBe(5);
    // The wait is over within the ten minutes, and the right code is refused all the same.
    await tenant.wait(MINUTE);
    expect(await errorOf(guess(TEST_CODE))).toMatchObject({ code: "code_invalid" });
  });

  it("rule 18: those of one account together have a limit, whichever letters they came in", async () => {
    const tenant = await guessedTenant(world);
    const { email, verificationEmail } = await newcomer(tenant);
    const guess = (code: string) => typeCode(email, code, tenant.publishableKey);
    const met: string[] = [];
    for (let i = 0; i < 11; i++) {
      await tenant.wait(HOUR);
      await tenant.browser.auth.email.resend.mutate({ email });
      met.push((await errorOf(guess(WRONG_CODE))).code);
    }
    expect(new Set(met.slice(0, 10))).toEqual(new Set(["code_invalid"]));
    expect(met.at(-1)).toBe("challenge_required");
    // Passwords have counters of their own, and the link needs none.
    await confirm((await verificationEmail()).token, tenant);
  });

  it("rule 15: is stored as a password is, with a salt of its own and a pepper that is kept elsewhere", async () => {
    const { user, verificationEmail } = await newcomer();
    const { code, token } = await verificationEmail();
    const row = await env.DB.prepare("SELECT * FROM verification_tokens WHERE user_id = ?").bind(user.id).first();
    expect(row?.code_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=p1\$[\w+/]{22}\$[\w+/]{43}$/);
    for (const text of [code, token]) expect(JSON.stringify(row)).not.toContain(text);
  });
});

describe("another verificationEmail", () => {
  it("is not sent to an address that is verified", async () => {
    const { email, verificationEmail } = await newcomer();
    await confirm((await verificationEmail()).token);
    expect(await world.acme.browser.auth.email.resend.mutate({ email })).toEqual({ accepted: true });
    expect(await emailKindsTo(world.acme.tenant.id, email)).toEqual(["verify_email"]);
  });

  it("is sent five times in an hour, and the last one stays good", async () => {
    const { email, verificationEmail } = await newcomer();
    for (let i = 0; i < 8; i++) await world.acme.browser.auth.email.resend.mutate({ email });
    expect(await emailKindsTo(world.acme.tenant.id, email)).toHaveLength(5);
    expect((await confirm((await verificationEmail()).token)).result).toBe("verified");
  });

  it("goes to the address as it is stored, however it was typed", async () => {
    const { email, verificationEmail } = await newcomer();
    await world.acme.browser.auth.email.resend.mutate({ email: email.toUpperCase() });
    expect((await verificationEmail()).to).toBe(email);
    expect(await emailKindsTo(world.acme.tenant.id, email)).toHaveLength(2);
  });
});
