import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { createVerifier, type VerifierOptions } from "../src/verify.ts";

export const URL_OF_SERVICE = "https://auth.example.com";
export const TENANT = "ten_acme";
/** Seconds since 1970. */
export const NOW = 1_764_000_000;

/** What the service puts into a token (server/src/tokens/access-token.ts). */
export const CLAIMS = {
  iss: `${URL_OF_SERVICE}/t/${TENANT}`,
  aud: TENANT,
  sub: "usr_anne",
  sid: "ses_1",
  client_id: "key_1",
  jti: "an id",
  iat: NOW,
  exp: NOW + 300,
  auth_time: NOW - 60,
  amr: ["pwd", "otp"],
  factors: { pwd: NOW - 3600, otp: NOW - 60 },
};

export type Key = Awaited<ReturnType<typeof newKey>>;

export async function newKey(kid = "one", alg = "EdDSA") {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
}

/** A token of the service's; undefined among the claims leaves one out. */
export async function sign(key: Pick<Key, "kid" | "alg" | "privateKey">, claims: object = {}, header: object = {}) {
  const payload: JWTPayload = { ...CLAIMS, ...claims };
  const { kid, alg } = key;
  return await new SignJWT(payload).setProtectedHeader({ alg, typ: "at+jwt", kid, ...header }).sign(key.privateKey);
}

/** A fake network with fixed responses, which records requests. */
export class KeyHost {
  readonly requests: string[] = [];
  answer: () => Response | Promise<Response>;

  constructor(...keys: Key[]) {
    this.answer = KeyHost.publishing(...keys);
  }

  static publishing(...keys: Key[]) {
    const headers = { "cache-control": "public, max-age=300" };
    return () => Response.json({ keys: keys.map(({ jwk }) => jwk) }, { headers });
  }

  publish(...keys: Key[]): void {
    this.answer = KeyHost.publishing(...keys);
  }

  goDown(): void {
    this.answer = () => Promise.reject(new TypeError("fetch failed"));
  }

  readonly fetch: typeof globalThis.fetch = async (url) => {
    this.requests.push(`${url}`);
    return await this.answer();
  };
}

/** A verifier on a clock that stands until it is moved. */
export function verifierOf(host: KeyHost, options: Partial<VerifierOptions> = {}) {
  let seconds = NOW;
  const verifier = createVerifier({
    ...{ url: URL_OF_SERVICE, tenant: TENANT, fetch: host.fetch, now: () => new Date(seconds * 1000) },
    ...options,
  });
  const advance = (by: number) => {
    seconds += by;
  };
  return { verifier, advance };
}
