import { base64url, SignJWT } from "jose";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CLAIMS, type Key, KeyHost, NOW, newKey, sign, TENANT, verifierOf } from "../../test/issuer.ts";
import { errorOf } from "../../test/refused.ts";
import { createVerifier, type Verifier } from "./verifier.ts";

let key: Key;
let ec: Key;
beforeAll(async () => {
  key = await newKey();
  ec = await newKey("two", "ES256");
});

let host: KeyHost;
let verifier: Verifier;
let advance: (seconds: number) => void;
beforeEach(() => {
  host = new KeyHost(key, ec);
  ({ verifier, advance } = verifierOf(host));
});

const encode = (value: unknown) => base64url.encode(JSON.stringify(value));
/** With a key of the attacker's own, under the name of the tenant's. */
const forge = async (header: object = {}, alg = "EdDSA") => await sign({ ...(await newKey("one", alg)) }, {}, header);

async function expectRefused(made: string | Promise<string>, code = "token_invalid", of = verifier, details = {}) {
  const error = await errorOf(of.verify(await made));
  expect(error).toMatchObject({ code, retryable: false, status: undefined, details });
}

describe("an issued token", () => {
  it("returns user, factors, expiry and custom claims", async () => {
    const own = { "https://acme.example/plan": "gold", name: "Anne", deep: { a: [1] } };
    expect(await verifier.verify(await sign(key, own))).toEqual({
      userId: "usr_anne",
      tenantId: TENANT,
      sessionId: "ses_1",
      clientId: "key_1",
      tokenId: "an id",
      factors: { pwd: new Date((NOW - 3600) * 1000), otp: new Date((NOW - 60) * 1000) },
      authenticatedAt: new Date((NOW - 60) * 1000),
      issuedAt: new Date(NOW * 1000),
      expiresAt: new Date((NOW + 300) * 1000),
      claims: own,
    });
    expect(host.requests).toEqual([`${CLAIMS.iss}/.well-known/jwks.json`]);
  });

  it("is accepted with both algorithms and both forms of its type (RFC 9068 §2.1)", async () => {
    for (const made of [sign(ec), sign(key, {}, { typ: "application/at+jwt" }), sign(key, {}, { typ: "AT+JWT" })]) {
      expect((await verifier.verify(await made)).userId).toBe("usr_anne");
    }
  });
});

describe("a forged token is refused", () => {
  it("with another key under the tenant's kid", () => expectRefused(forge()));
  it.each(["ES256", "ES384", "RS256", "PS256"])("with %s under the kid of an Ed25519 key", (alg) =>
    expectRefused(forge({}, alg)),
  );
  it("with Ed25519 under the kid of an ES256 key", () => expectRefused(forge({ kid: "two" })));
  it.each(["none", "None", "NONE", ""])("with the algorithm %j", async (alg) => {
    const header = encode({ alg, typ: "at+jwt", kid: "one" });
    await expectRefused(`${header}.${encode(CLAIMS)}.`, alg === "" ? "token_malformed" : "token_invalid");
    const [, , signature] = (await sign(key)).split(".");
    await errorOf(verifier.verify(`${header}.${encode(CLAIMS)}.${signature}`));
    expect(host.requests).toEqual([]);
  });
  it.each(["HS256", "HS384", "HS512"])("with %s and the public key as the secret", async (alg) => {
    for (const secret of [
      base64url.decode(`${key.jwk.x}`),
      new TextEncoder().encode(`${key.jwk.x}`),
      new TextEncoder().encode(JSON.stringify(key.jwk)),
    ]) {
      await expectRefused(new SignJWT(CLAIMS).setProtectedHeader({ alg, typ: "at+jwt", kid: "one" }).sign(secret));
    }
  });
  it.each([{ alg: undefined }, { alg: "ES256" }, { use: "enc" }, { key_ops: ["sign"] }, { crv: "P-256" }])(
    "by a key of the tenant that is not for this: %j",
    async (changed) => {
      host.answer = () => Response.json({ keys: [{ ...key.jwk, ...changed }] });
      await expectRefused(sign(key));
    },
  );
  it("with a secret from the key set", async () => {
    const secret = new TextEncoder().encode("0123456789abcdef0123456789abcdef");
    const jwk = { kty: "oct", k: base64url.encode(secret), alg: "HS256", kid: "oct" };
    host.answer = () => Response.json({ keys: [jwk] });
    const token = new SignJWT(CLAIMS).setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: "oct" }).sign(secret);
    await expectRefused(token);
  });
  it.each([
    ["claims", (parts: string[]) => [parts[0], encode({ ...CLAIMS, sub: "usr_eve" }), parts[2]]],
    ["header", (parts: string[]) => [encode({ alg: "EdDSA", typ: "at+jwt", kid: "one", x: 1 }), parts[1], parts[2]]],
    ["signature, which is empty", (parts: string[]) => [parts[0], parts[1], ""]],
    [
      "signature",
      (parts: string[]) => [parts[0], parts[1], `${parts[2]?.[0] === "A" ? "B" : "A"}${parts[2]?.slice(1)}`],
    ],
  ])("with another %s", async (_, change) => expectRefused(change((await sign(key)).split(".")).join(".")));

  it("with another of the 16 base64url spellings of the signature", async () => {
    const token = await sign(key);
    const spellings = spellingsOf(token);
    expect(spellings).toHaveLength(16);
    expect(spellings).toContain(token);
    for (const spelling of spellings.filter((each) => each !== token)) await expectRefused(spelling, "token_malformed");
    for (const more of ["=", "==", "+"]) await expectRefused(`${token}${more}`, "token_malformed");
    await verifier.verify(token);
  });
});

