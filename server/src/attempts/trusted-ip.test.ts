import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { admit } from "../../test/admins.ts";
import { clientFor, errorOf } from "../../test/client.ts";
import { attemptTenant, failAttempts, PASSWORD, registerPerson, signIn } from "../../test/failed-attempts.ts";
import { emailTo } from "../../test/mailbox.ts";
import { createWorld, type World } from "../../test/world.ts";
import type { Attempt } from "./attempts.ts";

const NOW = 1_800_000_000_000;
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const HOME = "192.0.2.1";
const AWAY = "192.0.2.2";

let objects = 0;
let challenges = 0;
const met = (now: number) => ({ id: `challenge-${++challenges}`, expiresAt: now + 1 });

/** One account's counters in a tenant's object, and a clock that the test moves. */
function counters() {
  const counter = env.TENANT_STATE.getByName(`trust-${++objects}`);
  let now = NOW;
  const begin = async (from: Partial<Attempt>) => {
    return await counter.beginAttempt({
      kind: "password",
      account: "anne",
      address: HOME,
      now,
      challenge: null,
      ...from,
    });
  };
  return {
    counter,
    wait: (milliseconds: number) => {
      now += milliseconds;
    },
    outcome: async (from: Partial<Attempt> = {}) => (await begin(from)).outcome,
    /** Fails `times` times, each from another address, with the time and challenges that it takes. */
    failElsewhere: async (times: number) => {
      for (let i = 0; i < times; i++) {
        now += HOUR;
        const { outcome } = await begin({ address: `198.51.100.${i}`, challenge: met(now) });
        if (outcome !== "allowed") throw new Error(`Attempt ${i}: ${outcome}`);
      }
    },
    fail: async (from: Partial<Attempt>) => (await begin({ challenge: met(now), ...from })).outcome,
    succeed: async (from: Partial<Attempt> = {}) => {
      const decision = await begin({ challenge: met(now), ...from });
      if (decision.outcome !== "allowed") return decision.outcome;
      await counter.succeedAttempt(decision.counted, now);
      return "allowed";
    },
  };
}

describe("the owner of an account, after failures of others elsewhere", () => {
  it.each([
    // Failures; then the decision from a trusted address, from another one, and with a session.
    [4, "allowed", "allowed", "allowed"],
    [5, "allowed", "wait", "allowed"],
    [10, "allowed", "wait", "allowed"],
    [16, "allowed", "wait", "allowed"],
    [99, "allowed", "wait", "allowed"],
    [100, "stopped", "stopped", "stopped"],
  ] as const)(
    "rule 8: after %i failures is %s from a trusted address, %s from another and %s with a session",
    async (times, home, away, session) => {
      const { succeed, failElsewhere, outcome } = counters();
      await succeed();
      await failElsewhere(times);
      expect(await outcome({ address: AWAY })).toBe(away);
      expect(await outcome({ address: AWAY, session: "ses_1" })).toBe(session);
      // Each allowed attempt counted as a failure.
      if (times !== 99) expect(await outcome()).toBe(home);
    },
  );

  it.each([
    [10, "challenge"],
    [99, "challenge"],
    [100, "stopped"],
  ] as const)("rule 8: an hour after %i failures is %s from another address", async (times, away) => {
    const { succeed, failElsewhere, outcome, wait } = counters();
    await succeed();
    await failElsewhere(times);
    wait(HOUR);
    expect(await outcome({ address: AWAY })).toBe(away);
    expect(await outcome()).toBe(times === 100 ? "stopped" : "allowed");
  });
});

describe("a trusted IP address", () => {
  it("counts separately, so a stranger who shares it delays its owner there", async () => {
    const { succeed, fail: failAt, outcome } = counters();
    await succeed();
    for (let i = 0; i < 5; i++) expect(await failAt({})).toBe("allowed");
    expect(await outcome()).toBe("wait");
  });

  it("isn't trusted after failures alone", async () => {
    const { fail: failAt, failElsewhere, outcome, wait } = counters();
    for (let i = 0; i < 4; i++) await failAt({ address: AWAY });
    await failElsewhere(10);
    expect(await outcome({ address: AWAY })).toBe("wait");
    wait(HOUR);
    expect(await outcome({ address: AWAY })).toBe("challenge");
  });

  it("isn't trusted by another account or another account's session", async () => {
    const { counter, succeed, failElsewhere } = counters();
    await succeed({ account: "bert" });
    await succeed({ session: "ses_1", address: AWAY });
    await failElsewhere(10);
    expect(await counter.isTrusted("anne", HOME, NOW)).toBe(false);
    expect(await counter.isTrusted("anne", AWAY, NOW)).toBe(false);
    expect(await counter.isTrusted("bert", HOME, NOW)).toBe(true);
  });

  it("stays trusted for 30 days after each success, by password or code", async () => {
    const { counter, succeed } = counters();
    await succeed();
    await succeed({ kind: "code", address: AWAY });
    for (const address of [HOME, AWAY]) {
      expect(await counter.isTrusted("anne", address, NOW + 30 * DAY - 1)).toBe(true);
      expect(await counter.isTrusted("anne", address, NOW + 30 * DAY)).toBe(false);
    }
  });

  it("stays trusted after a reset, which also makes the reset's address trusted", async () => {
    const { counter, succeed } = counters();
    await succeed();
    await counter.resetAttempts("anne", { address: AWAY, now: NOW + DAY });
    expect(await counter.isTrusted("anne", HOME, NOW + 29 * DAY)).toBe(true);
    expect(await counter.isTrusted("anne", AWAY, NOW + 30 * DAY)).toBe(true);
    await counter.forgetAccount("anne");
    for (const address of [HOME, AWAY]) expect(await counter.isTrusted("anne", address, NOW + DAY)).toBe(false);
  });
});

