import { env } from "cloudflare:workers";
import {
  base64url,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
} from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { outsider, signAs } from "../../test/outside.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

const PERSON = { email: "anne@example.com", password: "an unlikely sentence" };
const SECOND = Math.floor(Date.now() / 1000);

let world: World;
let token: string;
let claims: JWTPayload;
let kid: string;
let outside: Awaited<ReturnType<typeof outsider>>;
beforeAll(async () => {
  world = await createWorld();
  await world.acme.browser.auth.register.mutate(PERSON);
  token = (await world.acme.browser.auth.login.mutate(PERSON)).accessToken;
  claims = decodeJwt(token);
  kid = `${decodeProtectedHeader(token).kid}`;
  outside = await outsider(world.acme.tenant.id);
});

/** Signs with the tenant's own key. */
const sign = async (header: object, changed: object = {}) =>
  await signAs(isolate(new StandingClock()).app, world.acme.tenant.id, header, { ...claims, ...changed });
/** Signs with an attacker's key under the id of the tenant's key. */
async function forge(header: { alg: string; [name: string]: unknown }, changed: object = {}, options = {}) {
  const { privateKey, publicKey } = await generateKeyPair(header.alg, { extractable: true, ...options });
  const jwk = await exportJWK(publicKey);
  const full = { typ: "at+jwt", kid, ...header, ...("jwk" in header && { jwk }) };
  return await new SignJWT({ ...claims, ...changed }).setProtectedHeader(full).sign(privateKey);
}
const encode = (value: object) => base64url.encode(JSON.stringify(value));

const codeFor = async (refused: string, identity = {}) =>
  (await errorOf(clientFor({ token: refused, ...identity }).auth.me.query())).code;
/** Expects that this service and offline verifiers refuse the token. */
async function expectRefused(made: Promise<string> | string, code = "token_invalid") {
  const refused = await made;
  expect(await codeFor(refused)).toBe(code);
  await expect(outside.verify(refused)).rejects.toThrow();
}

describe("an issued token", () => {
  it("rule 36: can be verified by discovery alone, and has every claim of RFC 9068", async () => {
    const { payload, protectedHeader } = await outside.verify(token);
    expect(protectedHeader).toEqual({ alg: "EdDSA", typ: "at+jwt", kid });
    expect(payload).toEqual({
      iss: `http://auth.test/t/${world.acme.tenant.id}`,
      aud: world.acme.tenant.id,
      sub: expect.stringMatching(/^usr_/),
      client_id: expect.stringMatching(/^key_/),
      sid: expect.stringMatching(/^ses_/),
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: (payload.iat ?? 0) + 300,
      auth_time: expect.any(Number),
      amr: ["pwd"],
      acr: "aal1",
      factors: { pwd: payload.auth_time },
    });
    expect(payload.iat).toBeGreaterThanOrEqual(SECOND);
    expect(payload.iat).toBeLessThanOrEqual(Date.now() / 1000);
  });

  it("has the time of the user's authentication, also after refreshes", async () => {
    const clock = new StandingClock();
    const browser = isolate(clock).clientFor({ key: world.acme.publishableKey });
    const { accessToken, refreshToken } = await browser.auth.login.mutate(PERSON);
    clock.advance(3600);
    const next = decodeJwt((await browser.auth.refresh.mutate({ refreshToken })).accessToken);
    const first = decodeJwt(accessToken);
    expect(next).toMatchObject({ auth_time: first.auth_time, factors: first.factors, sid: first.sid });
    expect((next.iat ?? 0) - (first.iat ?? 0)).toBeGreaterThanOrEqual(3600);
    expect(next.jti).not.toBe(first.jti);
  });

  it("expires after the tenant's accessTokenSeconds", async () => {
    const { browser, client } = await createTenant(world.admin, "short");
    await client.tenants.settings.update.mutate({ accessTokenSeconds: 60 });
    await browser.auth.register.mutate(PERSON);
    const { exp = 0, iat = 0 } = decodeJwt((await browser.auth.login.mutate(PERSON)).accessToken);
    expect(exp - iat).toBe(60);
  });

  it("is accepted in either spelling of its type (RFC 9068 §2.1)", async () => {
    await outside.verify(await sign({ typ: "application/at+jwt" }));
    await clientFor({ token: await sign({ typ: "application/at+jwt" }) }).auth.me.query();
  });
});

