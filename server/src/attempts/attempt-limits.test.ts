import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import {
  attemptTenant,
  countedFailures,
  failAttempts,
  puzzleIn,
  registerPerson,
  signIn,
  WRONG,
} from "../../test/failed-attempts.ts";
import { solve } from "../../test/proof-of-work.ts";
import { send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";
import { resetAttempts } from "./count-attempt.ts";

const DAY = 24 * 60 * 60;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("rule 8: attempts at an account", () => {
  it("count 200 concurrent wrong passwords exactly, and refuse the right one after them", async () => {
    const tenant = await attemptTenant(world);
    const credentials = await registerPerson(tenant);
    const passwords = [...Array<string>(200).fill(WRONG), credentials.password];
    const answers = await Promise.all(
      passwords.map((password, i) => signIn(tenant, { ...credentials, password }, `10.9.${i}.1`)),
    );
    const codes = answers.map(({ code }) => code);
    const looked = codes.filter((code) => code === "invalid_credentials").length;
    expect(new Set(codes)).toEqual(new Set(["invalid_credentials", "too_many_attempts"]));
    expect(codes.at(-1)).toBe("too_many_attempts");
    expect(looked).toBeGreaterThanOrEqual(5);
    expect(await countedFailures(tenant)).toBe(looked);
    await tenant.wait();
    expect((await signIn(tenant, credentials)).code).toBe("ok");
    expect(await countedFailures(tenant)).toBe(0);
  });

  it("count each call of a batch", async () => {
    const tenant = await attemptTenant(world);
    const { email } = await registerPerson(tenant);
    const calls = Array(50).fill("auth.login").join(",");
    const attempt = { json: { email, password: WRONG } };
    const body = JSON.stringify(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [i, attempt])));
    const headers = { "content-type": "application/json", "x-api-key": tenant.publishableKey };
    const { text } = await send(`/trpc/${calls}?batch=1`, { method: "POST", headers, body });
    const looked = text.split('"invalid_credentials"').length - 1;
    expect(looked).toBeGreaterThanOrEqual(5);
    expect(text.split('"too_many_attempts"').length - 1).toBe(50 - looked);
    expect(await countedFailures(tenant)).toBe(looked);
  });

  it("stop at the hundredth, and refuse the right password until a reset", async () => {
    const tenant = await attemptTenant(world);
    const credentials = await registerPerson(tenant);
    await failAttempts(tenant, 99, [credentials.email]);
    await tenant.wait();
    const challenge = { token: await solve(puzzleIn(await signIn(tenant, credentials))) };
    const hundredth = await signIn(tenant, { ...credentials, password: WRONG, challenge });
    expect(hundredth.code).toBe("invalid_credentials");
    await tenant.wait(1000 * DAY);
    for (const more of [{}, { challenge: { token: "x" } }]) {
      const refused = await signIn(tenant, { ...credentials, ...more });
      expect(refused).toMatchObject({ code: "too_many_attempts", details: { retryAfterSeconds: null } });
    }
    await resetAttempts({ attempts: () => tenant.counter }, tenant.tenant, credentials.email);
    expect((await signIn(tenant, credentials)).code).toBe("ok");
  });

  it("don't end the sessions of a signed-in user", async () => {
    const tenant = await attemptTenant(world);
    const credentials = await registerPerson(tenant);
    const { refreshToken } = await tenant.browser.auth.login.mutate(credentials);
    await failAttempts(tenant, 100, [credentials.email]);
    expect((await signIn(tenant, credentials)).code).toBe("too_many_attempts");
    const { accessToken } = await tenant.browser.auth.refresh.mutate({ refreshToken });
    expect((await clientFor({ token: accessToken }).auth.me.query()).user.email).toBe(credentials.email);
  });
});

it("rule 9: an unknown email gets the same responses as a known one, from the first attempt to the last", async () => {
  const tenant = await attemptTenant(world);
  const emails = [(await registerPerson(tenant)).email, "nobody@example.com"];
  const attempt = async (email: string) => {
    const { code, details } = await signIn(tenant, { email, password: WRONG });
    // Challenges differ, and a second may pass between two calls, so only their form is compared.
    const forms = Object.entries(details).map(([name, value]) => [name, value === null ? null : typeof value]);
    return JSON.stringify([code, forms]);
  };
  const met: string[] = [];
  for (const failures of [0, 3, 1, 5, 87]) {
    await failAttempts(tenant, failures, emails);
    for (const seconds of [0, 3600]) {
      if (seconds > 0) await tenant.wait(seconds);
      const [one = "", other] = await Promise.all(emails.map(attempt));
      expect(one).toBe(other);
      met.push(one);
    }
  }
  for (const code of ["invalid_credentials", "too_many_attempts", "challenge_required"]) {
    expect(met.some((text) => text.includes(code))).toBe(true);
  }
  expect(met.at(-1)).toBe('["too_many_attempts",[["retryAfterSeconds",null]]]');
});

describe("attempts from one IP address at many accounts", () => {
  const OFFICE = "203.0.113.7";
  const strangers = (count: number) => Array.from({ length: count }, (_, i) => `stranger-${i}@example.com`);

  it("require a challenge, except for accounts that trust the address", async () => {
    const tenant = await attemptTenant(world);
    const [colleague, newcomer] = [await registerPerson(tenant), await registerPerson(tenant)];
    expect((await signIn(tenant, colleague, OFFICE)).code).toBe("ok");
    await failAttempts(tenant, 1, strangers(40), { ip: OFFICE });
    expect((await signIn(tenant, colleague, OFFICE)).code).toBe("ok");
    const refused = await signIn(tenant, newcomer, OFFICE);
    expect(refused.code).toBe("challenge_required");
    const challenge = { token: await solve(puzzleIn(refused)) };
    expect((await signIn(tenant, { ...newcomer, challenge }, OFFICE)).code).toBe("ok");
    expect((await signIn(tenant, newcomer, OFFICE)).code).toBe("ok");
  });

  it("rule 56: count an IPv6 /64 as one address, in any spelling", async () => {
    const tenant = await attemptTenant(world);
    await failAttempts(tenant, 1, strangers(15), { ip: "2001:db8:7:7:0:0:0:1" });
    await failAttempts(tenant, 1, strangers(30).slice(15), { ip: "2001:db8:7:7:ffff:0:0:2" });
    const attempt = { email: "next@example.com", password: WRONG };
    expect((await signIn(tenant, attempt, "2001:0DB8:7:7::3")).code).toBe("challenge_required");
    expect((await signIn(tenant, attempt, "2001:db8:7:8::1")).code).toBe("invalid_credentials");
  });

  it("aren't limited by address for a tenant's own server", async () => {
    const tenant = await attemptTenant(world);
    const server = clientFor({ key: tenant.secretKey });
    const attempt = (email: string) => errorOf(server.auth.login.mutate({ email, password: WRONG }));
    const emails = strangers(36);
    for (let i = 0; i < emails.length; i += 12) {
      const codes = (await Promise.all(emails.slice(i, i + 12).map(attempt))).map(({ code }) => code);
      expect(new Set(codes)).toEqual(new Set(["invalid_credentials"]));
    }
    expect(await countedFailures(tenant)).toBe(36);
  });
});