it("rule 8: attempts of a signed-in user count by session, from any address", async () => {
  const { fail: failAt, outcome } = counters();
  for (let i = 0; i < 5; i++) expect(await failAt({ session: "ses_1", address: `192.0.2.${i}` })).toBe("allowed");
  expect(await outcome({ session: "ses_1", address: AWAY })).toBe("wait");
  expect(await outcome({ session: "ses_2", address: AWAY })).toBe("allowed");
});

it("only an owner's own failures delay them at a trusted address, and 100 failures stop everyone", async () => {
  const stranger = fc.record({
    act: fc.constant("stranger" as const),
    from: fc.nat(5),
    times: fc.integer({ min: 1, max: 12 }),
  });
  const typo = fc.record({ act: fc.constant("typo" as const) });
  const success = fc.record({ act: fc.constant("success" as const) });
  const reset = fc.record({ act: fc.constant("reset" as const) });
  const away = fc.record({ act: fc.constant("away" as const) });
  const steps = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: stranger },
      { weight: 3, arbitrary: typo },
      { weight: 1, arbitrary: success },
      { weight: 1, arbitrary: reset },
      { weight: 2, arbitrary: away },
    ),
    { minLength: 5, maxLength: 30 },
  );
  const property = fc.asyncProperty(steps, async (taken) => {
    const { counter, outcome, fail: failAt, succeed, wait } = counters();
    await succeed();
    // Failures in a row, at the account and from each address; the owner's success there or a reset clears them.
    let failures = 0;
    let from = new Map<string, number>();
    const failuresAt = (address: string) => from.get(address) ?? 0;
    const failed = (address: string) => {
      failures++;
      from.set(address, failuresAt(address) + 1);
    };
    const succeeded = () => {
      failures = 0;
      from.delete(HOME);
    };
    for (const step of taken) {
      wait(HOUR);
      const isStopped = () => failures >= 100;
      if (step.act === "stranger") {
        const address = `198.51.100.${step.from}`;
        for (let i = 0; i < step.times; i++) {
          wait(HOUR);
          const met = await failAt({ address });
          expect(met).toBe(isStopped() || failuresAt(address) >= 100 ? "stopped" : "allowed");
          if (met === "allowed") failed(address);
        }
        // Right after a stranger's failure, the owner at a trusted address isn't delayed.
        if (failuresAt(HOME) < 5 && !isStopped()) {
          expect(await succeed()).toBe("allowed");
          succeeded();
        }
      } else if (step.act === "typo") {
        const met = await failAt({ challenge: null });
        expect(met).toBe(isStopped() ? "stopped" : failuresAt(HOME) >= 10 ? "challenge" : "allowed");
        if (met === "allowed") failed(HOME);
      } else if (step.act === "success") {
        const met = await succeed();
        expect(met).toBe(isStopped() ? "stopped" : "allowed");
        if (met === "allowed") succeeded();
      } else if (step.act === "reset") {
        await counter.resetAttempts("anne");
        [failures, from] = [0, new Map()];
      } else {
        // Elsewhere every failure counts.
        const met = await outcome({ address: AWAY });
        const isChallenged = failures >= 10 || failuresAt(AWAY) >= 10;
        expect(met).toBe(isStopped() ? "stopped" : isChallenged ? "challenge" : "allowed");
        if (met === "allowed") failed(AWAY);
      }
    }
  });
  await fc.assert(property, { numRuns: inject("long") ? 60 : 8 });
});

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("over the wire", () => {
  it("a stranger's failures don't lock out an owner who signed in from a trusted address", async () => {
    const tenant = await attemptTenant(world);
    const credentials = await registerPerson(tenant);
    expect((await signIn(tenant, credentials, HOME)).code).toBe("ok");
    await failAttempts(tenant, 16, [credentials.email]);
    expect((await signIn(tenant, credentials, AWAY)).code).toBe("too_many_attempts");
    expect((await signIn(tenant, credentials, HOME)).code).toBe("ok");
  });

  it("an owner at a new address can reset the password and sign in, despite a stranger's failures", async () => {
    const tenant = await attemptTenant(world);
    const credentials = await registerPerson(tenant);
    await failAttempts(tenant, 16, [credentials.email]);
    expect((await signIn(tenant, credentials, AWAY)).code).toBe("too_many_attempts");
    await tenant.browser.auth.password.forgot.mutate({ email: credentials.email });
    const { token } = await emailTo(tenant.tenant.id, credentials.email, "reset_password");
    const password = "another unlikely sentence";
    const { auth } = clientFor({ key: tenant.publishableKey, headers: { "cf-connecting-ip": AWAY } });
    await auth.password.reset.mutate({ token, password });
    await failAttempts(tenant, 16, [credentials.email]);
    expect((await signIn(tenant, { ...credentials, password }, HOME)).code).toBe("too_many_attempts");
    expect((await signIn(tenant, { ...credentials, password }, AWAY)).code).toBe("ok");
  });

  it("a reset by a tenant's server makes no address trusted", async () => {
    const tenant = await attemptTenant(world);
    const { email } = await registerPerson(tenant);
    await tenant.browser.auth.password.forgot.mutate({ email });
    const { token } = await emailTo(tenant.tenant.id, email, "reset_password");
    const server = clientFor({ key: tenant.secretKey, headers: { "cf-connecting-ip": HOME } });
    await server.auth.password.reset.mutate({ token, password: PASSWORD });
    await failAttempts(tenant, 16, [email]);
    expect((await signIn(tenant, { email, password: PASSWORD }, HOME)).code).toBe("too_many_attempts");
  });

  describe("a signed-in user", () => {
    const sensitive = [
      [
        "auth.password.change",
        async ({ auth }: ReturnType<typeof clientFor>, password: string) => {
          return await auth.password.change.mutate({
            currentPassword: password,
            newPassword: "another unlikely sentence",
          });
        },
      ],
      [
        "auth.email.change",
        async ({ auth }: ReturnType<typeof clientFor>, password: string) => {
          return await auth.email.change.mutate({ newEmail: "moved@example.com", password });
        },
      ],
      [
        "auth.account.delete",
        async ({ auth }: ReturnType<typeof clientFor>, password: string) => {
          return await auth.account.delete.mutate({ password });
        },
      ],
    ] as const;

    /** A signed-in user with a new address, after `times` failures of others. */
    async function signedIn(failures: number) {
      const tenant = await attemptTenant(world);
      const credentials = await registerPerson(tenant);
      const { refreshToken } = await tenant.browser.auth.login.mutate(credentials);
      await failAttempts(tenant, failures, [credentials.email]);
      const { accessToken: token } = await tenant.browser.auth.refresh.mutate({ refreshToken });
      const me = clientFor({ token, headers: { "cf-connecting-ip": AWAY } });
      return { tenant, credentials, me };
    }

    it.each(sensitive)("rule 8: can call %s from any address, despite failures of others", async (_, change) => {
      const { credentials, me } = await signedIn(20);
      expect(await errorOf(change(me, "not the sentence"))).toMatchObject({ code: "invalid_credentials" });
      await change(me, credentials.password);
    });

    it.each(sensitive)(
      "rule 8: stays signed in when the account is stopped, and can call %s once it is unlocked",
      async (_, change) => {
        const { tenant, credentials, me } = await signedIn(100);
        const refused = { code: "too_many_attempts", details: { retryAfterSeconds: null } };
        expect(await errorOf(change(me, credentials.password))).toMatchObject(refused);
        const { user } = await me.auth.me.query();
        expect((await tenant.client.users.unlock.mutate({ id: user.id })).user.id).toBe(user.id);
        await change(me, credentials.password);
      },
    );
  });

  describe("users.unlock", () => {
    it("clears delays, challenges and the stop, changes nothing else, and is audited", async () => {
      const tenant = await attemptTenant(world);
      const credentials = await registerPerson(tenant);
      const { user, refreshToken } = await tenant.browser.auth.login.mutate(credentials);
      await failAttempts(tenant, 100, [credentials.email]);
      for (const kind of ["first", "second"]) {
        expect((await tenant.client.users.unlock.mutate({ id: user.id })).user, kind).toMatchObject({ id: user.id });
      }
      expect((await signIn(tenant, credentials, AWAY)).code).toBe("ok");
      await tenant.browser.auth.refresh.mutate({ refreshToken });
      const { items } = await tenant.client.audit.list.query({ event: "users.unlock" });
      expect(items.map(({ subject, outcome }) => [subject, outcome])).toEqual(Array(2).fill([user.id, "ok"]));
    });

    it("is allowed only to the tenant's server and to admins who support the tenant", async () => {
      const { acme, globex, admin } = world;
      const { user } = await acme.client.users.create.mutate({ email: "locked@example.com" });
      const codeOf = async ({ users }: ReturnType<typeof clientFor>, id = user.id) =>
        (await errorOf(users.unlock.mutate({ id }))).code;
      expect(await codeOf(globex.client)).toBe("user_not_found");
      expect(await codeOf(acme.client, "usr_nobody")).toBe("user_not_found");
      expect(await codeOf(acme.browser)).toBe("forbidden");
      expect(await codeOf(clientFor({ tenant: "acme" }))).toBe("unauthenticated");
      const { key } = await acme.client.apiKeys.create.mutate({
        ...{ kind: "restricted", name: "x", scopes: ["users.get"] },
      });
      expect(await codeOf(clientFor({ key }))).toBe("insufficient_scope");
      const scopes = ["users.unlock"];
      const support = await acme.client.apiKeys.create.mutate({ ...{ kind: "restricted", name: "y", scopes } });
      await clientFor({ key: support.key }).users.unlock.mutate({ id: user.id });
      const reader = await admit(admin, "unlock-reader", "readonly");
      expect(await codeOf(clientFor({ token: reader.token, tenant: "acme" }))).toBe("insufficient_permission");
      const helper = await admit(admin, "unlock-support", "support");
      await clientFor({ token: helper.token, tenant: "acme" }).users.unlock.mutate({ id: user.id });
    });
  });

  describe("failures at an email without an account", () => {
    const failTimes = async (tenant: Awaited<ReturnType<typeof attemptTenant>>, email: string) => {
      await failAttempts(tenant, 12, [email]);
      expect((await signIn(tenant, { email, password: PASSWORD }, AWAY)).code).toBe("too_many_attempts");
    };
    const email = "later@example.com";

    it("don't affect the user who registers it", async () => {
      const tenant = await attemptTenant(world);
      await failTimes(tenant, email);
      await tenant.browser.auth.register.mutate({ email, password: PASSWORD });
      expect((await signIn(tenant, { email, password: PASSWORD }, AWAY)).code).toBe("ok");
    });

    it.each(["link", "code"])("don't affect the user who verifies it by %s", async (by) => {
      const tenant = await attemptTenant(world);
      await tenant.client.tenants.settings.update.mutate({ requireVerifiedEmail: true });
      const { registrationToken } = await tenant.browser.auth.register.mutate({ email, password: PASSWORD });
      await failTimes(tenant, email);
      await tenant.browser.auth.email.resend.mutate({ email });
      const { token, code = "" } = await emailTo(tenant.tenant.id, email, "verify_email");
      if (by === "link") await tenant.browser.auth.email.confirm.mutate({ token, registrationToken });
      else await tenant.browser.auth.email.confirmCode.mutate({ email, code, registrationToken });
      expect((await signIn(tenant, { email, password: PASSWORD }, AWAY)).code).toBe("ok");
    });

    it("don't affect a user to whom the tenant's server assigns it", async () => {
      const tenant = await attemptTenant(world);
      await failTimes(tenant, email);
      const { user } = await tenant.client.users.create.mutate({ email, password: PASSWORD });
      expect((await signIn(tenant, { email, password: PASSWORD }, AWAY)).code).toBe("ok");
      await failTimes(tenant, "moved@example.com");
      await tenant.client.users.update.mutate({ id: user.id, email: "moved@example.com" });
      expect((await signIn(tenant, { email: "moved@example.com", password: PASSWORD }, AWAY)).code).toBe("ok");
    });

    it("stay when a stranger tries to register an existing email", async () => {
      const tenant = await attemptTenant(world);
      const credentials = await registerPerson(tenant);
      await failTimes(tenant, credentials.email);
      await tenant.browser.auth.register.mutate({ ...credentials, password: "another unlikely sentence" });
      expect((await signIn(tenant, credentials, AWAY)).code).toBe("too_many_attempts");
    });
  });

  it.each(["deleted", "moved"])("an email whose account was %s trusts no address", async (how) => {
    const tenant = await attemptTenant(world);
    const credentials = await registerPerson(tenant);
    await signIn(tenant, credentials, HOME);
    const { items } = await tenant.client.users.search.query({ by: "email", prefix: credentials.email });
    const id = items[0]?.id ?? "";
    if (how === "deleted") await tenant.client.users.delete.mutate({ id });
    else await tenant.client.users.update.mutate({ id, email: `${how}-${credentials.email}` });
    await tenant.browser.auth.register.mutate(credentials);
    await failAttempts(tenant, 12, [credentials.email]);
    expect((await signIn(tenant, credentials, HOME)).code).toBe("too_many_attempts");
  });
});