describe("rule 31: a token needs a signature by the key's own algorithm", () => {
  it("rule 31: refuses an attacker's signature under our key's id", () => expectRefused(forge({ alg: "EdDSA" })));
  it.each(["ES256", "ES384", "RS256", "PS256"])("rule 31: refuses %s under the id of an Ed25519 key", (alg) =>
    expectRefused(forge({ alg })),
  );
  it("rule 31: refuses another curve than the key's in a tenant that uses ES256", async () => {
    const { tenant, browser, client } = await createTenant(world.admin, "curves");
    await env.DB.prepare("DELETE FROM signing_keys WHERE tenant_id = ?").bind(tenant.id).run();
    await client.tenants.settings.update.mutate({ tokenAlgorithm: "ES256" });
    await browser.auth.register.mutate(PERSON);
    const own = (await browser.auth.login.mutate(PERSON)).accessToken;
    expect(decodeProtectedHeader(own).alg).toBe("ES256");
    const there = await outsider(tenant.id);
    await there.verify(own);
    await clientFor({ token: own }).auth.me.query();
    for (const alg of ["ES384", "ES512", "EdDSA"]) {
      const forged = await forge({ alg, kid: decodeProtectedHeader(own).kid }, decodeJwt(own));
      expect(await codeFor(forged)).toBe("token_invalid");
      await expect(there.verify(forged)).rejects.toThrow();
    }
  });
  it.each(["none", "None", "NONE", ""])("rule 31: refuses the algorithm %j", async (alg) => {
    const unsigned = `${encode({ alg, typ: "at+jwt", kid })}.${encode(claims)}.`;
    await expectRefused(unsigned);
    await expectRefused(`${encode({ alg, typ: "at+jwt", kid })}.${token.split(".").slice(1).join(".")}`);
  });
  it.each(["HS256", "HS384", "HS512"])("rule 31: refuses %s with the public key as the secret", async (alg) => {
    const [jwk] = outside.jwks.keys;
    for (const secret of [
      base64url.decode(`${jwk?.x}`),
      new TextEncoder().encode(`${jwk?.x}`),
      new TextEncoder().encode(JSON.stringify(jwk)),
    ]) {
      await expectRefused(new SignJWT(claims).setProtectedHeader({ alg, typ: "at+jwt", kid }).sign(secret));
    }
  });
  it.each([
    ["claims", (parts: string[]) => [parts[0], encode({ ...claims, sub: "usr_eve" }), parts[2]]],
    ["header", (parts: string[]) => [encode({ alg: "EdDSA", typ: "at+jwt", kid, x: 1 }), parts[1], parts[2]]],
    [
      "signature",
      (parts: string[]) => [parts[0], parts[1], `${parts[2]?.startsWith("A") ? "B" : "A"}${parts[2]?.slice(1)}`],
    ],
    ["signature that is empty", (parts: string[]) => [parts[0], parts[1], ""]],
  ])("rule 31: refuses a changed %s", (_, change) => expectRefused(change(token.split(".")).join(".")));

  it("rule 31: refuses the 15 other base64url spellings of the signature", async () => {
    const spellings = spellingsOf(token);
    expect(spellings).toHaveLength(16);
    expect(spellings).toContain(token);
    // jose and other offline verifiers may still accept them.
    for (const spelling of spellings.filter((each) => each !== token)) {
      expect(await codeFor(spelling)).toBe("token_malformed");
    }
    for (const more of ["=", "==", "%3D", "+"]) expect(await codeFor(`${token}${more}`)).toBe("token_malformed");
    expect((await clientFor({ token }).auth.me.query()).user.email).toBeDefined();
  });
});

describe("rule 32: a token can't bring its own key", () => {
  it.each([
    { jwk: {} },
    { jku: "https://evil.example/jwks.json" },
    { x5u: "https://evil.example/chain.pem" },
    { x5c: ["MIIB"] },
    { kid: "unknown" },
    { kid: "../../keys" },
    { kid: undefined },
  ])("rule 32: %j", (header) => expectRefused(forge({ alg: "EdDSA", ...header })));

  it("rule 32: such headers are ignored if the signature is right", async () => {
    const odd = await sign({ jku: "https://evil.example/jwks.json", x5u: "https://evil.example/chain.pem" });
    await outside.verify(odd);
    await clientFor({ token: odd }).auth.me.query();
  });

  it("rule 32: an unknown critical header is refused, and so is an unencoded payload", async () => {
    await expectRefused(sign({ crit: ["x"], x: 1 }));
    const [, payload, signature] = token.split(".");
    const header = encode({ alg: "EdDSA", typ: "at+jwt", kid, b64: false, crit: ["b64"] });
    await expectRefused([header, payload, signature].join("."));
  });

  it("rule 32: an unknown kid is looked up once", async () => {
    const { app } = isolate(new StandingClock());
    let reads = 0;
    const signingKeys = Object.assign(Object.create(app.signingKeys), {
      store: {
        find: async (...of: [string, string]) => {
          reads++;
          return await app.signingKeyStore.find(...of);
        },
      },
    });
    const accessTokens = Object.assign(Object.create(app.accessTokens), { keys: signingKeys });
    const { clientFor } = isolate(new StandingClock(), { signingKeys, accessTokens });
    const unknown = clientFor({ token: await forge({ alg: "EdDSA", kid: "unknown" }) }).auth.me.query();
    expect(await errorOf(unknown)).toMatchObject({ code: "token_invalid" });
    expect(reads).toBe(1);
  });
});

