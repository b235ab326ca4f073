import {
  createLocalJWKSet,
  importJWK,
  type JSONWebKeySet,
  type JWTHeaderParameters,
  type JWTPayload,
  type JWTVerifyResult,
  jwtVerify,
  SignJWT,
} from "jose";
import type { AppDeps } from "../src/pipeline/deps.ts";
import { send } from "./raw.ts";

/** Verifier of a tenant's tokens outside the service: knows the issuer, and finds the rest by discovery. */
export async function outsider(tenantId: string): Promise<{
  jwks: JSONWebKeySet;
  verify: (token: string) => Promise<Pick<JWTVerifyResult, "payload" | "protectedHeader">>;
}> {
  const issuer = `http://auth.test/t/${tenantId}`;
  const metadata = await send(new URL(`${issuer}/.well-known/openid-configuration`).pathname);
  const { jwks_uri } = metadata.body as { jwks_uri: string };
  const jwks = (await send(new URL(jwks_uri).pathname)).body as JSONWebKeySet;
  const options = {
    issuer,
    audience: tenantId,
    typ: "at+jwt",
    algorithms: ["EdDSA", "ES256"],
    requiredClaims: ["exp", "iat", "sub", "jti", "sid", "client_id"],
    maxTokenAge: 15 * 60,
  };
  return {
    jwks,
    verify: async (token: string) => await jwtVerify(token, createLocalJWKSet(jwks), options),
  };
}

/** Signs any header and claims with a tenant's own key. */
export async function signAs(app: AppDeps, tenantId: string, header: Partial<JWTHeaderParameters>, claims: JWTPayload) {
  const row = await app.signingKeyStore.active(tenantId);
  if (row === undefined) throw new Error("The tenant has no key.");
  const key = await importJWK(JSON.parse(await app.keySeal.open(row)), row.algorithm);
  const crit = Object.fromEntries((header.crit ?? []).map((name) => [name, true]));
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: row.algorithm, typ: "at+jwt", kid: row.kid, ...header })
    .sign(key, { crit });
}
