import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
/** A tenant that asks for eight characters. */
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

describe("rule 1: a password has as many characters as the tenant asks for,", () => {
  it("fifteen unless it says otherwise", async () => {
    await register("fifteen letters");
    expect(await refusal("fourteen lette")).toMatchObject({
      code: "weak_password",
      httpStatus: 400,
      details: { rule: "length", minLength: 15, reason: "The password has 14 characters; at least 15 are required." },
    });
  });

  it("and never fewer than eight", async () => {
    await register("8 things", lenient);
    expect(await refusal("7 thing", lenient)).toMatchObject({ details: { rule: "length", minLength: 8 } });
    const seven = lenient.client.tenants.settings.update.mutate({ minPasswordLength: 7 });
    expect(await errorOf(seven)).toMatchObject({ code: "invalid_input" });
  });

  it("counted in code points, of what was typed or its normal form, whichever are fewer", async () => {
    await register("🦊🐺🐻🐼🐨🐸🐵🐔🐧🐦🐤🦆🦅🦉🦇");
    expect(await refusal("🦊🐺🐻🐼🐨🐸🐵🐔🐧🐦🐤🦆🦅🦉")).toMatchObject({ details: { rule: "length" } });
    // One code point that unfolds into eighteen, and eight letters typed as sixteen code points.
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

  it("of more is refused, never cut", async () => {
    for (const password of ["x".repeat(1025), "é".repeat(513)]) {
      expect(await refusal(password)).toMatchObject({ code: "invalid_input", httpStatus: 400 });
    }
  });
});

it("rule 3: nothing is asked of what a password is made of", async () => {
  for (const password of ["nothing but letters", "902741836504918", "ALL OF IT IS LOUD", "?!.,?!-_.,!!?.,"]) {
    await register(password);
  }
});

describe("rule 4: any text is taken:", () => {
  it.each([
    ["spaces at both ends", "  between spaces  "],
    ["emoji that are joined", "👩‍👩‍👧‍👦 👨‍👨‍👦 🏳️‍🌈 family"],
    ["another script", "рукописи не горят"],
    ["a tab and a line's end", "one\ttwo\nthree four"],
  ])("%s", async (_, password) => {
    const { email } = await register(password);
    await world.acme.browser.auth.login.mutate({ email, password });
    const trimmed = world.acme.browser.auth.login.mutate({ email, password: `${password} ` });
    expect(await errorOf(trimmed)).toMatchObject({ code: "invalid_credentials" });
  });

  it("and typed on another keyboard it is the same", async () => {
    const { email } = await register("café ﬁnancé ½ ㎏");
    for (const form of ["NFC", "NFD", "NFKC", "NFKD"]) {
      const password = "café ﬁnancé ½ ㎏".normalize(form);
      await world.acme.browser.auth.login.mutate({ email, password });
    }
  });

  it("but half of a pair of surrogates is no text", async () => {
    expect(await refusal(`${"x".repeat(20)}\ud83e`)).toMatchObject({ code: "invalid_input" });
  });
});

describe("rule 5: a password that is guessed first is refused, with the reason,", () => {
  it.each(["passwordpassword", "PasswordPassword", "IloveyouIloveyou"])("as %s", async (password) => {
    expect(await refusal(password)).toMatchObject({
      code: "weak_password",
      details: { rule: "common", reason: "The password is in the list of common passwords." },
    });
  });

  it("in a tenant that asks for eight characters too", async () => {
    expect(await refusal("TrustNo1", lenient)).toMatchObject({ details: { rule: "common" } });
    expect(await refusal("aaaaaaaa", lenient)).toMatchObject({ details: { rule: "repetition" } });
  });

  it("and so is the first admin's", async () => {
    const bootstrap = { email: "root@example.com", password: "passwordpassword" };
    const attempt = clientFor().platform.bootstrap.mutate({ ...bootstrap, secret: env.BOOTSTRAP_SECRET });
    expect(await errorOf(attempt)).toMatchObject({ code: "weak_password", details: { rule: "common" } });
  });
});

it.each(["CF-Auth CF-Auth 1", "globex globex 24", "owner-owner-owner"])(
  "rule 6: %s is refused, with the reason",
  async (password) => {
    expect(await refusal(password, lenient)).toMatchObject({
      code: "weak_password",
      details: {
        rule: "context",
        reason: expect.stringContaining("the name of the product, the tenant or the address"),
      },
    });
  },
);