describe("rule 33: the times of a token", () => {
  it.each([
    ["no expiry", { exp: undefined }, "token_invalid"],
    ["an expiry that isn't a number", { exp: "9999999999" }, "token_invalid"],
    ["an expiry in the past", { iat: SECOND - 400, exp: SECOND - 70 }, "token_expired"],
    ["a start in the future", { nbf: SECOND + 3600 }, "token_invalid"],
    ["no time of issue", { iat: undefined }, "token_invalid"],
    ["a time of issue in the future", { iat: SECOND + 3600, exp: SECOND + 3900 }, "token_invalid"],
    ["a longer life than the maximum", { iat: SECOND - 3600, exp: SECOND + 3600 }, "token_expired"],
  ])("rule 33: refuse %s", (_, changed, code) => expectRefused(sign({}, changed), code));

  it("rule 33: tolerate clocks that differ by seconds, but not by more than a minute", async () => {
    const clock = new StandingClock();
    const { clientFor } = isolate(clock);
    const late = await sign({}, { iat: SECOND - 200, exp: Math.floor(clock.now().getTime() / 1000) + 1 });
    clock.advance(3);
    await clientFor({ token: late }).auth.me.query();
    clock.advance(60);
    expect(await errorOf(clientFor({ token: late }).auth.me.query())).toMatchObject({ code: "token_expired" });
  });
});

it.each(["JWT", undefined, "dpop+jwt", "logout+jwt", "secevent+jwt", "id+jwt", "at+JWT2"])(
  "rule 34: a token of type %s is refused, even with the tenant's own signature",
  (typ) => expectRefused(sign({ typ })),
);

describe("rule 35: a tenant's token is refused in another tenant", () => {
  it.each([
    ["issuer, another tenant", () => ({ iss: `http://auth.test/t/${world.globex.tenant.id}` })],
    ["issuer, another service", () => ({ iss: `https://evil.example/t/${world.acme.tenant.id}` })],
    ["issuer, more than ours", () => ({ iss: `${claims.iss}/` })],
    ["issuer, no", () => ({ iss: undefined })],
    ["audience, another tenant", () => ({ aud: world.globex.tenant.id })],
    ["audience, others without ours", () => ({ aud: ["a", "b"] })],
    ["audience, no", () => ({ aud: undefined })],
  ])("rule 35: %s", (_, changed) => expectRefused(sign({}, changed())));

  it("rule 35: a token that another tenant's key signed in our name is refused", async () => {
    await world.globex.browser.auth.register.mutate(PERSON);
    const { app } = isolate(new StandingClock());
    await expectRefused(signAs(app, world.globex.tenant.id, {}, claims));
  });

  it("rule 35: a valid token is refused in another tenant and in a sub-tenant", async () => {
    const { tenant, publishableKey } = await createTenant(world.admin, "acme-child");
    await env.DB.prepare("UPDATE tenants SET parent_id = ? WHERE id = ?").bind(world.acme.tenant.id, tenant.id).run();
    for (const identity of [{ key: publishableKey }, { tenant: "acme-child" }, { key: world.globex.publishableKey }]) {
      expect(await codeFor(token, identity)).toBe("tenant_mismatch");
    }
    await expect((await outsider(tenant.id)).verify(token)).rejects.toThrow();
    await expect((await outsider(world.globex.tenant.id)).verify(token)).rejects.toThrow();
  });
});

it.each(["sub", "jti", "sid", "client_id"])("rule 36: a token without %s is refused", (name) =>
  expectRefused(sign({}, { [name]: undefined })),
);

it.each(["", ".", "..", "a.b", "a.b.c.d", "{}.{}.{}", `${btoa("x")}.${btoa("y")}.z`])(
  "refuses %j, which isn't a token",
  async (text) => {
    expect(["token_malformed", "unauthenticated"]).toContain(await codeFor(text));
  },
);

it("rule 37: the key set has only public members, and each key's id, algorithm and use", async () => {
  const { app } = isolate(new StandingClock());
  const { tenant, client } = await createTenant(world.admin, "both");
  await client.tenants.settings.update.mutate({ tokenAlgorithm: "ES256" });
  expect((await app.signingKeyStore.list(tenant.id)).map((key) => key.algorithm).sort()).toEqual(["ES256", "EdDSA"]);
  const { keys } = (await outsider(tenant.id)).jwks;
  expect(new Set(keys.map((key) => key.kid)).size).toBe(2);
  const okp = { kty: "OKP", crv: "Ed25519", x: expect.any(String), kid: expect.any(String), alg: "EdDSA", use: "sig" };
  const ec = {
    kty: "EC",
    crv: "P-256",
    x: expect.any(String),
    y: expect.any(String),
    kid: expect.any(String),
    alg: "ES256",
    use: "sig",
  };
  expect(keys.sort((a, b) => (`${a.kty}` < `${b.kty}` ? 1 : -1))).toEqual([okp, ec]);
});

/** Every spelling of the token whose signature decodes to the same bytes. */
function spellingsOf(token: string): string[] {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  // 64 bytes are 86 characters; only two bits of the last one count.
  const first = alphabet.indexOf(token.slice(-1)) & 0b110000;
  return Array.from({ length: 16 }, (_, i) => `${token.slice(0, -1)}${alphabet[first + i]}`);
}
