import { env } from "cloudflare:workers";
import { createLocalJWKSet, decodeJwt, exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";

const PERSON = { email: "anne@example.com", password: "an unlikely sentence" };

let world: World;
let token: string;
let kid: string;
beforeAll(async () => {
  world = await createWorld();
  await world.acme.browser.auth.register.mutate(PERSON);
  token = (await world.acme.browser.auth.login.mutate(PERSON)).accessToken;
  kid = JSON.parse(atob(token.split(".")[0] ?? "")).kid;
});

async function keysOf(slug: string) {
  return createLocalJWKSet(
    (await send(`/t/${slug}/.well-known/jwks.json`)).body as Parameters<typeof createLocalJWKSet>[0],
  );
}

it("is verified offline by anyone, with every claim of RFC 9068", async () => {
  const { id } = world.acme.tenant;
  const options = { issuer: `http://auth.test/t/${id}`, audience: id, typ: "at+jwt", algorithms: ["EdDSA"] };
  const { payload } = await jwtVerify(token, await keysOf("acme"), options);
  expect(payload).toMatchObject({
    sub: expect.stringMatching(/^usr_/),
    sid: expect.stringMatching(/^ses_/),
    client_id: expect.stringMatching(/^key_/),
    jti: expect.any(String),
    amr: ["pwd"],
  });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
});

it("is not verified by another tenant's keys", async () => {
  await expect(jwtVerify(token, await keysOf("globex"))).rejects.toThrow();
});

describe("a forged token is refused", () => {
  /** Signs claims with a key of the attacker's own. */
  async function forge(header: Record<string, unknown>, claims: Record<string, unknown>, algorithm = "EdDSA") {
    const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
    return await new SignJWT({ ...decodeJwt(token), ...claims })
      .setProtectedHeader({ alg: algorithm, typ: "at+jwt", kid, ...header })
      .sign(privateKey);
  }
  const codeFor = async (forged: string) => (await errorOf(clientFor({ token: forged }).auth.me.query())).code;

  it("signed by someone else under our key's id", async () => {
    expect(await codeFor(await forge({}, {}))).toBe("token_invalid");
  });

  it("that brings its own key in the header", async () => {
    const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
    const jwk = await exportJWK(publicKey);
    const forged = await new SignJWT(decodeJwt(token))
      .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", kid, jwk, jku: "https://evil.example/jwks.json" })
      .sign(privateKey);
    expect(await codeFor(forged)).toBe("token_invalid");
  });

  it("without a signature, as alg none", async () => {
    const header = btoa(JSON.stringify({ alg: "none", typ: "at+jwt", kid })).replaceAll("=", "");
    expect(await codeFor(`${header}.${token.split(".")[1]}.`)).toBe("token_invalid");
  });

  it("with the public key as an HMAC secret", async () => {
    const [key] = ((await send("/t/acme/.well-known/jwks.json")).body as { keys: { x: string }[] }).keys;
    const secret = new TextEncoder().encode(key?.x ?? "");
    const forged = await new SignJWT(decodeJwt(token))
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid })
      .sign(secret);
    expect(await codeFor(forged)).toBe("token_invalid");
  });

  it("that names a key nobody has", async () => {
    expect(await codeFor(await forge({ kid: "unknown" }, {}))).toBe("token_invalid");
  });

  it.each([
    ["of another type", { typ: "JWT" }, {}],
    ["with an unknown critical header", { crit: ["x"], x: 1 }, {}],
    ["for another audience", {}, { aud: "ten_other" }],
    ["without an expiry", {}, { exp: undefined }],
    ["without a session", {}, { sid: undefined }],
  ])("%s, though signed with the tenant's own key", async (_, header, claims) => {
    const signed = await signWithTenantKey({ typ: "at+jwt", ...header }, claims);
    expect(await codeFor(signed)).toBe("token_invalid");
  });

  it("that has expired", async () => {
    const past = Math.floor(Date.now() / 1000) - 60;
    expect(await codeFor(await signWithTenantKey({ typ: "at+jwt" }, { iat: past - 300, exp: past }))).toBe(
      "token_expired",
    );
  });

  it("that is right in all but the session it names", async () => {
    const right = await signWithTenantKey({ typ: "at+jwt" }, {});
    expect((await clientFor({ token: right }).auth.me.query()).user.email).toBe(PERSON.email);
    expect(await codeFor(await signWithTenantKey({ typ: "at+jwt" }, { sid: "ses_none" }))).toBe("token_invalid");
    expect(await codeFor(await signWithTenantKey({ typ: "at+jwt" }, { sub: "usr_none" }))).toBe("token_invalid");
  });

  /** As nobody outside could: the tenant's key is replaced by one the test knows. */
  async function signWithTenantKey(header: Record<string, unknown>, claims: Record<string, unknown>) {
    const { publicKey, privateKey } = await generateKeyPair("EdDSA", { extractable: true });
    const own = `own-${crypto.randomUUID()}`;
    const publicJwk = JSON.stringify({ ...(await exportJWK(publicKey)), kid: own, alg: "EdDSA", use: "sig" });
    await env.DB.prepare(
      "INSERT INTO signing_keys (kid, tenant_id, algorithm, state, public_key, private_key, created_at) VALUES (?, ?, 'EdDSA', 'retiring', ?, '', 0)",
    )
      .bind(own, world.acme.tenant.id, publicJwk)
      .run();
    return await new SignJWT({ ...decodeJwt(token), ...claims })
      .setProtectedHeader({ alg: "EdDSA", kid: own, ...header })
      .sign(privateKey, { crit: { x: true } });
  }
});

it("signing keys lie encrypted in the database", async () => {
  const { results } = await env.DB.prepare("SELECT private_key FROM signing_keys WHERE private_key != ''").all<{
    private_key: string;
  }>();
  expect(results.length).toBeGreaterThan(0);
  for (const { private_key } of results) expect(private_key).toMatch(/^v2\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]+$/);
});