describe("a token can't bring its own key", () => {
  it.each(["jwk", "jku", "x5u", "x5c"])("with the header %s, which causes no fetch", async (name) => {
    const own = await newKey();
    const values: Record<string, unknown> = { jwk: own.jwk, jku: "https://evil.example/keys", x5c: ["MIIB"] };
    await expectRefused(sign(own, {}, { [name]: values[name] ?? "https://evil.example/chain.pem" }));
    expect(host.requests).toEqual([`${CLAIMS.iss}/.well-known/jwks.json`]);
  });
  it("ignores such a header if the signature is valid", async () => {
    await verifier.verify(await sign(key, {}, { jku: "https://evil.example/jwks.json" }));
    expect(host.requests).toHaveLength(1);
  });
  it.each([
    "unknown",
    "../../keys",
    "one/../one",
    "https://evil.example/",
    "__proto__",
    "constructor",
    "",
    undefined,
    1,
  ])("with the kid %j, which is never part of a URL", async (kid) => {
    await expectRefused(forge({ kid }), "token_key_not_found", verifier, kid === undefined ? {} : { kid });
    expect(new Set(host.requests).size).toBeLessThanOrEqual(1);
    for (const url of host.requests) expect(url).toBe(`${CLAIMS.iss}/.well-known/jwks.json`);
  });
  it("with an unknown critical header or an unencoded payload (RFC 7797)", async () => {
    const [, payload, signature] = (await sign(key)).split(".");
    for (const header of [{ crit: ["x"], x: 1 }, { crit: ["b64"], b64: false }, { crit: [] }, { crit: "x" }]) {
      const text = encode({ alg: "EdDSA", typ: "at+jwt", kid: "one", ...header });
      const error = await errorOf(verifier.verify([text, payload, signature].join(".")));
      expect(["token_invalid", "token_malformed"]).toContain(error.code);
    }
    const critical = await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid: "one", crit: ["x"], x: 1 })
      .sign(key.privateKey, { crit: { x: true } });
    await expectRefused(critical);
  });
});

describe("a token of another kind or for another audience is refused", () => {
  it.each(["JWT", undefined, "id+jwt", "dpop+jwt", "logout+jwt", "secevent+jwt", "at+JWT2", "", 1])(
    "its type is %j",
    (typ) => expectRefused(sign(key, {}, { typ }), "token_invalid", verifier, { claim: "typ" }),
  );
  it("an ID token of OpenID Connect signed with the tenant's key", () =>
    expectRefused(sign(key, { aud: "client", nonce: "n", azp: "client" }, { typ: "JWT" })));
  it.each([
    ["issuer, another tenant", { iss: "https://auth.example.com/t/ten_globex" }],
    ["issuer, another service", { iss: `https://evil.example/t/${TENANT}` }],
    ["issuer, more than ours", { iss: `${CLAIMS.iss}/` }],
    ["issuer, a list with ours", { iss: [CLAIMS.iss] }],
    ["issuer, none", { iss: undefined }],
    ["audience, another tenant", { aud: "ten_globex" }],
    ["audience, others without ours", { aud: ["a", "b"] }],
    ["audience, none in a list", { aud: [] }],
    ["audience, a list in a list", { aud: [[TENANT]] }],
    ["audience, an object", { aud: { [TENANT]: true } }],
    ["audience, more than ours", { aud: `${TENANT} ten_globex` }],
    ["audience, none", { aud: undefined }],
  ])("%s", (_, claims) => expectRefused(sign(key, claims as object)));
  it("another tenant's token with a key of the same kid", async () => {
    const theirs = await newKey();
    const globex = { iss: "https://auth.example.com/t/ten_globex", aud: "ten_globex" };
    const token = await sign(theirs, globex);
    const there = verifierOf(new KeyHost(theirs), { tenant: "ten_globex" }).verifier;
    expect((await there.verify(token)).tenantId).toBe("ten_globex");
    await expectRefused(token);
    await expectRefused(sign(key), "token_invalid", there);
  });
  it("accepts one of several audiences (RFC 7519 §4.1.3), and the last of duplicate claims (§4)", async () => {
    await verifier.verify(await sign(key, { aud: ["other", TENANT] }));
    const twice = (first: string, last: string) =>
      JSON.stringify({ ...CLAIMS, aud: undefined }).replace(/}$/, `,"aud":"${first}","aud":"${last}"}`);
    const signed = async (payload: string) => {
      const input = `${encode({ alg: "EdDSA", typ: "at+jwt", kid: "one" })}.${base64url.encode(payload)}`;
      const bytes = await crypto.subtle.sign("Ed25519", key.privateKey, new TextEncoder().encode(input));
      return `${input}.${base64url.encode(new Uint8Array(bytes))}`;
    };
    await verifier.verify(await signed(twice("other", TENANT)));
    await expectRefused(signed(twice(TENANT, "other")));
  });
  it("accepts a configured issuer and audience", async () => {
    const token = await sign(key, { iss: "https://public.example/t/ten_acme", aud: "api" });
    const pinned = { issuer: "https://public.example/t/ten_acme", audience: "api" };
    expect((await verifierOf(host, pinned).verifier.verify(token)).userId).toBe("usr_anne");
    await expectRefused(sign(key), "token_invalid", verifierOf(host, pinned).verifier);
  });
});

