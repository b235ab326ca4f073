import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
/** A tenant with a minimum length of eight characters. */
let lenient: World["acme"];
beforeAll(async () => {
  world = await createWorld();
  lenient = world.globex;
  await lenient.client.tenants.settings.update.mutate({ minPasswordLength: 8 });
});

let people = 0;
async function register(password: string, { browser } = world.acme) {
  const credentials = { email: `owner-${++people}@example.com`, password };
  await browser.auth.register.mutate(credentials);
  return credentials;
}

const refusal = async (password: string, tenant = world.acme) => await errorOf(register(password, tenant));

describe("rule 1: the minimum length of a password", () => {
  it("defaults to 15 characters", async () => {
    await register("fifteen symbols");
    expect(await refusal("fourteen lette")).toMatchObject({
      code: "weak_password",
      httpStatus: 400,
      details: { rule: "length", minLength: 15, reason: "The password has 14 characters; at least 15 are required." },
    });
  });

  it("is never below 8 characters", async () => {
    await register("8 things", lenient);
    expect(await refusal("7 thing", lenient)).toMatchObject({ details: { rule: "length", minLength: 8 } });
    const seven = lenient.client.tenants.settings.update.mutate({ minPasswordLength: 7 });
    expect(await errorOf(seven)).toMatchObject({ code: "invalid_input" });
  });

  it("counts the code points of the typed or the normal form, whichever has fewer", async () => {
    await register("🦊🐺🐻🐼🐨🐸🐵🐔🐧🐦🐤🦆🦅🦉🦇");
    expect(await refusal("🦊🐺🐻🐼🐨🐸🐵🐔🐧🐦🐤🦆🦅🦉")).toMatchObject({ details: { rule: "length" } });
    // One code point that normalizes to 18, and 8 characters typed as 16 code points.
    expect(await refusal("\ufdfa\ufdfa")).toMatchObject({ details: { rule: "length" } });
    expect(await refusal("éàèùâêîô".normalize("NFD"))).toMatchObject({ details: { rule: "length" } });
  });
});

describe("rule 2: a long password", () => {
  it.each([
    ["64 code points of the longest kind", "🦊🐺".repeat(32)],
    ["1,024 bytes", "ab".repeat(512)],
  ])("of %s is taken whole", async (_, password) => {
    const { email } = await register(password);
    await world.acme.browser.auth.login.mutate({ email, password });
    const cut = [...password].slice(0, -1).join("");
    const shorter = world.acme.browser.auth.login.mutate({ email, password: cut });
    expect(await errorOf(shorter)).toMatchObject({ code: "invalid_credentials" });
  });

  it("is refused beyond 1,024 bytes, never truncated", async () => {
    for (const password of ["x".repeat(1025), "é".repeat(513)]) {
      expect(await refusal(password)).toMatchObject({ code: "invalid_input", httpStatus: 400 });
    }
  });
});

it("rule 3: a password may consist of any characters", async () => {
  for (const password of ["only small letters", "902741836504918", "ALL OF IT IS LOUD", "?!.,?!-_.,!!?.,"]) {
    await register(password);
  }
});

describe("rule 4: any text is accepted:", () => {
  it.each([
    ["spaces at both ends", "  between spaces  "],
    ["joined emoji", "👩‍👩‍👧‍👦 👨‍👨‍👦 🏳️‍🌈 family"],
    ["another script", "рукописи не горят"],
    ["a tab and a line break", "one\ttwo\nthree four"],
  ])("%s", async (_, password) => {
    const { email } = await register(password);
    await world.acme.browser.auth.login.mutate({ email, password });
    const trimmed = world.acme.browser.auth.login.mutate({ email, password: `${password} ` });
    expect(await errorOf(trimmed)).toMatchObject({ code: "invalid_credentials" });
  });

  it("the same text typed on another keyboard", async () => {
    const { email } = await register("café ﬁnancé ½ ㎏");
    for (const form of ["NFC", "NFD", "NFKC", "NFKD"]) {
      const password = "café ﬁnancé ½ ㎏".normalize(form);
      await world.acme.browser.auth.login.mutate({ email, password });
    }
  });

  it("except half of a surrogate pair, which is refused", async () => {
    expect(await refusal(`${"x".repeat(20)}\ud83e`)).toMatchObject({ code: "invalid_input" });
  });
});

describe("rule 5: a common password is refused with the reason", () => {
  it.each(["passwordpassword", "PasswordPassword", "IloveyouIloveyou"])("for %s", async (password) => {
    expect(await refusal(password)).toMatchObject({
      code: "weak_password",
      details: { rule: "common", reason: "The password is in the list of common passwords." },
    });
  });

  it("in a tenant with a minimum length of 8 characters", async () => {
    expect(await refusal("TrustNo1", lenient)).toMatchObject({ details: { rule: "common" } });
    expect(await refusal("aaaaaaaa", lenient)).toMatchObject({ details: { rule: "repetition" } });
  });

  it("for the first admin", async () => {
    const bootstrap = { email: "root@example.com", password: "passwordpassword" };
    const attempt = clientFor().platform.bootstrap.mutate({ ...bootstrap, secret: env.BOOTSTRAP_SECRET });
    expect(await errorOf(attempt)).toMatchObject({ code: "weak_password", details: { rule: "common" } });
  });
});

it.each(["CF-Auth CF-Auth 1", "globex globex 24", "owner-owner-owner"])(
  "rule 6: %s is refused with the reason",
  async (password) => {
    expect(await refusal(password, lenient)).toMatchObject({
      code: "weak_password",
      details: {
        rule: "context",
        reason: expect.stringContaining("the name of the product or tenant, or on the email"),
      },
    });
  },
);
