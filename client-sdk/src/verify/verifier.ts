import type { JWTHeaderParameters } from "jose";
import { jwtVerify } from "jose/jwt/verify";
import { CfAuthError } from "../calls/error.ts";
import { serviceUrl } from "../calls/service-url.ts";
import { type FactorRequirements, requireFactors } from "./factors.ts";
import { KeySet } from "./key-set.ts";
import { REQUIRED_CLAIMS, readPayload, type VerifiedToken } from "./verified-token.ts";
import { verifyError } from "./verify-error.ts";

/** RFC 9068 §2.1: an access token is no other kind of token. */
const TYPE = "at+jwt";
const ALGORITHMS = ["EdDSA", "ES256"];
/** No token of the service lives longer. */
const MAX_LIFETIME_SECONDS = 900;
/** The service's tokens have some two thousand characters at most: a kilobyte of own claims, and the rest. */
const MAX_TOKEN_LENGTH = 8192;
/**
 * Three parts in base64url. Of a signature's last character only some of the bits count (RFC 4648 §3.5): one that has the
 * others set is another spelling of the same signature, and refused.
 */
const FORM = /^[\w-]+\.[\w-]+\.(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;
const MAX_SKEW_SECONDS = 60;
const MAX_STALE_SECONDS = 86_400;

export interface VerifierOptions {
  /** The service's own address, as it stands in the tokens it issues: `https://auth.example.com`. */
  readonly url: string;
  /** The tenant's id, `ten_…`. */
  readonly tenant: string;
  /** Whom tokens have to come from; `<url>/t/<tenant>` unless told, which differs where `url` is a way of your own to the service. */
  readonly issuer?: string | undefined;
  /** Whom tokens have to be for; the tenant's id unless told. */
  readonly audience?: string | undefined;
  /** By how many seconds clocks may differ: 5 unless told, 60 at most. */
  readonly clockSkewSeconds?: number | undefined;
  /** How many seconds keys serve on when they could not be read anew: an hour unless told, a day at most. */
  readonly maxStaleSeconds?: number | undefined;
  /** How many seconds a read of the keys may take; 5 unless told. */
  readonly timeoutSeconds?: number | undefined;
  /** What to read the keys with; the platform's own `fetch` unless told. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** What time it is, for tokens and for how long keys are kept; the platform's own clock unless told. */
  readonly now?: (() => Date) | undefined;
}

export interface Verifier {
  /**
   * Whose token this is. Only reading the tenant's keys, once in five minutes, needs the network.
   *
   * Throws `token_malformed`, `token_invalid` (forged, altered, another tenant's, another kind of token), `token_expired`,
   * `token_not_yet_valid`, `token_key_unknown`, `factor_required` and `reauthentication_required`, none of which passes by
   * itself; and `keys_unavailable`, which is retryable.
   *
   * A session that was ended shows only when its token ends: five minutes later, or what the tenant has set, 15 at most.
   */
  verify(token: string, wanted?: FactorRequirements): Promise<VerifiedToken>;
}

/**
 * Verifies the access tokens of one tenant offline. Make one and keep it: it holds the keys.
 *
 * Source: RFC 9068 §4, with RFC 8725 §3 in mind.
 *
 * @example
 * const verifier = createVerifier({ url: "https://auth.example.com", tenant: "ten_…" });
 * const { userId } = await verifier.verify(token);
 * await verifier.verify(token, { maxFactorAgeSeconds: 300 });
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const { tenant, audience = tenant, now = () => new Date() } = options;
  const url = serviceUrl(options.url);
  const issuer = options.issuer ?? `${url}/t/${tenant}`;
  const clockTolerance = inRange(options.clockSkewSeconds ?? 5, MAX_SKEW_SECONDS, "clockSkewSeconds");
  // A slug may be given away anew, and no token has one.
  if (!/^ten_\w+$/.test(tenant)) throw verifyError("invalid_input", { problem: "tenant is the tenant's id, ten_…" });
  const keys = new KeySet({
    url: `${url}/t/${tenant}/.well-known/jwks.json`,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    now: () => now().getTime(),
    maxStaleSeconds: inRange(options.maxStaleSeconds ?? 3600, MAX_STALE_SECONDS, "maxStaleSeconds"),
    timeoutSeconds: options.timeoutSeconds ?? 5,
  });
  /** Whatever else a header says of keys (jwk, jku, x5u, x5c) is nothing to anybody (RFC 8725 §3.10). */
  const keyOf = async ({ kid, alg }: JWTHeaderParameters) => {
    const key = typeof kid === "string" ? await keys.find(kid) : undefined;
    if (key === undefined) throw verifyError("token_key_unknown", { kid });
    // What the key is for, whatever the header says (RFC 8725 §3.1).
    if (key.alg !== alg) throw verifyError("token_invalid", { claim: "alg" });
    return key;
  };
  const common = { algorithms: ALGORITHMS, typ: TYPE, requiredClaims: REQUIRED_CLAIMS, issuer, audience };
  return {
    async verify(token, wanted = {}) {
      if (typeof token !== "string" || token.length > MAX_TOKEN_LENGTH || !FORM.test(token)) {
        throw verifyError("token_malformed");
      }
      const currentDate = now();
      const checks = { ...common, maxTokenAge: MAX_LIFETIME_SECONDS, clockTolerance, currentDate };
      const { payload } = await jwtVerify(token, keyOf, checks).catch((error: unknown) => {
        throw error instanceof CfAuthError ? error : verifyErrorOf(error);
      });
      const verified = readPayload(payload, tenant);
      requireFactors(verified, wanted, new Date(currentDate.getTime() - clockTolerance * 1000));
      return verified;
    },
  };
}

/** By jose's stable codes, without its classes. */
function verifyErrorOf(error: unknown): CfAuthError {
  const { code, claim, reason } = Object(error);
  if (code === "ERR_JWS_INVALID" || code === "ERR_JWT_INVALID") return verifyError("token_malformed", {}, error);
  if (code === "ERR_JWT_EXPIRED") return verifyError("token_expired", {}, error);
  const isEarly = reason === "check_failed" && (claim === "nbf" || claim === "iat");
  return verifyError(isEarly ? "token_not_yet_valid" : "token_invalid", claim === undefined ? {} : { claim }, error);
}

function inRange(seconds: number, most: number, name: string): number {
  if (seconds >= 0 && seconds <= most) return seconds;
  throw verifyError("invalid_input", { problem: `${name} is from 0 to ${most}.` });
}