describe("times", () => {
  it.each([
    ["an end that has passed", { exp: NOW - 6 }, "token_expired"],
    ["an end that is now, past the skew", { exp: NOW - 5 }, "token_expired"],
    ["a longer life than any token has", { iat: NOW - 3600, exp: NOW + 3600 }, "token_expired"],
    ["a beginning that is to come", { nbf: NOW + 6 }, "token_not_yet_valid"],
    ["a time of issue that is to come", { iat: NOW + 6 }, "token_not_yet_valid"],
    ["no end", { exp: undefined }, "token_invalid"],
    ["an end that is no number", { exp: "9999999999" }, "token_invalid"],
    ["no time of issue", { iat: undefined }, "token_invalid"],
    ["a time of issue that is no number", { iat: "1" }, "token_invalid"],
    ["a beginning that is no number", { nbf: "1" }, "token_invalid"],
  ])("%s", (_, claims, code) => expectRefused(sign(key, claims), code));

  it("tolerates clock skew of 5 seconds by default, and at most 60", async () => {
    const token = await sign(key);
    advance(304);
    await verifier.verify(token);
    advance(1);
    await expectRefused(token, "token_expired");
    const patient = verifierOf(host, { clockSkewSeconds: 60 });
    patient.advance(359);
    await patient.verifier.verify(token);
    patient.advance(1);
    await expectRefused(token, "token_expired", patient.verifier);
    const strict = verifierOf(host, { clockSkewSeconds: 0 });
    strict.advance(300);
    await expectRefused(token, "token_expired", strict.verifier);
    strict.advance(-301);
    await expectRefused(token, "token_not_yet_valid", strict.verifier);
    for (const clockSkewSeconds of [61, -1, Number.NaN]) {
      expect(() => verifierOf(host, { clockSkewSeconds })).toThrow(expect.objectContaining({ code: "invalid_input" }));
    }
  });
});

describe("a malformed token is refused", () => {
  it.each(["", ".", "..", "a.b", "a.b.c", "a.b.c.d", "sk_live_x", `${btoa("x")}.${btoa("y")}.z`])("%j", (text) =>
    expectRefused(text, "token_malformed"),
  );
  it.each([undefined, null, 1, {}])("%j", (value) => expectRefused(value as unknown as string, "token_malformed"));
  it("without parsing it if it is huge", async () => {
    await expectRefused(sign(key, { big: "x".repeat(8192) }), "token_malformed");
    await expectRefused(`${"a".repeat(50_000_000)}.b.c`, "token_malformed");
    expect(host.requests).toEqual([]);
    await verifier.verify(await sign(key, { big: "x".repeat(4000) }));
  });
  it.each(["sub", "jti", "sid", "client_id"])("one without %s", (name) =>
    expectRefused(sign(key, { [name]: undefined })),
  );
  it.each([
    ["sub", { id: 1 }],
    ["sid", 7],
    ["sub", ""],
    ["factors", { pwd: "now" }],
    ["auth_time", undefined],
  ])("one whose %s is %j", (name, value) => expectRefused(sign(key, { [name]: value })));
});

it("requires a tenant id instead of a slug", () => {
  const made = () => createVerifier({ url: "https://auth.example.com", tenant: "acme" });
  expect(made).toThrow(expect.objectContaining({ code: "invalid_input" }));
});

/** Every text whose signature has the same bytes, for an alphabet that is read leniently. */
function spellingsOf(token: string): string[] {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  // 64 bytes are 86 characters, of whose last two bits count.
  const first = alphabet.indexOf(token.slice(-1)) & 0b110000;
  return Array.from({ length: 16 }, (_, i) => `${token.slice(0, -1)}${alphabet[first + i]}`);
}
