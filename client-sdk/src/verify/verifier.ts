import type { JWTHeaderParameters } from "jose";
import { jwtVerify } from "jose/jwt/verify";
import { CfAuthError } from "../calls/error.ts";
import { serviceUrl } from "../calls/service-url.ts";
import { type FactorRequirements, requireFactors } from "./factors.ts";
import { KeySet } from "./key-set.ts";
import { REQUIRED_CLAIMS, readPayload, type VerifiedToken } from "./verified-token.ts";
import { verifyError } from "./verify-error.ts";

/** The type of an access token (RFC 9068 §2.1). */
const TYPE = "at+jwt";
const ALGORITHMS = ["EdDSA", "ES256"];
/** Maximum lifetime of the service's tokens. */
const MAX_LIFETIME_SECONDS = 900;
/** Maximum length of a token in characters. The service's tokens have about 2,000 at most, with 1 KB of custom claims. */
const MAX_TOKEN_LENGTH = 8192;
/**
 * Three parts in base64url. The unused bits of a signature's last character must be zero (RFC 4648 §3.5), so that each signature has one
 * spelling only.
 */
const FORM = /^[\w-]+\.[\w-]+\.(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;
const MAX_SKEW_SECONDS = 60;
const MAX_STALE_SECONDS = 86_400;

/** Options of `createVerifier`. */
export interface VerifierOptions {
  /** URL of the service, as in the tokens that it issues: `https://auth.example.com`. */
  readonly url: string;
  /** The tenant's id, `ten_…`. */
  readonly tenant: string;
  /** Required issuer of tokens. Defaults to `<url>/t/<tenant>`. Set it if `url` is an internal address of the service. */
  readonly issuer?: string | undefined;
  /** Required audience of tokens. Defaults to the tenant's id. */
  readonly audience?: string | undefined;
  /** Tolerated clock difference in seconds. Defaults to 5; at most 60. */
  readonly clockSkewSeconds?: number | undefined;
  /** How long stale keys are used while they can't be fetched, in seconds. Defaults to 3,600 (1 hour); at most 86,400 (1 day). */
  readonly maxStaleSeconds?: number | undefined;
  /** Timeout of fetching the keys, in seconds. Defaults to 5. */
  readonly timeoutSeconds?: number | undefined;
  /** The `fetch` to get the keys with. Defaults to the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** The clock for tokens and cached keys. Defaults to the platform's. */
  readonly now?: (() => Date) | undefined;
}

/** Verifies access tokens of one tenant. */
export interface Verifier {
  /**
   * Verifies a token offline. Only fetching the tenant's keys, every 5 minutes, needs the network.
   *
   * A revoked session is noticed when its token expires: after 5 minutes, or the tenant's setting of at most 15 minutes.
   *
   * @param token - The access token, without `Bearer`.
   * @param requirements - `requireFactor`: methods that the user must have used. `maxFactorAgeSeconds`: their maximum age in seconds.
   * @returns User, tenant, session, factors, times and custom claims.
   * @throws `CfAuthError`, with code `token_malformed`, `token_invalid` (forged, altered, of another tenant or another kind),
   * `token_expired`, `token_not_yet_valid`, `token_key_not_found`, `factor_required`, `reauthentication_required`, or the retryable
   * `keys_unavailable`.
   *
   * @example
   * const { userId } = await verifier.verify(token);
   */
  verify(token: string, requirements?: FactorRequirements): Promise<VerifiedToken>;
}

/**
 * Creates a verifier that checks access tokens of one tenant offline. Create it once and keep it: it caches the keys.
 *
 * @throws `CfAuthError`, with code `invalid_input` if an option is invalid.
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
  // A slug may be reassigned to another tenant, so only the id is accepted.
  if (!/^ten_\w+$/.test(tenant))
    throw verifyError("invalid_input", { problem: "tenant must be the tenant's id, ten_…" });
  const keys = new KeySet({
    url: `${url}/t/${tenant}/.well-known/jwks.json`,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    now: () => now().getTime(),
    maxStaleSeconds: inRange(options.maxStaleSeconds ?? 3600, MAX_STALE_SECONDS, "maxStaleSeconds"),
    timeoutSeconds: options.timeoutSeconds ?? 5,
  });
  /** Ignores keys in the header: jwk, jku, x5u, x5c (RFC 8725 §3.10). */
  const keyOf = async ({ kid, alg }: JWTHeaderParameters) => {
    const key = typeof kid === "string" ? await keys.find(kid) : undefined;
    if (key === undefined) throw verifyError("token_key_not_found", { kid });
    // The key decides the algorithm, not the header (RFC 8725 §3.1).
    if (key.alg !== alg) throw verifyError("token_invalid", { claim: "alg" });
    return key;
  };
  const common = { algorithms: ALGORITHMS, typ: TYPE, requiredClaims: REQUIRED_CLAIMS, issuer, audience };
  return {
    async verify(token, requirements = {}) {
      if (typeof token !== "string" || token.length > MAX_TOKEN_LENGTH || !FORM.test(token)) {
        throw verifyError("token_malformed");
      }
      const currentDate = now();
      const checks = { ...common, maxTokenAge: MAX_LIFETIME_SECONDS, clockTolerance, currentDate };
      const { payload } = await jwtVerify(token, keyOf, checks).catch((error: unknown) => {
        throw error instanceof CfAuthError ? error : verifyErrorOf(error);
      });
      const verified = readPayload(payload, tenant);
      requireFactors(verified, requirements, new Date(currentDate.getTime() - clockTolerance * 1000));
      return verified;
    },
  };
}

/** Maps jose's stable error codes, without importing its classes. */
function verifyErrorOf(error: unknown): CfAuthError {
  const { code, claim, reason } = Object(error);
  if (code === "ERR_JWS_INVALID" || code === "ERR_JWT_INVALID") return verifyError("token_malformed", {}, error);
  if (code === "ERR_JWT_EXPIRED") return verifyError("token_expired", {}, error);
  const isEarly = reason === "check_failed" && (claim === "nbf" || claim === "iat");
  return verifyError(isEarly ? "token_not_yet_valid" : "token_invalid", claim === undefined ? {} : { claim }, error);
}

function inRange(seconds: number, max: number, name: string): number {
  if (seconds >= 0 && seconds <= max) return seconds;
  throw verifyError("invalid_input", { problem: `${name} must be from 0 to ${max}.` });
}
