import type { JWTPayload } from "jose";
import { verifyError } from "./verify-error.ts";

/** The claims of a verified access token: the RFC 9068 profile, and cf-auth's additions. */
export interface VerifiedToken {
  /** `usr_…`. */
  readonly userId: string;
  /** `ten_…`. */
  readonly tenantId: string;
  /** `ses_…`. */
  readonly sessionId: string;
  /** The id of the API key of the sign-in, or the tenant's id if there was none. */
  readonly clientId: string;
  /** The token's id (`jti`). */
  readonly tokenId: string;
  /** Authentication methods of the user (RFC 8176) with the latest time of each: `{ pwd: Date }`. A refresh does not change them. */
  readonly factors: Readonly<Record<string, Date>>;
  /** When the user last authenticated, by any method. */
  readonly authenticatedAt: Date;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** The tenant's custom claims, from its setting `accessTokenClaims`. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Required claims beside the checked ones: RFC 9068 §2.2, and the session. */
export const REQUIRED_CLAIMS = ["sub", "exp", "iat", "jti", "sid", "client_id"];

/** Parses a payload whose signature, issuer, audience and times are verified. Throws `token_invalid`. */
export function readPayload(payload: JWTPayload, tenantId: string): VerifiedToken {
  const { iss, aud, nbf, sub, jti, sid, client_id, iat, exp, amr, auth_time, factors, ...claims } = payload;
  const times = Object.entries(Object(factors)).map(([name, seconds]) => [name, dateOf(seconds)] as const);
  return {
    userId: textOf(sub),
    tenantId,
    sessionId: textOf(sid),
    clientId: textOf(client_id),
    tokenId: textOf(jti),
    factors: Object.fromEntries(times),
    authenticatedAt: dateOf(auth_time),
    issuedAt: dateOf(iat),
    expiresAt: dateOf(exp),
    claims,
  };
}

function textOf(claim: unknown): string {
  if (typeof claim === "string" && claim !== "") return claim;
  throw verifyError("token_invalid");
}

function dateOf(seconds: unknown): Date {
  if (typeof seconds === "number" && seconds >= 0) return new Date(seconds * 1000);
  throw verifyError("token_invalid");
}
